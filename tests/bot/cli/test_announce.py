"""`hocvuso announce status`: a bar, the counts, and never a title."""

from __future__ import annotations

import re

from typer.testing import CliRunner

from bot.cli import app
from bot.domain.announcements import Announcements, Content
from bot.storage.database import Database
from bot.storage.migrate import upgrade
from tests.people import NOW, citizen, staff


async def _announced(url: str) -> None:
    database = Database(url)
    async with database.begin() as db:
        for _ in range(3):
            await citizen(db)
        author, approver = await staff(db, "author"), await staff(db, "approver")
        work = Announcements(db, NOW)
        made = await work.draft(author, Content("Tiêu đề kín", "Nội dung kín."))
        await work.submit(author, made.id)
        await work.approve(approver, made.id)
        while await work.plan_next():
            pass
    await database.close()


def _run(*words: str):
    return CliRunner().invoke(app, ["announce", "status", *words], env={"COLUMNS": "160"})


def test_what_goes_out_is_shown_with_its_counts(tmp_path, monkeypatch):
    import asyncio

    url = f"sqlite+aiosqlite:///{tmp_path}/a.db"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.chdir(tmp_path)
    upgrade(url)
    empty = _run()
    assert empty.exit_code == 1 and "there is none" in empty.output
    asyncio.run(_announced(url))
    shown = _run()
    assert shown.exit_code == 0, shown.output
    assert re.search(r"TB-\w{6}\s+sending .*0 of 3", shown.output)
    assert "kín" not in shown.output
    assert _run("1").exit_code == 0
    assert _run("7").exit_code == 1
