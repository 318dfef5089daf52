"""Carries python-telegram-bot's calls over aiohttp: several times cheaper than its own client.

No error made here holds an address or a header, because the address of every call contains the bot's token.
"""

from __future__ import annotations

import urllib.request
from functools import lru_cache
from typing import Any, NoReturn
from urllib.parse import urlsplit

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot import quick_json

CONNECT_SECONDS = 5.0
READ_SECONDS = 15.0
WRITE_SECONDS = 10.0
FILE_WRITE_SECONDS = 60.0
POOL_SECONDS = 5.0
TOO_MANY_REQUESTS = 429
GATEWAY_TIMEOUT = 504

Unset = BaseRequest.DEFAULT_NONE
HEADERS = {"User-Agent": BaseRequest.USER_AGENT}
JSON_HEADERS = {**HEADERS, "Content-Type": "application/json"}


class NotConnected(NetworkError):
    """No connection could be made: the request certainly did not leave."""


class Interrupted(NetworkError):
    """The connection broke after the request had begun to leave: it may have been carried out."""


class TooFast(NetworkError):
    """Telegram asks to wait for `seconds`. In the library's place for it, whose time is about to change its type."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Too many requests, retry after {seconds:g} s")
        self.seconds = seconds


class AiohttpRequest(BaseRequest):
    """A `BaseRequest` on an aiohttp session. A session that is handed in stays the owner's to close.

    `proxy` is an address, or "" for what HTTPS_PROXY, HTTP_PROXY and NO_PROXY say.
    """

    def __init__(self, http: aiohttp.ClientSession | None = None, *, proxy: str = "", connections: int = 256) -> None:
        self._lent = http
        self._own: aiohttp.ClientSession | None = None
        self._proxy = proxy
        self._connections = connections

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer unless a call says otherwise."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Connections are made when first needed."""

    async def shutdown(self) -> None:
        """Close the connections that are ours."""
        if self._own is not None:
            await self._own.close()
            self._own = None

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """The answer as a dict; an unreadable one is never logged, it may repeat a citizen's words."""
        try:
            return quick_json.loads(payload)
        except ValueError:
            raise TelegramError("Invalid server response") from None

    async def do_request(  # noqa: PLR0917 - the shape is python-telegram-bot's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = Unset,
        write_timeout: ODVInput[float] = Unset,
        connect_timeout: ODVInput[float] = Unset,
        pool_timeout: ODVInput[float] = Unset,
    ) -> tuple[int, bytes]:
        """Send one request and read its answer; raises `NetworkError`s and `TimedOut` only."""
        writing = FILE_WRITE_SECONDS if request_data and request_data.contains_files else WRITE_SECONDS
        timeout = _timeout(
            _given(read_timeout, READ_SECONDS),
            _given(write_timeout, writing),
            _given(connect_timeout, CONNECT_SECONDS),
            _given(pool_timeout, POOL_SECONDS),
        )
        body, headers = _body(request_data)
        try:
            return await self._exchange(method, url, data=body, headers=headers, timeout=timeout)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            _translate(error)

    async def _exchange(self, method: str, url: str, **options: Any) -> tuple[int, bytes]:
        proxy = self._proxy or _proxy_for(*_scheme_and_host(url))
        async with self._session().request(method, url, proxy=proxy or None, **options) as answer:
            payload = await answer.read()
        if answer.status == TOO_MANY_REQUESTS:
            raise TooFast(_asked_wait(payload))
        if answer.status == GATEWAY_TIMEOUT:
            raise TimedOut("Gateway timeout")
        return answer.status, payload

    def _session(self) -> aiohttp.ClientSession:
        if self._lent is not None:
            return self._lent
        if self._own is None or self._own.closed:
            # A connection idle for long may be half closed: a call on it would end as "may have arrived".
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=20)
            self._own = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        return self._own


def _given(value: ODVInput[float], default: float) -> float | None:
    return default if isinstance(value, DefaultValue) else value


@lru_cache(maxsize=64)
def _timeout(
    read: float | None, write: float | None, connect: float | None, pool: float | None
) -> aiohttp.ClientTimeout:
    """The four timeouts in aiohttp's terms; it knows none for writing, so the total stands in for it."""
    parts = (read, write, connect, pool)
    return aiohttp.ClientTimeout(
        total=None if None in parts else sum(part for part in parts if part is not None),
        connect=None if connect is None or pool is None else connect + pool,
        sock_connect=connect,
        sock_read=read,
    )


def _body(request_data: RequestData | None) -> tuple[Any, dict[str, str]]:
    """JSON, or a form whose files are read while they are sent."""
    if request_data is None:
        return None, HEADERS
    if not request_data.contains_files:
        return quick_json.as_body(request_data.parameters), JSON_HEADERS
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime_type)
    return form, HEADERS


def _asked_wait(payload: bytes) -> float:
    """The seconds that a 429 names; 1 if it names none."""
    try:
        return float(quick_json.loads(payload)["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return 1.0


@lru_cache(maxsize=64)
def _scheme_and_host(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or ""


@lru_cache(maxsize=8)
def _proxy_for(scheme: str, host: str) -> str:
    """The proxy that the environment names for this host, or ""."""
    return "" if urllib.request.proxy_bypass(host) else urllib.request.getproxies().get(scheme, "")


def _translate(error: BaseException) -> NoReturn:
    """aiohttp's error as python-telegram-bot's; the cause is dropped, since its text may hold the address."""
    name = type(error).__name__
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | aiohttp.InvalidURL):
        raise NotConnected(f"No connection: {name}") from None
    if isinstance(error, aiohttp.ClientHttpProxyError):
        raise NotConnected(f"The proxy refused: {error.status}") from None
    if isinstance(error, TimeoutError):
        raise TimedOut(f"Timed out: {name}") from None
    raise Interrupted(f"Connection lost: {name}") from None
