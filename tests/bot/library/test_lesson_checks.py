"""A lesson that is tiring, unfair or told twice is named."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from bot.library.files import Source
from bot.library.lesson_checks import alike, faults, median_words, unexplained
from bot.library.schemas import Lesson, Question, Term

SOURCE = Source("content/lessons/m0/m0-01.md", {}, {"quiz": 9})


def question(choices, right):
    return Question(ask="Làm gì?", choices=choices, right=right, why=["vì"] * len(choices))


def lesson(*quiz, code="M0-01", cards=("Khóa máy.", "Mở máy.", "Chữ to."), easier=()):
    quiz = quiz or (question(["Một", "Hai ba"], 1), question(["Bốn năm", "Sáu"], 2))
    given = {"title": "Bài", "minutes": 3, "for": ["DÂN"], "goal": "g", "skills": [], "facts": ["F-MK-07"]}
    given |= {"citizen_sources": [], "reviewed": date(2026, 11, 25), "do_now": "làm", "if_stuck": "hỏi"}
    return Lesson(code=code, quiz=list(quiz), cards=list(cards), easier=dict(easier), **given)


def said(one):
    return [fault.remedy for fault in faults(one, SOURCE)]


def test_a_good_lesson_has_no_fault():
    assert said(lesson()) == []


def test_long_sentences_are_named_by_the_one_in_the_middle():
    long = " ".join(["chữ"] * 17) + "."
    assert median_words(["Một hai ba. Bốn năm.", "Sáu."]) == 2
    assert said(lesson(cards=[long, long, "Ngắn."])) == [
        "half of the sentences have 17 words or more: make them shorter"
    ]


@pytest.mark.parametrize(
    ("quiz", "says"),
    [
        ([(["Một", "Hai ba"], 1), (["Bốn", "Năm sáu"], 1)], "always the first"),
        ([(["Một", "Hai ba"], 2), (["Bốn năm", "Sáu"], 1)], "always the longest"),
        ([(["Mức 3", "Mức 2", "Mức 1"], 1), (["Dài hơn hẳn", "Sáu"], 2)], "who types “Mức 3” chooses another"),
        ([(["Có ạ", "có  Ạ!"], 1), (["Dài hơn hẳn", "Sáu"], 2)], "chooses another answer"),
    ],
)
def test_answers_that_give_themselves_away_or_cannot_be_typed_are_named(quiz, says):
    found = said(lesson(*(question(*one) for one in quiz)))
    assert found and all(says in remedy for remedy in found[:1]), found


def test_easier_words_are_short_and_bring_no_new_fact():
    cards = ["Gọi 113 từ 01/7/2025.", "Mở máy.", "Chữ to."]
    mark = "(chưa được tỉnh xác nhận, thông tin đến 7/2025)"
    assert said(lesson(cards=cards, easier={1: "Gọi số 113 ngay."})) == []
    assert said(lesson(cards=[f"{cards[0]} {mark}", *cards[1:]], easier={1: f"{'Gọi ' * 16}{mark}."})) == []
    assert said(lesson(cards=cards, easier={1: "Gọi " * 17})) == ["a sentence has 17 words: at most 16 are easy"]
    (new,) = said(lesson(cards=cards, easier={1: "Gọi 114."}))
    assert new == "114 stands in no card: easier words bring no new fact"
    with pytest.raises(ValidationError, match=r"easier: 2 must have at most 60 words, has 61"):
        lesson(cards=cards, easier={2: "Gọi. " * 61})


@pytest.mark.parametrize(
    ("card", "strange"),
    [
        ("Không đọc mã OTP cho ai.", ["OTP"]),
        ("Mã OTP (mã xác nhận gửi về máy) không đọc cho ai.", []),
        ("Không đọc mã OTP. OTP là mã xác nhận.", []),
        ("Có người giả OTP, tức mã xác nhận.", []),
        ("Mã ấy gọi là OTP.", []),
        ("Bấm Link thì mất tiền.", ["link"]),
        ("Ai gửi thì hỏi lại, vào trang hotp.vn/otp/OTP.", []),
    ],
)
def test_a_foreign_word_is_explained_in_each_lesson_that_uses_it(card, strange):
    terms = [Term(term=word, foreign=[word], means="m") for word in ("OTP", "link", "AI")]
    assert list(unexplained(lesson(cards=[card, "Mở máy.", "Chữ to."]), terms)) == strange


def test_two_lessons_that_say_the_same_are_named():
    cards = ["Khóa màn hình giống then cài cửa nhà", "Chọn mã số người ngoài khó đoán ra", "Chữ to dễ đọc hơn"]
    other = ["Khóa màn hình giống then cài cửa nhà", "Chọn mã số người ngoài khó đoán ra", "Gọi cho con cháu hỏi"]
    twins = [lesson(cards=cards), lesson(code="M0-02", cards=other)]
    sources = {"M0-01": SOURCE, "M0-02": SOURCE}
    (fault,) = alike(twins, sources)
    assert fault.remedy.endswith("stand in M0-02 too: join the two lessons")
    strange = lesson(code="M0-02", cards=["Đọc tên người nhận", "Hỏi chủ quán đã", "Đúng mới bấm nút"])
    assert list(alike([twins[0], strange], sources)) == []
