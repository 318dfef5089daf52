"""The second step at the login: a code from one's phone, or one of ten written down for the day it is lost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit, passwords, totp
from bot.domain.staff import LOCKED_FOR, Refusal, count_failure, fingerprint, open_login
from bot.storage import second_factors, staff
from bot.storage.database import Database
from bot.storage.sealing import Seal
from bot.storage.tables import SecondFactor, Staff

CODES = 10
PURPOSE = "second-factor"
"""What the key that seals the secrets is derived for."""


class SecondFactors:
    """One's own second step, in the caller's transaction."""

    def __init__(self, db: AsyncSession, now: datetime, seal: Seal) -> None:
        self.db, self.now, self.seal = db, now, seal

    async def begin(self, who: Staff) -> str:
        """A new secret; it counts once a code from it was typed. Raises Refusal when there is one already."""
        if await self.is_on(who):
            raise Refusal("second.on_already")
        secret = totp.new_secret()
        await second_factors.begin(self.db, who.id, self.seal.close(secret))
        return secret

    async def pending(self, who: Staff) -> str:
        """The secret that waits for its first code, or ""."""
        found = await second_factors.get(self.db, who.id)
        return self.seal.open(found.secret) if found and not found.confirmed_at else ""

    async def is_on(self, who: Staff) -> bool:
        """Does the login ask for it?"""
        found = await second_factors.get(self.db, who.id)
        return found is not None and found.confirmed_at is not None

    async def confirm(self, who: Staff, given: str) -> list[str]:
        """The first right code: from now on the login asks. Returns the codes for a lost phone. Raises Refusal."""
        found = await second_factors.get(self.db, who.id)
        if found is None or found.confirmed_at:
            raise Refusal("second.not_begun")
        if not await fits(self.db, found, self.seal, given, self.now):
            raise Refusal("second.wrong")
        codes = [f"{passwords.readable(5)}-{passwords.readable(5)}" for _ in range(CODES)]
        await second_factors.confirm(self.db, who.id, [fingerprint(one) for one in codes], now=self.now)
        await audit.record(self.db, who.login, "account.second_on", {"staff": who.id}, now=self.now)
        return codes

    async def drop(self, who: Staff) -> None:
        """The login asks for the password alone. The caller has asked for it again."""
        await second_factors.drop(self.db, who.id)
        await audit.record(self.db, who.login, "account.second_off", {"staff": who.id}, now=self.now)


async def fits(db: AsyncSession, found: SecondFactor, seal: Seal, given: str, now: datetime) -> bool:
    """Is this a code of the phone that was not used yet? It is used up then."""
    secret = seal.open(found.secret)
    step = totp.step_of(secret, given, now, after=found.last_step) if secret else None
    return step is not None and await second_factors.use_step(db, found.staff_id, step)


async def finish_login(
    database: Database, staff_id: int, given: str, seal: Seal, *, now: datetime, client: str = ""
) -> str:
    """The key of a new login, after the password was right. Raises Refusal; wrong codes lock like wrong passwords."""
    async with database.begin() as db:
        who, found = await staff.get(db, staff_id), await second_factors.get(db, staff_id)
        if who is None or who.disabled_at or found is None:
            raise Refusal("login.wrong")
        locked = who.locked_until is not None and who.locked_until > now
        if not locked:
            if await fits(db, found, seal, given, now):
                return await open_login(db, who, now, by="code", client=client)
            if await second_factors.take_recovery(db, staff_id, fingerprint("".join(given.split()).lower())):
                return await open_login(db, who, now, by="recovery", client=client)
            await count_failure(db, who, now)
    raise Refusal("login.locked" if locked else "second.wrong", minutes=LOCKED_FOR.seconds // 60)
