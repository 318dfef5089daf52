"""Ways in which a text may hide what it says, without changing what a person reads (or decodes)."""

from __future__ import annotations

import base64
import html
import random
import re
import unicodedata
from collections.abc import Callable
from urllib.parse import quote

Disguise = Callable[[str, random.Random], str]

TWINS = {
    "A": "АΑ", "B": "ВΒ", "C": "С", "E": "ЕΕ", "H": "НΗ", "I": "ІΙ", "K": "КΚ", "M": "МΜ", "N": "Ν", "O": "ОΟ",
    "P": "РΡ", "S": "Ѕ", "T": "ТΤ", "X": "ХΧ", "Y": "ΥҮ", "Z": "Ζ", "a": "а", "c": "с", "d": "ԁ", "e": "е", "h": "һ",
    "i": "і", "j": "ј", "o": "оο", "p": "р", "s": "ѕ", "u": "υ", "v": "ν", "x": "х", "y": "у", "3": "З", "0": "ОΟ",
}  # fmt: skip
HIDDEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u034f\u061c\u115f\u3164\u2061\ufe0f"
SPACES = "\u00a0\u2009\u202f\u3000\u2002\u2007\u205f\u1680"
DASHES = "‐‑‒–—―−﹣－⁃˗"
SLASHES = "∕⁄／⧸╱"
DIGIT_SETS = ("٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "๐๑๒๓๔๕๖๗๘๙", "⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉", "⓪①②③④⑤⑥⑦⑧⑨",
              "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡", "0➊➋➌➍➎➏➐➑➒", "⓿❶❷❸❹❺❻❼❽❾",
              "〇一二三四五六七八九", "۰۱۲۳۴۵۶۷۸۹", "೦೧೨೩೪೫೬೭೮೯",
              "𐒠𐒡𐒢𐒣𐒤𐒥𐒦𐒧𐒨𐒩", "🄋⒈⒉⒊⒋⒌⒍⒎⒏⒐", "０１２３４５６７８９", "⑴⑴⑵⑶⑷⑸⑹⑺⑻⑼")  # fmt: skip


def bare(text: str) -> str:
    """Without diacritics."""
    folded = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def sprinkled(signs: str) -> Disguise:
    """Signs between the letters."""

    def disguise(text: str, pick: random.Random) -> str:
        return "".join(letter + (pick.choice(signs) if pick.random() < 0.4 else "") for letter in text)

    return disguise


def twins(text: str, pick: random.Random) -> str:
    """Cyrillic and Greek letters for Latin ones."""
    return "".join(pick.choice(TWINS[one]) if one in TWINS and pick.random() < 0.6 else one for one in text)


def digits_of(signs: str) -> Disguise:
    """Digits of another script or shape."""
    return lambda text, pick: "".join(signs[int(one)] if one in "0123456789" else one for one in text)


def digits_between(between: str) -> Disguise:
    """Something between digits."""
    return lambda text, pick: re.sub(r"(?<=\d)(?=\d)", between, text)


def at_slash(between: str) -> Disguise:
    """A line break with something else, at a separator inside the number."""
    return lambda text, pick: re.sub(r"([/\-])(?=\S)", lambda match: match[1] + between, text, count=1)


def wrapped(before: str, after: str) -> Disguise:
    """Something around it."""
    return lambda text, pick: f"{before}{text}{after}"


def separators(signs: str) -> Disguise:
    """Other separators in the number."""
    return lambda text, pick: re.sub(r"[/\-]", lambda match: pick.choice(signs), text)


def numbers_wrapped(before: str, after: str) -> Disguise:
    """Something around each number."""
    return lambda text, pick: re.sub(r"\d+", lambda match: f"{before}{match.group()}{after}", text)


def letters_for_digits(text: str, pick: random.Random) -> str:
    """O for 0, l or I for 1."""
    return re.sub(
        r"[01]", lambda match: "oO"[pick.random() < 0.5] if match.group() == "0" else pick.choice("lI|"), text
    )


