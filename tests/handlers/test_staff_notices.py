"""Staff write an announcement in their chat, another approves it in theirs with a code; all within their area."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot.domain import totp
from bot.domain.announcements import Announcements, Content
from bot.domain.second_factors import PURPOSE, SecondFactors
from bot.domain.urgent import Urgent
from bot.settings import derive
from bot.storage import addresses
from bot.storage.sealing import Seal
from bot.storage.tables import Announcement, AuditEntry, Inbound, Outbound, Staff
from tests import people
from tests.people import HERE, THERE

BODY = "Mời bà con đến nhà văn hóa.\n\nHỏi thêm: 0912 345 678, số 12 đường Hòa Bình."


async def linked(talk, role: str, *, area: str = HERE, **more) -> Staff:
    """The account whose linked chat this talk is from now on."""
    async with talk.database.begin() as db:
        place = await addresses.number_of(db, "paper", talk.person)
        await db.execute(update(Staff).where(Staff.chat_address_id == place).values(chat_address_id=None))
        return await people.staff(db, role, area=area, chat_address_id=place, **more)


async def secret_of(talk, who: Staff) -> str:
    """A confirmed second step; its secret."""
    seal, now = Seal(derive(b"s" * 32, PURPOSE)), talk.watch.now()
    async with talk.database.begin() as db:
        secret = await SecondFactors(db, now, seal).begin(who)
        await SecondFactors(db, now, seal).confirm(who, code(secret, talk, -1))
    return secret


def code(secret: str, talk, later: int = 0) -> str:
    return totp.code_of(secret, int(talk.watch.now().timestamp()) // totp.STEP + later)


async def waiting(talk, *, area: str = HERE, communes=(HERE,), urgent: bool = False) -> int:
    """One that somebody else handed in."""
    async with talk.database.begin() as db:
        author = await people.staff(db, "author", area=area, urgent=urgent)
        now = talk.watch.now()
        if urgent:
            return (await Urgent(db, now).announce(author, Content("Bão", "Sơ tán.", communes), "Bão sắp vào")).id
        made = await Announcements(db, now).draft(author, Content("Họp thôn", "Mời họp.", communes))
        await Announcements(db, now).submit(author, made.id)
        return made.id


async def found(talk, number: int = 1) -> Announcement:
    async with talk.database.read() as db:
        return (await db.scalars(select(Announcement).where(Announcement.id == number))).one()


async def trail(talk) -> list[tuple[str, str]]:
    async with talk.database.read() as db:
        rows = await db.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(one.action, str(one.details.get("why", ""))) for one in rows]


async def test_a_citizen_is_told_that_this_is_for_staff(friend):
    assert (await friend("soạn thông báo")).phrase == "notices.not_staff"
    for button in ("notices.approve:1", "notices.submit:1", "notices.kind:class"):
        assert (await friend(button=button)).phrase == "notices.not_staff"


async def test_written_seen_and_handed_in_and_the_approver_hears_of_it(friend):
    await linked(friend, "author")
    async with friend.database.begin() as db:
        _, chat = await people.citizen(db)
        await people.staff(db, "approver", area=HERE, chat_address_id=chat)
        _, elsewhere = await people.citizen(db)
        await people.staff(db, "approver", area=THERE, chat_address_id=elsewhere)
    assert (await friend("soan thong bao")).phrase == "notices.ask_title"
    assert (await friend("Dọn vệ sinh")).phrase == "notices.ask_body"
    assert (await friend(BODY)).phrase == "notices.ask_kind"
    seen = await friend(button="notices.kind:meeting")
    one = await found(friend)
    assert [row.reply["phrase"] for row in seen.messages] == ["announcements.message", "notices.preview"]
    assert (one.body, one.kind, one.communes, one.status) == (BODY, "meeting", [HERE], "draft")
    assert BODY in seen.texts[0] and "đến được" in seen.texts[1]
    assert "“Tắt lịch”" in seen.texts[1]
    assert (await friend(button="notices.submit:1")).phrase == "notices.submitted"
    assert (await found(friend)).status == "submitted"
    async with friend.database.read() as db:
        told = list(await db.scalars(select(Outbound).where(Outbound.address_id.in_((chat, elsewhere)))))
    assert [(row.address_id, row.reply["buttons"][0][0]) for row in told] == [(chat, "notices.look:1")]
    assert (await friend(button="notices.withdraw:1")).phrase == "notices.withdrawn"
    await friend(button="notices.rewrite:1")
    await friend("Dọn vệ sinh chung")
    await friend("Mời bà con.")
    await friend(button="notices.kind:general")
    assert (await found(friend)).title == "Dọn vệ sinh chung"


async def test_the_province_names_communes_in_words_and_is_asked_which(friend, library):
    await linked(friend, "author", area="")
    await friend("soạn tin")
    await friend("Lớp học")
    assert (await friend("Mời bà con đến học.")).phrase == "notices.ask_where"
    assert (await friend("không có nơi này đâu")).phrase == "notices.no_such_place"
    first, second = (library.places.by_code(one) for one in (HERE, THERE))
    assert (await friend(f"{first.name}, {second.name}")).phrase == "notices.ask_kind"
    await friend(button="notices.kind:class")
    assert (await found(friend)).communes == [HERE, THERE]


async def test_approving_asks_for_a_code_that_counts_once_and_is_not_kept(friend):
    who = await linked(friend, "approver")
    number = await waiting(friend)
    assert (await friend(button=f"notices.approve:{number}")).phrase == "notices.refused_phone_no_second"
    secret = await secret_of(friend, who)
    seen = await friend(button=f"notices.look:{number}")
    assert [row.reply["phrase"] for row in seen.messages] == ["announcements.message", "notices.to_approve"]
    assert (await friend(button=f"notices.approve:{number}")).phrase == "notices.ask_code"
    assert (await friend("000000")).phrase == "notices.refused_second_wrong"
    assert (await found(friend, number)).status == "submitted"
    assert (await friend(code(secret, friend))).phrase == "notices.approved"
    one = await found(friend, number)
    assert (one.status, one.approver_id) == ("approved", who.id)
    async with friend.database.read() as db:
        words = list(await db.scalars(select(Inbound.words)))
    assert not {"000000", code(secret, friend)} & set(words)
    other = await waiting(friend)
    await friend(button=f"notices.approve:{other}")
    assert (await friend(code(secret, friend))).phrase == "notices.refused_second_wrong"


async def test_wrong_codes_lock_as_wrong_passwords_do(friend):
    who = await linked(friend, "approver")
    number, secret = await waiting(friend), await secret_of(friend, who)
    await friend(button=f"notices.approve:{number}")
    for _ in range(5):
        assert (await friend("111111")).phrase == "notices.refused_second_wrong"
    assert (await friend(code(secret, friend))).phrase == "notices.refused_login_locked"
    assert (await found(friend, number)).status == "submitted"


async def test_what_was_handed_in_anew_must_be_read_anew(friend):
    who = await linked(friend, "approver")
    number, secret = await waiting(friend), await secret_of(friend, who)
    await friend(button=f"notices.approve:{number}")
    async with friend.database.begin() as db:
        later = friend.watch.now().replace(microsecond=7)
        await db.execute(update(Announcement).values(title="Khác hẳn", submitted_at=later))
    assert (await friend(code(secret, friend))).phrase == "notices.refused_phone_changed"
    assert (await found(friend, number)).status == "submitted"


async def test_returning_asks_why_and_the_author_hears_it(friend):
    number = await waiting(friend)
    async with friend.database.begin() as db:
        _, chat = await people.citizen(db)
        author = (await found(friend, number)).author_id
        await db.execute(update(Staff).where(Staff.id == author).values(chat_address_id=chat))
    await linked(friend, "approver")
    await friend(button=f"notices.return:{number}")
    assert (await friend("Thiếu giờ họp, hỏi 0912 345 678")).phrase == "notices.returned"
    assert (await found(friend, number)).returned_why == "Thiếu giờ họp, hỏi 0912 345 678"
    async with friend.database.read() as db:
        (told,) = await db.scalars(select(Outbound).where(Outbound.address_id == chat))
    assert told.reply["phrase"] == "alerts.notice_returned" and "Thiếu giờ họp" in told.reply["values"]["why"]


@pytest.mark.parametrize("button", ["look", "approve", "return"])
@pytest.mark.parametrize(
    ("role", "area", "urgent", "why"),
    [
        ("approver", THERE, False, "outside_area"),
        ("author", HERE, False, "role"),
        ("approver", HERE, True, "urgent.console_only"),
    ],
)
async def test_what_is_not_theirs_is_refused_and_kept_in_the_trail(friend, button, role, area, urgent, why):
    number = await waiting(friend, urgent=urgent)
    await linked(friend, role, area=area, urgent=True)
    said = await friend(button=f"notices.{button}:{number}")
    assert said.phrase == f"notices.refused_{why.replace('.', '_')}"
    assert ("refused", why) in await trail(friend)
    assert (await found(friend, number)).status == "submitted"


async def test_nobody_approves_their_own_or_submits_another_s(friend):
    await linked(friend, "approver")
    await friend("soạn tin")
    await friend("Họp")
    await friend("Mời họp.")
    await friend(button="notices.kind:meeting")
    await friend(button="notices.submit:1")
    assert (await friend(button="notices.look:1")).phrase == "notices.refused_announcements_your_own"
    other = await waiting(friend)
    assert (await friend(button=f"notices.withdraw:{other}")).phrase == "notices.refused_announcements_not_yours"
    assert (await friend(button="notices.look:x")).phrase == "notices.refused_announcements_unknown"
    assert [why for action, why in await trail(friend) if action == "refused"] == [
        "announcements.your_own",
        "announcements.not_yours",
    ]


async def test_a_warning_about_deceivers_is_an_announcement_and_secrets_are_refused(friend):
    await linked(friend, "author")
    await friend("soạn tin")
    await friend("Cảnh báo lừa đảo")
    assert (await friend("Tôi vừa chuyển tiền cho lừa đảo: đó là lời một nạn nhân.")).phrase == "notices.ask_kind"
    assert (await friend(button="notices.leave")).phrase == "notices.left"
    await friend("soạn tin")
    await friend("Kế hoạch")
    assert (await friend("Tài liệu TỐI MẬT về diễn tập")).phrase != "notices.ask_kind"
    assert (await friend("thôi")).phrase == "menu.main"
