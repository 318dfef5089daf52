"""From the description of a drawing in `pictures.yaml` to an SVG: panels, arrows, words that fit.

A part is written `name`, `name:inner` (what is on a phone's or computer's screen, a person's mood) and `+badge`:
`phone:lock+check`, `ba:worried`, `envelope+cross`. The layouts are `LAYOUTS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import ImageFont

from bot.domain.learning.diploma import FONTS
from scripts.drawing.people import PEOPLE
from scripts.drawing.shapes import (
    CREAM,
    GOLD,
    GREEN,
    INK,
    MINT,
    PAPER,
    RED,
    ROSE,
    SEA,
    SKIN,
    SKY,
    SOFT,
    STONE,
    TEAL,
    WHITE,
    circle,
    letters,
    line,
    moved,
    path,
    rect,
)
from scripts.drawing.things import THINGS

WIDTH, HEIGHT = 800, 500
LARGEST, SMALLEST = 44, 33
"""Sizes of letters: on a screen 320 pixels wide the smallest is 13 pixels high."""
SHORT = 3
"""Letters of what may be larger: an age, a number."""
LEADING = 1.22
BADGES = ("check", "cross", "stop", "warning", "question", "lock", "key", "star", "heart", "bell", "eye", "hidden")
Draw = Mapping[str, Any]


class Unknown(ValueError):
    """The description names something that is not there."""


# Parts


def part(name: str) -> str:
    """One part in its box of 200 by 200, by its short description."""
    thing, *badges = name.split("+")
    kind, _, inner = thing.strip().partition(":")
    drawn = _part(kind, inner)
    for badge in badges:
        if badge not in BADGES:
            raise Unknown(f"no badge {badge!r}: use one of {', '.join(BADGES)}")
        drawn += moved(_part(badge, ""), 112, 112, 0.46)
    return drawn


def _part(kind: str, inner: str) -> str:
    if kind in PEOPLE:
        return PEOPLE[kind](inner)
    if kind in HOLDERS:
        return HOLDERS[kind](_part(inner, "") if inner else "")
    if kind in THINGS and not inner:
        return THINGS[kind]
    raise Unknown(f"no part {kind!r}{f' with {inner!r}' if inner else ''}: see scripts/drawing/")


def _phone(inner: str) -> str:
    screen = rect(58, 22, 84, 146, 8, WHITE, "") + moved(inner, 61, 56, 0.39)
    return rect(46, 6, 108, 188, 20, INK) + screen + circle(100, 181, 5, STONE, "")


def _held(inner: str) -> str:
    """A phone in a hand."""
    back = path("M128 60Q176 70 172 120Q170 164 146 190H66L62 150Z", SKIN) + rect(58, 182, 96, 16, 6, TEAL)
    fingers = "".join(rect(30, 74 + 27 * n, 34, 24, 12, SKIN) for n in range(4))
    thumb = path("M166 96Q150 84 138 100L128 128Q126 142 138 144Q154 142 164 122Z", SKIN)
    return back + moved(_phone(inner), 0, -8) + fingers + thumb


def _screen(inner: str) -> str:
    return THINGS["computer"] + moved(inner, 66, 48, 0.34)


def _thought(inner: str) -> str:
    """What somebody thinks or asks of."""
    cloud = path("M46 126Q10 122 14 88Q18 58 50 58Q62 20 104 22Q142 22 152 54Q188 56 188 90Q188 126 152 128Z", WHITE)
    return cloud + circle(52, 150, 11, WHITE) + circle(34, 176, 7, WHITE) + moved(inner, 62, 38, 0.39)


def _speech(inner: str) -> str:
    bubble = path("M28 16H172Q188 16 188 32V130Q188 146 172 146H92L54 184V146H28Q12 146 12 130V32Q12 16 28 16Z", WHITE)
    return bubble + moved(inner, 48, 30, 0.51)


def _beside(inner: str) -> str:
    """Something shown twice: one behind, one before."""
    return moved(inner, 0, 0, 0.7) + moved(inner, 60, 60, 0.7)


HOLDERS: dict[str, Callable[[str], str]] = {
    **{"phone": _phone, "held": _held, "screen": _screen, "thought": _thought, "speech": _speech, "two": _beside}
}


# Words


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(Path(FONTS) / "BeVietnamPro-Bold.ttf"), size)


def broken(words: str, size: int, width: float) -> list[str]:
    """The words in lines that fit; a longer word makes a line of its own. `~` keeps two words together."""
    found = [""]
    for word in words.replace("~", "\u00a0").split(" "):
        longer = f"{found[-1]} {word}".strip()
        if found[-1] and _font(size).getlength(longer) > width:
            found.append(word)
        else:
            found[-1] = longer
    return found


def fitted(words: str, width: float, height: float) -> tuple[int, list[str]]:
    """The largest letters in which the words fit. Raises Unknown where even small ones do not."""
    for size in range(LARGEST if len(words) > SHORT else LARGEST + 24, SMALLEST - 1, -1):
        parts = broken(words, size, width)
        wide = max(_font(size).getlength(each) for each in parts)
        if wide <= width and len(parts) * size * LEADING <= height:
            return size, _even(words, size, width, len(parts))
    raise Unknown(f"too many words for their place: {words!r}")


def _even(words: str, size: int, width: float, lines: int) -> list[str]:
    """The same number of lines, none much longer than another."""
    for narrower in range(int(width * 0.4), int(width), 4):
        parts = broken(words, size, narrower)
        if len(parts) == lines and max(_font(size).getlength(each) for each in parts) <= width:
            return parts
    return broken(words, size, width)


def written(  # noqa: PLR0917 - a place and how to fill it
    words: str, x: float, y: float, width: float, height: float, fill: str = INK, anchor: str = "middle"
) -> str:
    """Words in the middle of a field whose upper edge is `y`; `x` is the field's middle, or its left edge."""
    if not words:
        return ""
    size, parts = fitted(words, width, height)
    top = y + (height - len(parts) * size * LEADING) / 2 + size * 0.95
    return "".join(letters(each, x, top + n * size * LEADING, size, fill, anchor) for n, each in enumerate(parts))


