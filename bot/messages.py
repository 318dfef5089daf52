"""What travels through the house: a message in, a reply by name, a message out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Label(StrEnum):
    """Where an answer came from. Every answer carries one, on every channel and in the log."""

    CURATED = "curated"
    EXTRACT = "extract"
    AI = "ai"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """One thing a citizen did, as a channel read it. `platform_id` is unique within the channel."""

    channel: str
    platform_id: str
    address: str
    text: str = ""
    button: str = ""
    kind: str = "text"
    pressed_on: str = ""
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A way on. `does` is at most 60 bytes of ASCII ("lessons.open:m1-01"); `phrase` names its words."""

    does: str
    phrase: str
    values: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """How an answer was found, for the log and the console. `score` is a probability from 0 to 1."""

    question: str = ""
    score: float = 0.0
    sources: Sequence[str] = ()
    cuts: Sequence[str] = ()
    entry: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the content by its file's name below `content/`; `alt` says what it shows."""

    name: str
    alt: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture with its content, as a channel sends it. Sizes in pixels; `digest` names the content."""

    name: str
    alt: str
    content: bytes
    digest: str
    width: int
    height: int

    @property
    def path(self) -> str:
        """Where our web server shows it; another content has another path."""
        return f"/pictures/{self.digest}/{self.name.rpartition('/')[2]}"


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say, by name. `step` is the step the citizen is in afterwards ("" = none).

    `who`: the learner who has the phone from now on, when that is no longer who wrote. `keeps`: step, data and
    choices stay those of the reply before; its own buttons come behind them, its own data over theirs.
    """

    phrase: str
    values: Mapping[str, Any] = field(default_factory=dict)
    label: Label | None = None
    buttons: Sequence[Button] = ()
    step: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    sources: Sequence[str] = ()
    edit: bool = False
    trace: Trace | None = None
    then: Reply | None = None
    picture: Picture | None = None
    who: int = 0
    keeps: bool = False

    def followed_by(self, more: Reply) -> Reply:
        """The same, with `more` said last."""
        return replace(self, then=self.then.followed_by(more) if self.then else more)


@dataclass(frozen=True, slots=True)
class Choice:
    """A button in words, as a channel shows it. With `url` it opens a page instead."""

    does: str
    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """What a channel sends. `label` is the machine-readable kind of answer; `replaces` a message to edit.

    `answers` is the platform's number of the message it replies to; `first` the number of the first choice. `again`:
    an earlier attempt may have arrived, after `since`, when it was decided on. `template`: the purpose and fields of a
    paid template that may go in its place.
    `unasked`: nobody waits for it, so its choices have words and no numbers.
    Where `picture` cannot be shown, the text goes without it.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    label: str = ""
    replaces: str = ""
    answers: str = ""
    first: int = 1
    again: bool = False
    since: datetime | None = None
    unasked: bool = False
    template: Mapping[str, str] = field(default_factory=dict)
    picture: Drawing | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Who writes, as far as a conversation needs to know."""

    id: int
    form: str = ""
    commune: str = ""
    audience: str = ""
    met: str = ""
    consented: bool = False
    reminder_hour: int | None = None
    news: bool = True
    pictures: bool = True
    missed: str = ""
    path: str = ""
    offered_on: date | None = None
    unanswered: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """One message in the hands of a handler: who writes, what it means, where they are.

    `offered`: how many choices the reply before had, numbered from 1. `tied`: commands equally near to a slip; `slip`:
    those that it is near to where words are waited for, and it may be meant as words. `alarm`: where words are waited
    for, what these sound like, if it is somebody in danger.
    """

    citizen: Person
    message: IncomingMessage
    text: str
    command: str = ""
    button: str = ""
    step: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    number: int = 0
    tied: tuple[str, ...] = ()
    slip: tuple[str, ...] = ()
    address_id: int = 0
    urgent: bool = False
    alarm: str = ""
    now: datetime | None = None
    offered: int = 0
    prepared: Any = field(default=None)

    @property
    def argument(self) -> str:
        """What stands after the colon of a button: "lessons.open:m1-01" → "m1-01"."""
        return self.button.partition(":")[2]


@dataclass(slots=True)
class Held:
    """A row of the outbox in this process's hands. `reply` as the row keeps it; `attempts` made before."""

    number: int
    citizen_id: int
    address_id: int
    channel: str
    address: str
    form: str
    reply: Mapping[str, Any]
    rank: int
    replaces: str
    created_at: datetime
    last_heard: datetime | None = None
    attempts: int = 0
    interrupted: bool = False
    answers: str = ""
    announcement_id: int | None = None

    @property
    def urgent(self) -> bool:
        """May it break into quiet hours?"""
        return bool(self.reply.get("urgent"))
