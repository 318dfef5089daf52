"""A path is chosen with a button or in one's own words; a few kind questions find where it begins."""

from __future__ import annotations

import pytest

from bot.domain.citizens import AUDIENCES
from bot.domain.learning import paths, placement
from bot.library.library import Library
from tests.journeys.test_learning import learn
from tests.shared import copied


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("tôi muốn làm căn cước trên điện thoại", "vneid"),
        ("toi muon lam can cuoc tren dien thoai", "vneid"),
        ("muốn học cách chuyển khoản", "tra-tien"),
        ("hoc chuyen tien", "tra-tien"),
        ("làm dịch vụ công trên mạng", "nop-ho-so"),
        ("học cách không để bị lừa", "chong-lua"),
        ("sợ bị lừa", "chong-lua"),
        ("ban hang tren mang", "mua-ban"),
        ("học trí tuệ nhân tạo", "dung-ai"),
        ("bảo hiểm y tế", "kham-benh"),
        ("người già", "cao"),
        ("hộ kinh doanh", "kd"),
    ],
)
def test_words_find_a_path(library, typed, code):
    assert code in [path.code for path in paths.find(library.paths, typed)][:2]


@pytest.mark.parametrize("typed", ["mấy giờ rồi", "gọi cấp cứu số nào", "hôm nay trời mưa", "a", "", "điện thoại"])
def test_other_words_find_none(library, typed):
    assert not paths.find(library.paths, typed)


def test_every_group_has_a_path_with_a_certificate_that_fits(library):
    for audience in AUDIENCES:
        path = paths.of_group(library.paths, audience)
        assert path.audience == audience and path.kind == "group"
    assert paths.of_group(library.paths, "").code == "dan"
    assert {path.code for path in library.paths}.isdisjoint(module.code.lower() for module in library.modules)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("M11-02, M0-06", "M11-02, M99-06", "no lesson M99-06"),
        ("M11-02, M0-06", "M11-02, M11-02", "stands there twice"),
        ("audience: HSSV", "audience: ''", "names its group"),
        ("code: hssv", "code: cao", "there is a path cao already"),
        ("also: [học sinh, ", "also: [người già, ", "keep it in one of them"),
        ("title: Học sinh, sinh viên", "titel: Học sinh", "no such field"),
    ],
)
def test_a_path_that_leads_nowhere_is_named_and_left_out(tmp_path, old, new, says):
    content = copied(tmp_path, without=("faqs", "knowledge", "pictures"))
    file = content / "paths/groups.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    library = Library.load(content)
    faults = [str(fault) for fault in library.faults if "paths/groups.yaml" in str(fault)]
    assert any(says in fault for fault in faults), faults
    assert len(library.paths) == 14


async def test_a_wish_typed_anywhere_finds_paths_and_lessons(friend):
    said = await friend("tôi muốn học cách chuyển khoản")
    assert said.phrase == "paths.meant" and "paths.show:tra-tien" in said.buttons
    said = await friend("1")
    assert said.phrase == "paths.shown"
    assert (await friend("vâng")).phrase == "paths.followed"
    assert (await friend.citizen()).path == "tra-tien"


@pytest.mark.parametrize(
    ("typed", "subject"),
    [("bài học về mật khẩu ở đâu", "mật khẩu"), ("day toi nop ho so", "nop ho so"), ("muốn học", ""), ("Bơi", "Bơi")],
)
def test_what_is_said_around_a_subject_is_left_out(typed, subject):
    assert paths.subject(typed) == subject


@pytest.mark.parametrize(
    ("typed", "lesson"),
    [
        ("bài học về mật khẩu ở đâu", "M7-01"),
        ("day toi cach dung ngan hang", "M4-01"),
        ("bài nào dạy mua hàng trên mạng", "M5-01"),
        ("muon hoc cach dung AI", "M9-02"),
    ],
)
async def test_a_wish_that_no_title_says_is_found_by_what_lessons_say(friend, typed, lesson):
    said = await friend(typed)
    assert said.phrase == "paths.meant" and f"lessons.open:{lesson.lower()}" in said.buttons, said.buttons


@pytest.mark.parametrize("typed", ["toi muon hoc nau an", "bài học về camera"])
async def test_a_wish_without_a_lesson_leads_to_those_there_are_and_to_a_person(friend, typed):
    said = await friend(typed)
    assert said.phrase == "paths.nothing" and said.buttons[:2] == ["do:paths", "do:lessons"]
    assert any(one.startswith("tickets.from:") for one in said.buttons)


async def test_a_question_that_begins_like_a_wish_is_answered(friend):
    said = await friend("học bạ điện tử tra ở đâu")
    assert said.phrase == "ask.answer"


