"""What nobody here knows is offered no entry and quoted no passage; what an entry answers is."""

from dataclasses import replace
from datetime import date

import pytest
from rich.console import Console

from bot.cli.search import prepared
from bot.domain.answering.answer import Answering
from bot.domain.answering.base import general
from bot.domain.answering.guard import Guard
from bot.domain.answering.search import Document
from bot.domain.answering.silenced import silenced
from bot.library.files import content_dir
from bot.library.library import Library, Loader
from bot.library.register import Register
from bot.library.schemas import Beyond
from bot.library.watching import with_knowledge
from tests.bot.domain.test_answering import ABBREVIATIONS, FAQS, LESSONS, TODAY
from tests.shared import copied, the_library

LINES = [
    Beyond(about="Nấu ăn", lines=("cách kho cá cho ngon", "nấu món canh chua")),
    Beyond(about="Đất đai", lines=("tranh chấp đất ở xã", "làm sổ đỏ ở đâu")),
]
LIBRARY = Library(
    faqs=FAQS, lessons=LESSONS, abbreviations=ABBREVIATIONS, prompts={"answer": "Chỉ dựa trên tư liệu."}, beyond=LINES
)
ASKED = "làm sổ đỏ ở xã"


def answering(library: Library = LIBRARY, model=None) -> Answering:
    return Answering(library, Guard(Register([])), model, today=lambda: TODAY)


@pytest.mark.parametrize("asked", [ASKED, "lam so do o xa", "Làm sổ đỏ ở xã ạ?"])
async def test_what_nobody_knows_is_offered_nothing_and_says_why(asked):
    assert (await answering(replace(LIBRARY, beyond=[])).prepare(asked, 1)).kind == "near"
    found = await answering().prepare(asked, 1)
    assert (found.kind, found.near, found.text, found.beyond) == ("none", (), "", "làm sổ đỏ ở đâu")
    assert any(step.startswith("beyond: line “làm sổ đỏ ở đâu” of “Đất đai” fits by ") for step in found.steps)


@pytest.mark.parametrize("asked", ["giấy tờ căn cước của xã", "can cuoc het han", "khai sinh cho con"])
async def test_what_an_entry_answers_is_found_as_before(asked):
    before, after = [await answering(one).prepare(asked, 1) for one in (replace(LIBRARY, beyond=[]), LIBRARY)]
    assert (before.kind, before.entry, before.near) == (after.kind, after.entry, after.near)
    assert before.kind != "none"


async def test_an_entry_that_is_sure_is_given_even_where_a_line_says_the_same():
    lines = [Beyond(about="Hộ tịch", lines=("đăng ký khai sinh cho con ở đâu",))]
    found = await answering(replace(LIBRARY, beyond=lines)).prepare("Đăng ký khai sinh cho con ở đâu?", 1)
    assert (found.kind, found.entry) == ("curated", "khai-sinh")


async def test_the_model_is_not_asked_unbidden_but_is_when_somebody_wants_it(monkeypatch):
    called = []

    async def written(self, asked):
        called.append(asked.question)

    monkeypatch.setattr(Answering, "_written", written)
    await answering().prepare(ASKED, 1)
    assert called == []
    found = await answering().prepare(ASKED, 1, ask_model=True)
    assert called == [ASKED] and found.kind == "none"


async def test_a_lesson_goes_on_saying_what_it_says():
    lines = [Beyond(about="Mạng", lines=("bấm đường liên kết lạ vui không",))]
    asked = "bấm đường liên kết lạ để cài ứng dụng"
    found = await answering(replace(LIBRARY, beyond=lines)).prepare(asked, 1, lesson="M1-01")
    assert found.kind == "extract" and "đường liên kết lạ" in found.text


async def test_a_question_that_names_nothing_is_asked_of_what():
    lines = [Beyond(about="Phí", lines=("phí bao nhiêu tiền",))]
    found = await answering(replace(LIBRARY, beyond=lines, talk=the_library().talk)).prepare("phí bao nhiêu", 1)
    assert found.unnamed and found.beyond == ""


