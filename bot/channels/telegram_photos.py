"""Pictures on Telegram: uploaded once, then sent by the number that Telegram gave them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import InputFile
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.channels.telegram_request import TooFast
from bot.channels.telegram_shapes import GONE
from bot.log import logger
from bot.messages import Drawing

log = logger(__name__)

CAPTION_MAX = 1024
"""UTF-16 units of a caption once its markup is read."""
STRANGE_FILE = ("wrong file identifier", "wrong remote file", "invalid file", "file reference")
DOUBTFUL_MAX = 10_000
KNOWN_MAX = 20_000
"""Messages with a picture that are known to be none that words can take the place of."""

Call = Callable[[str, dict[str, Any]], Awaitable[dict[str, Any]]]
Recall = Callable[[str], Awaitable[str]]
Remember = Callable[[str, str], Awaitable[None]]


class Photos:
    """Sends pictures. `recall` and `remember` keep Telegram's numbers across restarts.

    A chat whose picture failed, or arrived while its text did not, gets the next attempt as words alone: a picture
    must cost nobody an answer.
    """

    def __init__(self, call: Call, recall: Recall | None = None, remember: Remember | None = None) -> None:
        self.call, self._recall, self._remember = call, recall, remember
        self._numbers: dict[str, str] = {}
        self._doubtful: set[int] = set()
        self._sent: dict[tuple[int, str], None] = {}

    async def send(self, chat: int, picture: Drawing, **caption: Any) -> str:
        """The number of the message, or "" when the words must go alone. Raises what the words would meet as well."""
        if chat in self._doubtful:
            return ""
        try:
            sent = await self._send(chat, picture, caption)
        except (Forbidden, TooFast):
            raise
        except BadRequest as error:
            if any(reason in error.message.lower() for reason in GONE):
                raise
            log.warning("a picture was refused", picture=picture.name, why=error.message[:120])
            return ""
        except TelegramError:
            self.doubt(chat)
            raise
        number = str(sent["message_id"])
        self._sent[chat, number] = None
        if len(self._sent) > KNOWN_MAX:
            del self._sent[next(iter(self._sent))]
        return number

    def shows(self, chat: int, number: str) -> bool:
        """Is this message a picture, so that no words can take its place?"""
        return (chat, number) in self._sent

    def doubt(self, chat: int) -> None:
        """The next attempt in this chat goes without a picture."""
        if len(self._doubtful) >= DOUBTFUL_MAX:
            self._doubtful.clear()
        self._doubtful.add(chat)

    def settled(self, chat: int) -> None:
        """The words are out."""
        self._doubtful.discard(chat)

    async def _send(self, chat: int, picture: Drawing, caption: dict[str, Any]) -> dict[str, Any]:
        given = {"chat_id": chat, **caption}
        number = await self._known(picture)
        if number:
            try:
                return await self.call("sendphoto", {**given, "photo": number})
            except BadRequest as error:
                if not any(reason in error.message.lower() for reason in STRANGE_FILE):
                    raise
        file = InputFile(picture.content, filename=picture.name.rpartition("/")[2])
        sent = await self.call("sendphoto", {**given, "photo": file})
        await self._learn(picture, sent)
        return sent

    async def _known(self, picture: Drawing) -> str:
        """Telegram's number for this content, or ""."""
        number = self._numbers.get(picture.digest)
        if number is None:
            number = await self._recall(picture.digest) if self._recall else ""
            self._numbers[picture.digest] = number
        return number

    async def _learn(self, picture: Drawing, sent: dict[str, Any]) -> None:
        sizes = sent.get("photo")
        number = str(sizes[-1].get("file_id") or "") if isinstance(sizes, list) and sizes else ""
        self._numbers[picture.digest] = number
        if number and self._remember:
            await self._remember(picture.digest, number)
