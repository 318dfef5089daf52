"""The index on disk: found again by what it was made from, mapped into memory, shared between processes."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

import structlog

from bot.domain.answering.search import flat
from bot.domain.answering.search.fields import Field, Pieces
from bot.domain.answering.search.index import Index
from bot.domain.answering.search.language import Language, Phrases
from bot.domain.answering.search.meaning import MODEL, Vectors
from bot.domain.answering.search.postings import Postings, unknown_among
from bot.domain.answering.search.texts import Tokens, Words
from bot.domain.answering.search.understanding import Document, Understanding
from bot.domain.answering.search.views import Sizes, Views
from bot.domain.answering.search.wording import Abbreviations, Reader
from bot.library import text as reading

log = structlog.get_logger(__name__)
Restored = TypeVar("Restored")

MOST_FILES = 4
"""Files of each kind that stay: this base's, and those of bases that other processes may still start with."""

LEFT_OVER = 3600
"""Seconds after which an unfinished file belongs to a process that was killed."""


@dataclass(frozen=True)
class Texts:
    """All that an index is made from: kinds of documents that share one language, short forms, everyday sentences."""

    kinds: Sequence[Sequence[Document]]
    abbreviations: Abbreviations
    everyday: Sequence[str]

    @cached_property
    def key(self) -> str:
        """Another text, another way of reading it: another key."""
        told = hashlib.sha256(code_version().encode())
        told.update(json.dumps([self.abbreviations, list(self.everyday)], ensure_ascii=False).encode())
        for kind in self.kinds:
            told.update(f"\0{len(kind)}\0".encode())
            for one in kind:
                told.update("\0".join((one.id, one.title, one.text, *one.also, "")).encode("utf-8", "surrogatepass"))
        return told.hexdigest()[:32]

    def indexes(self) -> list[Index]:
        """Read everything: this is what takes its time."""
        documents = [one for kind in self.kinds for one in kind]
        understanding = Understanding.learn([*told_once(documents)], self.abbreviations, self.everyday)
        return [Index.build(kind, understanding) for kind in self.kinds]


def told_once(documents: Iterable[Document]) -> Iterator[Document]:
    """What the language is learnt from: a text under several documents in a row counts once."""
    before = ""
    for one in documents:
        yield one if one.text != before else replace(one, text="")
        before = one.text


@cache
def code_version() -> str:
    """Changes whenever the code changes that an index comes from, or the order of bytes."""
    told = hashlib.sha256(sys.byteorder.encode())
    for path in [*sorted(Path(__file__).parent.glob("*.py")), Path(reading.__file__)]:
        told.update(path.read_bytes())
    return told.hexdigest()


