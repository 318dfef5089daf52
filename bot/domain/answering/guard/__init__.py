"""The deterministic, fail-closed guard over every text a model wrote."""

from bot.domain.answering.guard.at_need import Guard
from bot.domain.answering.guard.verdict import GUARD_REFUSAL, Passage, Verdict

__all__ = ["GUARD_REFUSAL", "Guard", "Passage", "Verdict"]
