"""Whether a question is English: its words look like others here ("pay" like "vay"), so nothing near is meant."""

from __future__ import annotations

import re

WORD = re.compile(r"[a-z]+")
ENGLISH = frozenset(
    WORD.findall(
        """
    how what where when why who which whose is are was were does did have has had my your you we they he she this that
    these those there here please need want help get pay tax apply find make use buy sell open lost stolen forgot reset
    change with from for and of not much many should could would will good morning afternoon thank thanks hello speak
    english vietnamese foreigner passport license driver police station office hospital bank account card money password
    phone number email address register registration certificate about tell me it its isn don doesn
    """
    )
)
"""Common words of English; of those that are syllables of Vietnamese too only some that stand beside others."""
BOTH = frozenset({"me", "it", "make", "tell", "bank", "card", "email", "phone", "station", "reset", "hello", "thanks"})
"""What people write in Vietnamese sentences too, or read as Vietnamese: these do not count alone."""
OURS = re.compile(r"\b(?:vneid|otp|zalo|facebook|qr|sim|vssid|esim|pin)\b")
"""Names of what is told here: whoever has one of them in a question means it."""
FEWEST = 2
"""So many of the other words make a question English."""


def is_english(question: str) -> bool:
    """Whether a question, all in plain letters, has words enough that are English and nothing else."""
    text = question.lower()
    if not text.isascii() or OURS.search(text):
        return False
    words = WORD.findall(text)
    said = {word for word in words if word in ENGLISH and word not in BOTH}
    return len(said) >= FEWEST and sum(word in ENGLISH for word in words) * 3 >= len(words)
