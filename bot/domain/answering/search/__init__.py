"""Finding the entry that answers a question, however it is typed."""

from bot.domain.answering.search.index import Finding, Hit, Index, Near, Vectors
from bot.domain.answering.search.understanding import Document, Understanding

__all__ = ["Document", "Finding", "Hit", "Index", "Near", "Understanding", "Vectors"]
