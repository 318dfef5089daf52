"""Does the right entry come first, however a question is typed; and how long does that take, beside SQLite FTS5.

Quality: on the project's own questions (tests/questions), or on any folder with corpus.jsonl and queries.jsonl
(`relevant`: the ids of the entries that answer; forms beside it as queries.FORM.jsonl, else made here; questions
without an answer in the folder `unanswerable` beside it).
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bot.cli.search import cache_dir
from bot.domain.answering.answer import Answering
from bot.domain.answering.base import as_document, general, is_public
from bot.domain.answering.guard import Guard
from bot.domain.answering.search import Document, Index, Understanding, Vectors
from bot.domain.answering.search.kept import Kept
from bot.domain.answering.search.meaning import Meaning
from bot.library.files import content_dir
from bot.library.library import Library
from bot.library.schemas import Faq
from bot.library.text import fold, words
from tests.benches import sureness
from tests.benches.questions import SURE, Asked, foreign, own
from tests.typing_forms import FORMS, as_typed

OURS = 0
SIZES, SHORT = (OURS, 10_000, 100_000), (10_000,)
"""Sizes of the bases that are timed; OURS: the entries as they are."""
CHANGED_OF = 10_000
"""Entries to which a thousand are added while people ask."""
TIMED = ("by words alone", "with meaning", "of that the model", "SQLite FTS5")


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares of the questions: right at once, within three, within ten; claimed sure, and right of those."""

    first: float
    three: float
    ten: float
    sure: float
    precision: float


def quality(index: Index, questions: Sequence[Asked], meaning: Meaning | None = None) -> Quality:
    """Ask them all."""
    places, sure = [], []
    for one in questions:
        said = index.understanding.question(one.text)
        found = index.find(one.text, 10, meaning.question(said) if meaning and said else None)
        place = next((n for n, hit in enumerate(found.hits) if hit.id in one.right), 99)
        places.append(place)
        if found.certainty.first >= SURE:
            sure.append(place == 0)
    share = [sum(place < most for place in places) / max(1, len(places)) for most in (1, 3, 10)]
    return Quality(*share, len(sure) / max(1, len(places)), sum(sure) / max(1, len(sure)))


def main(*, short: bool = False, data: Path | None = None) -> None:
    """All tables; `short` leaves the search by meaning out, and 100,000 entries. The times are those of our entries."""
    console = Console()
    meaning = Meaning.at(cache_dir())
    documents, forms, library, everyday = ours() if data is None else theirs(data)

    def by_words(some: Sequence[Document]) -> Index:
        return Index.build(some, Understanding.learn(some, library.abbreviations, everyday))

    def by_meaning(some: Sequence[Document]) -> Index:
        index = by_words(some)
        return index if meaning is None else index.with_meaning(meaning.of(some, index.views))

    ways = [("by words alone", by_words, None)]
    ways += [] if short or meaning is None else [("by meaning too", by_meaning, meaning)]
    for how, build, model in ways:
        title = f"{len(documents)} entries, {how}"
        index = build(documents)
        console.print(_table(title, {form: quality(index, some, model) for form, some in forms.items()}))
        console.print(sureness.table(title, build, model, documents, forms, data))
    if data is None:
        console.print(_times(library, short=short))
        console.print(asyncio.run(_changed(library, CHANGED_OF)))


def ours() -> tuple[list[Document], dict[str, list[Asked]], Library, Sequence[str]]:
    """Our own entries and questions."""
    documents, asked, library = own()
    forms = {form: [Asked(as_typed(one.text, form), one.right) for one in asked] for form in FORMS}
    return documents, forms, library, library.everyday


def theirs(data: Path) -> tuple[list[Document], dict[str, list[Asked]], Library, Sequence[str]]:
    """Somebody else's."""
    documents, forms = foreign(data)
    library = Library.load(content_dir())
    return documents, forms, library, general(library)


def _table(title: str, found: dict[str, Quality]) -> Table:
    table = Table("typed", "@1", "@3", "@10", f"sure (≥ {SURE})", "right of those", title=title)
    for form, one in found.items():
        table.add_row(form, *(f"{share:.3f}" for share in (one.first, one.three, one.ten, one.sure, one.precision)))
    return table


def _times(library: Library, *, short: bool) -> Table:
    """Search as a whole, from the question as typed; the model's share of "with meaning" is worked out each time."""
    table = Table(
        "entries", "built in s", *TIMED, title="p50 / p95 in ms of processor time, one core; questions once each"
    )
    meaning = Meaning.at(cache_dir())
    for size in SHORT if short else SIZES:
        documents = as_they_are(library) if size == OURS else many(library, size)
        start = time.process_time()
        understanding = Understanding.learn(documents, library.abbreviations, library.everyday)
        index = Index.build(documents, understanding)
        built = time.process_time() - start
        asked = questions(documents)
        columns = [_spread(asked, index.find), "no model", "no model", _spread(asked, fts(documents))]
        if meaning is not None:
            dense = index.with_meaning(vectors_like(library, index, meaning))
            understanding.question.cache_clear()
            columns[1:3] = [_spread(asked, with_meaning(dense, meaning)), _spread(asked, meaning_alone(dense, meaning))]
        table.add_row(f"{len(documents):,}", f"{built:.1f}", *columns)
    return table


