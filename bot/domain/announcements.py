"""What officials send: draft, approval by a second person, delivery through the outbox, report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.domain import audit, notice_extras, notice_pictures, notice_templates, passwords
from bot.domain import paid as paid_templates
from bot.domain.answers import asking
from bot.domain.audience_rules import communes_of, refuse_unfit
from bot.domain.audiences import Reach, Whom, Window, reach
from bot.domain.event_words import refuse_begun, refuse_untold
from bot.domain.likeness import Told, fingerprint
from bot.domain.news_kinds import KINDS, with_way_out
from bot.domain.notice_lines import tell_approvers, tell_author
from bot.domain.staff import Refusal, covers, may
from bot.messages import Person, Reply
from bot.redaction import is_marked_secret
from bot.storage import announcements, audiences, outbox
from bot.storage.announcements import OPEN_TO_EDITS
from bot.storage.tables import Announcement, Staff

SLICE = 500
PER_DAY = 3
DAY = timedelta(days=1)
LONGEST_WAIT = timedelta(days=92)
"""A set time lies at most so far ahead."""
TITLE_MAX, BODY_MAX = notice_templates.TITLE_MAX, notice_templates.BODY_MAX
STOPPABLE = ("approved", "sending")
CORRECTABLE = ("sending", "sent", "stopped")
LATEST = 5
LINES = ("delivered", "blocked", "failed", "uncertain", "stopped", "skipped", "waiting")
"""Of a report; together they are the reach."""


@dataclass(frozen=True, slots=True)
class Content:
    """What an official writes, and for whom. No commune, no group or no rule stands for all; together they narrow."""

    title: str
    body: str
    communes: Sequence[str] = ()
    audiences: Sequence[str] = ()
    send_at: datetime | None = None
    """Not before then; None is at once."""
    corrects: int | None = None
    """The announcement that it puts right: it goes to exactly those who got that."""
    rule: Mapping[str, Any] = field(default_factory=dict)
    """Who of these, as `bot.domain.audience_rules` has it."""
    urgent: bool = False
    """Of the emergency class; set by `bot.domain.urgent` alone."""
    kind: str = KINDS[0]
    """One of `bot.domain.news_kinds.KINDS`; citizens may leave one out."""
    picture: str = ""
    """The name under which `bot.domain.notice_pictures` kept it; `picture_alt` says what it shows."""
    picture_alt: str = ""
    link: str = ""
    lesson: str = ""
    """The code of a lesson to go on to."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of an announcement's messages; `waiting` includes those not planned yet."""

    reach: int = 0
    delivered: int = 0
    blocked: int = 0
    failed: int = 0
    uncertain: int = 0
    stopped: int = 0
    skipped: int = 0
    """Could not be reached any more when it was planned, or nobody may be written to unasked."""
    waiting: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    """Why messages failed: "rejected", "unavailable", "outside", "quota" → how many."""

    @property
    def settled(self) -> int:
        """How many are over, well or badly."""
        return self.delivered + self.blocked + self.failed + self.uncertain + self.stopped + self.skipped


