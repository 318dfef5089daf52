"""Keeps each message once, and takes turns: one at a time per citizen, many citizens side by side."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.domain.danger import Danger
from bot.domain.genuine import is_passed_on
from bot.domain.harm import ranked
from bot.domain.switches import Off, closed, nothing_off, tell_waiting
from bot.errors import CitizenError
from bot.flood import WarningFlood
from bot.grouped import Grouped
from bot.library.choices import LONGEST, begun, chosen, of_learning, title_key
from bot.messages import Button, Held, IncomingMessage, Person, Reply, Turn
from bot.redaction import is_marked_secret, mask, mask_secrets
from bot.router import Route, Router, is_words, pick
from bot.storage import citizens, counters, inbox, moderation, outbox
from bot.storage.database import Database

log = structlog.get_logger("bot.inbox")

NOT_KEPT = "[có dấu mật, không lưu]"
LEASE = timedelta(seconds=60)
BATCH = 64
WAITING_AT_ONCE = 256
TYPING_AFTER, SEARCHING_AFTER = 1.0, 1.0
"""Seconds until "typing", and from there until "đang tìm…"."""
GIVE_UP_AFTER = 30
"""A message at which the program died this often is answered with an apology."""
LONGEST_WORDS = 4000
LATE = timedelta(minutes=1)
"""What a platform hands over later than this counts as heard when it was written."""
TO_PERSON = "tickets.question"
"""What is written to a person may hold a phone number, masked only later, in the log; never a password or a code."""
UNMASKED_STEPS = (
    "certificates.name",
    "learners.add",
    "learners.rename",
    "classes.names",
    "classes.my_name",
    "genuine.text",
    "events.name",
    "notices.title",
    "notices.body",
    "notices.code",
    "notices.why",
)
"""A certificate bears a name, an announcement a phone number.

The numbers of a message that is asked about are compared with those of the announcement.
"""
BY_THEIR_BEGINNING = ("lessons.module:",)
"""Choices that the first words of their title choose, where these are no command and no call for help.

No lessons: "lỡ bị lừa" begins the title of one, and is said by who needs help.
"""
YES_OR_NO = ("yes", "no")
"""Commands that mean what the last reply's `data` says: the button that the word stands for."""


