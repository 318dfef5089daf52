"""Học Vụ Số. Some libraries would load others for what is never used here: those are left out (5 MB)."""

from bot.loading import load_without

load_without("structlog", "rich")  # for tracebacks that our log never draws
load_without("httpx", "click")  # for a command of its own
