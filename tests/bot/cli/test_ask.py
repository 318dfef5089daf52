"""What `hocvuso ask` prints: enough to see why a question got its answer."""

import asyncio
import io
import re
from datetime import date

import numpy as np
import pytest
from rich.console import Console

from bot.cli.ask import show, vector
from bot.cli.search import reading_shown
from bot.domain.answering.answer import Answering
from bot.domain.answering.guard import Guard
from bot.domain.answering.search.meaning import SIZE, Meaning, Model, Store
from bot.library.library import Library
from bot.library.register import Register
from bot.library.schemas import Beyond, Faq


def entry(name: str, question: str, text: str) -> Faq:
    return Faq(id=name, question=question, text=text, topic="x", facts=["F-VN-01"], reviewed=date(2026, 11, 23))


LIBRARY = Library(
    faqs=[
        entry("lam-can-cuoc", "Làm căn cước ở đâu?", "Đến công an xã."),
        entry("doi-can-cuoc", "Đổi căn cước hết hạn thế nào?", "Đến công an xã để đổi thẻ."),
        entry("mat-khau", "Quên mật khẩu thì làm gì?", "Bấm quên mật khẩu."),
        entry("bao-hiem", "Thẻ bảo hiểm y tế trên điện thoại", "Mở ứng dụng, chọn thẻ."),
        entry("sim", "Khóa sim khi mất máy", "Gọi nhà mạng."),
        entry("khai-sinh", "Đăng ký khai sinh ở đâu?", "{You} đến ủy ban nhân dân xã [phường]."),
    ],
    abbreviations={"domain": {}, "chat": {"đk": "đăng ký"}},
    beyond=[Beyond(about="Sửa máy", lines=("màn hình điện thoại vỡ",))],
)


def shown(question: str, meaning: Meaning | None = None) -> str:
    answering = Answering(LIBRARY, Guard(Register([])), today=lambda: date(2026, 11, 24), meaning=meaning)
    console = Console(file=io.StringIO(), width=160)
    asyncio.run(answering.learn_meanings())
    found = asyncio.run(answering.prepare(question, 0))
    show(answering, question, found, console, vector(answering, meaning, question))
    return console.file.getvalue()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "đk khai sinh o dau",
            ["đăng ký khai sinh ở đâu", "outcome     curated, label curated", "Bạn đến ủy ban nhân dân xã [phường]"],
        ),
        ("căn cước", ["outcome     near", "• Làm căn cước ở đâu?", "they are offered"]),
        ("ai vô địch bóng chuyền quốc tế", ["outcome     none", "nothing near enough"]),
        (
            "vo man hinh dien thoai",
            [
                "step        beyond: line “màn hình điện thoại vỡ” of “Sửa máy” fits by",
                "why         beyond: line “màn hình điện thoại vỡ” of words/beyond.yaml",
                "outcome     none",
            ],
        ),
        ("căn cước 022123456789 của tôi", ["masked      citizen_id"]),
        ("tôi vừa bị lừa", ["emergency   yes"]),
    ],
)
def test_it_shows_the_question_as_understood_the_scores_and_the_outcome(question, parts):
    text = shown(question)
    for part in ("understood", "Entries", "step", "why", *parts):
        assert part in text


class Pretended(Model):
    """Whatever speaks of a telephone that is away means the same."""

    def vector(self, text: str, *, is_query: bool) -> np.ndarray:
        found = np.full(SIZE, 0.02, np.float32)
        found[0 if "máy" in text or "iphone" in text else 1] = 1
        return found / np.linalg.norm(found)


def test_its_tables_show_what_is_found_by_meaning_too(tmp_path):
    question = "chiếc iphone rơi xuống biển"
    by_words = shown(question)
    assert "Entries by words alone" in by_words
    by_meaning = shown(question, Meaning(Pretended(), Store(tmp_path / "vectors.db")))
    assert "Entries by words and meaning" in by_meaning
    tables = [re.findall(r"│ ([\d.]+) │ (\S+)", text.split("Passages")[0]) for text in (by_words, by_meaning)]
    assert tables[1][0][1] == "sim"
    assert tables[0] != tables[1]


def test_reading_for_meaning_is_told_where_there_is_no_terminal():
    told = io.StringIO()
    with reading_shown(Console(file=told)) as progress:
        for done in range(32, 641, 32):
            progress(done, 640)
    lines = told.getvalue().splitlines()
    assert lines[0] == "reading for meaning (kept for next time): 32 of 640"
    assert 2 <= len(lines) <= 12
