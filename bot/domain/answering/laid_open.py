"""An answer laid open for who checks it: each sentence, what the guard made of it, and the passages it rests on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.answering.base import Passage, is_public, is_public_article, of_article, of_entry, of_lesson
from bot.domain.answering.write import neutral
from bot.library.library import Library
from bot.storage.tables import Exchange, ModelAnswer

PIECE = re.compile(r"(?<=[.!?…;:])\s+|\n+")
KEPT, PARTLY, CUT = "kept", "partly", "cut"


@dataclass(frozen=True, slots=True)
class Sentence:
    """`state`: kept, partly (cut within) or cut. `passages` by the names under which the page shows them."""

    text: str
    state: str
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A passage as the page shows it; `text` is "" when the content no longer has it."""

    name: str
    id: str
    title: str
    text: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LaidOpen:
    """Sentences beside sources."""

    sentences: Sequence[Sentence]
    sources: Sequence[Source]


def laid_open(found: Exchange, trace: ModelAnswer | None, library: Library) -> LaidOpen:
    """Of a model's answer each sentence; of an entry or an extract the words with the passage they come from."""
    if trace is not None:
        sources = [_source(f"P{place}", one, library) for place, one in enumerate(trace.passages, 1)]
        return LaidOpen(_sentences(trace), sources)
    sources = [_source("P1", found.entry, library)] if found.entry and found.label in ("curated", "extract") else []
    rests_on = tuple(one.name for one in sources)
    pieces = [neutral(line) for line in found.answer.split("\n") if line.strip()]
    return LaidOpen([Sentence(piece, KEPT, rests_on) for piece in pieces], sources)


def _sentences(trace: ModelAnswer) -> list[Sentence]:
    """What the model wrote, in its own order; plain text where it kept to no form."""
    shown = _words(trace.shown) if trace.verdict != "blocked" else ""
    try:
        written = [(str(one["text"]), tuple(map(str, one["passages"]))) for one in json.loads(trace.raw)["sentences"]]
    except (ValueError, KeyError, TypeError):
        written = [(trace.raw, ())]
    return [Sentence(text, _state(text, shown), passages) for text, passages in written]


def _state(text: str, shown: str) -> str:
    pieces = [piece for piece in PIECE.split(text) if piece.strip()]
    kept = sum(_words(piece) in shown for piece in pieces)
    return KEPT if kept == len(pieces) else PARTLY if kept else CUT


def _words(text: str) -> str:
    return " ".join(text.split())


def _source(name: str, passage_id: str, library: Library) -> Source:
    found = passage(library, passage_id)
    if found is None:
        return Source(name, passage_id, "", "", ())
    return Source(name, passage_id, neutral(found.title), neutral(found.text), found.sources)


def passage(library: Library, passage_id: str) -> Passage | None:
    """The passage with this id, as the content has it now; None when it is gone or no longer public."""
    whole, _, _ = passage_id.partition("#")
    return next((one for one in _passages(library, whole) if one.id == passage_id), None)


def _passages(library: Library, whole: str) -> Iterable[Passage]:
    """Those of the entry, lesson or article with this id."""
    for entry in library.faqs:
        if entry.id == whole and is_public(entry):
            yield of_entry(entry)
    for lesson in library.lessons:
        if lesson.code.lower() == whole:
            yield from of_lesson(lesson)
    for article in library.articles:
        if article.id == whole and is_public_article(article):
            yield from of_article(article)
