"""JSON by orjson says what the standard library says, also where orjson alone would refuse."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import quick_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
HALF = "\ud83d"
"""Half of a pair: no letter, but a platform may send it."""


@given(VALUES)
def test_what_is_written_is_read_again(value):
    assert quick_json.loads(quick_json.dumps(value)) == json.loads(json.dumps(value)) == value


@given(VALUES)
def test_rows_and_answers_of_the_standard_library_are_read(value):
    assert quick_json.loads(json.dumps(value)) == value
    assert quick_json.loads(json.dumps(value).encode()) == value


@pytest.mark.parametrize("value", [{"text": HALF}, {1: "a key"}, [2**70], ("a", "b")])
def test_what_orjson_refuses_is_written_all_the_same(value):
    assert quick_json.loads(quick_json.dumps(value)) == json.loads(json.dumps(value))


def test_a_half_letter_leaves_as_a_question_mark():
    assert quick_json.as_body({"text": f"a{HALF}b"}) == b'{"text":"a?b"}'
    assert quick_json.as_body({"text": "được"}) == '{"text":"được"}'.encode()


@pytest.mark.parametrize("value", [datetime(2026, 1, 1, tzinfo=UTC), {"when": object()}, {b"bytes": 1}])
def test_what_is_no_json_is_refused(value):
    with pytest.raises(TypeError):
        quick_json.dumps(value)
    with pytest.raises(TypeError):
        quick_json.as_body(value)


def test_a_default_makes_words_of_the_rest():
    assert quick_json.loads(quick_json.dumps({"at": datetime(2026, 1, 1), HALF: 1}, default=str)) == {
        "at": "2026-01-01 00:00:00",
        HALF: 1,
    }


@pytest.mark.parametrize("text", [b"", b"{", b"\xff", '{"a": }', "[" * 200_000, b"[" * 200_000 + b"]" * 200_000])
def test_what_cannot_be_read_is_one_kind_of_error(text):
    with pytest.raises(ValueError):
        quick_json.loads(text)
