"""A copy that says only what we said is right; one that says anything else never is."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.genuine import asks_if_genuine, code_in
from bot.domain.likeness import Told, compared
from bot.storage.database import Database
from tests.benches.genuine import judged

BODY = (
    "Mời bà con đến nhà văn hóa thôn 3 học cài ứng dụng lúc 19 giờ ngày 12/12/2027. Không thu phí.\n"
    "Hỏi thêm: 0203 365 589. Xem tại https://xa7.example.vn/lich."
)
ORIGINAL = Told.of(f"Lớp học thôn 3\n{BODY}\nMã thông báo: TB-AB2C3D")


async def test_no_altered_copy_is_called_right_and_the_faithful_ones_are_recognised(database: Database) -> None:
    found = await judged(database, seed=1, many=200)
    assert not found["altered.right"]
    assert not found["altered.partial"]
    assert not found["altered.code"]
    assert found["faithful.right"] + found["faithful.partial"] >= 190
    assert not found["faithful.other"]


@pytest.mark.parametrize(
    ("was", "now", "changed"),
    [
        ("Không thu phí", "Thu phí", "words"),
        ("0203 365 589", "0203 365 598", "figure"),
        ("xa7.example.vn", "xa7.examp1e.vn", "contact"),
        ("xa7.example.vn", "xа7.example.vn", "contact"),  # a Cyrillic letter
        ("ngày 12/12", "ngày 11/12", "figure"),
        ("Hỏi thêm", "Chuyển khoản trước rồi hỏi thêm", "words"),
        ("19 giờ", "7 giờ", "figure"),
        ("Mời bà con đến", "Mời bà con không đến", "words"),
        ("Không thu phí", "Không thử phí", "words"),  # other marks
        ("Mời bà con đến nhà văn hóa thôn 3 học cài ứng dụng", "", "words"),
    ],
)
def test_each_change_is_named(was: str, now: str, changed: str) -> None:
    like = compared(Told.of(BODY.replace(was, now)), ORIGINAL)
    assert like.alike
    assert not like.faithful
    assert changed in like.changed


@given(st.integers(0, 200), st.text("abcdefghij0123456789", min_size=2, max_size=12))
@settings(max_examples=150, deadline=None)
def test_a_word_put_in_anywhere_is_never_right(place: int, word: str) -> None:
    words = BODY.split(" ")
    words.insert(place % (len(words) + 1), f"{word}x9")
    assert not compared(Told.of(" ".join(words)), ORIGINAL).faithful


def test_words_left_out_in_the_middle_of_a_sentence_are_a_change() -> None:
    assert not compared(Told.of(BODY.replace("Không thu", "thu")), ORIGINAL).faithful
    assert compared(Told.of(BODY.split("\n")[0]), ORIGINAL).faithful


def test_a_clause_left_out_is_a_change_too() -> None:
    rule = "Bà con tuyệt đối không: bấm đường dẫn lạ; đọc mã cho người gọi đến. Ai đã lỡ thì báo công an xã ngay."
    original = Told.of(rule)
    assert compared(Told.of(rule), original).faithful
    assert not compared(Told.of(rule.split(": ", 1)[1]), original).faithful
    assert not compared(Told.of(rule.removesuffix(" công an xã ngay.")), original).faithful


def test_what_asks_is_told_from_a_plain_question() -> None:
    assert asks_if_genuine(f"Tin này có thật không: {BODY}")
    assert asks_if_genuine("tb-ab2c3d")
    assert asks_if_genuine("📢 Lớp học")
    assert not asks_if_genuine("TB – nghỉ học hôm nay phải không")
    assert not asks_if_genuine("Làm căn cước ở đâu?")
    assert not asks_if_genuine("Thông báo lưu trú có phải trả phí không?")
    assert code_in("mã tb – ab2c3d ạ") == "TB-AB2C3D"
    assert code_in("không có") == ""


def test_the_bench_runs_in_short() -> None:
    from tests.benches.genuine import measure

    found, _ = asyncio.run(measure(20))
    assert sum(found.values()) == 42
