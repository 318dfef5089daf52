"""The guard, loaded with the first text that it has to judge: a bot without a model needs none of it (3 MB)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from bot.domain.answering.guard.verdict import Passage, Verdict
from bot.library.register import Register

if TYPE_CHECKING:
    from bot.domain.answering.guard.citations import Citations
    from bot.domain.answering.guard.guard import Guard as Loaded


class Guard:
    """The same checks for the bot and for `hocvuso guard`; needs no network, clock or model."""

    def __init__(self, register: Register, finder: Citations | None = None) -> None:
        """`finder`: that of the register, if it is there already."""
        self._register, self._finder = register, finder

    @cached_property
    def _loaded(self) -> Loaded:
        from bot.domain.answering.guard.guard import Guard as Loaded

        return Loaded(self._register, self._finder)

    @property
    def finder(self) -> Citations:
        """What finds citations and looks them up in the register."""
        return self._loaded.finder

    def read_ahead(self, passages: Sequence[Passage]) -> None:
        """Read the passages while the model still writes: the answer is judged the sooner. May run in a thread."""
        self._loaded.read_ahead(passages)

    def check(self, question: str, passages: Sequence[Passage], answer: str) -> Verdict:
        """What of a raw model output may be shown. A check that fails itself lets nothing pass."""
        return self._loaded.check(question, passages, answer)
