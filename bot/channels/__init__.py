"""The channels. python-telegram-bot is loaded without what Telegram Passport would need (7 MB): nobody uses it here."""

from bot.loading import load_without

load_without("telegram", "cryptography")
