"""The menu, help, small talk, and everything the bot cannot take."""

from __future__ import annotations

import re

from bot.domain.domain import Domain
from bot.library.choices import lone_number, several_numbers
from bot.messages import Button, Reply, Trace, Turn
from bot.redaction import PLACEHOLDERS
from bot.router import Router, is_words

from . import buttons
from .lessons import resume_button
from .telling import warned

router = Router()
numbers = Router()
"""A number that the last list does not have: tried before every step that waits for words."""
last = Router()
"""Tried after every other conversation: what nobody took."""

MAIN = buttons.MAIN


@router.command("menu")
async def menu(turn: Turn, domain: Domain) -> Reply:
    """What there is to do; first of all the lesson that was left open."""
    begun = await domain.lessons.resume(turn.citizen.id) if turn.citizen.consented else None
    return Reply("menu.main", buttons=[resume_button(begun), *MAIN] if begun else MAIN)


@router.command("help")
async def explain(turn: Turn, domain: Domain) -> Reply:
    """How to use the bot, and every word it knows."""
    return Reply("help.text", buttons=[buttons.LESSONS, buttons.ASK, buttons.PERSON, buttons.MENU])


@router.when(lambda turn: bool(turn.tied) and not turn.step)
async def which(turn: Turn, domain: Domain) -> Reply:
    """A slip equally near to two commands: ask which."""
    choices = [Button(f"do:{name}", f"buttons.{SHORT.get(name, name)}") for name in turn.tied[:4]]
    asks = Button(f"ask.words:{turn.number}", "buttons.ask_this")
    trace = Trace(turn.text)
    return Reply("help.which", buttons=[*choices, asks, buttons.MENU], trace=trace)


SHORT = {"tickets": "person"}
HIDDEN = "|".join(re.escape(said) for said in PLACEHOLDERS.values() if said.startswith(("[số", "[mã")))
LONG_NUMBER = re.compile(rf"(?:{HIDDEN}|\+?\d(?:[ .\-]?\d){{6,}}|\s)+")
"""Digits, or what stands for those that were masked."""
UNKNOWN_WORD = re.compile(r"/[\w@]{1,32}")


@router.when(lambda turn: turn.message.kind == "secret")
async def secret(turn: Turn, domain: Domain) -> Reply:
    """A text with a mark of secrecy was not kept, and the citizen is warned."""
    return Reply("errors.secret_text", buttons=[buttons.MENU])


CANNOT = {"sticker", "photo", "voice", "video", "file", "location", "contact"}


@router.when(lambda turn: turn.message.kind not in ("text", "button", "secret"))
async def cannot_take(turn: Turn, domain: Domain) -> Reply:
    """Pictures, voices and the like get a kind answer; where the citizen was stays."""
    kind = turn.message.kind if turn.message.kind in CANNOT else "other"
    way_on = [buttons.ASK, buttons.PERSON, buttons.MENU]
    return Reply(f"errors.cannot_take_{kind}", buttons=way_on, step=turn.step, data=turn.data)


@router.when(lambda turn: is_words(turn) and not any(letter.isalnum() for letter in turn.text))
async def nothing(turn: Turn, domain: Domain) -> Reply:
    """An empty message, or one of dots and little pictures; where the citizen was stays.

    But the menu asks nothing: "vâng" or 👍 is no longer meant for the reply before.
    """
    return Reply("help.empty", buttons=MAIN, step=turn.step, data=buttons.nothing_meant(turn.data))


WITHOUT_NUMBERS = {"", "paths.words", "genuine.text", "start.commune", "settings.commune"}
"""Steps that wait for words: a lone number is meant for the list above them."""


def is_small_number(turn: Turn) -> bool:
    """Whether a lone number was meant as a choice; longer ones are asked about ("113")."""
    number = lone_number(turn.text, spoken=not turn.step)
    return is_words(turn) and turn.step in WITHOUT_NUMBERS and number is not None and number < 100


@numbers.when(lambda turn: is_words(turn) and turn.step in WITHOUT_NUMBERS and several_numbers(turn.text))
async def several(turn: Turn, domain: Domain) -> Reply:
    """ "1,2": one at a time."""
    return Reply("help.one_number", buttons=[buttons.MENU], keeps=True)


@numbers.when(lambda turn: is_words(turn) and not turn.step and LONG_NUMBER.fullmatch(turn.text.strip()) is not None)
async def long_number(turn: Turn, domain: Domain) -> Reply:
    """The number of a phone, a card or an account, and not a word of what is wanted."""
    return warned(turn, Reply("help.long_number", buttons=[buttons.ASK, buttons.PERSON, buttons.MENU]))


@numbers.when(is_small_number)
async def no_such_number(turn: Turn, domain: Domain) -> Reply:
    """A number that the last list does not have: the list is said again. When there is none any more: the menu."""
    number = lone_number(turn.text)
    listed = await domain.citizens.listed(turn.citizen.id, turn.address_id) if turn.offered else []
    if not listed:
        return Reply("help.number_alone", {"number": number}, buttons=MAIN)
    does = {button.does for button in listed}
    home = buttons.MENU.does in does or does >= {button.does for button in MAIN}
    again = listed if home else [*listed, buttons.MENU]
    if len(listed) == 1:
        return Reply("help.only_number_one", buttons=again, keeps=True)
    return Reply("help.no_such_number", {"number": number, "last": len(again)}, buttons=again, keeps=True)


@router.when(lambda turn: is_words(turn) and UNKNOWN_WORD.fullmatch(turn.text) is not None)
async def no_such_command(turn: Turn, domain: Domain) -> Reply:
    """A word with a slash that is no command, not even with a slip."""
    return Reply("help.no_such_command", {"word": turn.text[:30]}, buttons=[buttons.HELP, *MAIN[:-1]])


@last.when(lambda turn: True)
async def old_button(turn: Turn, domain: Domain) -> Reply:
    """A button of long ago, or a command without a conversation: the menu."""
    return Reply("help.old_button", buttons=MAIN)
