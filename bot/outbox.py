"""Puts replies into words and sends them: rank, pace, order, retries, receipts."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Protocol

import structlog

from bot.channels.channel import (
    Blocked,
    Channel,
    OutsideWindow,
    OverQuota,
    Pace,
    Rejected,
    SendError,
    Unavailable,
    Uncertain,
    Window,
)
from bot.clock import Clock
from bot.domain.receipts import Receipts
from bot.domain.switches import ANNOUNCEMENTS, Off, lowest_rank, nothing_off
from bot.grouped import Grouped
from bot.messages import Held, OutgoingMessage
from bot.pace import EVEN, Bucket, ChatBuckets, ShareSpread, Spread
from bot.settings import NEVER, Hours
from bot.storage import outbox
from bot.storage.alerts import is_alert
from bot.storage.database import Database
from bot.together import together

log = structlog.get_logger("bot.outbox")

LEASE = timedelta(seconds=60)
CLAIM = 256
GATHER, GATHER_LONG = 0.01, 0.02
"""Seconds for which marks and receipts are gathered: one transaction for what leaves in that time."""
ROOM = 512
AT_ONCE = 64
"""Sends of one channel that are under way or have no receipt yet: as many may come twice after a kill.

Above 640 a second: what leaves in a tenth of a second.
"""
GIVE_UP, GIVE_UP_BULK = timedelta(hours=6), timedelta(days=2)
"""What no platform took for so long is stale: it fails as "unavailable". Bulk may have waited a day and a night."""
MANY = 100
"""So many sends a second, and a single one more or less in a second does not matter."""
RESENDS = 3
SHOWN = "web"
"""The channel whose page is told of receipts: there they are the sending."""
PUT_OFF = timedelta(seconds=30)
"""When what is urgent but switched off is looked at again."""


class Wording(Protocol):
    """Turns a reply by name into what this person reads on this channel."""

    def __call__(self, held: Held, channel: Channel) -> OutgoingMessage:
        """The message to send for this row."""
        ...


class Lane:
    """One channel's sends: the lowest rank first, one at a time per address, under the platform's ceilings."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.bucket = channel.pace.bucket or Bucket(channel.pace.rate)
        self.spread = _spread(channel.pace)
        self.chats = ChatBuckets(channel.pace.per_chat, channel.pace.burst)
        self.queue: list[tuple[int, int, Held]] = []
        self.parked: dict[str, deque[Held]] = {}
        self.busy: set[str] = set()
        self.changed = asyncio.Event()
        self.places = asyncio.Semaphore(max(AT_ONCE, int(channel.pace.rate / 10)))
        self.paused_until = 0.0

    def put(self, held: Held) -> None:
        """Queue one, behind what waits for the same address."""
        if held.address in self.busy:
            self.parked.setdefault(held.address, deque()).append(held)
        else:
            heapq.heappush(self.queue, (held.rank, held.number, held))
            self.changed.set()

    def next(self) -> Held | None:
        """The most urgent one whose address is free; its address is busy from now on."""
        while self.queue:
            held = heapq.heappop(self.queue)[2]
            if held.address not in self.busy:
                self.busy.add(held.address)
                return held
            self.parked.setdefault(held.address, deque()).append(held)
        return None

    def urgent(self) -> bool:
        """Does somebody wait for what goes next?"""
        return bool(self.queue) and self.queue[0][0] < outbox.REMINDERS

    def free(self, address: str) -> None:
        """The address is free: what waited for it may go."""
        self.busy.discard(address)
        for held in self.parked.pop(address, ()):
            heapq.heappush(self.queue, (held.rank, held.number, held))
        self.changed.set()

    def __len__(self) -> int:
        return len(self.queue) + sum(len(line) for line in self.parked.values())


def _spread(pace: Pace) -> Spread | ShareSpread | None:
    """What keeps sends from leaving in clumps, alone or beside other processes.

    Where few leave in a second, a little under the ceiling: they take unequally long, and one that is early is felt.
    """
    if not pace.even:
        return None
    granted = getattr(pace.bucket, "granted", None)
    if granted:
        return ShareSpread(pace.rate, granted)
    return Spread(pace.rate if pace.rate >= MANY else EVEN * pace.rate)


