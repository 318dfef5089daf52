"""`hocvuso serve`: the program, until it is told to stop."""

from __future__ import annotations

import asyncio
import errno
import secrets
import signal
import socket
import sys
import time
from pathlib import Path

import typer
import uvloop

from bot.app import App
from bot.cli.start import settings_or_exit
from bot.domain.staff import StaffAccounts
from bot.memory import give_back, give_large_back_at_once
from bot.settings import Settings, search_folder
from bot.storage.alone import alone
from bot.storage.revision import is_current, upgrade_apart

FIRST_LOGIN = "quantri"


def serve() -> None:
    """Run the bot: the web pages, the channels, the turns, the clock."""
    settings = settings_or_exit()
    give_large_back_at_once()
    try:
        with alone(settings.database_url, settings.base_url):
            code = uvloop.run(_serve(settings))
    except OSError as error:
        _fail(_blame(settings, error))
    raise typer.Exit(code)


def _blame(settings: Settings, error: OSError) -> str:
    """One line that names the setting behind what the system refused."""
    reason, folder = error.strerror or str(error), search_folder(settings)
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"HTTP_HOST: {settings.http_host} is no address of this machine ({reason}); 127.0.0.1 always is"
    if error.filename and folder in (Path(error.filename), *Path(error.filename).parents):
        return f"SEARCH_FOLDER: {folder} cannot be written ({reason}); name a folder that this account may write to"
    if error.filename:
        return f"cannot use {error.filename} ({reason})"
    return f"HTTP_PORT: cannot listen on {settings.http_host}:{settings.http_port} ({reason}); free it or name another"


def _fail(line: str) -> None:
    print(line, file=sys.stderr)
    raise typer.Exit(1)


async def _serve(settings: Settings) -> int:
    began = time.monotonic()
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    app = App.build(settings)
    for fault in app.library.faults:
        print(fault, file=sys.stderr)
    if not await is_current(app.database):
        await upgrade_apart(settings.database_url)
    await app.index()
    await app.start()
    await _say_where(app, time.monotonic() - began)
    give_back()
    waits = [asyncio.create_task(stop.wait()), asyncio.create_task(app.stopped.wait())]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
    died = app.stopped.is_set()
    await app.stop()
    return 1 if died else 0


async def _say_where(app: App, seconds: float) -> None:
    """Four lines: what to open, and how to log in (with the password only when it was just made)."""
    url = app.base_url
    channels = ", ".join(channel.name for channel in app.channels)
    if not app.plays("web"):
        here = f"http://{app.settings.http_host}:{app.settings.http_port}/readyz"
        print(f"Phần {', '.join(sorted(app.settings.roles))} sẵn sàng sau {seconds:.1f} giây · xem: {here}", flush=True)
        return
    print(f"Trang trò chuyện:  {url}/", flush=True)
    print(f"Trang cán bộ:      {url}/console", flush=True)
    print(f"Đăng nhập:         {await _login(app)}", flush=True)
    print(f"Sẵn sàng sau {seconds:.1f} giây · kênh: {channels} · dừng: Ctrl+C", flush=True)


async def _login(app: App) -> str:
    password = secrets.token_urlsafe(9)
    async with app.database.begin() as db:
        accounts = StaffAccounts(db, app.clock.now())
        if await accounts.any():
            return "dùng tài khoản đã có (quên mật khẩu: hocvuso staff reset TÊN)"
        await accounts.add(FIRST_LOGIN, name="Quản trị", role="administrator", area="", password=password)
    return f"tên {FIRST_LOGIN}, mật khẩu {password} (chỉ hiện lần này; đổi khi đăng nhập)"
