"""The console's menu: its pages under headings, by what people come to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MenuPage:
    """An entry, shown to who has the permission. `behind`: paths of pages that are reached through it."""

    path: str
    permission: str
    title: str
    behind: Sequence[str] = ()


MENU: Sequence[tuple[str, Sequence[MenuPage]]] = (
    (
        "Hằng ngày",
        (
            MenuPage("/tickets", "tickets.read", "Câu hỏi chờ", ("/canned",)),
            MenuPage("/checking", "log.read", "Kiểm tra câu trả lời"),
            MenuPage("/log", "log.read", "Nhật ký hỏi đáp"),
            MenuPage("/model", "log.read", "Câu trả lời của AI"),
            MenuPage("/ideas", "ideas.read", "Sáng kiến", ("/campaigns",)),
        ),
    ),
    (
        "Thông báo",
        (
            MenuPage("/announcements", "announcements.read", "Thông báo", ("/urgent", "/segments", "/templates")),
            MenuPage("/events", "events.read", "Lớp, sự kiện"),
            MenuPage("/posters", "posters.make", "Áp phích"),
        ),
    ),
    (
        "Nội dung",
        (
            MenuPage("/lessons", "lessons.see", "Bài học"),
            MenuPage("/knowledge", "drafts.read", "Kho tri thức", ("/drafts", "/imports", "/pages")),
            MenuPage("/unanswered", "unanswered.read", "Câu chưa có lời đáp"),
            MenuPage("/wordings", "wordings.read", "Cách hỏi"),
            MenuPage("/facts", "facts.read", "Dữ kiện"),
        ),
    ),
    (
        "Số liệu",
        (
            MenuPage("/learning", "learning.read", "Việc học"),
            MenuPage("/reports", "reports.read", "Báo cáo"),
            MenuPage("/certificates", "certificates.read", "Chứng nhận"),
        ),
    ),
    (
        "Quản trị",
        (
            MenuPage("/channels", "channels.read", "Kênh"),
            MenuPage("/switches", "switches.read", "Tắt khẩn cấp"),
            MenuPage("/staff", "staff.manage", "Tài khoản", ("/deputies",)),
            MenuPage("/audit", "audit.read", "Sổ kiểm tra"),
        ),
    ),
    ("", (MenuPage("/account", "account.use", "Của tôi"),)),
)
"""Headings with their pages; the last one, without a heading, is there for everybody."""
