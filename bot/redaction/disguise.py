"""Sees through disguises: look-alike letters, hidden signs, markup, encodings."""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import unquote

from bot.redaction.letters import Letters, is_ordinary

LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝһνΑΒΕΖΗΙΚΜΝΟΡΤΥΧαιοκρτυχωѵᴀᴄᴅᴇᴏᴛɡⅼ∕⁄⧸／‐‑‒–—―−﹣－⁃˗․‧∙・",
    "ABESIJKMHOPCTYXaesijopcyxdqwhvABEZHIKMNOPTYXaiokptuxwvacdeotgl////-----------....",
)
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u3164\ufe00-\ufe0f\uffa0]")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
TAG = re.compile(r"<(?P<inner>[/!?]?[A-Za-z\[][^<>]*)>")
TAG_NAME = re.compile(r"[/!?]?(?P<name>[A-Za-z][A-Za-z0-9]*)\s*/?")
QUIET_ATTRIBUTE = re.compile(
    r"\b(?:class|style|id|rel|target|lang|dir|align)\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"']+)", re.I
)
HTML_NAMES = (
    "a b i u s p br hr em strong span div ul ol li h1 h2 h3 h4 h5 h6 table tr td th tbody thead sup sub code pre small "
    "big font mark del ins q blockquote html body head title article section header footer main nav"
)
HTML_TAGS = frozenset(HTML_NAMES.split())
BLOCK_TAG = re.compile(r"</?(?:p|br|hr|div|ul|ol|li|h[1-6]|table|tr|blockquote)\b[^<>]*>", re.IGNORECASE)
BOXED: dict[int, str] = {ord("🅰") + place: chr(65 + place) for place in range(26)} | {
    0x1F1E6 + place: chr(65 + place) for place in range(26)
}
BOXED |= {
    0x2488 + place: str(place + 1) for place in range(20)
}  # "⒈" is a digit, not a digit and the end of a sentence
BOXED |= {0x1F100: "0"} | {0x1F101 + digit: str(digit) for digit in range(10)}
ORNAMENTS = re.compile(
    "[\u2190-\u21ff\u2500-\u27bf\u2b00-\u2bff\U0001f300-\U0001f52f\U0001f53a-\U0001f54f\U0001f5a4-\U0001f64f"
    "\U0001f680-\U0001f6ff\U0001f900-\U0001faff]"
)
"""Arrows, ticks, bullets and faces: dropped. Clocks, keycaps and letters in boxes say something and are not here."""
MIDDLE_DOT = re.compile(r"(?<=[^\W\d_])·(?=[^\W\d_])")
SPACED_OUT = re.compile(r"(?<!\S)(?:[^\s]\s+){4,}[^\s](?!\S)")
SINGLES = re.compile(r"\s\S\s+\S\s")
"""Two letters alone between spaces: only then can a text be set apart letter by letter."""
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
MARKUP = re.compile(r"\*\*|__|~~|`+|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)|^#{1,6}\s+|^>\s+", re.MULTILINE)
MARKDOWN_LINK = re.compile(r"!?\[([^\]\[]{0,500})\]\(\s{0,20}+([^)\s]{0,500}+)([^)]{0,200}+)\)")


def decoded(text: str) -> str:
    """HTML entities, URL encoding and backslash escapes undone, however often they were applied."""
    if not is_encoded(text):
        return text
    for _ in range(3):
        before = text
        text = html.unescape(text)
        if "%" in text:
            text = unquote(text, errors="replace")
        text = ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text)
        if text == before:
            break
    return text


PERCENT = re.compile("%[0-9A-Fa-f]{2}")


def is_encoded(text: str) -> bool:
    """Whether `decoded` may find something to undo."""
    return "&" in text or "\\" in text or ("%" in text and PERCENT.search(text) is not None)


def clean(text: str) -> str:
    """What may be shown: NFC, Latin letters, plain digits, no invisible characters; line breaks are kept."""
    if is_ordinary(text) and not is_encoded(text):
        return (re.sub(r" {2,}", " ", text) if "  " in text else text).strip()
    text = unicodedata.normalize("NFKC", decoded(text).translate(LOOK_ALIKES).translate(BOXED)).translate(LOOK_ALIKES)
    text = re.sub(r"[\r\t\v\f\u2028\u2029\x85]+", " ", INVISIBLE.sub("", text.replace("\r\n", "\n")))
    text = text.translate(SHOWN)
    text = MIDDLE_DOT.sub(".", ORNAMENTS.sub(" ", text))
    text = CONTROLS.sub("", text)
    return re.sub(r"[^\S\n]+", " ", text).strip()


def as_shown(letter: str) -> str:
    """One letter as it may be shown: digits of any script plain; stray marks and invisible characters gone."""
    if unicodedata.category(letter) in ("Cf", "Cc", "Mn", "Me", "Co", "Cn"):
        return ""
    number = unicodedata.numeric(letter, None)
    return letter if number is None or number != int(number) else str(int(number))


SHOWN = Letters(lambda letter: letter if letter.isascii() else as_shown(letter))
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f]")


def plain(text: str) -> str:
    """A cleaned text without tags, markdown and letters set apart; what a link hides is brought to light."""
    if "<" in text:
        text = TAG.sub(brought_to_light, without_comments(BLOCK_TAG.sub("\n", text)))
    if SINGLES.search(text):
        text = SPACED_OUT.sub(lambda run: re.sub(r"\s+", "", run.group()), text)
    if "](" in text:
        text = MARKDOWN_LINK.sub(shown_link, text)
    return MARKUP.sub("", text) if any(sign in text for sign in "*_~`#>") else text


def without_comments(text: str) -> str:
    """A text without HTML comments; what opens after the last end of one is none, and is not searched again."""
    end = text.rfind("-->") + len("-->")
    return COMMENT.sub("", text[:end]) + text[end:] if "-->" in text else text


def shown_link(link: re.Match[str]) -> str:
    """A markdown link with the address beside its words, unless it is among them."""
    return f"{link[1] if link[2] in link[1] else f'{link[1]} {link[2]}'}{link[3]}"


def brought_to_light(tag: re.Match[str]) -> str:
    """What a tag says beyond its name: nothing, for the plain ones."""
    inner = QUIET_ATTRIBUTE.sub("", tag["inner"]).strip()
    name = TAG_NAME.match(inner)
    if name is None or name["name"].lower() not in HTML_TAGS:
        return f" {inner} "
    rest = inner[name.end() :].strip(" /")
    return f" {rest} " if rest else ""
