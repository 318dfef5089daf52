"""Words that may be shown: Vietnamese syllables, names everybody knows, and what the passages say. Nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

SYLLABLE = re.compile(r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?")
KNOWN_LISTED = (
    "online offline web website app zalo facebook messenger youtube tiktok google gmail chrome safari apple android "
    "iphone ipad ios samsung wifi internet email mail sms mms otp pin qr nfc vneid pdf word excel usb sim cccd cmnd "
    "bhyt bhxh vssid etax ubnd atm ok video clip camera link ai chatbot robot tv pc id scan form file tp sdt covid "
    "server smartphone smart banking mobile fax telegram viber bluetooth laptop desktop tablet click login password "
    "admin qrcode gps vietcombank agribank bidv vietinbank viettel vinaphone mobifone play store deepfake fanpage "
    "livestream shipper ship spam hacker virus icon menu tab cv ml kg km cm mm gb mb kb vnd usd voip chat like share"
)
KNOWN = frozenset(KNOWN_LISTED.split())
WORD = re.compile(r"(?<![^\W_])[^\W\d_]+")
BEFORE_CITATION = re.compile(r"(?<![^\W_])(?:nd|ttlt|tt|nq|qd|ct|cd|cv|tb|kl|kh|hd|vbhn|l)[\s.:\-]*(?=\x00)")
LETTER = re.compile(r"^\s*[-*•]?\s*\(?[a-zđ][.)]\s")
ROMAN = re.compile(r"[IVXLCDM](?<![^\W_].)[IVXLCDM]*(?![^\W_])")
SIGNS = frozenset(" \n.,;:!?…\"'“”‘’«»()[]{}<>/\\|-–—+*=%&@#_~^$`°€₫×·•²³")
"""Every sign that may be shown beside letters and digits."""
STRANGE = re.compile(rf"[^\w{re.escape(''.join(sorted(SIGNS)))}]")


def strange_words(read: str, held: set[str]) -> Iterator[str]:
    """Words of a reading that are neither Vietnamese nor known nor in the passages."""
    mark = LETTER.match(read)
    said = read[mark.end() :] if mark else read
    for word in WORD.findall(BEFORE_CITATION.sub("", said) if "\x00" in said else said):
        if word not in held and word not in KNOWN and not SYLLABLE.fullmatch(word):
            yield word


def strange_signs(shown: str, held: str) -> Iterator[str]:
    """Signs and letters of a cleaned text that no channel needs and the passages do not have."""
    for sign in dict.fromkeys(STRANGE.findall(shown)):
        if sign not in held:
            yield f"U+{ord(sign):04X}"


def roman_numbers(shown: str, held: str) -> Iterator[str]:
    """Roman numbers that the passages do not have; in a shouted sentence only those of two letters and more."""
    shouted = shown.upper() == shown
    for number in ROMAN.findall(shown):
        if number not in ("C", "D", "M", "L", "CV", "CD") and not shouted and not re.search(rf"\b{number}\b", held):
            yield number
