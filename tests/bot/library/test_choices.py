"""A typed text picks a choice by its number or by its own words, and nothing else."""

from __future__ import annotations

import pytest

from bot.library.choices import begun, chosen, lone_number, several_numbers, title_key

OFFERED = [
    ["lessons.module:m0", title_key("Làm quen thiết bị (0/5)")],
    ["ask.right:7", title_key("👍 Đúng ý")],
    ["start.form:co", title_key("Cô")],
]


@pytest.mark.parametrize(
    ("typed", "does"),
    [
        ("1", "lessons.module:m0"),
        ("2)", "ask.right:7"),
        ("số 2", "ask.right:7"),
        ("cau 3.", "start.form:co"),
        ("３", "start.form:co"),
        ("lam quen thiet bi", "lessons.module:m0"),
        ("ĐÚNG Ý", "ask.right:7"),
        ("co", "start.form:co"),
        ("Co\u0302", "start.form:co"),
        ("hai", "ask.right:7"),
        ("Số ba.", "start.form:co"),
        ("hai nhé", "ask.right:7"),
        ("hai nhe", "ask.right:7"),
        ("2 ạ", "ask.right:7"),
        ("số 2 nhé ạ", "ask.right:7"),
        ("đáp án 2", "ask.right:7"),
        ("đáp án hai", "ask.right:7"),
    ],
)
def test_a_choice_is_meant(typed, does):
    assert chosen(typed, OFFERED) == does


@pytest.mark.parametrize(
    ("typed", "does"),
    [
        ("Chống lừa đảo", "lessons.module:m6"),
        ("chong lua", "lessons.module:m6"),
        ("chống", ""),
        ("dữ liệu", ""),
        ("chong lua dao truc tuyen la gi", ""),
        ("không cảm", ""),
    ],
)
def test_the_beginning_of_a_title_is_meant_where_only_one_begins_so(typed, does):
    titles = {"m6": "Chống lừa đảo trực tuyến (0/9)", "m7": "Dữ liệu cá nhân", "m8": "Dữ liệu mở"}
    offered = [[f"lessons.module:{code}", title_key(title)] for code, title in titles.items()]
    offered.append(["start.agree:no", title_key("Không, cảm ơn")])
    assert begun(typed, offered, ("lessons.module:",)) == does


@pytest.mark.parametrize(
    "typed",
    ["0", "4", "113", "5656", "1 2", "đúng", "cô giáo ở đâu", "", "😀", "1.5", "-1", "1,2", "/co", "mười", "nam"],
)
def test_no_choice_is_meant(typed):
    assert chosen(typed, OFFERED) == ""


@pytest.mark.parametrize("typed", ["113 nhé", "2 người", "nhé", "2 nhé nhưng mà"])
def test_kind_words_alone_or_more_than_these_choose_nothing(typed):
    assert chosen(typed, OFFERED) == ""


@pytest.mark.parametrize(
    ("typed", "number"),
    [("28", 28), ("Số 28.", 28), ("０", 0), ("28 tuổi", None), ("2 8", None), ("5656", None), ("thứ hai", 2)],
)
def test_a_lone_number_is_one_and_nothing_else(typed, number):
    assert lone_number(typed) == number


NEAR = [
    ["ask.entry:a", title_key("Quên mật khẩu Zalo")],
    ["ask.entry:b", title_key("Đổi mật khẩu")],
    ["ask.entry:c", title_key("Khóa màn hình")],
    ["ask.model:7", title_key("Câu khác")],
    ["do:menu", title_key("Bảng chọn")],
]


@pytest.mark.parametrize(
    ("typed", "does"),
    [
        ("thứ hai", "ask.entry:b"),
        ("thu hai", "ask.entry:b"),
        ("Cái thứ hai nhé cháu", "ask.entry:b"),
        ("ý bà là cái thứ ba", "ask.entry:c"),
        ("chọn mục thứ 1", "ask.entry:a"),
        ("cái đầu tiên", "ask.entry:a"),
        ("cai tren cung", "ask.entry:a"),
        ("đầu tiên", "ask.entry:a"),
        ("cái cuối", "ask.entry:c"),
        ("cái cuối cùng ấy", "ask.entry:c"),
        ("2 cháu ạ", "ask.entry:b"),
        ("cái thứ tư", "ask.model:7"),
        ("thứ sáu", ""),
        ("họp thứ hai", ""),
        ("thứ hai tuần sau", ""),
        ("bài đầu tiên", ""),
        ("2 con", ""),
    ],
)
def test_a_place_of_the_list_is_meant(typed, does):
    assert chosen(typed, NEAR) == does


@pytest.mark.parametrize("typed", ["thứ hai", "cái cuối", "cái đầu"])
def test_where_no_list_is_shown_a_place_presses_nothing(typed):
    assert chosen(typed, [["ask.right:7", "dung y"], ["ask.wrong:7", "chua dung"], ["do:menu", "bang chon"]]) == ""
    assert chosen(typed, []) == ""
    assert chosen(typed, NEAR, spoken=False) == ""


def test_a_place_is_one_of_all_that_are_shown():
    card = [["lessons.next:1", "tiep"], ["lessons.easier:1", "giai thich de hon"], ["do:menu", "bang chon"]]
    assert chosen("cái thứ hai", card) == chosen("thứ hai", card) == "lessons.easier:1"
    assert chosen("cái cuối", card) == ""
    assert chosen("cái thứ tư", card) == chosen("cái thứ hai", []) == ""


def test_a_choice_may_be_called_like_a_place():
    assert chosen("thứ hai", [["a:1", "chu nhat"], ["a:2", "thu sau"], ["b:3", "thu hai"]]) == "b:3"


def test_what_a_choice_is_called_goes_before_what_it_counts():
    assert chosen("ba", [["form:ong", "ong"], ["form:ba", title_key("Bà")], ["form:bac", "bac"]]) == "form:ba"


@pytest.mark.parametrize(
    ("typed", "several"),
    [
        ("1,2", True),
        ("1 và 3", True),
        ("1; 2; 3", True),
        ("cả hai", True),
        ("tat ca", True),
        ("1.5", False),
        ("1 2", False),
    ],
)
def test_several_numbers_are_no_single_choice(typed, several):
    assert several_numbers(typed) == several


def test_where_a_name_is_asked_for_a_word_is_no_number():
    assert chosen("Hai", OFFERED, spoken=False) == ""
    assert chosen("2", OFFERED, spoken=False) == "ask.right:7"
