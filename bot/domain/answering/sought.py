"""Phrases that are sought in a text: a pattern is made only of those whose words all stand there."""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AnySet
from functools import lru_cache

WORD = re.compile(r"\w+")
NOTHING: frozenset[str] = frozenset()
KEPT = 256
"""Patterns that are remembered, some 2 kB each."""


class Sought:
    """Some hundred phrases, found as quickly as a few.

    One pattern of all of them took several MB, and ten times as long for a text with none of them.
    """

    def __init__(self, phrases: Iterable[Sequence[str]], between: str = " ") -> None:
        """`phrases`: the words of each; `between`: a pattern of what may stand between two of them."""
        known = {tuple(map(sys.intern, words)) for words in phrases if words}  # thousands of phrases of few words
        common = Counter(word for words in known for word in set(words))
        found: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        for words in sorted(known):
            found[min(words, key=lambda word: (common[word], word))].append(words)
        self._by_rarest = {word: tuple(phrases) for word, phrases in found.items()}
        self._pattern: Callable[[tuple[str, ...]], re.Pattern[str]] = lru_cache(KEPT)(
            lambda words: re.compile(rf"(?<!\w){between.join(map(re.escape, words))}(?!\w)")
        )

    @property
    def rarest(self) -> AnySet[str]:
        """Words one of which a text must have, or no phrase stands there."""
        return self._by_rarest.keys()

    def within(self, text: str, present: frozenset[str] = NOTHING) -> Iterator[re.Match[str]]:
        """Where phrases stand in a text as whole words, phrase by phrase. `present`: its words, if they are known."""
        present = present or words_of(text)
        for rarest in sorted(present & self._by_rarest.keys()):
            for words in self._by_rarest[rarest]:
                if present.issuperset(words):
                    yield from self._pattern(words).finditer(text)

    def stands_in(self, text: str, present: frozenset[str] = NOTHING) -> bool:
        """Whether any of them stands in a text."""
        return next(self.within(text, present), None) is not None


def words_of(text: str) -> frozenset[str]:
    """The different words of a text."""
    return frozenset(WORD.findall(text))
