"""A citizen and a model that is down, slow or lying: a labelled answer or an honest word with a way to a person."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from bot import inbox
from bot.domain.answering.answer import Answering
from bot.domain.answering.guard import Guard
from bot.domain.domain import Services
from bot.llm.breaker import Breaker
from bot.llm.client import Client
from bot.storage.tables import Outbound
from tests.doubles import model as behaviour
from tests.doubles.model import ModelDouble
from tests.journeys.conftest import Talk
from tests.shared import the_base

TIMEOUT = 2.0
AFTERWARDS = 3.0
"""Seconds after the time-out within which a citizen has an answer."""
QUESTION = "cho tôi hỏi về căn cước với"
TROUBLES = {
    "down": {"fail_with": 503},
    "refusing": {"fail_with": 401},
    "late": {"late": 30.0},
    "breaking off": {"breaks_off": True},
    "lying": {"answers": behaviour.invents},
    "babbling": {"answers": behaviour.broken_json},
    "mute": {"answers": behaviour.absent},
    "of another shape": {"answers": behaviour.other_shape},
}


@pytest.fixture
async def double() -> AsyncIterator[ModelDouble]:
    async with ModelDouble() as running:
        yield running


@pytest.fixture
def timeout() -> float:
    return TIMEOUT


@pytest.fixture
async def assisted(database, library, double, timeout) -> AsyncIterator[Talk]:
    client = Client("key", double.url, "some-model", timeout=timeout, concurrency=2, breaker=Breaker(failures=1000))

    class Assisted(Talk):
        """With the assistant behind it."""

        def _services(self) -> Services:
            today = date(2026, 11, 23)
            answering = Answering(library, Guard(library.register), client, today=lambda: today, base=the_base())
            return replace(super()._services(), answering=answering)

    talk = Assisted(database, library)
    await talk("xin chào")
    yield talk
    await client.close()


async def assistant_asked(talk: Talk):
    """What comes when the assistant is asked; the test fails when nothing came in time."""
    offered = await talk(QUESTION)
    button = next(
        does for does in (b for row in offered.messages for b in buttons_of(row)) if does.startswith("ask.model")
    )
    async with asyncio.timeout(TIMEOUT + AFTERWARDS):
        return await talk(button=button)


def buttons_of(row: Outbound) -> list[str]:
    return [button[0] for button in row.reply.get("buttons", ())]


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_whatever_ails_the_model_the_answer_is_labelled_or_honest_with_a_way_to_a_person(
    assisted, double, trouble
):
    for name, value in TROUBLES[trouble].items():
        setattr(double, name, value)
    said = await assistant_asked(assisted)
    assert double.asked
    assert said.phrase in ("ask.answer", "ask.answer_partial", "ask.no_answer")
    assert said.label in ("extract", "") and (said.label == "extract") == (said.phrase != "ask.no_answer")
    assert any(button.startswith(("tickets.from", "ask.wrong")) for button in said.buttons)
    for invented in ("999/2031", "0912", "350.000", "quangninh.example"):
        assert invented not in said.text


@pytest.mark.parametrize("timeout", [20])
async def test_a_model_that_is_well_is_labelled_as_one(assisted):
    said = await assistant_asked(assisted)
    assert (said.phrase in ("ask.answer", "ask.answer_partial"), said.label) == (True, "ai")
    assert any(button.startswith("tickets.from") for button in said.buttons)


@pytest.mark.parametrize("timeout", [20])
async def test_who_waits_is_told_so_and_the_answer_follows(assisted, double, database, monkeypatch):
    monkeypatch.setattr(inbox, "TYPING_AFTER", 0.01)
    monkeypatch.setattr(inbox, "SEARCHING_AFTER", 0.01)
    double.late = 0.2
    said = await assistant_asked(assisted)
    async with database.read() as db:
        rows = list(await db.scalars(select(Outbound).order_by(Outbound.id)))
    phrases = [row.reply["phrase"] for row in rows]
    assert phrases.count("ask.searching") == 1
    assert phrases.index("ask.searching") < len(phrases) - 1
    assert phrases[-1] == said.phrase != "ask.searching"


async def test_who_does_not_wait_is_not_told_anything_but_the_answer(assisted, database):
    await assistant_asked(assisted)
    async with database.read() as db:
        rows = list(await db.scalars(select(Outbound)))
    assert "ask.searching" not in [row.reply["phrase"] for row in rows]
