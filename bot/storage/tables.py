"""Every table. Times are aware UTC; words of citizens stand only where `PURGED` says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeEngine


class Moment(TypeDecorator[datetime]):
    """An aware UTC time on both databases (SQLite would give it back naive)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times: they would be read as another zone later."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What SQLite gives back naive is UTC."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Document(TypeDecorator[Any]):
    """JSON on SQLite, JSONB on PostgreSQL, whose dialect is loaded only where it is used."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type of this database."""
        if dialect.name != "postgresql":
            return dialect.type_descriptor(JSON())
        from sqlalchemy.dialects.postgresql import JSONB

        return dialect.type_descriptor(JSONB())

    def coerce_compared_value(self, op: OperatorType | None, value: Any) -> Any:
        """A document it is compared with is one too; a key into it stays a key."""
        return self if isinstance(value, dict | list) else self.impl_instance.coerce_compared_value(op, value)


NOTHING = text("'{}'")
Key = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """The metadata that migrations and tests compare with."""

    type_annotation_map = {
        datetime: Moment,
        date: Date,
        str: Text,
        int: Integer,
        dict[str, Any]: Document,
        list[Any]: Document,
    }


def _key() -> Any:
    return mapped_column(Key, primary_key=True, autoincrement=True)


def _unique_unless_empty(name: str, column: str) -> Index:
    """Any number of rows may have none; two may not have the same."""
    return Index(name, column, unique=True, **only(f"{column} <> ''"))


def only(condition: str) -> dict[str, Any]:
    """An index of the rows that fulfil this alone: see `partial_on_postgresql`."""
    return {"sqlite_where": text(condition), "info": {"only": condition}}


def partial_on_postgresql() -> None:
    """Let PostgreSQL know the conditions of partial indexes: naming them loads its dialect, 2 MB that SQLite spares."""
    indexes = (index for table in Base.metadata.tables.values() for index in table.indexes)
    for index in indexes:
        if condition := index.info.get("only"):
            index.dialect_options["postgresql"]["where"] = text(condition)


def _to(target: str, **options: Any) -> Any:
    return mapped_column(Key, ForeignKey(target, ondelete=options.pop("ondelete", "CASCADE")), **options)


class Citizen(Base):
    """Who writes: settings and where they are in a talk. No name, no platform id."""

    __tablename__ = "citizens"
    id: Mapped[int] = _key()
    form: Mapped[str] = mapped_column(String(8), default="")
    commune: Mapped[str] = mapped_column(String(8), default="", index=True)
    audience: Mapped[str] = mapped_column(String(16), default="", index=True)
    consented_at: Mapped[datetime | None]
    met: Mapped[str] = mapped_column(String(16), default="")
    step: Mapped[str] = mapped_column(String(64), default="")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    choices: Mapped[list[Any]] = mapped_column(default=list)
    reminder_hour: Mapped[int | None]
    reminded_on: Mapped[date | None]
    news: Mapped[bool] = mapped_column(default=True)
    pictures: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    last_heard: Mapped[datetime | None]
    missed: Mapped[str] = mapped_column(String(16), default="")
    path: Mapped[str] = mapped_column(String(16), default="", server_default="")
    offered_on: Mapped[date | None]
    unanswered: Mapped[int] = mapped_column(default=0, server_default="0")


class Address(Base):
    """The platform's ids, and nothing else about a person."""

    __tablename__ = "addresses"
    __table_args__ = (UniqueConstraint("channel", "address"),)
    id: Mapped[int] = _key()
    citizen_id: Mapped[int] = _to("citizens.id", index=True)
    channel: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(128))
    last_heard: Mapped[datetime | None]
    blocked_at: Mapped[datetime | None]


