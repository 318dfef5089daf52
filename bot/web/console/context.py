"""What the console's pages need from the rest of the program."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.domain.answering.guard import Guard
from bot.domain.audiences import Window
from bot.domain.learning.signing import Signer
from bot.domain.second_factors import PURPOSE
from bot.domain.switches import Board
from bot.library.files import content_dir
from bot.library.library import Library
from bot.library.schemas import Lesson
from bot.llm.budget import Budget
from bot.mail import Mailer
from bot.messages import OutgoingMessage
from bot.settings import NEVER, Hours, derive
from bot.storage.database import Database
from bot.storage.sealing import Seal
from bot.web.console.oidc import Issuer
from bot.web.console.words import CHANNELS

FORMAL = "bac"
"""The form of address in which an announcement is previewed."""


@dataclass(frozen=True, slots=True)
class ChannelState:
    """How a channel stands, in words for staff; one that is not `on` has its setup only.

    `errors` have `at`, `code`, `words` and `times`.
    """

    name: str
    fault: str = ""
    figures: Sequence[tuple[str, str]] = ()
    setup: Sequence[str] = ()
    errors: Sequence[Any] = ()
    on: bool = True


async def no_states() -> list[ChannelState]:
    """Where there are no channels to look at."""
    return []


@dataclass
class ConsoleContext:
    """`secret` signs forms of who is not logged in; `secure_cookies` where the console is reached by https.

    `base_url` begins the links of invitations; `quiet` are the hours in which nobody is written to unasked.
    `budget` counts what the model used, where there is one.
    `template_price` asks Zalo what a paid template costs, where an operator allowed one.
    `windows` says, by channel, whether people may be written to who were last heard at some time; `closing` are those
    that close, with their prices.
    `parts` says, by channel, in how many messages a text arrives, with a picture or without.
    `preview` puts a lesson into a citizen's words, in a form of address; `too_long` says what of it a platform
    would cut.
    `folder` is where the files of the content lie.
    `board` knows what is switched off. `library` is another one when the files of the content have changed.
    `states` looks at every channel; `consent`, `plant` and `untag` are there with an Official Account of Zalo.
    """

    database: Database
    library: Library
    clock: Clock
    secret: bytes
    channels: Sequence[str] = ()
    secure_cookies: bool = False
    base_url: str = ""
    quiet: Hours = NEVER
    mailer: Mailer | None = None
    issuer: Issuer | None = None
    signer: Signer | None = None
    budget: Budget | None = None
    states: Callable[[], Awaitable[list[ChannelState]]] = no_states
    consent: Callable[[], tuple[str, str]] | None = None
    plant: Callable[[str], Awaitable[bool]] | None = None
    untag: Callable[[str], Awaitable[None]] | None = None
    template_price: Callable[[], Awaitable[int | None]] | None = None
    windows: Mapping[str, Callable[[datetime | None, datetime], str]] = field(default_factory=dict)
    closing: Sequence[Window] = ()
    board: Board | None = None
    preview: Callable[[Lesson, str], Sequence[OutgoingMessage]] | None = None
    too_long: Callable[[Lesson], Iterable[tuple[str, str]]] | None = None
    parts: Callable[[str, bool], Mapping[str, int]] | None = None
    folder: Path = field(default_factory=content_dir)

    @cached_property
    def seal(self) -> Seal:
        """What seals the secrets that phones of staff share with us."""
        return Seal(derive(self.secret, PURPOSE))

    @cached_property
    def switches(self) -> Board:
        """What is switched off."""
        return self.board or Board(self.database)

    @cached_property
    def guard(self) -> Guard:
        """What checks the documents that a correction names."""
        return Guard(self.library.register)

    def closed_window(self, channel: str, heard: datetime | None) -> bool:
        """Does this channel let nobody write to who was last heard then?"""
        window = self.windows.get(channel)
        return window is not None and window(heard, self.clock.now()) == "closed"

    async def priced(self) -> list[Window]:
        """The windows of the channels that close, with what a template costs now."""
        template = await self.template_price() if self.template_price and self.closing else None
        return [replace(one, template=template) for one in self.closing]

    def place(self, code: str) -> str:
        """A commune's name; "Toàn tỉnh" for no code."""
        found = self.library.places.by_code(code)
        return found.name if found else code or "Toàn tỉnh"

    def quiet_now(self) -> bool:
        """Is nobody written to unasked now?"""
        return self.quiet.holds(self.clock.local().time())

    def quiet_until(self) -> str:
        """When what is approved now begins to go out ("07:00"), or "" for at once."""
        return f"{self.quiet.end // 60:02}:{self.quiet.end % 60:02}" if self.quiet_now() else ""

    def lengths(self, text: str, *, picture: bool = False) -> str:
        """ "312 ký tự. Telegram: 1 tin · Zalo Bot: 2 tin": how long it is, and where it is split."""
        parts = self.parts(text, picture) if self.parts else {}
        each = " · ".join(f"{CHANNELS.get(name, name)}: {count} tin" for name, count in parts.items())
        return f"{len(text)} ký tự. {each}".strip()

    def as_citizens_see(self, title: str, body: str, code: str, *, urgent: bool = False) -> str:
        """The words of an announcement as they arrive."""
        phrases = self.library.phrases
        values = {"title": title, "body": body, "code": code}
        filled = {name: phrases.fill(value, FORMAL) for name, value in values.items()}
        return phrases.say("announcements.urgent" if urgent else "announcements.message", filled, FORMAL)
