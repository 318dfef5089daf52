"""What `hocvuso ask` prints: enough to see why a question got its answer."""

import asyncio
import io
from datetime import date

import pytest
from rich.console import Console

from bot.cli.ask import show
from bot.domain.answering.answer import Answering
from bot.domain.answering.guard import Guard
from bot.library.library import Library
from bot.library.register import Register
from bot.library.schemas import Faq


def entry(name: str, question: str, text: str) -> Faq:
    return Faq(id=name, question=question, text=text, topic="x", facts=["F-VN-01"], reviewed=date(2026, 11, 23))


LIBRARY = Library(
    faqs=[
        entry("lam-can-cuoc", "Làm căn cước ở đâu?", "Đến công an xã."),
        entry("doi-can-cuoc", "Đổi căn cước hết hạn thế nào?", "Đến công an xã để đổi thẻ."),
        entry("mat-khau", "Quên mật khẩu thì làm gì?", "Bấm quên mật khẩu."),
        entry("bao-hiem", "Thẻ bảo hiểm y tế trên điện thoại", "Mở ứng dụng, chọn thẻ."),
        entry("sim", "Khóa sim khi mất máy", "Gọi nhà mạng."),
        entry("khai-sinh", "Đăng ký khai sinh ở đâu?", "Đến ủy ban nhân dân xã [phường]."),
    ],
    abbreviations={"domain": {}, "chat": {"đk": "đăng ký"}},
)


def shown(question: str) -> str:
    answering = Answering(LIBRARY, Guard(Register([])), today=lambda: date(2026, 11, 24))
    console = Console(file=io.StringIO(), width=160)
    show(answering, question, asyncio.run(answering.prepare(question, 0)), console)
    return console.file.getvalue()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "đk khai sinh o dau",
            ["đăng ký khai sinh ở đâu", "outcome     curated, label curated", "ủy ban nhân dân xã [phường]"],
        ),
        ("căn cước", ["outcome     near", "• Làm căn cước ở đâu?", "they are offered"]),
        ("ai vô địch bóng chuyền quốc tế", ["outcome     none", "nothing near enough"]),
        ("căn cước 022123456789 của tôi", ["masked      citizen_id"]),
        ("tôi vừa bị lừa", ["emergency   yes"]),
    ],
)
def test_it_shows_the_question_as_understood_the_scores_and_the_outcome(question, parts):
    text = shown(question)
    for part in ("understood", "Entries", "step", "why", *parts):
        assert part in text
