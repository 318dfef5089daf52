"""What is saved comes back, on either database and from one to the other."""

import asyncio
import gzip
import json
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import insert, inspect, select, text
from typer.testing import CliRunner

from bot.cli.db import app
from bot.storage import backup as backups
from bot.storage import migrate
from bot.storage.backup import BackupError, backup, holds_rows, restore
from bot.storage.tables import Base
from tests.databases import address, administer

MET = datetime(2026, 3, 2, 7, 30, 15, 123456, tzinfo=UTC)
TABLES = Base.metadata.tables


@pytest.fixture(scope="module")
def server(postgres_socket) -> Iterator[str]:
    """A database of its own on the tests' PostgreSQL."""
    name = f"backup_{uuid4().hex}"
    asyncio.run(administer(postgres_socket, f"CREATE DATABASE {name}"))
    yield f"postgresql+asyncpg://postgres:@/{name}?host={postgres_socket}"
    asyncio.run(administer(postgres_socket, f"DROP DATABASE {name} WITH (FORCE)"))


EITHER = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=EITHER)
def bare(request, tmp_path) -> str:
    """A database without any table."""
    return f"sqlite+aiosqlite:///{tmp_path}/bot.db" if request.param == "sqlite" else emptied(request)


@pytest.fixture(params=EITHER)
def url(request, tmp_path) -> Iterator[str]:
    """A database with every table and no row: to migrate one each time takes longer than all the rest."""
    if request.param == "sqlite":
        yield request.getfixturevalue("empty")(tmp_path / "bot.db")
        return
    databases = request.getfixturevalue("postgres_databases")
    name = asyncio.run(databases.take())
    yield address(databases.socket, name)
    asyncio.run(databases.give_back(name))


@pytest.fixture(scope="module")
def empty(sqlite_template) -> Callable[[Path], str]:
    """Makes a SQLite database with every table and no row."""

    def made(path: Path) -> str:
        shutil.copyfile(sqlite_template, path)
        return f"sqlite+aiosqlite:///{path}"

    return made