class Inbound(Base):
    """Each message kept once. `done_at` empty = still to be answered; a lease says who is at it."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "platform_id"),
        Index(
            "ix_inbox_waiting",
            "citizen_id",
            "id",
            **only("done_at IS NULL"),
        ),
        Index(
            "ix_inbox_open",
            "channel",
            "id",
            **only("done_at IS NULL"),
        ),
        Index("ix_inbox_received", "received_at"),
    )
    id: Mapped[int] = _key()
    channel: Mapped[str] = mapped_column(String(16))
    platform_id: Mapped[str] = mapped_column(String(128))
    citizen_id: Mapped[int] = _to("citizens.id")
    address_id: Mapped[int] = _to("addresses.id", index=True)
    kind: Mapped[str] = mapped_column(String(16))
    words: Mapped[str]
    button: Mapped[str] = mapped_column(String(128), default="")
    pressed_on: Mapped[str] = mapped_column(String(64), default="")
    received_at: Mapped[datetime]
    taken_by: Mapped[str] = mapped_column(String(40), default="")
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]


class Outbound(Base):
    """Everything said, on its way out. `rank`: 0 replies, 1 people, 2 reminders, 3 bulk."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "rank",
            "next_at",
            "id",
            **only("status IN ('waiting', 'sending')"),
        ),
        Index("ix_outbox_created", "created_at"),
        Index(
            "ix_outbox_kept",
            "citizen_id",
            **only("status = 'kept'"),
        ),
    )
    id: Mapped[int] = _key()
    citizen_id: Mapped[int] = _to("citizens.id")
    address_id: Mapped[int] = _to("addresses.id", index=True)
    rank: Mapped[int]
    reply: Mapped[dict[str, Any]]
    words: Mapped[str] = mapped_column(default="")
    choices: Mapped[list[Any]] = mapped_column(default=list)
    label: Mapped[str] = mapped_column(String(16), default="")
    turn: Mapped[int | None] = mapped_column(Key, nullable=True)
    replaces: Mapped[str] = mapped_column(String(64), default="")
    status: Mapped[str] = mapped_column(String(12), default="waiting")
    failure: Mapped[str] = mapped_column(String(16), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    taken_by: Mapped[str] = mapped_column(String(40), default="")
    next_at: Mapped[datetime]
    platform_id: Mapped[str] = mapped_column(String(128), default="")
    announcement_id: Mapped[int | None] = _to("announcements.id", index=True, nullable=True)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class Exchange(Base):
    """The log: one row a turn that was a question or an answer, masked, with label and verdicts.

    `digest`: the same for the same answer, "" for what is no answer. `harm`: its rank in the queue of what is to be
    checked, 0 for what is not.
    """

    __tablename__ = "exchanges"
    __table_args__ = (
        Index("ix_exchanges_at", "at", "id"),
        Index(
            "ix_exchanges_queue",
            "harm",
            "id",
            **only("harm > 0"),
        ),
    )
    id: Mapped[int] = _key()
    turn: Mapped[int | None] = mapped_column(Key, unique=True, nullable=True)
    citizen_id: Mapped[int] = _to("citizens.id", index=True)
    channel: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    handler: Mapped[str] = mapped_column(String(64))
    phrase: Mapped[str] = mapped_column(String(64))
    question: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    label: Mapped[str] = mapped_column(String(16), default="", index=True)
    outcome: Mapped[str] = mapped_column(String(16), default="", index=True)
    entry: Mapped[str] = mapped_column(String(64), default="")
    score: Mapped[float] = mapped_column(Float, default=0.0)
    sources: Mapped[list[Any]] = mapped_column(default=list)
    cuts: Mapped[list[Any]] = mapped_column(default=list)
    thumb: Mapped[int] = mapped_column(default=0)
    verdict: Mapped[str] = mapped_column(String(12), default="")
    judged_by: Mapped[int | None] = _to("staff.id", ondelete="SET NULL", nullable=True)
    digest: Mapped[str] = mapped_column(String(32), default="", server_default="", index=True)
    harm: Mapped[int] = mapped_column(default=0, server_default="0")


class Verdict(Base):
    """What a person said of an answer. It goes to who got the answer at `due_at`; until then it can be undone.

    `area`: the commune of the person, whose citizens alone are told; "" for the whole province.
    """

    __tablename__ = "verdicts"
    __table_args__ = (
        Index(
            "ix_verdicts_due",
            "due_at",
            **only("told_at IS NULL AND undone_at IS NULL"),
        ),
    )
    id: Mapped[int] = _key()
    exchange_id: Mapped[int] = _to("exchanges.id", index=True)
    digest: Mapped[str] = mapped_column(String(32), default="", index=True)
    area: Mapped[str] = mapped_column(String(8), default="")
    verdict: Mapped[str] = mapped_column(String(12))
    correction: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int | None] = _to("staff.id", ondelete="SET NULL", nullable=True)
    at: Mapped[datetime]
    due_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]


class Notice(Base):
    """One person who is told a verdict. `outbox_id` is empty, and `failure` says why, where nothing could be sent."""

    __tablename__ = "verdict_notices"
    __table_args__ = (Index("ix_verdict_notices_verdict", "verdict_id", "citizen_id"),)
    id: Mapped[int] = _key()
    verdict_id: Mapped[int] = _to("verdicts.id")
    exchange_id: Mapped[int] = _to("exchanges.id", index=True)
    citizen_id: Mapped[int] = _to("citizens.id", index=True)
    outbox_id: Mapped[int | None] = mapped_column(Key, nullable=True)
    failure: Mapped[str] = mapped_column(String(16), default="")


