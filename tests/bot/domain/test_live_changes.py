"""A thousand entries are added, changed and expire while people ask: no wrong answer, no failed one."""

from __future__ import annotations

import asyncio
import threading
from datetime import date, timedelta

import numpy as np
import pytest
import structlog

from bot.domain.answering import base as base_module
from bot.domain.answering.answer import Answering
from bot.domain.answering.guard import Guard
from bot.domain.answering.live import Live
from bot.domain.answering.search import apart
from bot.domain.answering.search.kept import Kept, Texts
from bot.domain.answering.search.meaning import SIZE, Meaning, Model, Store
from bot.domain.overlay import Latest, Overlay
from bot.library.library import Library
from bot.library.register import Register
from bot.library.schemas import Faq

TODAY = date(2026, 11, 25)
SUBJECTS = ("căn cước", "khai sinh", "kết hôn", "hộ kinh doanh", "bảo hiểm", "ví điện tử", "mạng xã hội", "sim")
PLACES = ("Hạ Long", "Cẩm Phả", "Uông Bí", "Móng Cái", "Vân Đồn", "Cô Tô", "Tiên Yên", "Bình Liêu", "Ba Chẽ", "Hải Hà")


def question(number: int) -> str:
    """Each one different."""
    return f"Thủ tục {number} về {SUBJECTS[number % 8]} tại {PLACES[number % 10]}"


def entry(number: int, edition: int, **more: object) -> Faq:
    text = f"Trả lời {number} lần {edition}: mang giấy tờ đến xã."
    given = {"reviewed": TODAY, "visibility": "public", "citizen_sources": ["Luật"], "person": False, "also": []}
    fields = {**given, "valid_until": None, **more}
    return Faq.model_construct(id=f"e{number}", question=question(number), text=text, **fields)


def edition(number: int) -> Library:
    """0: 300 entries. 1: a thousand more. 2: all thousand changed. 3: they expire."""
    added = {0: (), 1: range(300, 1300), 2: range(300, 1300), 3: range(300, 1300)}[number]
    until = {"valid_until": TODAY - timedelta(days=1)} if number == 3 else {}
    return Library(faqs=[*(entry(n, 0) for n in range(300)), *(entry(n, number, **until) for n in added)])


def text_of(found):
    return found.text if found.kind == "curated" else found.kind


async def asking(answers: Answering, current: list[int], wrong: list[str], asked: list[int]) -> None:
    """Ask for old and new entries by turns; an answer must be of the edition before or after, whole."""
    for turn in range(100_000):
        number = (turn * 37) % 300 if turn % 2 else 300 + (turn * 91) % 1000
        before = current[-1]
        found = await answers.prepare(question(number), 1)
        right = {0} if number < 300 else set(range(before, current[-1] + 2))
        texts = {entry(number, one).text for one in right}
        gone = number >= 300 and bool({0, 3} & right)
        if not (text_of(found) in texts or (gone and found.entry != f"e{number}")):
            wrong.append(f"{number} in {right}: {found.kind} {found.text}")
        asked.append(current[-1])
        await asyncio.sleep(0)


@pytest.mark.parametrize("on_disk", [True, False])
async def test_nobody_gets_a_wrong_answer_while_a_thousand_entries_change(tmp_path, on_disk):
    kept = Kept(tmp_path) if on_disk else None
    answers = Answering(edition(0), Guard(Register([])), today=lambda: TODAY, kept=kept)
    current, wrong, asked = [0], [], []
    people = asyncio.create_task(asking(answers, current, wrong, asked))
    for number in (1, 2, 3):
        await answers.change(edition(number))
        current.append(number)
        found = await answers.prepare(question(777), 1)
        assert (found.entry == "e777") == (number < 3)
        assert number == 3 or found.text == entry(777, number).text
    assert not people.done()
    people.cancel()
    assert wrong == []
    assert set(asked) >= {0, 1, 2}
    assert answers.entry("e777") is None and answers.entry("e7") is not None


async def test_of_two_changes_at_a_time_the_later_stays(tmp_path):
    answers = Answering(edition(0), Guard(Register([])), today=lambda: TODAY, kept=Kept(tmp_path))
    await asyncio.gather(answers.change(edition(1)), answers.change(edition(2)))
    assert (await answers.prepare(question(777), 1)).text == entry(777, 2).text


async def test_a_change_whose_process_fails_still_comes(tmp_path, monkeypatch):
    monkeypatch.setattr(apart.sys, "executable", str(tmp_path / "no-python"))
    answers = Answering(edition(0), Guard(Register([])), today=lambda: TODAY, kept=Kept(tmp_path / "index"))
    await answers.change(edition(1))
    assert (await answers.prepare(question(777), 1)).text == entry(777, 1).text


class Counting(Model):
    """A vector for every text, and what was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []

    def vector(self, text: str, *, is_query: bool) -> np.ndarray:
        self.read.append(text)
        return np.full(SIZE, SIZE**-0.5, np.float32)


async def test_only_what_is_new_is_read_for_its_meaning(tmp_path):
    model = Counting()
    meaning = Meaning(model, Store(tmp_path / "vectors.db"))
    few = [entry(n, 0) for n in range(3)]
    answers = Answering(Library(faqs=few), Guard(Register([])), today=lambda: TODAY, meaning=meaning)
    await answers.learn_meanings()
    model.read.clear()
    await answers.change(Library(faqs=[*few, entry(3, 0)]))
    assert answers.base.knows_meanings
    assert model.read and all(question(3) in text for text in model.read)


PAGE = """---
question: {question}
topic: dich-vu-cong
facts: [F-DV-01]
citizen_sources: [Luật Căn cước]
reviewed: 2026-11-25
---
{text}
"""


FACT = """- code: F-DV-01
  statement: Căn cước cấp ở xã.
  certainty: firm
  read_on: 2026-11-23
  sources:
    - {title: Luật Căn cước, url: "https://example.gov.vn/", kind: official}
