"""What stands in one content file, held against the others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.library.files import Fault, Source
from bot.library.phrases import PERSONS, PLACEHOLDER
from bot.library.reading import hard_sentence

if TYPE_CHECKING:
    from bot.library.library import Library

NUMBER = re.compile(
    r"(?<![\d.])\d{1,4}(?:\.\d{1,2})?(?:/\d{4})?/[A-ZĐ][A-ZĐ0-9]*(?:-[A-ZĐa-z0-9&]+)*(?!\w)"
    r"|\b\d{1,4}-[A-Z]{2}/[A-ZĐ]{2,}\b"
)
"""A legal number as the register writes it: 13/2023/NĐ-CP, 57-NQ/TW."""
PRONOUN = re.compile(r"(?<!\w)(?:bạn(?! bè)|mình|tôi)(?!\w)", re.IGNORECASE)


def across(library: Library, sources: Mapping[str, Source], faults: list[Fault]) -> None:
    """Facts that are named exist and are not weak, numbers stand in the register, nobody is called "bạn"."""
    broken = set[str]()
    for key, item in _keyed(library):
        found = list(_faults(library, item, sources[key]))
        faults.extend(found)
        if found:
            broken.add(key)
    library.faqs = [one for one in library.faqs if one.id not in broken]
    library.lessons = [one for one in library.lessons if one.code not in broken]
    library.articles = [one for one in library.articles if one.id not in broken]
    faults.extend(_twice(library, sources))


def _keyed(library: Library) -> list[tuple[str, Any]]:
    """Everything that rests on facts, by the key of its source."""
    coded = [(one.code, one) for one in library.lessons]
    return [*((one.id, one) for one in library.faqs), *((one.id, one) for one in library.articles), *coded]


def _faults(library: Library, item: Any, source: Source) -> list[Fault]:
    found = [fault for code in item.facts for fault in _fact(library, code, source)]
    for field, text in _texts(item):
        found += _text(library, field, text, source)
    for line in item.citizen_sources:
        found += [source.fault("citizen_sources", remedy) for remedy in _numbers(library, str(line))]
    return found


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
        return [*((f"card {n}", card) for n, card in enumerate(item.cards, 1)), *quiz, ("do_now", item.do_now)]
    if hasattr(item, "sections"):
        return [
            ("title", item.title),
            *((f"sections.{one.heading}", f"{one.heading}\n{one.text}") for one in item.sections),
        ]
    return [("text", item.text)]


def _text(library: Library, field: str, text: str, source: Source) -> list[Fault]:
    found = [source.fault(field, remedy) for remedy in _numbers(library, text)]
    strange = set(PLACEHOLDER.findall(text)) - set(PERSONS)
    if strange:
        found.append(source.fault(field, f"{{{strange.pop()}}} is no placeholder; use {{you}} or {{me}}"))
    if pronoun := PRONOUN.search(text):
        found.append(source.fault(field, f"write {{you}} or {{me}} in place of “{pronoun[0]}”"))
    if hard := hard_sentence(text):
        found.append(source.fault(field, f"a sentence of {hard} words is hard to read: make two of it"))
    return found


def _numbers(library: Library, text: str) -> list[str]:
    unknown = [number for number in NUMBER.findall(text) if not library.register.by_number(number)]
    return [f"{number} is not in content/legal/register.yaml: add it there with its source" for number in unknown]


def _twice(library: Library, sources: Mapping[str, Source]) -> list[Fault]:
    seen: dict[str, str] = {}
    found = []
    named = [("question", one.question, one.id) for one in library.faqs]
    for field, name, key in [*named, *(("title", one.title, one.id) for one in library.articles)]:
        if name in seen:
            found.append(sources[key].fault(field, f"stands in {seen[name]} too: keep one of them"))
        seen[name] = key
    return found
