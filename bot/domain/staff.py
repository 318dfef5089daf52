"""Accounts of the console: who may do what and where, logging in, tying a chat to an account."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit, passwords
from bot.storage import addresses, alerts, second_factors, staff
from bot.storage.database import Database
from bot.storage.tables import Session, Staff

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
LOGIN_LASTS = timedelta(hours=12)
CODE_LASTS = timedelta(minutes=15)
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
RESERVED = "new"
"""An address of the console, not a login."""

EMAIL = re.compile(r"(?=.{6,254}$)[a-z0-9._%+-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+")


class Role(StrEnum):
    """What a member of staff is there for."""

    AUTHOR = "author"
    APPROVER = "approver"
    MODERATOR = "moderator"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"
    VIEWER = "viewer"
    HELPER = "helper"
    ORGANISER = "organiser"


A, P, M, E, ADM, V = Role.AUTHOR, Role.APPROVER, Role.MODERATOR, Role.EDITOR, Role.ADMINISTRATOR, Role.VIEWER
ORG = Role.ORGANISER

PERMISSIONS: Mapping[str, frozenset[Role]] = {
    "account.use": frozenset(Role),
    "dashboard.see": frozenset(Role),
    "log.read": frozenset({M, E}),
    "log.judge": frozenset({M}),
    "tickets.read": frozenset({M, E}),
    "tickets.answer": frozenset({M, E}),
    "canned.write": frozenset({M, E}),
    "announcements.read": frozenset({A, P, ADM, V}),
    "announcements.write": frozenset({A, P}),
    "announcements.approve": frozenset({P}),
    "segments.read": frozenset({A, P}),
    "segments.write": frozenset({A, P}),
    "announcements.stop": frozenset({A, P}),
    "templates.read": frozenset({A, P}),
    "templates.write": frozenset({A, P}),
    "urgent.write": frozenset({A, P}),
    "urgent.approve": frozenset({P}),
    "answers.read": frozenset({A, P}),
    "recipients.read": frozenset({A, P}),
    "events.read": frozenset({A, P, ORG}),
    "events.write": frozenset({A, P}),
    "events.attend": frozenset({A, P, ORG}),
    "lessons.see": frozenset(Role),
    "facts.read": frozenset({E, M, V}),
    "facts.confirm": frozenset({E}),
    "wordings.read": frozenset({E, M}),
    "wordings.settle": frozenset({E}),
    "unanswered.read": frozenset({E, M}),
    "drafts.read": frozenset({E, M}),
    "drafts.write": frozenset({E, M}),
    "drafts.publish": frozenset({E}),
    "ideas.read": frozenset({E, M, P}),
    "ideas.settle": frozenset({E, M}),
    "ideas.report": frozenset({A, P, M, E, ADM, V}),
    "campaigns.write": frozenset({E, M, P}),
    "learning.read": frozenset(Role),
    "reports.read": frozenset({A, P, M, E, ADM, V}),
    "reports.publish": frozenset({ADM}),
    "posters.make": frozenset(Role),
    "certificates.read": frozenset({ADM, M, V}),
    "certificates.revoke": frozenset({ADM, M}),
    "channels.read": frozenset({ADM, P, M, V}),
    "channels.manage": frozenset({ADM}),
    "channels.hand_back": frozenset({ADM, M, E}),
    "staff.manage": frozenset({ADM}),
    "switches.read": frozenset({ADM, M, P, E, V}),
    "switches.use": frozenset({ADM, M}),
    "audit.read": frozenset({ADM, V}),
}
"""Everything that can be done in the console, and who may. What is not listed, nobody may."""

BY_NAME = frozenset({"urgent.write", "urgent.approve"})
"""What the role alone does not allow: an administrator gives it to single accounts."""


class Refusal(Exception):
    """Something that the console does not do; `name` says why, the values fill the sentence."""

    def __init__(self, name: str, **values: Any) -> None:
        super().__init__(name)
        self.name, self.values = name, values


NEEDED = ("tickets.answer", "announcements.write", "announcements.approve", "facts.confirm")
"""Somebody must be there for these, or citizens wait for nobody."""


def may(who: Staff, permission: str) -> bool:
    """Does the role allow this, and the account, where that is asked?"""
    return who.role in PERMISSIONS.get(permission, ()) and (permission not in BY_NAME or bool(who.urgent))


def covers(who: Staff, communes: Collection[str]) -> bool:
    """Do all of these communes lie in this person's area? No commune stands for the whole province."""
    return not who.area or (bool(communes) and set(communes) <= {who.area})


