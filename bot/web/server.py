"""Joins the web routes: chat page, webhooks, console, public pages, health."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, Metric
from sqlalchemy import text

from bot.clock import Clock
from bot.domain.knowledge import in_force
from bot.domain.learning.signing import Signer
from bot.domain.overlay import lesson_now
from bot.library.library import Library
from bot.library.pictures import Pictures
from bot.library.schemas import Lesson
from bot.storage import counters, inbox, outbox
from bot.storage.database import Database
from bot.web import calendar, diplomas, lessons, my_data, pictures, public, scorecard
from bot.web.console import pages
from bot.web.console.context import ConsoleContext

log = structlog.get_logger("bot.web.server")

STATIC = Path(__file__).parent / "static"
BODY_MAX = 2 * 1024 * 1024

Next = Callable[[web.Request], Awaitable[web.StreamResponse]]


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

    async def metrics(self) -> bytes:
        """What waits and what was done by all processes together, and how this process does, for Prometheus."""
        async with self.database.read() as db:
            waiting = {"inbox": await inbox.waiting(db), "outbox": await outbox.waiting(db)}
            oldest = {"inbox": await inbox.oldest(db), "outbox": await outbox.oldest(db)}
            done = await counters.totals(db, "turns", "answers.", "sends.", "llm.attempts")
        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        registry.register(Counted(done))
        queue = Gauge("hocvuso_waiting", "Rows that wait", ["queue"], registry=registry)
        age = Gauge("hocvuso_oldest_waiting_seconds", "Age of the oldest of them", ["queue"], registry=registry)
        for name, value in waiting.items():
            since = oldest[name]
            queue.labels(name).set(value)
            age.labels(name).set((datetime.now(UTC) - since).total_seconds() if since else 0)
        await self._figures(registry)
        Gauge("hocvuso_content_faults", "Broken content files", registry=registry).set(len(self.library.faults))
        return generate_latest(registry)

    async def _figures(self, registry: CollectorRegistry) -> None:
        """The figures of the reports as they may be shown: what is too small is left out."""
        if self.figures is None:
            return
        told = f"Figures of the reports, last {scorecard.DAYS} days, whole province"
        figure = Gauge("hocvuso_figure", told, ["name"], registry=registry)
        for name, one in (await self.figures.get()).values().items():
            if one.count is not None:
                figure.labels(name).set(one.count)


class Counted:
    """Counts of the database as Prometheus' counters: they outlive restarts and know every process."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts

    def collect(self) -> Iterator[Metric]:
        """Turns, answers by outcome, sends by channel and result."""
        turns = CounterMetricFamily("hocvuso_turns", "Turns taken", value=self.counts.get("turns", 0))
        answers = CounterMetricFamily("hocvuso_answers", "Questions by what came of them", labels=["outcome"])
        sends = CounterMetricFamily("hocvuso_sends", "Sends by channel and result", labels=["channel", "result"])
        for name, value in sorted(self.counts.items()):
            kind, _, rest = name.partition(".")
            if kind == "answers":
                answers.add_metric([rest], value)
            elif kind == "sends":
                sends.add_metric(rest.split(".", 1), value)
        attempts = CounterMetricFamily("hocvuso_orders_to_the_model", "Questions that tried to give the model orders")
        attempts.add_metric([], self.counts.get("llm.attempts", 0))
        yield from (turns, answers, sends, attempts)


def make_server(
    health: Health,
    *,
    channel_routes: Sequence[web.RouteDef],
    console: ConsoleContext,
    signer: Signer | None,
    secret: bytes,
    drawings: Pictures,
    fetch: Callable[[str], Awaitable[None]],
) -> web.Application:
    """The web application with every route."""
    app = web.Application(middlewares=[_guarded], client_max_size=BODY_MAX)
    app.add_routes(channel_routes)
    app.add_routes(_health_routes(health))
    app.add_routes(pages.routes(console))
    app.add_routes(pictures.routes(drawings, fetch))
    app.add_routes(lessons.routes(health.library, console.base_url, _as_now(health, console.clock)))
    app.add_routes(calendar.routes(health.database, console.base_url))
    health.figures = scorecard.Figures(health.database, health.library, console.clock)
    app.add_routes(scorecard.routes(health.figures))
    if signer:
        app.add_routes(public.routes(health.library, health.database, signer, console.clock))
        app.add_routes(my_data.routes(health.library, health.database, secret, console.clock))
        app.add_routes(
            diplomas.routes(health.library.titles(), health.database, signer, console.base_url, console.clock)
        )
    app.router.add_static("/static/", STATIC, append_version=False)
    return app


