"""What the bot can do, handed to a handler with the turn's own transaction."""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.domain.announcements import Announcements
from bot.domain.answering.answer import Answering
from bot.domain.answers import Answers
from bot.domain.checking import Checking
from bot.domain.citizens import Citizens
from bot.domain.duty import Duty
from bot.domain.events import Events
from bot.domain.genuine import Genuine
from bot.domain.ideas import Ideas
from bot.domain.joining import Joining
from bot.domain.learning.certificates import Certificates
from bot.domain.learning.lessons import Lessons
from bot.domain.learning.placement import Placements
from bot.domain.learning.progress import LearningProgress
from bot.domain.learning.quizzes import Quizzes
from bot.domain.learning.review import Reviews
from bot.domain.learning.signing import Signer
from bot.domain.learning.together import Classes, Household
from bot.domain.moderation import Moderation
from bot.domain.news_kinds import NewsKinds
from bot.domain.notice_questions import Lately, NoticeQuestions
from bot.domain.organisations import Organisations
from bot.domain.overlay import Latest
from bot.domain.phone_notices import PhoneNotices
from bot.domain.second_factors import PURPOSE
from bot.domain.staff import StaffAccounts
from bot.domain.tickets import Tickets
from bot.domain.wordings import Wordings
from bot.library.library import Library
from bot.settings import derive
from bot.storage import citizens, counters
from bot.storage.sealing import Seal

DATA_LINK_SECONDS = 3600


@dataclass(frozen=True)
class Services:
    """What outlives a turn. Safe to use with no transaction open.

    `pages_served`: whether links to our pages lead anywhere; `hocvuso chat` runs alone.
    """

    library: Library
    answering: Answering
    clock: Clock
    signer: Signer
    duty: Duty
    secret: bytes
    base_url: str
    retention_days: int
    question_of: Callable[[int, int], Coroutine[Any, Any, str]]
    latest: Latest = field(default_factory=Latest)
    lately: Lately = field(default_factory=Lately)
    pages_served: bool = True


class Domain:
    """Every subject by its name; made afresh for each transaction."""

    def __init__(self, db: AsyncSession, services: Services, now: datetime) -> None:
        self.db, self.services, self.now = db, services, now
        self.library, self.clock = services.library, services.clock
        self.answering, self.duty = services.answering, services.duty
        self.retention_days = services.retention_days

    @cached_property
    def citizens(self) -> Citizens:
        """Settings and rights of a citizen."""
        return Citizens(self.db, self.now)

    @cached_property
    def lessons(self) -> Lessons:
        """The curriculum and where a learner stands."""
        return Lessons(self.db, self.library, self.now, self.services.latest)

    @cached_property
    def quizzes(self) -> Quizzes:
        """Answers to questions of lessons."""
        return Quizzes(self.db, self.now)

    @cached_property
    def reviews(self) -> Reviews:
        """Questions that come back."""
        return Reviews(self.db, self.now)

    @cached_property
    def household(self) -> Household:
        """Several learners on one phone."""
        return Household(self.db, self.now)

    @cached_property
    def classes(self) -> Classes:
        """Lessons taken together."""
        return Classes(self.db, self.library, self.now)

    @cached_property
    def placements(self) -> Placements:
        """What learners knew before they began."""
        return Placements(self.db, self.now)

    @cached_property
    def progress(self) -> LearningProgress:
        """How much is done."""
        return LearningProgress(self.db, self.library, self.now)

    @cached_property
    def certificates(self) -> Certificates:
        """Signed certificates."""
        return Certificates(self.db, self.services.signer, self.now, self.clock.local(self.now).date())

    @cached_property
    def wordings(self) -> Wordings:
        """Other ways of asking, for editors."""
        return Wordings(self.db, self.now)

    @cached_property
    def genuine(self) -> Genuine:
        """Whether a message is one of our announcements."""
        return Genuine(self.db)

    @cached_property
    def tickets(self) -> Tickets:
        """Questions for a person."""
        return Tickets(self.db, self.now)

    @cached_property
    def announcements(self) -> Announcements:
        """What officials send."""
        return Announcements(self.db, self.now)

    @cached_property
    def notice_questions(self) -> NoticeQuestions:
        """Questions below announcements."""
        return NoticeQuestions(self.db, self.now, self.answering.talk, self.services.lately)

    @cached_property
    def phone_notices(self) -> PhoneNotices:
        """Announcements in the chats of staff."""
        return PhoneNotices(self.db, self.now, Seal(derive(self.services.secret, PURPOSE)))

    @cached_property
    def answers(self) -> Answers:
        """What announcements ask back."""
        return Answers(self.db, self.now)

    @cached_property
    def events(self) -> Events:
        """Classes and talks."""
        return Events(self.db, self.now)

    @cached_property
    def ideas(self) -> Ideas:
        """What citizens propose."""
        return Ideas(self.db, self.now, self.clock.local(self.now).date())

    @cached_property
    def news_kinds(self) -> NewsKinds:
        """Kinds of announcements that citizens leave out."""
        return NewsKinds(self.db)

    @cached_property
    def organisations(self) -> Organisations:
        """Where citizens say they belong."""
        return Organisations(self.db, self.library)

    @cached_property
    def moderation(self) -> Moderation:
        """The log."""
        return Moderation(self.db, self.now)

    @cached_property
    def checking(self) -> Checking:
        """What people found of answers."""
        return Checking(self.db, self.now)

    @cached_property
    def staff(self) -> StaffAccounts:
        """Accounts of the console."""
        return StaffAccounts(self.db, self.now)

    @cached_property
    def joining(self) -> Joining:
        """One person on several channels."""
        return Joining(self.db, self.now)

    async def count(self, counts: Mapping[str, int]) -> None:
        """Add to the counts of today, in which nobody's name is."""
        await counters.add(self.db, self.clock.local(self.now).date(), dict(counts))

    def link(self, path: str) -> str:
        """A full address of one of our pages."""
        return self.services.base_url.rstrip("/") + path

    async def data_link(self, citizen_id: int) -> str:
        """A link to everything kept about a citizen, good for an hour, or until they are erased."""
        since, until = await citizens.known_since(self.db, citizen_id), int(time.time()) + DATA_LINK_SECONDS
        return self.link("/dulieu/" + data_token(self.services.secret, citizen_id, until, since))


def data_token(secret: bytes, citizen_id: int, until: int, since: datetime | None) -> str:
    """ "citizen.until.signature": opens one export until then. `since`: the citizen is known; goes with an erasure."""
    body = f"{citizen_id}.{until}"
    signed = f"my-data:{body}:{since.isoformat() if since else ''}"
    return f"{body}.{hmac.new(secret, signed.encode(), hashlib.sha256).hexdigest()[:32]}"


async def read_data_token(db: AsyncSession, secret: bytes, token: str) -> int | None:
    """Whose export a link opens, or None when it is forged, too old, or of before an erasure."""
    citizen, _, rest = token.partition(".")
    until, _, _ = rest.partition(".")
    if not NUMBERS.fullmatch(f"{citizen}.{until}") or int(until) < time.time():
        return None
    since = await citizens.known_since(db, int(citizen))
    right = since is not None and hmac.compare_digest(data_token(secret, int(citizen), int(until), since), token)
    return int(citizen) if right else None


NUMBERS = re.compile(r"[0-9]{1,18}\.[0-9]{1,18}")