class Announcements:
    """Announcements in the caller's transaction. `per_day`: unasked messages a person gets in 24 hours."""

    def __init__(self, db: AsyncSession, now: datetime, *, per_day: int = PER_DAY) -> None:
        self.db, self.now, self.per_day = db, now, per_day

    async def draft(self, author: Staff, content: Content) -> Announcement:
        """A new draft. Raises Refusal."""
        content = _checked(author, content, self.now)
        await notice_pictures.refuse_unknown(self.db, content.picture)
        made = await announcements.add(
            self.db,
            code=f"TB-{passwords.readable(6).upper()}",
            author_id=author.id,
            created_at=self.now,
            **_columns(content),
        )
        await self._record(author, "drafted", made.id)
        return made

    async def edit(self, author: Staff, announcement_id: int, content: Content) -> None:
        """Change one's own draft, or what was returned; frozen once submitted. Raises Refusal."""
        content = _checked(author, content, self.now)
        found = await self.get(announcement_id)
        if found.author_id != author.id:
            raise Refusal("announcements.not_yours")
        if found.corrects:
            content = replace(content, communes=found.communes, audiences=found.audiences, rule=found.rule)
            content = replace(content, corrects=found.corrects, kind=found.kind)
        await notice_pictures.refuse_unknown(self.db, content.picture)
        await self._move(announcement_id, OPEN_TO_EDITS, **_columns(content), status="draft")
        await self._record(author, "edited", announcement_id)

    async def correct(self, author: Staff, announcement_id: int, title: str) -> Announcement:
        """A draft that puts right what went out, for those who got it. Raises Refusal."""
        await self._own_area(author, announcement_id)
        found = await self.get(announcement_id)
        if found.status not in CORRECTABLE:
            raise Refusal("announcements.not_now")
        content = replace(content_of(found), title=title[:TITLE_MAX], send_at=None, corrects=found.id, urgent=False)
        made = await self.draft(author, content)
        if found.urgent:  # those who opted out got it, too
            await announcements.change(self.db, made.id, if_in=("draft",), urgent_why=found.urgent_why)
        return made

    async def submit(self, author: Staff, announcement_id: int) -> None:
        """Hand one's own draft to approval; who may approve it hears so in their chats. Raises Refusal."""
        found = await self.get(announcement_id)
        if found.author_id != author.id:
            raise Refusal("announcements.not_yours")
        _checked(author, content_of(found), self.now)
        _refuse_urgent(author, found, "urgent.write")
        notice_templates.refuse_blanks(found.title, found.body)
        await refuse_untold(self.db, found)
        await refuse_begun(self.db, found, self.now)
        values: dict[str, Any] = {"status": "submitted", "submitted_at": self.now, "returned_why": "", "alerted": 0}
        await self._move(announcement_id, OPEN_TO_EDITS, **values)
        await self._record(author, "submitted", announcement_id)
        await tell_approvers(self.db, found, self.now)

    async def withdraw(self, author: Staff, announcement_id: int) -> None:
        """Take one's own submission back before anybody approved it; it is a draft again. Raises Refusal."""
        found = await self.get(announcement_id)
        if found.author_id != author.id:
            raise Refusal("announcements.not_yours")
        await self._move(announcement_id, ("submitted",), status="draft", submitted_at=None)
        await self._record(author, "withdrawn", announcement_id)

    async def approve(self, approver: Staff, announcement_id: int, *, paid: paid_templates.Offer | None = None) -> None:
        """Let it go out: somebody other than the author, within whose area it lies. Raises Refusal.

        `paid`: to at most so many people, whom nothing else reaches, at this price.
        """
        found = await self._for_approval(approver, announcement_id)
        _refuse_secrets(found.title, found.body, *notice_extras.extras(found).values())
        await refuse_begun(self.db, found, self.now)
        reached = await reach(self.db, whom(found))
        status = "scheduled" if found.send_at and found.send_at > self.now else "approved"
        values = {"status": status, "approver_id": approver.id, "approved_at": self.now, "reach": reached.total}
        agreed = {"paid": paid.people, "price": paid.price} if paid else {}
        await self._move(announcement_id, ("submitted",), **values, paid_most=paid.people if paid else 0)
        await announcements.keep_fingerprint(self.db, found.id, fingerprint(told(found)))
        await self._record(approver, "approved", announcement_id, reach=reached.total, **agreed)
        await tell_author(self.db, found, self.now)

    async def send_back(self, approver: Staff, announcement_id: int, why: str) -> None:
        """Return it to its author with a reason. Raises Refusal."""
        found, told = await self._for_approval(approver, announcement_id), why.strip()[:500]
        if not told:
            raise Refusal("announcements.reason_missing")
        await self._move(announcement_id, ("submitted",), status="returned", returned_why=told)
        await self._record(approver, "returned", announcement_id)
        await tell_author(self.db, found, self.now, why=told)

    async def call_off(self, who: Staff, announcement_id: int, why: str) -> None:
        """What waits for its time does not go out; it goes back to its author. Raises Refusal."""
        await self._own_area(who, announcement_id)
        await self._move(announcement_id, ("scheduled",), status="returned", returned_why=why.strip()[:500])
        await self._record(who, "called_off", announcement_id)

    async def pause(self, who: Staff, announcement_id: int) -> None:
        """Nothing more of it leaves until `resume`, from the commit on. Raises Refusal."""
        await self._own_area(who, announcement_id)
        await self._move(announcement_id, STOPPABLE, paused_at=self.now)
        await announcements.hold(self.db, announcement_id, now=self.now)
        await self._record(who, "paused", announcement_id)

    async def resume(self, who: Staff, announcement_id: int) -> None:
        """It goes on where it was. Raises Refusal."""
        await self._own_area(who, announcement_id)
        await self._move(announcement_id, STOPPABLE, paused_at=None)
        await announcements.go_on(self.db, announcement_id)
        await self._record(who, "resumed", announcement_id)

    async def stop(self, who: Staff, announcement_id: int) -> None:
        """What nobody began to send never goes out, from the commit on. Raises Refusal."""
        await self._own_area(who, announcement_id)
        await self._move(announcement_id, STOPPABLE, status="stopped", paused_at=None)
        taken = await announcements.idle(self.db, announcement_id)
        await announcements.take_back(self.db, announcement_id)
        await self._record(who, "stopped", announcement_id, taken_back=taken)

    async def get(self, announcement_id: int) -> Announcement:
        """One announcement. Raises Refusal when there is none."""
        found = await announcements.get(self.db, announcement_id)
        if found is None:
            raise Refusal("announcements.unknown")
        return found

    async def own_draft(self, author: Staff, announcement_id: int) -> Announcement:
        """One's own, that may still be changed. Raises Refusal."""
        found = await self.get(announcement_id)
        if found.author_id != author.id:
            raise Refusal("announcements.not_yours")
        if found.status not in OPEN_TO_EDITS:
            raise Refusal("announcements.not_now")
        return found

    async def page(self, who: Staff, *, before: int | None = None, limit: int = 30) -> list[Announcement]:
        """The newest first, as far as this person's area allows."""
        return await announcements.page(self.db, area=who.area, before=before, limit=limit)

    async def beyond_reach(self, content: Content) -> int:
        """How many of them only a paid template would reach now."""
        if content.corrects:
            return 0
        return await paid_templates.count(self.db, whom(content), self.now)

    async def reach(self, content: Content, windows: Sequence[Window] = (), live: Sequence[str] = ()) -> Reach:
        """How many citizens this would reach now, and in which way where the channels' windows are told."""
        return await reach(self.db, whom(content), self.now, windows, live)

    async def latest_for(self, citizen: Person) -> list[Announcement]:
        """The last five that went out and concern this citizen."""
        found = _once_each(await announcements.published(self.db))
        return [one for one in found if await concerns(self.db, one, citizen)][:LATEST]

    async def report(self, announcement_id: int) -> Report:
        """What became of the messages so far; after closing, the counts that were kept."""
        found = await self.get(announcement_id)
        if found.finished_at:
            return _report(found.reach, await announcements.kept_counts(self.db, announcement_id))
        return _report(found.reach, await self._counts(found) | await self._reasons(found))

    async def plan_next(self, *, only_urgent: bool = False) -> int:
        """Put the next slice of an approved announcement into the outbox, and close those that are out.

        Returns how many steps were made: call again until it is 0. Nothing is planned twice, for a slice and the
        mark of how far it went commit together. `only_urgent`: in quiet hours.
        """
        if await announcements.set_aside(self.db, now=self.now):
            return 1
        await self._close_finished()
        await announcements.release(self.db, now=self.now)
        found = await announcements.next_to_plan(self.db, only_urgent=only_urgent)
        if found is None:
            return 0
        citizens = await audiences.next_citizens(self.db, whom(found), after=found.planned_to, limit=SLICE)
        if citizens and (self.per_day or found.urgent):
            await self._put(found, citizens)
        last = len(citizens) < SLICE
        span: dict[str, Any] = {"after": found.planned_to, "upto": None if last else citizens[-1]}
        nobody = not self.per_day and not found.urgent
        await audiences.pass_over(self.db, whom(found), found.id, **span, now=self.now, nobody=nobody)
        values: dict[str, Any] = {"planned_to": citizens[-1]} if citizens else {}
        if last:
            values |= {"status": "sending", "reach": max(found.reach, await self._planned(found))}
        await announcements.change(self.db, found.id, if_in=("approved",), **values)
        return 1

    async def _planned(self, found: Announcement) -> int:
        """How many messages there are: more than were foreseen, where people came between approval and planning."""
        return sum((await announcements.outcomes(self.db, found.id)).values())

    async def _put(self, found: Announcement, citizens: Sequence[int]) -> None:
        """One message for each citizen; who has had enough gets it on the first day that has room.

        A correction and what is urgent come now. All who get the same at the same time are written at once.
        """
        pairs = await audiences.addresses(self.db, citizens)
        places = [place for _, place in pairs]
        told = await announcements.told_lately(self.db, places, since=self.now - DAY)
        paid = await self._paid(found, places)
        plain = await audiences.without_pictures(self.db, citizens) if found.picture else set[int]()
        alike: dict[tuple[datetime, bool, bool], list[int]] = {}
        for citizen, place in pairs:
            way = (self._next_at(found, told.get(place, ())), place in paid, citizen in plain)
            alike.setdefault(way, []).append(place)
        reply = await asking(self.db, found.id, message(found))
        reply = reply if found.urgent else with_way_out(reply, found.kind)
        for (next_at, billed, bare), same in alike.items():
            row = self._row(found, replace(reply, picture=None) if bare else reply, next_at)
            row["reply"] |= {"template": paid_templates.PURPOSE} if billed else {}
            await outbox.put_alike(self.db, row, same)

    def _row(self, found: Announcement, reply: Reply, next_at: datetime) -> dict[str, Any]:
        rank = outbox.REMINDERS if found.urgent else outbox.BULK
        row = outbox.row(0, 0, reply, rank=rank, now=self.now, announcement_id=found.id, next_at=next_at)
        row["reply"] |= {"urgent": True} if found.urgent else {}
        return row

    def _next_at(self, found: Announcement, told: Sequence[datetime]) -> datetime:
        """When it may leave for somebody who was told others at these times."""
        return self.now if found.corrects or found.urgent else _room(told, self.now, self.per_day)

    async def _paid(self, found: Announcement, places: Sequence[int]) -> set[int]:
        """Who of these gets a paid template; never more than the approver agreed to."""
        chosen = await paid_templates.chosen(self.db, places, found.paid_most - found.paid_planned, self.now)
        if chosen:
            planned = found.paid_planned + len(chosen)
            await announcements.change(self.db, found.id, if_in=("approved",), paid_planned=planned)
        return chosen

    async def _counts(self, found: Announcement) -> dict[str, int]:
        """The lines of the report, which add up to the reach: who was never planned waits, was spared or skipped."""
        counts = _counted(await announcements.outcomes(self.db, found.id))
        unplanned = max(0, found.reach - sum(counts.values()))
        line = {"approved": "waiting", "stopped": "stopped", "sending": "skipped", "sent": "skipped"}.get(found.status)
        if line:
            counts[line] += unplanned
        return counts

    async def _reasons(self, found: Announcement) -> dict[str, int]:
        """ "failed.REASON" → how many of the line "failed"."""
        outcomes = await announcements.outcomes(self.db, found.id)
        return {f"failed.{why}": n for (status, why), n in outcomes.items() if _line(status, why) == "failed"}

    async def _close_finished(self) -> None:
        for found in await announcements.unfinished(self.db):
            if await announcements.under_way(self.db, found.id):
                continue
            counts = await self._counts(found)
            if counts["waiting"]:
                continue
            status = "sent" if found.status == "sending" else found.status
            kept = counts | await self._reasons(found)
            await announcements.keep_counts(self.db, found.id, Clock().local(self.now).date(), kept)
            await self._move(found.id, ("sending", "stopped"), status=status, finished_at=self.now)

    async def _for_approval(self, approver: Staff, announcement_id: int) -> Announcement:
        found = await self.get(announcement_id)
        if found.author_id == approver.id:
            raise Refusal("announcements.your_own")
        if not covers(approver, found.communes):
            raise Refusal("outside_area")
        _refuse_urgent(approver, found, "urgent.approve")
        return found

    async def _own_area(self, who: Staff, announcement_id: int) -> None:
        if not covers(who, (await self.get(announcement_id)).communes):
            raise Refusal("outside_area")

    async def _move(self, announcement_id: int, if_in: Sequence[str], **values: object) -> None:
        if not await announcements.change(self.db, announcement_id, if_in=if_in, **values):
            raise Refusal("announcements.not_now")

    async def _record(self, who: Staff, what: str, announcement_id: int, **more: int) -> None:
        details = {"announcement": announcement_id, **more}
        await audit.record(self.db, who.login, f"announcements.{what}", details, now=self.now)


