"""How a question is answered: the steps in order, each tried when those before it found nothing."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import structlog

from bot.domain.answering import guard as guarding
from bot.domain.answering import price
from bot.domain.answering.base import Base, Match, Passage, is_current
from bot.domain.answering.beyond import Beyond
from bot.domain.answering.conversation import Conversation
from bot.domain.answering.emergency import Signs
from bot.domain.answering.likeness import InDanger
from bot.domain.answering.orders import gives_orders
from bot.domain.answering.remembered import Remembered, key_of
from bot.domain.answering.search import Hit, Near
from bot.domain.answering.search.kept import Kept
from bot.domain.answering.search.meaning import Floats, Later, Logged, Meaning, Progress, Stopped
from bot.domain.answering.write import Draft, MarkedSecret, Model, addressed, neutral, write
from bot.library.library import Library
from bot.library.prompts import version_of
from bot.library.schemas import Faq
from bot.llm.budget import Budget
from bot.llm.completion import ModelUnavailable
from bot.messages import Label, Trace
from bot.redaction import cleaned, is_marked_secret, mask, spans

SURE = 0.94
"""From here on the entry is given: 64 of 66 were right of our own questions, 96 in 100 of the public set fitted on."""
SAID = 0.35
"""And only if the question says that much of the entry's title: a vaguer one gets a choice."""
NEAR = 0.3
"""From here on the nearest entries are offered: up to 1 in 20 questions on other subjects comes as far."""
QUOTABLE = 0.4
"""From here on a passage may be quoted."""
IN_SCOPE = 0.15
"""From here on the model is asked unbidden; it can still say that the passages have no answer."""
CHOICES = 4
LESSONS = 3
ASKED = 0.8
"""Each part of a question about two things must find its own entry that surely (by words alone)."""
COMPARABLE = 0.05
"""A choice is at least this likely, the best one being 1."""
LONGEST_EXTRACT = 80
"""Words of an extract."""
LONGEST_ANSWER = 120
"""Words of an answer that a model wrote; what goes beyond is dropped by whole sentences."""

log = structlog.get_logger("bot.domain.answering")


@dataclass(frozen=True, slots=True)
class Written:
    """One answer of the model, for moderators: what it was given, what it wrote, what the guard said, what it cost."""

    citizen_id: int
    prompt: str
    question: str
    passages: Sequence[str]
    raw: str
    verdict: str
    reasons: Sequence[str]
    shown: str
    tokens: int
    seconds: float
    turn: int | None = None


Keep = Callable[[Written], Awaitable[None]]
"""Where traces go. It may fail: an answer never waits for its trace."""


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a question. `kind`: curated, person, near, ai, extract or none.

    `about`: the topic that a follow-up was searched with (`follows`), or the part of a question about two things that
    this answers; `then` answers the other. `unnamed`: the question says of nothing what it asks, and nothing was talked
    of before ("phí bao nhiêu?"). `addition`: what a person found missing in this answer. `beyond`: the question fits
    this line of what nobody here knows. `in_danger`: it is like this line of somebody in danger.
    """

    kind: str
    text: str = ""
    label: Label | None = None
    sources: Sequence[str] = ()
    entry: str = ""
    score: float = 0.0
    near: Sequence[tuple[str, str]] = ()
    reviewed: date | None = None
    partial: bool = False
    question: str = ""
    steps: Sequence[str] = ()
    cuts: Sequence[str] = ()
    model_possible: bool = False
    about: str = ""
    follows: bool = False
    unnamed: bool = False
    addition: str = ""
    beyond: str = ""
    in_danger: str = ""
    then: Found | None = None

    @property
    def trace(self) -> Trace:
        """How it was found, for the log: nobody's personal data in it."""
        outcome = "; ".join((self.kind, *self.steps))
        return Trace(mask(self.question), self.score, self.sources, self.cuts, self.entry, outcome)


@dataclass(frozen=True, slots=True)
class Topic:
    """What was talked of before: a question, or the title of an entry and its id."""

    text: str
    entry: str = ""


