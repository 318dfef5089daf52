"""Announcements: writing, preview and reach, approval by a second person, progress, report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcements import (
    BODY_MAX,
    CORRECTABLE,
    STOPPABLE,
    TITLE_MAX,
    Announcements,
    Content,
    Report,
    content_of,
    whom,
)
from bot.domain.answers import Answers
from bot.domain.audience_rules import communes_of
from bot.domain.audiences import Reach, Window
from bot.domain.notice_extras import ALT_MAX, LINK_MAX
from bot.domain.paid import Offer
from bot.domain.segments import Segments
from bot.domain.sending import Sending, sending
from bot.domain.staff import Refusal, covers
from bot.storage import announcements, answers, events, staff
from bot.storage.announcements import OPEN_TO_EDITS
from bot.storage.tables import Announcement
from bot.web.console import announcement_preview, audience_form, reach_words, repeats, uploads
from bot.web.console.audience_words import NOWHERE, sentence
from bot.web.console.notice_templates import choices, with_template
from bot.web.console.uploads import FORM_MAX
from bot.web.console.visit import Route, Visit, more
from bot.web.console.words import CALLED_OFF, CORRECTION, FAILURES

LIMIT = 30
NEW_CODE = "TB-……"
BLANK = Content("", "")
NEVER = datetime.min.replace(tzinfo=UTC)
"""What nobody can read as a time; the form is refused for it."""


async def show(visit: Visit) -> web.Response:
    """The newest first."""
    async with visit.read() as db:
        rows = await Announcements(db, visit.now).page(visit.me, before=visit.before(), limit=LIMIT)
        names = await staff.names(db, {row.author_id for row in rows})
    return visit.page("announcements", rows=rows, names=names, more=more(rows, LIMIT))


async def blank(visit: Visit) -> web.Response:
    """An empty form, one for people whose choice was kept by name (`?segment=`), or with a template's words."""
    number, template = visit.request.query.get("segment", ""), visit.request.query.get("template", "")
    content = await _with_segment(visit, BLANK, number) if number else BLANK
    return await _form(visit, await with_template(visit, content, template) if template else content)


async def create(visit: Visit) -> web.Response:
    """Keep a new draft."""
    content = written(visit)
    if _only_shows(visit):
        return await _form(visit, await _chosen(visit, content))
    try:
        content = await uploads.received(visit, content)
        audience_form.refuse_unsaid(visit, content.communes)
        async with visit.begin() as db:
            made = await Announcements(db, visit.now).draft(visit.me, content)
            await _ask(visit, db, made.id)
    except Refusal as error:
        return await _form(visit, content, error=error)
    return visit.go(f"/announcements/{made.id}", "saved")


async def open_draft(visit: Visit) -> web.Response:
    """The form with a draft in it."""
    async with visit.read() as db:
        found = await Announcements(db, visit.now).own_draft(visit.me, visit.number())
    return await _form(visit, content_of(found), found=found)


async def edit(visit: Visit) -> web.Response:
    """Keep the changed draft."""
    number, content = visit.number(), written(visit)
    if _only_shows(visit):
        return await _again(visit, number, await _chosen(visit, content))
    try:
        content = await uploads.received(visit, content)
        async with visit.begin() as db:
            if not (await Announcements(db, visit.now).get(number)).corrects:
                audience_form.refuse_unsaid(visit, content.communes)
            await Announcements(db, visit.now).edit(visit.me, number, content)
            await _ask(visit, db, number)
    except Refusal as error:
        async with visit.read() as db:
            found = await Announcements(db, visit.now).get(number)
        return await _form(visit, replace(content, corrects=found.corrects), found=found, error=error)
    return visit.go(f"/announcements/{number}", "saved")


