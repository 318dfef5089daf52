"""Joins the parts of the Zalo channels; `app.py` calls it."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from bot.channels import zalo_bot
from bot.channels.channel import OverQuota, SendError, Unavailable, Uncertain
from bot.channels.zalo_api import Api
from bot.channels.zalo_bot import ZaloBot
from bot.channels.zalo_consent import Consent
from bot.channels.zalo_errors import until_morning
from bot.channels.zalo_http import Http
from bot.channels.zalo_oa import (
    AIM,
    BILLED_PRICE,
    BILLED_UNTIL,
    CALLBACK_PATH,
    FREE_FOR,
    NAME,
    ZaloOA,
    burst,
)
from bot.channels.zalo_oauth import Oauth
from bot.channels.zalo_templates import Templates
from bot.channels.zalo_tokens import Tokens
from bot.channels.zalo_uploads import LASTS
from bot.channels.zalo_webhook import Webhook
from bot.clock import Clock
from bot.domain import duty_alerts, paid
from bot.domain.audiences import Window
from bot.domain.switches import Off, lowest_rank, nothing_off
from bot.log import logger
from bot.pace import Bucket, Turns
from bot.settings import NEVER, Hours, Settings, derive
from bot.storage import broadcasts, kept
from bot.storage.database import Database
from bot.storage.outbox import BULK
from bot.storage.paces import SharedBucket
from bot.storage.tables import Broadcast
from bot.storage.zalo_people import PeopleTable
from bot.storage.zalo_standing import StandingNotes
from bot.storage.zalo_tokens import TokenTable
from bot.storage.zalo_uploads import UploadTable

log = logger(__name__)

ENDPOINT = "zalo_oa_endpoint"
BROADCAST_SECONDS = 15.0
ARTICLE_WAITS, ARTICLE_GIVES_UP = timedelta(minutes=5), timedelta(days=2)
"""From one try of an article to the next, at least; and after the order, until it has failed."""
NIGHT_SECONDS = 8 * 3600 + 300
"""Zalo takes no article between 22:00 and 06:05."""


def official_account(settings: Settings, database: Database, clock: Clock, secret: bytes, base_url: str) -> ZaloOA:
    """The Official Account of these settings."""
    assert settings.zalo_oa_app_id and settings.zalo_oa_app_secret
    app_secret = settings.zalo_oa_app_secret.get_secret_value()
    tokens = _tokens(settings, database, clock, secret)
    key = settings.zalo_oa_secret_key
    people = PeopleTable(database, clock.now, NAME)
    bucket = turns(database, settings.zalo_oa_rate_per_second)
    return ZaloOA(
        api_url=settings.zalo_oa_api_url,
        tokens=tokens,
        people=people,
        webhook=Webhook(
            NAME,
            settings.zalo_oa_app_id,
            key.get_secret_value() if key else "",
            people,
            clock.now,
            variants=settings.zalo_oa_signature_variants,
        ),
        now=clock.now,
        rate=settings.zalo_oa_rate_per_second,
        bucket=bucket,
        templates=_templates(settings, tokens, bucket),
        endpoint=settings.zalo_oa_endpoint,
        catches_up=settings.zalo_oa_catch_up,
        allow_billed=settings.zalo_oa_allow_billed,
        proof_key=app_secret if settings.zalo_oa_appsecret_proof else "",
        consent=Consent(tokens, base_url.rstrip("/") + CALLBACK_PATH, secret),
        recall=partial(_recall, database),
        remember=partial(_remember, database),
        uploads=UploadTable(database, clock.now, f"{NAME} {settings.zalo_oa_app_id}"[:64], LASTS),
        notes=StandingNotes(database, NAME),
        alert=partial(duty_alerts.tell_administrators, database, clock),
    )


def turns(database: Database, rate: float) -> Turns:
    """The account's requests: counted in the database where there may be several processes."""
    if database.sqlite:
        return Bucket(rate, aim=AIM, burst=burst(rate), full=False)
    return SharedBucket(database, NAME, rate, aim=AIM, burst=burst(rate))


def _templates(settings: Settings, tokens: Tokens, bucket: Turns) -> Templates | None:
    """Paid templates: only where billing is allowed and a template is named."""
    if not settings.zalo_oa_allow_billed or not settings.zalo_zbs_templates:
        return None
    secret = settings.zalo_oa_app_secret if settings.zalo_oa_appsecret_proof else None
    proof = secret.get_secret_value() if secret else ""
    api = Api(settings.zalo_zbs_api_url, tokens, Http(), bucket, proof_key=proof)
    return Templates(settings.zalo_zbs_templates, api)


def template_price(channel: ZaloOA | None) -> Callable[[], Awaitable[int | None]] | None:
    """What one template of an announcement costs, for the page on which it is approved."""
    if channel is None or channel.templates is None:
        return None
    return partial(channel.templates.price, paid.PURPOSE)


