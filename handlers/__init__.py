"""Conversations, in the order in which they are tried."""

from bot.router import Router

from . import (
    announcements,
    ask,
    certificates,
    emergency,
    help,
    lessons,
    linking,
    my_data,
    progress,
    reminders,
    review,
    settings,
    small_talk,
    start,
    tickets,
)

ROUTERS: list[Router] = [
    emergency.router,
    linking.router,
    help.router,
    small_talk.router,
    start.router,
    lessons.router,
    review.router,
    progress.router,
    certificates.router,
    announcements.router,
    reminders.router,
    settings.router,
    my_data.router,
    tickets.router,
    ask.router,
    help.last,
]
