"""`content/` as checked objects in memory. A broken file is left out, and named."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.library import beyond_checks, checks, illustrations, sentences
from bot.library.articles import read_article
from bot.library.choices import title_key
from bot.library.commands import Commands
from bot.library.files import (
    ODD,
    Broken,
    Fault,
    Source,
    read_list,
    read_map,
    read_nodes,
    read_page,
    rows,
    shown,
    text_left,
)
from bot.library.phrases import Phrases
from bot.library.places import Places
from bot.library.prompts import read_prompt
from bot.library.register import Register, read_document, verified
from bot.library.register_file import read_rows
from bot.library.schemas import (
    Article,
    Beyond,
    Command,
    Danger,
    Fact,
    Faq,
    LearningPath,
    LegalRow,
    Lesson,
    Module,
    NoticeWords,
    Organisation,
    Place,
    Signs,
    Term,
)
from bot.library.word_lists import as_lines, as_sentences, as_tables
from bot.messages import Picture

Kind = TypeVar("Kind", bound=BaseModel)
Lined = TypeVar("Lined", bound=Beyond)
CARD = "---card---"
Read = Callable[[Path], Source]
"""How a file is read. Raises Broken."""


@dataclass
class Library:
    """Everything that is said and known. It never changes: new files make a new library."""

    faqs: list[Faq] = field(default_factory=list)
    modules: list[Module] = field(default_factory=list)
    lessons: list[Lesson] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    paths: list[LearningPath] = field(default_factory=list)
    facts: dict[str, Fact] = field(default_factory=dict)
    places: Places = field(default_factory=lambda: Places(()))
    phrases: Phrases = field(default_factory=lambda: Phrases({}))
    organisations: list[Organisation] = field(default_factory=list)
    notices: list[NoticeWords] = field(default_factory=list)
    commands: Commands = field(default_factory=lambda: Commands(()))
    register: Register = field(default_factory=lambda: Register(()))
    abbreviations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    everyday: Sequence[str] = ()
    glossary: list[Term] = field(default_factory=list)
    beyond: list[Beyond] = field(default_factory=list)
    danger: list[Danger] = field(default_factory=list)
    talk: Mapping[str, Sequence[str]] = field(default_factory=dict)
    emergency: Signs = field(default_factory=lambda: Signs(signs=["-"], not_signs=[], card="emergency.card"))
    prompts: dict[str, str] = field(default_factory=dict)
    illustrations: dict[str, illustrations.Illustration] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @classmethod
    def load(cls, folder: Path) -> Library:
        """Read every file below `folder`."""
        return Loader(folder).load()

    def lesson(self, code: str) -> Lesson | None:
        """The lesson of a code in any case, or None."""
        return self._by_code.get(code.upper())

    def lessons_of(self, module: str) -> Sequence[Lesson]:
        """The lessons of a module (its code in any case) in their order."""
        return self._by_module.get(module.upper(), ())

    @cached_property
    def _by_code(self) -> Mapping[str, Lesson]:
        return {lesson.code: lesson for lesson in reversed(self.lessons)}

    def place_of(self, code: str) -> int:
        """The place of a lesson among all of them, from 1; KeyError for a code that none has."""
        return self._places_of_lessons[code]

    @cached_property
    def _places_of_lessons(self) -> Mapping[str, int]:
        return {lesson.code: place for place, lesson in enumerate(self.lessons, 1)}

    @cached_property
    def _by_module(self) -> Mapping[str, Sequence[Lesson]]:
        codes = dict.fromkeys(lesson.module.upper() for lesson in self.lessons)
        return {code: [one for one in self.lessons if one.module.upper() == code] for code in codes}

    def path(self, code: str) -> LearningPath | None:
        """The path of a code in any case, or None."""
        wanted = code.lower()
        return next((path for path in self.paths if path.code == wanted), None)

    @cached_property
    def titled_buttons(self) -> Mapping[str, str]:
        """What buttons do that have the title of a lesson or a path in them, by the key of all their words."""
        lessons = {title_key(one.title): f"lessons.open:{one.code.lower()}" for one in self.lessons}
        ways = {f"{begins} {title}": does for title, does in lessons.items() for begins in ("hoc tiep", "bai tiep")}
        return ways | {f"lo trinh {title_key(path.title)}": f"paths.show:{path.code}" for path in self.paths}

    def organisation(self, code: str) -> Organisation | None:
        """The organisation of a code, or None."""
        return next((one for one in self.organisations if one.code == code), None)

    def notice(self, code: str) -> NoticeWords | None:
        """The template of announcements of a code, or None."""
        return next((one for one in self.notices if one.code == code), None)

    def titles(self) -> dict[str, str]:
        """What a certificate may be of: the code of a module or a path → its title."""
        paths = {one.code.upper(): one.title for one in self.paths}
        return {one.code: one.title for one in self.modules} | paths

    def _based(self) -> list[Faq | Lesson | Article]:
        return [*self.faqs, *self.lessons, *self.articles]

    def facts_to_confirm(self) -> list[Fact]:
        """Changing facts that content rests on and that the province has not confirmed."""
        used = {code for item in self._based() for code in item.facts}
        return [self.facts[c] for c in sorted(used) if c in self.facts and _open(self.facts[c])]

    def picture(self, lesson: str, card: int) -> Picture | None:
        """The drawing that goes with this card of a lesson, counted from 1; most cards have none."""
        one = self.illustrations.get(lesson)
        return Picture(one.name, one.alt) if one and one.card == card else None


def _open(fact: Fact) -> bool:
    return fact.certainty == "changing" and fact.confirmed is None


SHELVES = {
    "lessons": ("*/*.md", "*/module.yaml", "*/pictures.yaml"),
    "faqs": ("*/*.md",),
    "knowledge": ("*/*.md",),
    "facts": ("*.yaml",),
    "paths": ("*.yaml",),
}
"""Where each kind of content is looked for."""


class Loader:
    """Reads the files kind by kind, then checks what stands in one against the others."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.faults = folder, list[Fault]()
        self.sources: dict[str, Source] = {}

    def load(self) -> Library:
        """The library, with every fault found on the way."""
        library = Library(faults=self.faults)
        library.register = self._register()
        library.facts = {fact.code: fact for fact in self._rows("facts", Fact)}
        library.places = Places(self._places())
        library.organisations = self._list(self.folder / "organisations.yaml", Organisation)
        library.notices = self._list(self.folder / "notices.yaml", NoticeWords)
        library.commands = Commands(self._list(self.folder / "commands.yaml", Command))
        library.abbreviations = self._one("words/abbreviations.yaml", lambda path: as_tables(read_map(path)), {})
        library.everyday = self._one("words/everyday.yaml", lambda path: as_sentences(read_map(path)), ())
        library.glossary = self._list(self.folder / "words/glossary.yaml", Term)
        library.talk = self._one("words/talk.yaml", lambda path: as_lines(read_map(path)), {})
        library.emergency = self._one("words/emergency.yaml", self._signs, library.emergency)
        library.phrases = self._phrases(library)
        library.prompts = dict(self._prompts())
        library.modules = sorted(self._modules(), key=lambda module: module.order)
        library.lessons = self._lessons(library)
        library.illustrations = {one.lesson: one for one in self._illustrations(library)}
        self.faults += illustrations.strays(self.folder, library.illustrations)
        library.faqs = list(self._faqs())
        library.articles = list(self._articles())
        library.beyond = self._subjects("beyond", Beyond, library.faqs)
        library.danger = self._subjects("danger", Danger, library.faqs)
        self.faults += self._misplaced()
        checks.across(library, self.sources, self.faults)
        library.paths = self._paths(library)
        return library

    def _paths(self, library: Library) -> list[LearningPath]:
        """Ways through the lessons; one that leads nowhere is left out."""
        found: list[LearningPath] = []
        for path in sorted((self.folder / "paths").glob("*.yaml")):
            for source in self._one(str(path.relative_to(self.folder)), read_list, []):
                made = self._make(LearningPath, source)
                remedies = checks.of_path(library, found, made) if made else []
                self.faults += [source.fault(field_, remedy) for field_, remedy in remedies]
                if made and not remedies:
                    found.append(made)
        return found

    def _one(self, name: str, read: Callable[[Path], Any], otherwise: Any) -> Any:
        path = self.folder / name
        try:
            return read(path)
        except Broken as error:
            self.faults.append(error.fault)
        except ODD as error:
            why = str(error).partition("\n")[0] or type(error).__name__
            self.faults.append(Fault(shown(path), 1, "file", f"cannot be used: {why}"))
        return otherwise

    def _misplaced(self) -> Iterator[Fault]:
        """Files that nobody would read, where an author meant to add something."""
        for name, patterns in SHELVES.items():
            shelf = self.folder / name
            read = {path for pattern in patterns for path in shelf.glob(pattern)}
            for path in sorted(shelf.rglob("*")):
                if path.suffix in (".md", ".yaml", ".yml") and path not in read:
                    places = " or ".join(f"content/{name}/{pattern}" for pattern in patterns)
                    yield Fault(shown(path), 1, "file", f"is read by nobody here; put it where {places} finds it")

    def _phrases(self, library: Library) -> Phrases:
        """The bot's sentences; of a damaged file what can be read, for without words it would fall silent."""
        name, cards = "phrases/vi.yaml", library.emergency.all_cards
        path = self.folder / name
        read = self._one(name, sentences.read_sentences, None)
        if read is None:
            return Phrases(sentences.sound(sentences.saved(text_left(path), path)))
        self.faults += sentences.faults(read, path, cards)
        return Phrases(sentences.sound(read))

    def _subjects(self, name: str, kind: type[Lined], faqs: Sequence[Faq]) -> list[Lined]:
        """Subjects with lines, of a file that need not be there; one with a fault is left out."""
        found: list[Lined] = []
        checked = beyond_checks.Checked(faqs)
        file = f"words/{name}.yaml"
        for source in self._one(file, read_list, []) if (self.folder / file).exists() else []:
            made = self._make(kind, source)
            self.sources[beyond_checks.key(name, source)] = source
            faults = list(checked.faults(made, source)) if made else []
            self.faults += faults
            if made and not faults:
                found.append(made)
        return found

    def _signs(self, path: Path) -> Signs:
        made = self._make(Signs, read_map(path))
        if made is None:
            raise ValueError("has faults, named above")
        return made

    def _rows(self, folder: str, kind: type[Kind]) -> Iterator[Kind]:
        for path in sorted((self.folder / folder).glob("*.yaml")):
            yield from self._list(path, kind)

    def _list(self, path: Path, kind: type[Kind]) -> list[Kind]:
        rows = self._one(str(path.relative_to(self.folder)), read_list, [])
        return [made for source in rows if (made := self._make(kind, source))]

    def _places(self) -> list[Place]:
        name = "places/quang-ninh.yaml"
        units = self._one(name, lambda path: list(rows(read_nodes(path).get("units"), "units", path)), [])
        return self._made(Place, units)

    def _register(self) -> Register:
        """The documents whose rows are right; none when the file, or what nobody could verify, cannot be read."""
        read = self._one("legal/register.yaml", read_rows, None)
        if read is None:
            return Register(())
        documents, unsure = read
        made = self._made(LegalRow, documents)
        return Register(verified((read_document(one.model_dump()) for one in made), unsure))

    def _made(self, kind: type[Kind], read: Sequence[Source | Fault]) -> list[Kind]:
        """The entries that are right; the others leave their faults."""
        self.faults += [one for one in read if isinstance(one, Fault)]
        return [made for one in read if isinstance(one, Source) and (made := self._make(kind, one))]

    def _prompts(self) -> Iterator[tuple[str, str]]:
        """The instructions to the model; without them it is not asked."""
        for path in sorted((self.folder / "prompts").glob("*.md")):
            text = self._one(str(path.relative_to(self.folder)), read_prompt, None)
            if text is not None:
                yield path.stem, text

    def _modules(self) -> Iterator[Module]:
        for path in sorted((self.folder / "lessons").glob("*/module.yaml")):
            source = self._one(str(path.relative_to(self.folder)), read_map, None)
            if source and (made := self._make(Module, source)):
                yield made

    def _lessons(self, library: Library) -> list[Lesson]:
        order = {module.code: module.order for module in library.modules}
        found = [
            made for path in sorted((self.folder / "lessons").glob("*/*.md")) if (made := self.lesson(path, order))
        ]
        return sorted(found, key=lambda lesson: (order[lesson.module], lesson.code))

    def lesson(self, path: Path, modules: Container[str], read: Read = read_page) -> Lesson | None:
        """The lesson of a file, or None with its faults; `read`: how its words are come by."""
        source = self._one(str(path.relative_to(self.folder)), read, None)
        if source is None:
            return None
        cards = [card.strip() for card in source.body.split(CARD) if card.strip()]
        made = self._make(Lesson, source, cards=cards)
        if made and made.module not in modules:
            self.faults.append(source.fault("code", f"no module {made.module}: write its module.yaml"))
            return None
        if made:
            self.sources[made.code] = source
        return made

    def _illustrations(self, library: Library) -> Iterator[illustrations.Illustration]:
        """The drawings that can be shown: of a lesson that is there, on a card that it has."""
        for path in sorted((self.folder / "lessons").glob("*/pictures.yaml")):
            source = self._one(str(path.relative_to(self.folder)), read_map, None)
            for code, fields in source.fields.items() if source else ():
                one = self._illustration(library, source, code, fields)
                if one:
                    yield one

    def _illustration(
        self, library: Library, source: Source, code: str, fields: Any
    ) -> illustrations.Illustration | None:
        lesson = library.lesson(code)
        if lesson is None or not isinstance(fields, dict):
            self.faults.append(source.fault(code, "must be the code of a lesson, with card, alt and draw below it"))
            return None
        lines = dict.fromkeys(["lesson", "card", "alt", "draw"], source.lines.get(code, 1))
        one = self._make(illustrations.Illustration, Source(source.path, {**fields, "lesson": code}, lines))
        if one and (missing := one.beyond(len(lesson.cards))):
            self.faults.append(source.fault(code, missing))
            return None
        found = list(illustrations.faults(self.folder, one, source)) if one else []
        self.faults += found
        return None if found else one

    def _faqs(self) -> Iterator[Faq]:
        for path in sorted((self.folder / "faqs").glob("*/*.md")):
            source = self._one(str(path.relative_to(self.folder)), read_page, None)
            if source and (made := self._make(Faq, source, id=path.stem, text=source.body)):
                self.sources[made.id] = source
                yield made

    def _articles(self) -> Iterator[Article]:
        for path in sorted((self.folder / "knowledge").glob("*/*.md")):
            if made := self.article(path):
                yield made

    def article(self, path: Path, read: Read = read_article) -> Article | None:
        """The article of a file, or None with its faults; `read`: how its words are come by."""
        source = self._one(str(path.relative_to(self.folder)), read, None)
        made = self._make(Article, source, id=f"knowledge-{path.stem}") if source else None
        if source and made and made.id in self.sources:
            self.faults.append(source.fault("file", f"{self.sources[made.id].path} has this name: rename one"))
            return None
        if source and made:
            self.sources[made.id] = source
        return made

    def _make(self, kind: type[Kind], source: Source, **more: Any) -> Kind | None:
        """The object, or None with a fault for each thing wrong."""
        try:
            return kind.model_validate({**source.fields, **more})
        except ValidationError as error:
            names = [str(one.alias or name) for name, one in kind.model_fields.items()]
            self.faults.extend(_fault(source, item, names) for item in error.errors())
            return None


def _fault(source: Source, item: Any, names: list[str]) -> Fault:
    """One fault of pydantic's in our words."""
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in item["loc"])
    if item["type"] == "value_error":
        name, _, remedy = str(item["ctx"]["error"]).partition(": ")
        return source.fault(f"{where}.{name}" if where else name, remedy)
    return source.fault(where, _remedy(item, where, names))


def _remedy(item: Any, where: str, names: list[str]) -> str:
    """What would put right a field that is too much, missing, or of a wrong kind."""
    context, given = item.get("ctx", {}), str(item["input"])[:60]
    match item["type"]:
        case "extra_forbidden":
            near = difflib.get_close_matches(where, names, 1)
            return "no such field" + (f"; did you mean `{near[0]}`?" if near else "")
        case "missing":
            return "is missing: write it"
        case "less_than_equal":
            return f"must be at most {context['le']}, is {item['input']}"
        case "greater_than_equal":
            return f"must be at least {context['ge']}, is {item['input']}"
        case kind if kind.startswith("date_"):
            return f"must be a day like 2026-11-23, is {given!r}"
    message = item["msg"]
    return f"{message[0].lower()}{message[1:]}, is {given!r}"