async def test_lines_are_known_without_a_restart_and_by_their_own_words():
    assert with_knowledge(Library(), LIBRARY).beyond == LINES
    answers = answering(replace(LIBRARY, beyond=[]))
    assert (await answers.prepare(ASKED, 1)).kind == "near"
    await answers.change(LIBRARY)
    assert (await answers.prepare(ASKED, 1)).beyond == "làm sổ đỏ ở đâu"
    await answers.change(replace(LIBRARY, beyond=[]))
    assert (await answers.prepare(ASKED, 1)).kind == "near"


def test_somebody_else_s_base_is_searched_without_the_lines(monkeypatch):
    """`hocvuso search`: neither found nor learnt from."""
    monkeypatch.setenv("DENSE_SEARCH", "off")
    documents = [Document("a", "Làm căn cước ở đâu?", "Đến công an xã.")]
    found, _ = prepared(documents, Console(stderr=True))
    assert [one.id for one in found.documents] == ["a"]
    assert the_library().beyond and general(the_library()) == general(replace(the_library(), beyond=[]))


# --- the file -------------------------------------------------------------------------------------------------------

FILE = "words/beyond.yaml"


def written(tmp_path, text: str) -> Loader:
    """The content with this file, as far as its lines are held against it."""
    folder = copied(tmp_path, without=("lessons", "knowledge", "paths", "pictures"))
    (folder / FILE).write_text(text, "utf-8")
    return Loader(folder)


GOOD = "- about: Nấu ăn\n  lines: |\n    cách kho cá cho ngon\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- about: X\n  lines: |\n    cá\n", "content/words/beyond.yaml:3: lines — “cá” has 1 words: write 2 to 12"),
        (f"- about: X\n  lines: |\n    kho cá\n    {'rất dài ' * 7}\n", ":4: lines — “rất dài rất"),
        ("- about: X\n  lines: |\n    cach kho ca ngon\n", ":3: lines — “cach kho ca ngon” is typed without marks"),
        ("- about: X\n  lines: |\n    kho cá\n\n    Kho  ca\n", ":5: lines — “Kho  ca” stands in line 3 too"),
        ("- about: X\n  lines: |\n    VNeID là gì?\n", ":3: lines — “VNeID là gì?” is how vneid-la-gi is asked for"),
        ("- about: X\n  lines: \n", ":2: lines — "),
        ("- about: X\n  lines: |\n\n", ":2: lines — has no line: write how people ask for it"),
        ("- about: X\n  line: |\n    kho cá\n", ":2: line — no such field; did you mean `lines`?"),
        ("- lines: |\n    kho cá\n", "about — is missing: write it"),
        ("- about: Nấu  ăn\n  lines: |\n    luộc gà\n", ":4: about — “Nấu  ăn” stands in line 1 too"),
        ("about: X\n", ":1: file — "),
    ],
)
def test_each_fault_names_file_line_field_and_what_would_do(tmp_path, text, says):
    text = GOOD + text if "Nấu" in text else text
    library = written(tmp_path, text).load()
    assert any(says in str(fault) and FILE in str(fault) for fault in library.faults), [*map(str, library.faults)]
    assert len(library.beyond) == ("Nấu" in text)


def test_a_broken_subject_leaves_the_others(tmp_path):
    library = written(tmp_path, f"- about: X\n  lines: |\n    cá\n{GOOD}").load()
    assert [one.about for one in library.beyond] == ["Nấu ăn"]


def test_a_line_that_fits_an_entry_gets_a_hint_with_its_place(tmp_path):
    loader = written(tmp_path, f"{GOOD}    nộp phạt nguội trên mạng\n")
    (hint,) = silenced(loader.load(), loader.sources, date(2026, 11, 27))
    assert str(hint).startswith(f"content/{FILE}:4: lines — “nộp phạt nguội trên mạng” fits the entry nop-phat-nguoi")


def test_no_published_line_fits_an_entry():
    loader = Loader(content_dir())
    library = loader.load()
    assert [*map(str, silenced(library, loader.sources, date(2026, 11, 27)))] == []
