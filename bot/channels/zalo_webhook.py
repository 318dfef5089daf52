"""Takes what Zalo reports: signed, once, answered in time whatever happens behind."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from typing import Protocol

from aiohttp import web

from bot.channels.channel import Receive
from bot.channels.zalo_events import Event, as_message, read, text_key, wants_the_bot
from bot.channels.zalo_http import json_object
from bot.channels.zalo_signature import matched
from bot.log import logger

log = logger(__name__)

BODY_MAX = 256 * 1024
ANSWER_SECONDS = 1.5
"""Zalo waits 2 seconds. What is not stored by then goes on being stored, and Zalo is told to come again."""
HORIZON = timedelta(days=7)
"""Repeats are recognised this long; what is older has no effect."""
KEPT = HORIZON + timedelta(days=1)
AFTER_STAFF = timedelta(minutes=30)
UNTIL_UNTAGGED = timedelta(days=365)
PAUSE_TAG = "Tạm dừng bot"
AT_ONCE = 2000


class People(Protocol):
    """What is remembered about the people of a channel, by their address."""

    async def glance(self, key: str, address: str = "") -> tuple[bool, bool]: ...  # noqa: D102
    def mark(self, key: str, value: str = "") -> None: ...  # noqa: D102
    async def paused(self, address: str) -> bool: ...  # noqa: D102
    async def pause(self, address: str, at: datetime, lasts: timedelta) -> None: ...  # noqa: D102
    async def resume(self, address: str, at: datetime) -> None: ...  # noqa: D102
    async def resume_all(self, at: datetime, over: timedelta, under: timedelta) -> None: ...  # noqa: D102
    async def heard_paused(self, address: str, at: datetime) -> None: ...  # noqa: D102
    async def left(self, address: str, at: datetime) -> None: ...  # noqa: D102
    async def erase(self, address: str) -> None: ...  # noqa: D102
    async def proof(self, address: str, key: str, since: datetime | None = None) -> str: ...  # noqa: D102
    async def forget(self, before: datetime) -> None: ...  # noqa: D102
    async def counts(self, free: datetime, billed: datetime) -> tuple[int, int, int]: ...  # noqa: D102
    async def heard(self) -> tuple[datetime, datetime] | None: ...  # noqa: D102
    async def latest(self) -> str: ...  # noqa: D102
    async def flush(self) -> None: ...  # noqa: D102


class Webhook:
    """The receiver of one Official Account. Without `key` it answers 200 and does nothing: Zalo's first probe."""

    def __init__(
        self,
        channel: str,
        app_id: str,
        key: str,
        people: People,
        now: Callable[[], datetime],
        *,
        variants: Collection[str] = (),
    ) -> None:
        self.channel, self.app_id, self.key, self.people, self.now = channel, app_id, key, people, now
        self.variants = variants
        self.last_event: datetime | None = None
        self.refused = 0
        self.untag: Callable[[str], Awaitable[None]] | None = None
        self._asides: set[asyncio.Task[None]] = set()
        self._under_way: set[asyncio.Task[bool]] = set()

    async def answer(self, request: web.Request, receive: Receive) -> web.Response:
        """One delivery: 200 taken (or nothing for us), 401 not Zalo's, 400/413 unreadable, 503 come again."""
        if (request.content_length or 0) > BODY_MAX or len(body := await request.read()) > BODY_MAX:
            return web.Response(status=413)
        if not self.key:
            return web.Response(text="no key yet")
        data = json_object(body)
        if data is None:
            return web.Response(status=400)
        formula = matched(request.headers, body, data, app_id=self.app_id, key=self.key, variants=self.variants)
        if formula is None:
            self.refused += 1
            log.warning("a webhook with a wrong signature")
            return web.Response(status=401)
        if formula:
            log.info("a webhook signed by another formula", formula=formula)
        if len(self._under_way) > AT_ONCE:
            return web.Response(status=503)
        self.last_event = self.now()
        return await self._in_time(read(data, self.now()), receive)

    async def _in_time(self, event: Event, receive: Receive) -> web.Response:
        task = asyncio.create_task(self.take(event, receive))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        done, _ = await asyncio.wait({task}, timeout=ANSWER_SECONDS)
        if not done:
            log.warning("an event takes long to store", event_name=event.name)
            return web.Response(status=503)
        if task.exception():
            log.error("an event could not be stored", event_name=event.name, exc_info=task.exception())
            return web.Response(status=503)
        return web.Response()

    async def take(self, event: Event, receive: Receive) -> bool:
        """Let an event take effect, once; did it? It is marked after its effect: a kill between loses nothing."""
        if self.now() - event.at > HORIZON:
            return False
        seen, paused = await self.people.glance(event.key, event.person)
        if seen:
            return False
        await self._act(event, receive, paused=paused)
        self.people.mark(event.key)
        return True

    async def _act(self, event: Event, receive: Receive, *, paused: bool) -> None:
        if event.name.startswith("oa_send_"):
            await self._sent_by_us(event)
        elif event.name in ("add_user_to_tag", "remove_user_from_tag", "remove_tag"):
            await self._tagged(event)
        elif event.name == "unfollow":
            await self.people.left(event.person, event.at)
        elif event.name == "user_withdraw":
            await self.people.erase(event.person)
        else:
            await self._heard(event, receive, paused=paused)

    async def _heard(self, event: Event, receive: Receive, *, paused: bool) -> None:
        message = as_message(event, self.now(), self.channel)
        if message is None:
            log.info("an event that needs nothing", event_name=event.name[:40])
        elif wants_the_bot(event):
            await self.people.resume(event.person, event.at)
            await receive(message)
            if paused:
                self._untag(event.person)
        elif paused:
            await self.people.heard_paused(event.person, event.at)
        else:
            await receive(message)

    def _untag(self, person: str) -> None:
        """Zalo's own tool shows what holds here. Nobody waits for it: Zalo wants its answer in time."""
        if self.untag:
            task = asyncio.ensure_future(self.untag(person))
            self._asides.add(task)
            task.add_done_callback(self._asides.discard)

    async def _sent_by_us(self, event: Event) -> None:
        """The echo of a send. Staff who write themselves take over; our own is proof that it arrived."""
        if event.staff:
            await self.people.pause(event.person, event.at, AFTER_STAFF)
        elif event.number:
            self.people.mark(text_key(event.person, event.text), event.number)

    async def _tagged(self, event: Event) -> None:
        """Staff may hush the bot for a person with a tag, for as long as the tag stays, or until it is deleted."""
        if event.tag.casefold() != PAUSE_TAG.casefold():
            return
        if event.name == "remove_tag":
            await self.people.resume_all(event.at, AFTER_STAFF, UNTIL_UNTAGGED)
        for person in event.people:
            if event.name == "add_user_to_tag":
                await self.people.pause(person, event.at, UNTIL_UNTAGGED)
            else:
                await self.people.resume(person, event.at)

    async def close(self) -> None:
        """Finish what is being stored."""
        if left := {*self._under_way, *self._asides}:
            await asyncio.wait(left, timeout=3)
        await self.people.flush()
