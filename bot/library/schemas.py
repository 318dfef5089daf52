"""The shape of each kind of content file."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from bot.library.text import count_words

ANSWER_WORDS = 80
CARD_WORDS = 60
TERM_WORDS = 30
ARTICLE_WORDS = (200, 600)
SECTION_WORDS = (40, 150)

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
FactCode = Annotated[str, StringConstraints(pattern=r"^F-[A-Z]{2,3}-\d{2}$")]
LessonCode = Annotated[str, StringConstraints(pattern=r"^M\d{1,2}-\d{2}$")]
AskedCode = Annotated[str, StringConstraints(pattern=r"^Q-\d{3}$")]


class Shape(BaseModel):
    """No field beyond those named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Agency(Shape):
    """A source that citizens see: an agency with its official link."""

    agency: Words
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]

    def __str__(self) -> str:
        return f"{self.agency} – {self.url}"


CitizenSource = Words | Agency


class Faq(Shape):
    """One question with its answer, or with a kind word that leads to a person.

    `covers`: which of the numbered questions it answers; `about_bot`: it tells what the program itself does, which no
    fact states.
    """

    id: str
    text: str
    question: Words
    also: list[Words] = []
    topic: Words
    covers: list[AskedCode] = []
    facts: list[FactCode] = []
    citizen_sources: list[CitizenSource] = []
    valid_until: date | None = None
    reviewed: date
    person: bool = False
    about_bot: bool = False
    visibility: Literal["public", "internal"] = "public"

    @model_validator(mode="after")
    def _answered(self) -> Self:
        if not (self.facts or self.person or self.about_bot):
            raise ValueError("facts: must name at least one fact, or set person: true")
        if not self.text:
            raise ValueError("text: must have an answer below the fields")
        if count_words(self.text) > ANSWER_WORDS:
            raise ValueError(f"text: must have at most {ANSWER_WORDS} words, has {count_words(self.text)}")
        return self


class Section(Shape):
    """A part of an article that stands by itself: a heading as people ask it, and the words below.

    `sources` counts the article's sources from 1; None for all of them.
    """

    heading: Words
    text: str
    sources: list[int] | None = None

    @property
    def words(self) -> int:
        """How many words stand below the heading."""
        return count_words(self.text)


class Article(Shape):
    """What is known about a matter, in sections; each is a passage that an answer may rest on."""

    id: str
    title: Words
    module: Annotated[str, StringConstraints(pattern=r"^M(?:\d|1[01])$")]
    also: list[Words] = []
    facts: Annotated[list[FactCode], Field(min_length=1)]
    citizen_sources: list[CitizenSource] = []
    reviewed: date
    valid_until: date | None = None
    visibility: Literal["public", "internal"] = "public"
    sections: list[Section]

    @property
    def text(self) -> str:
        """Every word that is read, headings too."""
        return "\n".join((self.title, *(f"{one.heading}\n{one.text}" for one in self.sections)))

    def sources_of(self, section: Section) -> list[CitizenSource]:
        """The sources that citizens see below this section."""
        if section.sources is None:
            return self.citizen_sources
        return [self.citizen_sources[number - 1] for number in section.sources]

    @model_validator(mode="after")
    def _measured(self) -> Self:
        for section in self.sections:
            _between(section.words, SECTION_WORDS, f"“{section.heading}”")
        _between(sum(one.words for one in self.sections), ARTICLE_WORDS, "the article")
        return self

    @model_validator(mode="after")
    def _sourced(self) -> Self:
        numbers = range(1, len(self.citizen_sources) + 1)
        named = {number for one in self.sections for number in (numbers if one.sources is None else one.sources)}
        if missing := named - set(numbers):
            raise ValueError(f"citizen_sources: a section names number {max(missing)}, there are {len(numbers)}")
        if unused := set(numbers) - named:
            raise ValueError(f"citizen_sources: no section names number {min(unused)}: name it, or leave it out")
        return self


def _between(words: int, bounds: tuple[int, int], what: str) -> None:
    least, most = bounds
    if not least <= words <= most:
        raise ValueError(f"sections: {what} must have {least} to {most} words, has {words}")


class Module(Shape):
    """A group of lessons."""

    code: Annotated[str, StringConstraints(pattern=r"^M\d{1,2}$")]
    title: Words
    order: int
    summary: Words
    skills: list[Words] = []