def owns(who: Staff, area: str) -> bool:
    """May this person change what belongs to that commune, or, with "", to the whole province?"""
    return not who.area or area == who.area


class StaffAccounts:
    """Accounts and logins, in the caller's transaction."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def any(self) -> bool:
        """Is there an account at all?"""
        return await staff.any_account(self.db)

    async def all(self, *, area: str = "") -> list[Staff]:
        """Accounts by login; with `area`, those of that commune."""
        return await staff.everyone(self.db, area=area)

    async def unmanned(self) -> list[str]:
        """What the whole depends on and no account may do that is not locked: names of permissions."""
        roles = {one.role for one in await self.all() if not one.disabled_at}
        return [permission for permission in NEEDED if not PERMISSIONS[permission] & roles]

    async def add(
        self,
        login: str,
        *,
        name: str,
        role: str,
        area: str = "",
        password: str = "",
        email: str = "",
        by: str = "system",
    ) -> str:
        """A new account; returns its one-time password. Raises Refusal."""
        password = password or passwords.one_time()
        kept = await passwords.hashed(password)
        await self.create(login, name=name, role=role, area=area, email=email, password=kept, by=by)
        return password

    async def create(self, login: str, *, by: str, password: str = "", **told: Any) -> Staff:
        """A new account with this hash of a password; with none, only an invitation lets it in. Raises Refusal."""
        login = login.strip().lower()
        if not LOGIN.fullmatch(login) or login == RESERVED:
            raise Refusal("staff.login_malformed")
        if await staff.by_login(self.db, login):
            raise Refusal("staff.login_taken", login=login)
        told = await self._checked(**told)
        values = {**told, "password": password, "must_change": bool(password), "created_at": self.now}
        made = await staff.add(self.db, login=login, **values)
        details = {"staff": made.id, "role": made.role, "area": made.area}
        await audit.record(self.db, by, "staff.added", details, now=self.now)
        return made

    async def describe(self, login: str, *, by: Staff, **told: Any) -> Staff:
        """Change name, role, area and e-mail address; nobody changes their own role. Raises Refusal."""
        who = await self.named(login)
        told = await self._checked(who.id, **told)
        if who.id == by.id and (told["role"], told["area"]) != (who.role, who.area):
            raise Refusal("staff.not_yourself")
        changed = [name for name, value in told.items() if getattr(who, name) != value]
        if not PERMISSIONS["tickets.answer"] & {told["role"]}:
            await staff.change(self.db, who.id, on_duty=False)
        await staff.change(self.db, who.id, **told)
        await audit.record(self.db, by.login, "staff.changed", {"staff": who.id, "fields": changed}, now=self.now)
        return who

    async def _checked(self, me: int = 0, *, name: str, role: str, area: str = "", email: str = "") -> dict[str, str]:
        name, email = name.strip(), email.strip().lower()
        if not name:
            raise Refusal("staff.name_missing")
        if role not in frozenset(Role):
            raise Refusal("staff.no_such_role")
        if email and not EMAIL.fullmatch(email):
            raise Refusal("staff.email_malformed")
        other = await staff.by_email(self.db, email)
        if other and other.id != me:
            raise Refusal("staff.email_taken", email=email)
        return {"name": name, "role": role, "area": area, "email": email}

    async def reset(self, login: str, *, by: str = "system") -> str:
        """A new one-time password and no second step; every login of the account ends. Raises Refusal."""
        who = await self.named(login)
        password = passwords.one_time()
        kept = await passwords.hashed(password)
        fresh: dict[str, Any] = {"password": kept, "must_change": True, "failed": 0, "locked_until": None}
        await staff.change(self.db, who.id, subject="", **fresh)
        await staff.drop_invitation(self.db, who.id)
        await second_factors.drop(self.db, who.id)
        await staff.close_sessions(self.db, who.id)
        await audit.record(self.db, by, "staff.reset", {"staff": who.id}, now=self.now)
        return password

    async def named(self, login: str) -> Staff:
        """The account with this login. Raises Refusal."""
        who = await staff.by_login(self.db, login.strip().lower())
        if who is None:
            raise Refusal("staff.unknown", login=login)
        return who

    async def switch(self, login: str, *, on: bool, by: Staff) -> None:
        """Disable an account, or enable it again; nobody disables themselves. Raises Refusal."""
        who = await self.named(login)
        if who.id == by.id:
            raise Refusal("staff.not_yourself")
        if who.chat_address_id and not on:
            await alerts.drop(self.db, who.chat_address_id)
        await staff.change(self.db, who.id, disabled_at=None if on else self.now, on_duty=False)
        await staff.close_sessions(self.db, who.id)
        action = "staff.enabled" if on else "staff.disabled"
        await audit.record(self.db, by.login, action, {"staff": who.id}, now=self.now)

    async def change_password(self, who: Staff, session: Session, old: str, new: str) -> None:
        """Set one's own password; other logins of the account end. Raises Refusal."""
        if not await passwords.is_right(who.password, old):
            raise Refusal("account.old_wrong")
        if old == new or not passwords.is_good(new, who.login):
            raise Refusal("account.new_weak", shortest=passwords.SHORTEST)
        await staff.change(self.db, who.id, password=await passwords.hashed(new), must_change=False)
        await staff.close_sessions(self.db, who.id, but=session.id)
        await audit.record(self.db, who.login, "account.password_changed", {"staff": who.id}, now=self.now)

    async def go_on_duty(self, who: Staff, on: bool) -> None:
        """Hear of new tickets in one's own chat, or no longer. Raises Refusal."""
        if on and who.chat_address_id is None:
            raise Refusal("account.no_chat")
        await staff.change(self.db, who.id, on_duty=on)
        action = "account.duty_on" if on else "account.duty_off"
        await audit.record(self.db, who.login, action, {"staff": who.id}, now=self.now)

    async def on_duty(self, area: str = "") -> list[Any]:
        """(citizen_id, address_id, login) of the chats of who is on duty for this commune and may see tickets."""
        return await staff.on_duty(self.db, area=area, roles=PERMISSIONS["tickets.read"])

    async def make_code(self, who: Staff) -> str:
        """A one-time code; typed in a chat it ties that chat to the account. Lasts `CODE_LASTS`."""
        code = passwords.readable(8).upper()
        await staff.keep_code(self.db, who.id, fingerprint(code), expires_at=self.now + CODE_LASTS)
        await audit.record(self.db, who.login, "account.code_made", {"staff": who.id}, now=self.now)
        return code

    async def redeem(self, code: str, address_id: int) -> Staff | None:
        """Tie this chat to the account that made the code; None when there is no such code (any more)."""
        owner = await staff.take_code(self.db, fingerprint(code.strip().upper()), now=self.now)
        who = await staff.get(self.db, owner) if owner else None
        if who is None or who.disabled_at:
            return None
        citizen = await addresses.owner(self.db, address_id)
        if who.chat_address_id and citizen and who.chat_address_id != address_id:
            await alerts.move(self.db, who.chat_address_id, citizen, address_id, now=self.now)
        await staff.link_chat(self.db, who.id, address_id)
        await audit.record(self.db, who.login, "account.chat_linked", {"staff": who.id}, now=self.now)
        return await staff.get(self.db, who.id)

    async def unlink(self, who: Staff) -> None:
        """The chat is no longer the account's; nobody can be on duty without one."""
        if who.chat_address_id:
            await alerts.drop(self.db, who.chat_address_id)
        await staff.change(self.db, who.id, chat_address_id=None, on_duty=False)
        await audit.record(self.db, who.login, "account.chat_unlinked", {"staff": who.id}, now=self.now)

    async def session(self, key: str) -> tuple[Session, Staff] | None:
        """The login that a cookie stands for, if it still holds."""
        return await staff.session(self.db, fingerprint(key), now=self.now) if key else None

    async def sessions(self, who: Staff) -> list[Session]:
        """Where the account is logged in, the newest first."""
        return await staff.sessions(self.db, who.id, now=self.now)

    async def close_session(self, who: Staff, session_id: int) -> None:
        """End one login of one's own. Raises Refusal."""
        if session_id not in {one.id for one in await self.sessions(who)}:
            raise Refusal("account.no_session")
        await staff.close_session(self.db, session_id)
        await audit.record(self.db, who.login, "account.session_closed", {"staff": who.id}, now=self.now)

    async def close_others(self, who: Staff, session: Session) -> None:
        """End every login of one's own but this one."""
        await staff.close_sessions(self.db, who.id, but=session.id)
        await audit.record(self.db, who.login, "account.sessions_closed", {"staff": who.id}, now=self.now)

    async def log_out_everywhere(self, login: str, *, by: Staff) -> None:
        """End every login of somebody's account. Raises Refusal."""
        who = await self.named(login)
        await staff.close_sessions(self.db, who.id)
        await audit.record(self.db, by.login, "staff.logged_out", {"staff": who.id}, now=self.now)

    async def log_out(self, session: Session) -> None:
        """End one login."""
        await staff.close_session(self.db, session.id)


