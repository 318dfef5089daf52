"""What came of a question, and what is kept of an answer that a model wrote."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.library.schemas import Faq
from bot.messages import Label, Trace
from bot.redaction import mask


@dataclass(frozen=True, slots=True)
class Written:
    """One answer of the model, for moderators: what it was given, what it wrote, what the guard said, what it cost."""

    citizen_id: int
    prompt: str
    question: str
    passages: Sequence[str]
    raw: str
    verdict: str
    reasons: Sequence[str]
    shown: str
    tokens: int
    seconds: float
    turn: int | None = None


Keep = Callable[[Written], Awaitable[None]]
"""Where traces go. It may fail: an answer never waits for its trace."""


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a question. `kind`: curated, person, near, ai, extract or none.

    `about`: the topic that a follow-up was searched with (`follows`), or the part of a question about two things that
    this answers; `then` answers the other. `unnamed`: the question says of nothing what it asks, and nothing was talked
    of before ("phí bao nhiêu?"). `addition`: what a person found missing in this answer. `beyond`: the question fits
    this line of what nobody here knows. `in_danger`: it is like this line of somebody in danger.
    """

    kind: str
    text: str = ""
    label: Label | None = None
    sources: Sequence[str] = ()
    entry: str = ""
    score: float = 0.0
    near: Sequence[tuple[str, str]] = ()
    reviewed: date | None = None
    partial: bool = False
    question: str = ""
    steps: Sequence[str] = ()
    cuts: Sequence[str] = ()
    model_possible: bool = False
    about: str = ""
    follows: bool = False
    unnamed: bool = False
    addition: str = ""
    beyond: str = ""
    in_danger: str = ""
    then: Found | None = None

    @property
    def trace(self) -> Trace:
        """How it was found, for the log: nobody's personal data in it."""
        outcome = "; ".join((self.kind, *self.steps))
        return Trace(mask(self.question), self.score, self.sources, self.cuts, self.entry, outcome)


@dataclass(frozen=True, slots=True)
class Topic:
    """What was talked of before: a question, or the title of an entry and its id."""

    text: str
    entry: str = ""


def given(entry: Faq, sources: Sequence[str], score: float) -> Found:
    """A curated entry as an answer; one without a verified answer leads to a person and carries no label."""
    if entry.person:
        return Found("person", entry.text, None, sources, entry.id, score, reviewed=entry.reviewed)
    return Found("curated", entry.text, Label.CURATED, sources, entry.id, score, reviewed=entry.reviewed)
