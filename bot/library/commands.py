"""Which command a message is: the whole message, with or without marks, with one wrong letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.library import marks
from bot.library.schemas import Command
from bot.library.text import fold, fold_in_place

SHORTEST_SLIP = 3
"""Words shorter than this have no slips: every letter counts."""
LONGEST, LONGEST_WISH = 24, 48
"""Letters of what may be a slip, and of a command with polite words around it."""
# fmt: off
POLITE = frozenset((
    "da", "a", "nhe", "nha", "nhi", "nhen", "oi", "day", "vay", "the", "ha", "ho", "voi", "di",
    "luon", "roi", "chau", "em", "ban", "bot", "ad", "minh",
))
# fmt: on
"""Said around small talk without changing it, as folded words."""
CALLED = POLITE | frozenset(("ong", "ba", "bac", "co", "chu", "anh", "chi", "toi", "con", "me", "nay"))
"""And how people call themselves and whom they thank, around a few kinds of small talk that mean the same with it."""
WITH_NAMES = ("thanks", "lost", "understood", "cannot_read")
"""Not "yes": who agrees to something, or sends something, says so in so many words."""
WE = "toi|minh|em|chau|con|bac|ong|ba|co|chu|anh|chi|me"
WISH = re.compile(
    rf"(?:(?:da|a|vang|nay|oi|lam on|xin|nho|cho|giup|(?:{WE})(?: (?:oi|a))?|bot|muon|can|duoc|phep|hay|phien) )+"
)
"""What people put before the thing they want: "cho tôi …", "bác muốn …", "làm ơn giúp cháu …"; folded."""


@dataclass(frozen=True, slots=True)
class Match:
    """The command, or those equally near to a slip; both empty when the message is none."""

    command: str = ""
    tied: tuple[str, ...] = ()
    exact: bool = False


class Commands:
    """The words of all commands."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self.all = tuple(commands)
        self._exact = {key(word): one.command for one in commands for word in _words(one)}
        self._small_talk = {one.command for one in commands if one.small_talk}
        self._slips = {
            word: command
            for word, command in self._exact.items()
            if len(word) >= SHORTEST_SLIP and command not in self._small_talk
        }
        self._written, self._spaced = _by_key(commands, _letters), _by_key(commands, fold)
        self._slash = {key(one.slash): one.command for one in commands if one.slash}

    def menu(self) -> list[tuple[str, str]]:
        """(word, description) for Telegram's list of commands."""
        return [(one.slash, one.menu) for one in self.all if one.slash and one.menu]

    def match(self, text: str) -> Match:
        """What a whole message means as a command."""
        stripped = text.strip()
        slash = stripped.startswith("/")
        word = key(_without_payload(stripped) if slash else stripped)
        if not word or len(word) > LONGEST_WISH:
            return Match()
        if self._is_written(stripped, word) and not (slash and self._exact[word] in self._small_talk):
            return Match(self._exact[word], exact=True)
        if not slash and (talk := self._talk(stripped)):
            return Match(talk, exact=True)
        slip = self._slip(word, slash, stripped)
        return slip if slash else self._wished(stripped) or slip

    def _talk(self, text: str) -> str:
        """The small talk that it is with polite words around it, or with names; "" if none."""
        bare = self._exact.get(key(_without(POLITE, text)), "")
        if bare in self._small_talk:
            return bare
        polite = _without(POLITE, text).split()
        called = next((place for place, word in enumerate(polite) if word not in CALLED), 0)
        # First only before the rest: "bà không biết chữ" ends with no "chú".
        for rest in (" ".join(polite[called:]), _without(CALLED, text)):
            if (named := self._exact.get(key(rest), "")) in WITH_NAMES:
                return named
        return ""

    def _is_written(self, text: str, word: str) -> bool:
        """Whether it is a command to the letter, marks left out or not; "tiền đò" is not "tiến độ"."""
        return any(marks.fit(_letters(text), one) for one in self._written.get(word, ()))

    def _wished(self, text: str) -> Match | None:
        """ "Cho tôi gặp cán bộ với ạ" → "gặp cán bộ": a wish for what a command does."""
        written = unicodedata.normalize("NFC", text).strip(" .!?,…").replace(",", " ")
        words = fold_in_place(written)
        begin = wish.end() if (wish := WISH.match(words)) else 0
        kept = len(_without_ending(words[begin:]).split())
        bare = " ".join(written[begin:].split()[:kept])
        command = self._exact[key(bare)] if self._is_written(bare, key(bare)) else ""
        return Match(command, exact=True) if command and command not in self._small_talk else None

    def _slip(self, word: str, slash: bool, text: str) -> Match:
        """One letter wrong, missing, too many, or two swapped. With a slash only words with a slash are meant.

        Marks that were typed count too: "mã độc" is another word than "đã đọc", "hóc" than "học", and no slip of it.
        """
        if not SHORTEST_SLIP - 1 <= len(word) <= LONGEST:
            return Match()
        pool = self._slash if slash else self._slips
        typed, said = _letters(text), fold(text.strip(" /.!?,…"))
        near = [one for one in pool if OSA.distance(word, one, score_cutoff=1) == 1]
        near = [one for one in near if not all(_is_another(said, meant) for meant in self._spaced[one])]
        meant = sorted({pool[one] for one in near if any(marks.one_slip(typed, at) for at in self._written[one])})
        if len(meant) == 1:
            return Match(meant[0], exact=slash)
        return Match(tied=tuple(meant))


def _is_another(typed: str, meant: str) -> bool:
    """Whether a syllable too short for slips is another one: "đổi xe" is not "đổi xã"."""
    pairs = list(zip(typed.split(), meant.split(), strict=False))
    same = len(typed.split()) == len(meant.split())
    changed = [(one, other) for one, other in pairs if one != other] if same else []
    return len(changed) == 1 and len(changed[0][0]) == len(changed[0][1]) < SHORTEST_SLIP


def _by_key(commands: Iterable[Command], form: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
    """By its key, every way in which a command's word is written."""
    found: dict[str, tuple[str, ...]] = {}
    for word in (word for one in commands for word in _words(one)):
        known, new = found.get(key(word), ()), form(word)
        found[key(word)] = known if new in known else (*known, new)
    return found


def _letters(text: str) -> str:
    """ "/Ôn Tập!" → "ôntập"."""
    return unicodedata.normalize("NFC", text.lstrip("/").lower()).replace(" ", "").replace(",", "").rstrip(".!?…")


def key(text: str) -> str:
    """ "/Ôn Tập" → "ontap"."""
    return fold(text.lstrip("/")).replace(" ", "").replace(",", "").rstrip(".!?…")


def _without(said_around: frozenset[str], text: str) -> str:
    """ "Dạ cảm ơn cháu nhiều nhé" → "cảm ơn nhiều": without what is said around small talk."""
    return " ".join(word for word in fold(text).strip(" .!?,…").split() if word.strip(".!?,…") not in said_around)


def _without_ending(text: str) -> str:
    """ "gap can bo voi a" → "gap can bo"."""
    words = text.split()
    while len(words) > 1 and words[-1] in POLITE:
        words.pop()
    return " ".join(words)


def _words(command: Command) -> list[str]:
    return [*([command.slash] if command.slash else []), *command.words]


def _without_payload(text: str) -> str:
    """ "/start abc" → "/start"; "/hoc@bot" → "/hoc"; "/ôn tập" stays."""
    first, _, rest = text.partition(" ")
    first = first.partition("@")[0]
    return first if first.lower() == "/start" else f"{first} {rest}".strip()
