"""Real processes: parts on one PostgreSQL, one of them killed; typing, and a polite end, with a slow model in hand."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.storage.database import Database
from bot.storage.tables import Inbound, Outbound
from tests.benches.processes import bot_settings, free_port, start, telegram, up
from tests.databases import administer
from tests.doubles.model import ModelDouble

pytestmark = pytest.mark.programs

PEOPLE, EACH = 30, 6


@pytest.fixture
async def postgres(postgres_socket):
    """An empty database of its own on the tests' PostgreSQL."""
    name = f"parts_{uuid4().hex}"
    await administer(postgres_socket, f"CREATE DATABASE {name}")
    yield f"postgresql+asyncpg://postgres:@/{name}?host={postgres_socket}"
    await administer(postgres_socket, f"DROP DATABASE {name} WITH (FORCE)")


class Parts:
    """Processes of one installation, ended with the test."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.settings = settings
        self.running: dict[str, asyncio.subprocess.Process] = {}

    async def begin(self, name: str, roles: str, **more: str) -> None:
        told = {**self.settings, "ROLES": roles, **more}
        self.running[name] = await start("-m", "tests.journeys.short_leases", "serve", **told)

    async def kill(self, name: str) -> None:
        process = self.running.pop(name)
        process.kill()
        await process.wait()

    async def end(self) -> None:
        for name in list(self.running):
            await self.kill(name)


async def until(holds, seconds=150.0):
    """Wait until `holds()` is true, and say what it was last."""
    ends = time.monotonic() + seconds
    while not (found := await holds()):
        assert time.monotonic() < ends, "waited in vain"
        await asyncio.sleep(0.2)
    return found


async def say_all(double):
    for number in range(EACH):
        for person in range(PEOPLE):
            await double.post("say", user_id=100 + person, text=f"làm căn cước ở đâu số {number}")


async def counted(database, *where):
    async with database.read() as db:
        return (await db.execute(select(func.count()).select_from(Inbound).where(*where))).scalar_one()


@pytest.mark.postgres
async def test_parts_in_processes_of_their_own_and_one_killed(postgres, tmp_path):
    async with AsyncExitStack() as ending:
        double = await ending.enter_async_context(telegram("--rate", "0", "--per-chat", "0"))
        settings = bot_settings(tmp_path, double, free_port()) | {"DATABASE_URL": postgres, "SECRET_KEY": "s" * 40}
        parts = Parts(settings)
        ending.push_async_callback(parts.end)
        await parts.begin("web", "web")
        url = f"http://127.0.0.1:{settings['HTTP_PORT']}"
        await up(f"{url}/healthz", 120)
        for name, roles in (("first", "worker"), ("second", "worker")):
            await parts.begin(name, roles)  # the port of the pages is taken: they work without a health address
        port = str(free_port())
        await parts.begin("clock", "scheduler", HTTP_PORT=port)
        database = Database(postgres)
        ending.push_async_callback(database.close)

        assert "kho tri thức" in await ask_on_the_page(url)
        await says_how_it_does(f"http://127.0.0.1:{port}")
        saying = asyncio.create_task(say_all(double))
        messages = Inbound.channel == "telegram"
        await until(lambda: counted(database, messages, Inbound.done_at.is_not(None)))
        await parts.kill("first")
        await saying

        async def answered():
            return await counted(database, messages, Inbound.done_at.is_not(None)) == PEOPLE * EACH

        async def all_out():
            async with database.read() as db:
                left = select(func.count()).select_from(Outbound).where(Outbound.status != "sent")
                return not (await db.execute(left)).scalar_one()

        await until(answered)
        await until(all_out)
        conflicts = [error for error in (await double.get("stats"))["errors"] if "terminated by other" in error]
        assert await replies_by_turn(database) == PEOPLE * EACH
        assert not conflicts


async def says_how_it_does(url):
    """A process without pages is alive and ready at its own port, counts for Prometheus, and serves nothing else."""
    await up(f"{url}/healthz", 120)
    async with aiohttp.ClientSession() as http:
        for path, status in (("/healthz", 200), ("/readyz", 200), ("/metrics", 200), ("/", 404), ("/console", 404)):
            async with http.get(url + path) as answer:
                assert answer.status == status, path


async def replies_by_turn(database):
    """How many turns have replies; a turn committed twice would have its first phrase twice."""
    async with database.read() as db:
        turns = select(Outbound.turn, func.count(), func.count(func.distinct(Outbound.reply["phrase"].as_string())))
        mine = select(Inbound.id).where(Inbound.channel == "telegram")
        rows = (await db.execute(turns.where(Outbound.turn.in_(mine)).group_by(Outbound.turn))).all()
    assert all(count == phrases for _, count, phrases in rows)
    return len(rows)


async def ask_on_the_page(url):
    """A question on the chat page, served by one process and answered by another."""
    async with aiohttp.ClientSession() as http:
        async with http.post(f"{url}/chat/session") as answer:
            headers = {"X-Chat-Key": (await answer.json())["key"]}
        told = {"id": uuid4().hex, "text": "VNeID là gì"}
        async with http.post(f"{url}/chat/messages", json=told, headers=headers) as answer:
            assert answer.status == 200

        async def said():
            async with http.get(f"{url}/chat/messages", headers=headers) as answer:
                lines = (await answer.json())["lines"]
            return next((line["text"] for line in lines if line["side"] == 1), "")

        return await until(said)


async def test_who_waits_for_a_slow_model_sees_typing_and_told_to_stop_it_leaves_in_time(tmp_path: Path):
    async with telegram("--rate", "0") as double, ModelDouble() as model:
        model.late = 60
        settings = bot_settings(tmp_path, double, free_port())
        settings |= {"OPENAI_BASE_URL": model.url, "OPENAI_MODEL": "double", "LLM_TIMEOUT_SECONDS": "60"}
        url = f"http://127.0.0.1:{settings['HTTP_PORT']}"
        process = await start("-m", "bot", "serve", **settings)
        await up(f"{url}/healthz", 120)
        await double.post("say", user_id=7, text="làm căn cước ở đâu")
        reply = await double.get("wait", user_id=7, timeout=100)
        press = {"user_id": 7, "message_id": reply["message_id"], "data": "ask.model:1", "strict": False}
        await double.post("press", **press)

        async def asked():
            return model.asked

        await until(asked)
        assert await double.get("typing", user_id=7) == 0, "who is answered at once sees no typing"
        await until(lambda: double.get("typing", user_id=7), seconds=10)
        began = time.monotonic()
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 10) == 0
        assert time.monotonic() - began < 10
        database = Database(settings["DATABASE_URL"])
        assert await counted(database, Inbound.done_at.is_(None), Inbound.lease_until.is_(None)) == 1
        await database.close()
