"""An OpenID Connect issuer over HTTP: discovery, keys, code flow with PKCE; it refuses what a real one refuses.

A person at it is `claims`; `spoil` changes the claims of the next identity token, `forge` signs it with another key.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from aiohttp import encode_basic_auth, web
from aiohttp.test_utils import TestServer
from joserfc import jwt
from joserfc.jwk import RSAKey


@dataclass
class Issuer:
    """One issuer with one client."""

    client_id: str = "hoc-vu-so"
    client_secret: str = "bí mật của client / 1"
    returns: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    spoil: dict[str, Any] = field(default_factory=dict)
    forge: bool = False
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    server: TestServer | None = None

    async def start(self) -> None:
        """Listen."""
        app = web.Application()
        app.add_routes(
            [
                web.get("/.well-known/openid-configuration", self.discovery),
                web.get("/keys", self.keys),
                web.get("/authorize", self.authorize),
                web.post("/token", self.token),
            ]
        )
        self.server = TestServer(app)
        await self.server.start_server()

    @property
    def url(self) -> str:
        """The issuer's name."""
        assert self.server
        return str(self.server.make_url("")).rstrip("/")

    def turn_keys(self) -> None:
        """From now on another key signs."""
        self.key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4)})

    async def discovery(self, request: web.Request) -> web.Response:
        ends = {
            f"{name}_endpoint": f"{self.url}/{path}"
            for name, path in (("authorization", "authorize"), ("token", "token"))
        }
        return web.json_response({"issuer": self.url, "jwks_uri": f"{self.url}/keys", **ends})

    async def keys(self, request: web.Request) -> web.Response:
        return web.json_response({"keys": [self.key.as_dict(private=False)]})

    async def authorize(self, request: web.Request) -> web.Response:
        """The person agrees at once; what is not a proper request is refused."""
        asked = dict(request.query)
        right = {"response_type": "code", "client_id": self.client_id, "code_challenge_method": "S256"}
        if any(asked.get(name) != value for name, value in right.items()):
            raise web.HTTPBadRequest(text="malformed request")
        if asked["redirect_uri"] != self.returns or "openid" not in asked["scope"].split():
            raise web.HTTPBadRequest(text="unknown redirect_uri, or no openid")
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"], "iss": self.url})
        raise web.HTTPFound(f"{self.returns}?{back}")

    async def token(self, request: web.Request) -> web.Response:
        """A code works once, for the client it was made for, with the verifier behind its challenge."""
        given = await request.post()
        asked = self.codes.pop(str(given.get("code", "")), None)
        if not self._is_client(request):
            return web.json_response({"error": "invalid_client"}, status=401)
        if asked is None or given.get("redirect_uri") != asked["redirect_uri"] or not _fits(asked, given):
            return web.json_response({"error": "invalid_grant"}, status=400)
        self.used.append(asked["state"])
        told = {"access_token": secrets.token_hex(8), "token_type": "Bearer", "id_token": self._signed(asked["nonce"])}
        return web.json_response(told)

    def _is_client(self, request: web.Request) -> bool:

        pair = encode_basic_auth(quote(self.client_id, safe=""), quote(self.client_secret, safe=""))
        return request.headers.get("Authorization") == pair

    def _signed(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.url, "aud": self.client_id, "iat": now, "exp": now + 300, "nonce": nonce}
        key = RSAKey.generate_key(2048) if self.forge else self.key
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims | self.claims | self.spoil, key)


def _fits(asked: dict[str, str], given: Any) -> bool:
    digest = hashlib.sha256(str(given.get("code_verifier", "")).encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
