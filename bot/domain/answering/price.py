"""Whether a question asks what something costs, and whether a text says so: an answer about something else is none."""

from __future__ import annotations

import re

from bot.library.text import fold

ASKED = re.compile(
    r"\b(?:bao nhieu tien|het bao nhieu|gia (?:bao nhieu|the nao)|(?:le )?phi (?:bao nhieu|la bao|the nao)"
    r"|bao nhieu (?:le )?phi|(?:mat|ton|dong|nop|tra|thu) (?:le )?phi(?: gi)? khong|co mat tien khong|ton tien khong)\b"
)
"""In words without marks, short forms in full."""
SAID = re.compile(r"\b(?:phi|dong|gia|(?<!can )cuoc|mat tien|ton tien|tra tien|thu tien|tien phat|nghin|trieu)\b")


def is_asked(question: str) -> bool:
    """Whether a question asks for a price or a fee."""
    return ASKED.search(fold(question)) is not None


def is_said(*texts: str) -> bool:
    """Whether any of these speaks of one."""
    return any(SAID.search(fold(text)) for text in texts)