class CodeNeeded(Exception):
    """The password was right; the account asks for a second step."""

    def __init__(self, staff_id: int) -> None:
        super().__init__(staff_id)
        self.staff_id = staff_id


async def log_in(database: Database, login: str, password: str, *, now: datetime, client: str = "") -> str:
    """The key of a new login, for the cookie. Raises Refusal, or CodeNeeded.

    The hash is checked with no transaction open: it takes 20 ms of a core, and SQLite has one writer.
    """
    async with database.read() as db:
        who = await staff.by_login(db, login.strip().lower())
    right = await passwords.is_right(who.password if who else "", password)
    if who is None or who.disabled_at:
        raise Refusal("login.wrong")
    async with database.begin() as db:
        fresh = await staff.get(db, who.id)
        locked = fresh is None or (fresh.locked_until is not None and fresh.locked_until > now)
        if right and not locked:
            second = await second_factors.get(db, who.id)
            if second is not None and second.confirmed_at:
                raise CodeNeeded(who.id)
            return await open_login(db, who, now, client=client)
        if not locked:
            await count_failure(db, who, now)
    raise Refusal("login.locked" if locked else "login.wrong", minutes=LOCKED_FOR.seconds // 60)


async def open_login(db: AsyncSession, who: Staff, now: datetime, *, by: str = "password", client: str = "") -> str:
    """The key of a new login of an account that proved itself by this means."""
    key = secrets.token_urlsafe(32)
    await staff.change(db, who.id, failed=0, locked_until=None)
    await staff.open_session(
        db,
        staff_id=who.id,
        key_hash=fingerprint(key),
        csrf=secrets.token_urlsafe(32),
        created_at=now,
        expires_at=now + LOGIN_LASTS,
        client=client[:60],
    )
    await audit.record(db, who.login, "account.logged_in", {"staff": who.id, "by": by}, now=now)
    return key


async def count_failure(db: AsyncSession, who: Staff, now: datetime) -> None:
    """After `MOST_FAILURES` in a row nobody gets in for a while, with the right password neither."""
    if await staff.count_failure(db, who.id) >= MOST_FAILURES:
        await staff.change(db, who.id, failed=0, locked_until=now + LOCKED_FOR)
        await audit.record(db, who.login, "account.locked", {"staff": who.id}, now=now)


def fingerprint(key: str) -> str:
    """What is kept of a key. Keys and codes are random, so that a plain hash hides them."""
    return hashlib.sha256(key.encode()).hexdigest()
