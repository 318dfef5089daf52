"""A lesson taken together: a helper opens it and turns the cards, learners join with a code or are written down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.domain.domain import Domain
from bot.domain.learning import paths
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import buttons, lessons
from .certificates import is_name
from .learners import named

router = Router()

JOIN = re.compile(r"(?:/start +)?(?:lop|lớp)[ _:]*([a-z]{3}[2-9]{3})", re.IGNORECASE)
LESSON = re.compile(
    r"(?:(?:/start +)?/?(?:hoc|học|bai|bài)(?:@\w+)?[ _:]*)?m(\d{1,2})-(\d{1,2})(?:[ _]+(\d{5}))?", re.IGNORECASE
)
"""What a QR code or a poster lets people send: a lesson, and the commune where the poster hangs."""
OFFERED = 6


@router.when(lambda turn: turn.step != "classes.lesson" and LESSON.fullmatch(turn.text) is not None)
async def by_link(turn: Turn, domain: Domain) -> Reply:
    """A lesson straight from a poster, a sheet or a link; who scanned it where is counted, not who."""
    found = LESSON.fullmatch(turn.text)
    assert found
    lesson = domain.lessons.find(_code(found))
    if found[3] and domain.library.places.by_code(found[3]):
        await domain.count({f"posters.{found[3]}.{lesson.code.lower()}": 1})
        if turn.citizen.consented and not turn.citizen.commune:
            await domain.citizens.live_in(turn.citizen.id, found[3])
    return await lessons.open_lesson(replace(turn, button=f"lessons.open:{lesson.code.lower()}"), domain)


def _code(found: re.Match[str]) -> str:
    """ "m4-3" is M4-03, as people write it."""
    return f"M{int(found[1])}-{int(found[2]):02}"


@router.command("classes")
async def begin(turn: Turn, domain: Domain) -> Reply:
    """Back to the class that is on; or which lesson? The next ones of the helper's path, or any other by its name."""
    led = await domain.classes.on(turn.citizen.id)
    reply = _lessons_to_teach(turn, domain)
    if led is None:
        return reply
    values = {"title": domain.lessons.find(led.lesson).title, "code": led.code}
    back = Button(f"classes.back:{led.code}", "buttons.class_on")
    ways = [back, Button(f"classes.present:{led.code}", "buttons.who_is_there"), *reply.buttons]
    return replace(reply, phrase="classes.one_is_on", values=values, buttons=ways, data=buttons.meant(yes=back))


def _lessons_to_teach(turn: Turn, domain: Domain) -> Reply:
    path = domain.library.path(turn.citizen.path) or paths.of_group(domain.library.paths, turn.citizen.audience)
    codes = path.lessons[:OFFERED] if path else [lesson.code for lesson in domain.library.lessons[:OFFERED]]
    return _which("classes.which", [domain.lessons.find(code) for code in codes])


def _which(phrase: str, found: list[Any]) -> Reply:
    ways = [buttons.named(f"classes.open:{lesson.code.lower()}", lesson.title) for lesson in found]
    return Reply(phrase, buttons=[*ways, buttons.MENU], step="classes.lesson")


@router.step("classes.lesson")
async def by_name(turn: Turn, domain: Domain) -> Reply:
    """A lesson by its code or by words of its title."""
    coded = LESSON.fullmatch(turn.text.strip())
    lesson = domain.library.lesson(_code(coded)) if coded else None
    found = [lesson] if lesson else paths.find_lessons(domain.lessons.titled(), turn.text)
    return (
        _which("classes.meant", found) if found else replace(_lessons_to_teach(turn, domain), phrase="classes.unknown")
    )


@router.button("classes.open")
async def open_class(turn: Turn, domain: Domain) -> Reply:
    """The class begins: its code, its QR code, and the helper's ways."""
    made = await domain.classes.open(turn.citizen.id, domain.lessons.find(turn.argument))
    return _opened(domain, made)


