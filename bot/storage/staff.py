"""Queries about accounts of the console, their logins and their link codes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import Address, Invitation, LinkCode, Session, Staff


async def any_account(db: AsyncSession) -> bool:
    """Is there an account at all?"""
    return bool(await db.scalar(select(exists().select_from(Staff))))


async def add(db: AsyncSession, **values: Any) -> Staff:
    """A new account."""
    made = Staff(**values)
    db.add(made)
    await db.flush()
    return made


async def by_login(db: AsyncSession, login: str) -> Staff | None:
    """The account with this login, or None."""
    return (await db.scalars(_fresh().where(Staff.login == login))).first()


async def by_email(db: AsyncSession, email: str) -> Staff | None:
    """The account with this e-mail address, or None; never for no address."""
    return (await db.scalars(_fresh().where(Staff.email == email, Staff.email != ""))).first()


async def by_subject(db: AsyncSession, subject: str) -> Staff | None:
    """The account that is this subject at the sign-in elsewhere, or None; never for no subject."""
    return (await db.scalars(_fresh().where(Staff.subject == subject, Staff.subject != ""))).first()


async def get(db: AsyncSession, staff_id: int) -> Staff | None:
    """The account with this number, or None."""
    return (await db.scalars(_fresh().where(Staff.id == staff_id))).first()


async def everyone(db: AsyncSession, *, area: str = "") -> list[Staff]:
    """Accounts by login; with `area`, those of that commune alone."""
    found = _fresh().order_by(Staff.login)
    return list(await db.scalars(found.where(Staff.area == area) if area else found))


async def names(db: AsyncSession, ids: Collection[int]) -> dict[int, str]:
    """Number → name."""
    if not ids:
        return {}
    found = await db.execute(select(Staff.id, Staff.name).where(Staff.id.in_(ids)))
    return {row.id: row.name for row in found}


async def change(db: AsyncSession, staff_id: int, **values: Any) -> None:
    """Set some columns of an account."""
    await db.execute(update(Staff).where(Staff.id == staff_id).values(**values))


async def count_failure(db: AsyncSession, staff_id: int) -> int:
    """One more wrong password; returns how many since the last right one."""
    counted = update(Staff).where(Staff.id == staff_id).values(failed=Staff.failed + 1).returning(Staff.failed)
    return int((await db.execute(counted)).scalar_one())


async def on_duty(db: AsyncSession, *, area: str, roles: Collection[str]) -> list[Any]:
    """(citizen_id, address_id, login) of the linked chats of who is on duty for `area` or the whole province."""
    found = (
        select(Address.citizen_id, Address.id.label("address_id"), Staff.login)
        .join(Staff, Staff.chat_address_id == Address.id)
        .where(Staff.on_duty.is_(True), Staff.disabled_at.is_(None), Staff.role.in_(roles))
        .where(Staff.area.in_(("", area)))
        .order_by(Staff.id)
    )
    return list(await db.execute(found))


async def chats(db: AsyncSession, *, roles: Collection[str]) -> list[Any]:
    """(citizen_id, address_id, login) of the linked chats of everybody with one of these roles."""
    found = (
        select(Address.citizen_id, Address.id.label("address_id"), Staff.login)
        .join(Staff, Staff.chat_address_id == Address.id)
        .where(Staff.disabled_at.is_(None), Staff.role.in_(roles))
        .order_by(Staff.id)
    )
    return list(await db.execute(found))


async def chat_of(db: AsyncSession, staff_id: int) -> Any:
    """(citizen_id, address_id) of one account's linked chat, or None."""
    found = select(Address.citizen_id, Address.id.label("address_id")).join(Staff, Staff.chat_address_id == Address.id)
    return (await db.execute(found.where(Staff.id == staff_id, Staff.disabled_at.is_(None)))).first()


async def by_chat(db: AsyncSession, address_id: int) -> Staff | None:
    """The account whose linked chat this is."""
    found = select(Staff).where(Staff.chat_address_id == address_id, Staff.disabled_at.is_(None))
    return (await db.scalars(found.execution_options(populate_existing=True))).first()


