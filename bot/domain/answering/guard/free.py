""" "Miễn phí" is said only of what a passage calls free: of the same thing, done in the same way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from bot.domain.answering.guard.support import STOPWORDS, content_words

FREE = re.compile(
    r"\b(?:(?<!mang )(?<!wifi )(?<!wi-fi )mien phi|mien le phi|mien thu|khong (?:mat|thu|phai (?:nop|tra|dong)|ton"
    r"|co)(?: \w+)? ?(?:phi|le phi|tien(?! (?:mat|gia|thua|qua|vao|cho|bang|truoc|theo|o|tren|sang)\b))"
    r"|khong (?:mat|ton) (?:phi|tien)|0 dong"
    r"|(?:phi|thue)(?: \w+){0,4} (?:khong con(?: duoc)? (?:ap dung|thu)|(?:da |duoc |bi )*bai bo)"
    r"|phi(?: \w+){0,4} duoc mien|phi(?: \w+){0,3} bang (?:khong|0)"
    r"|(?:la|bang|mat|con|het) khong dong(?! (?:y|dau|bo|nhat|hanh|deu|thoi))"
    r"|(?:khong|khoi|chang)(?: phai| can)? (?:nop|tra|dong|ton|mat|thu|chi)(?: them)?"
    r" (?:(?:bat ky |bat cu |mot )?(?:khoan|dong|xu)(?: phi| tien)? (?:nao|gi)"
    r"|(?:phi|le phi|tien(?! (?:mat|gia|thua|qua|vao|cho|bang|truoc|theo|o|tren|sang)\b))\b)"
    r"|(?:nha nuoc|ngan sach|tinh|xa) (?:chi )?tra (?:het|toan bo|thay|ho|giup)(?: \w+){0,2} phi)\b"
)
CONDITIONS = frozenset(["duoi", "tren", "chi", "neu", "truoc", "sau", "tu", "den"])
DOING = re.compile(r"\b(?:cap|lam|dang ky|xin|nop) (?:lai|doi|moi|them|nhanh|gap|lan dau)\b")
"""What is done again, in exchange or for the first time costs differently."""
CLAUSE_END = re.compile(r"[.,;?!()\n\x00]")
SENTENCE_ENDS = ".;?!\n\x00"
ON_CONDITION = re.compile(r" ?(?:cho|voi|doi voi|neu|khi|trong|den|tu|o)\b")
SAYS_LITTLE = frozenset(
    [
        "hoan",
        "toan",
        "phi",
        "mien",
        "thu",
        "dong",
        "nao",
        "gi",
        "khoan",
        "nop",
        "tra",
        "khoi",
        "dung",
        "mat",
        "ton",
        "tien",
    ]
)
WORD = re.compile(r"[a-z]+|\d+")
REACH = 30
"""Signs behind "miễn phí" that may say of what."""
SAME = 0.5
"""More than that share of the words of a thing must stand in the passage which calls something free."""


class Reading(Protocol):
    """What this needs of a passage that was read."""

    @property
    def read(self) -> str:
        """Folded, on one line."""
        ...

    @property
    def words(self) -> frozenset[str]:
        """All its words."""
        ...


def says_free(read: str) -> bool:
    """Whether a reading calls anything free."""
    return MAY_BE_FREE.search(read) is not None and FREE.search(read) is not None


MAY_BE_FREE = re.compile(r"mien|khong|khoi|chang|0 dong|phi|thue|xa tra|tra ")


def is_free_there(sentence: str, around: Iterable[str], passages: Iterable[Reading]) -> bool:
    """Whether one of the passages calls free what the sentence calls free.

    `around`: what a bare "miễn phí" may speak of, the nearest first: the sentence before it, the question. A bare one
    of which nobody says what it speaks of rests on nothing, unless there is one passage only.
    """
    held = list(passages)
    spoken = next((text for text in (sentence, *around) if thing(text)), "")
    of = thing(spoken)
    said = sentence if spoken == sentence else f"{spoken} . {sentence}"
    if not of and len(held) > 1:
        return False
    return any(calls_free(said, passage.read) for passage in held if is_about(of, passage.words))


def thing(text: str) -> list[str]:
    """The words of what a text calls free; all its telling words, where it calls nothing so."""
    clauses = [clause for clause in CLAUSE_END.split(text) if says_free(clause)] or [text]
    words = [word for clause in clauses for word in telling(FREE.sub(" ", clause))]
    return words or telling(FREE.sub(" ", text))


def telling(text: str) -> list[str]:
    """The words of a reading that say what it is about."""
    return [word for word in content_words(text) if word not in SAYS_LITTLE]


def is_about(words: list[str], held: frozenset[str]) -> bool:
    """Whether a passage speaks of that thing."""
    return not words or sum(word in held for word in words) > SAME * len(words)


def calls_free(said: str, passage: str) -> bool:
    """Whether a passage calls free what was said: half of the words of its clause, and every doing."""
    words = set(WORD.findall(said))
    for match in FREE.finditer(passage):
        start = max(passage.rfind(sign, 0, match.start()) for sign in SENTENCE_ENDS) + 1
        after = CLAUSE_END.split(passage[match.end() : match.end() + REACH])[0]
        before = meant(passage[start : match.start()])
        theirs = before + meant(after) if not before or ON_CONDITION.match(after) else before
        clause = passage[start : match.end() + len(after)] if theirs else passage
        if sum(word in words for word in theirs) * 2 >= len(theirs) and same_doing(said, clause):
            return True
    return False


def meant(text: str) -> list[str]:
    """The words of a clause of the passage that the sentence should say too."""
    return [word for word in WORD.findall(text) if word not in STOPWORDS or word in CONDITIONS]


def same_doing(said: str, clause: str) -> bool:
    """Whether a clause names every doing that is called free and that has a price of its own."""
    return all(doing in clause for doing in DOING.findall(said_free(said)))


def said_free(said: str) -> str:
    """The parts of what was said that call something free; all of it, where they name no thing."""
    free = [part for part in re.split(r"[.,;]", said) if says_free(part)]
    return " ".join(free) if any(telling(FREE.sub(" ", part)) for part in free) else said
