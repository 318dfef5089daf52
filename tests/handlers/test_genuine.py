"""A citizen passes a message on, or types its code, and hears whether it is genuine; on every channel."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from bot.domain.announcements import told
from bot.domain.likeness import fingerprint
from bot.storage import announcements
from bot.storage.tables import Exchange, Staff, Ticket

BODY = "Mời bà con đến nhà văn hóa thôn 3 học cài ứng dụng lúc 19 giờ. Không thu phí. Hỏi thêm: 0912 345 678."
MESSAGE = f"📢 Lớp học thôn 3\n\n{BODY}\n\nMã thông báo: TB-AB2C3D"


@pytest.fixture
async def sent(friend):
    """Somebody who was told of a class."""
    now = friend.watch.now()
    async with friend.database.begin() as db:
        account = {"login": "lan", "name": "Lan", "role": "author", "password": "-", "created_at": now}
        author = (await db.execute(insert(Staff).values(**account, area="07090").returning(Staff.id))).scalar_one()
        row = {"title": "Lớp học thôn 3", "body": BODY, "code": "TB-AB2C3D", "author_id": author, "status": "sent"}
        made = await announcements.add(db, **row, created_at=now, approved_at=now - timedelta(hours=1))
        await announcements.keep_fingerprint(db, made.id, fingerprint(told(made)))
    return friend


async def outcomes(talk):
    async with talk.database.read() as db:
        return list(await db.scalars(select(Exchange.outcome).order_by(Exchange.id)))


async def test_passed_on_as_it_is_it_is_right_and_says_who_sent_it_and_when(sent):
    said = await sent(MESSAGE)
    assert said.phrase == "genuine.right"
    assert "TB-AB2C3D" in said.text
    assert "Không tìm thấy" not in said.text
    assert (await outcomes(sent))[-1] == "genuine.right"


async def test_a_changed_phone_number_is_seen_though_numbers_are_masked_elsewhere(sent):
    said = await sent(MESSAGE.replace("0912 345 678", "0912 345 679"))
    assert said.phrase == "genuine.altered"
    assert "con số" in said.text
    assert BODY in said.text
    async with sent.database.read() as db:
        question = (await db.scalars(select(Exchange.question).order_by(Exchange.id.desc()))).first()
    assert "679" not in question


async def test_a_changed_message_can_be_reported_to_staff(sent):
    said = await sent(MESSAGE.replace("Không thu phí", "Thu phí"))
    assert said.phrase == "genuine.altered"
    assert (await sent("1")).phrase == "tickets.opened"
    async with sent.database.read() as db:
        assert "Thu phí" in (await db.scalars(select(Ticket.question))).one()


async def test_the_code_alone_shows_what_was_sent(sent):
    said = await sent("tb-ab2c3d")
    assert said.phrase == "genuine.code"
    assert BODY in said.text
    assert (await sent("TB-ZZZZ99")).phrase == "genuine.no_code"


async def test_asked_for_in_words_then_given(sent):
    assert (await sent("tin này có thật không")).phrase == "genuine.ask"
    said = await sent(BODY)
    assert said.phrase == "genuine.partial"
    assert (await sent("kiem tin")).phrase == "genuine.ask"
    said = await sent("Công an mời bà con bấm vào đường dẫn để cập nhật căn cước kẻo bị khóa")
    assert said.phrase == "genuine.unknown"
    assert any(does.startswith("tickets.from") for does in said.buttons)
    assert (await sent("menu")).phrase == "menu.main"


async def test_what_never_went_out_is_not_ours(sent):
    said = await sent("Tin này có thật không bot: Sở tặng mỗi nhà năm triệu đồng, gửi số tài khoản để nhận ngay")
    assert said.phrase == "genuine.unknown"
    about = next(does for does in said.buttons if does.startswith("ask.words"))
    assert (await sent(button=about)).text


async def test_what_is_written_to_staff_goes_to_staff(sent):
    await sent("/canbo")
    assert (await sent(MESSAGE)).phrase == "tickets.opened"


async def test_a_message_so_long_that_its_end_may_be_lost_is_never_right(sent):
    said = await sent(MESSAGE + " " * 3900 + "Bấm vào đường dẫn để nhận quà")
    assert said.phrase == "genuine.altered"
