"""One person on several channels, by a one-time code, so that progress follows."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import passwords
from bot.errors import CitizenError
from bot.storage import citizens, joining
from bot.storage.tables import Address

CODE_LASTS = timedelta(minutes=15)


class OtherSideBusy(CitizenError):
    """Something is on its way there just now."""

    phrase = "linking.busy"


class Joining:
    """Codes and channels of one citizen, in the caller's transaction."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def make_code(self, citizen_id: int) -> str:
        """A code to type on the other channel. Lasts `CODE_LASTS`, works once."""
        code = passwords.readable(8).upper()
        await joining.keep_code(self.db, citizen_id, _hash(code), expires_at=self.now + CODE_LASTS)
        return code

    async def redeem(self, code: str, citizen_id: int) -> bool:
        """Whoever made the code is this citizen: both become one. False when there is no such code (any more)."""
        other = await joining.take_code(self.db, _hash(code.strip().upper()), now=self.now)
        if other is None or other == citizen_id:
            return False
        if await joining.is_busy(self.db, other):
            raise OtherSideBusy
        await joining.join(self.db, citizen_id, other)
        return True

    async def others(self, citizen_id: int, address_id: int) -> list[Address]:
        """The channels besides this one."""
        return [one for one in await citizens.addresses(self.db, citizen_id) if one.id != address_id]

    async def part(self, citizen_id: int, address_id: int) -> bool:
        """That channel is no longer this citizen's; what was learnt stays here."""
        return await joining.part(self.db, citizen_id, address_id, now=self.now)


def _hash(code: str) -> str:
    """Codes are random, so that a plain hash hides them."""
    return hashlib.sha256(f"join:{code}".encode()).hexdigest()
