"""From a question as typed to the words that are searched: normalise, expand abbreviations, repair."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.answering.search.language import Language, Phrases
from bot.domain.answering.search.repair import Repair
from bot.domain.answering.search.wording import Abbreviations, Reader, counted, fold_word, typed

SENTENCE = re.compile(r"[\n.?!;:]+")
OPENING = re.compile(r"(?<=[.!?…])\s+|\n+")
TELLING, LONGEST_TITLE = 3, 30
"""Words from which on the beginning of a text says what it is about, and that are read of it."""
LONG_TEXTS = 90
"""Words in an average text from which on a base is read as articles rather than as short entries."""
LONGEST = 1_000
"""Characters of a question that are read."""


@dataclass(frozen=True, slots=True)
class Document:
    """What can be found: a title, other ways to ask for it, and the text under it."""

    id: str
    title: str
    text: str
    also: Sequence[str] = ()

    @property
    def titles(self) -> list[str]:
        """Every wording of it."""
        return [title for title in (self.title, *self.also) if title.strip()]


def titles_of(documents: Sequence[Document]) -> list[list[str]]:
    """By document what it is found by besides its text: its titles, or how its text begins where it has none.

    Long texts none of which has a title need nothing in its place: there all are alike, and measured surer without.
    """
    titles = [one.titles for one in documents]
    if not any(titles) and sum(len(one.text.split()) for one in documents) > LONG_TEXTS * len(documents):
        return titles
    return [own or beginning(one.text) for own, one in zip(titles, documents, strict=True)]


def beginning(text: str) -> list[str]:
    """The first line or sentence, with the next ones where it says little."""
    first = ""
    for part in OPENING.split(text.strip()):
        first = f"{first} {part}".strip()
        if len(first.split()) >= TELLING:
            break
    return [" ".join(first.split()[:LONGEST_TITLE])] if first else []


class Understanding:
    """Reads questions in the language of a base."""

    def __init__(self, reader: Reader, language: Language, phrases: Phrases) -> None:
        self._reader, self.language, self.phrases = reader, language, phrases
        self._repair = Repair(language, phrases, reader)
        self.question = lru_cache(maxsize=64)(self._question)

    @classmethod
    def learn(
        cls, documents: Sequence[Document], abbreviations: Abbreviations, everyday: Iterable[str] = ()
    ) -> Understanding:
        """From the base's own words, and from everyday Vietnamese, a sentence or a word group each."""
        reader = Reader(abbreviations)
        own = list(_sentences(documents, reader))
        language = Language.learn(own, [reader.entry(line) for line in everyday])
        return cls(reader, language, Phrases.learn(own, language.words))

    def entry(self, text: str) -> list[str]:
        """The words of a text of ours, abbreviations in full, ordinals in figures."""
        return counted(self._reader.entry(text))

    def _question(self, text: str) -> tuple[str, ...]:
        return tuple(counted(self._reader.named_as_entries_do(self._repair(typed(text[:LONGEST])))))


BARE = 4
"""From so many words on a text is Vietnamese enough to have marks, if it was typed with any."""


def is_bare(found: Sequence[str]) -> bool:
    """Whether a text was typed without marks: it teaches nothing about them."""
    return len(found) >= BARE and all(word == fold_word(word) for word in found)


def _sentences(documents: Iterable[Document], reader: Reader) -> Iterator[list[str]]:
    for one in documents:
        for text in (*one.titles, one.text):
            for part in SENTENCE.split(text):
                found = reader.entry(part)
                if found and not is_bare(found):
                    yield [*map(sys.intern, found)]
