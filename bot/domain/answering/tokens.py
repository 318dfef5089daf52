"""Tokens: what a model may not write itself stands in the passages as [[VB1]], [[SĐT2]]… and is put back afterwards.

They are put back before the guard looks, so that it judges the very words that a citizen would see; a token that the
passages never had stays as it is, and goes with its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

CODE = r"[A-ZĐ][A-ZĐa-z0-9]{0,9}(?:[-/&][A-ZĐ][A-ZĐa-z0-9]{0,9}){0,3}"
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("LINK", re.compile(r"https?://[^\s<>()\"]{3,300}[\w/]|\b[\w-]{1,60}(?:\.[\w-]{1,60}){0,4}\.(?:vn|com|org|net)\b(?:/[\w./-]{0,200})?")),
    ("THƯ", re.compile(r"\b[\w.+-]{1,60}@\[\[LINK\d+\]\]")),
    ("VB", re.compile(rf"\b\d{{1,5}}(?:\.\d{{1,2}})?(?:/\d{{4}})?[/-]{CODE}")),
    ("ĐIỀU", re.compile(r"(?:[Đđ]iểm [a-zđ] )?(?:[Kk]hoản \d{1,3},? )?[Đđ]iều \d{1,3}\b")),
    ("NGÀY", re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b|\b\d{1,2} tháng \d{1,2}(?: năm \d{4})?")),
    ("PHÍ", re.compile(r"\b\d[\d.,]{0,15}(?: (?:nghìn|ngàn|triệu|tỷ))? ?(?:đồng|đ)\b")),
    ("SĐT", re.compile(r"\b(?:1[89]00[ .]?\d{4,6}|0\d{2,4}[ .]?\d{3}[ .]?\d{3,4}|(?<=gọi )\d{3,6}|(?<=số )1\d{2})\b")),
)  # fmt: skip
"""What is replaced, in this order; the text between is left alone."""
TOKEN = re.compile(r"\[\[\s*([^\W\d_]{2,5}\d{1,3})\s*\]\]")


@dataclass
class Tokens:
    """The tokens of one question: the same words have the same token in every passage."""

    words: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def hide(self, text: str) -> str:
        """A passage with tokens for what may only be repeated."""
        for kind, pattern in KINDS:
            text = pattern.sub(lambda match, kind=kind: self.name(kind, match.group()), text)  # type: ignore[misc]
        return text

    def name(self, kind: str, words: str) -> str:
        """The token for these words."""
        words = self.put_back(words)
        if words not in self.names:
            number = sum(name.startswith(kind) for name in self.words) + 1
            self.names[words] = f"{kind}{number}"
            self.words[f"{kind}{number}"] = words
        return f"[[{self.names[words]}]]"

    def put_back(self, text: str) -> str:
        """A text with the words behind its tokens; a token that nobody gave stays."""
        return TOKEN.sub(lambda match: self.words.get(match[1], match.group()), text)


def hidden(texts: Iterable[str]) -> tuple[list[str], Tokens]:
    """Texts with tokens, and what they stand for."""
    tokens = Tokens()
    return [tokens.hide(text) for text in texts], tokens