# Layouts


def _items(draw: Draw, least: int, most: int) -> list[tuple[str, str]]:
    """Pairs: part, words."""
    items = [(str(one["draw"]), str(one.get("words", ""))) for one in draw["items"]]
    if not least <= len(items) <= most:
        raise Unknown(f"must have {least} to {most} items, has {len(items)}")
    return items


def _arrow(x: float, y: float) -> str:
    return path(f"M{x - 8:g} {y - 17:g}L{x + 7:g} {y:g}L{x - 8:g} {y + 17:g}", stroke=GOLD, width=10)


def steps(draw: Draw) -> str:
    """Two to four panels, each with its number, one after another."""
    items = _items(draw, 2, 4)
    gap, edge = 34, 24
    wide = (WIDTH - 2 * edge - gap * (len(items) - 1)) / len(items)
    return _panels(items, wide, gap, edge, numbered=True)


def side_by_side(draw: Draw) -> str:
    """Two or three things of equal weight."""
    items = _items(draw, 2, 4)
    gap, edge = 22, 24
    wide = (WIDTH - 2 * edge - gap * (len(items) - 1)) / len(items)
    return _panels(items, wide, gap, edge, numbered=False)


def _panels(items: Sequence[tuple[str, str]], wide: float, gap: float, edge: float, *, numbered: bool) -> str:
    drawn, high = "", HEIGHT - 2 * edge
    for n, (name, words) in enumerate(items):
        x = edge + n * (wide + gap)
        drawn += _panel(x, edge, wide, high, name, words, top=62 if numbered else 22)
        if numbered:
            drawn += circle(x + 36, edge + 34, 27, TEAL, "") + letters(str(n + 1), x + 36, edge + 47, 38, WHITE)
            drawn += _arrow(x - gap / 2, edge + high / 2) if n else ""
    return drawn


