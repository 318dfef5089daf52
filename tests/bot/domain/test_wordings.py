"""What citizens asked before they chose an entry is proposed to editors, who take it or not."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.staff import Refusal
from bot.domain.wordings import LONGEST, Wordings
from bot.storage import citizens
from bot.storage.tables import AuditEntry, Wording
from tests.bot.domain.test_moderation import exchange
from tests.people import NOW, THERE, citizen, staff

KNOWN = ("Quên mật khẩu VNeID thì làm sao?",)


async def asked(db, question: str, *, phrase: str = "ask.near", commune: str = "", **more: Any) -> bool:
    """A new citizen asks, is offered entries, and chooses one."""
    who, _ = await citizen(db, **({"commune": commune} if commune else {}))
    await exchange(db, who, question=question, phrase=phrase, outcome="near", **more)
    await citizens.change(db, who, choices=[["ask.entry:quen-mat-khau", "quen mat khau"], ["menu", "menu"]])
    return await Wordings(db, NOW).chosen(who, "quen-mat-khau", KNOWN)


async def test_the_same_question_of_several_people_is_one_proposal(database):
    async with database.begin() as db:
        assert await asked(db, "mất pass vneid")
        assert await asked(db, "Mất pass VNeID?", phrase="ask.which")
        assert await asked(db, "đăng nhập vneid không được")
        found = await Wordings(db, NOW).waiting(await staff(db, "editor"))
    assert [(one.entry, one.people) for one in found] == [("quen-mat-khau", 2), ("quen-mat-khau", 1)]
    assert found[1].question == "đăng nhập vneid không được"


async def test_who_chooses_twice_counts_once(database):
    async with database.begin() as db:
        who, _ = await citizen(db)
        await exchange(db, who, question="mất pass vneid", phrase="ask.near")
        await citizens.change(db, who, choices=[["ask.entry:quen-mat-khau", "quen mat khau"]])
        for _ in range(2):
            await Wordings(db, NOW).chosen(who, "quen-mat-khau", KNOWN)
        assert [one.people for one in await Wordings(db, NOW).waiting(await staff(db, "editor"))] == [1]


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("quen mat khau vneid thi lam sao", "ask.near"),
        ("mất bao lâu", "ask.follows_near"),
        ("mất pass vneid", "ask.answer"),
        ("số của tôi là 0912345678 quên pass", "ask.near"),
        ("TỐI MẬT quên pass", "ask.near"),
        ("x" * (LONGEST + 1), "ask.near"),
        ("?!", "ask.near"),
    ],
)
async def test_what_is_no_other_way_of_asking_is_not_kept(database, question, phrase):
    async with database.begin() as db:
        assert not await asked(db, question, phrase=phrase)
        assert (await db.scalars(select(Wording))).all() == []


async def test_nothing_was_asked_before(database):
    async with database.begin() as db:
        who, _ = await citizen(db)
        assert not await Wordings(db, NOW).chosen(who, "quen-mat-khau", KNOWN)


async def test_an_editor_takes_it_in_better_words(database):
    async with database.begin() as db:
        for question in ("mất pass vneid", "mat pass vneid"):
            await asked(db, question)
        editor, wordings = await staff(db, "editor"), Wordings(db, NOW)
        (one,) = await wordings.waiting(editor)
        await wordings.accept(one.id, editor, " Mất pass  VNeID ")
        assert await wordings.waiting(editor) == []
        (taken,) = await wordings.accepted(editor)
        assert (taken.question, taken.people) == ("Mất pass VNeID", 2)
        with pytest.raises(Refusal, match="settled_already"):
            await wordings.dismiss(one.id, editor)
        told = [(row.action, row.details) for row in await db.scalars(select(AuditEntry))]
    assert ("wordings.accepted", {"entry": "quen-mat-khau"}) in told


async def test_what_was_dismissed_does_not_come_back(database):
    async with database.begin() as db:
        await asked(db, "bán xe cũ")
        editor, wordings = await staff(db, "editor"), Wordings(db, NOW)
        (one,) = await wordings.waiting(editor)
        await wordings.dismiss(one.id, editor)
        await asked(db, "ban xe cu")
        assert await wordings.waiting(editor) == []
        assert await wordings.accepted(editor) == []


@pytest.mark.parametrize("text", ["", "gọi 0912345678", "x" * (LONGEST + 1)])
async def test_an_unfit_text_is_refused_and_nothing_is_lost(database, text):
    async with database.begin() as db:
        await asked(db, "mất pass vneid")
        editor, wordings = await staff(db, "editor"), Wordings(db, NOW)
        (one,) = await wordings.waiting(editor)
        with pytest.raises(Refusal, match="text_unfit"):
            await wordings.accept(one.id, editor, text)
        with pytest.raises(Refusal, match="secret"):
            await wordings.accept(one.id, editor, "TỐI MẬT mất pass")
        assert len(await wordings.waiting(editor)) == 1


async def test_staff_of_a_commune_see_that_commune_alone(database):
    async with database.begin() as db:
        await asked(db, "mất pass vneid")
        elsewhere, wordings = await staff(db, "editor", area=THERE), Wordings(db, NOW)
        (one,) = await wordings.waiting(await staff(db, "editor"))
        assert await wordings.waiting(elsewhere) == []
        with pytest.raises(Refusal, match="unknown"):
            await wordings.accept(one.id, elsewhere, "mất pass vneid")