def _room(told: Sequence[datetime], now: datetime, per_day: int) -> datetime:
    """The first day from now on with room: no 24 hours around it hold more than so many messages."""
    at = now
    while sum(abs(other - at) < DAY for other in told) >= per_day:
        at += DAY
    return at


def message(found: Announcement | Content, code: str = "") -> Reply:
    """What a citizen gets."""
    code = found.code if isinstance(found, Announcement) else code
    phrase = "announcements.urgent" if found.urgent else "announcements.message"
    values = {"title": found.title, "body": notice_extras.body_of(found), "code": code}
    picture, onward = notice_extras.picture_of(found), notice_extras.lesson_buttons(found)
    return Reply(phrase, values, picture=picture, buttons=onward)


def told(found: Announcement) -> Told:
    """Its words, as a copy of it is compared with them."""
    return Told.of(f"{found.title}\n{notice_extras.body_of(found)}\nMã thông báo: {found.code}")


def content_of(found: Announcement) -> Content:
    """What its author wrote, and for whom."""
    told: dict[str, Any] = {"communes": found.communes, "audiences": found.audiences, "send_at": found.send_at}
    told |= {"corrects": found.corrects, "rule": found.rule, "urgent": found.urgent, "kind": found.kind}
    return Content(found.title, found.body, **told, **notice_extras.extras(found))


