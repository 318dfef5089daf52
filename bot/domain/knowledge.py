"""Entries from files and from the console in one place: what answers, what is edited, what changed beneath an edit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.domain import audit
from bot.domain.drafts import Drafts, as_entry
from bot.domain.facts import Facts
from bot.domain.overlay import Overlay, fields_of, hash_of, same_words
from bot.domain.page_drafts import in_place_of_files
from bot.domain.staff import Refusal
from bot.library.library import Library
from bot.library.schemas import Article, Faq, Lesson
from bot.library.text import fold
from bot.storage import drafts
from bot.storage.tables import Draft, Staff

SOON = timedelta(days=30)
FILTERS = ("all", "console", "open", "conflict", "ending", "over")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `faq`: as citizens get it; `file`: as the file has it; `edit`: what was published here."""

    faq: Faq
    file: Faq | None
    edit: Draft | None
    open: Draft | None

    @property
    def conflict(self) -> bool:
        """The file changed after this edit was begun, and does not say what the edit says."""
        based = self.edit.based_on.get("hash") if self.edit else ""
        return bool(based and self.file and hash_of(self.file) != based and not self.in_file)

    @property
    def in_file(self) -> bool:
        """The file has come to say what was published here: the edit is of no use any more."""
        return bool(self.edit and self.file and same_words(self.file, self.faq))

    def is_over(self, today: date) -> bool:
        """Is it no longer given?"""
        return self.faq.valid_until is not None and self.faq.valid_until < today

    def fits(self, shown: str, today: date) -> bool:
        """Is it among what a filter shows?"""
        until = self.faq.valid_until
        return {
            "console": self.edit is not None,
            "open": self.open is not None,
            "conflict": self.conflict,
            "ending": until is not None and today <= until <= today + SOON,
            "over": self.is_over(today),
        }.get(shown, True)


class Knowledge:
    """The shelf in the caller's transaction. `library`: the files."""

    def __init__(self, db: AsyncSession, now: datetime, library: Library, today: date) -> None:
        self.db, self.now, self.library, self.today = db, now, library, today

    async def shelf(self) -> list[Entry]:
        """Every entry, by name."""
        files = {one.id: one for one in self.library.faqs}
        edits = {one.entry: one for one in await drafts.published(self.db)}
        opened = {one.entry: one for one in await drafts.in_work(self.db) if one.entry}
        return [
            Entry(_answered(files.get(name), edits.get(name)), files.get(name), edits.get(name), opened.get(name))
            for name in sorted({*files, *edits})
        ]

    async def find(self, words: str, topic: str, shown: str, *, after: str = "", limit: int) -> list[Entry]:
        """Some of the shelf after that name: of a topic, through one of `FILTERS`, with these words in it."""
        wanted = fold(words).split()
        found = [one for one in await self.shelf() if one.faq.id > after and one.fits(shown, self.today)]
        found = [one for one in found if not topic or one.faq.topic == topic]
        return [one for one in found if not wanted or _has(one.faq, wanted)][:limit]

    async def get(self, name: str) -> Entry:
        """One entry. Raises Refusal."""
        found = next((one for one in await self.shelf() if one.faq.id == name), None)
        if found is None:
            raise Refusal("knowledge.unknown")
        return found

    async def history(self, name: str) -> list[Draft]:
        """What was ever published here under that name, the newest first."""
        return await drafts.versions(self.db, name)

    async def edit(self, name: str, who: Staff) -> Draft:
        """A draft with the entry as it is now; the one in work, where there is one. Raises Refusal."""
        found = await self.get(name)
        if found.open:
            return found.open
        return await Drafts(self.db, self.now, self.library).from_entry(found.faq, found.file, who)

    async def restore(self, name: str, draft_id: int, who: Staff) -> Draft:
        """A draft with the words of an earlier version; a second person publishes it. Raises Refusal."""
        found = await self.get(name)
        version = next((one for one in await self.history(name) if one.id == draft_id), None)
        if version is None:
            raise Refusal("knowledge.no_version")
        if found.open:
            raise Refusal("knowledge.open_already", draft=found.open.id)
        faq = as_entry(version, self.today)
        return await Drafts(self.db, self.now, self.library).from_entry(faq, found.file, who)

    async def undo(self, name: str, who: Staff) -> None:
        """Back to the version before: of the console, or else of the file. Raises Refusal."""
        found, _ = await self._own(name, who)
        before = next((one for one in await self.history(name) if one.state == "replaced"), None)
        gone = {"state": "withdrawn", "changed_at": self.now}
        if not await drafts.change(self.db, found.id, "published", **gone):
            raise Refusal("drafts.not_now")
        if before:
            await drafts.change(self.db, before.id, "replaced", state="published")
        await audit.record(self.db, who.login, "knowledge.undone", {"draft": found.id}, now=self.now)

    async def keep(self, name: str, who: Staff) -> None:
        """The file changed beneath: the console's words stay, the conflict is settled. Raises Refusal."""
        draft, file = await self._own(name, who)
        if file is None:
            raise Refusal("knowledge.unknown")
        based = {**draft.based_on, "hash": hash_of(file), "entry": fields_of(file)}
        await drafts.change(self.db, draft.id, "published", based_on=based)
        await audit.record(self.db, who.login, "knowledge.kept", {"draft": draft.id}, now=self.now)

    async def _own(self, name: str, who: Staff) -> tuple[Draft, Faq | None]:
        """What was published here, and what the file says."""
        if who.area:
            raise Refusal("outside_area")
        found = await self.get(name)
        if found.edit is None:
            raise Refusal("knowledge.nothing_here")
        return found.edit, found.file


def _answered(file: Faq | None, edit: Draft | None) -> Faq:
    if edit and (file is None or edit.based_on.get("hash")):
        return as_entry(edit, (edit.published_at or edit.changed_at).date())
    assert file
    return file


def _has(faq: Faq, words: list[str]) -> bool:
    there = fold("\n".join((faq.id, faq.question, *faq.also, faq.text, *faq.facts)))
    return all(one in there for one in words)


async def in_force(db: AsyncSession, clock: Clock) -> Overlay:
    """What was published and corrected here, as answering wants it."""
    news = await Facts(db, clock.now()).news()
    entries: list[Faq] = []
    edits: list[Faq] = []
    for one in await drafts.published(db):
        (edits if one.based_on.get("hash") else entries).append(as_entry(one, clock.local(one.published_at).date()))
    pages = await in_place_of_files(db)
    return replace(
        news,
        entries=tuple(entries),
        edits=tuple(edits),
        lessons=tuple(one for one in pages if isinstance(one, Lesson)),
        articles=tuple(one for one in pages if isinstance(one, Article)),
    )
