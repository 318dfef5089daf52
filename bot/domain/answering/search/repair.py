"""Puts slips of the finger right: what can be no Vietnamese syllable becomes the known word a letter away."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain.answering.search.wording import Wording, take_apart

SHORTEST = 3
"""Shorter words have too many neighbours to guess from."""

SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(?:uye|uya|oai|oay|uoi|uou|ieu|yeu|uay|[aeiouy]{1,2})(?:ch|ng|nh|[cmnpt])?"
)
"""A syllable without its marks. One that is unknown here is more likely another subject than a slip."""


class Repair:
    """Knows the words of the base, without marks, and how rare each is."""

    def __init__(self, rarity: Mapping[str, float]) -> None:
        self._rarity = rarity
        self._known = list(rarity)

    def __call__(self, asked: Wording) -> Wording:
        """The question with unknown words replaced; what has no near neighbour stays as it is."""
        if all(word in self._rarity for word in asked.folded):
            return asked
        pairs = zip(asked.words, asked.folded, strict=True)
        return take_apart([word if folded in self._rarity else self._nearest(folded) or word for word, folded in pairs])

    def _nearest(self, word: str) -> str:
        """The most common known word one letter away, or ""."""
        if len(word) < SHORTEST or not word.isalpha() or SYLLABLE.fullmatch(word):
            return ""
        near = process.extract(word, self._known, scorer=OSA.distance, score_cutoff=1, limit=5)
        return min((found for found, _, _ in near), key=self._rarity.__getitem__, default="")
