"""What stands in one content file, held against the others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.library import lesson_checks
from bot.library.files import Fault, Source
from bot.library.grounds import Grounds
from bot.library.mentions import unfounded
from bot.library.phrases import PERSONS, PLACEHOLDER
from bot.library.reading import hard_sentence
from bot.library.schemas import Article, Lesson
from bot.library.text import fold

if TYPE_CHECKING:
    from bot.library.library import Library
    from bot.library.schemas import Faq, LearningPath

NUMBER = re.compile(
    r"(?<![\d.])\d{1,4}(?:\.\d{1,2})?(?:/\d{4})?/[A-ZĐ][A-ZĐ0-9]*(?:-[A-ZĐa-z0-9&]+)*(?!\w)"
    r"|\b\d{1,4}-[A-Z]{2}/[A-ZĐ]{2,}\b"
)
"""A legal number as the register writes it: 13/2023/NĐ-CP, 57-NQ/TW."""
ALIKE = 0.8
"""Two questions that share this much of their words are held to be one."""
PRONOUN = re.compile(r"(?<!\w)(?:bạn(?! bè)|mình|tôi)(?!\w)", re.IGNORECASE)


def across(library: Library, sources: Mapping[str, Source], faults: list[Fault]) -> None:
    """Facts that are named exist and are not weak, numbers stand in the register, nobody is called "bạn"."""
    broken, grounds = set[str](), Grounds(library.facts.values(), library.register)
    for key, item in _keyed(library):
        found = _faults(library, item, sources[key], grounds)
        faults.extend(found)
        if found:
            broken.add(key)
    library.faqs = [one for one in library.faqs if one.id not in broken]
    library.lessons = [one for one in library.lessons if one.code not in broken]
    library.articles = [one for one in library.articles if one.id not in broken]
    faults.extend(sources[key].fault(field, remedy) for key, field, remedy in _twice(library))
    faults.extend(lesson_checks.alike(library.lessons, sources))


def beside(library: Library, item: Lesson | Article, source: Source) -> list[Fault]:
    """What is wrong with one lesson or article among the others, in whose midst it may stand already."""
    found = _faults(library, item, source, Grounds(library.facts.values(), library.register))
    if isinstance(item, Lesson):
        drawing = library.illustrations.get(item.code)
        missing = drawing.beyond(len(item.cards)) if drawing else ""
        found += [source.fault("cards", f"drawing — {missing}")] if missing else []
        return [*found, *lesson_checks.alike_to(item, library.lessons, source)]
    others = [one for one in library.articles if one.id != item.id]
    named = _twice(replace(library, articles=[*others, item]))
    return [*found, *(source.fault(field, remedy) for key, field, remedy in named if key == item.id)]


def _keyed(library: Library) -> list[tuple[str, Any]]:
    """Everything that rests on facts, by the key of its source."""
    coded = [(one.code, one) for one in library.lessons]
    return [*((one.id, one) for one in library.faqs), *((one.id, one) for one in library.articles), *coded]


def _faults(library: Library, item: Any, source: Source, grounds: Grounds) -> list[Fault]:
    found = [fault for code in item.facts for fault in _fact(library, code, source)]
    for field, text in _texts(item):
        found += _text(library, field, text, source)
        found += _mentions(library, item, field, text, source)
    facts = [library.facts[code] for code in item.facts if code in library.facts]
    for line in item.citizen_sources:
        found += [source.fault("citizen_sources", remedy) for remedy in grounds.faults(line, facts)]
    return [*found, *(_lesson(library, item, source) if hasattr(item, "cards") else ())]


def _lesson(library: Library, lesson: Any, source: Source) -> list[Fault]:
    strange = lesson_checks.unexplained(lesson, library.glossary)
    told = [source.fault("cards", f"“{word}” is explained nowhere: say what it is, once") for word in strange]
    return [*lesson_checks.faults(lesson, source), *told]


def _fact(library: Library, code: str, source: Source) -> list[Fault]:
    fact = library.facts.get(code)
    if fact is None:
        return [source.fault("facts", f"no fact {code} in content/facts/")]
    if fact.certainty == "weak":
        return [source.fault("facts", f"{code} is weak: find another source, or leave it out")]
    return []


def _texts(item: Any) -> list[tuple[str, str]]:
    if hasattr(item, "cards"):
        quiz = [(f"quiz.{n}", "\n".join([q.ask, *q.choices, *q.why])) for n, q in enumerate(item.quiz, 1)]
        return [
            *((f"card {n}", card) for n, card in enumerate(item.cards, 1)),
            *((f"easier.{n}", words) for n, words in item.easier.items()),
            *quiz,
            ("do_now", item.do_now),
        ]
    if hasattr(item, "sections"):
        return [
            ("title", item.title),
            *((f"sections.{one.heading}", f"{one.heading}\n{one.text}") for one in item.sections),
        ]
    return [("text", item.text)]


def _text(library: Library, field: str, text: str, source: Source) -> list[Fault]:
    found = [source.fault(field, _unknown(number), at=number) for number in _numbers(library, text)]
    strange = set(PLACEHOLDER.findall(text)) - set(PERSONS)
    if strange:
        wrong = f"{{{strange.pop()}}}"
        found.append(source.fault(field, f"{wrong} is no placeholder; use {{you}} or {{me}}", at=wrong))
    if pronoun := PRONOUN.search(text):
        found.append(source.fault(field, f"write {{you}} or {{me}} in place of “{pronoun[0]}”", at=pronoun[0]))
    if hard := hard_sentence(text):
        found.append(source.fault(field, f"a sentence of {hard} words is hard to read: make two of it"))
    return found


def _numbers(library: Library, text: str) -> list[str]:
    return [number for number in NUMBER.findall(text) if not library.register.by_number(number)]


def _unknown(number: str) -> str:
    return f"{number} is not in content/legal/register.yaml: add it there with its source"


def _mentions(library: Library, item: Any, field: str, text: str, source: Source) -> list[Fault]:
    """Phones and web addresses that no fact of the item holds."""
    remedy = "{} stands in no fact of this file: name the fact that holds it under `facts`, or leave it out"
    return [source.fault(field, remedy.format(one), at=one) for one in unfounded(text, _grounds(library, item))]


def _grounds(library: Library, item: Any) -> Iterator[str]:
    """All that an item rests on, read only by who has to know."""
    for fact in (library.facts[code] for code in item.facts if code in library.facts):
        yield fact.statement
        yield from (f"{one.title} {one.url}" for one in fact.sources)
    yield from map(str, item.citizen_sources)


def of_path(library: Library, before: Sequence[LearningPath], path: LearningPath) -> list[tuple[str, str]]:
    """What is wrong with a path, as field and remedy: its lessons are there, its names are its own."""
    found = [("lessons", f"no lesson {code}") for code in path.lessons if library.lesson(code) is None]
    found += [("lessons", f"{code} stands there twice") for code in path.lessons if path.lessons.count(code) > 1][:1]
    others = {fold(way): one.code for one in before for way in (one.title, *one.also)}
    for way in (path.title, *path.also):
        if fold(way) in others:
            found.append(("also", f"“{way}” leads to {others[fold(way)]} too: keep it in one of them"))
    if path.code in {one.code for one in before}:
        found.append(("code", f"there is a path {path.code} already"))
    if PRONOUN.search(f"{path.title}\n{path.summary}"):
        found.append(("summary", "write {you} or {me} in place of a pronoun"))
    return found


def _twice(library: Library) -> Iterator[tuple[str, str, str]]:
    """Key, field and remedy of what bears a name that stands before it."""
    seen: dict[str, str] = {}
    named = [("question", one.question, one.id) for one in library.faqs]
    for field, name, key in [*named, *(("title", one.title, one.id) for one in library.articles)]:
        if name in seen:
            yield key, field, f"stands in {seen[name]} too: keep one of them"
        seen[name] = key


def hints(library: Library, sources: Mapping[str, Source]) -> list[Fault]:
    """What is no fault but sends people to the wrong entry: wordings that fit several entries."""
    titles = {one.id: _syllables(one.question) for one in library.faqs}
    holding = _holding(titles)
    found = []
    for one in library.faqs:
        found += [sources[one.id].fault("also", remedy) for remedy in _too_general(one, holding)]
        found += [sources[one.id].fault("question", remedy) for remedy in _nearly_same(one, titles, holding)]
    return [*found, *_shared(library, sources)]


def _syllables(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", fold(text)))


def _holding(titles: Mapping[str, frozenset[str]]) -> Mapping[str, set[str]]:
    found = defaultdict[str, set[str]](set)
    for name, syllables in titles.items():
        for syllable in syllables:
            found[syllable].add(name)
    return found


def _too_general(one: Faq, holding: Mapping[str, set[str]]) -> Iterator[str]:
    for way in one.also:
        others = set.intersection(*(holding.get(each, set()) for each in _syllables(way) or {""})) - {one.id}
        if others:
            yield f"“{way}” is all in the question of {min(others)} too: say what only this entry answers"


def _nearly_same(one: Faq, titles: Mapping[str, frozenset[str]], holding: Mapping[str, set[str]]) -> Iterator[str]:
    mine = titles[one.id]
    for other in sorted(set().union(*(holding[each] for each in mine))):
        if one.id < other and len(mine & titles[other]) >= ALIKE * len(mine | titles[other]):
            yield f"is nearly that of {other}: join them, or say what differs"


def _shared(library: Library, sources: Mapping[str, Source]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for one in library.faqs:
        for way in dict.fromkeys(map(fold, (one.question, *one.also))):
            if seen.setdefault(way, one.id) != one.id:
                yield sources[one.id].fault("also", f"“{way}” is asked in {seen[way]} too: keep it in one of them")
