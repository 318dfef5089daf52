"""Accounts: who may do what, logging in, one-time codes, duty."""

from datetime import timedelta

import pytest

from bot.domain import audit, passwords
from bot.domain.staff import (
    CODE_LASTS,
    LOCKED_FOR,
    LOGIN_LASTS,
    MOST_FAILURES,
    PERMISSIONS,
    Refusal,
    Role,
    StaffAccounts,
    covers,
    log_in,
    may,
)
from bot.storage.tables import Staff
from tests.people import HERE, NOW, THERE, address, citizen, staff

PASSWORD = "bốn từ rời nhau 26"


async def account(database, login: str = "lan", role: str = "author", area: str = "") -> None:
    async with database.begin() as db:
        await StaffAccounts(db, NOW).add(login, name="Lan", role=role, area=area, password=PASSWORD)


async def refused(awaitable) -> str:
    with pytest.raises(Refusal) as error:
        await awaitable
    return error.value.name


def test_every_permission_names_known_roles_and_unknown_ones_are_nobodys():
    for roles in PERMISSIONS.values():
        assert roles <= frozenset(Role)
        assert roles
    assert not any(may(Staff(role=role), "everything") for role in Role)
    assert not may(Staff(role="root"), "account.use")


def test_an_author_cannot_approve_and_only_the_administrator_manages_staff():
    assert not may(Staff(role="author"), "announcements.approve")
    assert PERMISSIONS["staff.manage"] == {Role.ADMINISTRATOR}


def test_an_area_covers_itself_alone():
    local, province = Staff(area=HERE), Staff(area="")
    assert covers(local, [HERE])
    assert not covers(local, [HERE, THERE])
    assert not covers(local, [])
    assert covers(province, [])
    assert covers(province, [THERE])


async def test_a_new_account_gets_a_one_time_password_and_logs_in(database):
    async with database.begin() as db:
        assert not await StaffAccounts(db, NOW).any()
        password = await StaffAccounts(db, NOW).add("Lan.Anh", name="Lan Anh", role="author")
    key = await log_in(database, "LAN.anh ", password, now=NOW)
    async with database.begin() as db:
        accounts = StaffAccounts(db, NOW)
        assert await accounts.any()
        session, who = await accounts.session(key)
        assert (who.login, who.must_change) == ("lan.anh", True)
        assert key not in (session.key_hash, session.csrf)
        assert await StaffAccounts(db, NOW + LOGIN_LASTS).session(key) is None
        assert await accounts.session("something else") is None
        assert await audit.verify(db) is None


async def test_bad_and_taken_logins_and_unknown_roles_are_refused(database):
    await account(database)
    async with database.begin() as db:
        accounts = StaffAccounts(db, NOW)
        assert await refused(accounts.add("lan", name="Khác", role="author")) == "staff.login_taken"
        assert await refused(accounts.add("<b>", name="X", role="author")) == "staff.login_malformed"
        assert await refused(accounts.add("mai", name=" ", role="author")) == "staff.name_missing"
        assert await refused(accounts.add("mai", name="Mai", role="king")) == "staff.no_such_role"


async def test_wrong_passwords_lock_the_account_for_a_while(database):
    await account(database)
    for _ in range(MOST_FAILURES):
        assert await refused(log_in(database, "lan", "sai rồi nhé", now=NOW)) == "login.wrong"
    assert await refused(log_in(database, "lan", PASSWORD, now=NOW)) == "login.locked"
    assert await log_in(database, "lan", PASSWORD, now=NOW + LOCKED_FOR)


async def test_a_right_password_forgives_earlier_slips(database):
    await account(database)
    for _ in range(2):
        for _ in range(MOST_FAILURES - 1):
            await refused(log_in(database, "lan", "sai rồi nhé", now=NOW))
        assert await log_in(database, "lan", PASSWORD, now=NOW)


async def test_an_unknown_login_looks_like_a_wrong_password(database):
    assert await refused(log_in(database, "nobody", PASSWORD, now=NOW)) == "login.wrong"


async def test_a_disabled_account_is_out_at_once(database):
    await account(database)
    key = await log_in(database, "lan", PASSWORD, now=NOW)
    async with database.begin() as db:
        boss = await staff(db, "administrator")
        await StaffAccounts(db, NOW).switch("lan", on=False, by=boss)
        assert await refused(StaffAccounts(db, NOW).switch(boss.login, on=False, by=boss)) == "staff.not_yourself"
    async with database.read() as db:
        assert await StaffAccounts(db, NOW).session(key) is None
    assert await refused(log_in(database, "lan", PASSWORD, now=NOW)) == "login.wrong"


