"""Asking for a commune in words: the places a name may mean, or the question that was asked instead."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.answering.found import Found
from bot.domain.domain import Domain, Services
from bot.messages import Button, Reply, Turn

from . import ask, buttons

NAME_WORDS = 8
""""Nhà tôi ở xã Bình Liêu ạ" has no more words; what is longer is a question."""
SHOWN = 14


async def question_instead(turn: Turn, services: Services) -> Found | None:
    """What answers the words, when they name no place and look like a question; else None."""
    if services.library.places.named(turn.text) or not _asks(turn.text):
        return None
    return await services.answering.prepare(turn.text, turn.citizen.id, turn=turn.number)


def _asks(words: str) -> bool:
    return "?" in words or len(words.split()) > NAME_WORDS or ask.sounds_like_a_question(words)


def offer(turn: Turn, domain: Domain, *, step: str, ways: Sequence[Button]) -> Reply:
    """The places that the words may mean, to choose from; or a request to type the name again."""
    found = domain.library.places.find(turn.text)
    data = buttons.meant(no=ways[0])
    if not found:
        return Reply("start.commune_unknown", {"name": turn.text[:40]}, buttons=ways, step=step, data=data)
    choices = [buttons.named(f"{step}:{place.code}", place.name) for place in found[:SHOWN]]
    if len(found) == 1:
        data = buttons.meant(yes=choices[0])
    phrase = "start.commune_confirm" if len(found) == 1 else "start.commune_which"
    return Reply(phrase, buttons=[*choices, *ways], step=step, data=data)
