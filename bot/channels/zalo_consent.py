"""An administrator of the account says yes at Zalo, and comes back with a code that becomes tokens."""

from __future__ import annotations

import hashlib
import hmac
import time

from aiohttp import web

from bot.channels.zalo_http import Lost, NotConnected
from bot.channels.zalo_oauth import TokenRefused
from bot.channels.zalo_tokens import Tokens
from bot.log import logger

log = logger(__name__)

COOKIE = "hocvuso_zalo"
LASTS = 600
BACK = "/console/channels"


class Consent:
    """The way to Zalo's consent page and back. Only the browser that set out may come back."""

    def __init__(self, tokens: Tokens, redirect: str, secret: bytes) -> None:
        self.tokens, self.redirect, self._secret = tokens, redirect, secret

    def set_out(self) -> tuple[str, str]:
        """(address of the consent page, value of the cookie that the browser must bring back)."""
        until = str(int(time.time()) + LASTS)
        state = f"{until}.{self._sign(until)}"
        return self.tokens.oauth.consent_link(self.redirect, state), state

    async def returned(self, request: web.Request) -> web.Response:
        """Zalo sent the administrator back. Zalo may leave out `state`, so the cookie is what counts."""
        cookie, state = request.cookies.get(COOKIE, ""), request.query.get("state", "")
        code = request.query.get("code", "")[:2000]
        if not self._fresh(cookie) or (state and not hmac.compare_digest(state.encode(), cookie.encode())):
            return _back("zalo_stale")
        if not code:
            return _back("zalo_refused")
        try:
            await self.tokens.consented(code, oa=request.query.get("oa_id", "")[:32])
        except TokenRefused as error:
            log.error("zalo refuses the code of the consent", why=str(error))
            return _back("zalo_refused")
        except (NotConnected, Lost) as error:
            log.error("zalo's token server gave no answer", why=str(error))
            return _back("zalo_unreached")
        return _back("zalo_consented")

    def _sign(self, until: str) -> str:
        return hmac.new(self._secret, f"zalo-consent:{until}".encode(), hashlib.sha256).hexdigest()[:32]

    def _fresh(self, cookie: str) -> bool:
        until, _, signature = cookie.partition(".")
        if not until.isdigit() or len(until) > 12 or int(until) < time.time():
            return False
        return hmac.compare_digest(self._sign(until).encode(), signature.encode())


def _back(note: str) -> web.Response:
    answer = web.Response(status=303, headers={"Location": f"{BACK}?note={note}"})
    answer.del_cookie(COOKIE, path="/zalo/oa")
    return answer
