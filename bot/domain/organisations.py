"""Where citizens say they belong: bodies, branches, associations, enterprises, schools of a list in the content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import CitizenError
from bot.library.choices import title_key
from bot.storage import memberships

KINDS = ("ban", "nganh", "doan-the", "doanh-nghiep", "truong")
MOST = 5


SAID_AROUND = re.compile(
    r"\b(?:da|a|vay|day|di|oi|toi|minh|em|chau|con|bac|ong|ba|co|chu|anh|chi|thuoc|o|la|nhe|voi|cua|cho|chon|ghi|them"
    r"|nguoi ben|thanh vien|hoi vien|sinh hoat|tham gia|lam viec|lam|hoc|lay|bo|khong|thoi|xa|phuong|trong|va|nay)\b"
)
"""What people say around the name of where they belong, in words without marks."""
LEAVES = re.compile(r"(?:bo|xoa|khong|thoi)\b")


class TooMany(CitizenError):
    """They named as many as one may."""

    phrase = "organisations.too_many"


class Organisations:
    """What one citizen named, in the caller's transaction."""

    def __init__(self, db: AsyncSession, library: Any) -> None:
        self.db, self.library = db, library

    async def of(self, citizen_id: int) -> list[Any]:
        """Theirs, as far as the content still has them."""
        found = [self.library.organisation(code) for code in await memberships.of(self.db, citizen_id)]
        return [one for one in found if one]

    async def name(self, citizen_id: int, code: str, typed: str) -> None:
        """One named in words: theirs from now on, or no more where the words say that. Raises TooMany."""
        leaves = LEAVES.match(title_key(typed)) is not None
        if leaves == (code in await memberships.of(self.db, citizen_id)):
            await self.switch(citizen_id, code)

    async def switch(self, citizen_id: int, code: str) -> None:
        """Name one as theirs, or no more; a code that does not exist changes nothing. Raises TooMany."""
        theirs = await memberships.of(self.db, citizen_id)
        if code in theirs:
            await memberships.remove(self.db, citizen_id, code)
        elif self.library.organisation(code):
            if len(theirs) >= MOST:
                raise TooMany(most=MOST)
            await memberships.add(self.db, citizen_id, code)

    async def clear(self, citizen_id: int) -> None:
        """None of them is theirs any more."""
        await memberships.remove(self.db, citizen_id)


def named(organisations: Sequence[Any], typed: str, kind: str = "") -> list[Any]:
    """Those whose title has all these words, of this kind if one has; none where hardly a word is left."""
    words = _telling(typed)
    found = [one for one in organisations if words and words <= _telling(one.title)]
    exact = [one for one in found if words == _telling(one.title)]
    return exact or [one for one in found if one.kind == kind] or found


def _telling(text: str) -> set[str]:
    """The words of a text without marks and without what is said around a name."""
    return set(SAID_AROUND.sub(" ", title_key(text)).split())
