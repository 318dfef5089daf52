"""A follow-up is searched with its topic, a question about two things is answered for both, and nothing else is."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.domain.answering import price
from bot.domain.answering.answer import Answering
from bot.domain.answering.found import Topic
from bot.domain.answering.guard import Guard
from bot.library.files import content_dir
from bot.library.library import Library

QUESTIONS = Path(__file__).parents[2] / "questions"
TODAY = date(2026, 11, 25)


def lines(name):
    return [json.loads(line) for line in (QUESTIONS / name).read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def answering() -> Answering:
    library = Library.load(content_dir())
    return Answering(library, Guard(library.register), today=lambda: TODAY)


def follows(answering, text, entry="lam-the-can-cuoc-o-dau"):
    topic = Topic(answering.base.entries[entry].question, entry)
    return bool(answering._dialogue.followed(answering.base, text, topic))


def test_follow_ups_are_told_from_questions_that_stand_on_their_own(answering):
    rows = lines("talk/follow-ups.jsonl")
    found = [(row["follows"], follows(answering, row["text"], row["topic"])) for row in rows]
    assert sum(said for meant, said in found if meant) / sum(meant for meant, _ in found) >= 0.95
    assert sum(said for meant, said in found if not meant) <= 0.02 * sum(not meant for meant, _ in found)


def test_none_of_our_questions_is_dragged_to_an_old_topic(answering):
    rows = [row for path in sorted(QUESTIONS.glob("*.jsonl")) for row in lines(path.name)]
    dragged = [row["text"] for row in rows if follows(answering, row["text"])]
    assert len(dragged) <= 0.01 * len(rows), dragged


def test_two_questions_are_told_from_one(answering):
    rows = lines("talk/two-parts.jsonl")
    found = [(len(row["entries"]) == 2, answering._dialogue.parts(answering.base, row["text"])) for row in rows]
    assert sum(bool(parts) for two, parts in found if two) >= 0.9 * sum(two for two, _ in found)
    assert [parts for two, parts in found if not two and parts] == []


def test_none_of_our_questions_is_torn_apart(answering):
    rows = [row for path in sorted(QUESTIONS.glob("*.jsonl")) for row in lines(path.name)]
    torn = [row["text"] for row in rows if answering._dialogue.parts(answering.base, row["text"])]
    assert len(torn) <= 0.01 * len(rows), torn


async def test_a_follow_up_is_searched_with_its_topic(answering):
    topic = Topic(answering.base.entries["quen-mat-khau-vneid"].question, "quen-mat-khau-vneid")
    found = await answering.prepare("the goi cho ai", 1, topic=topic)
    assert found.follows and found.about == topic.text
    assert found.entry != topic.entry
    assert "quen-mat-khau-vneid" not in [entry for entry, _ in found.near]


async def test_both_of_two_questions_are_answered_with_their_own_sources(answering):
    found = await answering.prepare("mat the atm goi so nao va nop phat nguoi tren mang the nao", 1)
    assert (found.about, found.then.about) == ("mat the atm goi so nao", "nop phat nguoi tren mang the nao")
    assert not found.follows
    assert "mat-the-atm" in (found.entry, *(entry for entry, _ in found.near))
    assert "nop-phat-nguoi" in (found.then.entry, *(entry for entry, _ in found.then.near))


async def test_without_a_topic_a_follow_up_is_a_question_like_any_other(answering):
    assert (await answering.prepare("mất bao lâu?", 1)).about == ""


@pytest.mark.parametrize("words", ["mat dien thoai thi lam sao", "mất máy thì làm thế nào", "tôi đang mất mạng"])
def test_what_alone_says_nothing_may_name_a_subject_together(answering, words):
    assert not answering.goes_on(words)


@pytest.mark.parametrize("words", ["mất bao lâu", "có mất tiền không", "lệ phí bao nhiêu"])
def test_what_only_asks_goes_on_from_before(answering, words):
    assert answering.goes_on(words)


async def test_no_entry_of_other_things_is_offered_for_the_price_of_this_one(answering):
    topic = Topic(answering.base.entries["lam-the-can-cuoc-o-dau"].question, "lam-the-can-cuoc-o-dau")
    found = await answering.prepare("lệ phí bao nhiêu", 1, topic=topic)
    offered = [answering.base.entries[entry] for entry, _ in found.near]
    assert all(price.is_said(entry.question, entry.text) for entry in offered)


@pytest.mark.parametrize(
    ("text", "sure"), [("Quảng Ninh", False), ("quang ninh", False), ("VNeID", True), ("de an 06", True)]
)
async def test_a_bare_name_is_answered_only_where_it_is_what_a_title_asks_about(answering, text, sure):
    assert ((await answering.prepare(text, 1)).kind == "curated") is sure


@pytest.mark.parametrize(
    "text", ["http://vneid-capnhat.xyz", "www.qua-tang.top có thật không", "bấm vào https://a.b/c có sao không"]
)
async def test_of_a_link_only_that_it_is_one_is_searched(answering, text):
    found = await answering.prepare(text, 1)
    assert "lo-bam-link-la" in [found.entry, *(entry for entry, _ in found.near)]
