"""Sends a mail over the server of `SMTP_URL`."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog

log = structlog.get_logger("bot.mail")

SECONDS = 15.0
LOOK = 5.0
"""Seconds to wait for a mail to be taken, and for an answer at all."""
PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class Mailer:
    """`url`: smtp://USER:PASSWORD@HOST:PORT (STARTTLS where offered, and always with a password) or smtps://…"""

    url: str

    async def send(self, to: str, subject: str, text: str) -> bool:
        """True when the server took the mail; a fault goes to the log without the address."""
        import aiosmtplib  # loaded with the first mail: most servers send none

        try:
            await self._send(self._message(to, subject, text))
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            log.warning("mail not sent", fault=type(error).__name__)
            return False
        return True

    async def wrong(self) -> str:
        """What is wrong with the server, or "". Connects and logs in, and sends nothing."""
        import aiosmtplib

        try:
            async with aiosmtplib.SMTP(**self._server(), timeout=LOOK):
                return ""
        except aiosmtplib.SMTPAuthenticationError:
            return "SMTP_URL: user or password is refused"
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            return f"SMTP_URL: cannot be reached ({type(error).__name__}); see host, port and network"

    def _message(self, to: str, subject: str, text: str) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=self.sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        return message

    async def _send(self, message: EmailMessage) -> None:
        import aiosmtplib

        await aiosmtplib.send(message, **self._server(), timeout=SECONDS)

    def _server(self) -> dict[str, Any]:
        """Which server, and how."""
        parts = urlsplit(self.url)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        within = parts.scheme == "smtps"
        return {
            "hostname": parts.hostname,
            "port": parts.port or PORTS[parts.scheme],
            "username": user or None,
            "password": password or None,
            "use_tls": within,
            "start_tls": None if within or not user else True,
        }

    @property
    def sender(self) -> str:
        """The user of the server, where that is an address; else a name at the server."""
        parts = urlsplit(self.url)
        user = unquote(parts.username or "")
        return user if "@" in user else f"hocvuso@{parts.hostname}"
