"""Has the model write an answer from passages. What it writes is a draft: the guard decides what a citizen sees."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.domain.answering.base import Passage
from bot.domain.answering.tokens import Tokens
from bot.llm.completion import Completion, ModelUnavailable
from bot.redaction import is_marked_secret, mask

LONGEST_QUESTION = 1000
"""Characters of a question that the model is given."""
PLAIN_WORDS = {"{you}": "quý vị", "{You}": "Quý vị", "{me}": "trợ lý", "{Me}": "Trợ lý"}
"""What a model reads in place of a form of address. No text of the content says "quý vị" of itself, so that it can be
turned back (`addressed`), and the guard does not count it as a word of the matter."""
ADDRESS = {words: form for form, words in PLAIN_WORDS.items() if words.lower() == "quý vị"}


class Model(Protocol):
    """What writing needs of a language model."""

    async def complete(self, instructions: str, question: str, schema: Mapping[str, Any]) -> Completion:
        """One JSON object, or ModelUnavailable."""
        ...


class Sentence(BaseModel):
    """One sentence and the passages it rests on."""

    model_config = ConfigDict(extra="ignore")
    text: str
    passages: list[str]


class Written(BaseModel):
    """The shape the model is held to."""

    model_config = ConfigDict(extra="ignore")
    coverage: str = Field(pattern="^(whole|partial|absent)$")
    sentences: list[Sentence]


SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["coverage", "sentences"],
    "properties": {
        "coverage": {"type": "string", "enum": ["whole", "partial", "absent"]},
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["text", "passages"],
                "properties": {
                    "text": {"type": "string"},
                    "passages": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What the model wrote, in the shape the guard reads, with the passages by the names the model knew."""

    raw: str
    named: Mapping[str, Passage]
    coverage: str
    used: tuple[Passage, ...]
    tokens: int


class MarkedSecret(Exception):
    """The question bears a mark of secrecy: it goes nowhere."""


async def write(model: Model, instructions: str, question: str, passages: Sequence[Passage]) -> Draft:
    """A draft from these passages. Raises MarkedSecret, or ModelUnavailable when nothing usable came back."""
    if is_marked_secret(question):
        raise MarkedSecret
    named = {f"P{number}": passage for number, passage in enumerate(passages, 1)}
    tokens = Tokens()
    answer = await model.complete(instructions, as_prompt(question, named, tokens), SCHEMA)
    try:
        written = Written.model_validate(answer.data)
    except ValidationError as error:
        raise ModelUnavailable("not the shape that was asked for") from error
    for sentence in written.sentences:
        sentence.text = tokens.put_back(sentence.text)
    return as_draft(written, named, answer.tokens)


def as_prompt(question: str, named: Mapping[str, Passage], tokens: Tokens) -> str:
    """Question and passages as data: the passages with tokens, the question without anybody's personal data."""
    passages = [
        {"id": name, "title": tokens.hide(neutral(one.title)), "text": tokens.hide(neutral(one.text))}
        for name, one in named.items()
    ]
    asked = mask(question)[:LONGEST_QUESTION]
    return json.dumps({"question": asked, "passages": passages}, ensure_ascii=False)


def neutral(text: str) -> str:
    """A text of ours with plain words where a form of address would stand."""
    return re.sub("|".join(map(re.escape, PLAIN_WORDS)), lambda found: PLAIN_WORDS[found.group()], text)


def addressed(text: str) -> str:
    """A model's text, checked already, that addresses the reader in the form that they chose."""
    return re.sub(rf"\b(?:{'|'.join(ADDRESS)})\b", lambda found: ADDRESS[found.group()], text)


def as_draft(written: Written, named: Mapping[str, Passage], tokens: int) -> Draft:
    """Only sentences that say what they rest on; an answer without any is absent."""
    sentences = [one for one in written.sentences if one.passages and one.text.strip()]
    coverage = written.coverage if sentences else "absent"
    raw = Written(coverage=coverage, sentences=sentences).model_dump_json()
    used = [passage for name, passage in named.items() if any(name in one.passages for one in sentences)]
    return Draft(raw, named, coverage, tuple(used), tokens)
