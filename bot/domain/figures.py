"""Every figure of the reports, each defined once: its name, what it means, and how it is counted.

Page, files, `/metrics` and the public page take their numbers from here; nothing else counts the same thing again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, cast, func, or_

from bot.storage.moderation import QUESTIONS as OUTCOMES
from bot.storage.tables import (
    Certificate,
    Exchange,
    Idea,
    Outbound,
    PassedOver,
    Progress,
    Ticket,
)

HOUSEHOLD = {
    "household-1": "Dùng dịch vụ công trực tuyến",
    "household-2": "Mua sắm trực tuyến",
    "household-3": "Thanh toán trực tuyến",
    "household-4": "Tự bảo vệ trên mạng",
    "household-5": "Dùng nền tảng số khác hợp với địa phương",
}
"""The five digital skills of a household. Source: fact F-BD-12 of the content."""


@dataclass(frozen=True, slots=True)
class Source:
    """Rows that figures count: when one happened, whose it is, and which rows count at all."""

    name: str
    at: Any
    citizen: Any
    where: tuple[ColumnElement[bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number. `of`: the figure that it is a share of. `personal`: a small one might point at somebody."""

    name: str
    title: str
    definition: str
    source: Source
    count: ColumnElement[int]
    of: str = ""
    personal: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """Figures that belong together. `chart`: those whose shares are drawn."""

    title: str
    figures: Sequence[Figure]
    chart: str = ""


def _when(condition: ColumnElement[bool]) -> Any:
    return func.count(case((condition, 1)))


LEARNING = Source("progress", Progress.updated_at, Progress.citizen_id)
CERTIFICATES = Source("certificates", Certificate.issued_at, Certificate.citizen_id)
QUESTIONS = Source("exchanges", Exchange.at, Exchange.citizen_id, (Exchange.outcome.in_(OUTCOMES),))
EMERGENCIES = Source("emergencies", Exchange.at, Exchange.citizen_id, (Exchange.outcome == "emergency",))
OPENED = Source("tickets", Ticket.opened_at, Ticket.citizen_id)
SENT = Source("outbox", Outbound.created_at, Outbound.citizen_id, (Outbound.announcement_id.is_not(None),))
LEFT_OUT = Source("passed_over", PassedOver.at, PassedOver.citizen_id)
IDEAS = Source("ideas", Idea.sent_at, Idea.citizen_id)

UNCUT = cast(Exchange.cuts, Text) == "[]"
REFUSED = or_(Exchange.outcome == "person", and_(Exchange.outcome == "none", ~UNCUT))
ANSWERED = Exchange.label.in_(("curated", "extract", "ai"))
CHECKED = and_(ANSWERED, Exchange.verdict != "")


def sections(lessons: Mapping[str, Sequence[str]]) -> Sequence[Section]:
    """All figures in the order in which they are shown. `lessons`: skill of a household → codes of its lessons."""
    finished = Progress.finished_at.is_not(None)
    skills = [
        Figure(
            f"skill_{skill.rpartition('-')[2]}",
            title,
            "Số người học xong ít nhất một bài thuộc kỹ năng này, lần học gần nhất trong kỳ.",
            LEARNING,
            func.count(func.distinct(case((and_(finished, Progress.lesson.in_(lessons.get(skill, ()))), _LEARNER)))),
            of="learners",
        )
        for skill, title in HOUSEHOLD.items()
    ]
    return (
        Section("Học", (*_learning(finished), CERTIFICATE)),
        Section("Năm kỹ năng số của hộ gia đình", skills, chart="skills"),
        Section("Hỏi đáp", ANSWERS, chart="answers"),
        Section("Kiểm tra câu trả lời", VERIFIED, chart="verified"),
        Section("Câu hỏi gửi cán bộ", TICKETS),
        Section("Thông báo", ANNOUNCED),
        Section("Sáng kiến", PROPOSED),
    )


_LEARNER = Progress.citizen_id


def _learning(finished: ColumnElement[bool]) -> Sequence[Figure]:
    return (
        Figure(
            "learners",
            "Người học",
            "Số người có bài học mà lần học gần nhất nằm trong kỳ.",
            LEARNING,
            func.count(func.distinct(_LEARNER)),
        ),
        Figure(
            "lessons_begun", "Lượt học bài", "Số lượt người và bài, lần học gần nhất trong kỳ.", LEARNING, func.count()
        ),
        Figure(
            "lessons_finished",
            "Lượt học xong bài",
            "Số lượt trên đã làm hết câu đố của bài.",
            LEARNING,
            _when(finished),
            of="lessons_begun",
        ),
    )


CERTIFICATE = Figure(
    "certificates", "Chứng nhận đã cấp", "Số chứng nhận học xong mô-đun cấp trong kỳ.", CERTIFICATES, func.count()
)

