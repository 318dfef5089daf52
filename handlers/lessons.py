"""Lessons: modules, cards, questions, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.answering.base import source_lines
from bot.domain.domain import Domain
from bot.domain.learning.plain_words import easier
from bot.domain.learning.progress import bar
from bot.domain.learning.quizzes import mark
from bot.messages import Button, Person, Reply, Turn
from bot.router import Router

from . import buttons

router = Router()


@router.command("lessons")
async def modules(turn: Turn, domain: Domain) -> Reply:
    """Every module with what is done of it; first of all the lesson begun last."""
    begun = await domain.lessons.begun(turn.citizen.id)
    choices = [_module_button(one) for one in domain.progress.of(begun)]
    last = domain.lessons.last_of(begun)
    if last:
        choices.insert(0, resume_button(last))
    return Reply("lessons.modules", buttons=[*choices, buttons.PATHS, buttons.PLACEMENT, buttons.MENU])


def _module_button(one: Any) -> Button:
    values = {"title": one.module.title, "done": one.done, "lessons": one.lessons}
    return Button(f"lessons.module:{one.module.code.lower()}", "buttons.module", values)


def resume_button(lesson: Any) -> Button:
    """On with the lesson that was begun."""
    return Button(_does("open", lesson.code), "buttons.resume", {"title": lesson.title})


def open_button(lesson: Any) -> Button:
    """A lesson by its title."""
    return buttons.named(_does("open", lesson.code), lesson.title)


def next_button(lesson: Any) -> Button:
    """The lesson that comes next."""
    return Button(_does("open", lesson.code), "buttons.next_lesson", {"title": lesson.title})


def _does(what: str, *parts: object) -> str:
    return f"lessons.{what}:" + ":".join(str(part).lower() for part in parts)


@router.button("lessons.module")
async def module(turn: Turn, domain: Domain) -> Reply:
    """The lessons of one module, those done with a tick."""
    code = turn.argument.upper()
    found = next((m for m in domain.lessons.modules() if m.code.upper() == code), None)
    if found is None:
        return await modules(turn, domain)
    choices = [_lesson_button(one) for one in await domain.lessons.standings(turn.citizen.id, code)]
    values = {"title": found.title, "summary": found.summary}
    return Reply("lessons.module", values, buttons=[*choices, buttons.LESSONS, buttons.MENU], edit=True)


def _lesson_button(one: Any) -> Button:
    mark_ = "✓ " if one.done else "… " if one.begun else ""
    return buttons.named(_does("open", one.lesson.code), mark_ + one.lesson.title)


@router.button("lessons.open")
async def open_lesson(turn: Turn, domain: Domain) -> Reply:
    """Begin a lesson, or go on where the learner stopped."""
    lesson = domain.lessons.find(turn.argument)
    place = await domain.lessons.card_of(turn.citizen.id, lesson.code)
    return await _show(turn, domain, lesson, place)


@router.button("lessons.number")
async def numbered(turn: Turn, domain: Domain) -> Reply:
    """ "Bài 5": the lesson headed so, on the learner's path or of all; else the list, and how many there are."""
    codes = domain.lessons.numbered(turn.citizen.path)
    number = buttons.number(turn.argument)
    if not 0 < number <= len(codes):
        values = {"number": number, "last": len(codes)}
        return Reply("lessons.no_such_number", values, then=await modules(turn, domain))
    return await open_lesson(replace(turn, button=_does("open", codes[number - 1])), domain)


@router.button("lessons.card")
async def card(turn: Turn, domain: Domain) -> Reply:
    """One card, forward or back."""
    code, place = _code_and_place(turn)
    return await _show(turn, domain, domain.lessons.find(code), place)


def _code_and_place(turn: Turn) -> tuple[str, int]:
    code, _, number = turn.argument.partition(":")
    return code, buttons.number(number)


async def _show(turn: Turn, domain: Domain, lesson: Any, place: int) -> Reply:
    """Cards come first, then questions; `place` counts through both."""
    place = within_reach(lesson, place)
    if turn.citizen.consented:
        await domain.lessons.at(turn.citizen.id, lesson.code, place)
    return page(lesson, place, domain, turn.citizen)


def within_reach(lesson: Any, place: int) -> int:
    """The place, or the nearest that there is: a lesson may have fewer cards than when it was begun."""
    return max(0, min(place, len(lesson.cards) + len(lesson.quiz) - 1))


def page(lesson: Any, place: int, domain: Domain, who: Person) -> Reply:
    """A card or a question, without remembering that it was seen."""
    place = within_reach(lesson, place)
    whole = _whole(who, domain, lesson)
    if place >= len(lesson.cards):
        return _question(lesson, place - len(lesson.cards), whole)
    picture = domain.library.picture(lesson.code, place + 1) if who.pictures else None
    return replace(_card(lesson, place, whole), picture=picture)


def _whole(who: Person, domain: Domain, lesson: Any) -> str:
    """ "Bài 4/82": where this lesson stands in the whole."""
    where = domain.lessons.whole(lesson, who.path)
    phrase = "lessons.of_path" if where.on_path else "lessons.of_all"
    return domain.library.phrases.say(phrase, {"number": where.number, "lessons": where.lessons}, who.form)