class ModelAnswer(Base):
    """What a model wrote to a question: given what, judged how, at which cost. For moderators; purged."""

    __tablename__ = "model_answers"
    __table_args__ = (Index("ix_model_answers_at", "at", "id"),)
    id: Mapped[int] = _key()
    citizen_id: Mapped[int] = _to("citizens.id", index=True)
    at: Mapped[datetime]
    prompt: Mapped[str] = mapped_column(String(20), default="")
    question: Mapped[str] = mapped_column(default="")
    passages: Mapped[list[Any]] = mapped_column(default=list)
    raw: Mapped[str] = mapped_column(default="")
    verdict: Mapped[str] = mapped_column(String(12), default="")
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    shown: Mapped[str] = mapped_column(default="")
    tokens: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[float] = mapped_column(Float, default=0.0)
    cost: Mapped[float | None] = mapped_column(Float, nullable=True)
    turn: Mapped[int | None] = mapped_column(Key, index=True, nullable=True)


class Wording(Base):
    """What a citizen asked before they chose this entry among the nearest: another way of asking, for editors to see.

    `key`: the same for questions that differ in marks, capitals and punctuation only. `state`: "" while it waits, then
    accepted or dismissed.
    """

    __tablename__ = "wordings"
    __table_args__ = (
        UniqueConstraint("citizen_id", "entry", "key"),
        Index("ix_wordings_at", "at", "id"),
        Index("ix_wordings_entry_key", "entry", "key"),
    )
    id: Mapped[int] = _key()
    citizen_id: Mapped[int] = _to("citizens.id")
    at: Mapped[datetime]
    entry: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(40))
    question: Mapped[str]
    state: Mapped[str] = mapped_column(String(12), default="")


class Progress(Base):
    """One row per learner and lesson. `card` counts from 0; `finished_at` when the quiz is done."""

    __tablename__ = "progress"
    __table_args__ = (UniqueConstraint("citizen_id", "lesson"),)
    id: Mapped[int] = _key()
    citizen_id: Mapped[int] = _to("citizens.id")
    lesson: Mapped[str] = mapped_column(String(32))
    card: Mapped[int] = mapped_column(default=0)
    right: Mapped[int] = mapped_column(default=0)
    asked: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class Mute(Base):
    """A kind of announcements that a citizen does not want, of `bot.domain.news_kinds`."""

    __tablename__ = "mutes"
    __table_args__ = (UniqueConstraint("citizen_id", "kind"),)
    id: Mapped[int] = _key()
    citizen_id: Mapped[int] = _to("citizens.id")
    kind: Mapped[str] = mapped_column(String(12))


class PassedOver(Base):
    """Somebody whom an announcement meant and who got no message.

    `reason`: opted_out, muted (this kind), blocked, no_channel, unasked.
    """

    __tablename__ = "passed_over"
    __table_args__ = (UniqueConstraint("announcement_id", "citizen_id"),)
    id: Mapped[int] = _key()
    announcement_id: Mapped[int] = _to("announcements.id")
    citizen_id: Mapped[int] = _to("citizens.id", index=True)
    reason: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(index=True)


class Membership(Base):
    """An organisation that a citizen named as theirs, by its code in `content/`."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("citizen_id", "organisation"),)
    id: Mapped[int] = _key()
    citizen_id: Mapped[int] = _to("citizens.id")
    organisation: Mapped[str] = mapped_column(String(24), index=True)


class Placement(Base):
    """What a learner knew before their path: [lesson, question, right] in turn, and the modules known by it."""

    __tablename__ = "placements"
    citizen_id: Mapped[int] = mapped_column(Key, ForeignKey("citizens.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str] = mapped_column(String(16))
    answers: Mapped[list[Any]] = mapped_column(default=list)
    known: Mapped[list[Any]] = mapped_column(default=list)
    updated_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class Learner(Base):
    """Several learners on one phone: each is a citizen of their own; `owner_id` is who began, the same for all."""

    __tablename__ = "learners"
    citizen_id: Mapped[int] = _to("citizens.id", primary_key=True, autoincrement=False)
    owner_id: Mapped[int] = _to("citizens.id", index=True)
    name: Mapped[str] = mapped_column(String(40))


class LessonClass(Base):
    """One lesson taken together: a helper turns the cards (`place` from 0), learners join with the code."""

    __tablename__ = "classes"
    id: Mapped[int] = _key()
    code: Mapped[str] = mapped_column(String(8), unique=True)
    lesson: Mapped[str] = mapped_column(String(32))
    place: Mapped[int] = mapped_column(default=0)
    helper_id: Mapped[int] = _to("citizens.id", index=True)
    opened_at: Mapped[datetime] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]


class ClassMember(Base):
    """Who is there: with a phone of their own, or a name that the helper wrote down. `done` as the helper marked it."""

    __tablename__ = "class_members"
    __table_args__ = (UniqueConstraint("class_id", "citizen_id"),)
    id: Mapped[int] = _key()
    class_id: Mapped[int] = _to("classes.id", index=True)
    citizen_id: Mapped[int | None] = _to("citizens.id", index=True, nullable=True)
    name: Mapped[str] = mapped_column(String(40))
    done: Mapped[bool] = mapped_column(default=False)


class Review(Base):
    """A learner's memory of one question, due again. `question` counts from 0; `stability` in days (FSRS)."""

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("citizen_id", "lesson", "question"),
        Index("ix_reviews_due", "citizen_id", "due_at"),
    )
    id: Mapped[int] = _key()
    citizen_id: Mapped[int] = _to("citizens.id")
    lesson: Mapped[str] = mapped_column(String(32))
    question: Mapped[int]
    due_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    stability: Mapped[float] = mapped_column(Float)
    difficulty: Mapped[float] = mapped_column(Float)
    wished: Mapped[float] = mapped_column(Float)


