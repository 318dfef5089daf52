"""Invitations: a one-time link with which a member of staff sets the first password, or a new one."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit, passwords
from bot.domain.staff import Refusal, StaffAccounts, fingerprint
from bot.storage import staff
from bot.storage.tables import Staff

INVITATION_LASTS = timedelta(days=3)


class Invitations:
    """Invitations in the caller's transaction."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def invite(self, who: Staff, *, by: str) -> str:
        """The key of a new link; an earlier one is void. The password in use holds until the link is used."""
        key = secrets.token_urlsafe(32)
        await staff.keep_invitation(self.db, who.id, fingerprint(key), expires_at=self.now + INVITATION_LASTS)
        await audit.record(self.db, by, "staff.invited", {"staff": who.id}, now=self.now)
        return key

    async def invite_again(self, login: str, *, by: str) -> tuple[Staff, str]:
        """The account and the key of a new link. Raises Refusal."""
        who = await StaffAccounts(self.db, self.now).named(login)
        if who.disabled_at:
            raise Refusal("staff.is_disabled")
        return who, await self.invite(who, by=by)

    async def whose(self, key: str) -> Staff:
        """The account that a link is for. Raises Refusal when it does not hold (any more)."""
        found = await staff.invited(self.db, fingerprint(key), now=self.now)
        if found is None:
            raise Refusal("invitation.over")
        return found

    async def accept(self, key: str, password: str) -> Staff:
        """Set the password and use the link up; every login of the account ends. Raises Refusal."""
        who = await self.whose(key)
        if not passwords.is_good(password, who.login):
            raise Refusal("account.new_weak", shortest=passwords.SHORTEST)
        kept = await passwords.hashed(password)
        if await staff.take_invitation(self.db, fingerprint(key), now=self.now) != who.id:
            raise Refusal("invitation.over")
        values = {"password": kept, "must_change": False, "failed": 0, "locked_until": None}
        await staff.change(self.db, who.id, **values)
        await staff.close_sessions(self.db, who.id)
        await audit.record(self.db, who.login, "account.invitation_used", {"staff": who.id}, now=self.now)
        return who
