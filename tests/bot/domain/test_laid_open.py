"""An answer beside what it rests on, as who checks it reads it."""

import json

from bot.domain.answering.base import of_article, of_lesson
from bot.domain.answering.laid_open import laid_open, passage
from bot.storage.tables import Exchange, ModelAnswer

FOUND = Exchange(id=1, label="ai", answer="Ra xã.", entry="")


def written(*sentences: tuple[str, list[str]]) -> str:
    return json.dumps({"coverage": "whole", "sentences": [{"text": t, "passages": p} for t, p in sentences]})


def test_each_sentence_says_what_became_of_it_and_what_it_rests_on(library):
    raw = written(("Ra xã. Phí 5 triệu.", ["P1"]), ("Gọi 0912.", ["P2"]), ("Mang  giấy tờ.", ["P1", "P2"]))
    entry = library.faqs[0]
    ids = [entry.id, "khong-con"]
    trace = ModelAnswer(raw=raw, shown="Ra xã. Mang giấy tờ.", verdict="edited", passages=ids)
    opened = laid_open(FOUND, trace, library)
    states = [(one.state, one.passages) for one in opened.sentences]
    assert states == [("partly", ("P1",)), ("cut", ("P2",)), ("kept", ("P1", "P2"))]
    assert [(one.name, one.id, bool(one.text)) for one in opened.sources] == [
        ("P1", entry.id, True),
        ("P2", ids[1], False),
    ]


def test_nothing_of_a_refused_answer_counts_as_kept(library):
    trace = ModelAnswer(raw=written(("Ra xã.", ["P1"])), shown="Ra xã.", verdict="blocked", passages=[])
    assert [one.state for one in laid_open(FOUND, trace, library).sentences] == ["cut"]


def test_what_kept_to_no_form_is_shown_as_it_is(library):
    trace = ModelAnswer(raw="Ra xã. {", shown="", verdict="blocked", passages=[])
    assert [(one.text, one.state) for one in laid_open(FOUND, trace, library).sentences] == [("Ra xã. {", "cut")]


def test_a_curated_answer_stands_beside_its_entry(library):
    entry = next(one for one in library.faqs if not one.person)
    found = Exchange(id=1, label="curated", answer=entry.text, entry=entry.id)
    opened = laid_open(found, None, library)
    assert opened.sources[0].id == entry.id and opened.sources[0].text
    assert {one.passages for one in opened.sentences} == {("P1",)}


def test_passages_of_lessons_and_articles_are_found_by_their_ids(library):
    for wanted in (*list(of_lesson(library.lessons[0]))[:2], next(iter(of_article(library.articles[0])))):
        assert passage(library, wanted.id) == wanted
    assert passage(library, "khong-co#1") is None
