"""The circuit breaker: closed, open, one probe, and what its outcome decides."""

import pytest

from bot.llm.breaker import FAILURES, REST, Breaker
from bot.llm.client import Client, ModelUnavailable
from tests.doubles.model import ModelDouble

SCHEMA = {"type": "object", "properties": {"coverage": {"type": "string"}}, "required": ["coverage"]}
QUESTION = '{"question": "làm ở đâu", "passages": [{"id": "P1", "text": "Làm ở công an xã."}]}'


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def opened(hand: Hand) -> Breaker:
    breaker = Breaker(hand)
    for _ in range(FAILURES):
        assert breaker.allows()
        breaker.failed()
    return breaker


def test_failures_in_a_row_open_it_and_a_success_between_them_does_not(hand):
    breaker = Breaker(hand)
    for _ in range(FAILURES - 1):
        breaker.failed()
    breaker.succeeded()
    breaker.failed()
    assert (breaker.state, breaker.allows()) == ("closed", True)


def test_open_means_nobody_asks_until_it_has_rested(opened, hand):
    assert (opened.state, opened.allows()) == ("open", False)
    hand.at += REST - 0.1
    assert not opened.allows()
    hand.at += 0.2
    assert opened.state == "half-open"


def test_half_open_lets_one_probe_through_and_no_second(opened, hand):
    hand.at += REST
    assert [opened.allows() for _ in range(3)] == [True, False, False]


def test_a_probe_that_succeeds_closes_it(opened, hand):
    hand.at += REST
    assert opened.allows()
    opened.succeeded()
    assert opened.state == "closed"
    assert [opened.allows() for _ in range(3)] == [True, True, True]


def test_a_probe_that_fails_begins_the_rest_anew(opened, hand):
    hand.at += REST
    assert opened.allows()
    opened.failed()
    assert (opened.state, opened.allows()) == ("open", False)
    hand.at += REST
    assert opened.allows()


def test_a_probe_that_is_withdrawn_leaves_its_place_to_another(opened, hand):
    hand.at += REST
    assert opened.allows()
    opened.gave_up()
    assert opened.allows()


async def test_an_open_breaker_spares_the_endpoint_and_the_citizen_the_wait(hand):
    async with ModelDouble() as double:
        double.fail_with = 401
        client = Client("k", double.url, "m", timeout=5, concurrency=4, breaker=Breaker(hand, failures=2))
        for _ in range(5):
            with pytest.raises(ModelUnavailable):
                await client.complete("Viết JSON.", QUESTION, SCHEMA)
        assert len(double.asked) == 2
        double.fail_with, hand.at = 0, hand.at + REST
        assert (await client.complete("Viết JSON.", QUESTION, SCHEMA)).data["coverage"] == "whole"
        assert client.breaker.state == "closed"
        await client.close()