class Arrivals:
    """Stores what channels receive; what arrives together is committed together."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database, self.clock = database, clock
        self._grouped = Grouped(self._store_all, BATCH)

    async def receive(self, message: IncomingMessage) -> None:
        """Returns when the message is committed; raises when it could not be kept."""
        await self._grouped(message)

    async def _store_all(self, messages: Sequence[IncomingMessage]) -> Sequence[None]:
        async with self.database.begin() as db:
            await self._store(db, messages)
        return [None] * len(messages)

    async def _store(self, db: AsyncSession, messages: Sequence[IncomingMessage]) -> None:
        now = self.clock.now()
        keys = list(dict.fromkeys((message.channel, message.address) for message in messages))
        found = await inbox.known(db, keys)
        new = [key for key in keys if key not in found]
        if new:
            await inbox.welcome(db, new, now=now)
            found = await inbox.known(db, keys)
        rows = [_row(message, found[message.channel, message.address], now) for message in messages]
        late = {
            found[message.channel, message.address].id: message.sent_at
            for message in messages
            if message.sent_at and now - message.sent_at > LATE
        }
        await inbox.keep(db, rows, now=now, late=late)


def _row(message: IncomingMessage, who: Any, now: datetime) -> dict[str, Any]:
    kind, words = message.kind, message.text[:LONGEST_WORDS]
    if is_marked_secret(words):
        kind, words = "secret", NOT_KEPT
    elif who.step == TO_PERSON:
        words = mask_secrets(words)
    elif who.step not in UNMASKED_STEPS and not is_passed_on(who.step, words):
        words = mask(words)
    return {
        "channel": message.channel,
        "platform_id": message.platform_id[:128],
        "citizen_id": who.citizen_id,
        "address_id": who.id,
        "kind": kind[:16],
        "words": words,
        "button": message.button[:128],
        "pressed_on": message.pressed_on[:64],
        "received_at": now,
        "taken_by": "",
        "attempts": 0,
    }


@dataclass(slots=True)
class Taken:
    """A turn in hand: its rule, and what was prepared for it."""

    turn: Turn
    route: Route
    address: str
    attempts: int
    choices: list[Any]
    failed: BaseException | None = None


OF_STAFF = "notices."
"""How the steps begin in which staff write an announcement."""


def may_alarm(turn: Turn) -> bool:
    """Whether the words are not asked what they mean, since something else is waited for: they may be a call for help.

    Not where staff write an announcement: what they warn of happens to nobody now.
    """
    return bool(turn.step) and is_words(turn) and not turn.urgent and not turn.step.startswith(OF_STAFF)


DomainFor = Callable[[AsyncSession, datetime], Any]
Typing = Callable[[str, str], Awaitable[None]]


class Inbox:
    """Claims messages, lets handlers answer, and commits turn and replies together."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        routers: Sequence[Router],
        domain_for: DomainFor,
        *,
        services: Any,
        channels: Sequence[str],
        match: Callable[[str], Any],
        per_minute: int,
        typing: Typing,
        dispatch: Callable[[list[Any]], None],
        room: Callable[[], bool],
        after: Callable[[Turn, Any, Reply], Awaitable[Reply]] | None = None,
        title: Callable[[Button, str], str] = lambda button, form: "",
        off: Off = nothing_off,
        worker: str = "",
        lease: timedelta = LEASE,
    ) -> None:
        self.database, self.clock, self.routers, self.domain_for = database, clock, routers, domain_for
        self.services, self.match, self.typing = services, match, typing
        self.dispatch, self.room, self.channels = dispatch, room, list(channels)
        self.after, self.title, self.off = after, title, off
        self.worker, self.lease = worker or secrets.token_hex(8), lease
        self.flood = WarningFlood(per_minute)
        self.danger = Danger(services.library)
        self.wakeup = asyncio.Event()
        self.stopping = False
        self.silent = 0
        """Turns that were answered by silence: too many in a minute."""
        self._ready: list[Taken] = []
        self._preparing: dict[int, asyncio.Task[None]] = {}
        self._round = asyncio.Lock()

    async def run(self) -> None:
        """Take turns until `stop`; a database that is away is waited for."""
        while not self.stopping:
            self.wakeup.clear()
            try:
                if not await self.take():
                    await self._sleep(0.5)
            except Exception:
                log.exception("turns stopped for a moment")
                await self._sleep(1.0)

    async def _sleep(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.wakeup.wait(), seconds)

    async def stop(self, seconds: float) -> None:
        """Take nothing new; finish what is in hand within `seconds`, give back what is not done by then."""
        self.stopping = True
        self.wakeup.set()
        if self._preparing:
            await asyncio.wait(list(self._preparing.values()), timeout=seconds)
        async with self._round:
            await self._finish(self._take_ready())
        late = dict(self._preparing)
        for task in late.values():
            task.cancel()
        await asyncio.gather(*late.values(), return_exceptions=True)
        if late:
            async with self.database.begin() as db:
                await inbox.give_back(db, self.worker, list(late))

    async def take(self) -> bool:
        """One round: commit what is ready, claim what waits, prepare it. False when there was nothing to do."""
        async with self._round:
            ready = self._take_ready()
            claimed = await self._commit_and_claim(ready)
        started = [task for task in [self._begin(taken) for taken in claimed] if task]
        if started:
            await asyncio.wait(started, timeout=0.005)
        return bool(claimed or ready or self._ready)

    def _take_ready(self) -> list[Taken]:
        ready, self._ready = self._ready, []
        return sorted(ready, key=lambda taken: taken.turn.number)

    async def _commit_and_claim(self, ready: list[Taken]) -> list[Taken]:
        """Both in one transaction; when a turn fails, the turns each in their own, and claim the next time."""
        more = not self.stopping and len(self._preparing) < WAITING_AT_ONCE
        try:
            return await self._commit(ready, claim=more)
        except Exception:
            if not ready:
                raise
            await self._finish(ready)
            return []

    async def _claim(self, db: AsyncSession, now: datetime) -> list[Any]:
        shut = closed(self.off(), self.channels)
        if shut:
            if await self.danger.tell(db, shut, partial(self._not_hasty, now), now=now):
                self.wakeup.set()
            await tell_waiting(db, shut, now=now)
        answered = [channel for channel in self.channels if channel not in shut]
        return await inbox.claim(db, self.worker, answered, limit=BATCH, now=now, until=now + self.lease)

    def _not_hasty(self, now: datetime, citizen_id: int) -> bool:
        return self.flood.check(citizen_id, now, urgent=True) == "fine"

    def _taken(self, row: Any, now: datetime) -> Taken:
        turn = self._read(row, now)
        return Taken(turn, pick(self.routers, turn), row.address, row.attempts, row.citizen_choices)

    def _read(self, row: Any, now: datetime) -> Turn:
        """What a stored message means: a button, the number of a choice, a command, or words."""
        message = IncomingMessage(
            row.channel, row.platform_id, row.address, row.words, row.button, row.kind, row.pressed_on
        )
        button, words = row.button, row.words.strip()
        if not button and row.kind == "text" and row.citizen_choices:
            button = chosen(words, row.citizen_choices, spoken=not row.citizen_step)
        if not row.button and row.kind == "text" and not row.citizen_step:
            quiz = (row.citizen_data or {}).get("quiz", ())
            button = of_learning(words, row.citizen_choices or (), quiz) or button
        found = self.match(words) if not button and row.kind == "text" else None
        command, tied = (found.command, tuple(found.tied)) if found else ("", ())
        slip: tuple[str, ...] = ()
        if row.citizen_step and found and not found.exact:
            slip, command, tied = ((command,) if command else tied), "", ()
        if command in YES_OR_NO:
            button = (row.citizen_data or {}).get(command, "")
            command = "" if button else command
        if button.startswith("do:"):
            command, button = button[3:], ""
        if row.kind == "text" and not (button or command or tied or row.citizen_step) and len(words) <= LONGEST:
            button = self.services.library.titled_buttons.get(title_key(words), "")
        urgent = row.kind == "text" and not button and not command and self.services.answering.emergency(words)
        if row.kind == "text" and not (button or command or tied or urgent or row.citizen_step):
            button = begun(words, row.citizen_choices or (), BY_THEIR_BEGINNING)
        return Turn(
            citizen=_person(row),
            message=message,
            text=words,
            command=command,
            button=button,
            step=row.citizen_step,
            data=row.citizen_data or {},
            number=row.id,
            now=now,
            offered=len(row.citizen_choices or ()),
            tied=tied,
            slip=slip,
            address_id=row.address_id,
            urgent=urgent,
        )

    def _begin(self, taken: Taken) -> asyncio.Task[None] | None:
        if not (taken.route.before or may_alarm(taken.turn)) or taken.attempts > GIVE_UP_AFTER:
            self._ready.append(taken)
            return None
        task = asyncio.create_task(self._prepare(taken))
        self._preparing[taken.turn.number] = task
        return task

    async def _prepare(self, taken: Taken) -> None:
        """What may take long (a model), with no transaction open; the citizen sees that it goes on."""
        comforting: list[asyncio.Task[None]] = []
        later = asyncio.get_running_loop().call_later(
            TYPING_AFTER, lambda: comforting.append(asyncio.create_task(self._comfort(taken)))
        )
        try:
            if may_alarm(taken.turn):
                alarm = await self.services.answering.in_danger(taken.turn.text)
                taken.turn = replace(taken.turn, alarm=alarm)
            if taken.route.before:
                prepared = await taken.route.before(taken.turn, self.services)
                taken.turn = replace(taken.turn, prepared=prepared)
        except Exception as error:
            taken.failed = error
        finally:
            later.cancel()
            for task in comforting:
                task.cancel()
            self._preparing.pop(taken.turn.number, None)
        self._ready.append(taken)
        self.wakeup.set()

    async def _comfort(self, taken: Taken) -> None:
        """Typing, then "đang tìm…", then a longer lease as often as needed."""
        turn = taken.turn
        await self.typing(turn.message.channel, taken.address)
        await asyncio.sleep(SEARCHING_AFTER)
        async with self.database.begin() as db:
            await outbox.add(
                db, turn.citizen.id, turn.address_id, Reply("ask.searching"), rank=outbox.REPLIES, now=self.clock.now()
            )
        while True:
            async with self.database.begin() as db:
                await inbox.extend(db, [turn.number], until=self.clock.now() + self.lease)
            await asyncio.sleep(self.lease.total_seconds() / 3)

    async def _finish(self, batch: list[Taken]) -> None:
        """Each turn in a transaction of its own; the citizen of one that fails hears of it."""
        for taken in batch:
            try:
                await self._commit([taken])
            except Exception:
                await self._apologise(taken)

    async def _commit(self, batch: list[Taken], *, claim: bool = False) -> list[Taken]:
        """All turns of a batch with their replies, and the next claims, in one transaction."""
        now = self.clock.now()
        said: list[tuple[Taken, tuple[Reply | None, dict[str, Any]]]] = []
        held: list[Any] = []
        async with self.database.begin() as db:
            mine = batch if self.database.sqlite or not batch else await self._mine(db, batch)
            if mine:
                domain = self.domain_for(db, now)
                said = [(taken, await self._answer(taken, domain)) for taken in mine]
                held = await self._write(db, said, now)
            rows = await self._claim(db, now) if claim else []
        self.dispatch(held)
        self.silent += sum(reply is None for _, (reply, _note) in said)
        for taken, (reply, note) in said:
            log.info("turn refused" if note else "turn taken", **_line(taken, reply), **note)
        return [self._taken(row, now) for row in rows]

    async def _mine(self, db: AsyncSession, batch: list[Taken]) -> list[Taken]:
        still = await inbox.still_mine(db, self.worker, [taken.turn.number for taken in batch])
        return [taken for taken in batch if taken.turn.number in still]

    async def _answer(self, taken: Taken, domain: Any) -> tuple[Reply | None, dict[str, Any]]:
        """What the handler says, or the words of a foreseen refusal."""
        if taken.failed:
            raise taken.failed
        pressed = bool(taken.turn.button) or taken.turn.message.kind == "button"
        verdict = self.flood.check(taken.turn.citizen.id, domain.now, pressed=pressed, urgent=taken.turn.urgent)
        if verdict != "fine":
            reply = Reply(TOO_FAST, keeps=True)
            return (reply if verdict == "warn" else None), {"flood": True}
        try:
            reply = await taken.route.handler(taken.turn, domain)
            taken.turn = _as_chosen(taken.turn, domain.citizens.addressed)
            return (await self.after(taken.turn, domain, reply) if self.after else reply), {}
        except CitizenError as error:
            reply = Reply(error.phrase, error.values, buttons=[TO_MENU])
            return reply, {"refusal": error.phrase, **error.values}

    async def _write(
        self, db: AsyncSession, said: Sequence[tuple[Taken, tuple[Reply | None, dict[str, Any]]]], now: datetime
    ) -> list[Any]:
        rows: list[dict[str, Any]] = []
        owners: list[Taken] = []
        take_along = self.room()
        for taken, (reply, _) in said:
            shown = len(_kept(taken, reply))
            for one in _chain(reply):
                rows.append(self._outgoing(taken, one, now, take_along, shown))
                owners.append(taken)
                shown += len(_pressable(one))
        ids = await outbox.add_many(db, rows)
        await citizens.move(db, [self._place(taken, reply, now) for taken, (reply, _) in said])
        await self._log(db, said, now)
        await inbox.done(db, [taken.turn.number for taken, _ in said], now=now)
        if not take_along:
            return []
        return [_held(number, row, taken) for number, row, taken in zip(ids, rows, owners, strict=True)]

    def _outgoing(self, taken: Taken, reply: Reply, now: datetime, take_along: bool, shown: int) -> dict[str, Any]:
        """The row of one reply. `shown`: how many choices stand above it in the same turn."""
        turn = taken.turn
        more: dict[str, Any] = {"turn": turn.number}
        if reply.edit and turn.message.pressed_on:
            more["replaces"] = turn.message.pressed_on
        if take_along:
            more |= {"status": "sending", "taken_by": self.worker, "next_at": now + self.lease}
        made = outbox.row(turn.citizen.id, turn.address_id, reply, rank=outbox.REPLIES, now=now, **more)
        if shown:
            made["reply"]["shown"] = shown
        return made

    async def _log(self, db: AsyncSession, said: Sequence[tuple[Taken, Any]], now: datetime) -> None:
        rows = [
            _exchange(taken, one, now)
            for taken, (reply, _) in said
            for one in [next((r for r in _chain(reply) if r.trace), None)]
            if one
        ]
        if rows:
            await moderation.keep(db, rows)
        await counters.add(db, self.clock.local(now).date(), _counts(said))

    async def _apologise(self, taken: Taken) -> None:
        """An unforeseen fault: the citizen gets words and a code, the log the traceback under it."""
        ref = secrets.token_hex(3)
        log.exception("turn failed", ref=ref, citizen=taken.turn.citizen.id, handler=taken.route.name)
        now = self.clock.now()
        sorry = Reply("errors.unforeseen", {"ref": ref}, buttons=[TO_MENU])
        async with self.database.begin() as db:
            if not self.database.sqlite and not await self._mine(db, [taken]):
                return
            held = await self._write(db, [(taken, (sorry, {}))], now)
        self.dispatch(held)

    def _place(self, taken: Taken, reply: Reply | None, now: datetime) -> dict[str, Any]:
        """Where the citizen is after the turn, and what they may choose by number or by its words."""
        turn, said = taken.turn, _chain(reply)
        stays = {"step": turn.step, "data": dict(turn.data), "choices": taken.choices}
        here = {"number": turn.citizen.id, "last_heard": now, **stays}
        form = turn.citizen.form
        choices = _kept(taken, reply)
        choices += [[one.does, title_key(self.title(one, form))] for part in said for one in _pressable(part)]
        if all(part.keeps for part in said):
            return here | {"choices": choices, "data": _data_kept(turn, said)}
        here["number"] = said[-1].who or turn.citizen.id
        return here | {"step": said[-1].step, "data": dict(said[-1].data), "choices": choices}


