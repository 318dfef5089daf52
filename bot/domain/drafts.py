"""Entries written in the console: drafted, looked at by a second person, published, withdrawn."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.answering.guard import Guard
from bot.domain.checking import citation_faults
from bot.domain.overlay import fields_of, hash_of
from bot.domain.staff import Refusal
from bot.domain.unanswered import Group
from bot.library.library import Library
from bot.library.schemas import ANSWER_WORDS, CitizenSource, Faq
from bot.library.text import count_words, fold
from bot.redaction import is_marked_secret, mask
from bot.storage import drafts
from bot.storage.tables import Draft, Staff

VARIANTS = 20
LINE_MAX = 200
TEXT_MAX = 1500
CITIZEN_SOURCE: TypeAdapter[Any] = TypeAdapter(CitizenSource)


@dataclass(frozen=True, slots=True)
class Written:
    """What an editor typed, field by field."""

    topic: str
    question: str
    also: Sequence[str]
    text: str
    facts: Sequence[str]
    sources: Sequence[str]
    valid_until: date | None = None


class Drafts:
    """Drafts in the caller's transaction. `library` knows topics, facts and the entries of the files."""

    def __init__(self, db: AsyncSession, now: datetime, library: Library) -> None:
        self.db, self.now, self.library = db, now, library

    async def from_group(self, group: Group, who: Staff) -> Draft:
        """One click: the question as most asked it, the other ways of asking, and all of them to be tried with."""
        wordings = [one for one, _ in group.wordings.most_common(VARIANTS)]
        fit = [one for one in wordings if _is_fit(one)]
        question = fit[0] if fit else ""
        return await self._add(who, question=question[:LINE_MAX], also=fit[1:6], tried=wordings)

    async def blank(self, who: Staff) -> Draft:
        """One with nothing in it."""
        return await self._add(who, question="", also=[], tried=[])

    async def from_entry(self, faq: Faq, file: Faq | None, who: Staff) -> Draft:
        """A version of an entry that is there, beginning with its words; `file`: as its file has it, if it has one."""
        told = {"question": faq.question, "also": list(faq.also), "topic": faq.topic, "text": faq.text, "tried": []}
        told |= {"facts": list(faq.facts), "sources": [str(one) for one in faq.citizen_sources], "entry": faq.id}
        based = {"hash": hash_of(file) if file else "", "entry": fields_of(file or faq), "before": fields_of(faq)}
        return await self._add(who, **told, valid_until=faq.valid_until, based_on=based)

    async def from_document(self, question: str, text: str, source: str, who: Staff) -> Draft:
        """A section of a document: a person makes an entry of it, or leaves it aside."""
        told = {"question": question, "also": [], "tried": [], "text": text, "sources": [source[:LINE_MAX]]}
        return await self._add(who, **told)

    async def _add(self, who: Staff, **told: Any) -> Draft:
        blank: dict[str, Any] = {"entry": "", "topic": "", "text": "", "facts": [], "sources": [], "why": ""}
        made = await drafts.add(
            self.db,
            **{**blank, "based_on": {}, **told},
            state="draft",
            author_id=who.id,
            created_at=self.now,
            changed_at=self.now,
        )
        await self._record(who, "drafts.drafted", made)
        return made

    async def get(self, draft_id: int) -> Draft:
        """One draft. Raises Refusal."""
        found = await drafts.get(self.db, draft_id)
        if found is None:
            raise Refusal("drafts.unknown")
        return found

    async def write(self, draft_id: int, who: Staff, written: Written) -> None:
        """Change it; whoever changes it last is its author, and may not publish it. Raises Refusal."""
        found = await self.get(draft_id)
        values = {"topic": written.topic, "question": written.question, "also": list(written.also)}
        values |= {"text": written.text, "facts": list(written.facts), "sources": list(written.sources)}
        parts = (written.question, written.text, *written.also, *written.sources)
        if any(len(one) > LINE_MAX for one in (written.question, *written.also, *written.sources)):
            raise Refusal("drafts.line_too_long", most=LINE_MAX)
        if len(written.text) > TEXT_MAX or is_marked_secret("\n".join(parts)):
            raise Refusal("drafts.too_long" if len(written.text) > TEXT_MAX else "secret", most=ANSWER_WORDS)
        more = {"valid_until": written.valid_until, "author_id": who.id, "changed_at": self.now}
        await self._step(found, "draft", **values, **more)
        await self._record(who, "drafts.written", found)

    async def check(self, draft_id: int, guard: Guard) -> None:
        """Would it go to a second person as it is? Raises Refusal."""
        _complete(await self.get(draft_id), self.library, guard)

    async def submit(self, draft_id: int, who: Staff, guard: Guard) -> None:
        """To a second person, once everything an entry needs is there. Raises Refusal."""
        found = await self.get(draft_id)
        _complete(found, self.library, guard)
        name = found.entry if found.based_on else entry_id(found.question)
        await self._step(found, "draft", state="submitted", entry=name, why="")
        await self._record(who, "drafts.submitted", found)

    async def publish(self, draft_id: int, who: Staff, guard: Guard) -> None:
        """Citizens are answered with it from now on. Never by who wrote it. Raises Refusal."""
        found = await self.get(draft_id)
        _second(found, who)
        _complete(found, self.library, guard)
        published = {"state": "published", "approver_id": who.id, "published_at": self.now}
        await self._step(found, "submitted", **published)
        await drafts.replace(self.db, found.entry, by=found.id)
        await self._record(who, "drafts.published", found)

    async def give_back(self, draft_id: int, who: Staff, why: str) -> None:
        """To its author, with the reason. Raises Refusal."""
        why = " ".join(why.split())[:LINE_MAX]
        if not why:
            raise Refusal("drafts.why_missing")
        found = await self.get(draft_id)
        await self._step(found, "submitted", state="draft", why=why)
        await self._record(who, "drafts.returned", found)

    async def withdraw(self, draft_id: int, who: Staff) -> None:
        """Nobody is answered with it any more; it is a draft again. Raises Refusal."""
        found = await self.get(draft_id)
        await self._step(found, "published", state="draft", published_at=None, approver_id=None)
        await self._record(who, "drafts.withdrawn", found)

    async def drop(self, draft_id: int, who: Staff) -> None:
        """Leave it aside. Raises Refusal."""
        found = await self.get(draft_id)
        await self._step(found, "draft", state="dropped")
        await self._record(who, "drafts.dropped", found)

    async def _step(self, found: Draft, expected: str, **values: Any) -> None:
        if not await drafts.change(self.db, found.id, expected, **values):
            raise Refusal("drafts.not_now")

    async def _record(self, who: Staff, action: str, found: Draft) -> None:
        await audit.record(self.db, who.login, action, {"draft": found.id}, now=self.now)


