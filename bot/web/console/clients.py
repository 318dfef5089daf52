"""The kind of browser in words that staff know it by; no more of what a browser tells is kept."""

from __future__ import annotations

BROWSERS = {"Edg/": "Edge", "coc_coc": "Cốc Cốc", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {name: name for name in ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")}
"""Mark in what the browser says of itself → its name; the first mark that is there decides."""


def client_of(agent: str) -> str:
    """ "Chrome, Windows"; "" for what is no known browser."""
    known = [next((name for mark, name in names.items() if mark in agent), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in known if name)
