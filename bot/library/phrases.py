"""The bot's own sentences by name, in the form of address that the person chose."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from typing import Any

import yaml

PLACEHOLDER = re.compile(r"\{(\w+)\}")
FORMS: Mapping[str, tuple[str, str]] = {
    "ong": ("ông", "cháu"),
    "ba": ("bà", "cháu"),
    "bac": ("bác", "cháu"),
    "co": ("cô", "cháu"),
    "chu": ("chú", "cháu"),
    "anh": ("anh", "em"),
    "chi": ("chị", "em"),
    "ban": ("bạn", "mình"),
}
"""Form → what the bot calls the person, and itself."""
DEFAULT = "ban"
LOST = "{Me} xin lỗi {you}, câu này đang được sửa. {You} gõ “menu” để về bảng chọn; nếu đang nguy hiểm, gọi 113."
LOST_BUTTON = "Bảng chọn"
PERSONS = ("you", "You", "me", "Me")


def persons(form: str) -> dict[str, str]:
    """The four words that depend on the form of address."""
    you, me = FORMS.get(form, FORMS[DEFAULT])
    return {"you": you, "You": you.capitalize(), "me": me, "Me": me.capitalize()}


PERSON_WORDS = {form: persons(form) for form in ("", *FORMS)}


class Phrases:
    """Sentences by name: "tickets.opened"."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        self.sentences = dict(sentences)

    def say(self, name: str, values: Mapping[str, Any], form: str) -> str:
        """The sentence, filled. KeyError when there is no such phrase or a value is missing."""
        filled = {**values, **PERSON_WORDS.get(form, PERSON_WORDS[""])}
        return PLACEHOLDER.sub(lambda found: str(filled[found[1]]), self.sentences[name])

    def fill(self, text: str, form: str) -> str:
        """A text of the content with only the words of address filled; other braces stay."""
        if "{" not in text:
            return text
        known = PERSON_WORDS.get(form, PERSON_WORDS[""])
        return PLACEHOLDER.sub(lambda found: known.get(found[1], found[0]), text)

    def placeholders(self, name: str) -> set[str]:
        """What a sentence wants filled, besides the words of address."""
        return set(PLACEHOLDER.findall(self.sentences[name])) - set(PERSONS)

    def __contains__(self, name: str) -> bool:
        return name in self.sentences


class SavedPhrases(Phrases):
    """What could be read of a damaged file: where a sentence is lost, the bot says so instead of nothing."""

    def say(self, name: str, values: Mapping[str, Any], form: str) -> str:
        """The sentence, or the excuse for one that is lost or wants what it is not given."""
        try:
            return super().say(name, values, form)
        except KeyError:
            return LOST_BUTTON if name.startswith("buttons.") else self.fill(LOST, form)


def saved(text: str) -> SavedPhrases:
    """Each sentence of a damaged file that can be read for itself."""
    found: dict[str, str] = {}
    section = ""
    for piece in re.split(r"\n(?=(?:  )?[\w\"'])", text):
        if begins := re.match(r"(\w+):\s*$", piece.split("\n", 1)[0]):
            section = f"{begins[1]}."
            continue
        try:
            found |= flatten(yaml.load(textwrap.dedent(piece), Loader=yaml.CSafeLoader), section)
        except (yaml.YAMLError, ValueError, AttributeError):
            continue
    return SavedPhrases(found)


def flatten(tree: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Nested maps of the file as names with dots. ValueError names what is no text."""
    found: dict[str, str] = {}
    for name, value in tree.items():
        if isinstance(value, Mapping):
            found |= flatten(value, f"{prefix}{name}.")
        elif isinstance(value, str):
            found[f"{prefix}{name}"] = value.strip()
        else:
            raise ValueError(f"{prefix}{name}: must be a text, is {value!r}")
    return found
