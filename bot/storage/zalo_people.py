"""What is remembered about the people of one channel, by the platform's id for them."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.log import logger
from bot.messages import Button, Reply
from bot.storage import citizens, inbox, outbox
from bot.storage.database import Database
from bot.storage.tables import Address, Citizen, Outbound, Seen, Takeover
from bot.storage.upsert import insert_into

log = logger(__name__)

GLANCES = 200
Asked = tuple[str, str, "asyncio.Future[tuple[bool, bool]]"]

EVERYBODY = ""
SHORT = timedelta(hours=1)
"""A takeover that lasts longer comes from a tag."""
PAUSED = Reply("takeovers.paused", buttons=[Button("do:menu", "buttons.bot_again")])


class PeopleTable:
    """Events seen, takeovers by staff, people who left. Every change is committed when the call returns."""

    def __init__(self, database: Database, now: Callable[[], datetime], channel: str) -> None:
        self.database, self.now, self.channel = database, now, channel
        self._asked: list[Asked] = []
        self._looking: asyncio.Task[None] | None = None
        self._marks: dict[str, str] = {}
        self._marking: asyncio.Task[None] | None = None

    async def glance(self, key: str, address: str = "") -> tuple[bool, bool]:
        """(an event of this key took effect before, staff is talking to this address). What is asked together is
        looked up together."""
        asked: asyncio.Future[tuple[bool, bool]] = asyncio.get_running_loop().create_future()
        self._asked.append((key, address, asked))
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_all())
        return await asked

    async def _look_all(self) -> None:
        await asyncio.sleep(0)
        while self._asked:
            batch, self._asked = self._asked[:GLANCES], self._asked[GLANCES:]
            marked = set(self._marks)  # before the look: what is written meanwhile is found there
            try:
                seen, paused = await self._look([key for key, _, _ in batch], [where for _, where, _ in batch])
            except Exception as error:
                _fail(batch, error)
            else:
                _settle(batch, seen | marked, paused)

    async def _look(self, keys: list[str], addresses: list[str]) -> tuple[set[str], set[str]]:
        talking = (
            select(Address.address)
            .join(Takeover, Address.id == Takeover.address_id)
            .where(Address.channel == self.channel, Address.address.in_(addresses), Takeover.until > self.now())
        )
        async with self.database.read() as db:
            seen = set(await db.scalars(select(Seen.key).where(Seen.key.in_(keys))))
            return seen, set(await db.scalars(talking))

    def mark(self, key: str, value: str = "") -> None:
        """It has taken effect; the value of a later mark counts. Written soon, many at once.

        A kill before that loses the mark only: a repeat then meets the unique number of the message itself.
        """
        self._marks[key] = value[:128]
        if self._marking is None or self._marking.done():
            self._marking = asyncio.create_task(self._write_marks())

    async def flush(self) -> None:
        """Wait until every mark is written."""
        if self._marking is not None:
            await asyncio.wait([self._marking], timeout=3)

    async def _write_marks(self) -> None:
        while self._marks:
            await asyncio.sleep(0.02)
            batch = dict(self._marks)
            try:
                await self._write(batch)
            except Exception as error:
                log.warning("events could not be marked for a moment", why=type(error).__name__)
                await asyncio.sleep(1.0)
                continue
            self._marks = {key: value for key, value in self._marks.items() if batch.get(key) != value}

    async def _write(self, batch: dict[str, str]) -> None:
        now = self.now()
        async with self.database.begin() as db:
            insert = insert_into(db, Seen)
            new = {"value": insert.excluded.value, "at": insert.excluded.at}
            put = insert.on_conflict_do_update(index_elements=["key"], set_=new)
            await db.execute(put, [{"key": key, "value": value, "at": now} for key, value in sorted(batch.items())])

    async def forget(self, before: datetime) -> None:
        """What was marked before is no longer needed."""
        async with self.database.begin() as db:
            await db.execute(delete(Seen).where(Seen.at < before))

    async def heard(self) -> tuple[datetime, datetime] | None:
        """When the first person came to this channel, and when somebody was last heard; None before anybody came."""
        found = (
            select(func.min(Citizen.created_at), func.max(Address.last_heard))
            .join(Citizen, Citizen.id == Address.citizen_id)
            .where(Address.channel == self.channel)
        )
        async with self.database.read() as db:
            first, last = (await db.execute(found)).one()
        return (first, last) if first and last else None

    async def latest(self) -> str:
        """Who wrote last, or ""."""
        mine = (Address.channel == self.channel, Address.last_heard.is_not(None))
        found = select(Address.address).where(*mine).order_by(Address.last_heard.desc()).limit(1)
        async with self.database.read() as db:
            return await db.scalar(found) or ""

    async def counts(self, free: datetime, billed: datetime) -> tuple[int, int, int]:
        """How many people were last heard since `free`, before that since `billed`, and earlier or never."""
        mine = select(
            func.count().filter(Address.last_heard >= free),
            func.count().filter(Address.last_heard < free, Address.last_heard >= billed),
            func.count().filter(or_(Address.last_heard.is_(None), Address.last_heard < billed)),
        ).where(Address.channel == self.channel, Address.blocked_at.is_(None))
        async with self.database.read() as db:
            free_now, at_a_price, closed = (await db.execute(mine)).one()
        return free_now, at_a_price, closed

    async def paused(self, address: str) -> bool:
        """Is somebody of staff talking to them?"""
        async with self.database.read() as db:
            return await self._takeover(db, address) is not None

    async def pause(self, address: str, at: datetime, lasts: timedelta) -> None:
        """Staff took over at this time, for so long; a longer takeover stays. One that the bot's return ended before
        its event came late is over."""
        until = at + lasts
        if until <= self.now():
            return
        async with self.database.begin() as db:
            if await self._returned(db, address) >= at:
                return
            if lasts > SHORT and await self._returned(db, EVERYBODY) >= at:
                return
            who = await self._known(db, address)
            kept = await db.get(Takeover, who)
            if kept is None:
                db.add(Takeover(address_id=who, until=until, told=False))
            elif kept.until < until:
                was_over = kept.until <= self.now()
                kept.until, kept.told = until, kept.told and not was_over
            await db.flush()

    async def resume(self, address: str, at: datetime) -> None:
        """The bot answers again: that was wanted at this time."""
        async with self.database.begin() as db:
            mine = select(Address.id).where(Address.channel == self.channel, Address.address == address)
            await db.execute(delete(Takeover).where(Takeover.address_id.in_(mine)))
            await _note_return(db, self.channel, address, at, now=self.now())

    async def resume_all(self, at: datetime, over: timedelta, under: timedelta) -> None:
        """The bot answers again wherever a takeover that lasts longer than `over` and not beyond `under` began before
        this time."""
        async with self.database.begin() as db:
            mine = select(Address.id).where(Address.channel == self.channel)
            meant = (Takeover.until > self.now() + over, Takeover.until <= at + under)
            await db.execute(delete(Takeover).where(Takeover.address_id.in_(mine), *meant))
            await _note_return(db, self.channel, EVERYBODY, at, now=self.now())

    async def heard_paused(self, address: str, at: datetime) -> None:
        """They wrote while staff talk to them: that opens the window too. Say once who answers, and how to have the
        bot back."""
        async with self.database.begin() as db:
            kept = await self._takeover(db, address)
            if kept is None:
                return
            await inbox.heard_at(db, kept.address_id, at)
            if kept.told:
                return
            kept.told = True
            await db.flush()
            owner = await db.get(Address, kept.address_id)
            assert owner
            await outbox.add(db, owner.citizen_id, owner.id, PAUSED, rank=outbox.PEOPLE, now=self.now())

    async def _returned(self, db: AsyncSession, address: str) -> datetime:
        """When the bot's return was last wanted there; long ago if never."""
        found = await db.get(Seen, _return_key(self.channel, address))
        return datetime.fromisoformat(found.value) if found else datetime.min.replace(tzinfo=UTC)

    async def left(self, address: str, at: datetime) -> None:
        """They unfollowed: nothing unasked any more, until they write again. An unfollow older than words is void."""
        mine = (Address.channel == self.channel, Address.address == address)
        earlier = (Address.last_heard.is_(None)) | (Address.last_heard <= at)
        async with self.database.begin() as db:
            await db.execute(update(Address).where(*mine, earlier).values(blocked_at=self.now()))

    async def erase(self, address: str) -> None:
        """They withdrew at the platform: everything about them goes, now."""
        async with self.database.begin() as db:
            found = select(Address).where(Address.channel == self.channel, Address.address == address)
            who = (await db.scalars(found)).first()
            if who is None:
                return
            await citizens.erase(db, who.citizen_id, now=self.now())
            await citizens.change(db, who.citizen_id, met="erased")
            everywhere = update(Address).where(Address.citizen_id == who.citizen_id)
            await db.execute(everywhere.values(blocked_at=self.now()))

    async def proof(self, address: str, key: str, since: datetime | None = None) -> str:
        """The platform's number for a text that arrived though no receipt says so; "" without a proof since then."""
        await self.flush()
        async with self.database.read() as db:
            found = await db.get(Seen, key)
            if found is None or (since and found.at < since):
                return ""
            mine = select(Address.id).where(Address.channel == self.channel, Address.address == address)
            booked = exists().where(Outbound.address_id.in_(mine), Outbound.platform_id == found.value)
            return "" if await db.scalar(select(booked)) else found.value

    async def _takeover(self, db: AsyncSession, address: str) -> Takeover | None:
        found = (
            select(Takeover)
            .join(Address, Address.id == Takeover.address_id)
            .where(Address.channel == self.channel, Address.address == address, Takeover.until > self.now())
        )
        return (await db.scalars(found)).first()

    async def _known(self, db: AsyncSession, address: str) -> int:
        """The row of an address; staff may write first."""
        key = (self.channel, address)
        if not (found := await inbox.known(db, [key])):
            await inbox.welcome(db, [key], now=self.now())
            mine = (Address.channel == self.channel, Address.address == address)
            await db.execute(update(Address).where(*mine).values(last_heard=None))  # they did nothing themselves
            found = await inbox.known(db, [key])
        return int(found[key].id)


