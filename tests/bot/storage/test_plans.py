"""What waits is found by an index that holds only what waits: its cost does not grow with all that was ever said."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.dialects import sqlite

from bot.storage import announcements, inbox, outbox

NOW = datetime(2026, 11, 25)
WANTED: dict[str, Any] = {"channels": ["telegram", "web"], "now": NOW, "limit": 64}
CLAIMS = {
    "messages that wait": (inbox.CLAIMABLE.params(**WANTED), {"ix_inbox_open", "ix_inbox_waiting"}),
    "replies that wait": (
        outbox.CLAIMABLE.params(**WANTED, rank=outbox.BULK),
        {"ix_outbox_waiting", "INTEGER PRIMARY KEY"},
    ),
}


@pytest.fixture
def file(tmp_path: Path, sqlite_template: Path) -> Iterator[sqlite3.Connection]:
    """Every table, empty: so SQLite plans without statistics, as in a running bot."""
    shutil.copyfile(sqlite_template, tmp_path / "bot.db")
    with sqlite3.connect(tmp_path / "bot.db") as opened:
        yield opened
    opened.close()


def steps(file: sqlite3.Connection, statement: Any) -> list[str]:
    """How SQLite goes about it: a line each time it opens a table."""
    text = str(statement.compile(dialect=sqlite.dialect(), compile_kwargs={"render_postcompile": True}))
    plan = file.execute(f"EXPLAIN QUERY PLAN {text}", ["1"] * text.count("?"))
    return [step for *_, step in plan if step.startswith(("SCAN", "SEARCH"))]


@pytest.mark.parametrize("what", CLAIMS)
def test_a_claim_looks_only_at_what_waits(file: sqlite3.Connection, what: str) -> None:
    statement, indexes = CLAIMS[what]
    found = steps(file, statement)
    assert found
    for step in found:
        assert step.startswith("SEARCH"), step
        assert any(index in step for index in indexes), step


def test_what_waits_for_its_day_is_passed_over_by_the_index(file: sqlite3.Connection) -> None:
    found = file.execute(
        "EXPLAIN QUERY PLAN SELECT id FROM outbox WHERE status IN ('waiting', 'sending') AND rank = 3 "
        "AND next_at <= '2026-11-25' ORDER BY next_at, id LIMIT 64"
    )
    (step,) = [step for *_, step in found]
    assert "ix_outbox_waiting" in step and "rank=? AND next_at<?" in step


def test_what_reached_somebody_is_looked_for_among_what_was_sent_to_them(file: sqlite3.Connection) -> None:
    found = steps(file, announcements.REACHED.params(citizen=1, address=2, since=NOW, most=5))
    outboxes = [step for step in found if "outbox" in step]
    assert len(outboxes) == 2
    assert all("ix_outbox_address_id" in step for step in outboxes), outboxes
