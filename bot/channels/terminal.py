"""`hocvuso chat`: the bot in a terminal, with numbered choices as on platforms without buttons."""

from __future__ import annotations

import asyncio
import secrets
import sys
from collections.abc import Callable, Sequence
from datetime import datetime

from aiohttp import web

from bot.channels.channel import Abilities, Pace, Receive, Window
from bot.messages import IncomingMessage, OutgoingMessage


class Terminal:
    """Lines in, lines out. `quit` is called at the end of the input; `silent` counts the lines answered by silence."""

    name = "terminal"
    abilities = Abilities(buttons=0, text_max=20_000)
    pace = Pace(rate=1000, per_chat=500, burst=100)

    def __init__(
        self, write: Callable[[str], None], quit_: Callable[[], None], silent: Callable[[], int] = lambda: 0
    ) -> None:
        self.write, self.quit, self.silent = write, quit_, silent
        self.answered = 0

    async def send(self, address: str, message: OutgoingMessage) -> str:
        """Print it; of a picture what it shows."""
        if message.picture:
            self.write(f"[{message.picture.alt}]")
        self.write(message.text)
        self.answered += 1
        return secrets.token_hex(4)

    async def typing(self, address: str) -> None:
        """A terminal shows nothing."""

    async def run(self, receive: Receive) -> None:
        """Read lines until the end of the input, then wait for the last answer."""
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            if line.strip().lower() in ("/thoat", "/quit", "/exit"):
                break
            before = self._settled()
            message = IncomingMessage("terminal", secrets.token_hex(8), "terminal", text=line.rstrip("\n"))
            await receive(message)
            await self._answer(before)
        self.quit()

    def _settled(self) -> int:
        return self.answered + self.silent()

    async def _answer(self, before: int) -> None:
        """Wait for the answer, so that talk and input stay in order; at most half a minute.

        Who writes too fast may get none: the next line, perhaps a call for help, does not wait for it.
        """
        for _ in range(600):
            if self._settled() > before:
                return
            await asyncio.sleep(0.05)

    def routes(self, receive: Receive) -> Sequence[web.RouteDef]:
        """None."""
        return ()

    def window(self, last_heard: datetime | None, now: datetime) -> Window:
        """Always open."""
        return Window.FREE

    async def check(self) -> str:
        """Always healthy."""
        return ""

    async def close(self) -> None:
        """Nothing to give back."""