class LearnerTrack(Base):
    """How one learner does at reviews: answers, known ones, how many were wished known; older ones fade."""

    __tablename__ = "learner_tracks"
    citizen_id: Mapped[int] = mapped_column(Key, ForeignKey("citizens.id", ondelete="CASCADE"), primary_key=True)
    asked: Mapped[float] = mapped_column(Float)
    known: Mapped[float] = mapped_column(Float)
    wished: Mapped[float] = mapped_column(Float)


class Fingerprint(Base):
    """Marks of the words of an announcement that went out: a copy of it is found again by them."""

    __tablename__ = "fingerprints"
    mark: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    announcement_id: Mapped[int] = _to("announcements.id", primary_key=True, autoincrement=False)


class QuestionCount(Base):
    """How often a question was answered, and right: at its first try, and at reviews. Nobody's name in it."""

    __tablename__ = "question_counts"
    __table_args__ = (UniqueConstraint("lesson", "question"),)
    id: Mapped[int] = _key()
    lesson: Mapped[str] = mapped_column(String(32))
    question: Mapped[int]
    first_asked: Mapped[int] = mapped_column(default=0)
    first_right: Mapped[int] = mapped_column(default=0)
    review_asked: Mapped[int] = mapped_column(default=0)
    review_right: Mapped[int] = mapped_column(default=0)


class Certificate(Base):
    """A finished module; the code itself carries the signature. The name only if the learner gave it."""

    __tablename__ = "certificates"
    __table_args__ = (UniqueConstraint("citizen_id", "module"),)
    id: Mapped[int] = _key()
    citizen_id: Mapped[int | None] = _to("citizens.id", ondelete="SET NULL", nullable=True)
    module: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(400), unique=True)
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Revocation(Base):
    """A certificate that is refused from now on; the code itself is not kept, for it may hold a name."""

    __tablename__ = "revocations"
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    reason: Mapped[str]
    staff_id: Mapped[int | None] = _to("staff.id", ondelete="SET NULL", nullable=True)
    revoked_at: Mapped[datetime]


class Ticket(Base):
    """A question for a person. `urgent` for an emergency; closed when answered.

    `kept_at`: the platform let nobody write to them, so the answer waits until they write again. `holder_id`: who takes
    care of it, by themselves or because somebody handed it on, with `handed_note`.
    """

    __tablename__ = "tickets"
    __table_args__ = (Index("ix_tickets_open", "closed_at", "opened_at"),)
    id: Mapped[int] = _key()
    citizen_id: Mapped[int] = _to("citizens.id", index=True)
    address_id: Mapped[int] = _to("addresses.id")
    question: Mapped[str]
    answer: Mapped[str] = mapped_column(default="")
    urgent: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    kept_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = _to("staff.id", ondelete="SET NULL", nullable=True)
    holder_id: Mapped[int | None] = _to("staff.id", ondelete="SET NULL", nullable=True)
    handed_note: Mapped[str] = mapped_column(String(300), default="", server_default="")