async def _ask(visit: Visit, db: AsyncSession, number: int) -> None:
    """What the form says it asks back; an event asks for sign-ups, whatever a form says. Raises Refusal."""
    wanted = visit.field("asks")
    if "asks" not in visit.form or await events.get(db, number) or wanted == await answers.kind(db, number):
        return
    await Answers(db, visit.now).ask(visit.me, number, wanted)


def _only_shows(visit: Visit) -> bool:
    """Was a button pressed that changes the form and keeps nothing?"""
    return bool(visit.field("more") or visit.field("use") or visit.field("use_template"))


async def _chosen(visit: Visit, content: Content) -> Content:
    """The form's content, for the people of a segment or in the words of a template when one was chosen.

    Raises Refusal.
    """
    if visit.field("use_template"):
        return await with_template(visit, content, visit.field("template"))
    return await _with_segment(visit, content, visit.field("segment")) if visit.field("use") else content


async def _with_segment(visit: Visit, content: Content, number: str) -> Content:
    if not (number.isascii() and number.isdigit() and len(number) <= 15):
        raise Refusal("segments.unknown")
    async with visit.read() as db:
        found = await Segments(db, visit.now).use(visit.me, int(number))
    return replace(content, communes=found.communes, audiences=found.audiences, rule=found.rule)


async def _again(visit: Visit, number: int, content: Content) -> web.Response:
    """The form as it was filled in; nothing is kept yet. Raises Refusal."""
    async with visit.read() as db:
        found = await Announcements(db, visit.now).get(number)
    if found.author_id != visit.me.id:
        raise Refusal("announcements.not_yours")
    return await _form(visit, replace(content, corrects=found.corrects), found=found)


async def preview(visit: Visit) -> web.Response:
    """How the form's words will look and how many they reach, while they are being typed."""
    content, corrects = written(visit), visit.field("corrects")
    if corrects.isascii() and corrects.isdigit() and len(corrects) <= 15:
        content = replace(content, corrects=int(corrects))
    windows = await visit.context.priced()
    async with visit.read() as db:
        reach = await _reach(visit, db, content, windows)
    told = announcement_preview.typed(visit, content, visit.field("code") or NEW_CODE)
    told["whom"] = _meant(visit, content)
    return web.json_response(told | reach_words.told(reach, windows))


async def detail(visit: Visit) -> web.Response:
    """One announcement: its words as citizens see them, whom it reaches, what can be done now, the report."""
    windows = await visit.context.priced()
    async with visit.read() as db:
        work = Announcements(db, visit.now)
        found = await work.get(visit.number())
        _within(visit, found, (await staff.get(db, found.author_id)))
        now = await sending(db, found.id, visit.now)
        report = now.report
        meant = content_of(found)
        reach = await work.reach(meant, windows, visit.context.channels)
        beyond = await work.beyond_reach(meant)
        people = {found.author_id, *([found.approver_id] if found.approver_id else [])}
        names = await staff.names(db, people)
        upcoming = await announcements.next_in_series(db, found.series or found.id) if found.repeats else None
        shown = await announcement_preview.kept(visit, db, found)
    values: dict[str, Any] = {"report": report, "names": names, "reasons": _reasons(report), "pace": pace(now)}
    values |= reach_words.told(reach, windows)
    values["whom"] = sentence(visit.context, whom(found))
    values |= shown | {"repeating": repeats.sentence(found), "upcoming": upcoming, "for_all": _for_all(found)}
    values["offer"] = await _offer(visit, beyond) if _can(visit, found)["approve"] else None
    values["later"] = "" if found.urgent else visit.context.quiet_until()
    return visit.page("announcement", found=found, can=_can(visit, found), **values)


async def progress(visit: Visit) -> web.Response:
    """The report's numbers alone, for the page that refreshes itself."""
    async with visit.read() as db:
        work = Announcements(db, visit.now)
        found = await work.get(visit.number())
        _within(visit, found, (await staff.get(db, found.author_id)))
        now = await sending(db, found.id, visit.now)
    told = {"finished": found.finished_at is not None, "reasons": _reasons(now.report), "pace": pace(now)}
    return web.json_response(_numbers(now.report) | told)


