"""Staff write, hand in, approve and return announcements in their linked chat; the urgent class only in the console."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from bot.domain.announcements import BODY_MAX, TITLE_MAX, Content, message
from bot.domain.answers import asking
from bot.domain.domain import Domain
from bot.domain.news_kinds import KINDS, with_way_out
from bot.domain.phone_notices import stamp
from bot.domain.staff import Refusal
from bot.messages import Button, Reply, Turn
from bot.router import Handler, Router
from bot.storage.tables import Announcement, Staff

from . import buttons

router = Router()
TITLE, BODY, WHERE, KIND, CODE, WHY = (f"notices.{step}" for step in ("title", "body", "where", "kind", "code", "why"))
EVERYWHERE = "all"
SHOWN = 8
CANCEL = Button("notices.leave", "buttons.cancel")
Act = Callable[[Turn, Domain, Staff], Awaitable[Reply]]


def for_staff(act: Act) -> Handler:
    """Only in a chat that is linked to an account; what it may not is said, and kept in the audit trail."""

    @wraps(act)
    async def handle(turn: Turn, domain: Domain) -> Reply:
        who = await domain.phone_notices.who(turn.address_id)
        if who is None:
            return Reply("notices.not_staff", buttons=[buttons.MENU])
        try:
            return await act(turn, domain, who)
        except Refusal as error:
            await domain.phone_notices.keep_refusal(who, turn.button or turn.step, error)
            return _refused(turn, domain, error)

    return handle


def _refused(turn: Turn, domain: Domain, error: Refusal) -> Reply:
    """Why not, and what to do instead; in a step one may try again."""
    name = f"notices.refused_{error.name.replace('.', '_')}"
    known = name in domain.library.phrases
    values = {**error.values, "console": domain.link("/console/announcements")}
    again: dict[str, Any] = {"step": turn.step, "data": dict(turn.data)} if turn.step and not turn.button else {}
    return Reply(name if known else "notices.refused", values, buttons=[CANCEL if again else buttons.MENU], **again)


@router.command("write_notice")
@for_staff
async def begin(turn: Turn, domain: Domain, who: Staff) -> Reply:
    """Ask for the title."""
    domain.phone_notices.refuse_unable(who, "announcements.write")
    return _ask_title(domain, {})


def _ask_title(domain: Domain, data: dict[str, Any]) -> Reply:
    values = {"most": TITLE_MAX, "console": domain.link("/console/urgent")}
    return Reply("notices.ask_title", values, buttons=[CANCEL], step=TITLE, data=data)


def words_of(step: str) -> Callable[[Turn], bool]:
    """What is typed there is meant as it stands, "lớp học" too; only the way to the menu and /commands lead away."""

    def holds(turn: Turn) -> bool:
        plain = turn.step == step and turn.message.kind == "text" and not (turn.button or turn.tied)
        return plain and turn.command != "menu" and not turn.text.startswith("/")

    return holds


@router.when(words_of(TITLE))
@for_staff
async def title(turn: Turn, domain: Domain, who: Staff) -> Reply:
    """The title was written."""
    given = " ".join(turn.text.split())
    if len(given) > TITLE_MAX:
        raise Refusal("announcements.too_long", title=TITLE_MAX, body=BODY_MAX)
    return Reply(
        "notices.ask_body", {"most": BODY_MAX}, buttons=[CANCEL], step=BODY, data={**turn.data, "title": given}
    )


@router.when(words_of(BODY))
@for_staff
async def body(turn: Turn, domain: Domain, who: Staff) -> Reply:
    """The text was written; who answers for one commune writes to that one."""
    given = turn.message.text.strip()
    if len(given) > BODY_MAX:
        raise Refusal("announcements.too_long", title=TITLE_MAX, body=BODY_MAX)
    data = {**turn.data, "body": given}
    if who.area:
        return _ask_kind({**data, "communes": [who.area]})
    everywhere = Button(f"{WHERE}:{EVERYWHERE}", "buttons.notice_everywhere")
    return Reply("notices.ask_where", buttons=[everywhere, CANCEL], step=WHERE, data=data)


@router.step(WHERE)
@for_staff
async def where(turn: Turn, domain: Domain, who: Staff) -> Reply:
    """Names of communes, parted by commas; one that may mean several is asked about."""
    chosen: list[str] = list(turn.data.get("chosen", ()))
    names = [name.strip() for name in re.split(r"[,;\n]", turn.text) if name.strip()]
    for place, name in enumerate(names):
        found = domain.library.places.find(name)
        if len(found) != 1:
            data = {**turn.data, "chosen": chosen, "rest": names[place + 1 :]}
            return _which(name, found[:SHOWN], data)
        chosen.append(found[0].code)
    return _ask_kind({**turn.data, "communes": list(dict.fromkeys(chosen))})


def _which(name: str, found: list[Any], data: dict[str, Any]) -> Reply:
    ways = [buttons.named(f"{WHERE}:{place.code}", place.name) for place in found]
    phrase = "notices.which_place" if found else "notices.no_such_place"
    return Reply(phrase, {"name": name[:40]}, buttons=[*ways, CANCEL], step=WHERE, data=data)


@router.button(WHERE)
@for_staff
async def place(turn: Turn, domain: Domain, who: Staff) -> Reply:
    """One of the places that a name may mean, or everywhere; then the names that are left."""
    if "body" not in turn.data:
        return Reply("help.old_button", buttons=buttons.MAIN)
    if turn.argument == EVERYWHERE:
        return _ask_kind({**turn.data, "communes": []})
    if domain.library.places.by_code(turn.argument) is None:
        return Reply("help.old_button", buttons=buttons.MAIN)
    chosen, rest = [*turn.data.get("chosen", ()), turn.argument], list(turn.data.get("rest", ()))
    for left, name in enumerate(rest):
        found = domain.library.places.find(name)
        if len(found) != 1:
            return _which(name, found[:SHOWN], {**turn.data, "chosen": chosen, "rest": rest[left + 1 :]})
        chosen.append(found[0].code)
    return _ask_kind({**turn.data, "communes": list(dict.fromkeys(chosen))})


def _ask_kind(data: dict[str, Any]) -> Reply:
    ways = [Button(f"{KIND}:{kind}", f"kinds.{kind}") for kind in KINDS]
    return Reply("notices.ask_kind", buttons=ways, step=KIND, data=data)


@router.button(KIND)
@for_staff
async def kind(turn: Turn, domain: Domain, who: Staff) -> Reply:
    """All is said: keep it as a draft and show it."""
    data = turn.data
    if turn.argument not in KINDS or not {"title", "body", "communes"} <= data.keys():
        return Reply("help.old_button", buttons=buttons.MAIN)
    content = Content(data["title"], data["body"], tuple(data["communes"]), kind=turn.argument)
    found = await domain.phone_notices.write(who, content, int(data.get("number", 0)))
    return await _shown(domain, found, "notices.preview", _author_ways(found))


@router.step(KIND)
@for_staff
async def kind_in_words(turn: Turn, domain: Domain, who: Staff) -> Reply:
    """No kind was chosen: ask again."""
    return _ask_kind(dict(turn.data))


def _author_ways(found: Announcement) -> list[Button]:
    ways = ("submit", "rewrite", "leave")
    return [Button(f"notices.{way}:{found.id}", f"buttons.notice_{way}") for way in ways]


async def _shown(domain: Domain, found: Announcement, phrase: str, ways: list[Button]) -> Reply:
    """The announcement as it will come, its buttons in words, then whom it reaches and what can be done."""
    reply = with_way_out(await asking(domain.db, found.id, message(found)), found.kind)
    reach = await domain.announcements.reach(found_content(found))
    say = domain.library.phrases.say
    names = [place.name for place in map(domain.library.places.by_code, found.communes) if place]
    values = {
        "reach": reach.total,
        "where": ", ".join(names) or say("notices.everywhere", {}, ""),
        "code": found.code,
        "kind": say(f"kinds.{found.kind}", {}, ""),
        "ways": ", ".join(f"“{say(one.phrase, one.values, '')}”" for one in reply.buttons),
        "console": domain.link(f"/console/announcements/{found.id}"),
    }
    seen = Reply(reply.phrase, reply.values, picture=reply.picture)
    return seen.followed_by(Reply(phrase, values, buttons=ways))


def found_content(found: Announcement) -> Content:
    """Whom it means, for counting."""
    return Content("", "", found.communes, found.audiences, corrects=found.corrects, rule=found.rule, kind=found.kind)


@router.button("notices.submit")
@for_staff
async def submit(turn: Turn, domain: Domain, who: Staff) -> Reply:
    """Hand it to approval."""
    found = await domain.phone_notices.submit(who, buttons.number(turn.argument))
    back = Button(f"notices.withdraw:{found.id}", "buttons.notice_withdraw")
    return Reply("notices.submitted", {"code": found.code}, buttons=[back, buttons.MENU])


@router.button("notices.withdraw")
@for_staff
async def withdraw(turn: Turn, domain: Domain, who: Staff) -> Reply:
    """Take it back while nobody has approved it."""
    number = buttons.number(turn.argument)
    await domain.phone_notices.withdraw(who, number)
    found = await domain.announcements.own_draft(who, number)
    return Reply("notices.withdrawn", {"code": found.code}, buttons=_author_ways(found))


@router.button("notices.rewrite")
@for_staff
async def rewrite(turn: Turn, domain: Domain, who: Staff) -> Reply:
    """Other words for one's own draft."""
    found = await domain.announcements.own_draft(who, buttons.number(turn.argument))
    return _ask_title(domain, {"number": found.id})


