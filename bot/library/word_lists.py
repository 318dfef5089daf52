"""Files of words: lines, groups and short forms under names."""

from __future__ import annotations

from bot.library.files import Broken, Source


def as_sentences(source: Source) -> tuple[str, ...]:
    """Sentences by line, word groups by comma. Raises Broken."""
    told = as_lines(source)
    if strange := set(told) - {"questions", "words"}:
        raise Broken(source.fault(min(strange), "no such field; there are `questions` and `words`"))
    found = [*told.get("questions", ()), *",".join(told.get("words", ())).split(",")]
    return tuple(line.strip() for line in found if line.strip())


def as_lines(source: Source) -> dict[str, tuple[str, ...]]:
    """Under each name, what stands there line by line. Raises Broken."""
    for name, text in source.fields.items():
        if not isinstance(text, str):
            raise Broken(source.fault(name, "must be a text: write | after the name, and below it a line each"))
    return {name: tuple(text.split("\n")) for name, text in source.fields.items()}


def as_tables(source: Source) -> dict[str, dict[str, str]]:
    """Under each name, what each short form stands for. Raises Broken."""
    for name, table in source.fields.items():
        if not isinstance(table, dict) or not all(isinstance(text, str) for text in table.values()):
            raise Broken(source.fault(name, 'must hold short forms, each like "cccd": "căn cước công dân"'))
    return {name: {str(short): text for short, text in table.items()} for name, table in source.fields.items()}