def _settle(batch: Sequence[Asked], seen: set[str], paused: set[str]) -> None:
    for key, where, asked in batch:
        if not asked.done():
            asked.set_result((key in seen, where in paused))


def _fail(batch: Sequence[Asked], error: Exception) -> None:
    for _, _, asked in batch:
        if not asked.done():
            asked.set_exception(error)


async def takeovers(db: AsyncSession, *, now: datetime, limit: int = 50) -> list[Any]:
    """Who is being talked to by staff now: address_id, citizen_id, channel, until; the longest first."""
    found = (
        select(Takeover.address_id, Takeover.until, Address.citizen_id, Address.channel)
        .join(Address, Address.id == Takeover.address_id)
        .where(Takeover.until > now)
        .order_by(Takeover.until.desc())
        .limit(limit)
    )
    return list(await db.execute(found))


async def hand_back(db: AsyncSession, address_id: int, *, now: datetime) -> tuple[str, str]:
    """The bot answers at this address again. Returns its channel and the platform's id of it; ("", "") if unknown."""
    found = await db.get(Address, address_id)
    if found:
        await _note_return(db, found.channel, found.address, now, now=now)
    await db.execute(delete(Takeover).where(Takeover.address_id == address_id))
    return (found.channel, found.address) if found else ("", "")


async def _note_return(db: AsyncSession, channel: str, address: str, at: datetime, *, now: datetime) -> None:
    """What staff did before this time hushes the bot no more, however late it is reported; the latest time counts."""
    key = _return_key(channel, address)
    kept = await db.get(Seen, key)
    if kept is None:
        db.add(Seen(key=key, value=at.isoformat(), at=now))
    elif datetime.fromisoformat(kept.value) < at:
        kept.value, kept.at = at.isoformat(), now
    await db.flush()


def _return_key(channel: str, address: str) -> str:
    return hashlib.sha256(f"return:{channel}:{address}".encode()).hexdigest()
