"""How a text is read before it is compared: the same way for entries and for questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.library.text import fold, words

Abbreviations = Mapping[str, Mapping[str, str]]
"""`domain` (read in entries and questions) and `chat` (read in questions only): short form → full words."""

fold_word = lru_cache(maxsize=20_000)(fold)


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in the forms in which it is searched."""

    words: tuple[str, ...]
    folded: tuple[str, ...]
    pairs: tuple[str, ...]
    grams: tuple[str, ...]
    marked: bool


class Reader:
    """Spells out abbreviations, then takes a text apart."""

    def __init__(self, abbreviations: Abbreviations) -> None:
        domain = _table(abbreviations.get("domain", {}))
        self._entry = domain
        self._question = {**_table(abbreviations.get("chat", {})), **domain}
        self.question = lru_cache(maxsize=512)(self._read_question)

    def entry(self, text: str) -> Wording:
        """A text of ours."""
        return take_apart(spell_out(words(text), self._entry))

    def _read_question(self, text: str) -> Wording:
        return take_apart(spell_out(words(text), self._question))


def _table(short: Mapping[str, str]) -> dict[str, list[str]]:
    """Short form → words; a form with marks is known without them too, unless that means something else."""
    full = {short_form.casefold(): words(meaning) for short_form, meaning in short.items()}
    return {**{fold(short_form): meaning for short_form, meaning in full.items()}, **full}


def spell_out(found: Sequence[str], table: Mapping[str, list[str]]) -> list[str]:
    """The words with every abbreviation in full."""
    return [word for short in found for word in table.get(short, (short,))]


def take_apart(found: Sequence[str]) -> Wording:
    """Words, folded words, folded pairs of neighbours, three-letter pieces."""
    folded = tuple(fold_word(word) for word in found)
    pairs = tuple(f"{left} {right}" for left, right in pairwise(folded))
    padded = f" {' '.join(folded)} "
    grams = tuple(padded[start : start + 3] for start in range(len(padded) - 2))
    return Wording(tuple(found), folded, pairs, grams, marked=tuple(found) != folded)
