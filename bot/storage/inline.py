"""SQLite's writer in the loop's own thread: SQLAlchemy's plain session behind the words of its asynchronous one.

A short write is done when the call returns. The asynchronous session would come to the same driver by way of a
greenlet, a shape of its calls, and a future for each of its steps.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session


class InlineConnection:
    """The words of an `AsyncConnection` that are used here."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self.dialect = connection, connection.dialect

    async def execute(self, *given: Any) -> Any:
        """As there."""
        return self._connection.execute(*given)

    async def exec_driver_sql(self, *given: Any) -> Any:
        """As there."""
        return self._connection.exec_driver_sql(*given)


class InlineSession:
    """The words of an `AsyncSession` that are used here."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.info = session.info
        self.add, self.add_all, self.get_bind = session.add, session.add_all, session.get_bind

    async def __aenter__(self) -> InlineSession:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._session.close()

    async def execute(self, *given: Any, **options: Any) -> Any:
        """As there."""
        return self._session.execute(*given, **options)

    async def scalars(self, *given: Any, **options: Any) -> Any:
        """As there."""
        return self._session.scalars(*given, **options)

    async def scalar(self, *given: Any, **options: Any) -> Any:
        """As there."""
        return self._session.scalar(*given, **options)

    async def get(self, *given: Any, **options: Any) -> Any:
        """As there."""
        return self._session.get(*given, **options)

    async def flush(self) -> None:
        """As there."""
        self._session.flush()

    async def commit(self) -> None:
        """As there."""
        self._session.commit()

    async def rollback(self) -> None:
        """As there."""
        self._session.rollback()

    async def connection(self) -> InlineConnection:
        """As there."""
        return InlineConnection(self._session.connection())