@dataclass
class Asked:
    """One question on its way through the steps, and what each step saw."""

    question: str
    words: str
    citizen_id: int
    ask_model: bool
    base: Base
    today: date
    vector: Floats | None
    lesson: str = ""
    topic: Topic | None = None
    unnamed: bool = False
    turn: int | None = None
    alarmed: str = ""
    steps: list[str] = field(default_factory=list)
    cuts: list[str] = field(default_factory=list)

    @cached_property
    def entries(self) -> Match:
        """The nearest entries."""
        return self.base.find_entries(self.words, self.today, vector=self.vector)

    @cached_property
    def passages(self) -> Match:
        """The nearest passages; looked for only where no entry decides."""
        return self.base.find_passages(self.words, self.today, vector=self.vector, lesson=self.lesson)

    @cached_property
    def beyond(self) -> Beyond | None:
        """What nobody here knows, if that is what is asked."""
        return None if self.unnamed else self.base.find_beyond(self.lines, self.entries)

    @cached_property
    def lines(self) -> list[Near]:
        """The nearest lines of what nobody here knows, and of people in danger."""
        return self.base.find_lines(self.words, self.vector)

    @cached_property
    def asks_price(self) -> bool:
        """Whether it asks what something costs."""
        return price.is_asked(" ".join(self.base.meant(self.words)))

    def in_danger(self, *, general: bool) -> InDanger | None:
        """What danger the question sounds like; not of one that goes on from a topic, whose words it does not say.

        `general`: whether it asks at its end, supposes, or tells of what is over.
        """
        if self.unnamed or self.topic:
            return None
        return self.base.find_danger(self.lines, self.entries, general=general)


