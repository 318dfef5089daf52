"""A number or a site is given for what the passages give it for: the line for children is not where false news goes."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from bot.domain.answering.guard.figures import Figure
from bot.domain.answering.guard.normalise import folded
from bot.domain.answering.guard.novel import is_unmarked, marked_words
from bot.domain.answering.guard.vocabulary import TABLES

SENTENCE = re.compile(r"[.!?](?=\s|$)|\n+")
CLAUSE = re.compile(r"[,;:()](?=\s|$)|\b(?:còn|hoặc|nhưng)\b")
HOTLINES = range(3, 6)
"""Digits of a short number that one calls or writes to."""
EMERGENCY = frozenset(["111", "112", "113", "114", "115"])
"""Short numbers of which one word tells which is meant: "cháy", "cấp cứu"."""
TELLING = 2
"""Words and pairs of a clause that only another way's sentences have, where it has none that are only this one's."""
CLEARLY = 4
"""The same beyond those that are only this one's."""

Ways = Mapping[str, frozenset[str]]
"""Each number or site with the words, and pairs of neighbouring words, that are said of it."""


def is_short(figure: Figure) -> bool:
    """Whether a figure is a short number to call."""
    called = figure.kind == "call" and len(figure.value) in HOTLINES
    sent = len(figure.value) in HOTLINES and figure.beside[:1] == ("gui",)
    return called or (figure.kind == "number" and (figure.value in EMERGENCY or sent))


def ways(shown: str, found: Sequence[Figure], contacts: Iterable[str]) -> Ways:
    """What a passage says of each number and site: in its sentence, the one before it, and the first one (its title).

    `shown`: in small letters.
    """
    names = written(found, contacts) | orders(shown)
    said: dict[str, frozenset[str]] = {}
    parts = SENTENCE.split(shown) if names else []
    for place, part in enumerate(parts):
        here = named_in(part, names)
        around = (parts[near] for near in dict.fromkeys((0, max(0, place - 1))) if near != place)
        lead = " . ".join(each for each in around if not named_in(each, names) - here)
        before: frozenset[str] = frozenset()
        for clause in CLAUSE.split(part) if len(here) > 1 else (part,):
            before = features(without(clause, names)) or before  # "gọi 1900 0368 hoặc 113"
            for name in named_in(clause, names):
                own = features(without(part, names)) if name.startswith(ORDER_MARK) else before
                said[name] = said.get(name, frozenset()) | own | features(without(lead, names))
    return said


def without(text: str, names: Mapping[str, set[str]]) -> str:
    """A text without its numbers and sites."""
    for form in (form for forms in names.values() for form in forms):
        text = text.replace(form, " ")
    return text


def named_in(text: str, names: Mapping[str, set[str]]) -> set[str]:
    """The numbers and sites that a text names."""
    return {name for name, forms in names.items() if any(form in text for form in forms)}


FREE_CALL = re.compile(
    r"\b(?:không|khỏi|chẳng) (?:mất|tốn|tính|phải trả)(?: thêm)? (?:tiền cước|cước|tiền|phí)\b(?! mặt)"
    r"|\b(?:khong|khoi|chang) (?:mat|ton|tinh|phai tra)(?: them)? (?:tien cuoc|cuoc|tien|phi)\b(?! mat)"
    r"|\b(?:miễn|mien) (?:cước|phí|cuoc|phi)\b"
)
"""A call that costs nothing, in small letters, with marks or without."""


AROUND_THE_CLOCK = re.compile(r"\b24 ?/ ?(?:24|7)\b|\b24 (?:tiếng|tieng|giờ|gio)\b|\b24h\b")


def ways_said_to(
    pattern: re.Pattern[str], shown: str, found: Sequence[Figure], contacts: Iterable[str]
) -> frozenset[str]:
    """The numbers of which a passage says this, in their sentence or the next one. `shown`: in small letters."""
    if pattern.search(shown) is None:
        return frozenset()
    parts = SENTENCE.split(shown)
    return frozenset(
        name
        for name, forms in written(found, contacts).items()
        for place, part in enumerate(parts)
        if any(form in part for form in forms) and pattern.search(" ".join(parts[place : place + 2]))
    )


def written(found: Iterable[Figure], contacts: Iterable[str], known: Container[str] = ()) -> dict[str, set[str]]:
    """Each number and site with the forms in which the text has it; `known`: numbers that are called elsewhere."""
    names = {contact: {contact} for contact in contacts}
    for figure in found:
        short = is_short(figure) or (figure.kind == "number" and figure.value in known)
        if figure.kind == "long" or short:
            names.setdefault(figure.value, set()).add(figure.value if short else figure.words.strip())
    return names


ORDER_MARK = "soạn "
ORDER = re.compile(r"\bsoạn (?:tin )?(\w{1,8})(?=,)")


def orders(shown: str) -> dict[str, set[str]]:
    """The first word of each message that one is told to send: "soạn TCTM, dấu cách, …". `shown`: in small letters."""
    return {f"{ORDER_MARK}{match[1]}": {match[0]} for match in ORDER.finditer(shown)}


def features(text: str) -> frozenset[str]:
    """The telling words of a text in small letters, and the pairs of those that stand together; folded."""
    grammar = TABLES[is_unmarked(text)][0]
    words = [folded(word) for word in marked_words(text) if word not in grammar]
    return frozenset(words) | frozenset(map(" ".join, pairwise(words)))


def given_for_another(shown: str, said: Mapping[str, set[str]], held: Ways) -> Iterator[str]:
    """The numbers and sites of a sentence whose clause rather speaks of another one. `said`: what `written` gives."""
    clauses = [*CLAUSE.split(shown), ""]
    for clause, following in pairwise(clauses):
        here = named_in(clause, said) & held.keys()
        others = [words for name, words in held.items() if name not in here]
        words = features(without(clause, said))
        if len(words) < TELLING and not named_in(following, said):  # "gọi 111, tổng đài về tin giả"
            words = features(f"{without(clause, said)} {following}")
        if any(name.startswith(ORDER_MARK) for name in here):  # commas are part of the message
            words = features(without(shown, said))
        rare = EMERGENCY if len(words) <= FEW else ()
        for name in here:
            if any(fits_better(words, other, held[name], TELLING - (name in rare)) for other in others):
                yield name


FEW = 4
"""Features of a clause that says little besides."""


def fits_better(words: frozenset[str], other: frozenset[str], own: frozenset[str], least: int) -> bool:
    """Whether a clause has telling words of the other, at least so many, and none, or far fewer, of its own."""
    theirs, ours = len(words & (other - own)), len(words & (own - other))
    return theirs >= least if not ours else theirs - ours >= CLEARLY
