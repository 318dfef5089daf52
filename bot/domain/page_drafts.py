"""Lessons and articles changed in the console: written by one, published by another, with versions and a way back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.page_shelf import OnShelf, PageShelf, hash_of, kept
from bot.domain.staff import Refusal
from bot.library.pages import Checked, Page, as_read
from bot.redaction import is_marked_secret
from bot.storage import page_drafts
from bot.storage.tables import PageDraft, Staff

TEXT_MAX = 12_000
"""Letters of a file: three times the longest there is."""
WHY_MAX = 200


class Own(NamedTuple):
    """What was published of a page here, and its file."""

    edit: PageDraft
    path: str
    file: str


class PageDrafts:
    """Drafts in the caller's transaction. `shelf`: the files."""

    def __init__(self, db: AsyncSession, now: datetime, shelf: PageShelf) -> None:
        self.db, self.now, self.shelf = db, now, shelf

    async def all(self) -> list[OnShelf]:
        """Every lesson and article, lessons first; behind them what was published in place of a file that is gone."""
        edits = {one.page: one for one in await page_drafts.published(self.db)}
        opened = {one.page: one for one in await page_drafts.in_work(self.db)}
        names = dict.fromkeys([*self.shelf.titles, *edits])
        return [self.shelf.get(name, edits.get(name), opened.get(name)) for name in names]

    async def of(self, name: str) -> OnShelf:
        """One lesson or article. Raises Refusal."""
        edit = await page_drafts.of_page(self.db, name, "published")
        return self.shelf.get(name, edit, await page_drafts.of_page(self.db, name, "draft", "submitted"))

    async def get(self, draft_id: int) -> PageDraft:
        """One draft. Raises Refusal."""
        found = await page_drafts.get(self.db, draft_id)
        if found is None:
            raise Refusal("drafts.unknown")
        return found

    async def history(self, name: str) -> list[PageDraft]:
        """What was ever published of it here, the newest first."""
        return await page_drafts.versions(self.db, name)

    async def edit(self, name: str, who: Staff) -> PageDraft:
        """A draft with the words that citizens get; the one in work, where there is one. Raises Refusal."""
        found = await self.of(name)
        return found.open or await self._begin(found, found.text, who)

    async def restore(self, name: str, draft_id: int, who: Staff) -> PageDraft:
        """A draft with the words of an earlier version; a second person publishes it. Raises Refusal."""
        found, version = await self.of(name), await page_drafts.get(self.db, draft_id)
        if version is None or version.page != name or version.published_at is None:
            raise Refusal("knowledge.no_version")
        if found.open:
            raise Refusal("knowledge.open_already", draft=found.open.id)
        return await self._begin(found, version.text, who)

    async def _begin(self, found: OnShelf, text: str, who: Staff) -> PageDraft:
        told = {"page": found.name, "path": found.path, "text": text, "before": found.text, "file": found.file}
        when = {"created_at": self.now, "changed_at": self.now}
        made = await page_drafts.add(self.db, **told, **when, file_hash=hash_of(found.file), author_id=who.id)
        await self._record(who, "pages.drafted", made)
        return made

    async def write(self, draft_id: int, who: Staff, text: str) -> None:
        """Keep the text, faults and all; who changes it last is its author and may not publish it. Raises Refusal."""
        found, text = await self.get(draft_id), kept(text)
        if len(text) > TEXT_MAX:
            raise Refusal("pages.too_long", most=TEXT_MAX)
        if is_marked_secret(_new_lines(text, found)):
            raise Refusal("secret")
        await self._step(found, "draft", text=text, author_id=who.id, changed_at=self.now)
        await self._record(who, "pages.written", found)

    async def submit(self, draft_id: int, who: Staff, checked: Checked) -> None:
        """To a second person, when nothing is wrong. `checked`: its text, looked at just now. Raises Refusal."""
        found = await self.get(draft_id)
        _without_faults(checked)
        if checked.text == found.before:
            raise Refusal("pages.same")
        await self._step(found, "draft", text_is=checked.text, state="submitted", why="")
        await self._record(who, "pages.submitted", found)

    async def publish(self, draft_id: int, who: Staff, checked: Checked) -> None:
        """In place of the file from now on. Never by who wrote it. Raises Refusal."""
        found = await self.get(draft_id)
        _of_the_province(who)
        if found.author_id == who.id:
            raise Refusal("drafts.your_own")
        _without_faults(checked)
        published = {"state": "published", "approver_id": who.id, "published_at": self.now}
        await self._step(found, "submitted", text_is=checked.text, **published)
        await page_drafts.move(self.db, found.page, ("published",), "replaced", but=found.id)
        await self._record(who, "pages.published", found)

    async def give_back(self, draft_id: int, who: Staff, why: str) -> None:
        """To its author, with the reason. Raises Refusal."""
        why = " ".join(why.split())[:WHY_MAX]
        if not why:
            raise Refusal("drafts.why_missing")
        found = await self.get(draft_id)
        await self._step(found, "submitted", state="draft", why=why)
        await self._record(who, "pages.returned", found)

    async def drop(self, draft_id: int, who: Staff) -> None:
        """Leave it aside. Raises Refusal."""
        found = await self.get(draft_id)
        await self._step(found, "draft", state="dropped")
        await self._record(who, "pages.dropped", found)

    async def undo(self, name: str, who: Staff) -> None:
        """Back to the version before: of the console, or else the file. Raises Refusal."""
        edit = (await self._own(name, who)).edit
        before = next((one for one in await self.history(name) if one.state == "replaced"), None)
        await self._step(edit, "published", state="withdrawn", changed_at=self.now)
        if before:
            await page_drafts.change(self.db, before.id, "replaced", state="published")
        await self._record(who, "pages.undone", edit)

    async def keep(self, name: str, who: Staff) -> None:
        """The file changed beneath: the console's words stay, the conflict is settled. Raises Refusal."""
        found = await self._own(name, who)
        settled = {"path": found.path, "file": found.file, "file_hash": hash_of(found.file)}
        await self._step(found.edit, "published", **settled)
        await self._record(who, "pages.kept", found.edit)

    async def take_file(self, name: str, who: Staff) -> None:
        """The file holds, whatever was published here before. Raises Refusal."""
        edit = (await self._own(name, who)).edit
        await self._step(edit, "published", state="withdrawn", changed_at=self.now)
        await page_drafts.move(self.db, name, ("replaced",), "withdrawn")
        await self._record(who, "pages.file_taken", edit)

    async def _own(self, name: str, who: Staff) -> Own:
        """What was published here, beside the file."""
        _of_the_province(who)
        found = await self.of(name)
        if found.edit is None:
            raise Refusal("pages.nothing_here")
        return Own(found.edit, found.path, found.file)

    async def _step(self, found: PageDraft, expected: str, **values: Any) -> None:
        if not await page_drafts.change(self.db, found.id, expected, **values):
            raise Refusal("drafts.not_now")

    async def _record(self, who: Staff, action: str, found: PageDraft) -> None:
        await audit.record(self.db, who.login, action, {"draft": found.id, "page": found.page}, now=self.now)


def _of_the_province(who: Staff) -> None:
    if who.area:
        raise Refusal("outside_area")


def _without_faults(checked: Checked) -> None:
    if checked.faults:
        raise Refusal("pages.faults", count=len(checked.faults))


def _new_lines(text: str, found: PageDraft) -> str:
    """What the file did not say: a lesson about secret papers may name them and still be changed elsewhere."""
    known = {*found.file.split("\n"), *found.before.split("\n")}
    return "\n".join(line for line in text.split("\n") if line not in known)


async def in_place_of_files(db: AsyncSession) -> list[Page]:
    """What was published here, as citizens get it. What the content can no longer hold is left out: the file holds."""
    return [page for path, text in await page_drafts.words_in_force(db) if (page := as_read(path, text))]