async def test_a_question_in_place_of_a_choice_is_answered(friend):
    await friend("lộ trình")
    said = await friend("gọi cấp cứu số nào")
    assert said.phrase.startswith("ask.")


async def test_a_path_finished_earns_its_certificate(friend, library):
    await friend(button="paths.follow:vung")
    for code in library.path("vung").lessons:
        last = await learn(friend, library.lesson(code))
    assert "certificates.module:vung" in last.buttons
    await friend(button="certificates.module:vung")
    said = await friend("không")
    assert said.phrase == "certificates.issued" and library.path("vung").title in said.text
    assert (await friend(button="paths.follow:vung")).phrase == "paths.done"


LESSONS = ("M1-01", "M1-02", "M2-01", "M3-01", "M4-01", "M4-02", "M5-01", "M6-01")


def answers(*right):
    """The answers of a learner, each to the question that comes."""
    given = []
    for one in right:
        asked = placement.next_question(LESSONS, given)
        given.append([asked.lesson, asked.question, one])
    return given


def test_what_is_known_leads_to_a_harder_question_and_what_is_not_to_the_next_part():
    first = placement.next_question(LESSONS, [])
    assert first == placement.Asked("M1-01", 0)
    assert placement.next_question(LESSONS, answers(True)) == placement.Asked("M1-02", 1)
    assert placement.next_question(LESSONS, answers(False)) == placement.Asked("M2-01", 0)


def test_it_takes_five_to_seven_questions():
    assert placement.next_question(LESSONS, answers(*[False] * 4)) is not None
    assert placement.next_question(LESSONS, answers(*[False] * 5)) is None
    assert placement.next_question(LESSONS, answers(*[True] * 6)) is not None
    assert placement.next_question(LESSONS, answers(*[True] * 7)) is None


def test_the_path_begins_at_the_first_part_that_is_not_known():
    assert placement.start(LESSONS, answers(True, True, False)) == "M2-01"
    assert placement.start(LESSONS, answers(False)) == "M1-01"
    assert placement.start(LESSONS, answers(True, False)) == "M1-01"


def test_for_every_path_it_ends(library):
    for path in library.paths:
        for right in (True, False):
            given = []
            while (asked := placement.next_question(path.lessons, given)) is not None:
                assert asked.question < len(library.lesson(asked.lesson).quiz)
                given.append([asked.lesson, asked.question, right])
            assert len(given) <= placement.MOST
            assert placement.start(path.lessons, given) in path.lessons


async def test_a_placement_goes_on_another_day_and_picks_the_start(friend, library):
    said = await friend("thử xem tôi đã biết gì")
    assert said.phrase == "placement.question" and said.messages[0].reply["values"]["number"] == 1
    choice = library.lesson("M0-01").quiz[0].right
    said = await friend(str(choice))
    assert said.phrases == ["placement.known", "placement.question"]
    said = await friend("không")
    assert said.phrases == ["placement.not_known", "placement.question"]
    await friend("/menu")
    friend.watch.move(days=2)
    said = await friend("thử xem tôi đã biết gì")
    assert said.messages[0].reply["values"]["number"] == 3
    while said.phrases[-1] == "placement.question":
        said = await friend("chưa biết câu này")
    assert said.phrases[-1] in ("placement.over", "placement.over_known")
    assert (await friend.citizen()).path == "cao"
    said = await friend("vâng")
    assert said.phrase == "lessons.card"


async def test_what_was_known_comes_last_on_the_path(friend, library):
    said = await friend(button="placement.begin:dan")
    path = library.path("dan")
    given = []
    while (asked := placement.next_question(path.lessons, given)) is not None:
        lesson = library.lesson(asked.lesson)
        said = await friend(str(lesson.quiz[asked.question].right))
        given.append([asked.lesson, asked.question, True])
    known = placement.known(path.lessons, given)
    assert said.phrases[-1] == "placement.over_known" and known
    begins = next(code for code in path.lessons if code not in known)
    assert f"lessons.open:{begins.lower()}" in said.buttons


async def test_a_placement_can_be_left_and_an_old_button_asks_again(friend):
    said = await friend(button="placement.begin:cao")
    said = await friend(button="placement.answer:4:1")
    assert said.phrase == "placement.question" and said.messages[0].reply["values"]["number"] == 1
    said = await friend("thôi, học từ đầu")
    assert said.phrase == "placement.over" and "lessons.open:m0-01" in said.buttons


async def test_without_consent_a_placement_works_within_the_talk(talk):
    await talk("/start")
    await talk(button="start.agree:no")
    await talk(button="start.form:ba")
    said = await talk(button="placement.begin:cao")
    for _ in range(5):
        said = await talk("chưa biết câu này")
    assert said.phrases[-1] == "placement.over"
