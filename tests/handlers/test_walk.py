"""No dead end: from every reply there is a way on and a way to the menu, with buttons and by numbers alone."""

from __future__ import annotations

import random
import re
from collections import Counter, deque

from bot.channels.channel import Abilities
from handlers.buttons import MAIN
from tests.journeys.conftest import PaperChannel

PER_CONVERSATION = 12
"""Buttons of one kind that are pressed; of lessons, which have hundreds all alike, those of one."""
LESSON = "m0-01"
MENU = {button.does for button in MAIN}
NUMBERED = re.compile(r"^(\d+)\. ", re.MULTILINE)
WORDS = ("mong cai", "Nguyễn Thị Hoa", "làm căn cước ở đâu", "xin chào", "không", "vâng", "99", "😀", "?", "", "/abc")


def leads_home(buttons):
    return "do:menu" in buttons or set(buttons) >= MENU - {"do:help"}


async def test_every_button_leads_on_and_home(friend):
    waiting, pressed = deque(["do:menu"]), Counter()
    known = {"do:menu"}
    while waiting:
        does = waiting.popleft()
        said = await friend(button=does)
        assert said.messages, does
        assert leads_home(said.buttons), (does, said.phrases)
        assert "errors.unforeseen" not in said.phrases, does
        for found in said.buttons:
            kind, _, argument = found.partition(":")
            alike = pressed[kind] >= PER_CONVERSATION or (
                kind.startswith("lessons.") and argument[:5] not in ("m0", LESSON)
            )
            if found not in known and (kind == "do" or not alike) and found != "do:start":
                known.add(found)
                pressed[kind] += 1
                waiting.append(found)
    assert {"do:lessons", "do:tickets", "settings.form:ban", "lessons.answer:m0-01:0:1"} <= known


class NumbersOnly(PaperChannel):
    """A platform without buttons and without edits."""

    abilities = Abilities(buttons=0, title_max=60, text_max=100_000)


async def test_numbers_alone_lead_everywhere(talk):
    chance = random.Random(7)
    channel, seen = NumbersOnly(), Counter()
    said = await talk("alo")
    for _ in range(220):
        shown = "\n".join(talk.words(row, channel).text for row in talk.held)
        numbers = [int(number) for number in NUMBERED.findall(shown)]
        assert numbers[-1:] and numbers[-1] >= 1, shown
        assert leads_home(said.buttons), said.phrases
        typed = chance.choice(WORDS) if chance.random() < 0.2 else str(chance.choice(numbers))
        said = await talk(typed)
        assert said.messages and "errors.unforeseen" not in said.phrases, typed
        seen.update(said.phrases)
    assert len(seen) > 25, seen


async def test_the_last_card_of_every_lesson_names_its_sources(friend, library):
    for lesson in library.lessons:
        said = await friend(button=f"lessons.card:{lesson.code.lower()}:{len(lesson.cards) - 1}")
        assert said.phrase == "lessons.card_last"
        assert all(str(source) in said.text for source in lesson.citizen_sources), lesson.code


async def test_numbers_go_on_through_two_messages_of_one_turn(talk):
    await talk("gọi cấp cứu số nào")
    shown = [NUMBERED.findall(talk.words(row, NumbersOnly()).text) for row in talk.held]
    numbers = [int(number) for part in shown for number in part]
    assert len(shown) == 2
    assert numbers == list(range(1, len(numbers) + 1))
    consent = len(shown[0]) + 1
    assert (await talk(str(consent))).phrase == "start.form_after_yes"


async def test_what_comes_unasked_is_chosen_by_its_words(friend, library):
    from dataclasses import replace

    from bot.domain.reminders import REMINDER
    from bot.storage.outbox import REMINDERS, as_json

    await friend("/menu")
    held = replace(friend.held[0], reply=as_json(REMINDER), rank=REMINDERS)
    text = friend.words(held, NumbersOnly()).text
    assert not NUMBERED.findall(text)
    for word in re.findall("“(.+?)”", text):
        assert library.commands.match(word).exact, word


async def test_the_words_of_a_menu_button_are_its_command(library):
    for button in MAIN:
        title = library.phrases.say(button.phrase, {}, "ba")
        assert library.commands.match(title).command == button.does.removeprefix("do:"), title
