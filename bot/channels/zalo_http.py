"""Carries calls to Zalo, and tells apart the ways in which nothing readable comes back.

No error made here holds an address or a header: the one of a bot, the other of an account, contains its token.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import aiohttp

READ_SECONDS = 15.0
CONNECT_SECONDS = 5.0
BODY_MAX = 4 * 1024 * 1024


class NotConnected(Exception):
    """No connection could be made: the request certainly did not leave."""


class Lost(Exception):
    """The request left, and no readable answer came: it may have been carried out."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that is a JSON object, whatever its status."""

    status: int
    body: dict[str, Any] = field(default_factory=dict)


class Http:
    """One pool of connections. A session that is handed in stays the owner's to close."""

    def __init__(self, session: aiohttp.ClientSession | None = None) -> None:
        self._lent, self._own = session, session

    async def call(self, method: str, url: str, *, seconds: float = READ_SECONDS, **options: Any) -> Answered:
        """One request; raises NotConnected or Lost."""
        timeout = aiohttp.ClientTimeout(total=None, connect=CONNECT_SECONDS, sock_read=seconds)
        try:
            async with self._session().request(
                method, url, timeout=timeout, allow_redirects=False, **options
            ) as answer:
                return Answered(answer.status, _object(await answer.content.read(BODY_MAX), answer.status))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            raise NotConnected(type(error).__name__) from None
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Lost(type(error).__name__) from None

    async def close(self) -> None:
        """Close the connections that are ours."""
        if self._own is not None and self._lent is None:
            await self._own.close()
            self._own = None

    def _session(self) -> aiohttp.ClientSession:
        if self._own is None or self._own.closed:
            # A connection idle for long may be half closed: a call on it would end as "may have arrived".
            connector = aiohttp.TCPConnector(limit=64, keepalive_timeout=20)
            self._own = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=True)
        return self._own


def json_object(body: bytes) -> dict[str, Any] | None:
    """The JSON object that somebody sent us, or None for anything else."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _object(body: bytes, status: int) -> dict[str, Any]:
    """The JSON object of an answer; a page, half an object or nothing at all is no answer."""
    try:
        found = json.loads(body)
    except ValueError:
        raise Lost(f"HTTP {status} without readable JSON") from None
    if not isinstance(found, dict):
        raise Lost(f"HTTP {status} with JSON that is no object")
    return found
