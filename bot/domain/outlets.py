"""The same announcement where no chat reaches: read out by loudspeakers, as a text message, on paper.

Everything is taken from the approved words, whole sentences at a time; what does not fit is left out and named.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

SECONDS = 60
PER_SECOND = 3.5
"""Syllables a second at which a speaker reads clearly out of doors: our assumption, and the page says so."""
OPENING, CLOSING = "Kính thưa bà con.", "Xin cảm ơn bà con."
AGAIN = "Xin nhắc lại."
GSM = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_DOUBLE = "^{}\\[~]|€\f"
"""The default alphabet and what takes two places in it. Source: 3GPP TS 23.038, 6.2.1 and 6.2.1.1."""
GSM_ONE, GSM_PART, UCS2_ONE, UCS2_PART = 160, 153, 70, 67
"""How much one message holds alone, and as a part of several. Source: 3GPP TS 23.040, 9.2.3.24.1."""
PLAINER = {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "•": "-", "\u00a0": " "}
SIGNS = {"🕒": "Thời gian:", "📍": "Địa điểm:"}
PICTURES = ("So", "Sk", "Cf", "Co", "Cn", "Mn", "Cc")
"""Unicode's categories of emoji and what belongs to them; a Vietnamese letter with its marks is one letter (NFC)."""
LINK = re.compile(r"(?:https?://|www\.)\S*[^\s.,;:!?…)”\"]", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
TIME, DATE = re.compile(r"\b(\d{1,2})[:h](\d{2})\b"), re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
SPOKEN_LINK = "đường dẫn ghi trong tin nhắn"
MOST_DIGITS = 12
"""A number of more digits, or one that begins with 0, is read digit by digit."""


@dataclass(frozen=True, slots=True)
class Script:
    """What is read out. `left_out`: sentences for which there was no time."""

    text: str
    syllables: int
    left_out: Sequence[str] = ()

    @property
    def seconds(self) -> int:
        """How long it takes."""
        return round(self.syllables / PER_SECOND)


@dataclass(frozen=True, slots=True)
class TextMessage:
    """One text message. `units` as the network counts them; `parts` that it is sent and billed as."""

    text: str
    alphabet: str
    units: int
    parts: int
    left_out: Sequence[str] = ()


def plain(text: str) -> str:
    """The words without pictures, signs put into words."""
    for sign, words in SIGNS.items():
        text = text.replace(sign, words)
    text = unicodedata.normalize("NFC", text)
    kept = "".join(letter for letter in text if letter.isspace() or unicodedata.category(letter) not in PICTURES)
    return "\n".join(" ".join(line.split()) for line in kept.splitlines()).strip()


def sentences(text: str) -> list[str]:
    """The sentences of a text, each ending with a stop."""
    found = [part.strip() for part in SENTENCE.split(plain(unicodedata.normalize("NFC", text))) if part.strip()]
    return [part if part[-1] in ".!?…:" else f"{part}." for part in found]


def loudspeaker(title: str, body: str) -> Script:
    """A script of at most `SECONDS`; said twice when there is time for it."""
    told = [spoken(part) for part in (*sentences(title), *sentences(body))]
    room = SECONDS * PER_SECOND - syllables(OPENING) - syllables(CLOSING)
    kept, left = _fitting(told, lambda chosen: sum(map(syllables, chosen)) <= room)
    once = sum(map(syllables, kept))
    again = [AGAIN, *kept] if not left and 2 * once + syllables(AGAIN) <= room else []
    text = " ".join([OPENING, *kept, *again, CLOSING])
    return Script(text, syllables(text), left)


def spoken(sentence: str) -> str:
    """As it is read out: times and dates in words, a link by what it is."""
    text = LINK.sub(SPOKEN_LINK, sentence)
    text = DATE.sub(lambda found: f"{int(found[1])} tháng {int(found[2])} năm {found[3]}", text)
    return TIME.sub(lambda found: f"{int(found[1])} giờ" + (f" {found[2]}" if found[2] != "00" else ""), text)


def syllables(text: str) -> int:
    """How many syllables are heard: one for each Vietnamese word, letters one by one in a name like "VNeID"."""
    return sum(_heard(piece) for piece in re.findall(r"\d+(?:\.\d{3})+|\d+|[^\W\d_]+", text))


def _heard(piece: str) -> int:
    if piece[0].isdecimal():
        return _number(piece.replace(".", ""))
    letters = sum(letter.isupper() for letter in piece)
    return len(piece) if letters > 1 and not (piece.isupper() and _is_syllable(piece)) else 1


def _is_syllable(piece: str) -> bool:
    """ "BÃO" is one written in capitals: it has a vowel with a mark, or few letters around one vowel; "UBND" is not."""
    bare = unicodedata.normalize("NFD", piece.lower())
    return any(unicodedata.combining(letter) for letter in bare) and re.search("[aeiouy]", bare) is not None


def _number(digits: str) -> int:
    """Syllables of a number: 21 → "hai mươi mốt", 3."""
    if (digits[0] == "0" and len(digits) > 1) or len(digits) > MOST_DIGITS:
        return len(digits)
    groups = [int(digits[max(0, end - 3) : end]) for end in range(len(digits), 0, -3)]
    heard = sum(_below_thousand(group, first=place == len(groups) - 1) for place, group in enumerate(groups) if group)
    return (heard + sum(1 for group in groups[1:] if group)) or 1


def _below_thousand(number: int, *, first: bool) -> int:
    """ "một trăm linh năm": 4. Within a longer number the hundreds are read even when there are none."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    heard = 2 if hundreds or not first else 0
    if tens > 1:
        return heard + 2 + (1 if ones else 0)
    if tens == 1:
        return heard + 1 + (1 if ones else 0)
    return heard + ((2 if heard else 1) if ones else 0)


def text_message(title: str, body: str, code: str, *, marks: bool, most: int | None = None) -> TextMessage:
    """One text with the announcement's code; with diacritics (`marks`, UCS-2) or without (GSM-7).

    `most`: into so many parts whole sentences are fitted; None keeps them all.
    """
    end = f"Mã: {code}"
    told = [*sentences(title), *sentences(body)]

    def written(chosen: Sequence[str]) -> str:
        text = " ".join([*chosen, end])
        return text if marks else without_marks(text)

    kept, left = _fitting(told, lambda chosen: most is None or measured(written(chosen))[2] <= most)
    text = written(kept)
    alphabet, units, parts = measured(text)
    return TextMessage(text, alphabet, units, parts, left)


def without_marks(text: str) -> str:
    """The letters of GSM-7 alone: "Đường" → "Duong"; what has no letter there is left out."""
    for sign, other in PLAINER.items():
        text = text.replace(sign, other)
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    kept = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return "".join(letter for letter in kept if letter in GSM or letter in GSM_DOUBLE)


def measured(text: str) -> tuple[str, int, int]:
    """(alphabet, units, parts) of a text message, as networks count them."""
    if all(letter in GSM or letter in GSM_DOUBLE for letter in text):
        units = sum(2 if letter in GSM_DOUBLE else 1 for letter in text)
        return "GSM-7", units, _parts([2 if letter in GSM_DOUBLE else 1 for letter in text], GSM_ONE, GSM_PART)
    sizes = [len(letter.encode("utf-16-le", "surrogatepass")) // 2 for letter in text]
    return "UCS-2", sum(sizes), _parts(sizes, UCS2_ONE, UCS2_PART)


def _parts(sizes: Sequence[int], one: int, part: int) -> int:
    """How many messages; a letter that takes two places is never cut in two."""
    if sum(sizes) <= one:
        return 1
    parts, room = 1, part
    for size in sizes:
        if size > room:
            parts, room = parts + 1, part
        room -= size
    return parts


def _fitting(told: Sequence[str], fits: Callable[[Sequence[str]], bool]) -> tuple[list[str], list[str]]:
    """The first sentences that fit together, and the rest."""
    count = next((n for n in range(len(told), 0, -1) if fits(told[:n])), 0)
    return list(told[:count]), list(told[count:])