class Announcement(Base):
    """What an official sends out. `status`: draft, submitted, scheduled, approved, sending, sent, returned, stopped.

    `send_at`: not before then; `paused_at`: since when nothing of it leaves. `corrects`: the number of the one that it
    puts right; it goes to those who got that. `rule`: who of the communes and groups, see `audience_rules`.
    `urgent_why`: why it may break into quiet hours, "" for all that may not; `alerted`: so many groups of those who
    may approve it were told that it waits.
    `repeats`: daily, weekly, monthly or "", until `repeat_until` or `repeat_times` times; `series`: the number of the
    first of them, None on that; `occurrence` counts from 1; `next_made`: the one after it is there, or there is none.
    `picture`: the name of a row of `notice_pictures`; `link`, `lesson`: an address and a lesson to go on to.
    `paid_most`: to so many people the approver lets a paid template go; `paid_planned` of them are in the outbox.
    """

    __tablename__ = "announcements"
    id: Mapped[int] = _key()
    code: Mapped[str] = mapped_column(String(12), unique=True)
    title: Mapped[str]
    body: Mapped[str]
    communes: Mapped[list[Any]] = mapped_column(default=list)
    audiences: Mapped[list[Any]] = mapped_column(default=list)
    status: Mapped[str] = mapped_column(String(12), default="draft", index=True)
    author_id: Mapped[int] = _to("staff.id", ondelete="RESTRICT")
    approver_id: Mapped[int | None] = _to("staff.id", ondelete="RESTRICT", nullable=True)
    returned_why: Mapped[str] = mapped_column(default="")
    reach: Mapped[int] = mapped_column(default=0)
    planned_to: Mapped[int] = mapped_column(Key, default=0)
    paid_most: Mapped[int] = mapped_column(default=0, server_default="0")
    paid_planned: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    send_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    corrects: Mapped[int | None] = mapped_column(Key, nullable=True)
    rule: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    kind: Mapped[str] = mapped_column(String(12), default="general", server_default="general")
    urgent_why: Mapped[str] = mapped_column(String(300), default="", server_default="")
    alerted: Mapped[int] = mapped_column(default=0, server_default="0")
    repeats: Mapped[str] = mapped_column(String(8), default="", server_default="")
    repeat_until: Mapped[date | None]
    repeat_times: Mapped[int] = mapped_column(default=0, server_default="0")
    series: Mapped[int | None] = mapped_column(Key, nullable=True, index=True)
    occurrence: Mapped[int] = mapped_column(default=1, server_default="1")
    next_made: Mapped[bool] = mapped_column(default=False, server_default=false())
    picture: Mapped[str] = mapped_column(String(40), default="", server_default="")
    picture_alt: Mapped[str] = mapped_column(String(200), default="", server_default="")
    link: Mapped[str] = mapped_column(String(300), default="", server_default="")
    lesson: Mapped[str] = mapped_column(String(20), default="", server_default="")

    @property
    def urgent(self) -> bool:
        """Is it of the emergency class?"""
        return bool(self.urgent_why)


class NoticePicture(Base):
    """A picture that staff put into an announcement, made anew by us: a JPEG whose name says what it contains."""

    __tablename__ = "notice_pictures"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    width: Mapped[int]
    height: Mapped[int]
    kept_at: Mapped[datetime]


class NoticeTemplate(Base):
    """Words of an announcement with blanks, kept by name, of the area of who made it. `removed_at`: taken away."""

    __tablename__ = "notice_templates"
    id: Mapped[int] = _key()
    name: Mapped[str] = mapped_column(String(60))
    area: Mapped[str] = mapped_column(String(8), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str]
    body: Mapped[str]
    author_id: Mapped[int | None] = _to("staff.id", ondelete="SET NULL", nullable=True)
    changed_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class Segment(Base):
    """A choice of recipients kept by name, of the area of who made it. `removed_at`: taken away, and may come back."""

    __tablename__ = "segments"
    id: Mapped[int] = _key()
    name: Mapped[str] = mapped_column(String(60))
    area: Mapped[str] = mapped_column(String(8), index=True)
    communes: Mapped[list[Any]] = mapped_column(default=list)
    audiences: Mapped[list[Any]] = mapped_column(default=list)
    rule: Mapped[dict[str, Any]] = mapped_column(default=dict)
    author_id: Mapped[int | None] = _to("staff.id", ondelete="SET NULL", nullable=True)
    changed_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class Event(Base):
    """What makes an announcement a class or a talk: where, when, how many seats. Frozen with the announcement.

    `door`: the code that hangs at the door. `lesson`: what is offered afterwards, "" for the next of each person.
    """

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_starts", "starts_at"),)
    announcement_id: Mapped[int] = _to("announcements.id", primary_key=True, autoincrement=False)
    place: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    seats: Mapped[int]
    lesson: Mapped[str] = mapped_column(String(32), default="")
    door: Mapped[str] = mapped_column(String(8), unique=True)
    organiser_id: Mapped[int | None] = _to("staff.id", ondelete="SET NULL", nullable=True)
    cancelled_at: Mapped[datetime | None]
    cancelled_why: Mapped[str] = mapped_column(default="")


class Signup(Base):
    """Somebody and an event. `state`: seated, waiting, left, door (came without a seat).

    `citizen_id` is empty for who has no phone and was written down at the door. `waiting_since` orders the waiting
    list. `told_at` is empty while they still have to hear that a seat became theirs.
    """

    __tablename__ = "signups"
    __table_args__ = (
        UniqueConstraint("event_id", "citizen_id"),
        Index("ix_signups_state", "event_id", "state", "id"),
    )
    id: Mapped[int] = _key()
    event_id: Mapped[int] = _to("events.announcement_id")
    citizen_id: Mapped[int | None] = _to("citizens.id", index=True, nullable=True)
    name: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[str] = mapped_column(String(8))
    signed_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    attended_at: Mapped[datetime | None]
    thanked_at: Mapped[datetime | None]


class Question(Base):
    """What an announcement asks back. `kind`: read ("đã đọc"), join ("tham gia" or not)."""

    __tablename__ = "questions"
    announcement_id: Mapped[int] = _to("announcements.id", primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(8))