async def submit(visit: Visit) -> web.Response:
    """Hand it to approval; what goes to the whole province once more by a tick of its own."""
    number = visit.number()
    async with visit.begin() as db:
        work = Announcements(db, visit.now)
        if _for_all(await work.get(number)) and visit.field(audience_form.WHOLE) != "yes":
            raise Refusal("whom.unconfirmed")
        await work.submit(visit.me, number)
    return visit.go(f"/announcements/{number}", "submitted")


async def withdraw(visit: Visit) -> web.Response:
    """Take one's own submission back."""
    number = visit.number()
    async with visit.begin() as db:
        await Announcements(db, visit.now).withdraw(visit.me, number)
    return visit.go(f"/announcements/{number}", "withdrawn")


async def approve(visit: Visit) -> web.Response:
    """Let it go out, or return it with a reason."""
    number, paid = visit.number(), await _agreed(visit)
    async with visit.begin() as db:
        work = Announcements(db, visit.now)
        if visit.field("decision") == "approve":
            await work.approve(visit.me, number, paid=paid)
            waits = visit.context.quiet_now() and not (await work.get(number)).urgent
            return visit.go(f"/announcements/{number}", "approved_for_later" if waits else "approved")
        await work.send_back(visit.me, number, visit.field("why"))
    return visit.go(f"/announcements/{number}", "returned")


async def correct(visit: Visit) -> web.Response:
    """A draft that puts right what went out."""
    async with visit.begin() as db:
        work = Announcements(db, visit.now)
        found = await work.get(visit.number())
        made = await work.correct(visit.me, found.id, f"{CORRECTION}: {found.title}")
    return visit.go(f"/announcements/{made.id}/edit")


async def pause(visit: Visit) -> web.Response:
    """Hold what has not gone out."""
    number = visit.number()
    async with visit.begin() as db:
        await Announcements(db, visit.now).pause(visit.me, number)
    return visit.go(f"/announcements/{number}", "paused")


async def resume(visit: Visit) -> web.Response:
    """Go on."""
    number = visit.number()
    async with visit.begin() as db:
        await Announcements(db, visit.now).resume(visit.me, number)
    return visit.go(f"/announcements/{number}", "resumed")


async def call_off(visit: Visit) -> web.Response:
    """What waits for its time goes back to its author."""
    number = visit.number()
    async with visit.begin() as db:
        await Announcements(db, visit.now).call_off(visit.me, number, visit.field("why") or CALLED_OFF)
    return visit.go(f"/announcements/{number}", "called_off")


async def stop(visit: Visit) -> web.Response:
    """Stop what has not gone out."""
    number = visit.number()
    async with visit.begin() as db:
        await Announcements(db, visit.now).stop(visit.me, number)
    return visit.go(f"/announcements/{number}", "stopped")


async def _form(
    visit: Visit, content: Content, *, found: Announcement | None = None, error: Refusal | None = None
) -> web.Response:
    code = found.code if found else NEW_CODE
    windows, kept = await visit.context.priced(), _is_kept(visit, found)
    async with visit.read() as db:
        reach = await _reach(visit, db, content, windows, kept=kept)
        segments = await Segments(db, visit.now).usable(visit.me)
        meeting = found is not None and await events.get(db, found.id) is not None
        asks = await answers.kind(db, found.id) if found and "asks" not in visit.form else visit.field("asks")
        templates = [] if content.title or content.body else await choices(visit, db)
        shown = announcement_preview.typed(visit, content, code)
        if found and "asks" not in visit.form:
            shown["buttons"] = (await announcement_preview.kept(visit, db, found))["buttons"]
    values: dict[str, Any] = {"content": content, "found": found, "code": code, "segments": segments}
    values |= {"title_max": TITLE_MAX, "body_max": BODY_MAX, **reach_words.told(reach, windows)}
    values |= audience_form.values(visit, content.rule)
    values["whole"] = audience_form.whole(visit, content.communes, kept=kept)
    values["whom"] = _meant(visit, content, kept=kept)
    values |= shown | {"meeting": meeting, "asks": asks, "lessons": visit.context.library.lessons}
    values["templates"] = templates
    values |= {"alt_max": ALT_MAX, "link_max": LINK_MAX}
    send_at = content.send_at if content.send_at != NEVER else None
    values["send_at"] = visit.context.clock.local(send_at).strftime("%Y-%m-%dT%H:%M") if send_at else ""
    return visit.page("announcement_form", error=error, **values)


