"""Conversations, in the order in which they are tried."""

from bot.router import Router

from . import (
    announcements,
    ask,
    certificates,
    emergency,
    help,
    lesson_words,
    lessons,
    linking,
    my_data,
    paths,
    placement,
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
    lesson_words.router,
    help.router,
    small_talk.router,
    start.router,
    lessons.router,
    paths.router,
    placement.router,
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