class Question(Shape):
    """One question of a quiz; `right` counts from 1, `why` explains each choice."""

    ask: Words
    choices: Annotated[list[Words], Field(min_length=2, max_length=4)]
    right: Annotated[int, Field(ge=1)]
    why: list[Words]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.right > len(self.choices):
            raise ValueError(f"right: must be at most {len(self.choices)}, is {self.right}")
        if len(self.why) != len(self.choices):
            raise ValueError(f"why: must explain each of the {len(self.choices)} choices, has {len(self.why)}")
        return self


class Lesson(Shape):
    """A lesson: cards to read, one thing to do, questions.

    `unquoted`: the numbers of cards that answer nobody's question, such as notes for who teaches.
    """

    code: Annotated[str, StringConstraints(pattern=r"^M\d{1,2}-\d{2}$")]
    title: Words
    minutes: Annotated[int, Field(ge=3, le=5)]
    audiences: Annotated[list[Literal["DÂN", "CAO", "VÙNG", "GIA", "HSSV", "CB", "KD"]], Field(alias="for")]
    goal: Words
    skills: list[Words]
    facts: Annotated[list[FactCode], Field(min_length=1)]
    citizen_sources: list[CitizenSource]
    reviewed: date
    do_now: Words
    if_stuck: Words
    easier: dict[int, Words] = {}
    unquoted: list[int] = []
    quiz: Annotated[list[Question], Field(min_length=2, max_length=4)]
    cards: Annotated[list[Words], Field(min_length=3, max_length=6)]

    @property
    def module(self) -> str:
        """The code of its module."""
        return self.code.partition("-")[0]

    @property
    def unquoted_cards(self) -> set[int]:
        """The numbers of cards that are no answer: the first opens the lesson with a story of made-up people."""
        return {1, *self.unquoted}

    @model_validator(mode="after")
    def _short(self) -> Self:
        for number, card in enumerate(self.cards, 1):
            if count_words(card) > CARD_WORDS:
                raise ValueError(f"cards: card {number} must have at most {CARD_WORDS} words, has {count_words(card)}")
        for number, words in self.easier.items():
            if count_words(words) > CARD_WORDS:
                raise ValueError(f"easier: {number} must have at most {CARD_WORDS} words, has {count_words(words)}")
        if strange := set(self.easier) - set(range(1, len(self.cards) + 1)):
            raise ValueError(f"easier: there is no card {min(strange)}")
        if strange := set(self.unquoted) - set(range(1, len(self.cards) + 1)):
            raise ValueError(f"unquoted: there is no card {min(strange)}")
        return self


class LearningPath(Shape):
    """A way through the lessons: for a group of learners, or towards a goal; `also` is how people ask for it."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,14}$")]
    title: Words
    summary: Words
    kind: Literal["group", "goal"]
    audience: Literal["", "DÂN", "CAO", "VÙNG", "GIA", "HSSV", "CB", "KD"] = ""
    also: list[Words] = []
    lessons: Annotated[list[LessonCode], Field(min_length=3, max_length=12)]

    @model_validator(mode="after")
    def _of_somebody(self) -> Self:
        if (self.kind == "group") != bool(self.audience):
            raise ValueError("audience: a group's path names its group, a goal's path none")
        return self


class Illustration(Shape):
    """The drawing of a lesson: with which card it goes, what it shows, of what it is put together."""

    lesson: Annotated[str, StringConstraints(pattern=r"^M\d{1,2}-\d{2}$")]
    card: Annotated[int, Field(ge=1, le=6)]
    alt: Annotated[str, StringConstraints(min_length=10, max_length=200, strip_whitespace=True)]
    draw: dict[str, Any]

    @property
    def name(self) -> str:
        """The file that is sent, below `content/`."""
        return f"pictures/{self.lesson.lower()}.png"

    def beyond(self, cards: int) -> str:
        """What is wrong when the lesson has so many cards; "" when its card is among them."""
        return f"card: must be at most {cards}, is {self.card}" if self.card > cards else ""


class FactSource(Shape):
    """A page that says so. Press pages stay in the console."""

    title: Words
    url: str = ""
    date: str = ""
    kind: Literal["official", "document", "press"]


class Confirmed(Shape):
    """Who confirmed a changing fact for the province, when, by what."""

    by: Words
    on: date
    source: Words


class Fact(Shape):
    """A statement that content rests on."""

    code: FactCode
    statement: Words
    certainty: Literal["firm", "changing", "weak"]
    confirmed: Confirmed | None = None
    read_on: date
    sources: Annotated[list[FactSource], Field(min_length=1)]


class Place(BaseModel):
    """A commune, ward or special zone since 2025-07-01, with the names it was formed from."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    code: str
    name: str
    short_name: str
    type: str
    name_ascii: str
    formed_from: list[str] = []


