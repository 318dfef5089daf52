"""One program at a time on a SQLite database; nothing is left over when it was killed."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.domain import audit
from bot.storage.alone import alone
from bot.storage.database import Database
from bot.storage.revision import MigrationError

ROOT = Path(__file__).parents[3]
HOLDER = """
import sys
from bot.storage.alone import alone
with alone(sys.argv[1], "http://127.0.0.1:1"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def url(tmp_path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/data/bot.db"


@pytest.fixture
def holder(url):
    """Another process that serves the database."""
    arguments = [sys.executable, "-c", HOLDER, url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(arguments, cwd=ROOT, text=True, **pipes) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_second_one_hears_who_holds_it(url, holder):
    with pytest.raises(MigrationError) as refused, alone(url, "http://127.0.0.1:2"):
        pass
    assert f"held by the program that runs already (process {holder.pid}, http://127.0.0.1:1)" in str(refused.value)


def test_after_a_kill_it_is_free(url, holder):
    holder.kill()
    holder.wait()
    with alone(url, "http://127.0.0.1:2"):
        pass


def test_a_second_serve_is_one_line_and_out(monkeypatch, url, holder):
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr(sys, "argv", ["hocvuso", "serve"])
    with pytest.raises(SystemExit) as left:
        main()
    path = url.removeprefix("sqlite+aiosqlite:///")
    assert left.value.code == (
        f"DATABASE_URL: {path} is held by the program that runs already (process {holder.pid}, http://127.0.0.1:1);"
        " stop that one first, or give several processes PostgreSQL"
    )


def test_parts_in_processes_of_their_own_are_refused_as_before(monkeypatch, capsys, url, holder):
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("ROLES", "web")
    monkeypatch.setattr(sys, "argv", ["hocvuso", "serve"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    assert capsys.readouterr().err.strip() == "ROLES: must be all on SQLite; several processes need PostgreSQL"


@pytest.mark.parametrize("url", ["postgresql+asyncpg://me@127.0.0.1/x", "sqlite+aiosqlite:///:memory:"])
def test_what_several_may_serve_is_not_locked(url):
    with alone(url, "one"), alone(url, "two"):
        pass


@pytest.mark.parametrize("order", [["restore", "--yes", "x.db"], ["downgrade", "-1"]])
def test_no_rows_are_taken_away_under_a_running_program(monkeypatch, capsys, url, holder, order):
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr(sys, "argv", ["hocvuso", "db", *order])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 1
    assert "stop that one first" in capsys.readouterr().err


def test_the_trail_tells_that_the_database_was_put_back(monkeypatch, capsys, tmp_path):
    there = f"sqlite+aiosqlite:///{tmp_path}/bot.db"
    monkeypatch.setenv("DATABASE_URL", there)
    saved = f"{tmp_path}/yesterday.jsonl.gz"
    for order in (["upgrade"], ["backup", saved], ["restore", "--yes", saved]):
        monkeypatch.setattr(sys, "argv", ["hocvuso", "db", *order])
        with pytest.raises(SystemExit, match="0"):
            main()

    async def told():
        database = Database(there)
        async with database.read() as db:
            entries, broken = await audit.latest(db), await audit.verify(db)
        await database.close()
        return [(one.actor, one.action, one.details) for one in entries], broken

    assert asyncio.run(told()) == ([("cli", "database.restored", {"file": "yesterday.jsonl.gz"})], None)