class Kept:
    """A folder of indexes. Whatever is wrong with it is told in the log, and costs time but no answer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def indexes(self, texts: Texts) -> list[Index]:
        """From the file, if it is there and whole; else made anew, and kept."""
        return self.read(texts) or self._made(texts)

    def _made(self, texts: Texts) -> list[Index]:
        made = texts.indexes()
        self._write(self._path("index", texts), _of_indexes(made))
        return self.read(texts) or made

    def there(self, texts: Texts) -> bool:
        """Whether the file is there."""
        return self._path("index", texts).exists()

    def read(self, texts: Texts) -> list[Index] | None:
        """The indexes as they were kept."""
        return self._opened(self._path("index", texts), lambda arrays: _as_indexes(arrays, texts))

    def vectors(self, texts: Texts, make: Callable[[], Sequence[Vectors]]) -> Sequence[Vectors]:
        """The vectors of each kind of documents: from the file, else made and kept."""
        path = self._path("vectors", texts)
        found = self._opened(path, lambda arrays: _as_vectors(arrays, len(texts.kinds)))
        if found is not None:
            return found
        made = make()
        self._write(path, _of_vectors(made))
        return self._opened(path, lambda arrays: _as_vectors(arrays, len(texts.kinds))) or made

    def _path(self, kind: str, texts: Texts) -> Path:
        """By its key; vectors by their model too."""
        key = hashlib.sha256(f"{MODEL}{texts.key}".encode()).hexdigest()[:32] if kind == "vectors" else texts.key
        return self.folder / f"{kind}-{key}.arrays"

    def _opened(self, path: Path, restore: Callable[[flat.Arrays], Restored]) -> Restored | None:
        try:
            arrays = flat.read(path)
            found = restore(arrays)
            arrays.let_go()
            path.touch()
            return found
        except FileNotFoundError:
            return None
        except (OSError, flat.Broken, LookupError, ValueError, TypeError) as error:
            log.warning("a kept index is not whole: made anew", file=path.name, why=type(error).__name__)
            return None

    def _write(self, path: Path, arrays: flat.Arrays) -> None:
        try:
            flat.write(path, arrays)
            self._tidy(path)
        except OSError as error:
            log.warning("an index could not be kept", file=path.name, why=str(error))

    def _tidy(self, path: Path) -> None:
        """Only the latest files of its kind stay. Who has mapped one goes on reading it."""
        kind = path.name.split("-", 1)[0]
        with contextlib.suppress(OSError):
            files = sorted(self.folder.glob(f"{kind}-*"), key=lambda one: one.stat().st_mtime, reverse=True)
            left_over = [one for one in self.folder.glob("*.part") if one.stat().st_mtime < time.time() - LEFT_OVER]
            whole = [one for one in files if one.suffix == ".arrays"]
            for old in (*whole[MOST_FILES:], *left_over):
                old.unlink(missing_ok=True)


# --- indexes as arrays, and back --------------------------------------------------------------------------------------

POSTINGS = ("keys", "starts", "rows", "weights", "rarity", "sums")
INVERTED = ("folded", "pairs")
TOKENS = ("plain", "folded")
LINES = ("starts", "plain")
PIECES = ("rarity", "norms")
LANGUAGE = ("shares", "starts", "nexts", "chances")
VECTORS = ("titles", "questions", "bodies", "sketch", "axes")
SIZES = ("owners", "lengths", "body_lengths")


def _of_indexes(indexes: Sequence[Index]) -> dict[str, flat.Array]:
    language, phrases = indexes[0].understanding.language, indexes[0].understanding.phrases
    found = {f"language.{name}": getattr(language, name) for name in LANGUAGE}
    found["language.words"] = flat.as_array(language.words)
    found["phrases.numbers"] = phrases.numbers
    found["phrases.initials"] = flat.as_array([phrases.initials])
    for number, index in enumerate(indexes):
        views = index.views
        found.update({f"{number}.tokens.{name}": getattr(views.tokens, name) for name in TOKENS})
        found[f"{number}.words"] = flat.as_array(views.known.words)
        found.update({f"{number}.{name}": getattr(views.sizes, name) for name in SIZES})
        for part, field in (("titles", views.titles), ("bodies", views.bodies)):
            found.update(_of_field(f"{number}.{part}", field))
    return found


def _of_field(prefix: str, field: Field) -> dict[str, flat.Array]:
    found = {f"{prefix}.{name}": getattr(field, name) for name in LINES}
    found.update({f"{prefix}.pieces.{name}": getattr(field.pieces, name) for name in PIECES})
    for view in INVERTED:
        found.update({f"{prefix}.{view}.{name}": getattr(getattr(field, view), name) for name in POSTINGS})
    return found


def _as_indexes(arrays: flat.Arrays, texts: Texts) -> list[Index]:
    language = Language(_words(arrays["language.words"]), *(arrays[f"language.{name}"] for name in LANGUAGE))
    phrases = Phrases(language.words, arrays["phrases.numbers"], arrays["phrases.initials"].tobytes().decode())
    understanding = Understanding(Reader(texts.abbreviations), language, phrases)
    return [
        Index(list(documents), understanding, _as_views(arrays, str(number), len(documents)))
        for number, documents in enumerate(texts.kinds)
    ]


def _as_views(arrays: flat.Arrays, prefix: str, size: int) -> Views:
    known = Words(_words(arrays[f"{prefix}.words"]))
    tokens = Tokens(*(arrays[f"{prefix}.tokens.{name}"] for name in TOKENS))
    titles, bodies = (_as_field(arrays, f"{prefix}.{part}") for part in ("titles", "bodies"))
    if bodies.size != size:
        raise ValueError(prefix)
    return Views(known, tokens, titles, bodies, Sizes(*(arrays[f"{prefix}.{name}"] for name in SIZES)))


def _as_field(arrays: flat.Arrays, prefix: str) -> Field:
    folded, pairs = (_as_postings({name: arrays[f"{prefix}.{view}.{name}"] for name in POSTINGS}) for view in INVERTED)
    pieces = Pieces(*(arrays[f"{prefix}.pieces.{name}"] for name in PIECES))
    starts, plain = (arrays[f"{prefix}.{name}"] for name in LINES)
    return Field(starts, plain, folded, pairs, pieces)


def _as_postings(columns: flat.Arrays) -> Postings:
    return Postings(**columns, unknown=unknown_among(len(columns["sums"])))


def _words(kept: flat.Array) -> list[str]:
    """The same word of two vocabularies is one object."""
    return [*map(sys.intern, flat.as_words(kept))]


def _of_vectors(made: Iterable[Vectors]) -> dict[str, flat.Array]:
    lines = {f"{number}.{name}": getattr(one, name) for number, one in enumerate(made) for name in VECTORS}
    return {name: array for name, array in lines.items() if array is not None}


def _as_vectors(arrays: flat.Arrays, kinds: int) -> list[Vectors]:
    return [Vectors(arrays[f"{n}.titles"], *(arrays.get(f"{n}.{name}") for name in VECTORS[1:])) for n in range(kinds)]
