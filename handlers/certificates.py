"""A certificate for a finished module, with the name only if the learner wants it, and as they saw it before."""

from __future__ import annotations

import re
import unicodedata

from bot.domain.domain import Domain
from bot.domain.learning.certificates import NAME_MAX
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import buttons

router = Router()


@router.command("certificates", "certificate_on")
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
    """The name was written: it is shown before it is signed; what can be none is asked for again."""
    name = INTRODUCTION.sub("", unicodedata.normalize("NFC", turn.text)).strip(" .,")
    if not is_name(name):
        return _ask_name(str(turn.data.get("module", "")), "certificates.no_name")
    return _show(str(turn.data.get("module", "")), tidied(name))


def _show(module: str, name: str) -> Reply:
    """The name as it would be printed. Whatever is typed now is another name."""
    right = Button(f"certificates.named:{module.lower()}", "buttons.name_right")
    again = Button(f"certificates.module:{module.lower()}", "buttons.name_again")
    without = Button(f"certificates.unnamed:{module.lower()}", "buttons.without_name")
    data = {"module": module, "name": name, **buttons.meant(yes=right, no=again)}
    ways = [right, again, without, buttons.MENU]
    return Reply("certificates.confirm", {"name": name}, buttons=ways, step="certificates.name", data=data)


@router.button("certificates.named")
async def named(turn: Turn, domain: Domain) -> Reply:
    """The name shown is right; one that was shown long ago is asked for again."""
    module, name = turn.argument.upper(), str(turn.data.get("name", ""))
    if not name or turn.data.get("module") != module:
        return await ask_name(turn, domain)
    return await _issue(turn, domain, module, name)


def tidied(name: str) -> str:
    """A name as it is printed: each part with a capital, and none of them all in capitals unless some are not."""
    name = " ".join(name.split())[:NAME_MAX].strip()
    name = name.lower() if name == name.upper() else name
    return re.sub(r"[^\W\d_]+", lambda part: part[0][0].upper() + part[0][1:], name)


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