async def _changed(library: Library, size: int) -> Table:
    """A thousand more entries taken over while somebody asks without a pause."""
    made = [
        Faq.model_construct(
            **{"id": one.id, "question": one.title, "text": one.text, "also": [], "visibility": "public"},
            **{"person": False, "citizen_sources": [], "reviewed": date.today(), "valid_until": None, "facts": []},
        )
        for one in many(library, size + 1_000)
    ]
    knows = {"abbreviations": library.abbreviations, "everyday": library.everyday}
    with tempfile.TemporaryDirectory() as folder:
        answers = Answering(Library(faqs=made[:size], **knows), Guard(library.register), kept=Kept(Path(folder)))
        longest = [0.0, 0.0]
        ticking = asyncio.create_task(_ticking(longest))
        started = time.perf_counter()
        await answers.change(Library(faqs=made, **knows))
        spent = time.perf_counter() - started
        ticking.cancel()
    assert answers.entry(made[-1].id) is not None
    title = f"1,000 entries added to {size:,}: the index is made in a process of its own, and taken over in one step"
    table = Table(
        "s until found by words", "longest step of the loop, ms by the wall", "ms of its own thread", title=title
    )
    table.add_row(f"{spent:.1f}", *(f"{1000 * one:.0f}" for one in longest))
    return table


async def _ticking(longest: list[float]) -> None:
    """Notes how long the loop was away, by the wall (the machine's other work included) and of its thread's time."""
    clocks = time.perf_counter, time.thread_time
    last = [clock() for clock in clocks]
    while True:
        await asyncio.sleep(0.001)
        now = [clock() for clock in clocks]
        longest[:] = [max(most, end - begin) for most, begin, end in zip(longest, last, now, strict=True)]
        last = now


def as_they_are(library: Library) -> list[Document]:
    """Our entries."""
    return [as_document(entry) for entry in library.faqs if is_public(entry)]


def questions(documents: Sequence[Document]) -> list[str]:
    """Some of the titles, well typed and badly."""
    some = documents[:: max(1, len(documents) // 60)]
    return [as_typed(one.title, form) for one in some for form in ("plain", "typo_nodiac")]


def with_meaning(index: Index, meaning: Meaning) -> Callable[[str], object]:
    """Search as a server does it: the question as meant, its vector, both ways to search."""
    return lambda text: index.find(text, vector=meaning.question(index.understanding.question(text)))


def meaning_alone(index: Index, meaning: Meaning) -> Callable[[str], object]:
    """What the model alone takes of it."""
    return lambda text: meaning.question(index.understanding.question(text))


def vectors_like(library: Library, index: Index, meaning: Meaning) -> Vectors:
    """Of our own entries the real vectors; of made ones those of the entries they come from, each shaken by chance.

    Working out those of 100,000 entries would take hours, and the time of a search does not depend on what they say.
    """
    ours = [Document(str(n), faq.question, faq.text) for n, faq in enumerate(library.faqs)]
    if len(index.documents) <= len(ours):
        return meaning.of(index.documents, index.views)
    real = meaning.of(ours, Index.build(ours, index.understanding).views)
    chance = np.random.default_rng(7)

    def shaken(lines: NDArray[np.floating] | None) -> NDArray[np.float16] | None:
        if lines is None:
            return None
        found = np.empty((len(index.documents), lines.shape[1]), np.float16)
        for begin in range(0, len(found), len(lines)):
            part = lines[: len(found) - begin] + 0.02 * chance.standard_normal(lines[: len(found) - begin].shape)
            found[begin : begin + len(part)] = part / np.linalg.norm(part, axis=1)[:, None]
        return found

    titles = shaken(real.titles)
    assert titles is not None
    return Vectors(titles, shaken(real.questions), shaken(real.bodies)).sketched(index.views.owners)


def many(library: Library, size: int) -> list[Document]:
    """Entries like ours: titles and answers with a fifth of their words exchanged."""
    chance = random.Random(7)
    texts = [(faq.question.split(), faq.text.split()) for faq in library.faqs]
    stock = [word for title, text in texts for word in title + text]

    def changed(said: list[str]) -> str:
        return " ".join(chance.choice(stock) if chance.random() < 0.2 else word for word in said)

    return [Document(str(n), *(changed(part) for part in texts[n % len(texts)])) for n in range(size)]


def fts(documents: Sequence[Document]):  # type: ignore[no-untyped-def]
    """SQLite's own search over the same entries, đ folded by hand."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE entries USING fts5(title, body, tokenize='unicode61 remove_diacritics 2')")
    db.executemany("INSERT INTO entries VALUES (?, ?)", [(fold(one.title), fold(one.text)) for one in documents])

    def search(text: str) -> object:
        asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(words(fold(text))))
        return db.execute("SELECT rowid FROM entries WHERE entries MATCH ? ORDER BY rank LIMIT 10", (asked,)).fetchall()

    return search


def _spread(asked: Sequence[str], search) -> str:  # type: ignore[no-untyped-def]
    spent = []
    for text in asked:
        start = time.process_time()
        search(text)
        spent.append(1000 * (time.process_time() - start))
    spent.sort()
    return f"{spent[len(spent) // 2]:.1f} / {spent[int(0.95 * len(spent))]:.1f}"