class Response(Base):
    """What somebody who got an announcement answered: that they read it, and whether they come."""

    __tablename__ = "responses"
    __table_args__ = (UniqueConstraint("announcement_id", "citizen_id"),)
    id: Mapped[int] = _key()
    announcement_id: Mapped[int] = _to("announcements.id")
    citizen_id: Mapped[int] = _to("citizens.id", index=True)
    read_at: Mapped[datetime]
    coming: Mapped[bool | None]
    changed_at: Mapped[datetime]


class Staff(Base):
    """An account of the console. `area` is a commune code, "" for the whole province.

    `password` is "" while only an invitation or a sign-in elsewhere lets the account in; `subject` is who the
    account is at the issuer of `OIDC_ISSUER`, known from the first sign-in there. `urgent`: may write or approve urgent
    announcements, as far as the role goes; `deputy`: is told of those that nobody of the area approves.
    """

    __tablename__ = "staff"
    __table_args__ = (
        _unique_unless_empty("ix_staff_email", "email"),
        _unique_unless_empty("ix_staff_subject", "subject"),
    )
    id: Mapped[int] = _key()
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(String(254), default="", server_default="")
    subject: Mapped[str] = mapped_column(String(512), default="", server_default="")
    role: Mapped[str] = mapped_column(String(16))
    area: Mapped[str] = mapped_column(String(8), default="")
    password: Mapped[str]
    must_change: Mapped[bool] = mapped_column(default=True)
    on_duty: Mapped[bool] = mapped_column(default=False)
    urgent: Mapped[bool] = mapped_column(default=False, server_default=false())
    deputy: Mapped[bool] = mapped_column(default=False, server_default=false())
    chat_address_id: Mapped[int | None] = _to("addresses.id", ondelete="SET NULL", nullable=True)
    failed: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class Session(Base):
    """A login. The cookie holds the key, the table only its hash. `client`: the kind of browser, in words."""

    __tablename__ = "sessions"
    id: Mapped[int] = _key()
    staff_id: Mapped[int] = _to("staff.id", index=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    client: Mapped[str] = mapped_column(String(60), default="", server_default="")


class SecondFactor(Base):
    """A secret shared with the phone of a member of staff, sealed. It counts from `confirmed_at` on.

    `last_step`: the newest step of time whose code was used, so that none is used twice.
    """

    __tablename__ = "second_factors"
    staff_id: Mapped[int] = _to("staff.id", primary_key=True, autoincrement=False)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    confirmed_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code for the day the phone is lost; used once, and only its hash is kept."""

    __tablename__ = "recovery_codes"
    id: Mapped[int] = _key()
    staff_id: Mapped[int] = _to("staff.id", index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)


class LinkCode(Base):
    """A one-time code that ties a chat to an account; only its hash is kept."""

    __tablename__ = "link_codes"
    id: Mapped[int] = _key()
    staff_id: Mapped[int] = _to("staff.id")
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]


class Invitation(Base):
    """A one-time link with which an account gets its password; only the hash of its key is kept."""

    __tablename__ = "invitations"
    id: Mapped[int] = _key()
    staff_id: Mapped[int] = _to("staff.id", unique=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]


class AuditEntry(Base):
    """Who changed what. Each row's hash covers the one before: a gap or a change shows."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str] = mapped_column(String(64))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class Confirmation(Base):
    """A changing fact that staff confirmed for the province, or corrected: `correction` says what holds instead."""

    __tablename__ = "confirmations"
    id: Mapped[int] = _key()
    fact: Mapped[str] = mapped_column(String(16), unique=True)
    source: Mapped[str]
    confirmed_on: Mapped[date]
    correction: Mapped[str] = mapped_column(default="", server_default="")
    staff_id: Mapped[int | None] = _to("staff.id", ondelete="SET NULL", nullable=True)


class Counter(Base):
    """Counts that stay when words are purged, by day (UTC+7) and name."""

    __tablename__ = "counters"
    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[int] = mapped_column(default=0)


class Kept(Base):
    """Small things the program remembers by name: keys, leases."""

    __tablename__ = "kept"
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(default="")
    secret: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True)


class Turnstile(Base):
    """A platform's ceiling on calls, shared by all processes: from when on (epoch seconds) the next turn is free."""

    __tablename__ = "turnstiles"
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    free_at: Mapped[float] = mapped_column(Float, default=0.0)


class ZaloTokens(Base):
    """The token chain of an Official Account, sealed; one row per application. `taken_by` holds a refresh under way."""

    __tablename__ = "zalo_tokens"
    app: Mapped[str] = mapped_column(String(32), primary_key=True)
    oa: Mapped[str] = mapped_column(String(32), default="")
    access: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    refresh: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    previous: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    seed: Mapped[str] = mapped_column(String(64), default="")
    consented_at: Mapped[datetime]
    refreshed_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    taken_by: Mapped[str] = mapped_column(String(40), default="")
    taken_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]
    unsure: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str] = mapped_column(String(16), default="")