class LegalRow(Shape):
    """A document of the register; what nobody could read is null, or not there."""

    number: Words
    type: Words
    issuer: str = ""
    issued: date | None = None
    effective: date | None = None
    title: str = ""
    status: str = ""
    replaced_by: str | None = None
    topics: list[Words] = []
    aliases: list[Words] = []
    verified: bool = True
    verification: Literal["", "same_page", "two_pages"] = ""
    note: str = ""
    sources: list[dict[str, Any]] = []


class Organisation(Shape):
    """What people may name as theirs: a body, a branch, an association, an enterprise, a school."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,22}$")]
    title: Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]
    kind: Literal["ban", "nganh", "doan-the", "doanh-nghiep", "truong"]


class NoticeWords(Shape):
    """A template of announcements: words with blanks in square brackets, and no facts."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,22}$")]
    name: Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
    kind: Literal["general", "meeting", "class", "warning", "service"]
    title: Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
    body: Annotated[str, StringConstraints(min_length=1, max_length=2500, strip_whitespace=True, pattern=r"\[[^\]]+\]")]


class Command(Shape):
    """The words that start one conversation; `slash` and `menu` for Telegram's list.

    Of small talk (`small_talk: true`) every letter counts, and polite words around it do not.
    """

    command: Words
    slash: str = ""
    menu: str = ""
    words: list[Words] = []
    small_talk: bool = False


class Term(Shape):
    """A word of the trade and what it means in plain words; `also` how else it is written.

    `foreign` are those of its words that each lesson explains where it uses them.
    """

    term: Words
    also: list[Words] = []
    foreign: list[Words] = []
    means: Words

    @model_validator(mode="after")
    def _short(self) -> Self:
        if count_words(self.means) > TERM_WORDS:
            raise ValueError(f"means: must have at most {TERM_WORDS} words, has {count_words(self.means)}")
        return self


class Tale(Shape):
    """What somebody did or met with, and what came of it: any of the one, soon followed by any of the other.

    `says` and `wants`: any of these stands before `first` and before `then`. `within`: at most so many words lie
    between the halves. `unless`: a message with any of these only asks about such a thing.
    """

    first: Annotated[list[Words], Field(min_length=1)]
    then: Annotated[list[Words], Field(min_length=1)]
    says: list[Words] = []
    wants: list[Words] = []
    unless: list[Words] = []
    within: Annotated[int, Field(ge=1, le=16)] = 6


class Beyond(Shape):
    """What people ask for and nobody here knows: a subject, and how it is asked for, a line each.

    `wishes`: what is refused even where an entry would answer for sure; marks count where the question has any.
    """

    about: Words
    lines: tuple[str, ...]
    wishes: list[Tale] = []

    @field_validator("lines", mode="before")
    @classmethod
    def _parted(cls, told: object) -> object:
        return tuple(line.strip() for line in told.splitlines() if line.strip()) if isinstance(told, str) else told


class Danger(Beyond):
    """How people in danger write: a subject and lines; with `harmless: true` lines that only look alike.

    `whole`: only messages that are such a line and nothing else look alike; they are sought in no other.
    """

    harmless: bool = False
    whole: bool = False


class Signs(Shape):
    """Words of someone in danger, words that only look like it, and the card that answers.

    `tales`: two halves that are a sign together. `cries`: what is called out and nothing else. `calls`: words that name
    help without saying what happened; while nobody is answered they count as well. `over`: what stands before such
    words is settled. `cards`: in their order, other cards and the words that call for them, where none of a card before
    is there. `marked`: signs only with their marks. `otherwise`: the card where none fits and nothing is said of
    `of_card`; "" where that is `card` too.
    """

    signs: Annotated[list[Words], Field(min_length=1)]
    not_signs: list[Words]
    tales: list[Tale] = Field(default_factory=list)
    cries: list[Words] = Field(default_factory=list)
    calls: list[Words] = Field(default_factory=list)
    over: list[Words] = Field(default_factory=list)
    marked: list[Words] = Field(default_factory=list)
    card: Words
    otherwise: str = ""
    of_card: list[Words] = Field(default_factory=list)
    cards: dict[Words, Annotated[list[Words], Field(min_length=1)]] = {}

    @property
    def all_cards(self) -> list[str]:
        """Every card that may be sent, each once, the usual one first."""
        return [name for name in dict.fromkeys((self.card, self.otherwise, *self.cards)) if name]
