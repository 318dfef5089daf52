"""Masks personal data and spots marks of secrecy; pure, the same at every door."""

from bot.redaction.letters import cleaned
from bot.redaction.personal import PLACEHOLDERS, Span, found, mask, mask_secrets, spans
from bot.redaction.secrecy import is_marked_secret

__all__ = ["PLACEHOLDERS", "Span", "cleaned", "found", "is_marked_secret", "mask", "mask_secrets", "spans"]
