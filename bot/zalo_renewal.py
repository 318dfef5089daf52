"""Renews the tokens of an Official Account, apart from the program: `python -m bot.zalo_renewal`, fed by `bot.zalo`.

A refresh token works once. Whoever kills the program between Zalo's answer and our commit must not hit this process,
so it has a session of its own, lets signals pass, and ends when the new pair is stored. Secrets come by standard
input: other users of the machine see arguments and environments.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from datetime import UTC, datetime

from bot.channels.zalo_oauth import Oauth
from bot.channels.zalo_tokens import refresh_once
from bot.log import setup
from bot.storage.database import Database
from bot.storage.zalo_tokens import TokenTable


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


async def renew(account: dict[str, str]) -> None:
    """One renewal, if it is due."""
    database = Database(account["database_url"])
    oauth = Oauth(account["oauth_url"], account["app_id"], account["app_secret"])
    try:
        store = TokenTable(database, now, account["app_id"], account["key"])
        await refresh_once(store, oauth, spent=account["spent"], now=now())
    finally:
        await oauth.close()
        await database.close()


def main() -> None:
    """Read what to renew from standard input; half a line means that who sent it is dead already."""
    for ignored in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    try:
        account = json.loads(sys.stdin.read())
    except ValueError:
        return
    setup(secrets=[account["app_secret"], account["key"], account["spent"]])
    asyncio.run(renew(account))


if __name__ == "__main__":
    main()
