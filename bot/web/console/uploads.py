"""What an announcement's form says of its picture, link and lesson; a new picture is taken in."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from aiohttp import web

from bot.domain import notice_pictures
from bot.domain.announcements import Content
from bot.domain.notice_pictures import UPLOAD_MAX
from bot.web.console.visit import Visit

FORM_MAX = UPLOAD_MAX + 1024 * 1024
"""Bytes of a form with a picture that is a little too large: that gets a sentence, not a closed door."""


def extras(visit: Visit) -> dict[str, Any]:
    """The fields; a lesson that does not exist is passed over."""
    lesson = visit.context.library.lesson(visit.field("lesson")) if visit.field("lesson") else None
    return {
        "picture": "" if visit.field("drop_picture") else visit.field("picture"),
        "picture_alt": visit.field("picture_alt"),
        "link": visit.field("link"),
        "lesson": lesson.code.lower() if lesson else "",
    }


async def received(visit: Visit, content: Content) -> Content:
    """With the picture that came with the form, if there is one. Raises Refusal."""
    upload = visit.form.get("upload")
    if not isinstance(upload, web.FileField) or not upload.filename:
        return content
    made, size = await asyncio.to_thread(notice_pictures.remade, upload.file.read(UPLOAD_MAX + 1))
    async with visit.begin() as db:
        return replace(content, picture=await notice_pictures.keep(db, made, size, visit.now))
