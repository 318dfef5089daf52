"""How people go on talking: a follow-up that names no subject, and a question about two things."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from bot.library.text import fold, fold_in_place

Words = Sequence[str]
"""A question as it is searched: in lower case, with all marks."""
Phrases = Mapping[str, Sequence[list[str]]]
"""Phrases, word by word, by their first word."""
LONGEST = 11
"""Words of a follow-up. A longer message says itself what it is about."""
NAMED = 3
"""So many words may stand beside an opening ("thế còn Việt kiều thì sao") in a follow-up."""
SHORTEST = 3
"""Words of a part that can be a question of its own."""
WORD = re.compile(r"\w+")
STOPS = re.compile(r"[,?.!;\n]+")


class Conversation:
    """Reads messages beside what was said before, by the words that the library lists."""

    def __init__(self, listed: Mapping[str, Sequence[str]]) -> None:
        self._openers = sorted((line.split() for line in _lines(listed, "openers")), key=len, reverse=True)
        self._bare_openers = [([*map(fold, opener)], opener) for opener in self._openers]
        self._asking = _by_first(_lines(listed, "asking"))
        self._bare_asking = _by_first(map(fold, _lines(listed, "asking")))
        self._bare_doing = [fold(line).split() for line in _lines(listed, "doing")]
        self._doing = [line.split() for line in _lines(listed, "doing")]
        self._general = {word for line in _lines(listed, "general") for word in line.split()}
        self.only_asks = {fold(word) for line in _lines(listed, "only_asks") for word in line.split()}
        """Words without marks that ask and name nothing."""
        self._named = _by_first(_lines(listed, "named"))
        self._empty = self._general | {word for one in self._doing for word in one}
        notices = {word for line in _lines(listed, "notices") for word in line.split()}
        self._untelling = self._empty | notices
        self._bare_untelling = {fold(word) for word in self._untelling}
        joints = sorted((fold(line) for line in _lines(listed, "joints")), key=len, reverse=True)
        self._joint = re.compile(rf"\s(?:{'|'.join(map(re.escape, joints))})\s") if joints else None

    def subject(self, words: Words) -> list[str]:
        """The words that say what it is about; of some phrases ("mất điện thoại") words that alone say nothing."""
        return [word for word in words if word not in self._empty] or _first_said(words, self._named)

    def telling(self, text: str) -> list[str]:
        """The words, without marks, by which a question below an announcement says which one is meant.

        As they were typed: a word that no entry has is none that was meant otherwise.
        """
        words = WORD.findall(unicodedata.normalize("NFC", text).casefold())
        bare = [word for word in words if word == fold(word) and word in self._bare_untelling]
        return [fold(word) for word in words if word not in self._untelling and word not in bare]

    def asks_of_nothing(self, text: str) -> bool:
        """Whether it asks, and says not a word of what: "ở đâu", "ai gửi"."""
        bare = WORD.findall(fold(text))
        return len(bare) <= LONGEST and _times_asked(bare, self._bare_asking) > 0 and not self.telling(text)

    def opened(self, text: str) -> str:
        """With the marks of a beginning that was typed without: "the con o xa khac" → "thế còn o xa khac"."""
        typed = text.split()
        for bare, opener in self._bare_openers:
            if typed[: len(bare)] == bare and len(typed) > len(bare):
                return " ".join([*opener, *typed[len(opener) :]])
        return text

    def names_nothing(self, words: Words) -> bool:
        """Whether it can only be understood from what was said before."""
        return 0 < len(words) <= LONGEST and not self.subject(words)

    def opens(self, words: Words) -> bool:
        """Whether it may take up what was said before, though it names something: "thế còn Việt kiều thì sao"."""
        return len(words) <= LONGEST and self._opening(words) > 0 and len(self.subject(words)) <= NAMED

    def joined(self, topic: Words, words: Words) -> list[str]:
        """The follow-up with its topic, as one question."""
        return [*(word for word in topic if word not in self._general), *words[self._opening(words) :]]

    def parts(self, text: str) -> Iterator[tuple[str, str]]:
        """Every way to read a text as two questions, whatever they ask."""
        for found in [*STOPS.finditer(text), *self._joints(text)]:
            first, second = text[: found.start()].strip(), text[found.end() :].strip()
            if min(len(first.split()), len(second.split())) >= SHORTEST:
                yield first, second

    def may_be_two(self, words: Words) -> bool:
        """Whether a whole message asks often enough for two questions: cheaper than to read every part of it.

        Its marks do not count: beside words that have some, those without are read otherwise than alone.
        """
        bare = fold(" ".join(words)).split()
        asked = _times_asked(bare, self._bare_asking)
        return asked > 1 or (asked == 1 and _begins(bare, self._bare_doing))

    def two(self, first: Words, second: Words) -> bool:
        """Whether these ask two things: each names something of its own, and asks (or both want something done)."""
        one, other = ({word for word in said if word not in self._general} for said in (first, second))
        both_do = _begins(first, self._doing) and _begins(second, self._doing)
        asks = (self._asks(first) or both_do) and self._asks(second)
        return asks and bool(one - other) and bool(other - one)

    def _joints(self, text: str) -> Iterator[re.Match[str]]:
        folded = fold_in_place(text)
        return self._joint.finditer(folded) if self._joint else iter(())

    def ends_asking(self, words: Words) -> bool:
        """Whether it ends with what asks: "… là gì", "… ở đâu", "… được không"."""
        found, many = list(words), len(words)
        phrases = (asked for word in {*found} for asked in self._asking.get(word, ()))
        return any(found[many - len(asked) :] == asked for asked in phrases if len(asked) <= many)

    def _asks(self, words: Words) -> bool:
        return _times_asked(words, self._asking) > 0

    def _opening(self, words: Words) -> int:
        """How many words open it: "thế còn" is two."""
        return next((len(opener) for opener in self._openers if list(words[: len(opener)]) == opener), 0)


def _lines(listed: Mapping[str, Sequence[str]], name: str) -> list[str]:
    return [line.strip() for line in listed.get(name, ()) if line.strip()]


def _by_first(phrases: Iterable[str]) -> Phrases:
    found: dict[str, list[list[str]]] = {}
    for words in map(str.split, phrases):
        found.setdefault(words[0], []).append(words)
    return found


def _said(words: Words, phrases: Phrases) -> Iterator[list[str]]:
    """By place, the first of these phrases that begins there."""
    found = list(words)
    for place, word in enumerate(found):
        here = (phrase for phrase in phrases.get(word, ()) if found[place : place + len(phrase)] == phrase)
        yield from islice(here, 1)


def _times_asked(words: Words, asking: Phrases) -> int:
    """At how many places a phrase that asks begins."""
    return sum(1 for _ in _said(words, asking))


def _first_said(words: Words, phrases: Phrases) -> list[str]:
    return next(_said(words, phrases), [])


def _begins(words: Words, beginnings: Sequence[Words]) -> bool:
    return any(list(words[: len(one)]) == list(one) for one in beginnings)