def closing(channel: ZaloOA | None) -> list[Window]:
    """When the account's channel stops taking messages to somebody, and what they cost before."""
    if channel is None:
        return []
    price = BILLED_PRICE if channel.allow_billed else None
    return [Window(channel.name, FREE_FOR, BILLED_UNTIL, price)]


def personal_bot(settings: Settings, database: Database, clock: Clock, secret: bytes) -> ZaloBot:
    """The bot of the Bot Platform of these settings."""
    assert settings.zalo_bot_token
    given = settings.zalo_bot_webhook_secret
    return ZaloBot(
        settings.zalo_bot_token.get_secret_value(),
        memory=PeopleTable(database, clock.now, zalo_bot.NAME),
        now=clock.now,
        api_url=settings.zalo_bot_api_url,
        mode=settings.zalo_bot_mode,
        webhook_secret=given.get_secret_value() if given else derive(secret, "zalo-bot-webhook"),
        public_url=settings.public_url or "",
    )


def _tokens(settings: Settings, database: Database, clock: Clock, secret: bytes) -> Tokens:
    seed = settings.zalo_oa_refresh_token
    account = _account(settings, database, secret)
    return Tokens(
        TokenTable(database, clock.now, account["app_id"], account["key"]),
        Oauth(account["oauth_url"], account["app_id"], account["app_secret"], verifier=account["verifier"]),
        clock.now,
        seed=seed.get_secret_value() if seed else "",
        renew=partial(_renew_apart, account),
    )


def _account(settings: Settings, database: Database, secret: bytes) -> dict[str, str]:
    """What a renewal needs to know."""
    verifier, app_secret = settings.zalo_oa_code_verifier, settings.zalo_oa_app_secret
    return {
        "app_id": settings.zalo_oa_app_id or "",
        "app_secret": app_secret.get_secret_value() if app_secret else "",
        "oauth_url": settings.zalo_oauth_url,
        "verifier": verifier.get_secret_value() if verifier else "",
        "database_url": database.url,
        "key": derive(secret, "zalo-tokens"),
    }


async def _renew_apart(account: dict[str, str], spent: str) -> None:
    """Renew in a process of its own: killing this one in the middle must not lose a token that works once."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.zalo_renewal"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    await process.communicate(json.dumps({**account, "spent": spent}).encode())
    if process.returncode:
        log.error("the renewal of the tokens ended badly", code=process.returncode)


async def _recall(database: Database) -> str:
    async with database.read() as db:
        return await kept.get(db, ENDPOINT)


async def _remember(database: Database, which: str) -> None:
    async with database.begin() as db:
        await kept.put(db, ENDPOINT, which)


async def broadcasting(channel: ZaloOA, database: Database, clock: Clock, quiet: Hours, off: Off = nothing_off) -> None:
    """Send ordered articles, one after another, each at most once, until cancelled; none while they are off."""
    async with database.begin() as db:
        await broadcasts.interrupted(db)
    while True:
        try:
            if lowest_rank(off(), channel.name) == BULK:
                await broadcast_next(channel, database, clock, quiet)
        except Exception as error:
            log.warning("a broadcast could not be looked after", why=type(error).__name__)
        await asyncio.sleep(BROADCAST_SECONDS)


async def broadcast_next(channel: ZaloOA, database: Database, clock: Clock, quiet: Hours = NEVER) -> None:
    """One article, if one waits and Zalo's night and ours are over. It is marked before it leaves."""
    if until_morning(clock.now()) < NIGHT_SECONDS or quiet.holds(clock.local().time()):
        return
    async with database.begin() as db:
        found = next((one for one in await broadcasts.waiting(db) if _is_due(one, clock.now())), None)
        if found is None:
            return
        number, article, ordered = found.id, found.article, found.created_at
        await broadcasts.change(db, number, status="sending")
    outcome = await _broadcast(channel, article)
    if outcome["status"] == "waiting" and clock.now() - ordered > ARTICLE_GIVES_UP:
        outcome["status"] = "failed"
    async with database.begin() as db:
        await broadcasts.change(db, number, sent_at=clock.now(), **outcome)


def _is_due(one: Broadcast, now: datetime) -> bool:
    """Was it not tried lately? The longer it has been refused, the longer it waits: half as long again."""
    if one.sent_at is None:
        return True
    return now - one.sent_at >= max(ARTICLE_WAITS, (one.sent_at - one.created_at) / 2)


async def _broadcast(channel: ZaloOA, article: str) -> dict[str, str]:
    try:
        left = await channel.article_quota()
        if left and left[0] == "0":
            raise OverQuota("no article is left")
        return {"status": "sent", "failure": "", "platform_id": await channel.broadcast(article)}
    except (Unavailable, OverQuota) as error:
        log.warning("an article waits", why=str(error))
        return {"status": "waiting", "failure": "quota" if isinstance(error, OverQuota) else "unavailable"}
    except Uncertain:
        return {"status": "uncertain", "failure": "uncertain"}
    except SendError as error:
        log.error("an article was refused", why=str(error))
        return {"status": "failed", "failure": "rejected"}
