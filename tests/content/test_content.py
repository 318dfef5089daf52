"""The content that is published: without faults, and as much of it as promised."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from bot.domain.answering.base import Base
from bot.library.checks import hints
from bot.library.files import content_dir
from bot.library.lesson_checks import median_words
from bot.library.library import Library, Loader
from bot.library.reading import average
from bot.redaction import is_marked_secret
from tests.shared import copied, the_answering, the_base, the_library

MARK = re.compile(r"\(chưa được tỉnh xác nhận, (?:thông tin đến )?([^)]+)\)")
UNSAID = re.compile(MARK.pattern + r"|^Bước \d:", re.MULTILINE)
FIGURE = re.compile(r"\d[\d./]*\d|\d")


def date_shown(source_date):
    """A source's date as its mark writes it: "02/12/2025" → "12/2025", "~2023" → "năm 2023"."""
    month, year = re.search(r"\d{2}/\d{4}$", source_date), re.search(r"\d{4}$", source_date)
    return month[0] if month else f"năm {year[0]}" if year else "nguồn không ghi ngày"


def test_no_file_has_a_fault(library):
    assert [str(fault) for fault in library.faults] == []


def test_no_wording_fits_two_entries():
    loader = Loader(content_dir())
    assert [str(hint) for hint in hints(loader.load(), loader.sources)] == []


OTHERS = ("lessons", "knowledge", "paths", "pictures")
"""Shelves on which an entry that is broken changes nothing."""


def a_press_page() -> str:
    facts = the_library().facts.values()
    return next(one.url for fact in facts for one in fact.sources if one.kind == "press" and one.url)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("cai vneid the nao", "vneid la gi", "“vneid la gi” is all in the question of"),
        ("Cài VNeID ở đâu cho an toàn?", "Gì là VNeID?", "is nearly that of vneid-la-gi"),
        ("cai vneid the nao", "quen passcode vneid", "is asked in"),
    ],
)
def test_a_wording_that_fits_two_entries_gets_a_hint_and_is_published(tmp_path, old, new, says):
    content = copied(tmp_path, without=OTHERS)
    path = content / "faqs/vneid-can-cuoc/cai-vneid-o-dau.md"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    loader = Loader(content)
    library = loader.load()
    assert any(says in str(hint) for hint in hints(library, loader.sources))
    assert "cai-vneid-o-dau" in {entry.id for entry in library.faqs}


def test_no_published_answer_is_taken_for_a_secret(library):
    for entry in library.faqs:
        assert not is_marked_secret("\n".join((entry.question, *entry.also, entry.text))), entry.id


def test_there_is_as_much_as_promised(library):
    assert len(library.lessons) >= 12
    assert len(library.modules) >= 3
    assert len(library.faqs) >= 220
    assert len(library.places.all) == 54
    assert len(library.register.documents) == 134


def test_each_module_has_at_least_three_articles(library):
    written = Counter(article.module for article in library.articles)
    assert [code for code in (f"M{number}" for number in range(12)) if written[code] < 3] == []


def test_every_section_may_be_quoted(library):
    passages = the_base().passages
    for article in library.articles:
        for number, section in enumerate(article.sections, 1):
            assert passages[f"{article.id}#{number}"].text == section.text, f"{article.id}: {section.heading}"


def test_no_question_is_answered_with_the_story_of_a_lesson_or_a_note_for_who_teaches(library):
    passages = the_base().passages
    left_out = {f"{one.code.lower()}#{number}" for one in library.lessons for number in one.unquoted_cards}
    assert left_out.isdisjoint(passages)
    assert {f"{one.code.lower()}#2" for one in library.lessons} <= set(passages)
    assert {"m0-01#1", "m11-05#4"} <= left_out


@pytest.mark.parametrize("words", ["tuần châu", "mười", "phường hồng gai ở đâu", "cán bộ ơi", "ba che"])
async def test_a_name_or_a_number_by_itself_is_answered_with_no_story(words):
    found = await the_answering().prepare(words, 1)
    assert found.kind != "extract", found.text


def test_each_lesson_says_its_hardest_cards_in_easier_words(library):
    assert [lesson.code for lesson in library.lessons if len(lesson.easier) < 2] == []
    for lesson in library.lessons:
        for place, said in lesson.easier.items():
            card = lesson.cards[place - 1]
            assert set(MARK.findall(said)) <= set(MARK.findall(card)), f"{lesson.code}, card {place}"
    assert median_words([said for lesson in library.lessons for said in lesson.easier.values()]) <= 9


def test_articles_are_read_without_effort(library):
    for article in library.articles:
        assert average("\n".join(one.text for one in article.sections)) <= 16, article.id


def test_an_article_with_changing_facts_says_so(library):
    changing = {code for code, fact in library.facts.items() if fact.certainty == "changing"}
    for article in library.articles:
        marked = "chưa được tỉnh xác nhận" in article.text
        assert marked == bool(set(article.facts) & changing), article.id


def test_a_mark_names_the_month_of_a_source(library):
    for article in library.articles:
        changing = [library.facts[code] for code in article.facts if library.facts[code].certainty == "changing"]
        dates = {date_shown(source.date) for fact in changing for source in fact.sources}
        assert set(MARK.findall(article.text)) <= dates, article.id


def test_a_mark_in_a_lesson_names_the_month_of_a_source(library):
    for lesson in library.lessons:
        changing = [library.facts[code] for code in lesson.facts if library.facts[code].certainty == "changing"]
        dates = {date_shown(source.date) for fact in changing for source in fact.sources}
        told = [text for one in lesson.quiz for text in (one.ask, *one.choices, *one.why)]
        assert set(MARK.findall("\n".join([*lesson.cards, lesson.do_now, *told]))) <= dates, lesson.code


