"""Finding the entry that answers a question, however it is typed."""

from bot.domain.answering.search.index import Document, Hit, Index

__all__ = ["Document", "Hit", "Index"]
