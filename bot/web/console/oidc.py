"""Sign-in with OpenID Connect: discovery, code flow with PKCE, and the checks of an identity token.

Sources: OpenID Connect Core 1.0 (3.1.3.7), OpenID Connect Discovery 1.0, RFC 7636 (PKCE), RFC 9207 (`iss`).
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp
import structlog

log = structlog.get_logger("bot.web.console.oidc")

SECONDS = aiohttp.ClientTimeout(total=10)
LOOK = 5.0
"""Seconds that `wrong` waits."""
KEPT = 3600.0
"""For so many seconds the issuer's addresses and keys are not asked for again."""

ANSWER_MAX = 512 * 1024


class SignInError(Exception):
    """The issuer cannot be reached, or what it says does not hold. The message is for the log alone."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What has to come back, and what proves that it was us who asked."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def fresh(cls) -> Attempt:
        """Three secrets that nobody can guess."""
        return cls(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))

    @property
    def challenge(self) -> str:
        """The verifier's hash, which the issuer compares when the code is handed in."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@dataclass
class Issuer:
    """One issuer, and who we are there. `returns` is our address to which it sends people back."""

    issuer: str
    client_id: str
    client_secret: str
    returns: str
    _told: dict[str, Any] = field(default_factory=dict)
    _keys: dict[str, Any] = field(default_factory=dict)
    _read_at: float = 0.0

    async def wrong(self) -> str:
        """What is wrong with the issuer, or "". Reads what it says of itself."""
        try:
            async with asyncio.timeout(LOOK):
                await self._discover()
        except SignInError as error:
            return f"OIDC_ISSUER: {error}"
        except TimeoutError:
            return f"OIDC_ISSUER: does not answer within {LOOK:.0f} seconds"
        return ""

    async def begin(self, attempt: Attempt) -> str:
        """The address at the issuer to which the browser goes. Raises SignInError."""
        told = await self._discover()
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.returns,
            "scope": "openid email profile",
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": attempt.challenge,
            "code_challenge_method": "S256",
        }
        address = str(told["authorization_endpoint"])
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"

    async def finish(self, attempt: Attempt, answer: Mapping[str, str]) -> dict[str, Any]:
        """The verified claims behind what came back. Raises SignInError."""
        if not answer.get("code") or not secrets.compare_digest(
            answer.get("state", "").encode(), attempt.state.encode()
        ):
            raise SignInError(f"no code for this attempt {answer.get('error', '')[:60]}")
        if answer.get("iss", self.issuer) != self.issuer:
            raise SignInError("the answer is another issuer's")
        told = await self._exchange(answer["code"], attempt)
        token = told.get("id_token")
        if not isinstance(token, str):
            raise SignInError("no identity token")
        return await self._verified(token, attempt)

    async def _exchange(self, code: str, attempt: Attempt) -> dict[str, Any]:
        told = await self._discover()
        given = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.returns,
            "client_id": self.client_id,
            "code_verifier": attempt.verifier,
        }
        headers: dict[str, str] = {}
        methods = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if self.client_secret and "client_secret_basic" in methods:
            pair = f"{quote(self.client_id, safe='')}:{quote(self.client_secret, safe='')}"
            headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        elif self.client_secret:
            given["client_secret"] = self.client_secret
        return await _ask("POST", str(told["token_endpoint"]), data=given, headers=headers)

    async def _verified(self, token: str, attempt: Attempt) -> dict[str, Any]:
        """Signature, issuer, audience, times and nonce of an identity token. Raises SignInError."""
        from bot.web.console.identity_token import BadToken, check, claims_of

        try:
            try:
                claims = claims_of(token, await self._signing_keys())
            except BadToken:  # the issuer may have changed its keys since they were read
                self._keys = {}
                claims = claims_of(token, await self._signing_keys())
            check(claims, issuer=self.issuer, client_id=self.client_id, nonce=attempt.nonce)
        except BadToken as error:
            raise SignInError(str(error)) from None
        return claims

    async def _discover(self) -> dict[str, Any]:
        if self._told and time.monotonic() - self._read_at < KEPT:
            return self._told
        told = await _ask("GET", self.issuer.rstrip("/") + "/.well-known/openid-configuration")
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if told.get("issuer") != self.issuer or not all(_is_address(told.get(name), self.issuer) for name in needed):
            raise SignInError("what the issuer says of itself does not fit OIDC_ISSUER")
        self._told, self._keys, self._read_at = told, {}, time.monotonic()
        return told

    async def _signing_keys(self) -> Mapping[str, Any]:
        if not self._keys:
            self._keys = await _ask("GET", str((await self._discover())["jwks_uri"]))
        return self._keys


def _is_address(value: Any, issuer: str) -> bool:
    """An https address; plain http only where the issuer itself is (a test, a machine of one's own)."""
    return isinstance(value, str) and value.startswith(("https://", issuer.partition("://")[0] + "://"))


async def _ask(method: str, address: str, **given: Any) -> dict[str, Any]:
    headers = {"Accept": "application/json", **given.pop("headers", {})}
    try:
        async with (
            aiohttp.ClientSession(timeout=SECONDS) as http,
            http.request(method, address, headers=headers, allow_redirects=False, **given) as answer,
        ):
            if answer.status != 200 or (answer.content_length or 0) > ANSWER_MAX:
                raise SignInError(f"the issuer answered {answer.status}")
            told = await answer.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise SignInError(f"the issuer cannot be used: {type(error).__name__}") from None
    if not isinstance(told, dict):
        raise SignInError("the issuer answered something else")
    return told
