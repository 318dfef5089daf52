"""Joins the parts of the Zalo channels; `app.py` calls it."""

from __future__ import annotations

import asyncio
import json
import sys
from functools import partial

from bot.channels import zalo_bot
from bot.channels.zalo_bot import ZaloBot
from bot.channels.zalo_consent import Consent
from bot.channels.zalo_oa import CALLBACK_PATH, NAME, ZaloOA
from bot.channels.zalo_oauth import Oauth
from bot.channels.zalo_tokens import Tokens
from bot.channels.zalo_webhook import Webhook
from bot.clock import Clock
from bot.domain import duty_alerts
from bot.log import logger
from bot.settings import Settings, derive
from bot.storage import kept
from bot.storage.database import Database
from bot.storage.zalo_people import PeopleTable
from bot.storage.zalo_tokens import TokenTable

log = logger(__name__)

ENDPOINT = "zalo_oa_endpoint"


def official_account(settings: Settings, database: Database, clock: Clock, secret: bytes, base_url: str) -> ZaloOA:
    """The Official Account of these settings."""
    assert settings.zalo_oa_app_id and settings.zalo_oa_app_secret
    app_secret = settings.zalo_oa_app_secret.get_secret_value()
    tokens = _tokens(settings, database, clock, secret)
    key = settings.zalo_oa_secret_key
    people = PeopleTable(database, clock.now, NAME)
    return ZaloOA(
        api_url=settings.zalo_oa_api_url,
        tokens=tokens,
        people=people,
        webhook=Webhook(NAME, settings.zalo_oa_app_id, key.get_secret_value() if key else "", people, clock.now),
        now=clock.now,
        rate=settings.zalo_oa_rate_per_second,
        endpoint=settings.zalo_oa_endpoint,
        allow_billed=settings.zalo_oa_allow_billed,
        proof_key=app_secret if settings.zalo_oa_appsecret_proof else "",
        consent=Consent(tokens, base_url.rstrip("/") + CALLBACK_PATH, secret),
        recall=partial(_recall, database),
        remember=partial(_remember, database),
        alert=partial(duty_alerts.tell_administrators, database, clock),
    )


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
