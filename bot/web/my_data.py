"""What is kept about one person, as a page that they can read, and the same as a file for other programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Any

from aiohttp import web

from bot.clock import Clock
from bot.domain.citizens import AUDIENCES
from bot.domain.domain import read_data_token
from bot.library.library import Library
from bot.library.phrases import FORMS
from bot.storage import citizens
from bot.storage.database import Database
from bot.web.public import message_page, page

Rows = dict[str, list[dict[str, Any]]]
CHANNELS = {"web": "Trang web", "telegram": "Telegram", "zalo_oa": "Zalo", "zalo_bot": "Zalo Bot"}
SEATS = {"seated": "có chỗ", "waiting": "đang chờ chỗ", "left": "đã thôi"}
OVER = ("Liên kết đã hết hạn", "Xin nhắn /dulieu cho bot để lấy liên kết mới.", 410)


def routes(library: Library, database: Database, secret: bytes, clock: Clock) -> Sequence[web.RouteDef]:
    """The page and the file behind the link that the bot gives."""

    async def kept(request: web.Request) -> Rows | None:
        async with database.read() as db:
            citizen = await read_data_token(db, secret, request.match_info["token"])
            return await citizens.everything(db, citizen) if citizen is not None else None

    async def shown(request: web.Request) -> web.Response:
        rows = await kept(request)
        if rows is None:
            return message_page(*OVER)
        return _private(page("Dữ liệu của tôi", Kept(rows, library, clock).html(request.match_info["token"])))

    async def file(request: web.Request) -> web.Response:
        rows = await kept(request)
        if rows is None:
            return message_page(*OVER)
        text = json.dumps(rows, ensure_ascii=False, indent=2, default=_plain)
        headers = {"Content-Disposition": 'attachment; filename="hocvuso-du-lieu-cua-toi.json"'}
        return _private(web.Response(text=text, content_type="application/json", headers=headers))

    return [web.get("/dulieu/{token}", shown), web.get("/dulieu/{token}/tep.json", file)]


def _private(answer: web.Response) -> web.Response:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)


@dataclass(frozen=True)
class Kept:
    """The rows of one person in plain Vietnamese. Every table that is exported has its place in `PARTS`."""

    rows: Rows
    library: Library
    clock: Clock

    def html(self, token: str) -> str:
        """The page's body, escaped."""
        parts = [(title, [line for line in lines(self) if line]) for title, _, lines in PARTS]
        told = "".join(f"<h2>{escape(title)}</h2>{_list(lines)}" for title, lines in parts if lines)
        return (
            "<p>Đây là tất cả những gì Học Vụ Số đang giữ về người mở liên kết này. Muốn xóa hết, xin nhắn cho bot: "
            f"xóa dữ liệu.</p>{told}"
            f'<p><a href="/dulieu/{escape(token)}/tep.json" download>Tải tệp dữ liệu (JSON, dành cho máy đọc)</a></p>'
        )

    @property
    def form(self) -> str:
        """How they are addressed."""
        return str(self.rows["citizens"][0]["form"]) if self.rows["citizens"] else ""

    def say(self, phrase: str) -> str:
        """A sentence of the bot."""
        return self.library.phrases.say(phrase, {}, self.form)

    def at(self, moment: datetime | None) -> str:
        """A time on their clock."""
        return f"{self.clock.local(moment):%H:%M %d/%m/%Y}" if moment else ""

    def settings(self) -> Iterable[str]:
        """What they chose."""
        for who in self.rows["citizens"]:
            place, group = self.library.places.by_code(who["commune"]), who["audience"]
            path = self.library.path(who["path"]) if who["path"] else None
            hour = who["reminder_hour"]
            yield f"Cách gọi: {FORMS[who['form']][0]}" if who["form"] in FORMS else "Cách gọi: chưa chọn"
            yield f"Nơi ở: {place.name if place else 'chưa ghi'}"
            yield f"Nhóm: {self.say(f'buttons.audience_{AUDIENCES.index(group)}')}" if group in AUDIENCES else ""
            yield f"Đồng ý cho ghi nhớ việc học: {self.at(who['consented_at']) or 'chưa'}"
            yield f"Nhắc học: {f'{hour} giờ mỗi ngày' if hour is not None else 'không'}"
            yield f"Nhận thông báo: {'có' if who['news'] else 'không'}"
            yield f"Lộ trình học: {path.title}" if path else ""
            yield f"Nhắn lần đầu: {self.at(who['created_at'])}; lần cuối: {self.at(who['last_heard'])}"
        for one in self.rows["memberships"]:
            found = self.library.organisation(one["organisation"])
            yield f"Tổ chức: {found.title if found else one['organisation']}"
        for one in self.rows["mutes"]:
            yield f"Đã tắt loại tin: {self.say('kinds.' + one['kind'])}"
        for one in self.rows["learners"]:
            yield f"Tên khi học chung máy: {one['name']}"
        for one in self.rows["class_members"]:
            yield f"Tên trong lớp học chung: {one['name']}"

    def places(self) -> Iterable[str]:
        """Where they write from; the platform's number is theirs to see."""
        for one in self.rows["addresses"]:
            yield f"{CHANNELS.get(one['channel'], one['channel'])}, mã của nền tảng: {one['address']}"

    def talk(self) -> Iterable[str]:
        """Both sides in order."""
        theirs = [(one["received_at"], "Người nhắn", one["words"]) for one in self.rows["inbox"] if one["words"]]
        ours = [(one["created_at"], "Bot", one["words"]) for one in self.rows["outbox"] if one["words"]]
        for moment, who, words in sorted(theirs + ours, key=lambda line: line[0]):
            yield f"{self.at(moment)} · {who}: {words}"

    def questions(self) -> Iterable[str]:
        """The log of answers, which moderators read."""
        for one in self.rows["exchanges"]:
            answer = self.library.phrases.fill(one["answer"], self.form)
            yield f"{self.at(one['at'])} · Hỏi: {one['question']}" + (f"\nTrả lời: {answer}" if answer else "")
        for one in self.rows["model_answers"]:
            shown = self.library.phrases.fill(one["shown"], self.form)
            yield f"{self.at(one['at'])} · Hỏi AI: {one['question']}" + (f"\nAI trả lời: {shown}" if shown else "")
        for one in self.rows["wordings"]:
            yield f"{self.at(one['at'])} · Cách hỏi được giữ để sửa kho tri thức: {one['question']}"
        if told := len(self.rows["verdict_notices"]):
            yield f"Số lần được báo cán bộ đã kiểm tra câu trả lời: {told}"

    def learning(self) -> Iterable[str]:
        """Lessons, what is to be repeated, what they knew before."""
        for one in self.rows["progress"]:
            lesson = self.library.lesson(one["lesson"])
            how = f"học xong {self.at(one['finished_at'])}" if one["finished_at"] else f"đang ở thẻ {one['card'] + 1}"
            right = f", đúng {one['right']}/{one['asked']} câu" if one["asked"] else ""
            yield f"{lesson.title if lesson else one['lesson']}: {how}{right}"
        if due := len(self.rows["reviews"]):
            yield f"Số câu được hẹn ôn lại: {due}"
        for one in self.rows["placements"]:
            path = self.library.path(one["path"])
            yield f"Đã thử xem biết gì trước khi học: {path.title if path else one['path']}, {len(one['answers'])} câu"
        for one in self.rows["learner_tracks"]:
            yield f"Mức nhớ bài, để hẹn ngày ôn cho vừa: hỏi {one['asked']} lần, nhớ {one['known']} lần"

    def certificates(self) -> Iterable[str]:
        """Given, and whether they still hold."""
        titles = self.library.titles()
        for one in self.rows["certificates"]:
            over = ", đã thu hồi" if one["revoked_at"] else ""
            yield f"{titles.get(one['module'], one['module'])}, cấp {self.at(one['issued_at'])}{over}: mã {one['code']}"

    def tickets(self) -> Iterable[str]:
        """What went to a person."""
        for one in self.rows["tickets"]:
            answer = f"\nCán bộ trả lời {self.at(one['closed_at'])}: {one['answer']}" if one["answer"] else ""
            yield f"Số {one['id']}, {self.at(one['opened_at'])}: {one['question']}{answer}"

    def ideas(self) -> Iterable[str]:
        """What they proposed, and how many they found good."""
        for one in self.rows["ideas"]:
            name = "" if one["anonymous"] or not one["name"] else f", ghi tên {one['name']}"
            yield f"Sáng kiến {self.at(one['sent_at'])}{name}: {one['text'] or one['title']}"
        if votes := len(self.rows["idea_votes"]):
            yield f"Số sáng kiến đã bình chọn: {votes}"

    def notices(self) -> Iterable[str]:
        """Events and answers to announcements; those that they were not sent."""
        for one in self.rows["signups"]:
            came = ", đã đến" if one["attended_at"] else ""
            state = SEATS.get(one["state"], "đã đăng ký")
            yield f"Đăng ký lớp, sự kiện {self.at(one['signed_at'])}: {one['name'] or 'không ghi tên'}, {state}{came}"
        for one in self.rows["responses"]:
            coming = {True: ", có tham gia", False: ", không tham gia"}.get(one["coming"], "")
            yield f"Trả lời một thông báo {self.at(one['changed_at'])}: đã đọc{coming}"
        if missed := len(self.rows["passed_over"]):
            yield f"Số thông báo không gửi đến (đã tắt, đã chặn hay không có kênh): {missed}"


PARTS: Sequence[tuple[str, tuple[str, ...], Callable[[Kept], Iterable[str]]]] = (
    ("Cài đặt", ("citizens", "memberships", "mutes", "learners", "class_members"), Kept.settings),
    ("Nơi nhắn tin", ("addresses",), Kept.places),
    ("Việc học", ("progress", "reviews", "placements", "learner_tracks"), Kept.learning),
    ("Chứng nhận", ("certificates",), Kept.certificates),
    ("Câu hỏi gửi cán bộ", ("tickets",), Kept.tickets),
    ("Sáng kiến, bình chọn", ("ideas", "idea_votes"), Kept.ideas),
    ("Thông báo, lớp, sự kiện", ("signups", "responses", "passed_over"), Kept.notices),
    ("Câu hỏi và trả lời trong nhật ký", ("exchanges", "model_answers", "wordings", "verdict_notices"), Kept.questions),
    ("Cuộc trò chuyện", ("inbox", "outbox"), Kept.talk),
)
"""Title, the tables that stand under it, and their lines; what is empty is left out."""


def _list(lines: Iterable[str]) -> str:
    return f'<ul class="kept">{"".join(f"<li>{escape(line)}</li>" for line in lines)}</ul>'