def emptied(request) -> str:
    bare: str = request.getfixturevalue("server")
    statements = ("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    for statement in statements:
        migrate.transaction(bare, lambda connection, line=statement: connection.execute(text(line)))
    return bare


def fill(url: str) -> None:
    def work(connection) -> None:
        citizen = {"step": "ask", "data": {"tên": "Lê Thị Ánh", "n": [1, None]}, "consented_at": MET, "created_at": MET}
        ids = [connection.execute(insert(TABLES["citizens"]).values(citizen)).inserted_primary_key[0] for _ in range(3)]
        for number in ids:
            row = {"citizen_id": number, "channel": "web", "address": f"a{number}"}
            connection.execute(insert(TABLES["addresses"]).values(row))
        connection.execute(insert(TABLES["kept"]).values(name="key", secret=b"\x00\xff"))
        connection.execute(insert(TABLES["counters"]).values(day=date(2026, 3, 2), name="turns", value=7))

    migrate.transaction(url, work, writes=True)


def everything(url: str) -> dict[str, list]:
    def read(connection) -> dict[str, list]:
        return {
            name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for name, table in TABLES.items()
        }

    return migrate.transaction(url, read)


def test_a_database_comes_back_as_it_was(url, tmp_path):
    fill(url)
    before = everything(url)
    backup(url, tmp_path / "saved")
    migrate.transaction(url, lambda connection: connection.execute(text("DELETE FROM citizens")), writes=True)
    restore(url, tmp_path / "saved", replace=True)
    assert everything(url) == before
    assert migrate.pending(url) == []
    assert stat.S_IMODE((tmp_path / "saved").stat().st_mode) == 0o600


@pytest.mark.postgres
def test_a_province_moves_from_sqlite_to_postgresql_and_goes_on_counting(request, tmp_path, empty):
    small = empty(tmp_path / "bot.db")
    large = emptied(request)
    fill(small)
    backup(small, tmp_path / "moving.jsonl.gz")
    restore(large, tmp_path / "moving.jsonl.gz")
    assert everything(large) == everything(small)
    fill(large_without_unique(large))
    assert len(everything(large)["citizens"]) == 6


def large_without_unique(url: str) -> str:
    """Room for `fill` once more: what has no number of its own goes."""
    for table in ("kept", "counters"):
        migrate.transaction(url, lambda connection, name=table: connection.execute(TABLES[name].delete()))
    return url


def one_more(url: str) -> int:
    """A citizen; returns the number they are given."""

    def work(connection) -> int:
        who = insert(TABLES["citizens"]).values({"step": "", "data": {}, "created_at": MET})
        return connection.execute(who).inserted_primary_key[0]

    return migrate.transaction(url, work, writes=True)


def gone(url: str, number: int) -> None:
    citizens = TABLES["citizens"]
    statement = citizens.delete().where(citizens.c.id == number)
    migrate.transaction(url, lambda connection: connection.execute(statement), writes=True)


@pytest.mark.parametrize("name", ["saved", "saved.jsonl.gz"])
def test_the_number_of_a_citizen_who_went_is_not_given_again_after_a_backup(url, tmp_path, name):
    fill(url)
    gone(url, one_more(url))
    backup(url, tmp_path / name)
    restore(url, tmp_path / name, replace=True)
    assert one_more(url) == 5


@pytest.mark.parametrize("name", ["saved", "saved.jsonl.gz"])
def test_a_number_given_after_the_backup_is_not_given_again(url, tmp_path, name):
    fill(url)
    backup(url, tmp_path / name)
    one_more(url)
    restore(url, tmp_path / name, replace=True)
    assert one_more(url) == 5


@pytest.mark.postgres
def test_numbers_that_went_move_from_one_database_to_the_other(request, tmp_path, empty):
    small, other = empty(tmp_path / "small.db"), f"sqlite+aiosqlite:///{tmp_path}/other.db"
    large = emptied(request)
    fill(small)
    gone(small, one_more(small))
    for source, target in ((small, large), (large, other)):
        backup(source, tmp_path / "moving.jsonl.gz")
        restore(target, tmp_path / "moving.jsonl.gz")
        (tmp_path / "moving.jsonl.gz").unlink()
    assert [one_more(large), one_more(other)] == [5, 5]


def test_a_table_of_which_every_row_went_keeps_its_last_number(url, tmp_path):
    gone(url, one_more(url))
    backup(url, tmp_path / "saved.jsonl.gz")
    restore(url, tmp_path / "saved.jsonl.gz")
    assert one_more(url) == 2


def test_a_migration_that_makes_a_table_anew_keeps_its_last_number(tmp_path, empty):
    url = empty(tmp_path / "bot.db")
    fill(url)
    gone(url, one_more(url))

    def anew(config) -> None:
        operations = Operations(MigrationContext.configure(config.attributes["connection"]))
        numbered_once = {"sqlite_autoincrement": True}
        with operations.batch_alter_table("citizens", recreate="always", table_kwargs=numbered_once):
            pass

    migrate._apply(url, anew)
    assert one_more(url) == 5


def test_a_backup_that_does_not_know_the_last_numbers_comes_back(url, tmp_path):
    fill(url)
    backup(url, tmp_path / "new.jsonl.gz")
    lines = map(json.loads, gzip.decompress((tmp_path / "new.jsonl.gz").read_bytes()).decode().splitlines())
    older = [
        {name: value for name, value in line.items() if name != "given"} if isinstance(line, dict) else line
        for line in lines
    ]
    (tmp_path / "old.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, older)).encode()))
    restore(url, tmp_path / "old.jsonl.gz", replace=True)
    assert one_more(url) == 4


def test_a_backup_made_while_the_program_writes_is_of_one_moment(tmp_path, monkeypatch, empty):
    url = empty(tmp_path / "bot.db")
    fill(url)
    with closing(sqlite3.connect(tmp_path / "bot.db")) as database:
        database.execute("PRAGMA journal_mode=WAL")  # as the program does

    def somebody_comes():
        address = insert(TABLES["addresses"]).values(citizen_id=one_more(url), channel="web", address="new")
        migrate.transaction(url, lambda other: other.execute(address), writes=True)

    def read_while_somebody_comes(connection):
        for table in tables(connection):
            yield table
            if table.name == "citizens":
                somebody_comes()

    tables = backups._tables
    with monkeypatch.context() as patched:
        patched.setattr(backups, "_tables", read_while_somebody_comes)
        backup(url, tmp_path / "saved.jsonl.gz")
    restore(url, tmp_path / "saved.jsonl.gz", replace=True)
    assert [len(everything(url)[name]) for name in ("citizens", "addresses")] == [3, 3]


def test_rows_are_not_replaced_unasked(url, tmp_path):
    fill(url)
    backup(url, tmp_path / "saved")
    with pytest.raises(BackupError, match="only with --yes"):
        restore(url, tmp_path / "saved")
    assert len(everything(url)["citizens"]) == 3


def test_an_existing_file_is_not_overwritten(url, tmp_path):
    fill(url)
    (tmp_path / "saved").write_text("precious")
    with pytest.raises(BackupError, match="exists already"):
        backup(url, tmp_path / "saved")
    assert (tmp_path / "saved").read_text() == "precious"


@pytest.mark.parametrize(
    "spoil", [lambda lines: lines[:-1], lambda lines: lines[1:], lambda lines: [], lambda lines: ["{"]]
)
def test_a_file_that_is_not_whole_deletes_nothing(tmp_path, spoil, empty):
    url = empty(tmp_path / "bot.db")
    fill(url)
    backup(url, tmp_path / "saved.jsonl.gz")
    lines = gzip.decompress((tmp_path / "saved.jsonl.gz").read_bytes()).decode().splitlines()
    (tmp_path / "saved.jsonl.gz").write_bytes(gzip.compress("\n".join(spoil(lines)).encode()))
    with pytest.raises(BackupError, match=r"damaged|not whole|not a backup"):
        restore(url, tmp_path / "saved.jsonl.gz", replace=True)
    assert len(everything(url)["citizens"]) == 3


def test_a_backup_of_a_newer_version_says_so(tmp_path):
    url = f"sqlite+aiosqlite:///{tmp_path}/bot.db"
    header = {"format": "hocvuso-backup-1", "revision": "from-tomorrow"}
    (tmp_path / "saved").write_bytes(gzip.compress(f'{json.dumps(header)}\n{{"rows": 0}}'.encode()))
    with pytest.raises(BackupError, match="newer version"):
        restore(url, tmp_path / "saved")
    assert not holds_rows(url)


def test_migrations_go_up_and_back_and_match_the_tables(bare):
    assert migrate.pending(bare) == migrate.known()
    migrate.upgrade(bare)
    assert migrate.pending(bare) == []
    migrate.downgrade(bare, "base")
    assert migrate.transaction(bare, lambda connection: inspect(connection).get_table_names()) == ["alembic_version"]
    migrate.upgrade(bare)
    assert migrate.differences(bare) == []


def test_tables_that_are_made_anew_keep_their_rows(url):
    fill(url)
    before = everything(url)
    migrate.downgrade(url, "b7e40c2d91f6")
    migrate.upgrade(url, "d94b17c6e083")
    migrate.upgrade(url)
    assert everything(url) == before
    assert migrate.differences(url) == []


async def test_migrations_run_within_a_running_loop(tmp_path):
    url = f"sqlite+aiosqlite:///{tmp_path}/bot.db"
    migrate.upgrade(url)
    assert migrate.pending(url) == []


def run(monkeypatch, folder: Path, *arguments: str):
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DATABASE_URL", "sqlite+aiosqlite:///data/bot.db")
    return CliRunner().invoke(app, list(arguments))


def test_the_commands_say_what_they_did(monkeypatch, tmp_path):
    assert "migrations applied" in run(monkeypatch, tmp_path, "upgrade").output
    assert "up to date" in run(monkeypatch, tmp_path, "upgrade").output
    assert "saved to x.db" in run(monkeypatch, tmp_path, "backup", "x.db").output
    assert "restored from x.db" in run(monkeypatch, tmp_path, "restore", "x.db").output
    assert "not applied now" in run(monkeypatch, tmp_path, "downgrade", "-1").output


def test_what_goes_wrong_is_one_line(monkeypatch, tmp_path):
    assert run(monkeypatch, tmp_path, "backup", "x.db").output == "db: there is no database at data/bot.db\n"
    (tmp_path / "notes.txt").write_text("hello")
    assert (
        run(monkeypatch, tmp_path, "restore", "notes.txt").output == "db: notes.txt is not a backup of this program\n"
    )
    assert run(monkeypatch, tmp_path, "restore", "none.db").output == "db: none.db: no such file\n"
    run(monkeypatch, tmp_path, "upgrade")
    assert run(monkeypatch, tmp_path, "backup", "none/x.db").output == "db: none: no such folder\n"
    for arguments in (["upgrade", "no-such-revision"], ["downgrade", "-99"]):
        refused = run(monkeypatch, tmp_path, *arguments)
        assert refused.exit_code == 1
        assert len(refused.output.splitlines()) == 1, refused.output
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://me:x@127.0.0.1:1/none")
    monkeypatch.setenv("SECRET_KEY", "k" * 32)
    refused = CliRunner().invoke(app, ["upgrade"])
    assert refused.exit_code == 1
    assert len(refused.output.splitlines()) == 1
