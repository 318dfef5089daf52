"""The knowledge base as answering sees it: entries that may be given, passages that may be quoted."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from bot.domain.answering.beyond import Beyond, beyond, documents
from bot.domain.answering.likeness import FAR, InDanger, Lines
from bot.domain.answering.search import Document, Hit, Index, Near, Vectors, apart
from bot.domain.answering.search.kept import Kept, Texts
from bot.domain.answering.search.meaning import Floats, Meaning, Progress, unseen
from bot.domain.answering.search.understanding import SENTENCE
from bot.library.library import Library
from bot.library.schemas import Article, CitizenSource, Faq, Lesson
from bot.library.text import fold
from bot.redaction import is_marked_secret

WIDE = 12
"""So many passages are looked at for one of the lesson that is being learnt."""
OWN = 0.4
"""A lesson's own passage goes first when it is at least this likely, the best one being 1."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of public text that an answer may rest on, with the source lines that citizens see."""

    id: str
    title: str
    text: str
    sources: tuple[str, ...]
    entry: str = ""
    also: tuple[str, ...] = ()
    valid_until: date | None = None
    lesson: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """What a search of one kind of text gave.

    `probability`: that the first hit answers; `nearby`: that one of the first four does; `covered`: how much of the
    first one's title the question says; `score`: what speaks for the first one, added up.
    """

    hits: Sequence[Hit]
    probability: float
    nearby: float
    covered: float
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Public:
    """What of a library may be shown to citizens, and all that its index is made from."""

    entries: dict[str, Faq]
    passages: dict[str, Passage]
    texts: Texts

    @classmethod
    def of(cls, library: Library) -> Public:
        """Everything without a mark of secrecy; takes half a second."""
        entries = {entry.id: entry for entry in library.faqs if is_public(entry)}
        passages = passages_of(library, entries.values())
        texts = texts_of(library, entries.values(), passages.values())
        return cls(entries, passages, texts)


