"""`talk("…")`: a whole conversation through inbox, router, handlers and domain, on both databases."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.channel import Abilities, Pace, Window
from bot.clock import Clock
from bot.domain.domain import Domain, Services
from bot.domain.duty import Duty
from bot.domain.learning.signing import Signer
from bot.inbox import Arrivals, Inbox
from bot.library.files import content_dir
from bot.library.library import Library
from bot.library.pictures import Pictures
from bot.messages import Held, IncomingMessage
from bot.settings import Hours
from bot.storage import moderation
from bot.storage.tables import Address, Citizen, Outbound
from bot.wording import Words
from handlers import ROUTERS
from handlers.afterwards import afterwards
from tests.shared import the_answering


class Watch(Clock):
    """A clock that stands still until it is moved. Monday, ten o'clock in Quảng Ninh."""

    def __init__(self) -> None:
        super().__init__()
        self.moment = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def move(self, **span: float) -> None:
        self.moment += timedelta(**span)


@dataclass
class Said:
    """What the bot said in one turn; the last message's fields, and the whole chain."""

    messages: list[Any]
    texts: list[str] = field(default_factory=list)

    @property
    def phrases(self) -> list[str]:
        return [row.reply["phrase"] for row in self.messages]

    @property
    def phrase(self) -> str:
        return self.phrases[0]

    @property
    def label(self) -> str:
        return self.messages[0].label

    @property
    def text(self) -> str:
        return self.texts[0]

    @property
    def buttons(self) -> list[str]:
        return [button[0] for row in self.messages for button in row.reply.get("buttons", ())]


class PaperChannel:
    """A channel that shows everything; nothing leaves it."""

    name = "paper"
    abilities = Abilities(edit=True, buttons=20, title_max=100, text_max=100_000)
    pace = Pace(1000, 1000, 100)

    def window(self, last_heard: Any, now: Any) -> Window:
        return Window.FREE


class Talk:
    """One person's conversation. Call it with words or `button=`."""

    numbers = itertools.count(1)

    def __init__(self, database: Any, library: Library, person: str = "an") -> None:
        self.database, self.library, self.person = database, library, person
        self.watch = Watch()
        self.words = Words(library.phrases, Pictures(content_dir()))
        self.signer = Signer(Signer.new_key())
        self.held: list[Held] = []
        services = self._services()
        self.arrivals = Arrivals(database, self.watch)
        self.inbox = Inbox(
            database,
            self.watch,
            ROUTERS,
            lambda db, now: Domain(db, services, now),
            services=services,
            channels=["paper"],
            match=library.commands.match,
            per_minute=1000,
            typing=self._typing,
            dispatch=self.held.extend,
            room=lambda: True,
            after=afterwards,
            title=self.words.title,
        )

    def _services(self) -> Services:
        return Services(
            library=self.library,
            answering=the_answering(),
            clock=self.watch,
            signer=self.signer,
            duty=Duty(self.watch, Hours(8 * 60, 17 * 60)),
            secret=b"s" * 32,
            base_url="https://bot.example",
            retention_days=180,
            question_of=self._question_of,
        )

    async def _typing(self, channel: str, address: str) -> None:
        return None

    async def _question_of(self, citizen_id: int, turn: int) -> str:
        async with self.database.read() as db:
            return await moderation.question_of(db, citizen_id, turn)

    async def __call__(self, text: str = "", *, button: str = "", kind: str = "", platform_id: str = "") -> Said:
        number = platform_id or f"t{next(self.numbers)}"
        kind = kind or ("button" if button else "text")
        message = IncomingMessage("paper", number, self.person, text=text, button=button, kind=kind, pressed_on="p1")
        await self.arrivals.receive(message)
        self.held.clear()
        for _ in range(200):
            await self.inbox.take()
            if self.held or not self.inbox._preparing:
                break
        while self.inbox._preparing or self.inbox._ready:
            await self.inbox.take()
        return await self._said([one.number for one in self.held])

    async def _said(self, numbers: list[int]) -> Said:
        async with self.database.read() as db:
            rows = list(await db.scalars(select(Outbound).where(Outbound.id.in_(numbers)).order_by(Outbound.id)))
            citizen = await self.citizen()
        texts = [self.words(self._as_held(row, citizen.form), PaperChannel()).text for row in rows]  # type: ignore[arg-type]
        return Said(rows, texts)

    def _as_held(self, row: Outbound, form: str) -> Held:
        return Held(
            row.id, row.citizen_id, row.address_id, "paper", self.person, form, row.reply, 0, "", row.created_at
        )

    async def citizen(self) -> Citizen:
        async with self.database.read() as db:
            mine = select(Citizen).join(Address, Address.citizen_id == Citizen.id).where(Address.address == self.person)
            return (await db.scalars(mine)).one()


@pytest.fixture
async def talk(database: Any, library: Library, spoken_on: str) -> AsyncIterator[Talk]:
    from tests.journeys.channels import OPEN

    async with OPEN[spoken_on](database, library) as opened:
        yield opened
