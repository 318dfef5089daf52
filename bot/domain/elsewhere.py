"""Signing in elsewhere: which account a proven identity is. It never makes one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.staff import Refusal, open_login
from bot.storage import staff
from bot.storage.tables import Staff

SUBJECT_MAX = 512


async def sign_in(db: AsyncSession, claims: Mapping[str, Any], *, now: datetime, client: str = "") -> str:
    """The key of a new login for the account of these verified claims. Raises Refusal.

    The first time an account is found by its e-mail address, where the issuer says it is verified, or by its login;
    from then on by issuer and subject alone: addresses and names may pass to somebody else, a subject may not.
    """
    subject = f"{claims['iss']} {claims['sub']}"
    if len(subject) > SUBJECT_MAX:
        raise Refusal("login.no_account")
    who = await staff.by_subject(db, subject) or await _matched(db, claims)
    if who is None or who.disabled_at:
        raise Refusal("login.no_account")
    if not who.subject:
        await _bind(db, who, subject, now)
    return await open_login(db, who, now, by="elsewhere", client=client)


async def _matched(db: AsyncSession, claims: Mapping[str, Any]) -> Staff | None:
    """The account that belongs to nobody there yet and has this e-mail address or login."""
    verified = claims.get("email_verified") is True
    email = str(claims.get("email", "")).strip().lower() if verified else ""
    login = str(claims.get("preferred_username", "")).strip().lower()
    who = await staff.by_email(db, email) or await staff.by_login(db, login)
    return who if who and not who.subject else None


async def _bind(db: AsyncSession, who: Staff, subject: str, now: datetime) -> None:
    """From now on this subject is the account. A password that was to be changed at once is void."""
    void = {"password": "", "must_change": False} if who.must_change else {}
    await staff.change(db, who.id, subject=subject, **void)
    await staff.drop_invitation(db, who.id)
    await audit.record(db, who.login, "account.subject_linked", {"staff": who.id}, now=now)
