"""The Official Account's API: one call at a time, its envelope read, its token renewed once when refused."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

import aiohttp

from bot.channels.channel import Unavailable
from bot.channels.zalo_errors import RATE, ZaloError
from bot.channels.zalo_http import Http, Lost
from bot.channels.zalo_tokens import Tokens
from bot.pace import Turns, eased


class Api:
    """Calls `root` with the chain's token. Raises ZaloError, NotConnected, Lost, or Unavailable without a token."""

    def __init__(self, root: str, tokens: Tokens, http: Http, bucket: Turns, *, proof_key: str = "") -> None:
        self.root, self.tokens, self.http, self.bucket = root.rstrip("/"), tokens, http, eased(bucket)
        self.proof_key = proof_key

    async def post(self, path: str, body: Mapping[str, Any], *, paced: bool = False) -> dict[str, Any]:
        """One POST of JSON; `paced` when the outbox has waited for its turn already. Returns `data`."""
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"Content-Type": "application/json"}
        return await self._call("POST", path, {"data": text}, headers, paced=paced)

    async def get(self, path: str, data: Mapping[str, Any] | None = None) -> Any:
        """One GET, whose only parameter is JSON. Returns `data`."""
        params = {"data": json.dumps(data, ensure_ascii=False)} if data is not None else {}
        return await self._call("GET", path, {"params": params}, {})

    async def read(self, path: str, params: Mapping[str, str]) -> Any:
        """One GET with plain parameters, as the host of the paid templates takes them. Returns `data`."""
        return await self._call("GET", path, {"params": dict(params)}, {})

    async def upload(self, path: str, name: str, content: bytes, kind: str) -> dict[str, Any]:
        """One file; its name must carry a proper extension. Returns `data`."""
        return await self._call("POST", path, {"upload": (name, content, kind)}, {})

    async def _call(
        self, method: str, path: str, options: dict[str, Any], headers: dict[str, str], *, paced: bool = False
    ) -> Any:
        token = await self.tokens.access()
        try:
            return await self._once(method, path, options, headers, token, paced=paced)
        except ZaloError as error:
            if not error.about_token:
                raise
        fresh = await self.tokens.instead_of(token)
        if not fresh:
            raise Unavailable("the access token is refused; a new one is not there yet", retry_after=3)
        return await self._once(method, path, options, headers, fresh, paced=False)

    async def _once(
        self, method: str, path: str, options: dict[str, Any], headers: dict[str, str], token: str, *, paced: bool
    ) -> Any:
        if not paced:
            await self.bucket.take()
        given = {**headers, "access_token": token}
        if self.proof_key:
            given["appsecret_proof"] = hmac.new(self.proof_key.encode(), token.encode(), hashlib.sha256).hexdigest()
        answer = await self.http.call(method, self.root + path, headers=given, **_prepared(options))
        try:
            return _opened(answer.body, answer.status)
        except ZaloError as error:
            if error.code in RATE:
                self.bucket.ease()
            raise


def _prepared(options: dict[str, Any]) -> dict[str, Any]:
    """A form with a file can be sent only once, so it is made for each attempt."""
    if "upload" not in options:
        return options
    name, content, kind = options["upload"]
    form = aiohttp.FormData()
    form.add_field("file", content, filename=name, content_type=kind)
    return {"data": form}


def _opened(body: dict[str, Any], status: int) -> Any:
    """The envelope's `data`. Errors come with any status, mostly 200."""
    code, message = _code(body.get("error")), str(body.get("message") or "")
    if code:
        raise ZaloError(code, message)
    if status == 429:
        raise ZaloError(-32, message or "HTTP 429")
    if status == 404:
        raise ZaloError(-212, message or "HTTP 404")
    if status >= 300 or "error" not in body:
        raise Lost(f"HTTP {status} without an envelope")
    return body.get("data") or {}


def _code(value: Any) -> int:
    """A number, or a number in a string; 0 when there is no error."""
    try:
        return int(value or 0)
    except (TypeError, ValueError):
        return -200
