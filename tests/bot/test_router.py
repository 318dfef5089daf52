"""A turn goes to the first handler whose rule fits, whatever came before it."""

import pytest

from bot.messages import IncomingMessage, Person, Turn
from bot.router import MOST_KEYS, Router, pick


def named(name: str):
    async def one(turn, domain):
        """Nothing is said here."""

    one.__name__ = name
    return one


def turn(text: str = "", *, kind: str = "text", **what) -> Turn:
    return Turn(Person(1), IncomingMessage("web", "1", "a", text, kind=kind), text, **what)


@pytest.fixture
def routers() -> list[Router]:
    first, last = Router(), Router()
    first.command("learn", "again")(named("learn"))
    first.button("open")(named("open"))
    first.step("name")(named("name"))
    first.when(lambda said: said.text.startswith("!"))(named("shout"))
    first.when(lambda said: len(said.text) > 3, has="words")(named("long"))
    last.anything(named("words"))
    last.when(lambda said: True)(named("rest"))
    return [first, last]


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        (turn(command="again"), "learn"),
        (turn(command="other"), "rest"),
        (turn(button="open:m1"), "open"),
        (turn(button="opened:m1"), "rest"),
        (turn("An", step="name"), "name"),
        (turn("An", step="other"), "words"),
        (turn("", command="learn", step="name"), "learn"),
        (turn("", button="gone:1", step="name"), "rest"),
        (turn("!", kind="photo"), "shout"),
        (turn("long words"), "long"),
        (turn("abc"), "words"),
        (turn("abc", kind="photo"), "rest"),
    ],
)
def test_the_first_rule_that_fits_takes_the_turn(routers, said, taken):
    for _ in range(2):
        assert pick(routers, said).name.endswith(f".{taken}")


def test_what_runs_before_comes_along_and_a_later_rule_counts(routers):
    async def prepare(turn, services):
        return None

    assert pick(routers, turn(command="new")).before is None
    made = named("new")
    routers[0].command("new")(routers[0].before(prepare)(made))
    found = pick(routers, turn(command="new"))
    assert found.handler is made and found.before is prepare


def test_strange_buttons_fill_no_memory(routers):
    for number in range(2 * MOST_KEYS):
        assert pick(routers, turn(button=f"b{number}:1")).name.endswith(".rest")
    assert len(routers[0]._known) <= MOST_KEYS + 1


def test_without_a_rule_for_it_a_turn_is_a_fault(routers):
    with pytest.raises(LookupError):
        pick(routers[:1], turn("abc"))