def percent_all(text: str, pick: random.Random) -> str:
    """Every byte percent-encoded."""
    return "".join(f"%{byte:02X}" for byte in text.encode())


def emphasised_inside(text: str, pick: random.Random) -> str:
    """Markdown marks in the middle of the words."""
    mark = pick.choice(["**", "__", "*", "_", "~~", "`"])
    middle = len(text) // 2
    return f"{text[: middle - 2]}{mark}{text[middle - 2 : middle + 2]}{mark}{text[middle + 2 :]}"


def tagged_inside(text: str, pick: random.Random) -> str:
    """Tags in the middle of the words."""
    tag, middle = pick.choice(["b", "span style='x'", "i", "sup", "u"]), len(text) // 2
    return f"{text[:middle]}<{tag}>{text[middle : middle + 3]}</{tag.split()[0]}>{text[middle + 3 :]}"


def entities(text: str, pick: random.Random) -> str:
    """Numeric entities for some letters."""
    form = pick.choice(["&#{};", "&#x{:x};"])
    return "".join(form.format(ord(one)) if pick.random() < 0.6 else html.escape(one) for one in text)


def styled(start_upper: int, start_lower: int) -> Disguise:
    """Mathematical letters for plain ones."""

    def letter(one: str) -> str:
        if "A" <= one <= "Z":
            return chr(start_upper + ord(one) - 65)
        return chr(start_lower + ord(one) - 97) if "a" <= one <= "z" else one

    return lambda text, pick: "".join(map(letter, bare(text)))


def boxed(text: str, pick: random.Random) -> str:
    """Letters in dark boxes, digits as keycaps."""
    return "".join(
        chr(0x1F170 + ord(one) - 65) if "A" <= one <= "Z" else one + "\ufe0f\u20e3" if one.isdigit() else one
        for one in bare(text).upper()
    )


def full_width(text: str, pick: random.Random) -> str:
    """Full-width letters."""
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


