"""Other ways of asking: what citizens asked before they chose an entry themselves, proposed to editors.

Nothing is learned blindly: an accepted wording goes into the entry's file by an editor's hand, like any other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.staff import Refusal
from bot.library.text import fold, words
from bot.redaction import PLACEHOLDERS, is_marked_secret, mask
from bot.storage import wordings
from bot.storage.tables import Staff, Wording
from bot.storage.wordings import Proposed

LONGEST = 200
"""Characters of a way of asking; longer ones are stories."""
OFFERED = ("ask.near", "ask.which")
"""Phrases under which entries were offered for the whole of what was asked, as it was asked."""
STATES = ("accepted", "dismissed")


class Wordings:
    """Proposals in the caller's transaction."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def chosen(self, citizen_id: int, entry: str, known: Collection[str]) -> bool:
        """Keep that this entry was chosen for what was asked just before; `known`: ways of asking it has already."""
        before = await wordings.asked_before(self.db, citizen_id)
        if before is None or before.phrase not in OFFERED:
            return False
        if f"ask.entry:{entry}"[:60] not in await wordings.offered(self.db, citizen_id):  # an older question's button
            return False
        question = " ".join(mask(before.question).split())
        if not is_fit(question) or key_of(question) in map(key_of, known):
            return False
        await wordings.add(self.db, citizen_id, entry[:64], key_of(question), question, at=self.now)
        return True

    async def waiting(self, who: Staff) -> Sequence[Proposed]:
        """What editors have not settled yet, within this person's area."""
        return await wordings.page(self.db, "", area=who.area)

    async def accepted(self, who: Staff) -> Sequence[Proposed]:
        """What is to go into the entries' files."""
        return await wordings.page(self.db, "accepted", area=who.area)

    async def accept(self, wording_id: int, who: Staff, text: str) -> None:
        """Take it, in the editor's words. Raises Refusal."""
        text = " ".join(text.split())
        if is_marked_secret(text):
            raise Refusal("secret")
        if not is_fit(text):
            raise Refusal("wordings.text_unfit", most=LONGEST)
        await self._settle(await self._waiting(wording_id, who), who, "accepted", text)

    async def dismiss(self, wording_id: int, who: Staff) -> None:
        """It is no way of asking for this entry. Raises Refusal."""
        found = await self._waiting(wording_id, who)
        await self._settle(found, who, "dismissed", found.question)

    async def _waiting(self, wording_id: int, who: Staff) -> Wording:
        found = await wordings.get(self.db, wording_id, area=who.area)
        if found is None:
            raise Refusal("wordings.unknown")
        if found.state:
            raise Refusal("wordings.settled_already")
        return found

    async def _settle(self, found: Wording, who: Staff, state: str, text: str) -> None:
        await wordings.settle(self.db, found.entry, found.key, state=state, question=text)
        await audit.record(self.db, who.login, f"wordings.{state}", {"entry": found.entry}, now=self.now)


def key_of(question: str) -> str:
    """The same for questions that differ in marks, capitals and punctuation only."""
    return hashlib.sha256(" ".join(words(fold(question))).encode()).hexdigest()[:40]


def is_fit(text: str) -> bool:
    """Short, with words in it, nobody's number and no mark of secrecy."""
    personal = any(mark in text for mark in PLACEHOLDERS.values()) or mask(text) != text
    return bool(words(text)) and len(text) <= LONGEST and not personal and not is_marked_secret(text)
