"""Finding the entry that answers a question, however it is typed."""

from bot.domain.answering.search.index import Finding, Hit, Index, Vectors
from bot.domain.answering.search.understanding import Document, Understanding

__all__ = ["Document", "Finding", "Hit", "Index", "Understanding", "Vectors"]