def within(lesson: Any, place: int, **more: Any) -> Mapping[str, Any]:
    """What a talk remembers inside a lesson: which, the way back to this card, the one before."""
    back = _does("card", lesson.code, place)
    before = _does("card", lesson.code, max(0, place - 1))
    return {"lesson": lesson.code, "back": back, "before": before, **more}


def _card(lesson: Any, number: int, whole: str) -> Reply:
    last = number == len(lesson.cards) - 1
    onward = Button(_does("card", lesson.code, number + 1), "buttons.to_quiz" if last else "buttons.next")
    back = [Button(_does("card", lesson.code, number - 1), "buttons.back")] if number else []
    slower = Button(_does("easier", lesson.code, number), "buttons.easier")
    skip = Button(_does("skip", lesson.code, number), "buttons.skip_lesson")
    values = {
        "title": lesson.title,
        "number": number + 1,
        "cards": len(lesson.cards),
        "whole": whole,
        "text": lesson.cards[number],
        "bar": bar(number + 1, len(lesson.cards) + len(lesson.quiz)),
    }
    values |= {"do_now": lesson.do_now, "if_stuck": lesson.if_stuck, "minutes": lesson.minutes}
    return Reply(
        "lessons.card_last" if last else "lessons.card",
        values,
        buttons=[onward, *back, slower, skip, buttons.MENU],
        edit=True,
        sources=source_lines(lesson.citizen_sources) if last else (),
        data=within(lesson, number, yes=onward.does),
    )


def _question(lesson: Any, number: int, whole: str = "") -> Reply:
    question, place = lesson.quiz[number], len(lesson.cards) + number
    choices = [
        buttons.named(_does("answer", lesson.code, number, choice), words)
        for choice, words in enumerate(question.choices, 1)
    ]
    last = number + 1 == len(lesson.quiz)
    skip = _does("end", lesson.code) if last else _does("card", lesson.code, place + 1)
    ways = [Button(_does("card", lesson.code, place - 1), "buttons.back"), Button(skip, "buttons.skip_question")]
    values = {"ask": question.ask, "number": number + 1, "questions": len(lesson.quiz), "title": lesson.title}
    return Reply(
        "lessons.question",
        {**values, "whole": whole},
        buttons=[*choices, *ways, buttons.MENU],
        data=within(lesson, place, question=number, answers=[button.does for button in choices]),
    )


@router.button("lessons.easier")
async def easier_words(turn: Turn, domain: Domain) -> Reply:
    """The same card in easier words: the author's, or slowly, with the hard words explained."""
    code, place = _code_and_place(turn)
    lesson = domain.lessons.find(code)
    if place >= len(lesson.cards):
        return await _show(turn, domain, lesson, place)
    return plainer(lesson, place, domain.library.glossary)


def plainer(lesson: Any, place: int, glossary: Sequence[Any]) -> Reply:
    """A card in easier words, with the way on, back to the card, to a person."""
    last = place == len(lesson.cards) - 1
    onward = Button(_does("card", lesson.code, place + 1), "buttons.to_quiz" if last else "buttons.next")
    again = Button(_does("card", lesson.code, place), "buttons.again")
    values = {"title": lesson.title, "text": easier(lesson, place, glossary)}
    values |= {"if_stuck": lesson.if_stuck}
    ways = [onward, again, buttons.PERSON, buttons.MENU]
    return Reply("lessons.easier", values, buttons=ways, data=within(lesson, place, yes=onward.does))


@router.button("lessons.skip")
async def skip_lesson(turn: Turn, domain: Domain) -> Reply:
    """Another lesson in place of this one, or straight to its questions; this one keeps its place."""
    code, place = _code_and_place(turn)
    lesson = domain.lessons.find(code)
    following = await domain.lessons.after(turn.citizen.id, lesson.code, turn.citizen.path)
    ways = [next_button(following)] if following else []
    ways.append(Button(_does("card", lesson.code, len(lesson.cards)), "buttons.to_quiz"))
    ways.append(Button(_does("card", lesson.code, place), "buttons.go_on"))
    values = {"title": lesson.title}
    return Reply("lessons.skipped", values, buttons=[*ways, buttons.LESSONS, buttons.MENU], data=within(lesson, place))


@router.button("lessons.answer")
async def answer(turn: Turn, domain: Domain) -> Reply:
    """Right or not, with the reason; then the next question or the end."""
    code, number, choice = _three(turn.argument)
    lesson = domain.lessons.find(code)
    marked = mark(lesson, number, choice)
    if turn.citizen.consented:
        if number == 0:
            await domain.lessons.restart(turn.citizen.id, lesson.code)
        await domain.quizzes.answer(turn.citizen.id, lesson, number, marked)
    phrase = "lessons.right" if marked.right else "lessons.wrong"
    values = {"why": marked.why, "answer": marked.answer}
    if number + 1 < len(lesson.quiz):
        place = len(lesson.cards) + number + 1
        onward = Button(_does("card", lesson.code, place), "buttons.next_question")
        data = within(lesson, place, yes=onward.does)
        return Reply(phrase, values, buttons=[onward, buttons.MENU], data=data)
    return Reply(phrase, values, then=await _finished(turn, domain, lesson))


