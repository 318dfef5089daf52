"""The token chain of an Official Account: refreshed ahead of time, once, and stored before it is used."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol

from bot.channels.channel import Unavailable
from bot.channels.zalo_http import Lost, NotConnected
from bot.channels.zalo_oauth import Grant, Oauth, TokenRefused
from bot.log import logger

log = logger(__name__)

EARLY = 0.8
"""Of an access token's life: then it is renewed (20 of 25 hours)."""
AGEING = timedelta(days=75)
"""After the consent: a refresh token lasts 90 days, and nobody knows whether renewing extends that."""
LOOK_SECONDS = 30.0
UNKNOWN_WAIT, SETTINGS_WAIT, CONSENT_WAIT = 300.0, 900.0, 3600.0
UNSURE_MAX = 2
"""Refreshes of one token whose outcome nobody knows: one, and one retry; then a person must look."""


class ChainLike(Protocol):
    """The tokens as they stand."""

    @property
    def access(self) -> str: ...  # noqa: D102
    @property
    def refresh(self) -> str: ...  # noqa: D102
    @property
    def consented_at(self) -> datetime: ...  # noqa: D102
    @property
    def refreshed_at(self) -> datetime | None: ...  # noqa: D102
    @property
    def expires_at(self) -> datetime | None: ...  # noqa: D102
    @property
    def unsure(self) -> int: ...  # noqa: D102
    @property
    def trouble(self) -> str: ...  # noqa: D102
    @property
    def taken(self) -> bool: ...  # noqa: D102


class TokenStore(Protocol):
    """Where the chain is kept; each call commits before it returns."""

    async def read(self) -> ChainLike | None: ...  # noqa: D102
    async def plant(self, seed: str) -> bool: ...  # noqa: D102
    async def keep_consent(self, access: str, refresh: str, seconds: float, *, oa: str = "") -> None: ...  # noqa: D102
    async def claim(self) -> str: ...  # noqa: D102
    async def renewed(self, worker: str, access: str, refresh: str, seconds: float) -> bool: ...  # noqa: D102
    async def failed(self, worker: str, trouble: str, *, unsure: bool, wait: float) -> None: ...  # noqa: D102
    async def count_unsure(self, worker: str) -> None: ...  # noqa: D102
    async def release(self, worker: str) -> None: ...  # noqa: D102


async def refresh_once(store: TokenStore, oauth: Oauth, *, spent: str = "", now: datetime) -> None:
    """Renew the chain if it is due, or if `spent` is still the access token. At most one process does it at a time."""
    worker = await store.claim()
    if not worker:
        return
    chain = await store.read()
    if chain is None or not chain.refresh or not (due(chain, now) or (spent and chain.access == spent)):
        await store.release(worker)
        return
    await _refresh(store, oauth, worker, chain)


async def _refresh(store: TokenStore, oauth: Oauth, worker: str, chain: ChainLike) -> None:
    try:
        grant = await _ask(store, oauth, worker, chain)
    except TokenRefused as error:
        trouble = {"consent": "consent", "settings": "settings"}.get(error.kind, "unknown")
        wait = {"consent": CONSENT_WAIT, "settings": SETTINGS_WAIT}.get(error.kind, UNKNOWN_WAIT)
        log.error("zalo refuses the refresh token", why=str(error), trouble=trouble)
        await store.failed(worker, trouble, unsure=False, wait=wait)
    except NotConnected as error:
        log.warning("zalo's token server is not reached", why=str(error))
        await store.failed(worker, "unreached", unsure=False, wait=10.0)
    except Lost as error:
        log.error("nobody knows whether zalo renewed the tokens", why=str(error))
        await store.failed(worker, "unknown", unsure=True, wait=UNKNOWN_WAIT)
    else:
        if not await store.renewed(worker, grant.access, grant.refresh, grant.seconds):
            log.error("another process took over the refresh meanwhile")


