"""Some libraries would load others for what is never used here: those are left out."""

from __future__ import annotations

import importlib
import sys


def load_without(library: str, other: str) -> None:
    """Import `library` as if `other` were not installed: a module that is None in `sys.modules` counts as absent.

    `other` can be imported afterwards as ever. Nothing happens when it is there already.
    """
    if other in sys.modules:
        return
    sys.modules[other] = None  # type: ignore[assignment]
    try:
        importlib.import_module(library)
    finally:
        del sys.modules[other]
