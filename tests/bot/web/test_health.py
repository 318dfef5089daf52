"""What a process without pages serves: how it does, and nothing else."""

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.web.probes import Health
from bot.web.server import make_health_server


class Part:
    """A channel that is well, or not."""

    name = "paper"

    def __init__(self):
        self.fault = ""

    async def check(self):
        return self.fault


@pytest.fixture
async def part(database, library):
    made = Part()
    async with TestClient(TestServer(make_health_server(Health(database, library, [made])))) as client:
        made.get = client.get
        yield made


async def test_it_is_alive_ready_and_counted(part):
    assert await (await part.get("/healthz")).text() == "ok\n"
    assert await (await part.get("/readyz")).json() == {"ready": True, "faults": {}}
    assert "hocvuso_turns_total" in await (await part.get("/metrics")).text()


async def test_it_says_what_is_wrong(part):
    part.fault = "no answer"
    answer = await part.get("/readyz")
    assert answer.status == 503
    assert await answer.json() == {"ready": False, "faults": {"channel paper": "no answer"}}


@pytest.mark.parametrize("path", ["/", "/console", "/chat/session", "/telegram/webhook", "/chungnhan/x"])
async def test_it_serves_nothing_else(part, path):
    assert (await part.get(path)).status == 404
