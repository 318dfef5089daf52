"""Several learners on one phone: who learns now, one more, another name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.domain.domain import Domain
from bot.library.text import fold
from bot.messages import Button, Reply, Turn
from bot.router import Router, is_words

from . import buttons
from .certificates import is_name

router = Router()


@router.command("learners")
async def show(turn: Turn, domain: Domain) -> Reply:
    """Who is on this phone; the one who learns now has a tick."""
    there = await domain.household.all(turn.citizen.id)
    ways = [
        buttons.named(
            f"learners.switch:{one.citizen_id}", ("✓ " if one.citizen_id == turn.citizen.id else "") + one.name
        )
        for one in there
    ]
    add = Button("learners.add", "buttons.add_learner")
    rename = [Button("learners.rename", "buttons.rename_learner")] if there else []
    phrase = "learners.which" if there else "learners.alone"
    return Reply(phrase, buttons=[*ways, add, *rename, buttons.MENU])


@router.button("learners.add", "learners.rename")
async def ask_name(turn: Turn, domain: Domain) -> Reply:
    """A name of any kind: "bà ngoại" will do."""
    kind = turn.button.partition(".")[2].partition(":")[0]
    return Reply(f"learners.name_{kind}", buttons=[buttons.LEARNERS, buttons.MENU], step=f"learners.{kind}")


def named(step: str) -> Callable[[Turn], bool]:
    """Words in a step that asks for a name; "Dung" is one there, and no "đúng"."""
    return lambda turn: (
        turn.step == step and (is_words(turn) or (turn.command == "yes" and fold(turn.text).strip(" .") == "dung"))
    )


@router.when(named("learners.add"))
async def add(turn: Turn, domain: Domain) -> Reply:
    """One more; the phone is theirs from now on, and their learning is their own."""
    if not is_name(turn.text):
        return await ask_name(_asking(turn, "add"), domain)
    first = domain.library.phrases.say("learners.first", {}, turn.citizen.form)
    number = await domain.household.add(turn.citizen.id, " ".join(turn.text.split()), first)
    yes, no = Button("start.agree:yes", "buttons.agree"), Button("start.agree:no", "buttons.disagree")
    ways = [yes, no, buttons.LESSONS, buttons.LEARNERS, buttons.MENU]
    await domain.citizens.met(number, "asked")
    return Reply(
        "learners.added", {"name": turn.text[:40]}, buttons=ways, who=number, data=buttons.meant(yes=yes, no=no)
    )


def _asking(turn: Turn, kind: str) -> Turn:
    return replace(turn, button=f"learners.{kind}")


@router.when(named("learners.rename"))
async def rename(turn: Turn, domain: Domain) -> Reply:
    """Called otherwise from now on."""
    if not is_name(turn.text):
        return await ask_name(_asking(turn, "rename"), domain)
    await domain.household.rename(turn.citizen.id, " ".join(turn.text.split()))
    return Reply("learners.renamed", {"name": turn.text[:40]}, buttons=[buttons.LEARNERS, buttons.MENU])


@router.button("learners.switch")
async def switch(turn: Turn, domain: Domain) -> Reply:
    """The phone goes to another learner."""
    number = buttons.number(turn.argument)
    learner = await domain.household.switch(turn.citizen.id, number)
    return _handed(learner.name, learner.citizen_id) if learner else await show(turn, domain)


def _handed(name: str, number: int) -> Reply:
    ways = [buttons.RESUME, buttons.LESSONS, buttons.REVIEW, buttons.LEARNERS, buttons.MENU]
    return Reply("learners.switched", {"name": name[:40]}, buttons=ways, who=number)
