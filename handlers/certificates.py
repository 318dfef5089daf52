"""A certificate for a finished module, with the name only if the learner wants it."""

from __future__ import annotations

import re
import unicodedata

from bot.domain.domain import Domain
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import buttons

router = Router()


@router.command("certificates")
async def held(turn: Turn, domain: Domain) -> Reply:
    """The certificates there are, and those that may be had."""
    titles = domain.library.titles()
    earned = await domain.progress.all_completed(turn.citizen.id)
    have = {statement.module: code for code, statement in await domain.certificates.held(turn.citizen.id)}
    offers = [
        Button(f"certificates.module:{code.lower()}", "buttons.certificate_of", {"title": titles[code]})
        for code in earned
        if code not in have
    ]
    if not have and not offers:
        return Reply("certificates.none", buttons=[buttons.LESSONS, buttons.PROGRESS, buttons.MENU])
    lines = [f"• {titles.get(code, code)}: {domain.link('/chungnhan/' + value)}" for code, value in have.items()]
    if not have:
        return Reply("certificates.earned", buttons=[*offers, buttons.MENU])
    return Reply("certificates.list", {"certificates": "\n".join(lines)}, buttons=[*offers, buttons.MENU])


@router.button("certificates.module")
async def ask_name(turn: Turn, domain: Domain) -> Reply:
    """Which name shall stand on it? None is fine."""
    module = turn.argument.upper()
    if not await domain.progress.completed(turn.citizen.id, module):
        return Reply("certificates.not_yet", buttons=[buttons.LESSONS, buttons.MENU])
    return _ask_name(module, "certificates.name")


def _ask_name(module: str, phrase: str) -> Reply:
    without = Button(f"certificates.unnamed:{module.lower()}", "buttons.without_name")
    data = {"module": module, **buttons.meant(no=without)}
    return Reply(phrase, buttons=[without, buttons.MENU], step="certificates.name", data=data)


INTRODUCTION = re.compile(
    r"^(?:dạ |vâng )?(?:(?:tôi|em|cháu|mình|con) )?(?:họ )?(?:tên |tên tôi )?(?:là|:)\s*", re.IGNORECASE
)
NAME_WORDS = 6


@router.step("certificates.name")
async def with_name(turn: Turn, domain: Domain) -> Reply:
    """The name was written; what can be none is asked for again."""
    name = INTRODUCTION.sub("", unicodedata.normalize("NFC", turn.text)).strip(" .,")
    if not is_name(name):
        return _ask_name(str(turn.data.get("module", "")), "certificates.no_name")
    return await _issue(turn, domain, str(turn.data.get("module", "")), name)


def is_name(text: str) -> bool:
    """Letters and spaces, as many words as a name has."""
    return 0 < len(text.split()) <= NAME_WORDS and all(letter.isalpha() or letter in " '-." for letter in text)


@router.button("certificates.unnamed")
async def without_name(turn: Turn, domain: Domain) -> Reply:
    """No name."""
    return await _issue(turn, domain, turn.argument.upper(), "")


async def _issue(turn: Turn, domain: Domain, module: str, name: str) -> Reply:
    if not await domain.progress.completed(turn.citizen.id, module):
        return Reply("certificates.not_yet", buttons=[buttons.LESSONS, buttons.MENU])
    code = await domain.certificates.issue(turn.citizen.id, module, name)
    values = {"title": domain.library.titles().get(module, module), "link": domain.link(f"/chungnhan/{code}")}
    return Reply("certificates.issued", values, buttons=[buttons.LESSONS, buttons.PROGRESS, buttons.MENU])
