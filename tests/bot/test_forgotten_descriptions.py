"""Functions lose what they say of themselves, and nothing else."""

from __future__ import annotations

from types import FunctionType

from bot.memory import _forget_description


def made(source: str) -> FunctionType:
    names: dict[str, FunctionType] = {}
    exec(source, names)  # of its own: no other test meets a function without its docstring
    return names["asked"]


def test_a_function_without_its_description_does_what_it_did():
    asked = made('def asked(name="An"):\n    "Greets."\n    return f"Chào {name}", None, 3')
    _forget_description(asked, {})
    assert asked.__doc__ is None
    assert "Greets." not in asked.__code__.co_consts
    assert asked() == ("Chào An", None, 3)


def test_words_that_a_function_also_gives_back_stay():
    asked = made('def asked():\n    "Greets."\n    return "Greets."')
    _forget_description(asked, {})
    assert asked() == "Greets."


def test_functions_that_share_their_code_go_on_sharing_it():
    inner = made('def asked():\n    def inner():\n        "Greets."\n        return 1\n    return inner')
    one, other, shorter = inner(), inner(), {}
    for each in (one, other):
        _forget_description(each, shorter)
    assert one.__code__ is other.__code__
    assert one() == other() == 1
    assert one.__doc__ is other.__doc__ is None


def test_a_function_that_says_nothing_of_itself_is_left_alone():
    asked = made('def asked():\n    return "Chào"')
    code = asked.__code__
    _forget_description(asked, {})
    assert asked.__code__ is code
