"""Pages for anyone: checking a certificate."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from aiohttp import web

from bot.clock import Clock
from bot.domain.learning.certificates import State, check
from bot.domain.learning.signing import Signer
from bot.library.library import Library
from bot.storage.database import Database

PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Học Vụ Số</title><link rel="stylesheet" href="/static/public.css"></head>
<body><main><p class="brand">Học Vụ Số · Quảng Ninh</p><h1>{title}</h1>{body}
<p><a href="/">Về trang trò chuyện</a></p></main></body></html>"""


def page(title: str, body: str, status: int = 200) -> web.Response:
    """A plain page; `body` is HTML that is escaped already."""
    text = PAGE.format(title=escape(title), body=body)
    return web.Response(text=text, content_type="text/html", status=status)


def message_page(title: str, message: str, status: int) -> web.Response:
    """A page with one sentence."""
    return page(title, f"<p>{escape(message)}</p>", status)


REFUSED = {
    State.UNKNOWN: ("Không tìm thấy chứng nhận", "Mã này không phải do Học Vụ Số cấp, hoặc đã bị gõ sai.", 404),
    State.REVOKED: ("Chứng nhận đã bị thu hồi", "Chứng nhận này không còn giá trị.", 410),
    State.EXPIRED: ("Chứng nhận đã hết hạn", "Kiến thức số thay đổi nhanh: xin học và nhận lại.", 410),
}
"""Title, sentence and status for what does not hold."""


def routes(library: Library, database: Database, signer: Signer, clock: Clock) -> Sequence[web.RouteDef]:
    """The routes of these pages."""
    titles = library.titles()

    async def certificate(request: web.Request) -> web.Response:
        code = request.match_info["code"]
        async with database.read() as db:
            state, statement = await check(db, signer, code, today=clock.local().date())
        if statement is None or state is not State.GOOD:
            return message_page(*REFUSED[state])
        return page("Chứng nhận hợp lệ", _statement(statement, titles, code))

    async def public_key(request: web.Request) -> web.Response:
        note = f"Ed25519 (RFC 8032)\n{signer.public_key}\n"
        return web.Response(text=note)

    return [
        web.get("/chungnhan/khoa", public_key),
        web.get("/chungnhan/{code}", certificate),
    ]


def _statement(statement: Any, titles: dict[str, str], code: str) -> str:
    module = escape(titles.get(statement.module, statement.module))
    who = f"<p>Người học: <strong>{escape(statement.name)}</strong></p>" if statement.name else ""
    return (
        f'<p class="good">✓ Chữ ký đúng</p>{who}<p>Đã học xong phần <strong>{module}</strong> '
        f"ngày {statement.issued:%d/%m/%Y} trên Học Vụ Số.{_until(statement)}</p>"
        "<p>Đây là ghi nhận của chương trình học, không phải văn bằng hay xác nhận của cơ quan nhà nước.</p>"
        '<p>Chữ ký kiểm tra được bằng <a href="/chungnhan/khoa">khóa công khai</a>, không cần mạng; '
        "còn việc thu hồi thì chỉ trang này biết.</p>"
        f'<p><img class="sheet" src="/chungnhan/{escape(code)}/anh.png" width="1080" height="1080" '
        f'alt="Giấy ghi nhận đã học xong {module}"></p><p><a href="/chungnhan/{escape(code)}/anh.png" download>'
        f'Tải ảnh để chia sẻ</a> · <a href="/chungnhan/{escape(code)}/in.pdf">Bản để in (PDF)</a></p>'
    )


def _until(statement: Any) -> str:
    return f" Có giá trị đến hết ngày {statement.until:%d/%m/%Y}." if statement.until else ""
