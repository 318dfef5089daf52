"""`hocvuso chat`: talk to the bot in the terminal."""

from __future__ import annotations

import asyncio

import typer
import uvloop

from bot.app import App
from bot.channels.terminal import Terminal
from bot.cli.start import settings_or_exit
from bot.settings import Settings


def chat() -> None:
    """Talk to the bot here. Type a number to choose, /thoat or Ctrl+D to leave."""
    uvloop.run(_chat(settings_or_exit(quiet=True)))


async def _chat(settings: Settings) -> None:
    done = asyncio.Event()
    app = App.build(settings.model_copy(update={"roles": frozenset({"worker"})}))
    terminal = Terminal(_write, done.set, lambda: app.inbox.silent)
    if faults := app.library.faults:
        typer.echo(f"{faults[0]}\nfaults in content/: {len(faults)}; `hocvuso content check` names them all", err=True)
    await app.start(extra=[terminal], serve=False)
    typer.secho("Học Vụ Số · gõ câu hỏi, hoặc gõ số để chọn; /thoat để dừng.", dim=True)
    ended = asyncio.create_task(app.stopped.wait())
    await asyncio.wait([asyncio.create_task(done.wait()), ended], return_when=asyncio.FIRST_COMPLETED)
    await app.stop()


def _write(text: str) -> None:
    typer.echo(f"\n{text}\n")