def _three(argument: str) -> tuple[str, int, int]:
    code, number, choice = [*argument.split(":"), "", "", ""][:3]
    return code, buttons.number(number, -1), buttons.number(choice, -1)


@router.button("lessons.end")
async def end(turn: Turn, domain: Domain) -> Reply:
    """The last question was passed over."""
    return await _finished(turn, domain, domain.lessons.find(turn.argument))


@router.button("lessons.again")
async def again(turn: Turn, domain: Domain) -> Reply:
    """From the first card on."""
    return await _show(turn, domain, domain.lessons.find(turn.argument), 0)


async def _finished(turn: Turn, domain: Domain, lesson: Any) -> Reply:
    """The end of a lesson: praise, a certificate that was earned, the next lesson of the path."""
    if turn.citizen.consented:
        left = await domain.lessons.open_questions(turn.citizen.id, lesson)
        if left:
            return await _almost(turn, domain, lesson, left)
        await domain.lessons.finish(turn.citizen.id, lesson.code)
    ways = await _earned(turn, domain, lesson) if turn.citizen.consented else []
    following = await domain.lessons.after(turn.citizen.id, lesson.code, turn.citizen.path)
    if following:
        ways.append(next_button(following))
    if not turn.citizen.consented:
        ways.append(Button("start.agree:yes", "buttons.agree"))
    phrase = "lessons.finished" if turn.citizen.consented else "lessons.finished_unremembered"
    values = {"title": lesson.title, "do_now": lesson.do_now}
    more = [Button(_does("again", lesson.code), "buttons.lesson_again"), buttons.LESSONS, buttons.PROGRESS]
    meant = buttons.meant(yes=ways[0]) if ways else {}
    return Reply(phrase, values, buttons=[*ways, *more, buttons.MENU], data=meant)


async def _earned(turn: Turn, domain: Domain, lesson: Any) -> list[Button]:
    """Certificates that this lesson completed: of its module, of the learner's path."""
    earned = await domain.progress.completed_with(turn.citizen.id, lesson, turn.citizen.path)
    return [Button(f"certificates.module:{code.lower()}", "buttons.get_certificate") for code in earned]


async def _almost(turn: Turn, domain: Domain, lesson: Any, left: list[int]) -> Reply:
    """Questions were passed over: the lesson counts as done when they are answered."""
    place = len(lesson.cards) + left[0]
    await domain.lessons.at(turn.citizen.id, lesson.code, place)
    rest = Button(_does("card", lesson.code, place), "buttons.rest")
    following = await domain.lessons.after(turn.citizen.id, lesson.code, turn.citizen.path)
    ways = [rest, *([next_button(following)] if following else []), buttons.LESSONS, buttons.MENU]
    values = {"title": lesson.title, "left": len(left)}
    return Reply("lessons.almost", values, buttons=ways, data=within(lesson, place, yes=rest.does))


@router.command("resume", "onward", "again", "easier", "before")
async def on_with_it(turn: Turn, domain: Domain) -> Reply:
    """ "Học tiếp" anywhere: the very card where the learner stopped, on whatever day and channel."""
    begun = await domain.lessons.resume(turn.citizen.id)
    if begun:
        return await open_lesson(replace(turn, button=_does("open", begun.code)), domain)
    following = await domain.lessons.after(turn.citizen.id, "", turn.citizen.path)
    phrase = "lessons.none_begun" if turn.citizen.consented else "lessons.none_remembered"
    return await offered(turn, domain, phrase, following)


@router.command("first_lesson")
async def first_lesson(turn: Turn, domain: Domain) -> Reply:
    """ "Bài đầu tiên": the first of the learner's path, or of all, that is not done."""
    following = await domain.lessons.after(turn.citizen.id, "", turn.citizen.path)
    return await offered(turn, domain, "lessons.begin_with", following)


@router.command("next_lesson")
async def next_lesson(turn: Turn, domain: Domain) -> Reply:
    """ "Bài tiếp theo": the one after the lesson that was left open, which stays in reach."""
    begun = await domain.lessons.resume(turn.citizen.id)
    following = await domain.lessons.after(turn.citizen.id, begun.code if begun else "", turn.citizen.path)
    return await offered(turn, domain, "lessons.next_is", following, begun)


async def offered(turn: Turn, domain: Domain, phrase: str, lesson: Any, begun: Any = None) -> Reply:
    """A lesson by name, with the one that was begun in reach; the list where there is none."""
    if lesson is None:
        return await modules(turn, domain)
    offer = next_button(lesson)
    ways = [offer, *([resume_button(begun)] if begun else []), buttons.LESSONS, buttons.MENU]
    return Reply(phrase, {"title": lesson.title}, buttons=ways, data=buttons.meant(yes=offer))
