"""Words that staff answer with again and again, kept by name; written once for every form of address."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.staff import Refusal, owns
from bot.domain.tickets import ANSWER_MAX
from bot.library.phrases import PERSONS, PLACEHOLDER
from bot.redaction import is_marked_secret, mask
from bot.storage.by_name import canned_replies
from bot.storage.tables import CannedReply, Staff

NAME_MAX = 80
REMOVED_SHOWN = 10
TEXT_MAX = ANSWER_MAX // 2


class Canned:
    """Canned replies of the province and of an area, in the caller's transaction."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def usable(self, who: Staff) -> list[CannedReply]:
        """The province's and those of this person's area, by name."""
        return await canned_replies.of_area(self.db, who.area)

    async def removed(self, who: Staff) -> list[CannedReply]:
        """Those taken away last that this person may bring back."""
        found = await canned_replies.of_area(self.db, who.area, removed=True)
        return [one for one in found if owns(who, one.area)][:REMOVED_SHOWN]

    async def use(self, number: int, who: Staff) -> CannedReply:
        """One of them. Raises Refusal."""
        found = await canned_replies.get(self.db, number)
        if found is None or found.removed_at or (who.area and found.area not in ("", who.area)):
            raise Refusal("canned.unknown")
        return found

    async def make(self, who: Staff, name: str, text: str) -> int:
        """A new one, of this person's area. Raises Refusal. Returns its number."""
        name, text = _checked(name, text)
        values = {"area": who.area, "author_id": who.id, "changed_at": self.now}
        made = await canned_replies.add(self.db, name=name, text=text, **values)
        await self._record(who, "canned.made", made.id)
        return made.id

    async def change(self, number: int, who: Staff, name: str, text: str) -> None:
        """Other words. Raises Refusal."""
        found, (name, text) = await self._own(number, who), _checked(name, text)
        await canned_replies.change(self.db, found.id, name=name, text=text, author_id=who.id, changed_at=self.now)
        await self._record(who, "canned.changed", found.id)

    async def remove(self, number: int, who: Staff, *, back: bool) -> None:
        """Take it away, or bring it back. Raises Refusal."""
        found = await self._own(number, who)
        await canned_replies.change(self.db, found.id, removed_at=None if back else self.now)
        await self._record(who, "canned.restored" if back else "canned.removed", found.id)

    async def _own(self, number: int, who: Staff) -> CannedReply:
        found = await canned_replies.get(self.db, number)
        if found is None:
            raise Refusal("canned.unknown")
        if not owns(who, found.area):
            raise Refusal("outside_area")
        return found

    async def _record(self, who: Staff, action: str, number: int) -> None:
        await audit.record(self.db, who.login, action, {"canned": number}, now=self.now)


def _checked(name: str, text: str) -> tuple[str, str]:
    name, text = " ".join(name.split()), text.strip()
    if not name or len(name) > NAME_MAX or not text or len(text) > TEXT_MAX:
        raise Refusal("canned.words_unfit", title=NAME_MAX, text=TEXT_MAX)
    if is_marked_secret(text):
        raise Refusal("secret")
    if mask(text) != text:
        raise Refusal("canned.personal")
    if unknown := sorted(set(PLACEHOLDER.findall(text)) - set(PERSONS)):
        raise Refusal("canned.no_such_word", which=", ".join(f"{{{one}}}" for one in unknown))
    return name, text
