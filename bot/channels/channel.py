"""What every channel can do, and the closed list of ways in which a send can fail."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from aiohttp import web

from bot.messages import IncomingMessage, OutgoingMessage
from bot.pace import Turns

Receive = Callable[[IncomingMessage], Awaitable[None]]
"""Stores a message and returns when it is committed: only then may a channel acknowledge it."""


class SendError(Exception):
    """A send that did not end well. Each kind has one policy, in the outbox."""

    def __init__(self, detail: str = "", retry_after: float = 0.0) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Blocked(SendError):
    """The person does not want messages of the bot, or is gone."""


class Rejected(SendError):
    """The platform refuses this message; repeating it is no use."""


class Unavailable(SendError):
    """The platform did not take it this time; nothing was delivered. `retry_after` in seconds, 0 = unknown.

    `alone`: what else goes out on this channel is not concerned, so only this message waits.
    """

    def __init__(self, detail: str = "", retry_after: float = 0.0, *, alone: bool = False) -> None:
        super().__init__(detail, retry_after)
        self.alone = alone


class OutsideWindow(SendError):
    """The platform lets nobody write to this person now (Zalo: too long since they wrote)."""


class OverQuota(SendError):
    """A quota is used up; it opens again later."""


class Uncertain(SendError):
    """It may have arrived: a time-out after the request left."""


class Window(StrEnum):
    """Whether a person may be written to unasked."""

    FREE = "free"
    BILLED = "billed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a platform can show. Lengths in UTF-16 units; `buttons` 0 = numbered choices in the text."""

    edit: bool = False
    typing: bool = False
    buttons: int = 0
    title_max: int = 60
    text_max: int = 4096


@dataclass(frozen=True, slots=True)
class Pace:
    """Ceilings on sends: `rate` and `per_chat` in messages a second, `burst` in messages of one chat.

    `bucket`, if there is one, is where turns are taken in place of a bucket of this process; a channel that makes
    calls of its own takes theirs there, too. `even`: nothing leaves in clumps.
    """

    rate: float
    per_chat: float
    burst: int
    bucket: Turns | None = None
    even: bool = True


class Channel(Protocol):
    """One platform. It knows addresses and messages, never a lesson."""

    name: str
    abilities: Abilities
    pace: Pace

    async def send(self, address: str, message: OutgoingMessage) -> str:
        """Send (or edit `message.replaces`); returns the platform's id. Raises a SendError."""
        ...

    async def typing(self, address: str) -> None:
        """Show that an answer is on its way; never raises."""
        ...

    async def run(self, receive: Receive) -> None:
        """Fetch messages until cancelled; returns at once where the platform pushes."""
        ...

    def routes(self, receive: Receive) -> Sequence[web.RouteDef]:
        """The web addresses that the platform or its page calls."""
        ...

    def window(self, last_heard: datetime | None, now: datetime) -> Window:
        """May this person be written to unasked, and at what price?"""
        ...

    async def check(self) -> str:
        """ "" when the platform answers, else one line that says what is wrong."""
        ...

    async def close(self) -> None:
        """Give back connections."""
        ...
