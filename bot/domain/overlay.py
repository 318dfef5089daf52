"""What people published and corrected in the console, laid over the files: answers follow within seconds."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.library.library import Library
from bot.library.schemas import Article, Fact, Faq, Lesson, Question

UNCONFIRMED = re.compile(r"\s*\(chưa được tỉnh xác nhận[^()]*\)")
"""How the content says that something is still to be confirmed."""


@dataclass(frozen=True)
class Overlay:
    """`entries`: new ones. `edits`: those that take the place of one of the files. `corrections`: fact → what holds.

    `lessons`, `articles`: those that take the place of the one of the files with their code or id.

    `confirmed`: facts that staff looked up, corrected ones among them.

    An edit stays in force when its file changes beneath it, until somebody decides; nobody's correction is lost by a
    new version of the content.
    """

    entries: Sequence[Faq] = ()
    edits: Sequence[Faq] = ()
    corrections: Mapping[str, str] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    lessons: Sequence[Lesson] = ()
    articles: Sequence[Article] = ()

    def lesson(self, one: Lesson) -> Lesson:
        """What was published in place of a lesson of the files, or that lesson."""
        return next((edit for edit in self.lessons if edit.code == one.code), one)


def laid_over(library: Library, overlay: Overlay) -> Library:
    """The library as citizens are answered from it. Of a new entry and a file with one name the file is the one."""
    there, edits = {one.id for one in library.faqs}, {one.id: one for one in overlay.edits}
    faqs = [edits.get(one.id, one) for one in library.faqs]
    faqs += [one for one in overlay.entries if one.id not in there]
    lessons, rewritten = [overlay.lesson(one) for one in library.lessons], {one.id: one for one in overlay.articles}
    articles = [rewritten.get(one.id, one) for one in library.articles]
    if not overlay.confirmed:
        return replace(library, faqs=faqs, lessons=lessons, articles=articles)
    news = News(library.facts, overlay)
    return replace(
        library,
        faqs=[news.entry(one) for one in faqs],
        lessons=[news.lesson(one) for one in lessons],
        articles=[news.article(one) for one in articles],
    )


class News:
    """What confirmed and corrected facts change in the content that rests on them."""

    def __init__(self, facts: Mapping[str, Fact], overlay: Overlay) -> None:
        self.corrections, self.confirmed = overlay.corrections, overlay.confirmed
        self.waiting = {code for code, one in facts.items() if one.certainty == "changing" and one.confirmed is None}

    def entry(self, one: Faq) -> Faq:
        """An answer as it holds now."""
        return one.model_copy(update={"text": self._text(one.text, one.facts)}) if self._touches(one.facts) else one

    def lesson(self, one: Lesson) -> Lesson:
        """A lesson as it holds now; each card is a passage of its own, so each one says what was corrected."""
        if not self._touches(one.facts):
            return one
        cards = [self._text(card, one.facts) for card in one.cards]
        easier = {place: self._text(card, one.facts) for place, card in one.easier.items()}
        quiz = [self._question(each, one.facts) for each in one.quiz]
        return one.model_copy(update={"cards": cards, "easier": easier, "quiz": quiz})

    def _question(self, one: Question, facts: Sequence[str]) -> Question:
        ask, why = self._settled(one.ask, facts), [self._settled(words, facts) for words in one.why]
        return one.model_copy(update={"ask": ask, "why": why})

    def article(self, one: Article) -> Article:
        """An article as it holds now."""
        if not self._touches(one.facts):
            return one
        sections = [part.model_copy(update={"text": self._text(part.text, one.facts)}) for part in one.sections]
        return one.model_copy(update={"sections": sections})

    def _touches(self, facts: Sequence[str]) -> bool:
        return any(code in self.confirmed for code in facts)

    def _text(self, text: str, facts: Sequence[str]) -> str:
        said = "\n".join(dict.fromkeys(self.corrections[code] for code in facts if code in self.corrections))
        return "\n\n".join(filter(None, (self._settled(text, facts), said)))

    def _settled(self, text: str, facts: Sequence[str]) -> str:
        """Without the words that something waits for confirmation, once nothing does any more."""
        open_ones = self.waiting.intersection(facts)
        return UNCONFIRMED.sub("", text) if open_ones and open_ones <= self.confirmed else text


class Latest:
    """What the program knows to be published and corrected, a few seconds old at most; lessons are shown by it."""

    def __init__(self) -> None:
        self.overlay = Overlay()

    def lesson(self, one: Lesson, facts: Mapping[str, Fact]) -> Lesson:
        """A lesson as it holds now."""
        return lesson_now(self.overlay, one, facts)

    def titled(self, lessons: Sequence[Lesson]) -> Sequence[Lesson]:
        """Lessons under the titles that they have now."""
        return [self.overlay.lesson(one) for one in lessons] if self.overlay.lessons else lessons


def lesson_now(overlay: Overlay, one: Lesson, facts: Mapping[str, Fact]) -> Lesson:
    """A lesson of the files as it holds now: published words, then what was confirmed and corrected."""
    shown = overlay.lesson(one)
    return News(facts, overlay).lesson(shown) if overlay.confirmed.intersection(shown.facts) else shown


def fields_of(entry: Faq) -> dict[str, Any]:
    """An entry as a draft keeps it: plain data."""
    return entry.model_dump(mode="json", exclude={"id"})


def hash_of(entry: Faq) -> str:
    """The same for the same content; another look of the file makes no difference."""
    told = json.dumps(fields_of(entry), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def same_words(one: Faq, other: Faq) -> bool:
    """Do two versions say the same, whenever they were looked at last?"""
    return {**fields_of(one), "reviewed": ""} == {**fields_of(other), "reviewed": ""}
