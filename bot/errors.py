"""Errors that have words for a citizen."""

from __future__ import annotations

from typing import Any


class CitizenError(Exception):
    """A foreseen refusal: `phrase` names what the citizen is told, the keywords fill it."""

    phrase = "errors.refused"

    def __init__(self, **values: Any) -> None:
        super().__init__(self.phrase)
        self.values = values
