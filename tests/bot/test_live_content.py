"""The running program answers from the files as they are now."""

from __future__ import annotations

import asyncio
import os
import shutil

import bot.app
from bot.app import App
from bot.domain.answering import live
from bot.domain.answering.answer import Answering
from bot.library.files import ROOT
from bot.settings import load

ENTRY = """---
question: Bóng đèn đường trước nhà hỏng thì báo ai
topic: dich-vu-cong
covers: []
facts: [F-DV-20]
citizen_sources: [{agency: Cổng Dịch vụ công quốc gia, url: "https://dichvucong.gov.vn"}]
reviewed: 2026-11-25
---
{You} báo cho trưởng khu.
"""


async def test_an_entry_written_while_the_program_runs_is_known_to_it(tmp_path, monkeypatch):
    folder, made = tmp_path / "content", []
    shutil.copytree(ROOT / "content", folder, ignore=shutil.ignore_patterns("*.png", "*.svg"))
    real = Answering.__init__

    def noted(self, *given, **more):
        made.append(self)
        real(self, *given, **more)

    monkeypatch.setattr(Answering, "__init__", noted)
    monkeypatch.setattr(bot.app, "content_dir", lambda: folder)
    monkeypatch.setattr(live, "EVERY", 0.05)
    environment = {
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/program.db",
        "SEARCH_FOLDER": os.environ["SEARCH_FOLDER"],
        "DENSE_SEARCH": "off",
    }
    app = App.build(load(environment, None))
    await app.start(serve=False)
    try:
        (answering,) = made
        assert answering.entry("den-duong") is None
        await asyncio.sleep(0.5)
        (folder / "faqs" / "dich-vu-cong" / "den-duong.md").write_text(ENTRY, "utf-8")
        async with asyncio.timeout(120):
            while answering.entry("den-duong") is None:
                await asyncio.sleep(0.05)
        assert not app.stopped.is_set()
    finally:
        await app.stop()
