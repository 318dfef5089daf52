"""How a question is answered: the steps in order, each tried when those before it found nothing."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

import structlog

from bot.domain.answering import guard as guarding
from bot.domain.answering import price
from bot.domain.answering.asked import Asked, without_personal_data
from bot.domain.answering.base import Base, Passage, is_current
from bot.domain.answering.beyond import Wishes
from bot.domain.answering.conversation import Conversation
from bot.domain.answering.dialogue import Dialogue
from bot.domain.answering.emergency import Signs
from bot.domain.answering.foreign import is_english
from bot.domain.answering.found import Found, Keep, Topic, Written, given
from bot.domain.answering.orders import gives_orders
from bot.domain.answering.remembered import Remembered, key_of
from bot.domain.answering.search import Hit
from bot.domain.answering.search.kept import Kept
from bot.domain.answering.search.meaning import Floats, Later, Logged, Meaning, Progress, Stopped
from bot.domain.answering.shortening import first_sentences, shortened
from bot.domain.answering.speaker import without_speaker
from bot.domain.answering.thresholds import BARE, COMPARABLE, IN_SCOPE, NEAR, QUOTABLE, SAID, SAID_BARE, SURE
from bot.domain.answering.write import Draft, MarkedSecret, Model, addressed, neutral, write
from bot.library.library import Library
from bot.library.prompts import version_of
from bot.library.schemas import Faq
from bot.llm.budget import Budget
from bot.llm.completion import ModelUnavailable
from bot.messages import Label
from bot.redaction import is_marked_secret, mask

CHOICES = 4
LESSONS = 3
"""So many entries to choose from are offered, and so many lessons where somebody wants to learn."""

log = structlog.get_logger("bot.domain.answering")


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
            marked=signs.marked,
            of_card=signs.of_card,
        )
        self._wishes = Wishes(library.beyond, library.abbreviations)
        self._dialogue = Dialogue(Conversation(library.talk), self._signs.spelled, self.today)
        self.base = base

    def emergency(self, text: str) -> bool:
        """Whether somebody is being robbed, deceived or in danger right now. Asked before anything else."""
        return self._signs.found_in(text)

    def emergency_card(self, text: str) -> str:
        """The phrase that answers an emergency: by what somebody is in danger of."""
        return self._signs.card(text, self._emergency.card, self._emergency.otherwise)

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
        followed = self._dialogue.followed(base, question, topic) if topic and not lesson else ""
        if topic and followed:
            found = await self._answered(base, followed, citizen_id, ask_model, topic=topic, turn=turn)
            return replace(found, about=topic.text, follows=True)
        text = "" if ask_model or lesson else without_personal_data(question)
        parts = self._dialogue.parts(base, text) if text else None
        if parts is not None:
            return await self._both(base, parts, citizen_id, turn)
        found = await self._answered(base, question, citizen_id, ask_model, lesson=lesson, turn=turn)
        hidden = text and found.kind in ("none", "near") and not found.in_danger and not gives_orders(question)
        halves = self._dialogue.half_known(base, text) if hidden else None
        both = await self._both(base, halves, citizen_id, turn) if halves else found
        return both if both.then and "curated" in (both.kind, both.then.kind) else found

    async def _both(self, base: Base, parts: tuple[str, str], citizen_id: int, turn: int | None) -> Found:
        """An answer to each part of a question about two things."""
        searched = (parts[0], self._dialogue.second(base, *parts))
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
        words = self._searched(base, without_personal_data(question))
        vector = await self._vector(base, words)
        unnamed = topic is None and not lesson and self._dialogue.names_nothing(base, words)
        asked = Asked(question, words, citizen_id, ask_model, base, self.today(), vector, lesson, topic, unnamed, turn)
        await self._noted(asked)
        steps = (
            self._wished,
            self._sure,
            self._alarmed,
            self._of_lesson,
            self._beyond,
            self._nearest,
            self._written,
            self._extract,
        )
        for step in steps:
            found = await step(asked)
            if found is not None:
                return self._traced(asked, found)
        return self._traced(asked, Found("none"))

    async def in_danger(self, words: str) -> str:
        """The line of somebody in danger that these words are like, whatever was waited for; "" if none."""
        base, text = self.base, without_personal_data(words)
        asked = Asked(words, text, 0, False, base, self.today(), await self._vector(base, text))
        await self._alarmed(asked)
        return asked.alarmed

    def goes_on(self, question: str) -> bool:
        """Whether a question goes on from what was talked of before, so that this has to be known."""
        return bool(self._dialogue.added(self.base, question))

    @property
    def talk(self) -> Conversation:
        """How people go on talking, as the content has it now."""
        return self._dialogue.talk

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

    def _searched(self, base: Base, words: str) -> str:
        """Without who speaks, where that says no less for any entry: who asks may be what it is about."""
        bare = without_speaker(words)
        if bare == words:
            return words
        whole, short = (base.find_entries(one, self.today()).probability for one in (words, bare))
        return bare if short >= whole else words

    async def _noted(self, asked: Asked) -> None:
        """Count a question that gives the model orders; it is answered like any other, its orders are data."""
        if not gives_orders(asked.question):
            return
        asked.steps.append("question: gives orders")
        log.info("question gives orders", citizen=asked.citizen_id)
        if self._budget is not None:
            await self._budget.note_attempt()

    # --- the steps, in order -----------------------------------------------------------------------------------

    async def _wished(self, asked: Asked) -> Found | None:
        """What nobody should have: no entry, passage or model tells of it, not even of what sounds the same."""
        if not (line := self._wishes.line(asked.words)):
            return None
        asked.steps.append(f"beyond: wished for, as “{line}” is")
        return Found("none", beyond=line)

    async def _sure(self, asked: Asked) -> Found | None:
        """The curated entry, word for word; or a person, where the entry says so."""
        probability = asked.entries.probability
        covered, nearby = asked.entries.covered, asked.entries.nearby
        asked.steps.append(f"entry {probability:.2f}, of its title {covered:.2f}, one of the nearest {nearby:.2f}")
        if asked.ask_model or probability < SURE or covered < _least_said(asked):
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
        asked.which = self._dialogue.meant_by(asked.base, asked.base.meant(asked.words), asked.entries.hits)
        if asked.which:
            asked.steps.append("says no more than several entries do: asks which")
            return None
        return given(entry, asked.base.sources(entry), probability)

    def _asks_another_price(self, asked: Asked, entry: Faq) -> bool:
        """Whether a price is asked for of which the entry says nothing, in words that are none of its own."""
        return asked.asks_price and not says_a_price(entry) and not asked.base.is_title(asked.base.meant(asked.words))

    async def _alarmed(self, asked: Asked) -> Found | None:
        """No entry answers for sure: whether somebody may be in danger. What else is found is said after that.

        A word alone ("cụ") is a cry of the card's, or none.
        """
        if len(asked.words.split()) < 2:
            return None
        general = self._dialogue.ends_asking(asked.base, asked.words) or self._signs.in_general(asked.words)
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
        if self._dialogue.holding(asked.base, asked.base.meant(asked.words), asked.entries.hits):
            asked.steps.append("but entries say all of it")
            return None
        return None if asked.ask_model else Found("none", beyond=found.line)

    async def _nearest(self, asked: Asked) -> Found | None:
        """Not sure: the nearest entries to choose from."""
        if asked.ask_model or asked.entries.nearby < NEAR:
            return None
        if is_english(asked.question):
            asked.steps.append("English: what looks near is not")
            return None
        if asked.which:
            return self._offered(asked, asked.which[:CHOICES])
        before = asked.topic.entry if asked.topic else ""
        others = [hit for hit in asked.entries.hits if hit.id != before]
        if asked.topic and asked.asks_price:
            others = [hit for hit in others if says_a_price(asked.base.entries[hit.id])]
            if not others:
                asked.steps.append("follow-up: no entry says what it costs")
                return None
        return self._offered(asked, asked.base.of_facts_first(comparable(others), asked.lesson))

    def _offered(self, asked: Asked, hits: Sequence[Hit]) -> Found:
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
        if not passages or (asked.beyond and not of_lesson) or is_english(asked.question):
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


def _least_said(asked: Asked) -> float:
    """How much of a title must be said: more where a word or two is all there is ("Quảng Ninh")."""
    return SAID if len(asked.base.meant(asked.words)) > BARE else SAID_BARE


def says_a_price(entry: Faq) -> bool:
    """Whether an entry says anything of what its subject costs."""
    return price.is_said(entry.question, entry.text)


def comparable(hits: Sequence[Hit]) -> list[Hit]:
    """Two to four hits that are not far behind the first; the second comes along in any case."""
    floor = COMPARABLE * hits[0].score if hits else 0.0
    return [hit for place, hit in enumerate(hits[:CHOICES]) if place < 2 or hit.score >= floor]
