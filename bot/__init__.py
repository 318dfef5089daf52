"""Học Vụ Số. Some libraries would load others for what is never used here: those are left out (5 MB)."""

import importlib
import sys


def _load_without(library: str, other: str) -> None:
    """A module that is None in `sys.modules` counts as not installed."""
    if other in sys.modules:
        return
    sys.modules[other] = None  # type: ignore[assignment]
    try:
        importlib.import_module(library)
    finally:
        del sys.modules[other]


_load_without("structlog", "rich")  # for tracebacks that our log never draws
_load_without("httpx", "click")  # for a command of its own