def whom(one: Content | Announcement) -> Whom:
    """Whom it means: the one definition for counting and for sending."""
    return Whom(one.communes, one.audiences, one.rule, one.corrects, one.urgent, one.kind)


async def concerns(db: AsyncSession, one: Announcement, citizen: Person) -> bool:
    """Is this citizen among those whom it means?"""
    if one.communes and citizen.commune not in one.communes:
        return False
    if one.audiences and citizen.audience not in one.audiences:
        return False
    return not one.rule or await audiences.concerns(db, citizen.id, replace(whom(one), got=None))


def _checked(author: Staff, content: Content, now: datetime) -> Content:
    """The content as it is kept: with words, without secrets, within the author's area, not for a time gone by."""
    title, body = content.title.strip(), content.body.strip()
    if not title or not body:
        raise Refusal("announcements.empty")
    if len(title) > TITLE_MAX or len(body) > BODY_MAX:
        raise Refusal("announcements.too_long", title=TITLE_MAX, body=BODY_MAX)
    extras = notice_extras.checked(content)
    _refuse_secrets(title, body, *extras.values())
    communes = tuple(content.communes) or ((author.area,) if author.area else ())
    refuse_unfit(content.rule)
    if content.kind not in KINDS:
        raise Refusal("announcements.no_such_kind")
    named = communes_of(content.rule)
    if not covers(author, communes) or (named and not covers(author, named)):
        raise Refusal("outside_area")
    if content.send_at and not now < content.send_at < now + LONGEST_WAIT:
        raise Refusal("announcements.time_unfit")
    words: dict[str, Any] = {"title": title, "body": body, **extras}
    return replace(content, **words, communes=communes, audiences=tuple(content.audiences))


