"""How hard a text is to read: long sentences are what stops a slow reader."""

from __future__ import annotations

import re

from bot.library.text import count_words

SENTENCE_WORDS = 40
"""Syllables in the longest sentence; Vietnamese writes each syllable as a word."""


def sentences(text: str) -> list[str]:
    """The sentences of a text; a colon or a line's end closes one too."""
    return [part for part in re.split(r"(?<=[.!?…:;])\s+|\n+", text) if part.strip()]


def hard_sentence(text: str) -> int:
    """Words of the longest sentence when it is too long, else 0."""
    longest = max((count_words(sentence) for sentence in sentences(text)), default=0)
    return longest if longest > SENTENCE_WORDS else 0


def average(text: str) -> float:
    """Words a sentence."""
    found = sentences(text)
    return sum(map(count_words, found)) / len(found) if found else 0.0
