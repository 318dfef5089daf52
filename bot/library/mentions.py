"""Phones and web addresses of a text: each stands in a fact that the text rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

PHONE = re.compile(
    r"(?<![\w.,/-])(?:0\d{2,3}[. ]?\d{3}[. ]?\d{3,4}|1[89]00[. ]?\d{2,3}[. ]?\d{1,3}|1\d{2}(?!\d))(?![\w/-]|[.,]\d)"
)
"""Ten digits, 1800 and 1900 numbers, and the short ones: 113, 156."""
ADDRESS = re.compile(
    r"(?<![\w@.-])(?:https?://)?(?:www\.)?((?:[a-z0-9-]+\.)+(?:vn|com|net|org|io|app)\b)", re.IGNORECASE
)
ENDINGS = frozenset(("gov.vn", "com.vn", "edu.vn", "org.vn", "net.vn"))
"""What an address ends with is none itself."""


def unfounded(text: str, grounds: Iterable[str]) -> Iterator[str]:
    """The phones and addresses of `text` that stand in none of the `grounds`, as they are written."""
    said, named = PHONE.findall(text), ADDRESS.findall(text)
    if not said and not named:
        return  # as most texts: what they rest on need not be read
    held = list(grounds)
    phones = {_digits(one) for ground in held for one in PHONE.findall(ground)}
    hosts = {one.lower() for ground in held for one in ADDRESS.findall(ground)} | ENDINGS
    yield from (one for one in said if _digits(one) not in phones)
    yield from (one for one in named if one.lower() not in hosts)


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)