class Outbox:
    """Sends what the table holds; what became of each is written down in groups."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        channels: Sequence[Channel],
        wording: Wording,
        *,
        quiet: Hours = NEVER,
        off: Off = nothing_off,
        worker: str = "",
        lease: timedelta = LEASE,
        fetch: Callable[[str], Awaitable[None]] | None = None,
    ) -> None:
        self.database, self.clock, self.wording, self.quiet = database, clock, wording, quiet
        self.off, self.fetch = off, fetch
        self.lanes = {channel.name: Lane(channel) for channel in channels}
        self.worker, self.lease = worker or secrets.token_hex(8), lease
        self.wakeup = asyncio.Event()
        self.stopping = False
        self._marked = Grouped(self._mark, AT_ONCE, GATHER_LONG)
        self._awaited = False
        """Is there a receipt that a page waits for? It is written soon."""
        self._in_hand: dict[int, Held] = {}
        self._begun: set[int] = set()
        self._ended = Receipts()
        self._written = asyncio.Event()
        self._writing = asyncio.Lock()
        self._tasks: set[asyncio.Task[Any]] = set()

    def room(self) -> bool:
        """May fresh replies be handed over directly, or should they wait in the table?"""
        return not self.stopping and sum(len(lane) for lane in self.lanes.values()) < ROOM

    def _full(self) -> bool:
        return all(len(lane) >= ROOM for lane in self.lanes.values())

    def dispatch(self, rows: Sequence[Held]) -> None:
        """Take replies that were committed as this process's own."""
        for held in rows:
            self._in_hand[held.number] = held
            self.lanes[held.channel].put(held)

    async def run(self) -> None:
        """Claim, send and write receipts until `stop`."""
        lanes = (self._sends(lane) for lane in self.lanes.values())
        await together(self._claims(), self._receipts(), self._renewals(), *lanes)

    async def stop(self, seconds: float) -> None:
        """Begin nothing new, wait for what is under way, give the rest back."""
        self.stopping = True
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=seconds)
        now = self.clock.now()
        ended = {result["number"] for result in self._ended.results}
        left = [held for number, held in self._in_hand.items() if number not in self._begun | ended]
        self._ended.results += [_result(held, "waiting", held.attempts, now) for held in left]
        async with self._writing:  # what is being written down is finished first: its task is about to be stopped
            pass
        await self._write()

    async def typing(self, channel: str, address: str) -> None:
        """Show that an answer is on its way, where the platform can."""
        lane = self.lanes.get(channel)
        if lane is not None and lane.channel.abilities.typing:  # an empty lane is false
            await lane.channel.typing(address)

    async def _claims(self) -> None:
        while not self.stopping:
            self.wakeup.clear()
            try:
                found = 0 if self._full() else await self._claim()
            except Exception:
                log.exception("outbox stopped for a moment")
                found = 0
            if found < CLAIM:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.wakeup.wait(), 0.5)

    async def _claim(self) -> int:
        """Take rows of the channels that have room: a slow one's long line does not hold up the others."""
        now = self.clock.now()
        with_room = {name for name, lane in self.lanes.items() if len(lane) < ROOM}
        wanted: dict[str, Any] = {"limit": CLAIM, "now": now, "lease": self.lease}
        async with self.database.begin() as db:
            rows = [
                row
                for lowest, channels in self._by_lowest(with_room).items()
                for row in await outbox.claim(db, self.worker, channels, lowest=lowest, **wanted)
            ]
        fresh = [_from_row(row) for row in rows if row.id not in self._in_hand]
        self.dispatch(fresh)
        return len(fresh)

    def _by_lowest(self, with_room: Collection[str]) -> dict[int, list[str]]:
        """Rank → the channels on which nothing that ranks below it leaves now."""
        night, off = outbox.REMINDERS if self._quiet_now() else outbox.BULK, self.off()
        found: dict[int, list[str]] = {}
        for name in with_room:
            found.setdefault(min(night, lowest_rank(off, name)), []).append(name)
        return found

    async def _renewals(self) -> None:
        """Where others could take over: keep the leases on what waits in hand, and let go of what was lost."""
        while not self.database.sqlite:
            await asyncio.sleep(self.lease.total_seconds() / 3)
            numbers = list(self._in_hand)
            if not numbers:
                continue
            try:
                async with self.database.begin() as db:
                    until = self.clock.now() + self.lease
                    kept = await outbox.extend(db, self.worker, numbers, until=until)
            except Exception:
                log.exception("leases not renewed")
                continue
            for number in set(numbers) - kept - self._begun:
                self._in_hand.pop(number, None)

    async def _sends(self, lane: Lane) -> None:
        while not self.stopping:
            await lane.places.acquire()
            if not lane.queue:
                lane.places.release()
                lane.changed.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(lane.changed.wait(), 0.5)
            elif not await self._send_in_time(lane):
                lane.places.release()
                lane.bucket.give_back()

    async def _send_in_time(self, lane: Lane) -> bool:
        """Begin a send when the ceilings allow it; False when there is none that may go now.

        Who goes is chosen when the turn has come: a reply never waits for the turn of what is less urgent.
        """
        loop = asyncio.get_running_loop()
        await lane.bucket.take(lane.urgent)
        while not self.stopping and (pause := lane.paused_until - loop.time()) > 0:  # noqa: ASYNC110 - it may grow
            await asyncio.sleep(min(pause, 1.0))
        held = None if self.stopping else lane.next()
        if held is None:
            return False
        if len(lane) == ROOM - CLAIM:
            self.wakeup.set()  # before it runs dry
        if held.number not in self._in_hand:
            lane.free(held.address)
            return False
        wait = lane.chats.wait(held.address)
        if wait > 0:
            loop.call_later(wait, self._again, lane, held)
            return False
        lane.chats.take(held.address)
        self._begun.add(held.number)
        task = asyncio.create_task(self._send(lane, held))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    def _again(self, lane: Lane, held: Held) -> None:
        lane.busy.discard(held.address)
        lane.parked.setdefault(held.address, deque()).appendleft(held)
        lane.free(held.address)

    async def _send(self, lane: Lane, held: Held) -> None:
        try:
            if held.rank >= outbox.REMINDERS and not await self._may_leave(lane, held):
                return
            if self.fetch and "picture" in held.reply:
                await self.fetch(held.reply["picture"][0])
            message = self.wording(held, lane.channel)
            message = self._within_window(lane, held, message)
            if lane.spread and (wait := lane.spread.wait()) > 0:
                await asyncio.sleep(wait)
            number = await lane.channel.send(held.address, message)
        except SendError as error:
            self._failed(lane, held, error)
        except Exception:
            log.exception("send failed", number=held.number, channel=held.channel)
            self._failed(lane, held, Rejected("unforeseen"))
        else:
            choices = [[choice.does, choice.title, choice.url] for choice in message.choices]
            more = {"words": message.text, "choices": choices}
            self._awaited |= held.channel == SHOWN
            self._end(held, _result(held, "sent", held.attempts + 1, self.clock.now(), number, **more))
        finally:
            lane.free(held.address)
            self._written.set()

    async def _may_leave(self, lane: Lane, held: Held) -> bool:
        """What must never come twice is marked before it leaves, so that a kill leaves no doubt about the others.

        Whenever it was planned, nothing unasked leaves in quiet hours.
        """
        if held.interrupted:
            self._end(held, _result(held, "uncertain", held.attempts, self.clock.now(), failure="uncertain"))
            return False
        if (self._quiet_now() and not held.urgent) or self._is_off(held):
            self._put_off(held)
            return False
        try:
            begun = await self._marked(held.number)
        except Exception as error:
            log.warning("not marked, tried again", number=held.number, why=type(error).__name__)
            self._ended.results.append(_result(held, "waiting", held.attempts, self.clock.now() + PUT_OFF))
            return False
        if not begun:
            self._let_go(held)
        return begun

    def _is_off(self, held: Held) -> bool:
        """Is what is unasked switched off there, or announcements, however urgent?"""
        off = self.off()
        return held.rank > lowest_rank(off, held.channel) or (held.urgent and ANNOUNCEMENTS in off)

    async def _mark(self, numbers: Sequence[int]) -> Sequence[bool]:
        begun = await self._write_down(numbers)
        return [number in begun for number in numbers]

    def _put_off(self, held: Held) -> None:
        """Bulk waits for the end of the quiet hours; a reminder would come at the wrong time, and counts as missed."""
        now = self.clock.now()
        if held.rank == outbox.BULK or held.urgent:
            self._ended.results.append(_result(held, "waiting", held.attempts, now + PUT_OFF if held.urgent else now))
            return
        self._ended.missed.append(held.citizen_id)
        self._end(held, _result(held, "failed", held.attempts, now, failure=FAILURES[OutsideWindow]))

    def _quiet_now(self) -> bool:
        """Are these hours in which nobody is written to unasked?"""
        return self.quiet.holds(self.clock.local().time())

    def _end(self, held: Held, result: dict[str, Any]) -> None:
        self._ended.results.append(result)
        self._ended.shown |= held.channel == SHOWN
        self._ended.tally[f"sends.{held.channel}.{result['failure'] or result['status']}"] += 1

    def _let_go(self, held: Held) -> None:
        """Stopped in the meantime, or another process's: its place is free."""
        self._in_hand.pop(held.number, None)
        self._begun.discard(held.number)
        self.lanes[held.channel].places.release()

    def _within_window(self, lane: Lane, held: Held, message: OutgoingMessage) -> OutgoingMessage:
        """What may go to them now: the message itself, or outside the window the template that was agreed to."""
        closed = lane.channel.window(held.last_heard, self.clock.now()) is Window.CLOSED
        if closed and not message.template:
            raise OutsideWindow("too long since they wrote")
        return message if closed or not message.template else replace(message, template={})

    def _failed(self, lane: Lane, held: Held, error: SendError) -> None:
        """The one place that says what follows from each way of failing."""
        now, attempts = self.clock.now(), held.attempts + 1
        kind = type(error)
        if isinstance(error, Unavailable) and error.retry_after and not error.alone:
            lane.paused_until = asyncio.get_running_loop().time() + error.retry_after
        if kind is Uncertain and held.rank >= outbox.REMINDERS:
            result = _result(held, "uncertain", attempts, now, failure="uncertain")
        elif (kind is Uncertain and attempts < RESENDS) or (kind in (Unavailable, OverQuota) and not self._stale(held)):
            result = _result(held, "waiting", attempts, now + self._delay(error, attempts), failure=FAILURES[kind])
        elif kind in (OutsideWindow, Blocked) and _is_kept(held):
            result = _result(held, "kept", attempts, now, failure=FAILURES[kind])
            self._ended.kept.append(held)
        else:
            result = _result(held, "failed", attempts, now, failure=FAILURES[kind])
        if kind is Blocked:
            self._ended.blocked.append(held.address_id)
        if kind is OutsideWindow and held.rank == outbox.REMINDERS and not held.urgent:
            self._ended.missed.append(held.citizen_id)
        log.warning("not sent", number=held.number, channel=held.channel, why=FAILURES[kind], detail=str(error)[:200])
        code = _code(error)
        if code or kind not in (OutsideWindow, Blocked):
            self._ended.troubles[held.channel, FAILURES[kind], code] += 1
        self._end(held, result)

    def _stale(self, held: Held) -> bool:
        """Is it too old to be tried again? What staff must hear never is."""
        age = self.clock.now() - held.created_at
        return age > (GIVE_UP_BULK if held.rank == outbox.BULK else GIVE_UP) and not is_alert(held.reply["phrase"])

    def _delay(self, error: SendError, attempts: int) -> timedelta:
        if isinstance(error, OverQuota):
            return timedelta(seconds=error.retry_after or 600)
        return timedelta(seconds=error.retry_after or min(60, 2 ** min(attempts, 6) / 2))

    async def _receipts(self) -> None:
        while not self.stopping:
            self._written.clear()
            if not self._ended.results:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._written.wait(), 1.0)
            try:
                await self._write()
            except Exception:
                log.exception("receipts wait for the database")
                await asyncio.sleep(1.0)
            await self._gather()

    async def _gather(self) -> None:
        """Receipts may come together; but what was said on our own page stands there once its receipt does."""
        self._awaited, left = False, GATHER_LONG
        while left > 0 and not self._awaited:
            await asyncio.sleep(GATHER)
            left -= GATHER

    async def _write(self) -> None:
        if self._ended.results:
            await self._write_down()

    async def _write_down(self, numbers: Sequence[int] = ()) -> set[int]:
        """All receipts, and the marks of what is about to leave, in one transaction. Returns which may leave."""
        async with self._writing:
            ended, self._ended = self._ended, Receipts()
            now = self.clock.now()
            try:
                async with self.database.begin() as db:
                    if ended.results:
                        await ended.write(db, self.worker, now=now, today=self.clock.local(now).date())
                    begun = await outbox.begin(db, self.worker, numbers) if numbers else set[int]()
            except BaseException:
                self._ended.put_back(ended)
                raise
        for result in ended.results:
            held = self._in_hand.pop(result["number"], None)
            if held and held.number in self._begun:
                self._begun.discard(held.number)
                self.lanes[held.channel].places.release()
        return begun