@router.button("notices.leave")
@for_staff
async def leave(turn: Turn, domain: Domain, who: Staff) -> Reply:
    """Nothing more for now; a draft stays in the console."""
    return Reply("notices.left", {"console": domain.link("/console/announcements")}, buttons=[buttons.MENU])


@router.button("notices.look")
@for_staff
async def look(turn: Turn, domain: Domain, who: Staff) -> Reply:
    """Read one that waits for approval."""
    found = await domain.phone_notices.to_approve(who, buttons.number(turn.argument))
    ways = [Button(f"notices.{way}:{found.id}", f"buttons.notice_{way}") for way in ("approve", "return")]
    return await _shown(domain, found, "notices.to_approve", [*ways, buttons.MENU])


@router.button("notices.approve")
@for_staff
async def ask_code(turn: Turn, domain: Domain, who: Staff) -> Reply:
    """Approving asks for a code of one's phone."""
    found = await domain.phone_notices.to_approve(who, buttons.number(turn.argument))
    await domain.phone_notices.refuse_without_code(who)
    data = {"number": found.id, "seen": stamp(found)}
    return Reply("notices.ask_code", {"title": found.title}, buttons=[CANCEL], step=CODE, data=data)


@router.step(CODE)
@for_staff
async def approve(turn: Turn, domain: Domain, who: Staff) -> Reply:
    """The code was typed."""
    await domain.phone_notices.forget_words(turn.number)
    data = turn.data
    found = await domain.phone_notices.approve(who, int(data.get("number", 0)), turn.text, str(data.get("seen", "")))
    return Reply("notices.approved", {"code": found.code, "reach": found.reach}, buttons=[buttons.MENU])


@router.button("notices.return")
@for_staff
async def ask_why(turn: Turn, domain: Domain, who: Staff) -> Reply:
    """Returning asks for a reason."""
    found = await domain.phone_notices.to_approve(who, buttons.number(turn.argument))
    return Reply("notices.ask_why", {"title": found.title}, buttons=[CANCEL], step=WHY, data={"number": found.id})


@router.when(words_of(WHY))
@for_staff
async def send_back(turn: Turn, domain: Domain, who: Staff) -> Reply:
    """The reason was written."""
    found = await domain.phone_notices.send_back(who, int(turn.data.get("number", 0)), turn.message.text)
    return Reply("notices.returned", {"code": found.code}, buttons=[buttons.MENU])
