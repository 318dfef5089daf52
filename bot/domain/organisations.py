"""Where citizens say they belong: bodies, branches, associations, enterprises, schools of a list in the content."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import CitizenError
from bot.storage import memberships

KINDS = ("ban", "nganh", "doan-the", "doanh-nghiep", "truong")
MOST = 5


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
