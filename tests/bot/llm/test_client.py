"""The client against a model that misbehaves."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date

import pytest

from bot.llm.budget import Budget, InMemory
from bot.llm.client import Client, ModelUnavailable, as_object
from tests.doubles import model as behaviour
from tests.doubles.model import ModelDouble

SCHEMA = {"type": "object", "properties": {"coverage": {"type": "string"}}, "required": ["coverage"]}
QUESTION = '{"question": "làm ở đâu", "passages": [{"id": "P1", "text": "Làm ở công an xã."}]}'


@pytest.fixture
async def double() -> AsyncIterator[ModelDouble]:
    async with ModelDouble() as running:
        yield running


@pytest.fixture
async def client(double: ModelDouble) -> AsyncIterator[Client]:
    made = client_of(double)
    yield made
    await made.close()


def client_of(double: ModelDouble, timeout: float = 5, concurrency: int = 4) -> Client:
    return Client("key", double.url, "some-model", timeout=timeout, concurrency=concurrency)


async def ask(client: Client):
    return await client.complete("Viết JSON.", QUESTION, SCHEMA)


async def test_a_model_answers_in_the_schema_that_was_asked_for(double, client):
    answer = await ask(client)
    assert answer.data["sentences"][0]["text"] == "Làm ở công an xã."
    assert answer.tokens == 120
    assert double.asked[0]["response_format"]["json_schema"]["schema"] == SCHEMA
    assert double.asked[0]["model"] == "some-model"


async def test_an_endpoint_that_refuses_a_schema_is_asked_more_plainly_and_that_is_remembered(double, client):
    double.refuses = {"json_schema", "json_object"}
    double.answers = behaviour.fenced
    assert (await ask(client)).data["coverage"] == "whole"
    assert (await ask(client)).data["coverage"] == "whole"
    assert [body.get("response_format", {}).get("type") for body in double.asked] == [
        "json_schema",
        "json_object",
        None,
        None,
    ]


async def test_an_endpoint_that_takes_json_without_a_schema_keeps_that(double, client):
    double.refuses = {"json_schema"}
    await ask(client)
    assert double.asked[-1]["response_format"] == {"type": "json_object"}


async def test_an_endpoint_that_takes_no_temperature_still_gets_the_schema(double, client):
    double.takes_temperature = False
    await ask(client)
    assert "temperature" not in double.asked[-1]
    assert double.asked[-1]["response_format"]["type"] == "json_schema"


async def test_an_endpoint_that_refuses_everything_is_unavailable(double, client):
    double.refuses = {"json_schema", "json_object", "plain"}
    with pytest.raises(ModelUnavailable):
        await ask(client)


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_passing_failure_is_tried_once_more(double, client, status):
    double.fail_with, double.failures = status, 1
    assert (await ask(client)).data["coverage"] == "whole"
    assert len(double.asked) == 2


@pytest.mark.parametrize(("status", "calls"), [(500, 2), (429, 2), (401, 1), (404, 1)])
async def test_a_lasting_failure_ends_soon(double, client, status, calls):
    double.fail_with = status
    with pytest.raises(ModelUnavailable):
        await ask(client)
    assert len(double.asked) == calls


async def test_a_late_answer_is_no_answer(double):
    double.late = 1.0
    client = client_of(double, timeout=0.1)
    with pytest.raises(ModelUnavailable):
        await ask(client)
    await client.close()


async def test_a_line_that_breaks_off_is_no_answer(double, client):
    double.breaks_off = True
    with pytest.raises(ModelUnavailable):
        await ask(client)


@pytest.mark.parametrize(
    "answers", [behaviour.broken_json, lambda body: "[1, 2]", lambda body: "", lambda body: "xin chào"]
)
async def test_what_is_no_json_object_is_no_answer(double, client, answers):
    double.answers = answers
    with pytest.raises(ModelUnavailable):
        await ask(client)


async def test_an_answer_cut_at_its_length_is_no_answer(double, client):
    double.finish_reason = "length"
    with pytest.raises(ModelUnavailable):
        await ask(client)


async def test_nobody_listening_is_unavailable():
    client = Client(None, "http://127.0.0.1:9/v1", "some-model", timeout=2, concurrency=1)
    with pytest.raises(ModelUnavailable):
        await ask(client)
    await client.close()


async def test_no_more_questions_at_once_than_allowed(double):
    double.late = 0.02
    client = client_of(double, concurrency=2)
    await asyncio.gather(*(ask(client) for _ in range(6)))
    assert double.most_at_once == 2
    await client.close()


def test_an_object_is_found_among_words():
    assert as_object('Vâng: {"a": {"b": 1}} nhé') == {"a": {"b": 1}}


# --- budget --------------------------------------------------------------------------------------------------------

DAY = date(2026, 11, 24)


async def test_a_person_has_a_daily_limit_of_their_own():
    budget = Budget(lambda: DAY, daily_limit=2)
    assert [await budget.take(1) for _ in range(3)] == [True, True, False]
    assert await budget.take(2)


async def test_the_next_day_begins_anew():
    today = DAY
    budget = Budget(lambda: today, daily_limit=1)
    assert await budget.take(1)
    assert not await budget.take(1)
    today = date(2026, 11, 25)
    assert await budget.take(1)


async def test_a_month_of_tokens_is_enough_and_then_no_more():
    today = DAY
    budget = Budget(lambda: today, InMemory(), daily_limit=None, monthly_tokens=100, price=2.5)
    assert await budget.take(1)
    await budget.spend(120)
    assert not await budget.take(1)
    assert await budget.cost_this_month() == pytest.approx(0.0003)
    today = date(2026, 12, 1)
    assert await budget.take(1)
    assert await budget.tokens_this_month() == 0


async def test_without_a_price_there_is_no_cost():
    assert await Budget(lambda: DAY).cost_this_month() is None
