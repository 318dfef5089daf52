"""Talks for tests of single conversations: on SQLite alone, which the journeys compare with PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.library.library import Library
from bot.storage.database import Database
from tests.journeys.channels import OPEN
from tests.rows import Rows, everything, put


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/talk.db"


@pytest.fixture
async def talk(database: Database, library: Library, spoken_on: str) -> AsyncIterator[Any]:
    async with OPEN[spoken_on](database, library) as talking:
        yield talking


@pytest.fixture
async def friend(talk: Any, spoken_on: str) -> Any:
    """Someone who went through the first meeting, agreed, and is called "bác": met once, then put back."""
    if spoken_on in MET:
        await put(talk.database, MET[spoken_on])
        return talk
    await talk("/start")
    await talk(button="start.agree:yes")
    await talk(button="start.form:bac")
    await talk(button="start.commune:07090")
    await talk(button="start.audience:1")
    if spoken_on == "paper":  # the others have a platform beside them that remembers, too
        MET[spoken_on] = await everything(talk.database)
    return talk


MET: dict[str, Rows] = {}
