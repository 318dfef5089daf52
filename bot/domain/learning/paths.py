"""Ways through the lessons: which there are for a group, and which one is meant by words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from rapidfuzz import fuzz

from bot.library.text import fold, fold_in_place

ALIKE = 86
"""Of 100: from here on typed words are held to mean a title; words beyond those of the title do not count."""
EACH_MORE = 5
"""Of 100: what each word counts that one side has more than the other."""
MOST = 4
FILLING = re.compile(
    r"\b(?:da|a|oi|nhe|cho|toi|minh|em|chau|bac|ong|ba|co|chu|anh|chi|ban|muon|can|biet|hoc|hieu|ve|cach|bai|lo trinh"
    r"|duoc|xin|hay|la|thi|day|chi|giup|o dau|nao|noi|tim|xem|mo|huong dan|khoa|lop|khong)\b"
)
"""Said around what somebody wants to learn, as folded words."""
DEFAULT = "dan"


def of_group(paths: Sequence[Any], audience: str) -> Any | None:
    """The path of a group of learners; of nobody in particular, the one for everybody."""
    mine = next((path for path in paths if path.audience and path.audience == audience), None)
    return mine or next((path for path in paths if path.code == DEFAULT), None)


def find(paths: Sequence[Any], typed: str) -> list[Any]:
    """The paths that words may mean, the likeliest first."""
    return _best(paths, typed, lambda path: (path.title, *path.also))


def find_lessons(lessons: Sequence[Any], typed: str) -> list[Any]:
    """The lessons whose title the words may mean."""
    return _best(lessons, typed, lambda lesson: (lesson.title,))


def subject(typed: str) -> str:
    """The same words without what is said around them: "bài học về mật khẩu ở đâu" → "mật khẩu"."""
    left = list(typed)
    for around in FILLING.finditer(fold_in_place(typed)):
        left[around.start() : around.end()] = " " * len(around[0])
    return " ".join("".join(left).split())


def _best(all_: Sequence[Any], typed: str, names: Callable[[Any], Sequence[str]]) -> list[Any]:
    words = _bare(typed)
    if len(words) < 2:
        return []
    likely = [(max(_alike(words, _bare(name)) for name in names(one)), one) for one in all_]
    found = sorted((pair for pair in likely if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return [one for _, one in found[:MOST]]


def _alike(typed: str, name: str) -> float:
    """All words of the shorter one in the longer one is 100; one lonely word of many is not enough."""
    if not name:
        return 0.0
    shared = set(typed.split()) & set(name.split())
    if len(shared) < min(2, len(name.split()), len(typed.split())):
        return fuzz.ratio(typed, name)
    return fuzz.token_set_ratio(typed, name) - abs(len(typed.split()) - len(name.split())) * EACH_MORE


def _bare(text: str) -> str:
    """Folded, without what is said around it: "tôi muốn học cách chuyển khoản" → "chuyen khoan"."""
    folded = " ".join(re.findall(r"\w+", fold(text)))
    return " ".join(FILLING.sub(" ", folded).split())
