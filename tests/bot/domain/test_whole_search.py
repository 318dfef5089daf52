"""A small base is looked up by term, a large one read word by word: both must see the same."""

import numpy as np
import pytest

from bot.domain.answering.search import Document, Index, Understanding
from bot.domain.answering.search import views as looking
from bot.domain.answering.search.fields import Question
from bot.domain.answering.search.reading import COLUMNS, Reading
from bot.domain.answering.search.views import ENTRIES
from bot.domain.answering.search.wording import Abbreviations

NONE: Abbreviations = {"domain": {}, "chat": {}}

DOCUMENTS = [
    Document(
        "a", "Làm căn cước ở đâu", "Bác đến công an xã, mang theo giấy tờ cũ. Căn cước, căn cước.", ("cấp căn cước",)
    ),
    Document("b", "Đăng ký khai sinh cho con", "Nộp hồ sơ 2 bước trên Cổng Dịch vụ công."),
    Document("c", "Báo mất SIM", "Gọi tổng đài của nhà mạng rồi ra điểm giao dịch.", ("mất sim 4 số", "khoá sim")),
    Document("d", "", "Một bài không có tên, nói về tạm trú và căn cước."),
]
ASKED = ["làm căn cước ở đâu", "bao mat sim 4 so", "con con con", "xyzzy", "đăng ký khai sinh 2", "ở", "tam tru"]


@pytest.fixture(
    params=[DOCUMENTS, DOCUMENTS[3:], [*DOCUMENTS, Document("e", "", "")]], ids=["all", "untitled", "empty"]
)
def index(request):
    understanding = Understanding.learn(request.param, NONE)
    return Index.build(request.param, understanding)


@pytest.mark.parametrize("asked", ASKED)
def test_every_sign_is_the_same(index, asked):
    views = index.views
    question = Question.read(index.understanding.question(asked), views.known)
    every = [(field, np.arange(field.size)) for field in (views.titles, views.bodies)]
    read = Reading(views.known, views.tokens, question, every).look()
    looked = views.whole.look(question, (None, None))
    some = views.whole.look(question, [np.arange(field.size)[::2] for field, _ in every])
    for kind, by_term, word_by_word, half in zip(("titles", "texts"), looked, read, some, strict=True):
        where = np.arange(len(word_by_word.lines))
        for number, sign in enumerate(COLUMNS):
            found = by_term.signs(where)[:, number]
            assert found == pytest.approx(word_by_word.lines[:, number], abs=1e-5), f"{kind}: {sign}"
        weights = ENTRIES.title
        assert by_term.weighed(weights) == pytest.approx(word_by_word.weighed(weights), abs=1e-5), kind
        assert half.weighed(weights) == pytest.approx(by_term.weighed(weights)[::2]), kind
        assert half.signs(where[: len(where[::2])]) == pytest.approx(by_term.signs(where[::2])), kind


@pytest.mark.parametrize("allowed", [None, frozenset("abd"), frozenset("c"), frozenset()])
@pytest.mark.parametrize("asked", ASKED)
def test_a_search_finds_the_same(index, asked, allowed, monkeypatch):
    by_term = index.find(asked, allowed=allowed)
    monkeypatch.setattr(index.views, "whole", None)
    word_by_word = index.find(asked, allowed=allowed)
    assert [hit.id for hit in by_term.hits] == [hit.id for hit in word_by_word.hits]
    assert [hit.score for hit in by_term.hits] == pytest.approx([hit.score for hit in word_by_word.hits], abs=1e-4)


def test_a_large_base_is_not_held_by_term(monkeypatch):
    monkeypatch.setattr(looking, "SMALL", 2)
    monkeypatch.setattr(looking, "ROUGHLY", 2)
    index = Index.build(DOCUMENTS, Understanding.learn(DOCUMENTS, NONE))
    assert index.views.whole is None
    assert index.find("làm căn cước ở đâu").hits[0].id == "a"