DISGUISES: dict[str, Disguise] = {
    "plain": lambda text, pick: text,
    "nfd": lambda text, pick: unicodedata.normalize("NFD", text),
    "upper": lambda text, pick: text.upper(),
    "lower": lambda text, pick: text.lower(),
    "no marks": lambda text, pick: bare(text),
    "no marks, lower": lambda text, pick: bare(text).lower(),
    "mixed case": lambda text, pick: "".join(pick.choice([one.upper(), one.lower()]) for one in text),
    "full width": full_width,
    "twins": twins,
    "hidden": sprinkled(HIDDEN),
    "struck": sprinkled("\u0335\u0336\u0338\u20e0"),
    "bidi": wrapped("\u202d", "\u202c"),
    "turned": lambda text, pick: f"\u202e{text[::-1]}\u202c",
    "isolate": wrapped("\u2067", "\u2069"),
    "odd spaces": lambda text, pick: re.sub(" ", lambda match: pick.choice(SPACES), text),
    "wide spaces": lambda text, pick: text.replace(" ", "   "),
    "odd dashes": lambda text, pick: re.sub("-", lambda match: pick.choice(DASHES), text),
    "odd slashes": lambda text, pick: re.sub("/", lambda match: pick.choice(SLASHES), text),
    "spaced separators": lambda text, pick: re.sub(r"([/\-])", r" \1 ", text),
    "other separators": separators("._·|\\:~+•‧"),
    "no separators": separators(" "),
    "comma separators": separators(","),
    "spaced out": lambda text, pick: " ".join(text.replace(" ", "")),
    "spaced digits": digits_between(" "),
    "dotted digits": digits_between("."),
    "dashed digits": digits_between("-"),
    "starred digits": digits_between("*"),
    "underscored digits": digits_between("_"),
    "quoted digits": digits_between("'"),
    "line break": at_slash("\n"),
    "list break": at_slash("\n- "),
    "numbered break": at_slash("\n2. "),
    "quote break": at_slash("\n> "),
    "heading break": at_slash("\n# "),
    "paragraph break": at_slash("\n\n"),
    "html break": at_slash("<br/>"),
    "carriage return": at_slash("\r\n"),
    "words broken": lambda text, pick: text.replace(" ", "\n", 1),
    "words broken by list": lambda text, pick: text.replace(" ", "\n• ", 1),
    "bold": wrapped("**", "**"),
    "bold inside": emphasised_inside,
    "code": wrapped("`", "`"),
    "fence": wrapped("\n```\n", "\n```\n"),
    "tilde fence": wrapped("\n~~~text\n", "\n~~~\n"),
    "link text": wrapped("[", "](https://dichvucong.gov.vn)"),
    "link title": wrapped("[văn bản](https://dichvucong.gov.vn '", "')"),
    "image": wrapped("![", "](x.png)"),
    "footnote": wrapped("[^1]: ", ""),
    "table": wrapped("| ", " |"),
    "latex": wrapped("$", "$"),
    "latex text": wrapped("\\text{", "}"),
    "latex numbers": numbers_wrapped("\\mathbf{", "}"),
    "quotes": wrapped("“", "”"),
    "numbers quoted": numbers_wrapped('"', '"'),
    "numbers in brackets": numbers_wrapped("(", ")"),
    "numbers in square brackets": numbers_wrapped("[", "]"),
    "numbers in braces": numbers_wrapped("{", "}"),
    "numbers in angles": numbers_wrapped("<", ">"),
    "numbers in tags": numbers_wrapped("<b>", "</b>"),
    "tags inside": tagged_inside,
    "comment inside": lambda text, pick: f"{text[: len(text) // 2]}<!-- x -->{text[len(text) // 2 :]}",
    "tag attribute": wrapped("<a title='", "'>văn bản</a>"),
    "data attribute": wrapped('<span data-x="', '">văn bản</span>'),
    "cdata": wrapped("<![CDATA[", "]]>"),
    "broken tag": wrapped("<p ", ">"),
    "entities": entities,
    "double entities": lambda text, pick: html.escape(entities(text, pick)),
    "url": lambda text, pick: quote(text),
    "url twice": lambda text, pick: quote(quote(text)),
    "url all": percent_all,
    "plus for space": lambda text, pick: text.replace(" ", "+"),
    "escapes": lambda text, pick: "".join(f"\\u{ord(one):04x}" for one in unicodedata.normalize("NFC", text)),
    "hex escapes": lambda text, pick: "".join(f"\\x{ord(one):02x}" if ord(one) < 256 else one for one in text),
    "hex": lambda text, pick: text.encode().hex(),
    "base64": lambda text, pick: base64.b64encode(text.encode()).decode(),
    "base64 url": lambda text, pick: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "base32": lambda text, pick: base64.b32encode(text.encode()).decode(),
    "reversed": lambda text, pick: text[::-1],
    "letters for digits": letters_for_digits,
    "math letters": styled(0x1D400, 0x1D41A),
    "sans letters": styled(0x1D5D4, 0x1D5EE),
    "script letters": styled(0x1D4D0, 0x1D4EA),
    "circled letters": styled(0x24B6, 0x24D0),
    "boxed": boxed,
    "keycaps": lambda text, pick: re.sub(r"\d", lambda match: match.group() + "\ufe0f\u20e3", text),
    "tags block": lambda text, pick: text + "".join(chr(0xE0000 + ord(one)) for one in bare(text)),
    "emoji between": sprinkled("📌✅👉"),
    "dots between words": lambda text, pick: text.replace(" ", "."),
    "underscores between words": lambda text, pick: text.replace(" ", "_"),
    "glued": lambda text, pick: text.replace(" ", ""),
    **{f"digits {signs[1:4]}": digits_of(signs) for signs in DIGIT_SETS},
}
"""Every attack by name; those that lose what they hide (reversed, encoded) must not be shown either."""