def _opened(domain: Domain, made: Any) -> Reply:
    lesson = domain.lessons.find(made.lesson)
    values = {
        "title": lesson.title,
        "code": made.code,
        "join": domain.link(f"/?lop={made.code}"),
        "qr": domain.link(f"/lop/{made.code}/ma.png"),
        "sheet": domain.link(f"/bai/{made.lesson.lower()}/to-mang-ve.pdf"),
    }
    first = Button(f"classes.card:{made.code}:0", "buttons.first_card")
    return Reply("classes.opened", values, buttons=[first, *_ways(made.code)], data=_way_back(made.code, yes=first))


def _way_back(code: str, *, yes: Button) -> Mapping[str, str]:
    """A question in between interrupts no class: from its answer one goes back to the card."""
    return {"back": f"classes.back:{code}", **buttons.meant(yes=yes)}


def _ways(code: str) -> list[Button]:
    return [
        Button(f"classes.present:{code}", "buttons.who_is_there"),
        Button(f"classes.names:{code}", "buttons.write_names"),
        Button(f"classes.close:{code}", "buttons.close_class"),
        buttons.MENU,
    ]


@router.button("classes.card")
async def turn_card(turn: Turn, domain: Domain) -> Reply:
    """The helper turns the card: it shows here and on every phone of the class."""
    code, _, number = turn.argument.partition(":")
    found = await domain.classes.led(code, turn.citizen.id)
    lesson = domain.lessons.find(found.lesson)
    place = lessons.within_reach(lesson, buttons.number(number))
    shown = lessons.page(lesson, place, domain, turn.citizen)
    await domain.classes.turn(found, place)
    return _card(found, lesson, place, await domain.classes.show_everybody(found, shown))


@router.button("classes.back")
async def back_to_card(turn: Turn, domain: Domain) -> Reply:
    """The card that the class is at, for the helper alone: on the phones it stands already."""
    found = await domain.classes.led(turn.argument, turn.citizen.id)
    there, lesson = await domain.classes.present(found), domain.lessons.find(found.lesson)
    place = lessons.within_reach(lesson, found.place)
    return _card(found, lesson, place, sum(one.own_phone for one in there))


def _card(found: Any, lesson: Any, place: int, phones: int) -> Reply:
    code, last = found.code, len(lesson.cards) + len(lesson.quiz) - 1
    onward = [Button(f"classes.card:{code}:{place + 1}", "buttons.next")] if place < last else []
    back = [Button(f"classes.card:{code}:{place - 1}", "buttons.back")] if place else []
    yes = onward[0] if onward else Button(f"classes.present:{code}", "buttons.who_is_there")
    values = {"number": place + 1, "cards": last + 1, "phones": phones, "text": _aloud(lesson, place)}
    return Reply("classes.card", values, buttons=[*onward, *back, *_ways(code)], data=_way_back(code, yes=yes))


def _aloud(lesson: Any, place: int) -> str:
    """What the helper reads out: the card, or the question with its choices."""
    if place < len(lesson.cards):
        return str(lesson.cards[place])
    question = lesson.quiz[place - len(lesson.cards)]
    choices = "\n".join(f"{letter}. {words}" for letter, words in zip("ABCD", question.choices, strict=False))
    return f"{question.ask}\n{choices}"


@router.button("classes.present")
async def present(turn: Turn, domain: Domain) -> Reply:
    """Who is there, with a tick for who did it; a name pressed is marked."""
    found = await domain.classes.led(turn.argument.partition(":")[0], turn.citizen.id)
    return await _present(found, domain)


async def _present(found: Any, domain: Domain) -> Reply:
    there = await domain.classes.present(found)
    marks = [buttons.named(f"classes.mark:{found.code}:{one.id}", _line(one)) for one in there]
    on = Button(f"classes.back:{found.code}", "buttons.class_on")
    values = {"there": len(there), "done": sum(one.done for one in there), "code": found.code}
    phrase = "classes.present" if there else "classes.nobody"
    return Reply(phrase, values, buttons=[*marks, on, *_ways(found.code)], data=_way_back(found.code, yes=on))


