"""How a text is read before it is compared: into words, abbreviations in full."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.library.ordinals import ORDINALS
from bot.library.text import INVISIBLE, WORD, fold, words

Abbreviations = Mapping[str, Mapping[str, str]]
"""`domain` (read in entries and questions) and `chat` (read in questions only): short form → full words; `synonyms`
(read in questions only): what people call a thing → what entries call it.

Several meanings are parted by "|", the likeliest first; which one is meant is decided by the words around it.
"""

Meanings = Mapping[str, Sequence[tuple[str, ...]]]
FOLDED_WORDS = 4_096
"""Words whose form without marks is remembered, some 200 bytes each."""


@lru_cache(maxsize=FOLDED_WORDS)
def fold_word(word: str) -> str:
    """A word without its marks; the same object wherever it comes from."""
    return sys.intern(fold(word))


@dataclass(frozen=True, slots=True)
class Wording:
    """One text as words, with their marks and without."""

    words: tuple[str, ...]
    folded: tuple[str, ...]


class Reader:
    """Spells out abbreviations."""

    def __init__(self, abbreviations: Abbreviations) -> None:
        self.domain = _table(abbreviations.get("domain", {}))
        self.chat = _table(abbreviations.get("chat", {}))
        self._synonyms = {tuple(words(said)): tuple(words(full)) for said, full in _longest_first(abbreviations)}
        self._question = {**self.chat, **self.domain}
        self.question = lru_cache(maxsize=64)(self._read_question)

    def entry(self, text: str) -> list[str]:
        """The words of a text of ours."""
        return spell_out(words(text), self.domain)

    def named_as_entries_do(self, said: Sequence[str]) -> list[str]:
        """A question's words, with what people call a thing replaced by what entries call it."""
        found = list(said)
        for common, ours in self._synonyms.items():
            size, place = len(common), 0
            while place + size <= len(found):
                if tuple(found[place : place + size]) == common:
                    found[place : place + size] = ours
                    place += len(ours) - 1
                place += 1
        return found

    def _read_question(self, text: str) -> Wording:
        found = spell_out(words(text), self._question)
        return Wording(tuple(found), tuple(map(fold_word, found)))


def _longest_first(abbreviations: Abbreviations) -> list[tuple[str, str]]:
    return sorted(abbreviations.get("synonyms", {}).items(), key=lambda pair: -len(pair[0].split()))


def _table(short: Mapping[str, str]) -> dict[str, list[tuple[str, ...]]]:
    """Short form → meanings; a form with marks is known without them too, unless that means something else."""
    full = {form.casefold(): _meanings(meaning) for form, meaning in short.items()}
    return {**{fold(form): meaning for form, meaning in full.items()}, **full}


def _meanings(text: str) -> list[tuple[str, ...]]:
    return [tuple(words(meaning)) for meaning in text.split("|")]


def spell_out(found: Sequence[str], table: Meanings) -> list[str]:
    """The words with every abbreviation in full, as it is most often meant."""
    return [word for short in found for word in (table[short][0] if short in table else (short,))]


def typed(text: str) -> list[str]:
    """The words of a question as they were typed, capitals kept."""
    return WORD.findall(unicodedata.normalize("NFC", INVISIBLE.sub("", text)))


def counted(found: Sequence[str]) -> list[str]:
    """The words with "thứ ba" written "thứ 3", as it is in half of all texts."""
    before = ("", *found)
    return [ORDINALS.get(word, word) if last == "thứ" else word for last, word in zip(before, found, strict=False)]


SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(?:uye|uya|oai|oay|uoi|uou|ieu|yeu|uay|[aeiouy]{1,2})(?:ch|ng|nh|[cmnpt])?"
)
"""A Vietnamese syllable without its marks."""


def is_syllable(folded: str) -> bool:
    """Whether a word without marks can be a Vietnamese syllable."""
    return SYLLABLE.fullmatch(folded) is not None


def joined(parts: Iterable[str]) -> str:
    """Words as one text."""
    return " ".join(parts)
