"""Whether this process does its work: what is asked at `/healthz`, `/readyz` and `/metrics`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web
from sqlalchemy import text

from bot.library.library import Library
from bot.storage.database import Database
from bot.web import scorecard


class Checked(Protocol):
    """A part that can say whether it is well."""

    name: str

    async def check(self) -> str:
        """ "" when well, else one line that says what is wrong."""
        ...


@dataclass
class Health:
    """What `/readyz` and `/metrics` look at."""

    database: Database
    library: Library
    channels: Sequence[Checked]
    figures: scorecard.Figures | None = None
    """The figures of the reports, where this process serves the pages."""

    async def faults(self) -> dict[str, str]:
        """Part → what is wrong; empty when all is well."""
        found: dict[str, str] = {}
        try:
            async with self.database.read() as db:
                await db.execute(text("SELECT 1"))
        except Exception as error:
            found["database"] = type(error).__name__
        if not self.library.lessons or not self.library.faqs:
            found["content"] = "nothing loaded"
        for channel in self.channels:
            wrong = await channel.check()
            if wrong:
                found[f"channel {channel.name}"] = wrong
        return found


def routes(health: Health) -> Sequence[web.RouteDef]:
    """The three addresses."""

    async def alive(request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def ready(request: web.Request) -> web.Response:
        faults = await health.faults()
        return web.json_response({"ready": not faults, "faults": faults}, status=503 if faults else 200)

    async def metrics(request: web.Request) -> web.Response:
        from bot.web import metrics as told  # where nobody asks, its library takes no memory

        return web.Response(body=await told.of(health), headers={"Content-Type": told.CONTENT_TYPE})

    return [web.get("/healthz", alive), web.get("/readyz", ready), web.get("/metrics", metrics)]
