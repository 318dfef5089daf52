"""What a percentage does: "miễn 50%" takes off, "tăng 50%" adds, and "đạt 50%" does neither."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.domain.answering.guard.figures import Figure

DOING = re.compile(
    r"\b(?:(?P<off>mien|giam|bot|chiet khau|uu dai|ho tro|hoan(?! thanh)|tru|khuyen mai)|(?P<up>tang|them|phu thu))\b"
)
"""The words before a percentage that say so; those nearest to it decide."""


def doing(figure: Figure) -> str:
    """ "off", "up", or "" for a percentage that neither takes off nor adds, and for all other figures."""
    if figure.unit != "%":
        return ""
    said = list(DOING.finditer(" ".join(figure.lead)))
    return said[-1].lastgroup or "" if said else ""


def does_so(figure: Figure, held: Iterable[Figure]) -> bool:
    """Whether a percentage that takes off or adds does the same in one of the passages."""
    does = doing(figure)
    return not does or any(doing(each) == does for each in held if each.value == figure.value and each.unit == "%")