class Base:
    """Everything public of a library, indexed. It never changes: another library makes another base."""

    def __init__(self, library: Library, kept: Kept | None = None, public: Public | None = None) -> None:
        public = public or Public.of(library)
        self.entries, self.passages = public.entries, public.passages
        self._lesson_facts = {lesson.code: frozenset(lesson.facts) for lesson in library.lessons}
        self._of_lessons = frozenset(one.id for one in self.passages.values() if one.lesson)
        self._valid_entries = lru_cache(maxsize=1)(lambda today: valid(self.entries.values(), today))
        self._valid_passages = lru_cache(maxsize=1)(lambda today: valid(self.passages.values(), today))
        self._kept, self._texts, self._phrases = kept, public.texts, library.phrases
        made = kept.indexes(public.texts) if kept else public.texts.indexes()
        self._entries, self._passages, self._lines = made
        self._danger = Lines.of(library.danger)
        self._about = {line: one.about for one in library.beyond for line in one.lines}
        self._understanding = self._entries.understanding
        titles = (title for one in self._entries.documents for title in one.titles)
        self._titles = {tuple(map(sys.intern, self._understanding.entry(title))) for title in titles}

    def learn_meanings(self, meaning: Meaning, stop: threading.Event, progress: Progress = unseen) -> None:
        """Find by meaning too from now on. Takes its time: run it in a thread; searches go on meanwhile.

        `progress` is told how many of how many texts were read, of the entries first, then of the passages.
        """
        indexes = self._entries, self._passages, self._lines

        def made() -> list[Vectors]:
            return [meaning.of(index.documents, index.views, progress, stop.is_set) for index in indexes]

        vectors = self._kept.vectors(self._texts, made) if self._kept else made()
        self._entries, self._passages, self._lines = (
            index.with_meaning(lines) for index, lines in zip(indexes, vectors, strict=True)
        )

    @classmethod
    async def made_apart(cls, library: Library, kept: Kept | None = None) -> Base:
        """The same without a long pause of the loop: what is not on disk is made in a process of its own."""
        public = await asyncio.to_thread(Public.of, library)
        if kept is not None and not await asyncio.to_thread(kept.there, public.texts):
            await apart.make(kept, public.texts)
        return await asyncio.to_thread(cls, library, kept, public)

    @property
    def knows_meanings(self) -> bool:
        """Whether a question's vector is of use."""
        return self._entries.vectors is not None

    def find_entries(self, question: str, today: date, k: int = 10, vector: Floats | None = None) -> Match:
        """The nearest entries that are valid today."""
        return match(self._entries, question, self._valid_entries(today), k, vector)

    def find_passages(
        self, question: str, today: date, k: int = 4, vector: Floats | None = None, lesson: str = ""
    ) -> Match:
        """The nearest passages that are valid today; those of a `lesson` first, unless others are nearer by far."""
        found = match(self._passages, question, self._valid_passages(today), WIDE if lesson else k, vector)
        if not lesson or not found.hits:
            return found
        floor = found.hits[0].score * OWN
        first = [hit for hit in found.hits if self.passages[hit.id].lesson == lesson and hit.score >= floor]
        return replace(found, hits=[*first, *(hit for hit in found.hits if hit not in first)][:k])

    def find_lessons(self, question: str, vector: Floats | None = None) -> Match:
        """The nearest passages of lessons."""
        return match(self._passages, question, self._of_lessons, WIDE, vector)

    def find_lines(self, question: str, vector: Floats | None = None) -> list[Near]:
        """The nearest lines, of what nobody here knows and of people in danger."""
        return self._lines.nearest(question, vector)

    def find_beyond(self, lines: Sequence[Near], entries: Match) -> Beyond | None:
        """What nobody here knows, where the question fits that clearly better than the nearest entry."""
        first = self._first_beyond(lines)
        return beyond(first, entries.score, self._about[first.id]) if first else None

    def find_danger(self, lines: Sequence[Near], entries: Match, *, general: bool = False) -> InDanger | None:
        """What danger somebody seems to be in, where the question is clearly more like that than like anything else.

        `general`: whether it asks at its end, supposes, or tells of what is over.
        """
        first = self._first_beyond(lines)
        others = [entries.score] if entries.hits else []
        others += [first.score] if first else []
        return self._danger.like(lines, max(others, default=-FAR), general=general)

    def only_names(self, words: str) -> bool:
        """Whether these words name a thing and say no more of it."""
        return fold(words).strip(" .,!?") in self._danger.only_named

    def _first_beyond(self, lines: Sequence[Near]) -> Near | None:
        return next((line for line in lines if line.id in self._about), None)

    def of_facts_first(self, hits: Sequence[Hit], lesson: str) -> Sequence[Hit]:
        """Entries that rest on a fact of the lesson before those that do not; with no lesson as they are."""
        facts = self._lesson_facts.get(lesson, frozenset())
        return sorted(hits, key=lambda hit: facts.isdisjoint(self.entries[hit.id].facts)) if facts else hits

    def sources(self, entry: Faq) -> tuple[str, ...]:
        """What citizens see as the sources of an entry; the base and the day it was looked at where it has none."""
        if entry.citizen_sources or "labels.source_updated" not in self._phrases:
            return source_lines(entry.citizen_sources)
        return (self._phrases.say("labels.source_updated", {"date": f"{entry.reviewed:%d/%m/%Y}"}, ""),)

    def sources_of(self, passages: Iterable[Passage]) -> tuple[str, ...]:
        """What citizens see as the sources of words that rest on these: never nothing.

        A passage without a document and without an official page is named by its entry, lesson or article.
        """
        return tuple(dict.fromkeys(line for one in passages for line in one.sources or (self._named(one.title),)))

    def _named(self, title: str) -> str:
        known = "labels.source_named" in self._phrases
        return self._phrases.say("labels.source_named", {"title": title}, "") if known else title

    def meant(self, question: str) -> Sequence[str]:
        """The words that are searched."""
        return self._understanding.question(question)

    def is_title(self, words: Sequence[str]) -> bool:
        """Whether these words are just how an entry is asked for."""
        return tuple(words) in self._titles

    def titles(self, entry_id: str) -> Sequence[Sequence[str]]:
        """The words of every way to ask for an entry."""
        entry = self.entries[entry_id]
        return [self._understanding.entry(title) for title in (entry.question, *entry.also)]

    def understood(self, question: str) -> str:
        """The question as it is searched."""
        return " ".join(self.meant(question))