async def _offer(visit: Visit, people: int) -> Offer | None:
    """What a paid template for so many people costs now; None where there is none, or nobody to pay for."""
    price = await visit.context.template_price() if people and visit.context.template_price else None
    return Offer(people, price) if price is not None else None


async def _agreed(visit: Visit) -> Offer | None:
    """What the approver agreed to pay, at the price that they saw. Raises Refusal when it has changed."""
    if visit.field("paid") != "yes":
        return None
    shown = Offer(*(int(text) if text.isdigit() else 0 for text in map(visit.field, ("paid_people", "paid_price"))))
    now = await _offer(visit, shown.people)
    if now != shown:
        raise Refusal("announcements.price_changed")
    return shown


def _is_kept(visit: Visit, found: Announcement | None) -> bool:
    """Does the choice come from a draft or a segment, and not from this form's own fields?"""
    used = visit.field("use") or (not visit.form and visit.request.query.get("segment"))
    return bool(used or (found and not visit.form))


def _is_said(visit: Visit, content: Content, *, kept: bool) -> bool:
    """Is it said where this goes to?"""
    framed = content.communes or visit.me.area or content.corrects
    return bool(framed) or audience_form.whole(visit, content.communes, kept=kept)


def _meant(visit: Visit, content: Content, *, kept: bool = False) -> str:
    """Whom the form means, in a sentence."""
    meant = whom(_framed(visit, content))
    if _is_said(visit, content, kept=kept):
        return sentence(visit.context, meant)
    return f"{NOWHERE} {sentence(visit.context, meant)}" if meant.groups or meant.rule else NOWHERE


def _for_all(found: Announcement) -> bool:
    """Does no commune bound it? A correction goes to those who got the first."""
    return not found.communes and not found.corrects


async def _reach(
    visit: Visit, db: AsyncSession, content: Content, windows: Sequence[Window], *, kept: bool = False
) -> Reach:
    """Whom the form's choice reaches, within this person's area; nobody while it is not said."""
    if not _is_said(visit, content, kept=kept):
        return Reach()
    content = _framed(visit, content)
    named = communes_of(content.rule)
    if not covers(visit.me, content.communes) or (named and not covers(visit.me, named)):
        return Reach()
    return await Announcements(db, visit.now).reach(content, windows, visit.context.channels)


def _framed(visit: Visit, content: Content) -> Content:
    """Where no commune is chosen, this person's area is meant."""
    return replace(content, communes=content.communes or ((visit.me.area,) if visit.me.area else ()))


def written(visit: Visit) -> Content:
    """What the form says; codes that do not exist are passed over."""
    communes, groups = audience_form.frame(visit)
    rule, kind = audience_form.read(visit), visit.field("kind") or BLANK.kind
    made = Content(visit.field("title"), visit.field("body"), communes, groups, _send_at(visit))
    return replace(made, rule=rule, kind=kind, **uploads.extras(visit))


def _send_at(visit: Visit) -> datetime | None:
    """The set time of the form, on the clocks of the province; a field left empty is at once. Raises Refusal."""
    written = visit.field("send_at").strip()
    if not written:
        return None
    try:
        return datetime.strptime(written[:16], "%Y-%m-%dT%H:%M").replace(tzinfo=visit.context.clock.zone)
    except ValueError:
        return NEVER


