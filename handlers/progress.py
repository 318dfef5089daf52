"""How much of the whole is done."""

from __future__ import annotations

from bot.domain.domain import Domain
from bot.domain.learning.progress import bar
from bot.messages import Reply, Turn
from bot.router import Router

from . import buttons
from .start import AGREE

router = Router()


@router.command("progress")
async def show(turn: Turn, domain: Domain) -> Reply:
    """A bar per module, and the way on."""
    if not turn.citizen.consented:
        ways = [AGREE, buttons.LESSONS, buttons.MENU]
        return Reply("progress.unremembered", buttons=ways, data=buttons.meant(yes=AGREE, no=buttons.MENU))
    standing = await domain.progress.by_module(turn.citizen.id)
    lines = [f"{bar(one.done, one.lessons)} {one.done}/{one.lessons} · {one.module.title}" for one in standing]
    values = {
        "modules": "\n".join(lines),
        "done": sum(one.done for one in standing),
        "lessons": sum(one.lessons for one in standing),
    }
    return Reply(
        "progress.shown", values, buttons=[buttons.LESSONS, buttons.REVIEW, buttons.CERTIFICATES, buttons.MENU]
    )
