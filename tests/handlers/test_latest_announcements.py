"""What `/thongbao` shows to whom: the citizen's own place, or the province's where no place was chosen."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert

from bot.storage.tables import Announcement, Staff

HERE, THERE = "07090", "06811"


async def publish(talk, title, *communes):
    now = talk.watch.now()
    async with talk.database.begin() as db:
        account = {"login": title, "name": "Lan", "role": "author", "password": "-", "created_at": now}
        author = (await db.execute(insert(Staff).values(**account).returning(Staff.id))).scalar_one()
        values = {"title": title, "body": "Mời bà con.", "code": f"TB-{author}", "communes": list(communes)}
        times = {"created_at": now, "approved_at": now - timedelta(hours=1)}
        await db.execute(insert(Announcement).values(**values, **times, status="sent", author_id=author))


async def test_who_chose_no_commune_is_told_so_and_may_choose(talk):
    said = await talk("/thongbao")
    assert said.phrase == "announcements.none_anywhere"
    assert said.buttons[0] == "settings.commune"
    await talk(button="settings.commune")
    await talk("bãi cháy")
    said = await talk("1")
    assert said.phrase == "settings.saved"
    assert "do:announcements" in said.buttons
    assert (await talk("/thongbao")).phrase == "announcements.none"


async def test_who_chose_no_commune_sees_the_whole_provinces(talk):
    await publish(talk, "Cả tỉnh")
    await publish(talk, "Nơi khác", THERE)
    said = await talk("/thongbao")
    assert said.phrase == "announcements.latest_anywhere"
    assert "Cả tỉnh" in said.text
    assert "Nơi khác" not in said.text
    assert said.buttons[0] == "settings.commune"


async def test_who_lives_there_sees_both_and_is_not_asked_again(friend):
    await publish(friend, "Cả tỉnh")
    await publish(friend, "Nơi này", HERE)
    said = await friend("/thongbao")
    assert said.phrase == "announcements.latest"
    assert "Cả tỉnh" in said.text
    assert "Nơi này" in said.text
    assert "settings.commune" not in said.buttons


async def test_who_wants_no_more_news_says_so_and_back_again(friend):
    assert (await friend("đừng nhắn tin nữa")).phrase == "announcements.off"
    assert not (await friend.citizen()).news
    assert (await friend("nhận lại thông báo ạ")).phrase == "announcements.on"
    assert (await friend.citizen()).news
