"""Talks for tests of single conversations: on SQLite alone, which the journeys compare with PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.library.library import Library
from bot.storage.database import Database
from bot.storage.tables import Base
from tests.journeys.channels import OPEN
from tests.journeys.conftest import Talk, library

__all__ = ["library"]


@pytest.fixture
async def talk(tmp_path: Path, library: Library, spoken_on: str) -> AsyncIterator[Any]:
    opened = Database(f"sqlite+aiosqlite:///{tmp_path}/talk.db")
    async with opened.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with OPEN[spoken_on](opened, library) as talking:
        yield talking
    await opened.close()


@pytest.fixture
async def friend(talk: Talk) -> Talk:
    """Someone who went through the first meeting, agreed, and is called "bác"."""
    await talk("/start")
    await talk(button="start.agree:yes")
    await talk(button="start.form:bac")
    await talk(button="start.commune:07090")
    await talk(button="start.audience:1")
    return talk
