"""In a terminal a line that is answered by silence holds up no other."""

from __future__ import annotations

import io
import sys
import time

from bot.channels.terminal import Terminal
from bot.messages import OutgoingMessage


async def test_what_is_answered_by_silence_holds_nothing_up(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("menu\nmenu\nnha toi dang chay\n"))
    refused, said = [], []
    terminal = Terminal(said.append, lambda: None, lambda: len(refused))

    async def receive(message):
        if message.text == "menu" and said:
            refused.append(message)
        else:
            await terminal.send(message.address, OutgoingMessage(message.text))

    began = time.monotonic()
    await terminal.run(receive)
    assert said == ["menu", "nha toi dang chay"] and len(refused) == 1
    assert time.monotonic() - began < 5