def _within(visit: Visit, found: Announcement, author: Any) -> None:
    """A commune sees its own announcements, those of the province, and those that it is to approve."""
    area = visit.me.area
    if area and author.area not in ("", area) and area not in found.communes:
        visit.refused = "outside_area"  # so it stands in the audit trail; the page does not say that it exists
        raise Refusal("announcements.unknown")


def _can(visit: Visit, found: Announcement) -> dict[str, bool]:
    mine, area = found.author_id == visit.me.id, covers(visit.me, found.communes)
    went = found.status not in ("draft", "submitted", "returned")
    able = visit.may("urgent.approve") if found.urgent else visit.may("announcements.approve")
    return {
        "withdraw": mine and found.status == "submitted" and visit.may("announcements.write"),
        "edit": mine and found.status in OPEN_TO_EDITS and visit.may("announcements.write"),
        "approve": not mine and area and found.status == "submitted" and able,
        "stop": area and found.status in STOPPABLE and visit.may("announcements.stop"),
        "stop_repeating": area and bool(found.repeats) and went and visit.may("announcements.stop"),
        "correct": area and found.status in CORRECTABLE and visit.may("announcements.write"),
        "call_off": area and found.status == "scheduled" and visit.may("announcements.stop"),
    }


def _numbers(report: Report) -> dict[str, Any]:
    return asdict(report) | {"settled": report.settled}


def pace(now: Sending) -> str:
    """ "12 tin mỗi giây, còn khoảng 3 phút", or "" while nothing leaves."""
    if not now.rate:
        return ""
    rate = f"{now.rate:.0f} tin mỗi giây" if now.rate >= 1 else f"{now.rate * 60:.0f} tin mỗi phút"
    return f"{rate}, còn khoảng {_lasting(now.left)}" if now.left is not None else rate


def _lasting(left: timedelta) -> str:
    """ "40 giây", "3 phút", "2 giờ 5 phút"."""
    minutes, seconds = divmod(int(left.total_seconds()), 60)
    if not minutes:
        return f"{max(1, seconds)} giây"
    hours, rest = divmod(minutes + (seconds >= 30), 60)
    return " ".join(f"{count} {unit}" for count, unit in ((hours, "giờ"), (rest, "phút")) if count)


def _reasons(report: Report) -> str:
    """ "nền tảng từ chối: 2 · ngoài khung giờ được nhắn: 1"."""
    return " · ".join(f"{FAILURES.get(name, name)}: {count}" for name, count in sorted(report.reasons.items()))


ROUTES = (
    Route("GET", "/announcements", "announcements.read", show),
    Route("GET", "/announcements/new", "announcements.write", blank),
    Route("POST", "/announcements/new", "announcements.write", create, FORM_MAX),
    Route("POST", "/announcements/preview.json", "announcements.write", preview),
    Route("GET", "/announcements/{id}", "announcements.read", detail),
    Route("GET", "/announcements/{id}/progress.json", "announcements.read", progress),
    Route("GET", "/announcements/{id}/edit", "announcements.write", open_draft),
    Route("POST", "/announcements/{id}/edit", "announcements.write", edit, FORM_MAX),
    Route("POST", "/announcements/{id}/submit", "announcements.write", submit),
    Route("POST", "/announcements/{id}/withdraw", "announcements.write", withdraw),
    Route("POST", "/announcements/{id}/approve", "announcements.approve", approve),
    Route("POST", "/announcements/{id}/stop", "announcements.stop", stop),
    Route("POST", "/announcements/{id}/correct", "announcements.write", correct),
    Route("POST", "/announcements/{id}/pause", "announcements.stop", pause),
    Route("POST", "/announcements/{id}/resume", "announcements.stop", resume),
    Route("POST", "/announcements/{id}/call-off", "announcements.stop", call_off),
)
