"""What comes of asking a model. Apart from the client, whose library takes 14 MB that only a model is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class ModelUnavailable(Exception):
    """The model gave nothing that can be used: not reached, too late, refused, cut off or not JSON."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What the model wrote, and what it cost."""

    data: Mapping[str, Any]
    tokens: int
