"""The second step at the login: the codes themselves, each used once, the ten for a lost phone, locking."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain import totp
from bot.domain.passwords import hashed
from bot.domain.second_factors import SecondFactors, finish_login
from bot.domain.staff import CodeNeeded, Refusal, StaffAccounts, log_in
from bot.storage.sealing import Seal
from bot.storage.tables import AuditEntry, RecoveryCode, SecondFactor, Session
from tests.people import NOW, staff

SEAL = Seal("5" * 64)
PASSWORD = "ba từ rời nhau 7"
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The secret of RFC 6238's table of SHA-1, in base32."""


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_codes_are_those_of_the_standard(second, code):
    now = datetime.fromtimestamp(second, UTC)
    assert totp.step_of(RFC_SECRET, f"{code[:3]} {code[3:]}", now, after=0) == second // 30
    assert totp.step_of(RFC_SECRET, code, now, after=second // 30) is None
    assert totp.step_of(RFC_SECRET, code, now + timedelta(seconds=30), after=0) == second // 30
    assert totp.step_of(RFC_SECRET, code, now + timedelta(seconds=90), after=0) is None


def now_code(secret: str, now: datetime = NOW) -> str:
    return totp.code_of(secret, int(now.timestamp()) // totp.STEP)


async def switched_on(database) -> tuple[str, list[str]]:
    """An account "lan" whose login asks for a code: its secret, and the codes for a lost phone."""
    password = await hashed(PASSWORD)
    async with database.begin() as db:
        who = await staff(db, "moderator", login="lan", password=password)
        second = SecondFactors(db, NOW, SEAL)
        secret = await second.begin(who)
        assert not await second.is_on(who) and await second.pending(who) == secret
        with pytest.raises(Refusal, match=r"second\.wrong"):
            await second.confirm(who, "000000" if now_code(secret) != "000000" else "111111")
        codes = await second.confirm(who, now_code(secret))
        assert await second.is_on(who) and await second.pending(who) == ""
        kept = (await db.scalars(select(SecondFactor))).one()
        assert secret.encode() not in kept.secret
        hashes = set(await db.scalars(select(RecoveryCode.code_hash)))
        assert len(hashes) == len(codes) == 10 and not hashes & set(codes)
    return secret, codes


async def half(database, now=NOW) -> int:
    with pytest.raises(CodeNeeded) as needed:
        await log_in(database, "lan", PASSWORD, now=now)
    async with database.read() as db:
        assert list(await db.scalars(select(Session))) == []
    return needed.value.staff_id


async def test_the_password_alone_opens_nothing_and_a_code_counts_once(database):
    secret, _ = await switched_on(database)
    number, later = await half(database), NOW + timedelta(seconds=60)
    with pytest.raises(Refusal, match=r"second\.wrong"):
        await finish_login(database, number, now_code(secret), SEAL, now=NOW)
    assert await finish_login(database, number, now_code(secret, later), SEAL, now=later, client="Firefox, Windows")
    with pytest.raises(Refusal, match=r"second\.wrong"):
        await finish_login(database, number, now_code(secret, later), SEAL, now=later)
    async with database.read() as db:
        assert (await db.scalars(select(Session.client))).all() == ["Firefox, Windows"]


async def test_without_the_phone_a_written_code_opens_once(database):
    _, codes = await switched_on(database)
    number = await half(database)
    assert await finish_login(database, number, f" {codes[3].upper()} ", SEAL, now=NOW)
    with pytest.raises(Refusal, match=r"second\.wrong"):
        await finish_login(database, number, codes[3], SEAL, now=NOW)
    async with database.read() as db:
        logins = [
            row.details["by"] for row in await db.scalars(select(AuditEntry)) if row.action == "account.logged_in"
        ]
    assert logins == ["recovery"]


async def test_wrong_codes_lock_like_wrong_passwords_and_the_password_does_not_start_anew(database):
    secret, _ = await switched_on(database)
    number, later = await half(database), NOW + timedelta(seconds=60)
    for _ in range(5):
        assert await half(database) == number
        with pytest.raises(Refusal, match=r"second\.wrong"):
            await finish_login(database, number, "12345", SEAL, now=NOW)
    with pytest.raises(Refusal, match=r"login\.locked"):
        await finish_login(database, number, now_code(secret, later), SEAL, now=later)


async def test_an_administrators_reset_takes_the_second_step_away_too(database):
    await switched_on(database)
    async with database.begin() as db:
        password = await StaffAccounts(db, NOW).reset("lan")
    assert await log_in(database, "lan", password, now=NOW)


async def test_logins_are_ended_one_by_one_or_all_others(database):
    password = await hashed(PASSWORD)
    async with database.begin() as db:
        await staff(db, "moderator", login="lan", password=password)
        await staff(db, "moderator", login="hoa", password=password)
    for login in ("lan", "lan", "lan", "hoa"):
        await log_in(database, login, PASSWORD, now=NOW)
    async with database.begin() as db:
        accounts = StaffAccounts(db, NOW)
        lan, hoa = await accounts.named("lan"), await accounts.named("hoa")
        third, _, first = await accounts.sessions(lan)
        await accounts.close_session(lan, first.id)
        with pytest.raises(Refusal, match="no_session"):
            await accounts.close_session(lan, (await accounts.sessions(hoa))[0].id)
        await accounts.close_others(lan, third)
        assert [one.id for one in await accounts.sessions(lan)] == [third.id]
        await accounts.log_out_everywhere("lan", by=hoa)
        assert await accounts.sessions(lan) == [] and len(await accounts.sessions(hoa)) == 1
