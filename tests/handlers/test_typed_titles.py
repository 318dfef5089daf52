"""A title of a button of lessons, typed where it is not shown, does what the button does or says why not."""

from __future__ import annotations

import inspect
import re

import pytest

from handlers import (
    buttons,
    certificates,
    classes,
    learners,
    lessons,
    paths,
    placement,
    progress,
    reminders,
    review,
)

SHOWN_BY = (lessons, review, placement, paths, progress, certificates, classes, reminders, learners, buttons)
FILLED = {"title": "Lỡ bị lừa", "you": "bác", "You": "Bác", "done": "0", "lessons": "6", "hour": "8"}
OWN_WORDS = {"buttons.plain", "buttons.hour", "buttons.certificate_of", "buttons.module", "buttons.rename_learner"}
"""What these say is the name of something, or a number, or may be meant of anything ("đổi tên")."""
NOT_KNOWN = re.compile(r"ask\.(?!invite|feedback)|help\.(?!text)|paths\.nothing|errors\.")
STATES = {
    "menu": ("/menu",),
    "card": ("học bài 2",),
    "easier": ("học bài 2", "giải thích dễ hơn"),
    "question": ("học bài 2", "làm câu đố"),
    "interrupted": ("học bài 2", "quên mật khẩu vneid"),
    "placement": ("thử xem tôi đã biết gì",),
    "left": ("học bài 2", "/menu"),
}


def titles(library):
    """What the buttons say that these conversations show."""
    source = "\n".join(inspect.getsource(one) for one in SHOWN_BY)
    names = sorted(set(re.findall(r"buttons\.[a-z_]+(?=\")", source)) - OWN_WORDS)
    return [library.phrases.say(name, FILLED, "bac") for name in names]


@pytest.mark.parametrize("state", STATES)
async def test_no_title_is_unknown(friend, library, state):
    found = {}
    for title in titles(library):
        for typed in STATES[state]:
            await friend(typed)
        said = await friend(re.sub(r"[^\w\s:,]", "", title).strip())
        found[title] = said.phrase
    assert len(found) > 40
    assert not {title: said for title, said in found.items() if NOT_KNOWN.match(said)}


@pytest.mark.parametrize(
    ("typed", "state", "phrase"),
    [
        ("bỏ qua bài này", "card", "lessons.skipped"),
        ("bỏ qua bài này", "easier", "lessons.skipped"),
        ("bỏ qua bài này", "question", "lessons.skipped"),
        ("bỏ qua bài này", "interrupted", "lessons.skipped"),
        ("bỏ qua bài này", "left", "lessons.skipped"),
        ("bỏ qua bài này", "menu", "lessons.none_open"),
        ("bo qua cau nay", "question", "lessons.question"),
        ("bỏ qua câu này", "card", "lessons.no_question_yet"),
        ("bỏ qua câu này", "menu", "lessons.none_open"),
        ("xem lại bài", "question", "lessons.card"),
        ("học lại bài này", "menu", "lessons.none_open"),
        ("làm câu đố", "card", "lessons.question"),
        ("làm câu đố", "easier", "lessons.question"),
        ("làm nốt câu đố", "left", "lessons.card"),
        ("đọc lại thẻ này", "card", "lessons.card"),
        ("bài tiếp", "card", "lessons.next_is"),
        ("chưa biết câu này", "placement", "placement.not_known"),
        ("ôn thêm", "menu", "review.nothing"),
        ("xem cả lộ trình", "menu", "paths.choose"),
        ("kết thúc lớp", "menu", "classes.none_on"),
        ("không nhắc", "menu", "reminders.off"),
    ],
)
async def test_it_does_what_the_button_does(friend, typed, state, phrase):
    for before in STATES[state]:
        await friend(before)
    assert (await friend(typed)).phrase == phrase


async def test_the_last_question_skipped_ends_the_lesson_and_the_first_card_is_the_first(friend, library):
    lesson = library.lessons[1]
    await friend("học bài 2")
    await friend("làm câu đố")
    for _ in lesson.quiz[1:]:
        assert (await friend("bỏ qua câu này")).phrase == "lessons.question"
    assert (await friend("bỏ qua câu này")).phrase == "lessons.almost"
    await friend("xem lại bài")
    assert (await friend.citizen()).data["back"] == f"lessons.card:{lesson.code.lower()}:0"


async def test_a_lesson_or_path_named_as_on_its_button_opens(friend, library):
    lesson, path = library.lessons[8], library.paths[0]
    await friend("/menu")
    for begin in ("Bài tiếp", "▶ Học tiếp"):
        await friend(f"{begin}: {lesson.title}")
        assert (await friend.citizen()).data["lesson"] == lesson.code
        await friend("học bài 2")
    assert (await friend(f"lộ trình: {path.title}")).phrase == "paths.shown"