class Answering:
    """Answers questions from a library. `prepare` may wait for the model, so it takes no database."""

    def __init__(
        self,
        library: Library,
        guard: guarding.Guard,
        model: Model | None = None,
        budget: Budget | None = None,
        today: Callable[[], date] = date.today,
        *,
        meaning: Meaning | None = None,
        keep: Keep | None = None,
        kept: Kept | None = None,
        base: Base | None = None,
        off: Callable[[], bool] = lambda: False,
    ) -> None:
        """`kept`: where the index is on disk. `base`: that of the library, if it is there already.

        `off`: whether people switched the model off.
        """
        self._keep, self._remembered = keep, Remembered[Found]()
        self._guard, self._configured, self._budget, self.today = guard, model, budget, today
        self._off = off
        self._meaning, self._later = meaning, Later(meaning) if meaning else None
        self._on_disk, self._changing, self._learning = kept, asyncio.Lock(), threading.Event()
        self._answer_from(library, base or Base(library, kept))

    async def learn_meanings(self, progress: Progress | None = None) -> None:
        """Search by meaning too, as soon as the vectors are there; until then, or if that fails, by words alone.

        Where nobody watches the `progress`, the log says how far it is.
        """
        if self._meaning is None:
            return
        self._learning.set()  # for a base that is no longer asked
        self._learning = stop = threading.Event()
        logged = Logged()
        try:
            await asyncio.to_thread(self.base.learn_meanings, self._meaning, stop, progress or logged)
            logged.end()
        except asyncio.CancelledError:
            stop.set()
            raise
        except Stopped:
            return
        except Exception:
            log.exception("meanings could not be learned: search goes by words alone")

    def use(self, library: Library) -> None:
        """Answer from this library from now on; what is under way ends with the one before."""
        self._answer_from(library, Base(library, self._on_disk))

    async def change(self, library: Library) -> None:
        """The same without a pause: everyone is answered from the library before until the whole of this one is ready.

        Of two changes at a time the later one stays. New entries are found by words at once, by meaning when their
        vectors are there (those of unchanged texts are on disk).
        """
        async with self._changing:
            self._answer_from(library, await Base.made_apart(library, self._on_disk))
        await self.learn_meanings()

    @property
    def _model(self) -> Model | None:
        """The model, while there is one that nobody switched off."""
        return None if self._off() else self._configured

    def _answer_from(self, library: Library, base: Base) -> None:
        self._instructions = library.prompts.get("answer", "")
        signs = self._emergency = library.emergency
        self._signs = Signs(
            signs.signs,
            signs.not_signs,
            library.abbreviations,
            signs.cards,
            signs.over,
            tales=signs.tales,
            cries=signs.cries,
        )
        self._talk = Conversation(library.talk)
        self.base = base

    def emergency(self, text: str) -> bool:
        """Whether somebody is being robbed, deceived or in danger right now. Asked before anything else."""
        return self._signs.found_in(text)

    def emergency_card(self, text: str) -> str:
        """The phrase that answers an emergency: by what somebody is in danger of."""
        return self._signs.card(text, self._emergency.card)

    async def prepare(
        self,
        question: str,
        citizen_id: int,
        ask_model: bool = False,
        lesson: str = "",
        topic: Topic | None = None,
        *,
        turn: int | None = None,
    ) -> Found:
        """What comes of a question: of one about two things, what comes of each.

        `ask_model`: the nearest entries were offered and declined. `topic`: what was talked of before; a question that
        goes on from there is searched with it. `lesson`: the code of the one that is being learnt; what it says comes
        before what else is near. `turn`: the message's number, by which a trace of the model is found again.
        """
        base = self.base
        followed = self._followed(base, question, topic) if topic and not lesson else ""
        if topic and followed:
            found = await self._answered(base, followed, citizen_id, ask_model, topic=topic, turn=turn)
            return replace(found, about=topic.text, follows=True)
        text = "" if ask_model or lesson else without_personal_data(question)
        parts = self._parts(base, text) if text else None
        if parts is not None:
            return await self._both(base, parts, citizen_id, turn)
        found = await self._answered(base, question, citizen_id, ask_model, lesson=lesson, turn=turn)
        hidden = text and found.kind in ("none", "near") and not found.in_danger and not gives_orders(question)
        halves = self._half_known(base, text) if hidden else None
        both = await self._both(base, halves, citizen_id, turn) if halves else found
        return both if both.then and "curated" in (both.kind, both.then.kind) else found

    async def _both(self, base: Base, parts: tuple[str, str], citizen_id: int, turn: int | None) -> Found:
        """An answer to each part of a question about two things."""
        searched = (parts[0], self._second(base, *parts))
        answers = [await self._answered(base, part, citizen_id, turn=turn) for part in searched]
        first, second = (replace(found, about=part) for found, part in zip(answers, parts, strict=True))
        return replace(first, then=second)

    async def _answered(
        self,
        base: Base,
        question: str,
        citizen_id: int,
        ask_model: bool = False,
        *,
        lesson: str = "",
        topic: Topic | None = None,
        turn: int | None = None,
    ) -> Found:
        """The first step that finds something decides."""
        words = without_personal_data(question)
        vector = await self._vector(base, words)
        unnamed = topic is None and not lesson and self._names_nothing(base, words)
        asked = Asked(question, words, citizen_id, ask_model, base, self.today(), vector, lesson, topic, unnamed, turn)
        await self._noted(asked)
        steps = self._sure, self._alarmed, self._of_lesson, self._beyond, self._nearest, self._written, self._extract
        for step in steps:
            found = await step(asked)
            if found is not None:
                return self._traced(asked, found)
        return self._traced(asked, Found("none"))

    def goes_on(self, question: str) -> bool:
        """Whether a question goes on from what was talked of before, so that this has to be known."""
        return bool(self._added(self.base, question))

    def _followed(self, base: Base, question: str, topic: Topic) -> str:
        """A question that goes on from a topic, with it; "" for one that stands on its own."""
        words = self._added(base, question)
        return " ".join(self._talk.joined(base.meant(topic.text), words)) if words else ""

    def _added(self, base: Base, question: str) -> Sequence[str]:
        """The words that a question adds to what was talked of before; none when it stands on its own."""
        talk, text = self._talk, without_personal_data(question)
        words = base.meant(text)
        if base.is_title(words):
            return ()
        opened = base.meant(talk.opened(text))
        if talk.names_nothing(opened):
            return opened
        goes_on = talk.names_nothing(words) or (talk.opens(words) and self._names_no_entry(base, text, words))
        return words if goes_on else ()

    def _names_nothing(self, base: Base, text: str) -> bool:
        """Whether a question says of nothing what it asks: "còn phí bao nhiêu"."""
        words, opened = base.meant(text), base.meant(self._talk.opened(text))
        nothing = self._talk.names_nothing(words) or self._talk.names_nothing(opened)
        return nothing and not base.is_title(words)

    def _names_no_entry(self, base: Base, text: str, words: Sequence[str]) -> bool:
        """Whether no entry is about what a question names."""
        match, subject = base.find_entries(text, self.today()), set(self._talk.subject(words))
        titles = base.titles(match.hits[0].id) if match.hits else ()
        return match.probability < ASKED and not any(subject <= set(title) for title in titles)

    def _parts(self, base: Base, text: str) -> tuple[str, str] | None:
        """Two questions in one, each about an entry of its own."""
        if not (self._talk.may_be_two(base.meant(text)) or self._talk.may_be_two(self._signs.spelled(text).split())):
            return None
        for first, second in self._talk.parts(text):
            if self._talk.two(base.meant(first), base.meant(second)):
                both = (first, self._second(base, first, second))
                one, other = (base.find_entries(part, self.today()) for part in both)
                sure = min(one.probability, other.probability) >= ASKED
                if sure and one.hits[0].id != other.hits[0].id:
                    return first, second
        return None

    def _half_known(self, base: Base, text: str) -> tuple[str, str] | None:
        """Two things in one, of which one has its entry, surely, and the other, that nobody here knows, hides it."""
        for first, second in self._talk.parts(text):
            found = {part: base.find_entries(part, self.today()) for part in (first, second)}
            known = [part for part, one in found.items() if one.probability >= ASKED and one.covered >= SAID]
            others = [part for part in found if part not in known]
            if known and others and self._is_beyond(base, others[0], found[others[0]]):
                return first, second
        return None

    def _is_beyond(self, base: Base, part: str, entries: Match) -> bool:
        """Whether a part names something, and that of which nobody here knows."""
        named = self._talk.subject(base.meant(part))
        return bool(named) and base.find_beyond(base.find_lines(part), entries) is not None

    def _second(self, base: Base, first: str, second: str) -> str:
        """The second of two questions as it is searched: of what the first names, where it names nothing itself."""
        return self._followed(base, second, Topic(first)) or second

    def entry(self, entry_id: str) -> Found | None:
        """The entry behind a pressed button; None if it is gone, expired or not public."""
        entry = self.base.entries.get(entry_id)
        if entry is None or not is_current(entry.valid_until, self.today()):
            return None
        found = given(entry, self.base.sources(entry), 1.0)
        return replace(found, question=entry.question, steps=("chosen by button",))

    def wordings(self, entry_id: str) -> Sequence[str]:
        """Every way of asking that an entry has."""
        entry = self.base.entries[entry_id]
        return entry.question, *entry.also

    async def lessons_about(self, wish: str) -> list[str]:
        """The codes of lessons that say something of what somebody wants to learn, the nearest first."""
        base, words = self.base, without_personal_data(wish)
        found = base.find_lessons(words, await self._vector(base, words))
        codes = dict.fromkeys(base.passages[hit.id].lesson for hit in found.hits)
        return [*codes][:LESSONS] if found.nearby >= QUOTABLE else []

    async def _vector(self, base: Base, words: str) -> Floats | None:
        """The question's meaning, if that is to be had in time."""
        if self._later is None or not base.knows_meanings:
            return None
        meant = base.meant(words)
        return await self._later.question(meant) if meant else None

    async def _noted(self, asked: Asked) -> None:
        """Count a question that gives the model orders; it is answered like any other, its orders are data."""
        if not gives_orders(asked.question):
            return
        asked.steps.append("question: gives orders")
        log.info("question gives orders", citizen=asked.citizen_id)
        if self._budget is not None:
            await self._budget.note_attempt()

    # --- the steps, in order -----------------------------------------------------------------------------------

    async def _sure(self, asked: Asked) -> Found | None:
        """The curated entry, word for word; or a person, where the entry says so."""
        probability = asked.entries.probability
        covered, nearby = asked.entries.covered, asked.entries.nearby
        asked.steps.append(f"entry {probability:.2f}, of its title {covered:.2f}, one of the nearest {nearby:.2f}")
        if asked.ask_model or probability < SURE or asked.entries.covered < SAID:
            return None
        if asked.unnamed:
            asked.steps.append("names nothing: asks of what")
            return None
        entry = asked.base.entries[asked.entries.hits[0].id]
        if self._asks_another_price(asked, entry):
            asked.steps.append("asks for a price, and this entry says none")
            return None
        if asked.topic and entry.id == asked.topic.entry:
            asked.steps.append("follow-up: the same entry again")
            return None
        return given(entry, asked.base.sources(entry), probability)

    def _asks_another_price(self, asked: Asked, entry: Faq) -> bool:
        """Whether a price is asked for of which the entry says nothing, in words that are none of its own."""
        return asked.asks_price and not says_a_price(entry) and not asked.base.is_title(asked.base.meant(asked.words))

    async def _alarmed(self, asked: Asked) -> Found | None:
        """No entry answers for sure: whether somebody may be in danger. What else is found is said after that."""
        general = self._talk.ends_asking(asked.base.meant(asked.words)) or self._signs.in_general(asked.words)
        if (found := asked.in_danger(general=general)) is not None:
            asked.alarmed = found.line
            asked.steps.append(f"in danger: like “{found.line}” of “{found.about}” by {found.fit:.2f}")
        return None

    async def _of_lesson(self, asked: Asked) -> Found | None:
        """In a lesson: its own card, where none is nearer by far."""
        passages = self._passages(asked, QUOTABLE) if asked.lesson else []
        if not passages or passages[0].lesson != asked.lesson:
            return None
        asked.steps.append(f"of the lesson: {passages[0].id}")
        return await self._written(asked) or await self._extract(asked)

    async def _beyond(self, asked: Asked) -> Found | None:
        """What nobody here knows: nothing else is offered, quoted or asked of the model unbidden."""
        if (found := asked.beyond) is None:
            return None
        asked.steps.append(f"beyond: line “{found.line}” of “{found.about}” fits by {found.fit:.2f}")
        return None if asked.ask_model else Found("none", beyond=found.line)

    async def _nearest(self, asked: Asked) -> Found | None:
        """Not sure: the nearest entries to choose from."""
        if asked.ask_model or asked.entries.nearby < NEAR:
            return None
        before = asked.topic.entry if asked.topic else ""
        others = [hit for hit in asked.entries.hits if hit.id != before]
        if asked.topic and asked.asks_price:
            others = [hit for hit in others if says_a_price(asked.base.entries[hit.id])]
            if not others:
                asked.steps.append("follow-up: no entry says what it costs")
                return None
        hits = asked.base.of_facts_first(comparable(others), asked.lesson)
        near = tuple((hit.id, asked.base.entries[hit.id].question) for hit in hits)
        return Found("near", score=asked.entries.nearby, near=near)

    async def _written(self, asked: Asked) -> Found | None:
        """The model's words, as far as the guard lets them pass."""
        if asked.alarmed:
            asked.steps.append("model: not for somebody in danger")
            return None
        passages, model = self._passages(asked, 0.0 if asked.ask_model else IN_SCOPE), self._model
        if model is None or not self._instructions or not passages:
            asked.steps.append("model: " + ("nothing to answer from" if model else "off"))
            return None
        key = key_of(asked.question, passages, self._instructions, asked.today)
        if (before := self._remembered.get(key)) is not None:
            asked.steps.append("model: answered before")
            return before
        found = await self._asked_now(model, asked, passages)
        if found is not None:
            self._remembered.put(key, found)
        return found

    async def _asked_now(self, model: Model, asked: Asked, passages: list[Passage]) -> Found | None:
        """The same, from the model itself."""
        if self._budget is not None and not await self._budget.take(asked.citizen_id):
            asked.steps.append("model: over budget")
            return None
        started = time.monotonic()
        try:
            draft = await self._drafted(model, asked.question, passages)
        except (ModelUnavailable, MarkedSecret) as refusal:
            asked.steps.append(f"model: {type(refusal).__name__} {refusal}".strip())
            return None
        if self._budget is not None:
            await self._budget.spend(draft.tokens)
        return await self._guarded(asked, draft, time.monotonic() - started)

    async def _drafted(self, model: Model, question: str, passages: list[Passage]) -> Draft:
        """What the model writes; meanwhile the guard reads the passages."""
        reading = asyncio.create_task(asyncio.to_thread(self._guard.read_ahead, as_guarded(enumerate(passages, 1))))
        try:
            return await write(model, self._instructions, question, passages)
        finally:
            await asyncio.wait([reading])

    async def _guarded(self, asked: Asked, draft: Draft, seconds: float) -> Found | None:
        seen = as_guarded(draft.named.items())
        verdict = self._guard.check(asked.question, seen, draft.raw)
        asked.cuts += verdict.reasons
        asked.steps.append(f"guard: {verdict.verdict}")
        await self._kept(asked, draft, verdict, seconds)
        if verdict.verdict == "blocked":
            return None
        # Braces would be read as placeholders further on.
        plain = verdict.text.replace("{", "(").replace("}", ")")
        text = shortened(plain)
        sources = asked.base.sources_of(draft.used or draft.named.values())
        cut = [reason for reason in verdict.reasons if not reason.startswith("validity: said")]
        partial = draft.coverage == "partial" or bool(cut) or len(text) < len(plain)
        return Found("ai", addressed(text), Label.AI, sources, score=asked.passages.nearby, partial=partial)

    async def _kept(self, asked: Asked, draft: Draft, verdict: guarding.Verdict, seconds: float) -> None:
        """Hand the trace on; that it cannot be kept is no reason to leave somebody without an answer."""
        if self._keep is None:
            return
        trace = Written(
            citizen_id=asked.citizen_id,
            prompt=version_of(self._instructions),
            question=mask(asked.question),
            passages=[one.id for one in draft.named.values()],
            raw=mask(draft.raw),
            verdict=verdict.verdict,
            reasons=verdict.reasons,
            shown=verdict.text,
            tokens=draft.tokens,
            seconds=seconds,
            turn=asked.turn,
        )
        try:
            await self._keep(trace)
        except Exception:
            log.exception("trace not kept", citizen=asked.citizen_id)

    async def _extract(self, asked: Asked) -> Found | None:
        """The nearest passage's own words."""
        passages = self._passages(asked, QUOTABLE)
        of_lesson = asked.lesson and passages and passages[0].lesson == asked.lesson
        if not passages or (asked.beyond and not of_lesson):
            return None
        best, score = passages[0], asked.passages.nearby
        sources = asked.base.sources_of([best])
        return Found("extract", first_sentences(best.text), Label.EXTRACT, sources, best.entry, score)

    def _passages(self, asked: Asked, least: float) -> list[Passage]:
        """The nearest passages, if it is at least that likely that one of them answers."""
        close = asked.passages.nearby >= least
        return [asked.base.passages[hit.id] for hit in asked.passages.hits] if close else []

    def _traced(self, asked: Asked, found: Found) -> Found:
        """The same with what led to it."""
        return replace(
            found,
            score=found.score or asked.entries.nearby,
            question=asked.question,
            steps=tuple(asked.steps),
            cuts=tuple(asked.cuts),
            unnamed=asked.unnamed,
            in_danger=asked.alarmed,
            model_possible=self._model is not None and not asked.alarmed and not is_marked_secret(asked.question),
        )


