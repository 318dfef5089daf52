"""The program with leases of five seconds instead of a minute: `python -m tests.journeys.short_leases serve`."""

from datetime import timedelta

import bot.app
from bot.cli import main

if __name__ == "__main__":
    bot.app.LEASE = timedelta(seconds=5)
    main()
