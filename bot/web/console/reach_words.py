"""How many an announcement reaches, line by line: by channel and way, with the cost, and who is not reached and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.audiences import WAYS, Reach, Window
from bot.web.console.words import CHANNELS, MISSED, WAY_WORDS

Line = tuple[str, int, str]
"""Who, how many, what it costs at most."""


def lines(reach: Reach, windows: Sequence[Window]) -> list[Line]:
    """Everybody who is meant, each in one line: they add up to `reach.meant`."""
    prices = {(one.channel, "billed"): one.price for one in windows}
    prices |= {(one.channel, "template"): one.template for one in windows}
    order = sorted(reach.ways, key=lambda way: (way[0], WAYS.index(way[1])))
    found = [_line(way, reach.ways[way], prices.get(way)) for way in order]
    return found + [(f"Không đến được: {MISSED[why]}", people, "") for why, people in reach.missed.items()]


def _line(way: tuple[str, str], people: int, price: int | None) -> Line:
    channel, name = way
    cost = f"tối đa {in_dong(people * price)}" if price is not None else ""
    return f"{CHANNELS.get(channel, channel)}: {WAY_WORDS[name]}", people, cost


def in_dong(amount: int) -> str:
    """ "1.250 đồng"."""
    return f"{amount:,} đồng".replace(",", ".")


def told(reach: Reach, windows: Sequence[Window]) -> dict[str, Any]:
    """What a page shows of it."""
    by_channel = " · ".join(f"{CHANNELS.get(name, name)}: {people}" for name, people in reach.by_channel.items())
    ways = lines(reach, windows)
    return {"reach": reach.total, "channels": by_channel, "meant": reach.meant, "ways": ways}