async def test_a_reset_ends_every_login_and_unlocks(database):
    await account(database)
    key = await log_in(database, "lan", PASSWORD, now=NOW)
    async with database.begin() as db:
        fresh = await StaffAccounts(db, NOW).reset("lan")
        assert await StaffAccounts(db, NOW).session(key) is None
    assert await refused(log_in(database, "lan", PASSWORD, now=NOW)) == "login.wrong"
    assert await log_in(database, "lan", fresh, now=NOW)


async def test_a_changed_password_ends_the_other_logins(database):
    await account(database)
    first, second = [await log_in(database, "lan", PASSWORD, now=NOW) for _ in range(2)]
    async with database.begin() as db:
        accounts = StaffAccounts(db, NOW)
        session, who = await accounts.session(second)
        assert (
            await refused(accounts.change_password(who, session, "không phải", "mật khẩu mới đây"))
            == "account.old_wrong"
        )
        assert await refused(accounts.change_password(who, session, PASSWORD, "ngắn")) == "account.new_weak"
        assert await refused(accounts.change_password(who, session, PASSWORD, PASSWORD)) == "account.new_weak"
        await accounts.change_password(who, session, PASSWORD, "một câu dài dễ nhớ 9")
    async with database.read() as db:
        accounts = StaffAccounts(db, NOW)
        assert await accounts.session(first) is None
        assert await accounts.session(second)
    assert await log_in(database, "lan", "một câu dài dễ nhớ 9", now=NOW)


def test_passwords_that_are_easy_to_guess_are_not_good():
    for weak in ("short", "aaaaaaaaaaaa", "nguyenvana2026", "x" * 500):
        assert not passwords.is_good(weak, "nguyenvana")
    assert passwords.is_good(passwords.one_time(), "nguyenvana")


@pytest.mark.parametrize(
    "run",
    ["1234567890", "0987654321", "qwertyuiop", "QwertyUiop", "asdfghjklzxc", "abcdefghij", "1234512345", "qwerty12345",
     "1q2w3e4r5t" , "1qaz2wsx3edc", "123456789012345"],
)  # fmt: skip
def test_a_row_of_digits_or_keys_is_no_password(run):
    assert not passwords.is_good(run, "nguyenvana")


@pytest.mark.parametrize("good", ["1234567890 hoa sen", "qwerty-ban-do-7", "0912345678hoa", "một câu dài dễ nhớ 9"])
def test_a_row_within_something_longer_is_no_fault(good):
    assert passwords.is_good(good, "nguyenvana")


async def test_a_link_code_works_once_and_not_for_long(database):
    async with database.begin() as db:
        who = await staff(db, "moderator")
        _, chat = await citizen(db, channel="telegram")
        accounts = StaffAccounts(db, NOW)
        late = await accounts.make_code(who)
        assert await StaffAccounts(db, NOW + CODE_LASTS).redeem(late, chat) is None
        code = await accounts.make_code(who)
        assert await accounts.redeem(late, chat) is None
        found = await accounts.redeem(f" {code.lower()} ", chat)
        assert (found.id, found.chat_address_id) == (who.id, chat)
        assert await accounts.redeem(code, chat) is None
        assert await accounts.redeem("", chat) is None


async def test_one_chat_belongs_to_one_account(database):
    async with database.begin() as db:
        first, second = await staff(db, "moderator"), await staff(db, "moderator")
        _, chat = await citizen(db)
        accounts = StaffAccounts(db, NOW)
        for who in (first, second):
            await accounts.redeem(await accounts.make_code(who), chat)
    async with database.read() as db:
        found = {who.id: who.chat_address_id for who in await StaffAccounts(db, NOW).all()}
        assert found == {first.id: None, second.id: chat}


async def test_duty_reaches_the_commune_and_the_province_alone(database):
    async with database.begin() as db:
        number, chat = await citizen(db)
        local = await staff(db, "moderator", area=HERE, chat_address_id=chat, on_duty=True)
        away_chat, off_chat = await address(db, number), await address(db, number)
        away = await staff(db, "moderator", area=THERE, chat_address_id=away_chat, on_duty=True)
        await staff(db, "moderator", chat_address_id=off_chat)
        await staff(db, "author", chat_address_id=await address(db, number), on_duty=True)
        province = await staff(db, "editor", chat_address_id=await address(db, number), on_duty=True)
        accounts = StaffAccounts(db, NOW)
        assert [chat.login for chat in await accounts.on_duty(HERE)] == [local.login, province.login]
        assert [chat.login for chat in await accounts.on_duty("")] == [province.login]
        await accounts.unlink(away)
        assert await accounts.on_duty(THERE) == await accounts.on_duty("")


async def test_nobody_is_on_duty_without_a_chat(database):
    async with database.begin() as db:
        who = await staff(db, "moderator")
        assert await refused(StaffAccounts(db, NOW).go_on_duty(who, True)) == "account.no_chat"


async def test_times_are_as_promised():
    assert timedelta(minutes=5) <= CODE_LASTS <= LOCKED_FOR <= LOGIN_LASTS
