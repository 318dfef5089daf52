"""Whether what was typed can be a word, where some of its marks may have been left out and one letter may be wrong."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from bot.library.text import fold

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def fit(typed: str, meant: str) -> bool:
    """The same letters, and of the marks those of `meant` or fewer. Old and new places of the tone are one."""
    (typed, tones), (meant, all_tones) = _apart(typed), _apart(meant)
    rest = iter(all_tones)
    same = len(typed) == len(meant) and all(a in (b, fold(b)) for a, b in zip(typed, meant, strict=True))
    return same and all(tone in rest for tone in tones)


def one_slip(typed: str, meant: str) -> bool:
    """The same with at most one letter wrong, missing, too many, or two swapped."""
    return any(fit(*pair) for pair in _repaired(typed, meant))


def _repaired(typed: str, meant: str) -> Iterator[tuple[str, str]]:
    yield typed, meant
    for n in range(max(len(typed), len(meant))):
        without, left = typed[:n] + typed[n + 1 :], meant[:n] + meant[n + 1 :]
        if len(typed) == len(meant):
            yield without, left
            yield typed[:n] + typed[n + 1 : n + 2] + typed[n : n + 1] + typed[n + 2 :], meant
        elif len(typed) > len(meant):
            yield without, meant
        else:
            yield typed, left


def _apart(word: str) -> tuple[str, str]:
    """The letters without their tones, and the tones."""
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(letter for letter in letters if letter in TONES)
    return unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in TONES)), tones
