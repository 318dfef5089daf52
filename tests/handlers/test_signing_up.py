"""A citizen signs up for a class, by button, by number or in words, and takes it back; on every channel."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from bot.storage import events
from bot.storage.tables import Announcement, Signup, Staff


async def announce(talk, title="Lớp VNeID", *, seats=1, commune="07090", door="bcd234"):
    now = talk.watch.now()
    async with talk.database.begin() as db:
        account = {"login": door, "name": "Lan", "role": "author", "password": "-", "created_at": now}
        author = (await db.execute(insert(Staff).values(**account).returning(Staff.id))).scalar_one()
        values = {
            "title": title,
            "body": "Mời bà con.",
            "code": f"TB-{door.upper()}",
            "communes": [commune] if commune else [],
        }
        times = {"created_at": now, "approved_at": now - timedelta(hours=1)}
        row = insert(Announcement).values(**values, **times, status="sent", author_id=author)
        number = (await db.execute(row.returning(Announcement.id))).scalar_one()
        starts = now + timedelta(days=2)
        told = {"place": "Nhà văn hóa thôn 3", "starts_at": starts, "ends_at": starts + timedelta(hours=2)}
        await events.put(db, number, **told, seats=seats, door=door, cancelled_why="")
    return number


async def lines(talk):
    async with talk.database.read() as db:
        return [(one.state, one.name) for one in await db.scalars(select(Signup).order_by(Signup.id))]


@pytest.mark.parametrize("words", ["đăng ký", "dang ky", "sự kiện", "/sukien"])
async def test_in_words_then_by_number(friend, words):
    await announce(friend)
    said = await friend(words)
    assert said.phrase == "events.shown_free"
    assert "Nhà văn hóa thôn 3" in said.text and "10:00" in said.text
    said = await friend("1")
    assert said.phrases == ["events.joined", "events.ask_name"]
    assert "https://bot.example/sukien/TB-BCD234.ics" in said.text
    assert (await friend("Nguyễn Thị Tư")).phrase == "events.named"
    assert await lines(friend) == [("seated", "Nguyễn Thị Tư")]


async def test_the_button_twice_is_one_seat(friend):
    number = await announce(friend)
    assert (await friend(button=f"events.join:{number}")).phrase == "events.joined"
    assert (await friend(button=f"events.join:{number}")).phrase == "events.shown_seated"
    assert await lines(friend) == [("seated", "")]


async def test_cancelled_in_words_and_taken_back(friend):
    await announce(friend)
    await friend("đăng ký")
    await friend("vâng")
    await friend("không")
    said = await friend("hủy đăng ký")
    assert said.phrase == "events.leave_sure"
    assert (await friend("không")).phrase == "events.shown_seated"
    await friend("khong den duoc")
    said = await friend("có")
    assert said.phrase == "events.left"
    assert await lines(friend) == [("left", "")]
    assert (await friend("1")).phrase == "events.joined"
    assert (await friend("hủy chỗ")).phrase == "events.leave_sure"


async def test_full_means_waiting(friend):
    number = await announce(friend)
    async with friend.database.begin() as db:
        values = {"name": "Bà Ba", "state": "seated", "signed_at": friend.watch.now()}
        await events.enter(db, number, None, **values)
    said = await friend("đăng ký")
    assert said.phrase == "events.shown_full"
    assert (await friend("1")).phrase == "events.waiting"
    assert [state for state, _ in await lines(friend)] == ["seated", "waiting"]


async def test_several_are_chosen_from_and_elsewhere_is_not_shown(friend):
    await announce(friend, "Lớp một", door="bcd234")
    await announce(friend, "Lớp hai", door="bcd235")
    await announce(friend, "Nơi khác", door="bcd236", commune="06811")
    said = await friend("sự kiện")
    assert said.phrase == "events.to_come"
    assert "Lớp hai" in said.text and "Nơi khác" not in said.text
    assert (await friend("2")).phrase == "events.shown_free"


async def test_the_code_of_a_notice_and_the_code_at_the_door(friend):
    await announce(friend)
    for words in ("su kien TB-BCD234", "/start sukien_TB-BCD234", "đăng ký tb-bcd234"):
        assert (await friend(words)).phrase == "events.shown_free"
    assert (await friend("co mat bcd234")).phrase == "events.door_shut"
    friend.watch.move(days=2)
    said = await friend("có mặt BCD234")
    assert said.phrases == ["events.attended", "events.ask_name"]
    assert (await friend("/start den_bcd234")).phrase == "events.attended_already"
    assert (await friend("co mat bcd222")).phrase == "events.gone"
    assert await lines(friend) == [("door", "")]


async def test_nothing_to_come_says_so(friend):
    assert (await friend("sự kiện")).phrase == "events.none"
    assert (await friend("hủy đăng ký")).phrase == "events.no_seat"
    assert (await friend(button="events.join:999")).phrase == "events.gone"
    assert (await friend(button="events.join:x")).phrase == "events.gone"