def _panel(  # noqa: PLR0917 - a place and how to fill it
    x: float, y: float, wide: float, high: float, name: str, words: str, colour: str = SOFT, top: float = 22
) -> str:
    """A sheet with a part above and its words below."""
    text = min(high * 0.4, 4 * SMALLEST * LEADING + 6) if words else 0
    room = high - text - top - 14
    side = min(wide - 24, room, 290)
    drawn = rect(x, y, wide, high, 26, WHITE, colour, 6)
    drawn += moved(part(name), x + (wide - side) / 2, y + top + (room - side) / 2, side / 200)
    return drawn + written(words, x + wide / 2, y + high - text - 10, wide - 20, text)


def choose(draw: Draw) -> str:
    """What to do, in green, beside what never to do, in red."""
    (good, good_words), (bad, bad_words) = _items(draw, 2, 2)
    wide, high, edge = 366, HEIGHT - 48, 24
    drawn = _panel(edge, edge, wide, high, good, good_words, GREEN)
    drawn += _panel(WIDTH - edge - wide, edge, wide, high, bad, bad_words, RED)
    drawn += moved(THINGS["check"], edge + 10, edge + 10, 0.36)
    return drawn + moved(THINGS["cross"], WIDTH - edge - 82, edge + 10, 0.36)


def scene(draw: Draw) -> str:
    """One to three parts in front of a place; `says` is what the first of them says, `words` stand below."""
    names, words, says = [str(one) for one in draw["parts"]], str(draw.get("words", "")), str(draw.get("says", ""))
    if not 1 <= len(names) <= 3:
        raise Unknown(f"parts: must be 1 to 3, are {len(names)}")
    strip = 96 if words else 0
    floor = HEIGHT - strip
    high = floor - (132 if says else 24)
    side = min(high - 16, (WIDTH - 80) / len(names) - 12, 340)
    drawn, room = _place(str(draw.get("place", "plain")), floor), (WIDTH - 40) / len(names)
    for n, name in enumerate(names):
        drawn += moved(part(name), 20 + room * n + (room - side) / 2, floor - side - 14, side / 200)
    if says:
        drawn += _balloon(says, 20 + room / 2, floor - side - 20)
    if words:
        drawn += rect(0, floor, WIDTH, strip, 0, TEAL, "") + written(words, WIDTH / 2, floor, WIDTH - 40, strip, WHITE)
    return drawn


def _balloon(words: str, x: float, bottom: float) -> str:
    """What the first part says, above it."""
    size, parts = fitted(words, WIDTH - 120, 96)
    wide = max(_font(size).getlength(each) for each in parts) + 56
    high = len(parts) * size * LEADING + 24
    left = max(24, min(x - 90, WIDTH - 24 - wide))
    top = max(12, bottom - high - 22)
    tail = path(f"M{x - 4:g} {top + high - 4:g}L{x + 6:g} {top + high + 30:g}L{x + 44:g} {top + high - 4:g}", WHITE)
    field = rect(left, top, wide, high, 24, WHITE) + tail + line(x, top + high - 4, x + 40, top + high - 4, WHITE, 8)
    return field + written(words, left + wide / 2, top, wide - 40, high)


def listed(draw: Draw) -> str:
    """A large part on the left, up to five lines with small parts on the right."""
    items = _items(draw, 1, 5)
    drawn = rect(24, 24, 300, HEIGHT - 48, 26, SOFT, "") + moved(part(str(draw["draw"])), 36, 112, 1.38)
    row = (HEIGHT - 48) / len(items)
    for n, (name, words) in enumerate(items):
        side = min(row - 16, 110)
        y = 24 + row * n
        drawn += moved(part(name), 346 + (110 - side) / 2, y + (row - side) / 2, side / 200)
        drawn += written(words, 472, y, 310, row - 4, anchor="start")
    return drawn


def _place(name: str, floor: float) -> str:
    """What stands behind a scene."""
    if name not in PLACES:
        raise Unknown(f"no place {name!r}: use one of {', '.join(PLACES)}")
    ground = {"halong": SEA, "hills": MINT, "night": "#31505a", "room": CREAM, "market": CREAM}.get(name, SOFT)
    return PLACES[name](floor) + rect(0, floor - 46, WIDTH, HEIGHT - floor + 46, 0, ground, "")