def _once_each(found: Sequence[Announcement]) -> list[Announcement]:
    """Of those that repeat only the last."""
    newest: dict[int, Announcement] = {}
    for one in found:
        first = one.series or one.id
        if first not in newest or one.occurrence > newest[first].occurrence:
            newest[first] = one
    return list(newest.values())


def _refuse_urgent(who: Staff, found: Announcement, permission: str) -> None:
    """What is urgent is written and approved by those alone to whom an administrator gave that."""
    if found.urgent and not may(who, permission):
        raise Refusal("urgent.not_allowed")


def _refuse_secrets(*texts: str) -> None:
    if any(map(is_marked_secret, (*texts, "\n".join(texts)))):
        raise Refusal("secret")


def _columns(content: Content) -> dict[str, object]:
    return {
        "title": content.title,
        "body": content.body,
        "communes": list(content.communes),
        "audiences": list(content.audiences),
        "send_at": content.send_at,
        "corrects": content.corrects,
        "rule": dict(content.rule),
        "kind": content.kind,
        **notice_extras.extras(content),
    }


def _counted(outcomes: dict[tuple[str, str], int]) -> dict[str, int]:
    """(status, failure) of messages → the lines of the report."""
    counts = dict.fromkeys(LINES, 0)
    for (status, failure), count in outcomes.items():
        counts[_line(status, failure)] += count
    return counts


def _report(reach: int, counts: Mapping[str, int]) -> Report:
    lines = {name: count for name, count in counts.items() if "." not in name}
    reasons = {name.partition(".")[2]: count for name, count in counts.items() if "." in name}
    return Report(reach=reach, reasons=reasons, **lines)


def _line(status: str, failure: str) -> str:
    if status == "failed":
        return failure if failure in ("blocked", "stopped") else "failed"
    return {"sent": "delivered", "uncertain": "uncertain"}.get(status, "waiting")
