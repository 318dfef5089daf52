"""SQLite's writer in the loop's own thread: SQLAlchemy's plain connection behind the words of its asynchronous session.

A short write is done when the call returns. The asynchronous session would come to the same driver by way of a
greenlet, a shape of its calls, and a future for each of its steps. What asks for tables needs no session at all; one is
made when objects are read or added, on the same connection.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, Executable
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

    def __init__(self, engine: Engine, **options: Any) -> None:
        self.info: dict[str, Any] = {}
        self._engine, self._options = engine, options
        self._connection: Connection | None = None
        self._words: InlineConnection | None = None
        self._objects: Session | None = None

    def _plain(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    def _session(self) -> Session:
        if self._objects is None:
            self._objects = Session(self._plain(), **self._options)
        return self._objects

    async def __aenter__(self) -> InlineSession:
        return self

    async def __aexit__(self, *_: object) -> None:
        try:
            if self._objects is not None:
                self._objects.close()
        finally:
            if self._connection is not None:
                self._connection.close()

    def get_bind(self) -> Connection:
        """As there."""
        return self._plain()

    def add(self, one: object) -> None:
        """As there."""
        self._session().add(one)

    def add_all(self, many: Any) -> None:
        """As there."""
        self._session().add_all(many)

    async def execute(self, statement: Executable, *given: Any, **options: Any) -> Any:
        """As there."""
        if options or statement._propagate_attrs:  # as Session.execute itself tells what is of objects
            return self._session().execute(statement, *given, **options)
        return self._plain().execute(statement, *given)

    async def scalars(self, statement: Executable, *given: Any, **options: Any) -> Any:
        """As there."""
        return (await self.execute(statement, *given, **options)).scalars()

    async def scalar(self, statement: Executable, *given: Any, **options: Any) -> Any:
        """As there."""
        return (await self.execute(statement, *given, **options)).scalar()

    async def get(self, *given: Any, **options: Any) -> Any:
        """As there."""
        return self._session().get(*given, **options)

    async def flush(self) -> None:
        """As there."""
        if self._objects is not None:
            self._objects.flush()

    async def commit(self) -> None:
        """As there."""
        await self.flush()
        self._plain().commit()

    async def rollback(self) -> None:
        """As there."""
        if self._objects is not None:
            self._objects.rollback()
        self._plain().rollback()

    async def connection(self) -> InlineConnection:
        """As there."""
        if self._words is None:
            self._words = InlineConnection(self._plain())
        return self._words