def _second(found: Draft, who: Staff) -> None:
    if who.area:
        raise Refusal("outside_area")
    if found.author_id == who.id:
        raise Refusal("drafts.your_own")


def _complete(found: Draft, library: Library, guard: Guard) -> None:
    """Everything an entry of the files must have. Raises Refusal."""
    if not found.question or not found.text:
        raise Refusal("drafts.empty")
    if count_words(found.text) > ANSWER_WORDS:
        raise Refusal("drafts.too_long", most=ANSWER_WORDS)
    if found.topic not in topics(library):
        raise Refusal("drafts.no_topic")
    unknown = [code for code in found.facts if code not in library.facts or library.facts[code].certainty == "weak"]
    if (not found.facts and not _needs_no_fact(found)) or unknown:
        raise Refusal("drafts.no_fact", which=", ".join(unknown) or "chưa ghi mã nào")
    whole = "\n".join((found.question, *found.also, found.text))
    if mask(whole) != whole or any(mask(one) != one for one in (found.question, *found.also)):
        raise Refusal("checking.correction_personal")
    if faults := citation_faults(guard, found.question, "\n".join((found.text, *found.sources))):
        raise Refusal("checking.correction_citation", why="; ".join(faults))
    if not found.based_on and entry_id(found.question) in {one.id for one in library.faqs}:
        raise Refusal("drafts.there_already")


def _needs_no_fact(found: Draft) -> bool:
    """An entry of the files that leads to a person, or tells of the bot itself."""
    kept = found.based_on.get("entry", {})
    return bool(kept.get("person") or kept.get("about_bot"))


def _is_fit(question: str) -> bool:
    """Nobody's personal data, also none that was masked."""
    return "[" not in question and mask(question) == question and not is_marked_secret(question)


def topics(library: Library) -> list[str]:
    """The folders in which entries stand."""
    return sorted({one.topic for one in library.faqs})


def entry_id(question: str) -> str:
    """The name that its file will have."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(question)))[:50].strip("-")


def as_entry(found: Draft, reviewed: date) -> Faq:
    """A published draft as answering sees it."""
    return Faq.model_validate({**_fields(found, reviewed), "id": found.entry, "text": found.text})


def as_tried(found: Draft, reviewed: date) -> Faq | None:
    """A draft as an entry to try out, whatever else it lacks; None without a question or an answer."""
    if not found.question or not found.text:
        return None
    fields = {**_fields(found, reviewed), "about_bot": True}  # a draft without a fact is tried out all the same
    name = found.entry or entry_id(found.question) or "moi"
    try:
        return Faq.model_validate({**fields, "topic": found.topic or "-", "id": name, "text": found.text})
    except ValidationError:
        return None


def as_file(found: Draft, reviewed: date) -> str:
    """The same as a clean file of the content."""
    front = {name: value for name, value in _fields(found, reviewed).items() if value is not None}
    fields = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{fields}---\n{found.text}\n"


KEPT = ("covers", "person", "about_bot")
"""Fields that no form has: a version of an entry keeps them, where they say something."""


def _fields(found: Draft, reviewed: date) -> Mapping[str, Any]:
    before = found.based_on.get("entry", {})
    sources = {str(CITIZEN_SOURCE.validate_python(one)): one for one in before.get("citizen_sources", ())}
    kept = {name: before[name] for name in KEPT if before.get(name)}
    return {
        "question": found.question,
        "also": list(found.also),
        "topic": found.topic,
        **kept,
        "facts": list(found.facts),
        "citizen_sources": [sources.get(one, one) for one in found.sources],
        "reviewed": reviewed,
        "valid_until": found.valid_until,
    }
