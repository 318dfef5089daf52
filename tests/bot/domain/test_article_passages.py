"""Articles as passages: each section by itself, with the article's sources; never what is not for everybody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.domain.answering.answer import Answering
from bot.domain.answering.base import Base
from bot.domain.answering.guard import Guard
from bot.library.library import Library
from bot.library.register import Register
from bot.library.schemas import Agency, Article, Section
from bot.messages import Label

TODAY = date(2026, 11, 25)
SECTIONS = [
    Section(heading="Chia nước tưới thế nào?", text="{You} xem lịch tưới ở nhà văn hóa rồi mới mở cống."),
    Section(heading="Cống hỏng hỏi ai?", text="{You} gọi tổ thủy nông để sửa cống trong ngày.", sources=[2]),
]


def article(**more: Any) -> Article:
    given = {"id": "knowledge-tuoi", "title": "Nước tưới cho ruộng", "also": ["lịch bơm nước"], "sections": SECTIONS}
    rest = {"citizen_sources": ["Nguồn A", Agency(agency="Tổ thủy nông", url="https://a.gov.vn")], "reviewed": TODAY}
    return Article.model_construct(
        **{"module": "M3", "valid_until": None, "visibility": "public", **given, **rest, **more}
    )


def test_each_section_is_a_passage_with_its_sources():
    passages = Base(Library(articles=[article()])).passages
    assert list(passages) == ["knowledge-tuoi#1", "knowledge-tuoi#2"]
    second = passages["knowledge-tuoi#2"]
    assert (second.title, second.text) == ("Nước tưới cho ruộng – Cống hỏng hỏi ai?", SECTIONS[1].text)
    assert second.sources == ("Tổ thủy nông – https://a.gov.vn",)
    assert passages["knowledge-tuoi#1"].sources == ("Nguồn A", "Tổ thủy nông – https://a.gov.vn")
    assert [one.also for one in passages.values()] == [("lịch bơm nước",), ()]


async def test_a_section_is_quoted_and_labelled_as_an_extract():
    answering = Answering(Library(articles=[article()]), Guard(Register([])), today=lambda: TODAY)
    found = await answering.prepare("cống hỏng thì hỏi ai", 812, ask_model=True)
    assert (found.kind, found.label, found.text) == ("extract", Label.EXTRACT, SECTIONS[1].text)
    assert found.sources == ("Tổ thủy nông – https://a.gov.vn",)


@pytest.mark.parametrize(
    "more",
    [
        {"visibility": "internal"},
        {"sections": [*SECTIONS, Section(heading="Phụ lục", text="TỐI MẬT\nDanh sách cống.")]},
        {"title": "TỐI MẬT"},
    ],
)
def test_what_is_internal_or_marked_secret_is_no_passage(more):
    assert Base(Library(articles=[article(**more)])).passages == {}


def test_an_expired_article_is_not_found():
    base = Base(Library(articles=[article(valid_until=date(2026, 11, 24))]))
    assert base.find_passages("cống hỏng hỏi ai", date(2026, 11, 24)).hits
    assert not base.find_passages("cống hỏng hỏi ai", TODAY).hits