FAILURES: Mapping[type[SendError], str] = {
    Blocked: "blocked",
    Rejected: "rejected",
    Unavailable: "unavailable",
    OutsideWindow: "outside",
    OverQuota: "quota",
    Uncertain: "uncertain",
}


def _code(error: SendError) -> int:
    """The platform's own number for it, where it gave one."""
    code = getattr(error.__cause__, "code", 0)
    return code if isinstance(code, int) else 0


def _is_kept(held: Held) -> bool:
    """What no window lets out now, but must not be lost: an answer of staff, an alert to staff."""
    return "ticket" in held.reply.get("values", ()) or is_alert(held.reply["phrase"])


def _result(held: Held, status: str, attempts: int, at: Any, number: str = "", **more: Any) -> dict[str, Any]:
    """One receipt: what the row says from now on."""
    found = {
        "number": held.number,
        "status": status,
        "failure": "",
        "attempts": attempts,
        "next_at": at,
        "platform_id": number,
        "sent_at": at if status == "sent" else None,
        "words": "",
        "choices": [],
    }
    return found | more


def _from_row(row: Any) -> Held:
    return Held(
        number=row.id,
        citizen_id=row.citizen_id,
        address_id=row.address_id,
        channel=row.channel,
        address=row.address,
        form=row.form,
        reply=row.reply,
        rank=row.rank,
        replaces=row.replaces,
        created_at=row.created_at,
        last_heard=row.last_heard,
        attempts=row.attempts,
        interrupted=row.status == "sending",
        answers=row.answers or "",
        announcement_id=row.announcement_id,
    )