def general(library: Library) -> list[str]:
    """Vietnamese as it is written and asked here, sentence by sentence: for bases that are not ours."""
    texts = [text for entry in library.faqs for text in (entry.question, *entry.also, entry.text)]
    texts += [card for lesson in library.lessons for card in lesson.cards]
    texts += [article.text for article in library.articles]
    written = [line for text in texts for line in SENTENCE.split(text)]
    return [*library.everyday, *library.everyday, *(line for line in written if line.strip())]


def passages_of(library: Library, entries: Iterable[Faq]) -> dict[str, Passage]:
    """Everything that may be quoted, by its id: of entries, lessons and articles."""
    found = [of_entry(entry) for entry in entries if not entry.person]
    found += [passage for lesson in library.lessons for passage in answers_of(lesson)]
    found += [one for article in library.articles if is_public_article(article) for one in of_article(article)]
    return {one.id: one for one in found if not is_marked_secret(one.title) and not is_marked_secret(one.text)}


def texts_of(library: Library, entries: Iterable[Faq], passages: Iterable[Passage]) -> Texts:
    """The same as documents: entries; passages; lines of what nobody here knows and of people in danger."""
    quoted = [Document(one.id, one.title, one.text, one.also) for one in passages]
    lines = [*documents(library.beyond), *Lines.of(library.danger).documents]
    kinds = [[as_document(entry) for entry in entries], quoted, lines]
    return Texts(kinds, library.abbreviations, library.everyday)


def match(index: Index, question: str, current: frozenset[str], k: int, vector: Floats | None) -> Match:
    """The first `k` hits among the current ones."""
    found = index.find(question, k, vector, current)
    sure = found.certainty
    return Match(found.hits, sure.first, sure.nearby, sure.covered, found.score)


def valid(dated: Iterable[Faq | Passage], today: date) -> frozenset[str]:
    """The ids of what is valid on a day."""
    return frozenset(one.id for one in dated if is_current(one.valid_until, today))


def is_current(valid_until: date | None, today: date) -> bool:
    """The last day counts as valid."""
    return valid_until is None or today <= valid_until


def is_public(entry: Faq) -> bool:
    """Declared public, and without a mark of secrecy anywhere in it."""
    return entry.visibility == "public" and is_unmarked(entry.question, *entry.also, entry.text)


def is_unmarked(*parts: str) -> bool:
    """Whether no part bears a mark of secrecy, alone or read with what stands around it."""
    return not any(map(is_marked_secret, parts)) and not is_marked_secret("\n".join(parts))


def as_document(entry: Faq) -> Document:
    """An entry for the index."""
    return Document(entry.id, entry.question, entry.text, tuple(entry.also))


def of_entry(entry: Faq) -> Passage:
    """An entry's answer as a passage."""
    sources = source_lines(entry.citizen_sources)
    return Passage(entry.id, entry.question, entry.text, sources, entry.id, tuple(entry.also), entry.valid_until)


def of_lesson(lesson: Lesson) -> Iterable[Passage]:
    """A lesson's cards, a passage each."""
    sources = source_lines(lesson.citizen_sources)
    for number, card in enumerate(lesson.cards, 1):
        yield Passage(f"{lesson.code}#{number}".lower(), lesson.title, card, sources, lesson=lesson.code)


def answers_of(lesson: Lesson) -> Iterable[Passage]:
    """Those of a lesson's cards that may answer somebody: neither the story it opens with nor notes for who teaches."""
    return (one for number, one in enumerate(of_lesson(lesson), 1) if number not in lesson.unquoted_cards)


def is_public_article(article: Article) -> bool:
    """Declared public, and without a mark of secrecy anywhere in it."""
    return article.visibility == "public" and is_unmarked(article.title, *article.also, article.text)


def of_article(article: Article) -> Iterable[Passage]:
    """An article's sections, a passage each; the first one is also found by the article's other wordings."""
    for number, section in enumerate(article.sections, 1):
        also = tuple(article.also) if number == 1 else ()
        title, sources = f"{article.title} – {section.heading}", source_lines(article.sources_of(section))
        yield Passage(f"{article.id}#{number}", title, section.text, sources, "", also, article.valid_until)


def source_lines(sources: Iterable[CitizenSource]) -> tuple[str, ...]:
    """Sources as citizens read them: the document, or the agency with its official link."""
    return tuple(str(source) for source in sources)
