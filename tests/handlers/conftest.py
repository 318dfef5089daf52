"""Talks for tests of single conversations: on SQLite alone, which the journeys compare with PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.library.library import Library
from bot.storage.database import Database
from tests.journeys.conftest import Talk


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/talk.db"


@pytest.fixture
def talk(database: Database, library: Library) -> Talk:
    return Talk(database, library)


@pytest.fixture
async def friend(talk: Talk) -> Talk:
    """Someone who went through the first meeting, agreed, and is called "bác"."""
    await talk("/start")
    await talk(button="start.agree:yes")
    await talk(button="start.form:bac")
    await talk(button="start.commune:07090")
    await talk(button="start.audience:1")
    return talk