def test_every_figure_of_an_article_stands_in_its_facts(library):
    for article in library.articles:
        statements = " ".join(library.facts[code].statement for code in article.facts)
        known = set(FIGURE.findall(f"{statements} {' '.join(map(str, article.citizen_sources))}"))
        known |= {figure.lstrip("0") for figure in known}
        said = {figure.lstrip("0") for figure in FIGURE.findall(UNSAID.sub("", article.text))}
        assert said <= known, article.id


def test_the_emergency_card_names_only_firm_numbers(library):
    for name in library.emergency.all_cards:
        card = library.phrases.sentences[name]
        assert set(re.findall(r"\b1\d\d\b", card)) <= {"111", "112", "113", "114", "115"}
    assert library.facts["F-BC-08"].certainty == library.facts["F-BC-09"].certainty == "firm"


def test_who_despairs_reads_nothing_of_money(library):
    card = library.phrases.sentences["emergency.suicide"]
    assert not re.search("tiền|OTP|tài khoản|liên kết", card)
    assert "115" in card and "113" in card


def test_every_form_of_address_fills_every_phrase(library):
    for name in library.phrases.sentences:
        values = dict.fromkeys(library.phrases.placeholders(name), "x")
        for form in ("", "ong", "chi", "ban"):
            assert "{" not in library.phrases.say(name, values, form), name


def test_a_changing_fact_leaves_its_mark_in_the_words(library):
    changing = {code for code, fact in library.facts.items() if fact.certainty == "changing"}
    for entry in library.faqs:
        if entry.facts and not entry.person and set(entry.facts) <= changing:
            assert "chưa được tỉnh xác nhận" in entry.text, entry.id


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("reviewed:", "reviewd:", "did you mean `reviewed`?"),
        ("F-VN-02", "F-VN-99", "no fact F-VN-99"),
        ("VNeID để cài", "VNeID theo 99/2031/NĐ-CP để cài", "99/2031/NĐ-CP is not in content/legal/register.yaml"),
        ("VNeID để cài", "VNeID theo 99/2031/NĐ-CP để cài", "cai-vneid-o-dau.md:15: text"),
        ("VNeID để cài", "VNeID (gọi 0912 345 678) để cài", "0912 345 678 stands in no fact of this file"),
        ("VNeID để cài", "VNeID ở cai-vneid.com để cài", "cai-vneid.com stands in no fact of this file"),
        (
            "citizen_sources: []",
            "citizen_sources: [{agency: Báo VnExpress, url: 'PRESS'}]",
            "is a press page, which stays in the console",
        ),
        ("{You} mở kho", "Bạn mở kho", "in place of “Bạn”"),
        ("---\nquestion", "question", "must begin with a line of ---"),
    ],
)
def test_a_broken_file_is_named_and_left_out(tmp_path, old, new, says):
    content = copied(tmp_path, without=OTHERS)
    path = content / "faqs/vneid-can-cuoc/cai-vneid-o-dau.md"
    path.write_text(path.read_text("utf-8").replace(old, new.replace("PRESS", a_press_page()), 1), "utf-8")
    library = Library.load(content)
    assert any(says in str(fault) and "cai-vneid-o-dau.md:" in str(fault) for fault in library.faults)
    assert "cai-vneid-o-dau" not in {entry.id for entry in library.faqs}
    assert len(library.faqs) >= 60


@pytest.mark.parametrize(
    "name", ["lessons/new.md", "faqs/new.md", "faqs/a/b/new.md", "facts/new.yml", "knowledge/x.md"]
)
def test_a_file_that_nobody_would_read_is_named(tmp_path, name):
    path = tmp_path / "content" / name
    path.parent.mkdir(parents=True)
    path.write_text("words")
    (fault,) = [fault for fault in Library.load(tmp_path / "content").faults if fault.path == f"content/{name}"]
    assert fault.remedy.startswith("is read by nobody here; put it where content/")


def test_every_figure_of_an_entry_stands_in_its_facts_or_sources(library):
    for entry in library.faqs:
        based = " ".join([*(library.facts[code].statement for code in entry.facts), *map(str, entry.citizen_sources)])
        known = {figure.lstrip("0") for figure in FIGURE.findall(based)}
        known |= {part for figure in known for part in figure.split("/")}
        said = {figure.lstrip("0") for figure in FIGURE.findall(UNSAID.sub("", entry.text))}
        assert entry.person or said <= known, entry.id


def test_a_mark_of_an_entry_names_the_date_of_a_changing_fact(library):
    for entry in library.faqs:
        changing = [library.facts[code] for code in entry.facts if library.facts[code].certainty == "changing"]
        dates = {date_shown(source.date) for fact in changing for source in fact.sources}
        assert set(MARK.findall(entry.text)) <= dates, entry.id


def test_an_official_page_behind_an_entry_is_shown_to_citizens(library):
    """Where an entry's facts rest on an official page, citizens see an official page or a document."""
    for one in library.faqs:
        pages = [source for code in one.facts for source in library.facts[code].sources if source.kind == "official"]
        assert one.citizen_sources or one.person or not pages, one.id


def test_every_answer_that_is_given_names_a_source(library):
    base = Base(library)
    assert [one.id for one in library.faqs if not base.sources(one)] == []
    assert [one.id for one in base.passages.values() if not base.sources_of([one])] == []


@pytest.mark.parametrize("name", ["nop-phat-nguoi", "tra-le-phi-bang-vi"])
def test_what_is_paid_on_the_national_portal_names_it_first(library, name):
    entry = next(one for one in library.faqs if one.id == name)
    assert "dichvucong.gov.vn" in str(entry.citizen_sources[0])
