"""Checking answers one by one: the queue, one screen a case, verdicts, and who could not be told."""

from __future__ import annotations

import re
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.answering.laid_open import laid_open
from bot.domain.case_holding import CaseHolding
from bot.domain.checking import CORRECTION_MAX, UNDO_FOR, Checking, said_of
from bot.domain.harm import Harm
from bot.domain.staff import Refusal
from bot.storage import checking, citizens, moderation
from bot.storage.tables import Exchange, Verdict
from bot.web.console.as_seen import as_seen
from bot.web.console.visit import NUMBER, Route, Visit, more

LIMIT = 30
PUT_OFF = re.compile(r"([0-9]{1,2})-([0-9]{1,15})")


async def show(visit: Visit) -> web.Response:
    """The next case; with nothing left, what comes here and when."""
    async with visit.begin() as db:
        found = await CaseHolding(db, visit.now).following(visit.me, after=_put_off(visit), rank=_rank(visit))
    return await _page(visit, found.id if found else None)


async def detail(visit: Visit) -> web.Response:
    """One case, whether it waits or not, and who else looks at it just now."""
    async with visit.begin() as db:
        found = await moderation.get(db, visit.number(), area=visit.me.area)
        beside = await CaseHolding(db, visit.now).look(found.id, visit.me) if found else ""
    return await _page(visit, visit.number(), beside=beside)


async def judge(visit: Visit) -> web.Response:
    """The verdict; then the next case, with a way back."""
    number = visit.number()
    try:
        async with visit.begin() as db:
            made = await Checking(db, visit.now).judge(
                number,
                visit.me,
                visit.field("verdict"),
                visit.field("correction"),
                visit.context.guard,
                seen=int(visit.field("seen")) if NUMBER.fullmatch(visit.field("seen")) else None,
            )
    except Refusal as error:
        return await _page(visit, number, error)
    return visit.go(_onward(visit, f"note=judged_{made.verdict}&judged={made.id}"))


async def undo(visit: Visit) -> web.Response:
    """Take the verdict back and look at the case again."""
    async with visit.begin() as db:
        found = await Checking(db, visit.now).undo(visit.number(), visit.me)
    return visit.go(f"/checking/{found.id}", "verdict_undone")


async def verdicts(visit: Visit) -> web.Response:
    """What was said of answers, and whom it reached."""
    async with visit.read() as db:
        rows = await checking.latest(db, area=visit.me.area, before=visit.before(), limit=LIMIT)
        tally = await checking.tally(db, [one.id for one, _ in rows])
    listed = [(one, line.question, _untold(one, line), _sums(tally.get(one.id, {}))) for one, line in rows]
    return visit.page("verdicts", rows=listed, more=more([one for one, _ in rows], LIMIT))


async def verdict(visit: Visit) -> web.Response:
    """One verdict: whom it reached, and who could not be reached."""
    async with visit.read() as db:
        found = await Checking(db, visit.now).verdict(visit.number(), visit.me)
        line = await moderation.get(db, found.exchange_id, area=visit.me.area)
        tally = await checking.tally(db, [found.id])
        unreached = await checking.unreached(db, found.id)
    sums = _sums(tally.get(found.id, {}))
    return visit.page("verdict", found=found, line=line, untold=_untold(found, line), sums=sums, unreached=unreached)


async def _page(visit: Visit, number: int | None, error: Refusal | None = None, *, beside: str = "") -> web.Response:
    async with visit.read() as db:
        checks = Checking(db, visit.now)
        counts = await checks.counts(visit.me)
        case = await checks.case(number, visit.me) if number is not None else None
        last, untold = await _last(visit, checks, db)
        form = await citizens.form_of(db, case.found.citizen_id) if case else ""
    values: dict[str, Any] = {
        "counts": [(rank, counts.get(rank, 0)) for rank in sorted(Harm, reverse=True) if rank],
        "waiting": sum(counts.values()),
        "rank": _rank(visit),
        "kept": _kept(visit),
        "last": last,
        "untold": untold,
        "beside": beside,
        "correction": visit.field("correction"),
        "most": CORRECTION_MAX,
        "seconds": UNDO_FOR.seconds,
    }
    if case is None:
        return visit.page("checking_done", error=error, **values)
    opened = laid_open(case.found, case.trace, visit.context.library)
    seen = as_seen(visit.context.library.phrases, form)
    return visit.page("checking", case=case, found=case.found, opened=opened, seen=seen, error=error, **values)


async def _last(visit: Visit, checks: Checking, db: AsyncSession) -> tuple[Verdict | None, str]:
    """The verdict given just before, while it can still be taken back, and why it tells nobody anything."""
    given = visit.request.query.get("judged", "")
    if not NUMBER.fullmatch(given):
        return None, ""
    try:
        found = await checks.verdict(int(given), visit.me)
    except Refusal:
        return None, ""
    if found.undone_at is not None or found.told_at is not None or found.due_at <= visit.now:
        return None, ""
    return found, _untold(found, await moderation.get(db, found.exchange_id, area=visit.me.area))


def _untold(found: Verdict, line: Exchange | None) -> str:
    """Why there is nothing to say to who got the answer, by its name in `words.UNTOLD`; "" when there is."""
    if line is None:
        return "gone"
    if said_of(line, found.verdict, found.correction):
        return ""
    return "card" if line.outcome == "emergency" else "unanswered"


def _put_off(visit: Visit) -> tuple[int, int] | None:
    found = PUT_OFF.fullmatch(_given(visit, "after"))
    return (int(found[1]), int(found[2])) if found else None


def _rank(visit: Visit) -> int:
    given = _given(visit, "rank")
    return int(given) if given.isdecimal() and given in "123456" and len(given) == 1 else 0


def _given(visit: Visit, name: str) -> str:
    """Where one is in the queue goes along in addresses and in forms."""
    return visit.field(name) or visit.request.query.get(name, "")


def _kept(visit: Visit) -> dict[str, str]:
    put_off, rank = _put_off(visit), _rank(visit)
    kept = {"after": f"{put_off[0]}-{put_off[1]}"} if put_off else {}
    return kept | ({"rank": str(rank)} if rank else {})


def _onward(visit: Visit, *more: str) -> str:
    parts = [f"{name}={value}" for name, value in _kept(visit).items()]
    return f"/checking?{'&'.join([*parts, *more])}"


def _sums(ends: dict[str, int]) -> dict[str, int]:
    reached, waiting = ends.get("sent", 0), ends.get("waiting", 0)
    return {"reached": reached, "waiting": waiting, "unreached": sum(ends.values()) - reached - waiting}


ROUTES = (
    Route("GET", "/checking", "log.read", show),
    Route("GET", "/checking/verdicts", "log.read", verdicts),
    Route("GET", "/checking/verdicts/{id}", "log.read", verdict),
    Route("POST", "/checking/verdicts/{id}/undo", "log.judge", undo),
    Route("GET", "/checking/{id}", "log.read", detail),
    Route("POST", "/checking/{id}", "log.judge", judge),
)