class Takeover(Base):
    """A member of staff writes to this address in the platform's own tool; until then the bot keeps still."""

    __tablename__ = "takeovers"
    address_id: Mapped[int] = _to("addresses.id", primary_key=True, autoincrement=False)
    until: Mapped[datetime]
    told: Mapped[bool] = mapped_column(default=False)


class Seen(Base):
    """Events of a platform that took effect, by hash, so that a repeat has none; forgotten after the horizon."""

    __tablename__ = "seen"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(String(128), default="")
    at: Mapped[datetime] = mapped_column(index=True)


class Trouble(Base):
    """Sends that a channel did not take, by failure and the platform's number (0 = none): how often, when last."""

    __tablename__ = "troubles"
    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    failure: Mapped[str] = mapped_column(String(16), primary_key=True)
    code: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    times: Mapped[int]
    at: Mapped[datetime]


class Upload(Base):
    """A content that a platform keeps for us under a number, by hash; `account` is the channel's application."""

    __tablename__ = "uploads"
    account: Mapped[str] = mapped_column(String(64), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[str] = mapped_column(String(1024))
    made_at: Mapped[datetime] = mapped_column(index=True)


class JoinCode(Base):
    """A one-time code that joins a citizen's other channel to this one; only its hash is kept."""

    __tablename__ = "join_codes"
    id: Mapped[int] = _key()
    citizen_id: Mapped[int] = _to("citizens.id", unique=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]


class Broadcast(Base):
    """An article of an Official Account, sent to everybody. `status`: waiting, sending, sent, failed, uncertain."""

    __tablename__ = "broadcasts"
    id: Mapped[int] = _key()
    announcement_id: Mapped[int] = _to("announcements.id", unique=True)
    article: Mapped[str] = mapped_column(String(64))
    beyond: Mapped[bool] = mapped_column(default=False)
    outside: Mapped[int] = mapped_column(default=0)
    status: Mapped[str] = mapped_column(String(12), default="waiting")
    failure: Mapped[str] = mapped_column(String(16), default="")
    platform_id: Mapped[str] = mapped_column(String(64), default="")
    staff_id: Mapped[int | None] = _to("staff.id", ondelete="SET NULL", nullable=True)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class Switch(Base):
    """A part of the bot that is off: "bot", "model", "announcements", "channel:NAME". No row, no switch."""

    __tablename__ = "switches"
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    reason: Mapped[str]
    staff_id: Mapped[int | None] = _to("staff.id", ondelete="SET NULL", nullable=True)
    at: Mapped[datetime]


class SwitchTold(Base):
    """Who was told that nobody answers them just now; gone when it is on again."""

    __tablename__ = "switch_told"
    switch: Mapped[str] = mapped_column(String(32), ForeignKey("switches.name", ondelete="CASCADE"), primary_key=True)
    address_id: Mapped[int] = _to("addresses.id", primary_key=True, autoincrement=False)


class DangerLook(Base):
    """Which messages were searched for calls for help while nobody answered: each once, whichever process did it."""

    __tablename__ = "danger_looks"
    inbox_id: Mapped[int] = _to("inbox.id", primary_key=True, autoincrement=False)


class Draft(Base):
    """An entry written in the console; `why`: why it was given back.

    `state`: draft, submitted, published, dropped; replaced by a newer version, withdrawn for the one before.
    `entry`: the name it is known by, also that of its file. `tried`: questions of citizens that it is to answer.
    `author_id`: who changed it last. `based_on`: for a version of an entry that was there, its fields then, and the
    hash of its file; empty for a new one.
    """

    __tablename__ = "drafts"
    id: Mapped[int] = _key()
    entry: Mapped[str] = mapped_column(String(60), default="", index=True)
    topic: Mapped[str] = mapped_column(String(40), default="")
    question: Mapped[str] = mapped_column(default="")
    also: Mapped[list[Any]] = mapped_column(default=list)
    text: Mapped[str] = mapped_column(default="")
    facts: Mapped[list[Any]] = mapped_column(default=list)
    sources: Mapped[list[Any]] = mapped_column(default=list)
    valid_until: Mapped[date | None]
    tried: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(String(12), default="draft", index=True)
    why: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int | None] = _to("staff.id", ondelete="SET NULL", nullable=True)
    approver_id: Mapped[int | None] = _to("staff.id", ondelete="SET NULL", nullable=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    based_on: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=NOTHING)


