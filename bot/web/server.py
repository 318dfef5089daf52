"""Joins the web routes: chat page, webhooks, console, public pages, health."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web

from bot.clock import Clock
from bot.domain.knowledge import in_force
from bot.domain.learning.signing import Signer
from bot.domain.overlay import lesson_now
from bot.library.pictures import Pictures
from bot.library.schemas import Lesson
from bot.web import calendar, diplomas, lessons, my_data, pictures, probes, public, scorecard
from bot.web.console import pages
from bot.web.console.context import ConsoleContext
from bot.web.probes import Health

log = structlog.get_logger("bot.web.server")

STATIC = Path(__file__).parent / "static"
BODY_MAX = 2 * 1024 * 1024

Next = Callable[[web.Request], Awaitable[web.StreamResponse]]


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
    app.add_routes(probes.routes(health))
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
    app.add_routes(probes.routes(health))
    return app


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
