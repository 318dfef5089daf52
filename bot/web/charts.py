"""Bars as SVG, without a script or a style of their own: read aloud, printed, and as wide as the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

WIDTH, ROW, LABEL, NUMBER = 680, 34, 270, 70
LETTERS = 36
"""Of a label, before it is cut off; the table beside has the whole."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. `length` from 0 to 1; `told` stands at its end."""

    label: str
    length: float
    told: str


def bars(title: str, found: Sequence[Bar]) -> Markup:
    """Horizontal bars, one below the other; nothing for no bar."""
    if not found:
        return Markup("")
    room = WIDTH - LABEL - NUMBER
    rows = "".join(_row(one, place, room) for place, one in enumerate(found))
    said = escape(f"{title}: " + "; ".join(f"{one.label} {one.told}" for one in found))
    height = ROW * len(found)
    return Markup(  # noqa: S704 - every word in it is escaped above and below
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{said}">{rows}</svg>'
    )


def _row(one: Bar, place: int, room: int) -> str:
    top = place * ROW
    long = max(0.0, min(1.0, one.length)) * room
    label = one.label if len(one.label) <= LETTERS else one.label[: LETTERS - 1].rstrip() + "…"
    return (
        f'<text x="{LABEL - 10}" y="{top + 22}" text-anchor="end">{escape(label)}</text>'
        f'<rect x="{LABEL}" y="{top + 6}" width="{long:.1f}" height="{ROW - 12}" rx="4"/>'
        f'<text x="{LABEL + long + 8:.1f}" y="{top + 22}">{escape(one.told)}</text>'
    )
