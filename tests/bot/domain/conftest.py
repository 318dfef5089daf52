"""A double of the model for tests of answering."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.doubles.model import ModelDouble


@pytest.fixture
async def double() -> AsyncIterator[ModelDouble]:
    async with ModelDouble() as running:
        yield running
