"""Joins the parts, once. The only file that knows them all."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import web

from bot import channel_states, zalo
from bot.channels.channel import Channel
from bot.channels.telegram import Telegram
from bot.channels.webchat import WebChat
from bot.channels.zalo_oa import ZaloOA
from bot.clock import Clock
from bot.domain.answering.answer import Answering
from bot.domain.answering.base import Base, Public
from bot.domain.answering.found import Written
from bot.domain.answering.guard import Guard
from bot.domain.answering.live import Live
from bot.domain.answering.search import apart
from bot.domain.answering.search.kept import Kept
from bot.domain.answering.search.meaning import Meaning
from bot.domain.danger import Danger
from bot.domain.domain import Domain, Services
from bot.domain.duty import Duty
from bot.domain.knowledge import in_force
from bot.domain.learning.signing import Signer
from bot.domain.overlay import Overlay
from bot.domain.switches import MODEL, Board
from bot.inbox import Arrivals, Inbox
from bot.library.files import content_dir
from bot.library.library import Library
from bot.library.pictures import Pictures
from bot.library.watching import EVERY, Files
from bot.llm.budget import Budget
from bot.mail import Mailer
from bot.outbox import Outbox
from bot.preview import Preview, parts
from bot.scheduler import Scheduler
from bot.settings import Settings, derive, search_folder, secret_key
from bot.storage import counters, kept, keys, leases, model_answers, moderation, notice_pictures
from bot.storage import inbox as inbox_rows
from bot.storage import outbox as outbox_rows
from bot.storage.database import Database
from bot.storage.listen import listen
from bot.storage.paces import SharedBlocks
from bot.storage.revision import is_current
from bot.web.console.context import ConsoleContext
from bot.web.console.login import RETURNS
from bot.web.console.oidc import Issuer
from bot.web.history import History
from bot.web.probes import Health
from bot.web.server import make_health_server, make_server
from bot.wording import Words
from handlers import ROUTERS
from handlers.afterwards import afterwards

if TYPE_CHECKING:
    from bot.llm.client import Client

log = structlog.get_logger("bot.app")

PAGES_SECONDS, TURNS_SECONDS, SENDS_SECONDS = 1.0, 4.5, 2.5
"""SIGTERM leaves in under 10 s: this much at most for requests, turns and sends in hand."""
LEASE = timedelta(seconds=60)
"""How long others leave alone what a process took in hand, unless it renews that."""


@dataclass
class App:
    """The running program: build it, `start`, wait, `stop`."""

    settings: Settings
    database: Database
    clock: Clock
    library: Library
    pictures: Pictures
    secret: bytes
    channels: list[Channel] = field(default_factory=list)
    tasks: list[asyncio.Task[Any]] = field(default_factory=list)
    runner: web.AppRunner | None = None
    stopped: asyncio.Event = field(default_factory=asyncio.Event)
    signer: Signer | None = None
    base: Base | None = None
    console: ConsoleContext | None = None
    pages_served: bool = True
    board: Board = field(init=False)

    def __post_init__(self) -> None:
        self.board = Board(self.database)

    @classmethod
    def build(cls, settings: Settings) -> App:
        """Load content and open the database; nothing runs yet."""
        return cls(
            settings=settings,
            database=Database(settings.database_url),
            clock=Clock(settings.timezone),
            library=Library.load(content_dir()),
            pictures=Pictures(content_dir()),
            secret=secret_key(settings),
        )

    @property
    def base_url(self) -> str:
        """Where citizens reach our pages."""
        return self.settings.base_url

    def plays(self, role: str) -> bool:
        """Does this process do that part?"""
        return role in self.settings.roles

    async def index(self) -> None:
        """Have the search index ready; what is not on disk is made in a process of its own."""
        public, kept = Public.of(self.library), Kept(search_folder(self.settings))
        await apart.make(kept, public.texts)
        self.base = Base(self.library, kept, public)

    async def start(self, *, extra: Sequence[Channel] = (), serve: bool = True) -> None:
        """Bring everything up; `extra` channels in place of the configured ones (the terminal)."""
        await self._prepare()
        self.pages_served = serve
        self.channels = list(extra) or self.configured_channels()
        self._loops()
        self._run(self.board.run())
        arrivals = Arrivals(self.database, self.clock)
        if self.plays("worker"):
            await self._take_over()
            self._run(self.inbox.run(), self.outbox.run())
        if self.plays("scheduler"):
            self._run(self.scheduler.run())
            self._run(*(self._broadcasting(one) for one in self.channels if isinstance(one, ZaloOA)))
        if serve:
            await (self._serve(arrivals) if self.plays("web") else self._serve_health())
        self._run(*(self._fetch(channel, arrivals) for channel in self.channels if extra or self._fetches(channel)))
        if not self.database.sqlite:
            self._run(listen(self.database))

    async def _fetch(self, channel: Channel, arrivals: Arrivals) -> None:
        """One process at a time: a platform gives its messages to one who asks."""
        work = partial(channel.run, arrivals.receive)
        await leases.while_leading(self.database, f"fetch {channel.name}", work)

    async def _broadcasting(self, channel: ZaloOA) -> None:
        work = partial(
            zalo.broadcasting, channel, self.database, self.clock, self.settings.quiet_hours, self.board.names
        )
        await leases.while_leading(self.database, "zalo broadcasts", work)

    async def _prepare(self) -> None:
        if not await is_current(self.database):
            from bot.storage.migrate import upgrade  # 10 MB that only a migration is worth

            await asyncio.to_thread(upgrade, self.settings.database_url)
        async with self.database.begin() as db:
            self.signer = Signer(await keys.keep_secret(db, "certificate_key", Signer.new_key))
        await self.board.refresh()

    def configured_channels(self) -> list[Channel]:
        """Every channel that is switched on, in plain sight."""
        found: list[Channel] = [self._web_chat()]
        if self.settings.telegram_bot_token:
            found.append(self._telegram())
        if self.settings.zalo_oa_app_id:
            found.append(zalo.official_account(self.settings, self.database, self.clock, self.secret, self.base_url))
        if self.settings.zalo_bot_token:
            found.append(zalo.personal_bot(self.settings, self.database, self.clock, self.secret))
        return found

    def _fetches(self, channel: Channel) -> bool:
        """Does this process run the channel's own loop? What polls or keeps tokens belongs to workers."""
        if channel.name == "telegram" and self.settings.telegram_mode == "webhook":
            return self.plays("web")
        return self.plays("worker")

    def _web_chat(self) -> WebChat:
        settings, danger = self.settings, Danger(self.library)
        chat = WebChat(
            self.secret,
            History(self.database, self.library.phrases, self.pictures, self._fetch_picture),
            per_minute=settings.web_messages_per_minute_per_address,
            embed_origins=settings.embed_origins,
            too_fast=lambda: self.library.phrases.say("errors.too_fast", {}, ""),
            urgent=danger.may_be,
        )
        self.database.listeners.append(lambda topics: chat.wake() if "web" in topics else None)
        return chat

    def _telegram(self) -> Telegram:
        settings = self.settings
        assert settings.telegram_bot_token
        given = settings.telegram_webhook_secret
        return Telegram(
            settings.telegram_bot_token.get_secret_value(),
            api_url=settings.telegram_api_url,
            mode=settings.telegram_mode,
            webhook_secret=given.get_secret_value() if given else derive(self.secret, "telegram-webhook"),
            public_url=settings.public_url or "",
            rate=settings.telegram_rate_per_second,
            bucket=self._turns("telegram", settings.telegram_rate_per_second),
            commands=self.library.commands.menu(),
            recall=self._recall_photo,
            remember=self._remember_photo,
        )

    def _turns(self, name: str, rate: float) -> SharedBlocks | None:
        """Where several processes may send, one ceiling for all of them."""
        return None if self.database.sqlite else SharedBlocks(self.database, name, rate)

    async def _fetch_picture(self, name: str) -> None:
        """A picture of an announcement, out of the database, before somebody needs it."""
        if not self.pictures.lacks(name):
            return
        async with self.database.read() as db:
            found = await notice_pictures.get(db, name)
        if found:
            self.pictures.put(found.name, found.content, found.width, found.height)

    async def _recall_photo(self, digest: str) -> str:
        async with self.database.read() as db:
            return await kept.get(db, self._photo_key(digest))

    async def _remember_photo(self, digest: str, number: str) -> None:
        async with self.database.begin() as db:
            await kept.put(db, self._photo_key(digest), number)

    def _photo_key(self, digest: str) -> str:
        """A number that Telegram gives to a picture is good for one bot alone."""
        token = self.settings.telegram_bot_token
        return f"telegram photo {token.get_secret_value().partition(':')[0] if token else ''} {digest}"

    def model(self) -> Client | None:
        """The configured model."""
        settings = self.settings
        if not settings.language_model:
            return None
        from bot.llm.client import Client  # 14 MB that only a model is worth

        key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else "none"
        return Client(
            api_key=key,
            base_url=settings.openai_base_url,
            model=settings.openai_model or "",
            timeout=settings.llm_timeout_seconds,
            concurrency=settings.llm_concurrency,
        )

    def _budget(self) -> Budget:
        """Bounds on the model; counted in the database, by all processes together."""
        return Budget(
            lambda: self.clock.local().date(),
            counters.Shared(self.database),
            daily_limit=self.settings.llm_daily_limit_per_person,
            monthly_tokens=self.settings.llm_monthly_token_budget,
            price=self.settings.llm_price_per_million_tokens,
        )

    def _meaning(self) -> Meaning | None:
        """Search by meaning; what was worked out once is kept below data/."""
        if not self.settings.dense_search or not self.plays("worker"):
            return None
        return Meaning.at(search_folder(self.settings))

    def _services(self) -> Services:
        assert self.signer
        return Services(
            library=self.library,
            answering=Answering(
                self.library,
                Guard(self.library.register),
                self.model(),
                self._budget(),
                meaning=self._meaning(),
                keep=self._keep_model_answer,
                kept=Kept(search_folder(self.settings)),
                base=self.base,
                off=lambda: MODEL in self.board.names(),
            ),
            clock=self.clock,
            signer=self.signer,
            duty=Duty(self.clock, self.settings.duty_hours),
            secret=self.secret,
            base_url=self.base_url,
            retention_days=self.settings.text_retention_days,
            question_of=self._question_of,
            pages_served=self.pages_served or self.settings.public_url is not None,
        )

    async def _keep_model_answer(self, written: Written) -> None:
        price = self.settings.llm_price_per_million_tokens
        cost = None if price is None else written.tokens * price / 1_000_000
        async with self.database.begin() as db:
            await model_answers.keep(db, {**asdict(written), "cost": cost}, at=self.clock.now())

    async def _published(self) -> Overlay:
        """What was published and corrected in the console."""
        async with self.database.read() as db:
            return await in_force(db, self.clock)

    async def _question_of(self, citizen_id: int, turn: int) -> str:
        async with self.database.read() as db:
            return await moderation.question_of(db, citizen_id, turn)

    def _loops(self) -> None:
        services = self._services()
        self.tasks.append(asyncio.create_task(services.answering.learn_meanings()))
        if self.plays("worker"):
            live = Live(
                services.answering,
                self.library,
                content_dir(),
                published=self._published,
                latest=services.latest,
                tell=self._show_in_console,
            )
            self._run(live.run())
        elif self.plays("web"):
            self._run(self._watch_files())
        us: dict[str, Any] = {"worker": secrets.token_hex(8), "lease": LEASE, "off": self.board.names}
        words = Words(self.library.phrases, self.pictures)
        self.outbox = Outbox(
            self.database,
            self.clock,
            self.channels,
            words,
            quiet=self.settings.quiet_hours,
            fetch=self._fetch_picture,
            **us,
        )
        self.inbox = Inbox(
            self.database,
            self.clock,
            ROUTERS,
            lambda db, now: Domain(db, services, now),
            services=services,
            channels=[channel.name for channel in self.channels],
            match=self.library.commands.match,
            per_minute=self.settings.messages_per_minute_per_person,
            typing=self.outbox.typing,
            dispatch=self.outbox.dispatch,
            room=self.outbox.room,
            after=afterwards,
            title=words.title,
            **us,
        )
        self.scheduler = Scheduler(
            self.database,
            self.clock,
            quiet=self.settings.quiet_hours,
            retention_days=self.settings.text_retention_days,
            per_day=self.settings.announcements_per_day_per_person,
            off=self.board.names,
        )
        self.database.listeners.append(self._wake)

    def _wake(self, topics: set[str]) -> None:
        if "inbox" in topics:
            self.inbox.wakeup.set()
        if "outbox" in topics:
            self.outbox.wakeup.set()

    async def _take_over(self) -> None:
        """On SQLite this is the only process: what a dead one held is free at once."""
        if not self.database.sqlite:
            return
        names = [channel.name for channel in self.channels]
        async with self.database.begin() as db:
            turns = await inbox_rows.release(db, names)
            sends = await outbox_rows.release(db, names, now=self.clock.now())
        if turns or sends:
            log.info("taking up again what was interrupted", turns=turns, sends=sends)

    async def _serve(self, arrivals: Arrivals) -> None:
        self.console = self._console()
        server = make_server(
            Health(self.database, self.library, self.channels),
            channel_routes=[route for channel in self.channels for route in channel.routes(arrivals.receive)],
            console=self.console,
            signer=self.signer,
            secret=self.secret,
            drawings=self.pictures,
            fetch=self._fetch_picture,
        )
        await self._listen(server)

    async def _serve_health(self) -> None:
        """A process without pages says how it does at the same port; where that is taken, it works on without."""
        try:
            await self._listen(make_health_server(Health(self.database, self.library, self.channels)))
        except OSError as error:
            port, why = self.settings.http_port, error.strerror or str(error)
            log.warning("no health address: give each process an HTTP_PORT of its own", port=port, why=why)

    async def _listen(self, server: web.Application) -> None:
        self.runner = web.AppRunner(server, access_log=None, shutdown_timeout=PAGES_SECONDS)
        await self.runner.setup()
        await web.TCPSite(self.runner, self.settings.http_host, self.settings.http_port, backlog=1024).start()

    async def _watch_files(self) -> None:
        """In a process that gives no answers only the console shows the files."""
        files = Files(self.library, content_dir())
        while True:
            if await files.look():
                self._show_in_console(files.library)
            await asyncio.sleep(EVERY)

    def _show_in_console(self, library: Library) -> None:
        if self.console:
            self.console.library = library

    def _console(self) -> ConsoleContext:
        account = next((one for one in self.channels if isinstance(one, ZaloOA)), None)
        preview = Preview(self.library, self.pictures)
        return ConsoleContext(
            self.database,
            self.library,
            self.clock,
            self.secret,
            channels=[channel.name for channel in self.channels],
            secure_cookies=self.base_url.startswith("https://"),
            states=partial(channel_states.states, self.channels, self.base_url, self.database, self.clock),
            consent=account.consent.set_out if account and account.consent else None,
            plant=account.tokens.store.plant if account else None,
            untag=account.untag if account else None,
            template_price=zalo.template_price(account),
            windows={channel.name: channel.window for channel in self.channels},
            closing=zalo.closing(account),
            preview=preview.lesson,
            too_long=preview.too_long,
            parts=partial(parts, self.channels),
            base_url=self.base_url.rstrip("/"),
            quiet=self.settings.quiet_hours,
            mailer=self.mailer(),
            issuer=self.issuer(),
            signer=self.signer,
            board=self.board,
            budget=self._budget() if self.settings.language_model else None,
        )

    def mailer(self) -> Mailer | None:
        """What sends mails to staff."""
        url = self.settings.smtp_url
        return Mailer(url.get_secret_value()) if url else None

    def issuer(self) -> Issuer | None:
        """Where staff may sign in elsewhere."""
        settings = self.settings
        if not settings.oidc_issuer or not settings.oidc_client_id:
            return None
        secret = settings.oidc_client_secret.get_secret_value() if settings.oidc_client_secret else ""
        returns = self.base_url.rstrip("/") + RETURNS
        return Issuer(settings.oidc_issuer, settings.oidc_client_id, secret, returns)

    def _run(self, *loops: Any) -> None:
        for loop in loops:
            task = asyncio.create_task(loop)
            task.add_done_callback(self._ended)
            self.tasks.append(task)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        """A loop that dies takes the program with it: a half-dead bot would be silent."""
        if not task.cancelled() and task.exception():
            log.error("a part of the program died", exc_info=task.exception())
            self.stopped.set()

    async def stop(self) -> None:
        """Finish turns and sends in hand, then leave, in under ten seconds."""
        with contextlib.suppress(Exception):
            if self.runner:
                for channel in self.channels:
                    await channel.close() if channel.name == "web" else None
                await self.runner.cleanup()
        if self.plays("worker"):
            await self.inbox.stop(TURNS_SECONDS)
            await asyncio.sleep(0)
            await self.outbox.stop(SENDS_SECONDS)
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        for channel in self.channels:
            with contextlib.suppress(Exception):
                await channel.close()
        await self.database.close()
