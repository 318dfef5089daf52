"""A mail server over SMTP (aiosmtpd in a thread of its own) that keeps what it takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from tests.benches.processes import free_port


class Kept:
    """The mails taken so far; with `refuse`, recipients are refused."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuse = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.refuse:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=default)
        self.mails.append(mail)  # type: ignore[arg-type]
        return "250 taken"


@contextmanager
def mail_server() -> Iterator[tuple[str, Kept]]:
    """(SMTP_URL, what it kept)."""
    kept, port = Kept(), free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}", kept
    finally:
        controller.stop()
