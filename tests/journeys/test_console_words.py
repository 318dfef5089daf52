"""What the console says, on every page that its links lead to: addressed to somebody, and in Vietnamese."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

import pytest

from bot.domain import audit
from bot.domain.staff import PERMISSIONS, Role
from bot.library.files import content_dir
from bot.library.pictures import Pictures
from bot.preview import Preview
from bot.storage import learning
from bot.storage.tables import CannedReply, Draft, Exchange, ModelAnswer, Ticket, Wording
from bot.web.console.menu import MENU
from tests.journeys.desk import open_desk
from tests.people import citizen

NOW = datetime.now(UTC)
PER_KIND = 30
"""Pages of one kind that are opened."""
LINK = re.compile(r'href="/console([^"#]*)')
AS_WRITTEN = re.compile(
    r'<textarea.*?</textarea>|<small[^>]*-hint.*?</small>|<dl class="changes">.*?</dl>|<pre[^>]*>.*?</pre>', re.S
)
"""What is being written or compared is shown as it is written, and the words beneath a field say how."""
UNFILLED = re.compile(r".{0,60}\{(?:you|You|me|Me)\}.{0,30}")


@pytest.fixture
def database_url(tmp_path):
    """Enough on one engine: pages ask no database."""
    return f"sqlite+aiosqlite:///{tmp_path}/p.db"


@pytest.fixture
async def desk(database, library):
    """A console with something on every page, whose content speaks to its reader."""
    preview = Preview(library, Pictures(content_dir())).lesson
    async with open_desk(database, library, preview=preview) as opened:
        async with database.begin() as db:
            who, where = await citizen(db)
            for lesson in library.lessons:
                for number in range(len(lesson.quiz)):
                    await learning.count_question(db, lesson.code, number, kind="first", right=True)
            spoken = "{You} mở máy, {me} đợi {you}."
            judged = {
                "prompt": "p",
                "question": "mở máy",
                "passages": [library.faqs[0].id],
                "raw": spoken,
                "shown": spoken,
            }
            db.add(ModelAnswer(citizen_id=who, at=NOW, verdict="pass", **judged))
            db.add(CannedReply(area="", name="Mở máy", text=spoken, changed_at=NOW))
            state = {"state": "submitted", "created_at": NOW, "changed_at": NOW, "tried": ["mở máy"]}
            db.add(Draft(topic=library.faqs[0].topic, question="Mở máy thế nào?", text=spoken, **state))
            for faq in library.faqs[:3]:
                line = {"citizen_id": who, "channel": "web", "at": NOW, "handler": "handlers.ask.answer", "turn": None}
                line |= {"phrase": "ask.answer", "question": "mở máy", "answer": faq.text, "label": "curated"}
                line |= {"outcome": "curated", "entry": faq.id, "score": 0.8, "sources": [faq.id], "cuts": []}
                db.add(Exchange(**line, thumb=-1, verdict="", digest="d", harm=3))
                db.add(Wording(citizen_id=who, entry=faq.id, key=faq.id, question="mở máy", at=NOW, state=""))
            db.add(Ticket(citizen_id=who, address_id=where, question="mở máy", opened_at=NOW))
            await audit.record(db, "system", "urgent.alerted", {}, now=NOW)
            await audit.record(db, "cli", "staff.added", {}, now=NOW)
        yield opened


async def crawled(desk, who: str) -> dict[str, str]:
    """Every page that links lead to, at most so many of one kind."""
    seen, waiting, kinds = {}, ["/"], {}
    while waiting:
        path = html.unescape(waiting.pop(0))
        kind = re.sub(r"\d+|(?<=/)[a-z]+-[\w-]+|=[^&]*", "…", path)
        kinds[kind] = kinds.get(kind, 0) + 1
        if path in seen or kinds[kind] > PER_KIND:
            continue
        answer = await desk.get(who, path)
        seen[path] = ""
        if answer.content_type == "text/html":
            seen[path] = await answer.text()
            assert answer.status in (200, 303), (path, answer.status)
            waiting += [one for one in LINK.findall(seen[path]) if one not in seen]
    return seen


@pytest.mark.parametrize("who", [Role.ADMINISTRATOR, Role.EDITOR, Role.MODERATOR, Role.APPROVER, Role.VIEWER])
async def test_no_page_shows_a_word_of_address_unfilled(desk, who):
    pages = await crawled(desk, who)
    raw = {path: found for path, text in pages.items() if (found := UNFILLED.findall(AS_WRITTEN.sub("", text)))}
    assert raw == {}


async def test_the_audit_trail_names_the_program_in_vietnamese(desk):
    told = await desk.text(Role.ADMINISTRATOR, "/audit")
    assert "· hệ thống</p>" in told and "· dòng lệnh trên máy chủ</p>" in told
    assert not re.search(r"· (system|cli)\b", told)


@pytest.mark.parametrize("who", [Role.AUTHOR, Role.APPROVER, Role.EDITOR, Role.MODERATOR, Role.ADMINISTRATOR])
async def test_who_is_told_things_in_a_chat_can_link_one(desk, who):
    told = await desk.text(who, "/account")
    assert "Lấy mã nối" in told
    assert ("Nhận trực" in told) == (who in (Role.EDITOR, Role.MODERATOR))


@pytest.mark.parametrize("who", [Role.ADMINISTRATOR, Role.EDITOR, Role.MODERATOR, Role.APPROVER, Role.VIEWER])
async def test_the_menu_stands_under_few_headings_and_leads_to_every_page_once(desk, who):
    page = await desk.text(who, "/drafts" if who == Role.EDITOR else "/")
    menu = html.unescape(page.partition("<nav")[2].partition("</nav>")[0])
    parts = [re.findall(r'href="/console([^"]*)"', part) for part in menu.split('<div role="group"')[1:]]
    assert 3 <= len(parts) <= 6 and max(map(len, parts)) <= 5
    shown = [path for part in parts for path in part]
    allowed = [page.path for _, entries in MENU for page in entries if who in PERMISSIONS[page.permission]]
    assert shown == allowed and len(set(shown)) == len(shown)
    assert menu.count("<p id=") == len(parts) - 1, "every part but one's own account has a heading"
    assert menu.count("aria-current") == (who == Role.EDITOR), "a page behind an entry is marked at it"
