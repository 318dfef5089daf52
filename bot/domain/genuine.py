"""Is this message really ours? A citizen passes one on, or types its code, and hears how it stands to what went out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcements import told
from bot.domain.likeness import Told, compared, fingerprint, only_asks
from bot.library.text import fold
from bot.storage import announcements, staff
from bot.storage.tables import Announcement

CODE = re.compile(r"\btb(?:-|\s?[-–—]\s?(?=[a-z]*\d))([a-z0-9]{6})\b", re.IGNORECASE)
"""With blanks around the stroke only where a digit tells it from a word."""
MESSAGE = "📢"
"""Stands before every announcement; who passes one on passes it on too."""
QUESTION = re.compile(
    r"\b(?:tin|tin nhan|thong bao|van ban|bai|thong tin)(?: nay| do| kia)? (?:nay )?(?:co |la )?(?:phai )?"
    r"(?:that|dung|chinh xac|gia|lua dao)\b.{0,12}\b(?:khong|hay|ko|k|gia|a|ha)\b"
)
ENOUGH = 8
"""Words from which on a text beside the question is a message that is asked about."""
LONGEST = 3_900
"""Characters: more than any announcement has. What is longer may have lost its end on the way here."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`kind`: right, partial (a part of it), code (only the code was given), altered, unknown, no_code.

    `changed`: what is not as it was: "contact", "figure", "words". `area`: that of its author, "" for the province.
    """

    kind: str
    original: Announcement | None = None
    area: str = ""
    code: str = ""
    changed: tuple[str, ...] = ()


def is_passed_on(step: str, text: str) -> bool:
    """Whether words are a message to be judged. Not those written to staff or for something else that a step asked for;

    where only a place is asked for (`start.…`), a message comes first.
    """
    return (not step or step.startswith("start.")) and asks_if_genuine(text)


def asks_if_genuine(text: str) -> bool:
    """Whether a message is one of ours, or asks about one that it holds."""
    if MESSAGE in text or CODE.search(text):
        return True
    folded = fold(text)
    return len(folded.split()) >= ENOUGH and QUESTION.search(folded) is not None


class Genuine:
    """Compares messages with the announcements that went out."""

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def judge(self, text: str) -> Verdict:
        """How a text stands to what went out."""
        code, copy = code_in(text), Told.of(text)
        named = await announcements.sent_with_code(self.db, code) if code else None
        rest = Told.of(CODE.sub(" ", text))
        if not rest.words or only_asks(rest.words):
            return await self._with(named, Verdict("code", code=code)) if named else Verdict("no_code", code=code)
        candidates = [named] if named else await announcements.alike(self.db, fingerprint(copy))
        likest = max(
            ((compared(copy, told(one)), one) for one in candidates), key=lambda pair: pair[0].shared, default=None
        )
        if likest is None or not (likest[0].alike or named):
            return Verdict("unknown", code=code)
        like, original = likest
        if like.faithful and len(text) <= LONGEST:
            return await self._with(original, Verdict("right" if like.whole else "partial"))
        return await self._with(original, Verdict("altered", changed=like.changed or ("words",)))

    async def _with(self, original: Announcement, verdict: Verdict) -> Verdict:
        author = await staff.get(self.db, original.author_id)
        return Verdict(verdict.kind, original, author.area if author else "", original.code, verdict.changed)


def code_in(text: str) -> str:
    """The code of an announcement that a text names, as we write it; "" when it names none."""
    found = CODE.search(text)
    return f"TB-{found[1].upper()}" if found else ""
