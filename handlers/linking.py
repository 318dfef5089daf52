"""One-time codes: a citizen joins their channels, a member of staff ties a chat to their account."""

from __future__ import annotations

import re

from bot.domain.domain import Domain
from bot.domain.joining import CODE_LASTS
from bot.domain.passwords import READABLE
from bot.domain.staff import may
from bot.library.text import fold
from bot.messages import Button, Reply, Turn
from bot.router import Router, is_words

from . import buttons, lessons

router = Router()

WORD = "/lienket"
CODE = re.compile(rf"/lienket\s+(\S.*)|(?:lien ?ket|noi (?:kenh|tai khoan))[ :]*([{READABLE}]{{8}})")
"""As it is shown, and as people type it; folded."""
ALONE = re.compile(rf"(?=\D*\d)[{READABLE.upper()}]{{8}}")
"""Without the word before it, in the capitals it is shown in; with a digit, or it may be a word."""


def code_in(text: str) -> str:
    """The code that a whole message gives, "" if it gives none."""
    text = text.strip()
    found = CODE.fullmatch(fold(text))
    return (found[1] or found[2]) if found else text if ALONE.fullmatch(text) else ""


@router.when(lambda turn: is_words(turn) and bool(code_in(turn.text)))
async def redeem(turn: Turn, domain: Domain) -> Reply:
    """A code that the console or the other channel showed; it works once. Who is not on duty yet hears how to be."""
    code = code_in(turn.text)
    staff = await domain.staff.redeem(code, turn.address_id)
    if staff is not None:
        duty = ("_on_duty" if staff.on_duty else "_off_duty") if may(staff, "tickets.answer") else ""
        return Reply(f"linking.done{duty}", {"name": staff.name}, buttons=[buttons.MENU])
    if await domain.joining.redeem(code, turn.citizen.id):
        begun = await domain.lessons.resume(turn.citizen.id)
        on = [lessons.resume_button(begun)] if begun else []
        return Reply("linking.joined", buttons=[*on, buttons.PROGRESS, buttons.LESSONS, buttons.MENU])
    return Reply("linking.wrong", buttons=[buttons.LINK, buttons.MENU])


@router.command("link", "link_on")
async def show(turn: Turn, domain: Domain) -> Reply:
    """A code for the other channel, and the channels that are joined already."""
    code = await domain.joining.make_code(turn.citizen.id)
    joined = await domain.joining.others(turn.citizen.id, turn.address_id)
    apart = [Button(f"linking.part:{one.id}", f"buttons.part_{one.channel}") for one in joined[:4]]
    values = {"line": f"{WORD} {code}", "minutes": CODE_LASTS.seconds // 60}
    return Reply("linking.code", values, buttons=[*apart, buttons.SETTINGS, buttons.MENU])


@router.button("linking.part")
async def part(turn: Turn, domain: Domain) -> Reply:
    """That channel starts anew; what was learnt stays here."""
    number = buttons.number(turn.argument)
    parted = number != turn.address_id and await domain.joining.part(turn.citizen.id, number)
    phrase = "linking.parted" if parted else "help.old_button"
    return Reply(phrase, buttons=[buttons.LINK, buttons.SETTINGS, buttons.MENU])