async def no_deputy(db: AsyncSession, area: str) -> None:
    """This area has no deputy any more."""
    await db.execute(update(Staff).where(Staff.area == area, Staff.deputy.is_(True)).values(deputy=False))


async def link_chat(db: AsyncSession, staff_id: int, address_id: int | None) -> None:
    """Tie a chat to one account; it leaves whichever account had it before."""
    await db.execute(update(Staff).where(Staff.chat_address_id == address_id).values(chat_address_id=None))
    await change(db, staff_id, chat_address_id=address_id)


async def open_session(db: AsyncSession, **values: Any) -> Session:
    """A new login."""
    made = Session(**values)
    db.add(made)
    await db.flush()
    return made


async def session(db: AsyncSession, key_hash: str, *, now: datetime) -> tuple[Session, Staff] | None:
    """The login behind a key that still holds, with its account, or None."""
    found = (
        select(Session, Staff)
        .join(Staff, Staff.id == Session.staff_id)
        .where(Session.key_hash == key_hash, Session.expires_at > now, Staff.disabled_at.is_(None))
    )
    row = (await db.execute(found)).first()
    return (row[0], row[1]) if row else None


async def sessions(db: AsyncSession, staff_id: int, *, now: datetime) -> list[Session]:
    """Logins of an account that still hold, the newest first."""
    found = select(Session).where(Session.staff_id == staff_id, Session.expires_at > now)
    return list(await db.scalars(found.order_by(Session.id.desc())))


async def close_sessions(db: AsyncSession, staff_id: int, *, but: int = 0) -> None:
    """End every login of an account, but the one with that number."""
    await db.execute(delete(Session).where(Session.staff_id == staff_id, Session.id != but))


async def close_session(db: AsyncSession, session_id: int) -> None:
    """End one login."""
    await db.execute(delete(Session).where(Session.id == session_id))


async def keep_code(db: AsyncSession, staff_id: int, code_hash: str, *, expires_at: datetime) -> None:
    """Keep a link code; an earlier one of the same account is void."""
    await db.execute(delete(LinkCode).where(LinkCode.staff_id == staff_id))
    db.add(LinkCode(staff_id=staff_id, code_hash=code_hash, expires_at=expires_at))
    await db.flush()


async def take_code(db: AsyncSession, code_hash: str, *, now: datetime) -> int | None:
    """Use up a link code; whose it was, or None when there is none that still holds."""
    taken = delete(LinkCode).where(LinkCode.code_hash == code_hash, LinkCode.expires_at > now)
    return (await db.execute(taken.returning(LinkCode.staff_id))).scalar_one_or_none()


async def keep_invitation(db: AsyncSession, staff_id: int, key_hash: str, *, expires_at: datetime) -> None:
    """Keep an invitation; an earlier one of the same account is void."""
    await drop_invitation(db, staff_id)
    db.add(Invitation(staff_id=staff_id, key_hash=key_hash, expires_at=expires_at))
    await db.flush()


async def drop_invitation(db: AsyncSession, staff_id: int) -> None:
    """The account's invitation is void."""
    await db.execute(delete(Invitation).where(Invitation.staff_id == staff_id))


async def invited(db: AsyncSession, key_hash: str, *, now: datetime) -> Staff | None:
    """The account behind an invitation that still holds, or None."""
    found = _fresh().join(Invitation, Invitation.staff_id == Staff.id)
    found = found.where(Invitation.key_hash == key_hash, Invitation.expires_at > now, Staff.disabled_at.is_(None))
    return (await db.scalars(found)).first()


async def take_invitation(db: AsyncSession, key_hash: str, *, now: datetime) -> int | None:
    """Use up an invitation; whose it was, or None when there is none that still holds."""
    taken = delete(Invitation).where(Invitation.key_hash == key_hash, Invitation.expires_at > now)
    return (await db.execute(taken.returning(Invitation.staff_id))).scalar_one_or_none()


async def waiting_invitations(db: AsyncSession, *, now: datetime) -> set[int]:
    """Numbers of accounts with an invitation that still holds."""
    return set(await db.scalars(select(Invitation.staff_id).where(Invitation.expires_at > now)))


def _fresh() -> Any:
    return select(Staff).execution_options(populate_existing=True)