def _halong(floor: float) -> str:
    near, far = "#8fb8a9", "#a9cbbf"
    rocks = ((20, 150, far), (210, 220, near), (470, 170, far), (620, 240, near))
    drawn = "".join(_rock(x, floor, high, fill) for x, high, fill in rocks)
    return rect(0, 0, WIDTH, HEIGHT, 0, SKY, "") + circle(690, 74, 40, "#fbe3a0", "") + drawn


def _rock(x: float, floor: float, high: float, fill: str) -> str:
    """One of the rocks of the bay, as high as given."""
    left = f"M{x} {floor}Q{x - 14} {floor - high * 0.8:g} {x + 44} {floor - high}"
    right = f"Q{x + 74} {floor - high * 1.18:g} {x + 96} {floor - high * 0.74:g}"
    return path(f"{left}{right}Q{x + 136} {floor - high * 0.5:g} {x + 132} {floor}Z", fill, "")


def _hills(floor: float) -> str:
    far = f"M0 {floor}Q140 {floor - 300:g} 330 {floor - 110:g}Q520 {floor - 330:g} 800 {floor - 90:g}V{floor}Z"
    near = f"M0 {floor}Q210 {floor - 160:g} 430 {floor - 60:g}Q620 {floor - 170:g} 800 {floor - 40:g}V{floor}Z"
    return rect(0, 0, WIDTH, HEIGHT, 0, SKY, "") + path(far, "#a9cbbf", "") + path(near, "#8fb8a9", "")


def _room(floor: float) -> str:
    window = rect(560, 44, 190, 170, 10, SKY, STONE) + line(655, 44, 655, 214, STONE) + line(560, 129, 750, 129, STONE)
    frame = rect(70, 60, 110, 84, 6, WHITE, STONE) + path("M82 134L112 98L132 118L146 106L168 134Z", MINT, "")
    return rect(0, 0, WIDTH, HEIGHT, 0, PAPER, "") + window + frame


def _market(floor: float) -> str:
    awning = "".join(
        path(f"M{n * 80} 0H{n * 80 + 80}V54Q{n * 80 + 40} 88 {n * 80} 54Z", ROSE if n % 2 else WHITE, STONE, 3)
        for n in range(10)
    )
    return rect(0, 0, WIDTH, HEIGHT, 0, PAPER, "") + awning


def _night(floor: float) -> str:
    stars = "".join(circle(x, y, 3, "#fbe3a0", "") for x, y in ((90, 60), (240, 110), (420, 46), (560, 120), (300, 40)))
    return rect(0, 0, WIDTH, HEIGHT, 0, "#3f6673", "") + circle(700, 78, 38, "#fbe3a0", "") + stars


def _office(floor: float) -> str:
    shelves = (
        rect(560, 60, 190, 200, 6, CREAM, STONE) + line(560, 126, 750, 126, STONE) + line(560, 192, 750, 192, STONE)
    )
    books = "".join(rect(574 + 26 * n, 76, 18, 48, 2, (SEA, MINT, SKY)[n % 3], "") for n in range(6))
    return rect(0, 0, WIDTH, HEIGHT, 0, PAPER, "") + shelves + books


def _plain(floor: float) -> str:
    return rect(0, 0, WIDTH, HEIGHT, 0, PAPER, "") + circle(400, 250, 236, SOFT, "")


PLACES: dict[str, Callable[[float], str]] = {
    **{"plain": _plain, "halong": _halong, "hills": _hills, "room": _room, "market": _market, "night": _night},
    "office": _office,
}
LAYOUTS: dict[str, Callable[[Draw], str]] = {
    **{"steps": steps, "choose": choose, "scene": scene, "list": listed, "side": side_by_side}
}


def svg(draw: Draw, origin: str) -> str:
    """The whole drawing; `origin` names the description that it was made of."""
    layout = str(draw.get("layout", ""))
    if layout not in LAYOUTS:
        raise Unknown(f"no layout {layout!r}: use one of {', '.join(LAYOUTS)}")
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    face = 'font-family="Be Vietnam Pro" font-weight="700" fill="none" stroke-linecap="round" stroke-linejoin="round"'
    body = rect(0, 0, WIDTH, HEIGHT, 0, PAPER, "") + LAYOUTS[layout](draw)
    return f"{head} {face}>\n<!-- made of {origin} -->\n{body}\n</svg>\n"