"""


def written(folder, name: str, asked: str, text: str) -> None:
    path = folder / "faqs" / "dich-vu-cong" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE.format(question=asked, text=text), "utf-8")


async def until(true) -> None:
    async with asyncio.timeout(60):
        while not await true():
            await asyncio.sleep(0.01)


@pytest.fixture
async def edited(tmp_path):
    """Answers from a folder that is watched: the folder, the answers, what the log said."""
    folder = tmp_path / "content"
    (folder / "facts").mkdir(parents=True)
    (folder / "facts" / "x.yaml").write_text(FACT, "utf-8")
    written(folder, "cu", "Cấp lại căn cước ở đâu", "Ở công an xã.")
    library = Library.load(folder)
    assert [entry.id for entry in library.faqs] == ["cu"]
    answers = Answering(library, Guard(Register([])), today=lambda: TODAY, kept=Kept(tmp_path / "index"))
    with structlog.testing.capture_logs() as told:
        answers.shown = []  # what the console would show
        watch = asyncio.create_task(Live(answers, library, folder, every=0.02, tell=answers.shown.append).run())
        await asyncio.sleep(0.1)
        yield folder, answers, told
        assert not watch.done()
        watch.cancel()


async def test_what_an_editor_writes_is_answered_without_a_restart(edited):
    folder, answers, _ = edited
    asked = "Đăng ký tạm trú qua mạng thế nào"
    written(folder, "moi", asked, "Vào Cổng Dịch vụ công.")

    async def answered() -> bool:
        return [hit.id for hit in answers.base.find_entries(asked, TODAY).hits[:1]] == ["moi"]

    await until(answered)
    assert answers.entry("moi").text == "Vào Cổng Dịch vụ công."
    (folder / "faqs" / "dich-vu-cong" / "moi.md").unlink()

    async def gone() -> bool:
        return answers.entry("moi") is None

    await until(gone)
    assert answers.entry("cu") is not None


async def test_the_console_shows_the_files_as_they_are_now_and_none_with_a_fault(edited):
    folder, answers, told = edited
    written(folder, "cu", "Cấp lại căn cước ở đâu", "Ở xã nào cũng được.")

    async def shown() -> bool:
        return [entry.text for library in answers.shown for entry in library.faqs] == ["Ở xã nào cũng được."]

    await until(shown)
    (folder / "faqs" / "dich-vu-cong" / "cu.md").write_text("---\nquestion: Cấp lại", "utf-8")

    async def refused() -> bool:
        return any("faults" in line for line in told)

    await until(refused)
    assert len(answers.shown) == 1


async def test_what_is_published_in_the_console_is_answered_until_it_is_withdrawn(tmp_path):
    folder, published = tmp_path / "content", []
    (folder / "facts").mkdir(parents=True)
    (folder / "facts" / "x.yaml").write_text(FACT, "utf-8")
    written(folder, "cu", "Cấp lại căn cước ở đâu", "Ở công an xã.")
    library = Library.load(folder)
    answers = Answering(library, Guard(Register([])), today=lambda: TODAY, kept=Kept(tmp_path / "index"))

    latest = Latest()

    async def look_up():
        return Overlay(list(published))

    live = Live(answers, library, folder, every=0.02, published=look_up, latest=latest)
    watch = asyncio.create_task(live.run())
    entry, clash = library.faqs[0], library.faqs[0].model_copy(update={"text": "Ở chợ."})
    published += [entry.model_copy(update={"id": "moi", "question": "Bao giờ sửa cầu Bang"}), clash]

    async def answered() -> bool:
        return answers.entry("moi") is not None

    await until(answered)
    assert answers.entry("cu").text == "Ở công an xã."
    assert [one.id for one in latest.overlay.entries] == ["moi", "cu"]
    published.clear()

    async def gone() -> bool:
        return answers.entry("moi") is None

    await until(gone)
    watch.cancel()


async def test_half_an_edit_takes_nothing_away(edited):
    folder, answers, told = edited
    path = folder / "faqs" / "dich-vu-cong" / "cu.md"
    path.write_text("---\nquestion: Cấp lại", "utf-8")

    async def refused() -> bool:
        return any("faults" in line for line in told)

    await until(refused)
    assert answers.entry("cu") is not None
    written(folder, "cu", "Cấp lại căn cước ở đâu", "Ở xã nào cũng được.")

    async def right_again() -> bool:
        found = answers.entry("cu")
        return found is not None and found.text == "Ở xã nào cũng được."

    await until(right_again)


async def test_only_the_step_onto_the_new_index_is_taken_in_the_loop(tmp_path, monkeypatch):
    here, work = threading.current_thread(), []

    def noted(owner, name: str) -> None:
        real = getattr(owner, name)

        def counted(*given, **more):
            work.append((name, threading.current_thread() is here))
            return real(*given, **more)

        monkeypatch.setattr(owner, name, counted)

    answers = Answering(edition(0), Guard(Register([])), today=lambda: TODAY, kept=Kept(tmp_path))
    for owner, name in ((base_module, "texts_of"), (base_module.Base, "__init__"), (Texts, "indexes"), (Kept, "read")):
        noted(owner, name)
    await answers.change(edition(1))
    assert work == [("texts_of", False), ("__init__", False), ("read", False)]
    assert answers.entry("e777") is not None
