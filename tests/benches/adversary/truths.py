"""Answers that are true in every part, in honest forms; and the same with one figure, denial or condition changed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.answering.guard import Passage
from tests.benches.adversary.attempts import CITING, ENVELOPES, filled, letters
from tests.benches.adversary.citations import FORMS, HONEST_FORMS, Document
from tests.benches.adversary.disguises import DISGUISES
from tests.benches.adversary.scenes import Scene, World, scene
from tests.benches.adversary.spoken import cardinal

HONEST_DISGUISES = (
    "plain",
    "plain",
    "plain",
    "nfd",
    "bold",
    "code",
    "quotes",
    "spaced separators",
    "odd dashes",
    "no marks",
)
HONEST_ENVELOPES = ("plain", "first", "lines", "list", "numbered list", "schema", "fenced schema", "html", "markdown")


ANY_DOCUMENT = "Việc này theo {x}."


def told_of(one: Document, where: Scene, way: str) -> str:
    """A way of citing that says of a document what its own passage says of it, else one that says nothing."""
    theirs = "{topic}" not in way and "{paper}" not in way and "tra cứu" not in way
    first = one is not where.documents[2] and "cho phép nộp" not in way
    return way if first or theirs else ANY_DOCUMENT


@dataclass(frozen=True)
class Truth:
    """An answer and the sentence in it that must stay (or, where `changed`, must go)."""

    kind: str
    passages: Sequence[Passage]
    answer: str
    sentence: str
    base: str

    def stays(self, shown: str) -> bool:
        """Whether the sentence was shown whole."""
        return letters(self.sentence) in letters(shown)


def citations(seed: int, count: int, all_of: World, others: Sequence[Passage]) -> Iterator[Truth]:
    """True citations in honest forms."""
    pick = random.Random(seed)
    for _ in range(count):
        where = scene(pick, all_of, others)
        one, form = pick.choice(where.documents), pick.choice(HONEST_FORMS)
        text = FORMS[form](one, pick)
        if pick.random() < 0.15:
            text = f"{one.type} {one.written} ngày {where.issued[one.written]}"
        if one is where.documents[0] and pick.random() < 0.4:
            text = pick.choice(["Điều 18 {}", "khoản 2 Điều 18 {}", "điều 18 của {}"]).format(text)
        disguise = pick.choice(HONEST_DISGUISES)
        way = told_of(one, where, pick.choice(CITING))
        sentence = filled(way, DISGUISES[disguise](text, pick), where)
        plain = filled("{x}", DISGUISES["no marks" if disguise == "no marks" else "plain"](text, pick), where)
        answer = str(ENVELOPES[pick.choice(HONEST_ENVELOPES)](where.base, sentence))
        yield Truth(f"{form} | {disguise}", where.passages, answer, plain, where.base)


CLEAN = (
    "Lệ phí cấp đổi {topic} là {fee}.000 đồng.", "Cấp lại {topic} mất {again}.000 đồng tiền lệ phí.",
    "Cấp đổi hết {fee} nghìn đồng.",
    "Hồ sơ {topic} được giải quyết trong {days} ngày làm việc.", "Sau {days} ngày làm việc là có kết quả.",
    "Khi đi nhớ mang bản chính {paper} để nộp.", "Không cần nộp {other}.", "Không phải nộp {other}.",
    "Người dân nộp bản chính {paper}.",
    "Có thắc mắc thì gọi {phone}.", "Xem thêm tại {site}.", "Gọi {phone} hoặc xem {site} để biết thêm.",
    "Người chưa đủ 14 tuổi thì không mất lệ phí.", "Người dưới 14 tuổi được miễn lệ phí.",
    "Từ năm 2025 có thể nộp trực tuyến.",
    "Đến Công an xã, phường để làm {topic}.", "Muốn làm {topic} thì ra Công an xã hoặc phường.",
    "Thời hạn giải quyết: {days} ngày làm việc.",
    "Thời hạn là {days_words} ngày làm việc.", "Lệ phí cấp lại là {again}.000đ.",
    "Lệ phí: cấp đổi {fee}.000 đồng, cấp lại {again}.000 đồng.",
)  # fmt: skip
CHANGED = (
    "Lệ phí cấp đổi {topic} là {fee2}.000 đồng.", "Lệ phí cấp đổi là {fee2} nghìn đồng.",
    "Cấp lại {topic} mất {fee2}.000 đồng tiền lệ phí.",
    "Hồ sơ {topic} được giải quyết trong {days2} ngày làm việc.", "Thời hạn là {days2_words} ngày làm việc.",
    "Thời hạn giải quyết: {days} tháng.", "Sau {days} tuần là có kết quả.",
    "Thời hạn giải quyết hồ sơ {topic} là {days} giờ.",
    "Lệ phí cấp đổi {topic} là {fee} đồng.", "Lệ phí cấp đổi {topic} là {fee}.000.000 đồng.",
    "Gọi {phone2} hoặc xem {site}.",
    "Người dưới {age2} tuổi được miễn lệ phí.", "Từ năm {year2} có thể nộp trực tuyến.",
    "Nộp trực tuyến từ năm {year2}.",
    "Lệ phí cấp đổi {topic} là {again}.000 đồng.", "Lệ phí cấp lại {topic} là {fee}.000 đồng.",
    "Người dân không phải nộp bản chính {paper}.", "Người dân phải nộp {other}.",
    "Người trên 14 tuổi được miễn lệ phí.",
    "Làm {topic} miễn phí.", "Người dưới 14 tuổi không được miễn lệ phí.", "Không cần nộp bản chính {paper}.",
    "Phải nộp {other}.",
    "Nộp trực tuyến trước năm 2025.",
    "Theo khoản 3 Điều 18 {first}, thời hạn giải quyết hồ sơ {topic} là {days} ngày làm việc.",
    "Lệ phí cấp đổi là {fee}.000 đồng, cấp lại {fee2}.000 đồng.", "Được miễn {fee}% lệ phí.",
    "Thời hạn là {days}-{days2} ngày làm việc.",
)  # fmt: skip


def said(template: str, where: Scene, pick: random.Random) -> str:
    """A sentence about the scene; what ends in 2 is wrong there."""
    taken = " ".join(passage.text for passage in where.passages)
    fee2 = pick.choice(
        [n for n in (10, 15, 25, 40, 60, 80, 90, 120) if n not in (where.fee, where.again) and f"{n}.000" not in taken]
    )
    days2 = pick.choice([n for n in (2, 4, 6, 8, 9, 12, 25, 45) if n != where.days and f"{n} ngày" not in taken])
    age2 = pick.choice([n for n in (6, 12, 13, 16, 18, 41) if f"{n} tuổi" not in taken])
    year2 = pick.choice([n for n in (*range(2005, 2024), 2026, 2028) if str(n) not in taken])
    return template.format(
        topic=where.topic, fee=where.fee, again=where.again, days=where.days, paper=where.paper,
        other=where.other_paper,
        phone=where.phone, site=where.site, fee2=fee2, days2=days2, days_words=cardinal(where.days, pick),
        days2_words=cardinal(days2, pick), age2=age2, year2=year2, phone2=pick.choice(["1900 1255", "0203 3825 111",
        "115"]),
        first=f"{where.documents[0].type} {where.documents[0].written}",
    )  # fmt: skip


def answers(seed: int, count: int, all_of: World, others: Sequence[Passage], *, changed: bool) -> Iterator[Truth]:
    """Clean sentences of a scene, or changed ones beside a true sentence."""
    pick = random.Random(seed)
    for _ in range(count):
        where = scene(pick, all_of, others)
        template = pick.choice(CHANGED if changed else CLEAN)
        sentence = said(template, where, pick)
        answer = str(ENVELOPES[pick.choice(HONEST_ENVELOPES)](where.base, sentence))
        yield Truth(template, where.passages, answer, sentence, where.base)