TOO_FAST = "errors.too_fast"
"""A warning without choices of its own: the numbers of the last menu go on meaning what they meant."""
TO_MENU = Button("do:menu", "buttons.menu")


def _held(number: int, row: dict[str, Any], taken: Taken) -> Held:
    """A reply just committed, already this process's to send."""
    turn = taken.turn
    return Held(
        number=number,
        citizen_id=row["citizen_id"],
        address_id=row["address_id"],
        channel=turn.message.channel,
        address=taken.address,
        form=turn.citizen.form,
        reply=row["reply"],
        rank=row["rank"],
        replaces=row["replaces"],
        created_at=row["created_at"],
        last_heard=row["created_at"],
        answers=turn.message.platform_id if turn.message.kind == "text" else "",
    )


def _as_chosen(turn: Turn, addressed: Mapping[int, str]) -> Turn:
    """With the form of address that was chosen in this very turn."""
    form = addressed.get(turn.citizen.id)
    return turn if form is None else replace(turn, citizen=replace(turn.citizen, form=form))


def _pressable(reply: Reply) -> list[Button]:
    """Buttons that may be chosen by a number: those that open a page may not."""
    return [button for button in reply.buttons if button.does]


def _kept(taken: Taken, reply: Reply | None) -> list[Any]:
    """The choices of the reply before that go on; one that is offered anew at their end keeps its number."""
    said = _chain(reply)
    if not all(part.keeps for part in said):
        return []
    anew = {button.does for part in said for button in _pressable(part)}
    kept = list(taken.choices)
    while kept and kept[-1][0] in anew:
        kept.pop()
    return kept


