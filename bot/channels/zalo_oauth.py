"""Zalo's consent and tokens (OAuth v4): one place that speaks to the token endpoint."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bot.channels.zalo_http import Http

TIMEOUT_SECONDS = 30.0
ASSUMED_SECONDS = 3600.0
"""How long an access token lasts when the answer does not say."""
CONSENT_GONE = (-14014, -14005, -118)
"""The refresh token (or the code) is invalid, used or expired: a person must consent again."""
MISCONFIGURED = (-14002, -14003, -14004, -14018)


@dataclass(frozen=True, slots=True)
class Grant:
    """A pair of tokens. `refresh` is "" in the rare answer that carries none; `seconds` the access token has left."""

    access: str
    refresh: str
    seconds: float


class TokenRefused(Exception):
    """The endpoint refused. `kind`: "consent" (a person must consent again), "settings", or "unknown"."""

    def __init__(self, code: int, name: str) -> None:
        super().__init__(f"{code} {name}"[:200])
        self.code = code
        self.kind = "consent" if code in CONSENT_GONE else "settings" if code in MISCONFIGURED else "unknown"


class Oauth:
    """One application at Zalo's consent server."""

    def __init__(self, url: str, app_id: str, app_secret: str, *, verifier: str = "", http: Http | None = None) -> None:
        self.url, self.app_id, self.app_secret, self.verifier = url.rstrip("/"), app_id, app_secret, verifier
        self.http = http or Http()

    def consent_link(self, redirect: str, state: str) -> str:
        """Where an administrator of the account says yes. `redirect` must be saved in Zalo's console to the letter."""
        query = {"app_id": self.app_id, "redirect_uri": redirect, "state": state}
        if self.verifier:
            query["code_challenge"] = challenge(self.verifier)
        return f"{self.url}/v4/oa/permission?{urlencode(query)}"

    async def exchange(self, code: str) -> Grant:
        """The pair for a code of the consent page. Raises TokenRefused, NotConnected or Lost."""
        form = {"code": code, "grant_type": "authorization_code"}
        return await self._ask({**form, "code_verifier": self.verifier} if self.verifier else form)

    async def refresh(self, token: str) -> Grant:
        """A new pair for a refresh token, which is dead from then on. Raises TokenRefused, NotConnected or Lost."""
        return await self._ask({"refresh_token": token, "grant_type": "refresh_token"})

    async def close(self) -> None:
        """Give back connections."""
        await self.http.close()

    async def _ask(self, form: dict[str, str]) -> Grant:
        answer = await self.http.call(
            "POST",
            f"{self.url}/v4/oa/access_token",
            data={"app_id": self.app_id, **form},
            headers={"secret_key": self.app_secret},
            seconds=TIMEOUT_SECONDS,
        )
        return _grant(answer.body)


def _grant(body: dict[str, Any]) -> Grant:
    access = str(body.get("access_token") or "")
    if not access:
        raise TokenRefused(_number(body.get("error")), str(body.get("error_name") or body.get("message") or ""))
    return Grant(access, str(body.get("refresh_token") or ""), _seconds(body.get("expires_in")))


def _number(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0


def _seconds(value: Any) -> float:
    """Comes as a string or a number, or not at all."""
    try:
        found = float(value)
    except (TypeError, ValueError):
        return ASSUMED_SECONDS
    return found if 0 < found < 10_000_000 else ASSUMED_SECONDS


def challenge(verifier: str) -> str:
    """The PKCE challenge: base64url without padding of the raw SHA-256 of the verifier."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