def as_guarded(named: Iterable[tuple[object, Passage]]) -> list[guarding.Passage]:
    """Passages as the guard reads them, by the names the model knows."""
    return [guarding.Passage(str(name), neutral(f"{one.title}\n{one.text}")) for name, one in named]


def given(entry: Faq, sources: Sequence[str], score: float) -> Found:
    """A curated entry as an answer; one without a verified answer leads to a person and carries no label."""
    if entry.person:
        return Found("person", entry.text, None, sources, entry.id, score, reviewed=entry.reviewed)
    return Found("curated", entry.text, Label.CURATED, sources, entry.id, score, reviewed=entry.reviewed)


def says_a_price(entry: Faq) -> bool:
    """Whether an entry says anything of what its subject costs."""
    return price.is_said(entry.question, entry.text)


def comparable(hits: Sequence[Hit]) -> list[Hit]:
    """Two to four hits that are not far behind the first; the second comes along in any case."""
    floor = COMPARABLE * hits[0].score if hits else 0.0
    return [hit for place, hit in enumerate(hits[:CHOICES]) if place < 2 or hit.score >= floor]


def without_personal_data(question: str) -> str:
    """What is searched: nobody's number or name helps to find an entry."""
    text = cleaned(question)
    for span in reversed(spans(text)):
        text = f"{text[: span.start]} {text[span.end :]}"
    return text


def shortened(text: str, most: int = LONGEST_ANSWER) -> str:
    """Whole sentences up to so many words, line breaks kept; a first one that is too long stays whole."""
    kept, words = "", 0
    for sentence in re.findall(r".+?(?:[.!?…](?=\s|$)|\n|$)\s*", text, flags=re.DOTALL):
        words += len(sentence.split())
        if kept and words > most:
            break
        kept += sentence
    return kept.strip()


def first_sentences(text: str, most: int = LONGEST_EXTRACT) -> str:
    """Whole sentences from the start, as many as fit; a first one that is too long is cut between words."""
    kept: list[str] = []
    for sentence in re.split(r"(?<=[.!?…])\s+|\n+", text.strip()):
        if sum(len(one.split()) for one in kept) + len(sentence.split()) > most:
            break
        kept.append(sentence)
    return " ".join(kept) or " ".join(text.split()[:most]) + "…"
