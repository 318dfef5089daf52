"""The running program with accounts of every role and something to look at, and browsers that are logged in."""

from __future__ import annotations

import asyncio
import os
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.domain.harm import ranked
from bot.domain.passwords import hashed
from bot.domain.staff import Role, StaffAccounts
from bot.domain.tickets import Tickets
from bot.storage.database import Database
from bot.storage.tables import Address, Announcement, Citizen, Exchange, Outbound, Staff
from tests.benches.processes import free_port, start, up

CHROMIUM = shutil.which("chromium")
SHOTS = Path(__file__).parents[1] / "screenshots"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
PASSWORD = "một mật khẩu đủ dài 9"
HERE, THERE = "06811", "07090"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}

NASTY = (
    "<script>window.ran='script'</script><img src=x onerror=\"window.ran='onerror'\">"
    "<a href=\"javascript:window.ran='link'\">bấm</a>\"'><svg onload=window.ran='svg'>{{7*7}}"
)


def need_chromium() -> str:
    """Where Chromium is; without it the test is skipped by name, and fails in CI."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no Chromium")
        pytest.skip("no Chromium on this machine")
    return CHROMIUM


@dataclass
class Staffed:
    """The program at `url`, its database, and one browser with a context per login."""

    url: str
    database: Database
    process: Any
    browser: Any = None
    playwright: Any = None
    contexts: list[Any] = field(default_factory=list)

    @classmethod
    async def begin(cls, folder: Path, **settings: str) -> Staffed:
        """Start the program and the browser."""
        chromium, port = need_chromium(), free_port()
        from playwright.async_api import async_playwright

        address = f"sqlite+aiosqlite:///{folder}/c.db"
        given = {"DATABASE_URL": address, "HTTP_PORT": str(port), "QUIET_HOURS": "00:00-00:00", "DENSE_SEARCH": "off"}
        process = await start("-m", "bot", "serve", **{**given, **settings})
        made = cls(f"http://127.0.0.1:{port}", Database(address), process)
        try:
            await up(f"{made.url}/healthz", seconds=90)
        except TimeoutError:
            process.kill()
            raise
        made.playwright = await async_playwright().start()
        made.browser = await made.playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        return made

    async def end(self) -> None:
        """Everything that `begin` started."""
        await self.browser.close()
        await self.playwright.stop()
        await self.database.close()
        self.process.terminate()
        await self.process.wait()

    async def page(self, size: dict[str, int] = DESKTOP, **options: Any) -> Any:
        """A page of a browser that nobody is logged in with."""
        context = await self.browser.new_context(viewport=size, locale="vi-VN", **options)
        self.contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(30_000)
        return page

    async def enter(self, login: str, size: dict[str, int] = DESKTOP, **options: Any) -> Any:
        """A page that is logged in through the form."""
        page = await self.page(size, **options)
        await page.goto(f"{self.url}/console/login")
        await page.fill("#login", login)
        await page.fill("#password", PASSWORD)
        await page.press("#password", "Enter")
        await page.wait_for_url(f"{self.url}/console/")
        return page

    async def close_pages(self) -> None:
        """End every login of a test."""
        for context in self.contexts:
            await context.close()
        self.contexts.clear()

    async def accounts(self) -> None:
        """An account for each role, and a second approver."""
        password = await hashed(PASSWORD)
        async with self.database.begin() as db:
            accounts = StaffAccounts(db, datetime.now(UTC))
            for login in [str(role) for role in Role] + ["approver2"]:
                name = f"Trần Thị {login.capitalize()}"
                await accounts.create(login, by="test", name=name, role=login.rstrip("2"), password=password)
            await db.execute(update(Staff).values(must_change=False).where(Staff.login != "quantri"))

    async def staff_id(self, login: str) -> int:
        """An account's number."""
        async with self.database.read() as db:
            return int((await db.scalars(select(Staff.id).where(Staff.login == login))).one())

    async def citizens(self, *communes: str, channel: str = "web") -> list[int]:
        """Citizens who live there and can be written to."""
        now, made = datetime.now(UTC), []
        async with self.database.begin() as db:
            for number, commune in enumerate(communes):
                citizen = {"created_at": now, "data": {}, "choices": [], "commune": commune}
                who = (await db.execute(insert(Citizen).values(**citizen).returning(Citizen.id))).scalar_one()
                address = {"citizen_id": who, "channel": channel, "address": f"{commune}{number}{who}"}
                await db.execute(insert(Address).values(last_heard=now, **address))
                made.append(int(who))
        return made

    async def exchange(self, citizen: int, question: str, **more: Any) -> int:
        """A line of the log; its number."""
        values = {
            "citizen_id": citizen,
            "channel": "web",
            "at": datetime.now(UTC),
            "handler": "handlers.ask.answer",
            "phrase": "ask.answer",
            "question": question,
            "answer": "Dạ, bác mở ứng dụng VNeID, chọn Ví giấy tờ.",
            "label": "ai",
            "outcome": "ai",
            "score": 0.71,
            "sources": ["vneid-muc-2", "Luật Căn cước số 26/2023/QH15"],
            "cuts": [],
            "turn": None,
            "entry": "",
            "thumb": 0,
        }
        async with self.database.begin() as db:
            made = insert(Exchange).values(**ranked({**values, **more})).returning(Exchange.id)
            return int((await db.execute(made)).scalar_one())

    async def ticket(self, citizen: int, question: str, *, urgent: bool = False) -> int:
        """A question for a person."""
        async with self.database.begin() as db:
            address = (await db.scalars(select(Address.id).where(Address.citizen_id == citizen))).first()
            made = await Tickets(db, datetime.now(UTC)).open(citizen, int(address or 0), question, urgent=urgent)
            return made.id

    async def announcement(self, status: str, title: str, author: str = "author", **more: Any) -> int:
        """An announcement at some step."""
        now = datetime.now(UTC)
        values = {
            "code": f"TB-{os.urandom(3).hex().upper()}",
            "title": title,
            "body": "Mời bà con đến học tại nhà văn hóa khu 3, lúc 19 giờ 30 thứ Ba.",
            "communes": [THERE],
            "audiences": [],
            "status": status,
            "author_id": await self.staff_id(author),
            "created_at": now,
        }
        async with self.database.begin() as db:
            return int(
                (
                    await db.execute(insert(Announcement).values(**{**values, **more}).returning(Announcement.id))
                ).scalar_one()
            )

    async def furnish(self) -> None:
        """Something on every page."""
        one, two, three = await self.citizens(THERE, THERE, "")
        now = datetime.now(UTC)
        await self.exchange(one, "làm căn cước ở đâu", label="curated", outcome="curated", thumb=1, verdict="right")
        await self.exchange(two, "bao giờ sửa cầu", label="", outcome="none", answer="", score=0.08, sources=[])
        await self.exchange(one, "mức phạt đăng tin sai", cuts=["số 99/2031/NĐ-CP: không có trong danh mục"], thumb=-1)
        await self.ticket(one, "Tôi bị mất điện thoại có VNeID, phải làm gì trước?")
        await self.ticket(two, "Vừa chuyển tiền cho người lạ gọi điện", urgent=True)
        await self.announcement("draft", "Lớp học số buổi tối")
        await self.announcement("submitted", "Cảnh báo bão số 9", submitted_at=now)
        await self.announcement("returned", "Họp tổ dân phố", returned_why="Xin ghi rõ giờ họp.")
        sent = await self.announcement(
            "sending",
            "Tiêm phòng cho trẻ",
            approver_id=await self.staff_id("approver"),
            approved_at=now - timedelta(minutes=2),
            reach=3,
            planned_to=3,
        )
        await self._outcomes(sent, (one, two, three))

    async def _outcomes(self, announcement: int, citizens: tuple[int, ...]) -> None:
        now = datetime.now(UTC)
        ends = (("sent", ""), ("failed", "blocked"), ("failed", "rejected"))
        async with self.database.begin() as db:
            for citizen, (status, failure) in zip(citizens, ends, strict=True):
                address = (await db.scalars(select(Address.id).where(Address.citizen_id == citizen))).first()
                row = {"citizen_id": citizen, "address_id": address, "rank": 3, "status": status, "failure": failure}
                row |= {"announcement_id": announcement, "next_at": now, "created_at": now, "words": "x", "choices": []}
                await db.execute(insert(Outbound).values(reply={"phrase": "announcements.message"}, **row))


async def shot(page: Any, name: str, *, whole: bool = True) -> None:
    """Leave a picture of the whole page; before a click of the part in sight, as the whole one may scroll under it."""
    SHOTS.mkdir(exist_ok=True)
    await page.screenshot(path=str(SHOTS / f"{name}.png"), full_page=whole)


async def overflow(page: Any) -> int:
    """How many pixels wider than the screen the page is."""
    return int(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


async def serious(page: Any) -> list[str]:
    """What axe finds on this page that is serious or worse."""
    from axe_playwright_python.async_playwright import Axe

    found = (await Axe().run(page)).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:3]
    ]


async def eventually(check: Any, seconds: float = 10) -> Any:
    """What `check` gives once it gives something."""
    for _ in range(int(seconds * 10)):
        if found := await check():
            return found
        await asyncio.sleep(0.1)
    raise AssertionError("it did not happen")
