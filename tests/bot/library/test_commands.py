"""Which command a whole message is, said plainly or as a wish."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("xóa hết", "erase"),
        ("xoá hết dữ liệu", "erase"),
        ("gặp cán bộ ơi", "tickets"),
        ("cho tôi gặp người thật", "tickets"),
        ("Tôi muốn nói chuyện với cán bộ ạ", "tickets"),
        ("cho chau gap can bo voi", "tickets"),
        ("làm ơn cho tôi xóa dữ liệu", "erase"),
        ("bác muốn học", "lessons"),
        ("đổi cách xưng hô", "change_form"),
        ("gọi tôi là bà", "form_ba"),
        ("đổi nơi ở", "change_commune"),
        ("tắt nhắc", "reminders_off"),
        ("/hoc", "lessons"),
        ("cài đat", "settings"),
        ("bà cảm ơn cháu nhiều nhé", "thanks"),
        ("bác cảm ơn", "thanks"),
        ("cám ơn anh", "thanks"),
        ("cảm ơn cán bộ nhé", "thanks"),
        ("dạ bà hiểu rồi", "understood"),
        ("bà không hiểu", "lost"),
        ("cháu ơi bà không hiểu", "lost"),
        ("mình không hiểu câu này", "lost"),
        ("không hiểu lắm cháu ạ", "lost"),
        ("tôi không biết", "lost"),
        ("bot này của ai", "who"),
        ("dkm bot ngu", "rude"),
        ("gọi tôi bằng chú", "form_chu"),
    ],
)
def test_a_command_is_known_however_it_is_wished_for(library, said, command):
    found = library.commands.match(said)
    assert (found.command, found.exact) == (command, True)


@pytest.mark.parametrize(
    "said",
    [
        *("tôi muốn học cách chuyển khoản", "gặp cán bộ xã ở đâu", "muốn xóa tài khoản vneid", "/abc"),
        *("mã độc", "nhắc nợ", "khóc", "học bạ", "tiền đò", "cho tôi tiền đò", "bà làm căn cước", "có con"),
    ],
)
def test_other_words_are_no_command(library, said):
    assert library.commands.match(said).command == ""


def test_no_call_for_help_is_taken_for_a_command(library):
    calls = [*library.emergency.signs, *library.emergency.calls]
    said = [words for call in calls for words in (call, f"cho tôi {call}", f"{call} với ạ")]
    assert [words for words in said if library.commands.match(words).exact] == []


@pytest.mark.parametrize(
    ("slip", "command"), [("hocj", "lessons"), ("cài đặtt", "settings"), ("thoong báo", "announcements")]
)
def test_one_letter_may_be_wrong(library, slip, command):
    assert library.commands.match(slip).command == command


@pytest.mark.parametrize("text", ["đã đọcc", "tham gi", "hủy ch"])
def test_what_writes_something_down_needs_every_letter(library, text):
    assert library.commands.match(text).command in ("", "menu")


@pytest.mark.parametrize("typed", ["đổi xe", "doi xe", "hóc", "bài hóc", "đổi xả"])
def test_another_word_is_no_slip(library, typed):
    found = library.commands.match(typed)
    assert not found.command and not found.tied


@pytest.mark.parametrize(
    ("typed", "command"),
    [("doi xa", "change_commune"), ("hocj", "lessons"), ("on tpa", "review"), ("bai hocc", "lessons")],
)
def test_a_slip_in_a_longer_syllable_still_is_one(library, typed, command):
    assert library.commands.match(typed).command == command
