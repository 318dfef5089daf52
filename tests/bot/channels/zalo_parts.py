"""An Official Account channel on a database, wired to the double, for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.channels.zalo_consent import Consent
from bot.channels.zalo_oa import AIM, NAME, ZaloOA, burst
from bot.channels.zalo_oauth import Oauth
from bot.channels.zalo_tokens import Tokens
from bot.channels.zalo_webhook import Webhook
from bot.clock import Clock
from bot.pace import Bucket
from bot.storage.database import Database
from bot.storage.zalo_people import PeopleTable
from bot.storage.zalo_tokens import TokenTable
from tests.doubles.zalo_oa import APP, APP_SECRET, OA_KEY, SEED, ZaloDouble

KEY = "ab" * 32
ME = "1000000000000000001"


class Shifted(Clock):
    """The time of day as the double has it."""

    def __init__(self, double: ZaloDouble) -> None:
        super().__init__()
        self.double = double

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.double.now(), UTC)

    def move(self, **span: float) -> None:
        self.double.shift += timedelta(**span).total_seconds()


def tokens(database: Database, double: ZaloDouble, *, seed: str = SEED, **options: Any) -> Tokens:
    """A chain that begins with the double's seed."""
    clock = Shifted(double)
    oauth = Oauth(f"{double.url}/oauth", APP, APP_SECRET)
    return Tokens(TokenTable(database, clock.now, APP, KEY), oauth, clock.now, seed=seed, **options)


def channel(database: Database, double: ZaloDouble, *, key: str = OA_KEY, **options: Any) -> ZaloOA:
    """The channel; `options` are those of `ZaloOA`."""
    clock, rate = Shifted(double), options.pop("rate", 500.0)
    chain = options.pop("tokens", None) or tokens(database, double)
    people = PeopleTable(database, clock.now, NAME)
    made = ZaloOA(
        api_url=f"{double.url}/api",
        tokens=chain,
        people=people,
        webhook=Webhook(NAME, APP, key, people, clock.now),
        now=clock.now,
        rate=rate,
        bucket=options.pop("bucket", None) or Bucket(rate, aim=AIM, burst=burst(rate)),
        consent=Consent(chain, "https://bot.example/zalo/oa/callback", b"s" * 32),
        **options,
    )
    made.paused = []  # type: ignore[attr-defined]
    made.pause = lambda seconds: _pause(made, seconds)
    return made


async def _pause(made: Any, seconds: float) -> None:
    made.paused.append(seconds)