def _as_now(health: Health, clock: Clock) -> lessons.AsNow:
    async def as_now(lesson: Lesson) -> Lesson:
        async with health.database.read() as db:
            return lesson_now(await in_force(db, clock), lesson, health.library.facts)

    return as_now


def make_health_server(health: Health) -> web.Application:
    """What a process without the web pages serves: how it does, and nothing else."""
    app = web.Application(middlewares=[_guarded])
    app.add_routes(_health_routes(health))
    return app


def _health_routes(health: Health) -> Sequence[web.RouteDef]:
    async def alive(request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def ready(request: web.Request) -> web.Response:
        faults = await health.faults()
        return web.json_response({"ready": not faults, "faults": faults}, status=503 if faults else 200)

    async def metrics(request: web.Request) -> web.Response:
        return web.Response(body=await health.metrics(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return [web.get("/healthz", alive), web.get("/readyz", ready), web.get("/metrics", metrics)]


@web.middleware
async def _guarded(request: web.Request, handler: Next) -> web.StreamResponse:
    """Safe headers on everything; an unforeseen fault is a page with a code, never a traceback."""
    try:
        response = await handler(request)
    except web.HTTPNotFound:
        response = _not_there(request)
    except web.HTTPException as error:
        if error.status < 400 or request.path.startswith(PLATFORMS):
            _headers(error.headers)
            raise
        response = _refusal(request, error.status, *REFUSALS.get(error.status, REFUSALS[400]))
    except Exception:
        ref = secrets.token_hex(3)
        log.exception("page failed", ref=ref, path=request.path)
        response = _refusal(request, 500, "Có lỗi", f"Xin thử lại sau ít phút. Mã lỗi: {ref}")
    if not response.prepared:
        _headers(response.headers)
    return response


REFUSALS: Mapping[int, tuple[str, str]] = {
    400: ("Chưa đọc được yêu cầu", "Xin quay lại và thử lần nữa."),
    401: ("Cuộc trò chuyện đã đóng", "Xin tải lại trang để bắt đầu cuộc trò chuyện mới."),
    403: ("Không được phép", "Trang này không dành cho tài khoản đang dùng."),
    404: ("Không có trang này", "Địa chỉ có thể đã gõ nhầm."),
    405: ("Không làm được như vậy", "Trang này không nhận cách gửi đó."),
    413: ("Nội dung quá dài", "Xin viết ngắn hơn rồi gửi lại."),
    429: ("Gửi nhanh quá", "Xin chờ một phút rồi thử lại."),
}
"""What went wrong, for a person: title and sentence."""


PLATFORMS = ("/telegram", "/zalo")


def _not_there(request: web.Request) -> web.Response:
    """No such page; an address of a platform is there only while its channel is on."""
    if request.path.startswith(PLATFORMS):
        return _refusal(request, 404, "Kênh này chưa bật", "Địa chỉ này chỉ dùng khi kênh đã bật trên máy chủ.")
    return _refusal(request, 404, *REFUSALS[404])


def _refusal(request: web.Request, status: int, title: str, sentence: str) -> web.Response:
    """As data for the chat page, as a page for everybody else."""
    if request.path.startswith("/chat/"):
        return web.json_response({"error": status, "text": f"{title}. {sentence}"}, status=status)
    return public.message_page(title, sentence, status)


def _headers(headers: Any) -> None:
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'; base-uri 'none'")
