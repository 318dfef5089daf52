"""What came of the call for ideas, in counts: by campaign and by commune, small ones hidden."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.ideas import STATUSES
from bot.domain.learning.measures import SMALL
from bot.storage import ideas
from bot.storage.tables import Idea


@dataclass
class Line:
    """Ideas of one campaign or commune (None: of none). `by_status`: how many stand where."""

    key: int | str | None
    by_status: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STATUSES, 0))
    votes: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_status.values())

    def add(self, status: str, number: int, votes: int) -> None:
        """So many more."""
        self.by_status[status] += number
        self.votes += votes


@dataclass(frozen=True, slots=True)
class Report:
    """The whole, each campaign, and each commune with at least `SMALL` ideas; `few`: communes with fewer."""

    whole: Line
    campaigns: Sequence[Line]
    communes: Sequence[Line]
    few: int


async def report(db: AsyncSession, *, area: str = "", campaign: int = 0) -> Report:
    """Counts of an area and, if given, of one campaign."""
    where = [*ideas.within(area), *([Idea.campaign_id == campaign] if campaign else [])]
    whole, campaigns, communes = Line(None), dict[int | None, Line](), dict[str, Line]()
    for status, number, commune, count, votes in await ideas.counts(db, *where):
        whole.add(status, count, votes)
        campaigns.setdefault(number, Line(number)).add(status, count, votes)
        communes.setdefault(commune, Line(commune)).add(status, count, votes)
    shown = [one for one in communes.values() if one.total >= SMALL]
    return Report(whole, _most(campaigns.values()), _most(shown), len(communes) - len(shown))


def _most(found: Iterable[Line]) -> list[Line]:
    return sorted(found, key=lambda one: (-one.total, str(one.key)))