def _data_kept(turn: Turn, said: Sequence[Reply]) -> dict[str, Any]:
    """The data of the reply before, with what these replies put over it."""
    data = dict(turn.data)
    for part in said:
        data |= part.data
    return data


def _chain(reply: Reply | None) -> list[Reply]:
    found = []
    while reply is not None:
        found.append(reply)
        reply = reply.then
    return found


def _exchange(taken: Taken, reply: Reply, now: datetime) -> dict[str, Any]:
    trace, turn = reply.trace, taken.turn
    assert trace
    line = {
        "turn": turn.number,
        "citizen_id": turn.citizen.id,
        "channel": turn.message.channel,
        "at": now,
        "handler": taken.route.name[:64],
        "phrase": reply.phrase,
        "question": mask(trace.question),
        "answer": str(reply.values.get("text", "")),
        "label": reply.label.value if reply.label else "",
        "outcome": trace.outcome,
        "entry": trace.entry[:64],
        "score": trace.score,
        "sources": list(trace.sources),
        "cuts": list(trace.cuts),
        "thumb": 0,
        "verdict": "",
    }
    return ranked(line)


def _counts(said: Sequence[tuple[Taken, tuple[Reply | None, dict[str, Any]]]]) -> dict[str, int]:
    found: dict[str, int] = {"turns": len(said)}
    for _, (reply, _note) in said:
        for one in _chain(reply):
            if one.trace and one.trace.outcome:
                name = f"answers.{one.trace.outcome}"
                found[name] = found.get(name, 0) + 1
    return found


def _line(taken: Taken, reply: Reply | None) -> dict[str, Any]:
    said = reply.phrase if reply else "-"
    return {"citizen": taken.turn.citizen.id, "handler": taken.route.name, "said": said}


def _person(row: Any) -> Person:
    return Person(
        id=row.citizen_id,
        form=row.citizen_form,
        commune=row.citizen_commune,
        audience=row.citizen_audience,
        met=row.citizen_met,
        consented=row.citizen_consented_at is not None,
        reminder_hour=row.citizen_reminder_hour,
        news=bool(row.citizen_news),
        pictures=bool(row.citizen_pictures),
        missed=row.citizen_missed,
        path=row.citizen_path,
        offered_on=row.citizen_offered_on,
        unanswered=row.citizen_unanswered,
    )