async def _ask(store: TokenStore, oauth: Oauth, worker: str, chain: ChainLike) -> Grant:
    """Ask for a new pair. When the answer is lost, ask once more with the same token: it may not have taken effect."""
    if chain.unsure >= UNSURE_MAX:
        return await oauth.refresh(chain.refresh)
    try:
        return await oauth.refresh(chain.refresh)
    except Lost:
        await store.count_unsure(worker)
        return await oauth.refresh(chain.refresh)


def due(chain: ChainLike, now: datetime) -> bool:
    """Is it time to renew?"""
    if not chain.access or chain.expires_at is None or chain.refreshed_at is None:
        return True
    return now >= chain.refreshed_at + (chain.expires_at - chain.refreshed_at) * EARLY


class Tokens:
    """Hands out the access token. `renew` is told the spent one; it may do its work in a process of its own."""

    def __init__(
        self,
        store: TokenStore,
        oauth: Oauth,
        now: Callable[[], datetime],
        *,
        seed: str = "",
        renew: Callable[[str], Awaitable[None]] | None = None,
    ) -> None:
        self.store, self.oauth, self.now, self.seed = store, oauth, now, seed
        self._renew = renew or self._renew_here
        self._renewing: asyncio.Task[None] | None = None
        self._planted = not seed

    async def access(self) -> str:
        """The access token. Raises Unavailable while there is none that could work."""
        chain = await self._chain()
        if chain is None or not chain.access:
            chain = await self._renewed("")
        if chain is None or not chain.access:
            renewing = chain is not None and chain.taken
            raise Unavailable("no token: the console asks for consent", retry_after=3 if renewing else 60)
        return chain.access

    async def instead_of(self, spent: str) -> str:
        """Another access token than the one that Zalo refused; "" if none can be had now."""
        chain = await self._chain()
        if chain and chain.access == spent:
            chain = await self._renewed(spent)
        return chain.access if chain and chain.access != spent else ""

    async def keep_fresh(self) -> None:
        """Renew ahead of time, until cancelled."""
        while True:
            try:
                await self.renew_if_due()
            except Exception as error:
                log.warning("the tokens could not be looked at", why=type(error).__name__)
            await asyncio.sleep(LOOK_SECONDS)

    async def renew_if_due(self) -> None:
        """One look: renew before Zalo refuses what is held."""
        chain = await self._chain()
        if chain and chain.refresh and due(chain, self.now()):
            await self._renewed("")

    async def consented(self, code: str, *, oa: str = "") -> None:
        """The administrator said yes. Raises TokenRefused, NotConnected or Lost."""
        grant = await self.oauth.exchange(code)
        await self.store.keep_consent(grant.access, grant.refresh, grant.seconds, oa=oa)

    async def health(self) -> str:
        """How the chain stands: "ok", "none", "ageing", "unreached", "unknown", "settings", "consent", "unreadable"."""
        chain = await self._chain()
        if chain is None:
            return "none"
        if chain.trouble:
            return chain.trouble
        return "ageing" if self.now() - chain.consented_at > AGEING else "ok"

    async def _chain(self) -> ChainLike | None:
        if not self._planted:
            await self.store.plant(self.seed)
            self._planted = True
        return await self.store.read()

    async def _renewed(self, spent: str) -> ChainLike | None:
        """Renew, once for all who wait in this process; then look what is there."""
        if self._renewing is None or self._renewing.done():
            self._renewing = asyncio.create_task(self._renew_safely(spent))
        await asyncio.shield(self._renewing)
        return await self.store.read()

    async def _renew_safely(self, spent: str) -> None:
        try:
            await self._renew(spent)
        except Exception as error:
            log.warning("the tokens could not be renewed", why=type(error).__name__)

    async def _renew_here(self, spent: str) -> None:
        await refresh_once(self.store, self.oauth, spent=spent, now=self.now())

    async def close(self) -> None:
        """Wait for a refresh under way; give back connections."""
        if self._renewing is not None:
            await asyncio.wait([self._renewing], timeout=5)
        await self.oauth.close()
