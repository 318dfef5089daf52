"""Calls for help while nobody is answered: whom to call is said all the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.answering.emergency import Signs
from bot.library.library import Library
from bot.messages import Reply
from bot.storage import outbox, switches

PAGE = 512
"""So many messages are read at once; the next ones in the next transaction."""


class Danger:
    """Who may be in danger is told whom to call, whatever is off and whatever they were told before.

    What looks alike counts too: nobody is there to answer it.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    @cached_property
    def signs(self) -> Signs:
        """The signs of danger where nobody answers; reading them takes some 30 ms, so they are read when needed."""
        emergency = self._library.emergency
        said = [*emergency.signs, *emergency.calls]
        return Signs(
            said,
            [],
            self._library.abbreviations,
            tales=emergency.tales,
            cries=emergency.cries,
            marked=emergency.marked,
        )

    def may_be(self, words: str) -> bool:
        """Whether somebody may be in danger, by what they write."""
        return self.signs.found_in(words)

    async def tell(
        self, db: AsyncSession, shut: Mapping[str, str], allowed: Callable[[int], bool], *, now: datetime
    ) -> bool:
        """Tell those who wait, about each message once, however many processes look. True when more may wait.

        `allowed` bounds how often a citizen hears it.
        """
        taken = await switches.look(db, list(shut), limit=PAGE)
        told = set()
        for number, citizen_id, address_id, words in await switches.typed(db, taken):
            if self.may_be(words) and allowed(citizen_id):
                notice = Reply("switches.danger")
                await outbox.add(db, citizen_id, address_id, notice, rank=outbox.REPLIES, now=now, turn=number)
                told.add(address_id)
        for name in sorted(set(shut.values())):
            for address_id in sorted(told):
                await switches.keep_told(db, name, address_id)
        return len(taken) == PAGE
