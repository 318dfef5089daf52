"""Plain SVG shapes in the colours of the house. Every part is drawn in a box of 200 by 200."""

from __future__ import annotations

from html import escape

INK, PAPER, WHITE = "#17211f", "#fdfbf4", "#ffffff"
TEAL, SEA, SOFT = "#0b5c58", "#7fbdb8", "#dcebe8"
GOLD, SUN, CREAM = "#e0a100", "#f6c945", "#fde9c2"
RED, ROSE = "#c23b22", "#fbe0d8"
GREEN, MINT = "#1d7a41", "#dff1e4"
BLUE, SKY = "#33659e", "#d9e8f5"
GREY, STONE = "#8b9a96", "#cfd8d5"
SKIN, TAN, HAIR, SILVER = "#f2c9a1", "#e0ac7e", "#33302e", "#d5dad8"
BROWN, WOOD = "#8a5a33", "#c98f57"
LINE = 5


def _look(fill: str, stroke: str, width: float) -> str:
    edge = f' stroke="{stroke}" stroke-width="{width:g}"' if stroke else ""
    return f'fill="{fill}"{edge}'


def rect(  # noqa: PLR0917 - in the order of SVG
    x: float, y: float, w: float, h: float, r: float = 0, fill: str = WHITE, stroke: str = INK, width: float = LINE
) -> str:
    """A rectangle, with round corners if `r` is given."""
    return f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="{r:g}" {_look(fill, stroke, width)}/>'


def circle(  # noqa: PLR0917 - in the order of SVG
    x: float, y: float, r: float, fill: str = WHITE, stroke: str = INK, width: float = LINE
) -> str:
    """A circle."""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}" {_look(fill, stroke, width)}/>'


def oval(  # noqa: PLR0917 - in the order of SVG
    x: float, y: float, rx: float, ry: float, fill: str = WHITE, stroke: str = INK, width: float = LINE
) -> str:
    """An ellipse."""
    return f'<ellipse cx="{x:g}" cy="{y:g}" rx="{rx:g}" ry="{ry:g}" {_look(fill, stroke, width)}/>'


def path(d: str, fill: str = "none", stroke: str = INK, width: float = LINE) -> str:
    """Any line or area."""
    return f'<path d="{d}" {_look(fill, stroke, width)}/>'


def line(  # noqa: PLR0917 - in the order of SVG
    x1: float, y1: float, x2: float, y2: float, stroke: str = INK, width: float = LINE
) -> str:
    """A straight line."""
    return path(f"M{x1:g} {y1:g}L{x2:g} {y2:g}", stroke=stroke, width=width)


def letters(  # noqa: PLR0917 - in the order of SVG
    words: str, x: float, y: float, size: float, fill: str = INK, anchor: str = "middle"
) -> str:
    """Bold letters; `y` is their base line."""
    given = f'x="{x:g}" y="{y:g}" font-size="{size:g}" text-anchor="{anchor}" fill="{fill}" stroke="none"'
    return f"<text {given}>{escape(words, quote=False)}</text>"


def moved(drawn: str, x: float = 0, y: float = 0, scale: float = 1) -> str:
    """The drawing somewhere else, smaller or larger."""
    return f'<g transform="translate({x:g} {y:g}) scale({scale:g})">{drawn}</g>'


def turned(drawn: str, degrees: float, x: float = 100, y: float = 100) -> str:
    """The drawing turned around a point."""
    return f'<g transform="rotate({degrees:g} {x:g} {y:g})">{drawn}</g>'