class PageDraft(Base):
    """The whole file of a lesson or an article as somebody changes it in the console; `state`, `why` as of a `Draft`.

    `page`: the code of the lesson or the id of the article. `path`: its file below the content. `file`, `file_hash`:
    the file when this was begun, or when a change beneath was settled. `before`: what citizens got when it was begun.
    """

    __tablename__ = "page_drafts"
    id: Mapped[int] = _key()
    page: Mapped[str] = mapped_column(String(80), index=True)
    path: Mapped[str] = mapped_column(String(200))
    text: Mapped[str]
    file: Mapped[str]
    file_hash: Mapped[str] = mapped_column(String(64))
    before: Mapped[str]
    state: Mapped[str] = mapped_column(String(12), default="draft", index=True)
    why: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int | None] = _to("staff.id", ondelete="SET NULL", nullable=True)
    approver_id: Mapped[int | None] = _to("staff.id", ondelete="SET NULL", nullable=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    published_at: Mapped[datetime | None]


class Campaign(Base):
    """What ideas are asked for: a topic with a last day. `area`: the commune that asks, "" for the whole province."""

    __tablename__ = "campaigns"
    id: Mapped[int] = _key()
    area: Mapped[str] = mapped_column(String(8), index=True)
    title: Mapped[str] = mapped_column(String(120))
    about: Mapped[str] = mapped_column(String(500), default="")
    ends_on: Mapped[date]
    author_id: Mapped[int | None] = _to("staff.id", ondelete="SET NULL", nullable=True)
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Idea(Base):
    """How data and AI could help, as somebody said it. `status`: received, studied, taken_up, declined.

    `title`: staff's words for it, which citizens read where it is `open` to their votes; `why`: what the sender was
    told with the status. `area`: who deals with it, "" for the province. `turn`: the message it came with. When its
    time is over the words and the way to the sender go; title, status and votes stay.
    """

    __tablename__ = "ideas"
    __table_args__ = (Index("ix_ideas_status", "status", "id"),)
    id: Mapped[int] = _key()
    citizen_id: Mapped[int | None] = _to("citizens.id", ondelete="SET NULL", index=True, nullable=True)
    address_id: Mapped[int | None] = _to("addresses.id", ondelete="SET NULL", nullable=True)
    turn: Mapped[int | None] = mapped_column(Key, unique=True, nullable=True)
    campaign_id: Mapped[int | None] = _to("campaigns.id", ondelete="SET NULL", index=True, nullable=True)
    area: Mapped[str] = mapped_column(String(8), index=True)
    text: Mapped[str]
    name: Mapped[str] = mapped_column(String(40), default="")
    anonymous: Mapped[bool] = mapped_column(default=True)
    title: Mapped[str] = mapped_column(String(160), default="")
    open: Mapped[bool] = mapped_column(default=False)
    votes: Mapped[int] = mapped_column(default=0)
    status: Mapped[str] = mapped_column(String(12), default="received")
    why: Mapped[str] = mapped_column(String(500), default="")
    staff_id: Mapped[int | None] = _to("staff.id", ondelete="SET NULL", nullable=True)
    sent_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Vote(Base):
    """Somebody thinks an idea good."""

    __tablename__ = "idea_votes"
    idea_id: Mapped[int] = _to("ideas.id", primary_key=True, autoincrement=False)
    citizen_id: Mapped[int] = _to("citizens.id", primary_key=True, autoincrement=False, index=True)


class CannedReply(Base):
    """Words that staff answer with again and again, of the area of who made them. `removed_at`: taken away."""

    __tablename__ = "canned_replies"
    id: Mapped[int] = _key()
    area: Mapped[str] = mapped_column(String(8), index=True)
    name: Mapped[str] = mapped_column("title", String(80))
    text: Mapped[str]
    author_id: Mapped[int | None] = _to("staff.id", ondelete="SET NULL", nullable=True)
    changed_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class CaseLease(Base):
    """Who looks at a line of the log just now, so that nobody else is led to it."""

    __tablename__ = "case_leases"
    exchange_id: Mapped[int] = _to("exchanges.id", primary_key=True, autoincrement=False)
    staff_id: Mapped[int] = _to("staff.id")
    until: Mapped[datetime] = mapped_column(index=True)


PURGED = (Inbound, Outbound, Exchange, ModelAnswer, Wording, Ticket)
"""Tables that hold citizens' words; rows older than TEXT_RETENTION_DAYS are deleted in slices."""

NUMBERED_ONCE = (
    *(Citizen, Address, Inbound, Outbound, Exchange, Verdict, ModelAnswer, Wording),
    *(Ticket, Idea, LessonClass, Signup),
)
"""Rows that go, whose ids are known elsewhere: on a page, in a button, a link. Such an id is given to no other row.

PostgreSQL never gives one twice; SQLite would, the highest first. A migration that rebuilds one of these tables hands
`table_kwargs={"sqlite_autoincrement": True}` to `batch_alter_table`, or this is lost; a test looks.
"""

for _table in NUMBERED_ONCE:
    Base.metadata.tables[_table.__tablename__].dialect_options["sqlite"]["autoincrement"] = True
