"""PostgreSQL databases for tests: emptied and used again, since to create one takes a hundred times as long."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import uuid4

import asyncpg

OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
SHAPE = """
SELECT md5(string_agg(concat_ws('.', c.relkind, c.relname, a.attname, a.atttypid, a.attnotnull), ',' ORDER BY
    c.relname, a.attname)) FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace
"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"


def address(socket: str, name: str) -> str:
    """The address of a database by the socket directory of its server."""
    return f"postgresql+asyncpg://postgres:@/{name}?host={socket}"


async def administer(socket: str, statement: str) -> None:
    """Create or drop a database on the tests' PostgreSQL."""
    connection = await asyncpg.connect(host=socket, user="postgres", database="postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@dataclass
class Databases:
    """Databases with every table and no row, of one server. `template` went through every migration."""

    socket: str
    template: str
    free: list[str] = field(default_factory=list)
    _as_made: str = ""

    async def take(self) -> str:
        """The name of one that nobody uses."""
        if self.free:
            return self.free.pop()
        name = f"test_{uuid4().hex}"
        await administer(self.socket, f"CREATE DATABASE {name} TEMPLATE {self.template}")
        return name

    async def give_back(self, name: str) -> None:
        """Empty it for the next test; one whose shape a test changed goes."""
        if await self._emptied(name):
            self.free.append(name)
        else:
            await administer(self.socket, f"DROP DATABASE {name} WITH (FORCE)")

    async def _emptied(self, name: str) -> bool:
        connection = await asyncpg.connect(host=self.socket, user="postgres", database=name)
        try:
            await connection.execute(OTHERS)
            if await connection.fetchval(SHAPE) != await self._shape():
                return False
            tables = [row[0] for row in await connection.fetch(TABLES)]
            counters = [row[0] for row in await connection.fetch(SEQUENCES)]
            empty = [f'DELETE FROM "{table}"' for table in tables]
            begin = [f"SELECT setval('{counter}', 1, false)" for counter in counters]
            await connection.execute("; ".join(["SET session_replication_role = replica", *empty, *begin]))
            return True
        finally:
            await connection.close()

    async def _shape(self) -> str:
        if not self._as_made:
            connection = await asyncpg.connect(host=self.socket, user="postgres", database=self.template)
            self._as_made = str(await connection.fetchval(SHAPE))
            await connection.close()  # nobody may be connected to a template that is copied
        return self._as_made