def _line(one: Any) -> str:
    return f"{'✓' if one.done else '○'} {one.name}"


@router.button("classes.mark")
async def mark(turn: Turn, domain: Domain) -> Reply:
    """The helper saw that somebody did it."""
    code, _, member = turn.argument.partition(":")
    found = await domain.classes.led(code, turn.citizen.id)
    await domain.classes.mark(found.id, buttons.number(member))
    return replace(await _present(found, domain), edit=True)


@router.button("classes.names")
async def ask_names(turn: Turn, domain: Domain) -> Reply:
    """Names of people without a phone of their own."""
    found = await domain.classes.led(turn.argument, turn.citizen.id)
    ways = [Button(f"classes.present:{found.code}", "buttons.who_is_there"), buttons.MENU]
    return Reply("classes.names", buttons=ways, step="classes.names", data={"class": found.code})


@router.step("classes.names")
async def take_names(turn: Turn, domain: Domain) -> Reply:
    """One a line, or with commas between."""
    found = await domain.classes.led(str(turn.data.get("class", "")), turn.citizen.id)
    names = [name.strip() for name in re.split(r"[,;\n]+", turn.text) if any(letter.isalpha() for letter in name)]
    await domain.classes.add_names(found.id, names[: OFFERED * 5])
    return await _present(found, domain)


@router.button("classes.close")
async def close(turn: Turn, domain: Domain) -> Reply:
    """The class is over: how many did it, and the sheet to take home."""
    found = await domain.classes.led(turn.argument, turn.citizen.id)
    await domain.classes.close(found)
    there = await domain.classes.present(found)
    sheet = domain.link(f"/bai/{found.lesson.lower()}/to-mang-ve.pdf")
    values = {"there": len(there), "done": sum(one.done for one in there), "sheet": sheet}
    return Reply("classes.closed", values, buttons=[buttons.CLASSES, buttons.LESSONS, buttons.MENU])


@router.when(lambda turn: JOIN.fullmatch(turn.text) is not None)
async def join(turn: Turn, domain: Domain) -> Reply:
    """Somebody scanned the code or typed it: there at once, under a number until they give a name."""
    found = JOIN.fullmatch(turn.text)
    assert found
    led = await domain.classes.on(turn.citizen.id)
    if led and led.code == found[1].lower():
        return await back_to_card(replace(turn, button=f"classes.back:{led.code}"), domain)
    made = await domain.classes.join(found[1], turn.citizen.id, "")
    return _asks_name(made, "classes.joined", {"title": domain.lessons.find(made.lesson).title})


def _asks_name(made: Any, phrase: str, values: Mapping[str, Any]) -> Reply:
    no = Button(f"classes.unnamed:{made.code}", "buttons.no_name_needed")
    data = {"class": made.code, **buttons.meant(no=no)}
    return Reply(phrase, values, buttons=[no, buttons.MENU], step="classes.my_name", data=data)


@router.when(named("classes.my_name"))
async def my_name(turn: Turn, domain: Domain) -> Reply:
    """The name that the helper sees in this class, and nowhere else; what can be none is asked for again."""
    code = str(turn.data.get("class", ""))
    if not is_name(turn.text):
        return _asks_name(await domain.classes.join(code, turn.citizen.id, ""), "classes.no_name", {})
    made = await domain.classes.join(code, turn.citizen.id, turn.text)
    return lessons.page(domain.lessons.find(made.lesson), made.place, domain, turn.citizen)


@router.button("classes.unnamed")
async def unnamed(turn: Turn, domain: Domain) -> Reply:
    """No name; the card that the class is at."""
    made = await domain.classes.join(turn.argument, turn.citizen.id, "")
    return lessons.page(domain.lessons.find(made.lesson), made.place, domain, turn.citizen)
