"""Two echo bots that store nothing, for comparison: `python -m tests.benches.echo stock|aiohttp PORT API TOKEN`."""

from __future__ import annotations

import asyncio
import sys

from aiohttp import web
from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.channels.telegram_request import AiohttpRequest


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say the same again."""
    if update.effective_chat:
        words = update.message.text if update.message else "button"
        await context.bot.send_message(update.effective_chat.id, words or "…")


async def serve(kind: str, port: int, api: str, token: str) -> None:
    """Take updates by webhook; 200 once the echo is sent."""
    builder = Application.builder().token(token).base_url(f"{api}/bot").updater(None).concurrent_updates(256)
    if kind == "aiohttp":
        builder = builder.request(AiohttpRequest()).get_updates_request(AiohttpRequest())
    app = builder.build()
    app.add_handler(MessageHandler(filters.ALL, echo))
    app.add_handler(CallbackQueryHandler(echo))
    await app.initialize()

    async def take(request: web.Request) -> web.Response:
        await app.process_update(Update.de_json(await request.json(), app.bot))
        return web.Response()

    server = web.Application()
    server.router.add_post("/telegram/webhook", take)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]))
