"""A register of a thousand made-up documents, and scenes: passages that rest on some, with what is true there."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.domain.answering.guard import Passage
from tests.benches.adversary.citations import PARTY, PARTY_ISSUERS, TYPES, Document

STATUSES = (
    "đang có hiệu lực theo trang đã đọc", "đang có hiệu lực theo trang đã đọc",
    "chưa kiểm chứng tình trạng đến 11/2026",
    "có hiệu lực từ 01/7/2026", "đang có hiệu lực, được 70/2025/NĐ-CP sửa đổi",
)  # fmt: skip
OVER = ("hết hiệu lực", "hết hiệu lực từ 01/01/2026", "bị thay thế từ 01/7/2026")
SUBJECTS = (
    "Căn cước", "Cư trú", "Giao dịch điện tử", "Viễn thông", "Dữ liệu", "Hộ tịch", "Bảo hiểm y tế", "Đất đai", "Trẻ em",
    "An ninh mạng", "Chuyển đổi số", "Lưu trữ", "Quảng cáo", "Thủ đô", "Đường bộ", "Kế toán", "Giá",
    "Tiếp cận thông tin",
)  # fmt: skip
TOPICS = ("thẻ căn cước", "khai sinh", "tạm trú", "giấy phép lái xe", "hộ chiếu", "bảo hiểm y tế")
PAPERS = ("sổ hộ khẩu", "giấy khai sinh", "ảnh thẻ", "giấy xác nhận", "tờ khai", "biên lai")
SITES = ("dichvucong.gov.vn", "https://dichvucong.quangninh.gov.vn/tra-cuu", "vneid.gov.vn", "baohiemxahoi.gov.vn")


def as_row(one: Document, pick: random.Random, status: str = "") -> dict[str, Any]:
    """A document as a row of the register's layout."""
    year = one.year or str(pick.randint(2018, 2026))
    day = f"{year}-{pick.randint(1, 12):02}-{pick.randint(1, 28):02}"
    title = f"Luật {pick.choice(SUBJECTS)}" if one.type == "Luật" else f"Quy định về {pick.choice(SUBJECTS).lower()}"
    issuer = {"Nghị định": "Chính phủ", "Luật": "Quốc hội"}.get(one.type, "Bộ Chính trị" if one.party else "Bộ Công an")
    if "UBND" in one.code or "HĐND" in one.code:
        issuer = "UBND tỉnh Quảng Ninh"
    if one.code.endswith("-CP"):
        issuer = "Chính phủ"
    return {
        "number": one.written, "type": one.type, "issuer": issuer, "issued": day, "effective": day, "title": title,
        "status": status or pick.choice(STATUSES), "aliases": [], "sources": [],
    }  # fmt: skip


def random_document(pick: random.Random) -> Document:
    """A document of any kind with parts of its own."""
    number, year = str(pick.randint(1, 400)), str(pick.randint(2014, 2026))
    if pick.random() < 0.15:
        kind = pick.choice(list(PARTY))
        return Document(kind, PARTY[kind], number, "", f"{PARTY[kind]}/{pick.choice(PARTY_ISSUERS)}", party=True)
    kind = pick.choice(list(TYPES))
    abbreviation, codes = TYPES[kind]
    dated = kind in ("Nghị định", "Thông tư", "Luật", "Thông tư liên tịch")
    return Document(kind, abbreviation, number, year if dated else "", pick.choice(codes))


@dataclass
class World:
    """A register, and the parts of its documents by number."""

    data: dict[str, Any]
    documents: list[Document]
    rows: dict[str, dict[str, Any]]


def world(seed: int, size: int = 1000) -> World:
    """A register of that many documents; a tenth are over, some more are unverified."""
    pick = random.Random(seed)
    found: dict[str, Document] = {}
    while len(found) < size:
        one = random_document(pick)
        found.setdefault(one.written, one)
    rows = {
        number: as_row(one, pick, pick.choice(OVER) if pick.random() < 0.1 else "") for number, one in found.items()
    }
    unverified = [{"number": random_document(pick).written, "claim": "x", "why": "y"} for _ in range(30)]
    unknown = {row["number"] for row in unverified}
    data = {"meta": {}, "documents": list(rows.values()), "unverified": unverified}
    return World(data, [one for number, one in found.items() if number not in unknown], rows)


@dataclass
class Scene:
    """Passages, and what is true in them."""

    passages: list[Passage]
    documents: list[Document]
    topic: str
    paper: str
    other_paper: str
    days: int
    fee: int
    again: int
    phone: str
    site: str
    base: str = ""
    issued: dict[str, str] = field(default_factory=dict)

    @property
    def numbers(self) -> list[str]:
        """Numbers that stand in the passages: the hardest parts to invent with."""
        return [one.number for one in self.documents] + [str(self.days), "18", "2"]

    @property
    def years(self) -> list[str]:
        """Years that stand in the passages."""
        return [one.year for one in self.documents if one.year] + ["2025"]


def day_of(iso: str) -> str:
    """2025-06-09 → 9/6/2025."""
    year, month, day = iso.split("-")
    return f"{int(day)}/{int(month)}/{year}"


def scene(pick: random.Random, all_of: World, others: Sequence[Passage]) -> Scene:
    """Two passages about one thing, and others that have nothing to do with it."""
    documents = pick.sample(all_of.documents, 3)
    topic, (paper, other_paper) = pick.choice(TOPICS), pick.sample(PAPERS, 2)
    days, fee = pick.choice([3, 5, 7, 10, 15, 20]), pick.choice([20, 30, 50, 75, 150])
    phone = pick.choice(["1900 0368", "1800 1096", "02033 835 678", "1022", "113"])
    site = pick.choice(SITES)
    first, second, third = documents
    dates = {one.written: day_of(all_of.rows[one.written]["issued"]) for one in documents}
    one = (
        f"Làm {topic} tại Công an xã, phường. Theo khoản 2 Điều 18 {first.type} {first.written} ngày "
        f"{dates[first.written]}, "
        f"thời hạn giải quyết hồ sơ {topic} là {days} ngày làm việc. Người dân phải nộp bản chính {paper}, không "
        f"phải nộp "
        f"{other_paper}. {second.type} {second.written} quy định việc tra cứu kết quả."
    )
    two = (
        f"Lệ phí cấp đổi {topic} là {fee}.000 đồng, cấp lại {fee + 20}.000 đồng. Gọi {phone} hoặc xem {site}. "
        f"{third.type} {third.written} cho phép nộp trực tuyến từ năm 2025. Người dưới 14 tuổi được miễn lệ phí."
    )
    passages = [Passage("p1", one), Passage("p2", two)]
    passages += [Passage(f"p{at}", each.text) for at, each in enumerate(pick.sample(list(others), 6), 3)]
    pick.shuffle(passages)
    base = f"Làm {topic} tại Công an xã, phường."
    return Scene(passages, documents, topic, paper, other_paper, days, fee, fee + 20, phone, site, base, dates)
