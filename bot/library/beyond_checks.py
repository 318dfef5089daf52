"""What is wrong with a line of `words/beyond.yaml` or `danger.yaml`: named with its place in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bot.library.files import Fault, Source
from bot.library.schemas import Beyond, Faq
from bot.library.text import count_words, fold

SHORTEST, LONGEST = 2, 12
"""Words of a line: one alone says too little, and a long one fits whatever shares its small words."""
TYPED = 4
"""So many words without a mark were typed without marks."""


class Checked:
    """The lines so far: none may stand twice, or be how an entry is asked for."""

    def __init__(self, faqs: Iterable[Faq]) -> None:
        self._asked = {fold(way).rstrip(" ?"): one.id for one in faqs for way in (one.question, *one.also)}
        self._lines, self._subjects = dict[str, int](), dict[str, int]()

    def faults(self, made: Beyond, source: Source) -> Iterator[Fault]:
        """Those of one subject."""
        first = source.lines["about"]
        if (before := self._subjects.setdefault(fold(made.about), first)) != first:
            yield source.fault("about", f"“{made.about}” stands in line {before} too: put all its lines there")
        if not made.lines:
            yield source.fault("lines", "has no line: write how people ask for it, one thing a line")
        for place, line in _placed(source):
            for remedy in self._remedies(line, place):
                yield Fault(source.path, place, "lines", f"“{line}” {remedy}")

    def _remedies(self, line: str, place: int) -> Iterator[str]:
        said, count = fold(line), count_words(line)
        if not SHORTEST <= count <= LONGEST:
            yield f"has {count} words: write {SHORTEST} to {LONGEST}, one thing a line"
        if count >= TYPED and said == line.lower():
            yield "is typed without marks: write it with all of them; questions without are found by it too"
        if (before := self._lines.setdefault(said, place)) != place:
            yield f"stands in line {before} too: keep one of them"
        if (entry := self._asked.get(said.rstrip(" ?"))) is not None:
            yield f"is how {entry} is asked for: take it out, or nobody is led to that entry"


def key(name: str, source: Source) -> str:
    """The name under which the source of a subject of a file is kept."""
    return f"{name}: {source.fields.get('about')}"


def placed(subject: Beyond, sources: Mapping[str, Source]) -> Iterator[tuple[str, Source, int]]:
    """Every line of a subject with its file and the place there."""
    source = sources[f"beyond: {subject.about}"]
    return ((line, source, place) for place, line in _placed(source))


def _placed(source: Source) -> Iterator[tuple[int, str]]:
    """Every line with its place in the file; the text begins below its name."""
    for place, line in enumerate(str(source.fields["lines"]).split("\n"), source.lines["lines"] + 1):
        if line.strip():
            yield place, line.strip()