ANSWERS = (
    Figure(
        "questions",
        "Câu hỏi",
        "Số câu hỏi trong kỳ còn trong nhật ký (lời hỏi giữ có thời hạn); không kể thẻ khẩn cấp và lời của cán bộ.",
        QUESTIONS,
        func.count(),
    ),
    Figure(
        "answered_curated",
        "Kho tri thức đã duyệt trả lời",
        "Câu được trả lời nguyên văn bằng một mục đã duyệt.",
        QUESTIONS,
        _when(Exchange.outcome == "curated"),
        of="questions",
    ),
    Figure(
        "answered_extract",
        "Trích kho tri thức",
        "Câu được trả lời bằng đoạn trích nguyên văn.",
        QUESTIONS,
        _when(Exchange.outcome == "extract"),
        of="questions",
    ),
    Figure(
        "answered_ai",
        "AI viết từ kho tri thức",
        "Câu AI viết, đã qua bộ kiểm tra.",
        QUESTIONS,
        _when(Exchange.outcome == "ai"),
        of="questions",
    ),
    Figure(
        "near",
        "Gợi ý mục gần đúng",
        "Câu được mời chọn giữa các mục gần nhất.",
        QUESTIONS,
        _when(Exchange.outcome == "near"),
        of="questions",
    ),
    Figure(
        "unanswered",
        "Chưa có trong kho tri thức",
        "Câu không tìm thấy lời đáp, bộ kiểm tra không cắt gì.",
        QUESTIONS,
        _when(and_(Exchange.outcome == "none", UNCUT)),
        of="questions",
    ),
    Figure(
        "refused",
        "Không trả lời, mời gặp cán bộ",
        "Câu mà mục đã duyệt dẫn thẳng tới cán bộ, hoặc bộ kiểm tra chặn lời AI và không có gì thay.",
        QUESTIONS,
        _when(REFUSED),
        of="questions",
    ),
)

VERIFIED = (
    Figure(
        "answers",
        "Câu trả lời của bot",
        "Câu hỏi được trả lời bằng kho tri thức, trích đoạn hoặc AI.",
        QUESTIONS,
        _when(ANSWERED),
    ),
    Figure(
        "verified",
        "Đã có người kiểm tra",
        "Câu trả lời của bot đã được chấm Đúng, Sai hoặc Thiếu.",
        QUESTIONS,
        _when(CHECKED),
        of="answers",
    ),
    Figure(
        "verified_right",
        "Chấm Đúng",
        "Câu trả lời được chấm Đúng, trên số câu đã kiểm tra.",
        QUESTIONS,
        _when(and_(CHECKED, Exchange.verdict == "right")),
        of="verified",
    ),
    Figure(
        "thumbs_down",
        "Dân báo chưa đúng",
        "Câu trả lời của bot mà người hỏi bấm “Chưa đúng”.",
        QUESTIONS,
        _when(and_(ANSWERED, Exchange.thumb < 0)),
        of="answers",
    ),
)

TICKETS = (
    Figure("emergencies", "Thẻ khẩn cấp", "Số lần bot đưa thẻ khẩn cấp trong kỳ.", EMERGENCIES, func.count()),
    Figure("tickets", "Câu hỏi gửi cán bộ", "Số câu hỏi mở trong kỳ còn được giữ.", OPENED, func.count()),
    Figure(
        "tickets_answered",
        "Đã trả lời",
        "Câu mở trong kỳ và đã có cán bộ trả lời.",
        OPENED,
        _when(Ticket.closed_at.is_not(None)),
        of="tickets",
    ),
)
WAIT = ("wait_minutes", "Chờ cán bộ (trung vị, phút)", "Một nửa số câu đã trả lời chờ ít hơn chừng này phút.")
"""Name, title, definition of the one figure that is no count."""

ANNOUNCED = (
    Figure(
        "announcements",
        "Thông báo đã gửi",
        "Số thông báo có ít nhất một tin xếp hàng gửi trong kỳ, tới người trong phạm vi.",
        SENT,
        func.count(func.distinct(Outbound.announcement_id)),
        personal=False,
    ),
    Figure("messages", "Tin xếp hàng gửi", "Số tin của các thông báo ấy.", SENT, func.count()),
    Figure(
        "delivered",
        "Tin đã tới",
        "Số tin ấy mà nền tảng đã nhận.",
        SENT,
        _when(Outbound.status == "sent"),
        of="messages",
    ),
    Figure(
        "passed_over",
        "Người không có tin",
        "Số lượt người được nhắm tới mà không gửi: đã tắt tin, đã chặn, không có kênh.",
        LEFT_OUT,
        func.count(),
    ),
)

PROPOSED = (
    Figure("ideas", "Sáng kiến đã gửi", "Số sáng kiến gửi trong kỳ.", IDEAS, func.count()),
    Figure(
        "ideas_taken_up",
        "Được áp dụng",
        "Sáng kiến gửi trong kỳ mà cán bộ báo được áp dụng.",
        IDEAS,
        _when(Idea.status == "taken_up"),
        of="ideas",
    ),
)
BY_COMMUNE = ("learners", "lessons_finished", "questions", "tickets")
"""What the table of communes shows."""
