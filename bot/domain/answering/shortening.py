"""Texts cut at the ends of their sentences."""

from __future__ import annotations

import re

LONGEST_EXTRACT = 80
"""Words of an extract."""
LONGEST_ANSWER = 120
"""Words of an answer that a model wrote; what goes beyond is dropped by whole sentences."""


def shortened(text: str, most: int = LONGEST_ANSWER) -> str:
    """Whole sentences up to so many words, line breaks kept; a first one that is too long stays whole."""
    kept, words = "", 0
    for sentence in re.findall(r".+?(?:[.!?…](?=\s|$)|\n|$)\s*", text, flags=re.DOTALL):
        words += len(sentence.split())
        if kept and words > most:
            break
        kept += sentence
    return kept.strip()


def first_sentences(text: str, most: int = LONGEST_EXTRACT) -> str:
    """Whole sentences from the start, as many as fit; a first one that is too long is cut between words."""
    kept: list[str] = []
    for sentence in re.split(r"(?<=[.!?…])\s+|\n+", text.strip()):
        if sum(len(one.split()) for one in kept) + len(sentence.split()) > most:
            break
        kept.append(sentence)
    return " ".join(kept) or " ".join(text.split()[:most]) + "…"
