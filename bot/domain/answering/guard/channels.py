"""Channels, brands and links said in words: only where the passages speak of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from bot.redaction.letters import at_word

LISTED = (
    "zalo facebook fb messenger youtube tiktok telegram viber whatsapp instagram twitter skype google gmail chrome "
    "safari fanpage livestream qr qrcode fax vneid vssid etax vietcombank agribank bidv vietinbank techcombank mbbank "
    "vpbank sacombank viettel vinaphone mobifone vietnamobile momo viettelpay vnpay zalopay shopee lazada chatbot "
    "play store"
)
CHANNELS = frozenset(LISTED.split())
"""Where an answer may send somebody, one word each; what a passage does not name is no place to go."""
SAME = {"qrcode": "qr", "fb": "facebook"}
WORD = re.compile(r"[a-z]+")
SPELT = {"ve no": "vn", "ve en": "vn", "vi en": "vn", "ve ne": "vn", "gop": "gov"}
LABEL = r"(?:ve (?:no|en|ne)|vi en|gop|vn|com|net|org|gov|edu|info|io|xyz|site|online)\b"
SAID_LINK = re.compile(at_word("cham", "duoi") + rf" ?(?:la |ten mien )?\.?{LABEL}(?:(?: cham | ?\.){LABEL})*")
LABELS = re.compile(LABEL)
LONGEST_NAME = 6
"""Words before "chấm vê nờ" that may make the name of a site."""


def unknown_channels(said: Set[str], held: Set[str]) -> Iterator[str]:
    """Channels and brands among the words of a sentence that the passages do not name."""
    for word in sorted(CHANNELS & said):
        if word not in held and SAME.get(word, word) not in held:
            yield word


def spoken_links(read: str, held: str) -> Iterator[str]:
    """Links said in words that the passages do not have: "lừa đảo chấm vê nờ", "đuôi com"."""
    if "cham " not in read and "duoi " not in read:
        return
    for match in SAID_LINK.finditer(read):
        ending = "." + ".".join(SPELT.get(label, label) for label in LABELS.findall(match.group()))
        if not link_stands(ending, read[: match.start()] if match.group().startswith("cham") else "", held):
            yield match.group()


def link_stands(ending: str, before: str, held: str) -> bool:
    """Whether a link stands in the passages: its ending with the words before it as one name, or an ending alone."""
    if not before:
        return re.search(rf"(?<![\w]){re.escape(ending)}(?![\w.]\w)", held) is not None
    said = WORD.findall(before[-80:])[-LONGEST_NAME:]
    names = ("".join(said[-count:]) for count in range(1, len(said) + 1))
    return any(re.search(rf"(?<!\w){name}{re.escape(ending)}(?![\w-])", held) for name in names)
