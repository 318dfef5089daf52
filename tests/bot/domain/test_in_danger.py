"""A question that sounds like somebody in danger: the numbers come before what else is found, and no model is asked."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.answering.answer import Answering
from bot.domain.answering.guard import Guard
from bot.domain.answering.likeness import AROUND, InDanger, Lines
from bot.domain.answering.search import Near
from bot.library.library import Library, Loader
from bot.library.register import Register
from bot.library.schemas import Danger, Faq
from bot.library.watching import with_knowledge
from tests.shared import the_answering

FAQ = Faq(
    id="khai-sinh",
    question="Làm giấy khai sinh ở đâu",
    also=["khai sinh cho con"],
    text="Ở ủy ban nhân dân xã.",
    reviewed=date(2026, 1, 1),
    citizen_sources=["Nguồn"],
    topic="khác",
    facts=["F-VN-01"],
    visibility="public",
)
LINES = [
    Danger(about="Nước", lines="bị nước cuốn trôi\nmắc kẹt giữa dòng nước"),
    Danger(about="Đã qua", lines="năm ngoái bị nước cuốn trôi mất dép", harmless=True),
]
LIBRARY = Library(faqs=[FAQ], danger=LINES, prompts={"answer": "Chỉ dựa trên tư liệu."})


class Model:
    """Is never to be asked."""

    async def complete(self, *args, **more):
        raise AssertionError("asked")


def answers(library=LIBRARY, model=None):
    return Answering(library, Guard(Register([])), model, today=lambda: date(2026, 11, 27))


@pytest.mark.parametrize("text", ["em toi bi nuoc cuon troi roi", "chúng tôi mắc kẹt giữa dòng nước"])
async def test_what_is_like_a_line_says_so_and_asks_no_model(text):
    for asked in (False, True):
        found = await answers(model=Model()).prepare(text, 1, ask_model=asked)
        assert found.in_danger in LINES[0].lines and not found.model_possible
        assert any(step.startswith("in danger: like") for step in found.steps)


@pytest.mark.parametrize("text", ["năm ngoái tôi bị nước cuốn trôi mất dép", "khai sinh cho con", "chào buổi sáng"])
async def test_what_only_looks_alike_or_has_an_entry_does_not(text):
    assert (await answers().prepare(text, 1)).in_danger == ""


def test_who_asks_what_is_nearer_to_something_else_or_to_a_harmless_line_is_not_in_danger():
    lines, (line, other) = Lines.of(LINES), LINES[0].lines
    harmless = Near(LINES[1].lines[0], -3.0, 0.0)
    found = [Near("làm sổ đỏ", 2.1, 0.0), Near(line, 2.0, 0.0), Near(other, 1.0, 0.0), harmless]
    assert lines.like(found, 0.0, general=False) == InDanger(line, "Nước", 2.0)
    assert lines.like(found, 2.0, general=False) is None, "an entry is as near"
    close = [Near(line, 2.0, 0.0), harmless._replace(score=1.9)]
    assert lines.like(close, 0.0, general=False) is None, "a harmless line is as near"
    assert lines.like(found, 1.0, general=False) and lines.like(found, 1.0, general=True) is None, "it asks in general"
    assert lines.like([], 0.0, general=False) is None


async def test_without_lines_nobody_is_in_danger():
    assert (await answers(replace(LIBRARY, danger=[])).prepare("bị nước cuốn trôi", 1)).in_danger == ""


def test_a_long_subject_stays_as_short_as_entries_are():
    lines = "\n".join(f"dòng thứ {number}" for number in range(2 * AROUND))
    read = Lines.of([Danger(about="Dài", lines=lines)]).documents
    assert len(read) == 2 * AROUND and max(one.text.count("dòng") for one in read) == AROUND


def test_faults_are_named_with_their_line(tmp_path):
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "danger.yaml").write_text(
        "- about: Nước\n  lines: |\n    bị nước cuốn\n    trôi\n    bị nước cuốn\n- about: Lửa\n  harmles: true\n"
        "  lines: |\n    lửa bén vào nhà\n",
        "utf-8",
    )
    library = Loader(tmp_path).load()
    faults = [(one.line, one.remedy) for one in library.faults if one.path.endswith("danger.yaml")]
    assert library.danger == []
    assert [line for line, _ in faults] == [4, 5, 7]


def test_lines_are_read_anew_while_the_program_runs():
    assert with_knowledge(Library(), LIBRARY).danger == LINES


@pytest.mark.parametrize("words", ["màn hình", "man hinh", "Màn hình?", "con chuột", "nhà nghỉ", "thang may"])
async def test_who_only_names_a_thing_is_not_alarmed(words):
    assert not (await the_answering().prepare(words, 1)).in_danger


@pytest.mark.parametrize("words", ["khó thở", "vỡ ối", "co giật"])
async def test_who_names_a_danger_is(words):
    assert (await the_answering().prepare(words, 1)).in_danger
