"""Legal citations in every form that people and models write."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.benches.adversary.spoken import spoken

TYPES = {
    "Nghị định": ("NĐ", ["NĐ-CP"]),
    "Thông tư": ("TT", ["TT-BCA", "TT-BTC", "TT-BYT", "TT-NHNN", "TT-BKHCN", "TT-BTTTT", "TT-BGDĐT", "TT-VPCP"]),
    "Thông tư liên tịch": ("TTLT", ["TTLT-BCA-BTP", "TTLT-BTC-BNV", "TTLT-BYT-BTC"]),
    "Nghị quyết": ("NQ", ["NQ-CP", "NQ-HĐND", "NQ-UBTVQH15", "NQ-HĐTP"]),
    "Quyết định": ("QĐ", ["QĐ-TTg", "QĐ-UBND", "QĐ-BCA", "QĐ-BKHCN", "QĐ-NHNN"]),
    "Chỉ thị": ("CT", ["CT-TTg", "CT-UBND", "CT-BCA"]),
    "Luật": ("L", ["QH15", "QH14", "QH13"]),
    "Kế hoạch": ("KH", ["KH-UBND", "KH-BCA"]),
    "Công văn": ("CV", ["BTTTT-CĐS", "UBND-VX1", "BCA-C06"]),
    "Công điện": ("CĐ", ["CĐ-TTg"]),
    "Thông báo": ("TB", ["TB-VPCP"]),
    "Văn bản hợp nhất": ("VBHN", ["VBHN-VPQH", "VBHN-BCA"]),
}
PARTY = {"Nghị quyết": "NQ", "Chỉ thị": "CT", "Kết luận": "KL", "Quy định": "QĐ", "Hướng dẫn": "HD"}
PARTY_ISSUERS = ["TW", "TU", "BCĐTW", "BTCTW"]


@dataclass(frozen=True)
class Document:
    """A document by its parts; `year` is "" where the number has none."""

    type: str
    abbreviation: str
    number: str
    year: str
    code: str
    party: bool = False

    @property
    def written(self) -> str:
        """Its number as it is written officially."""
        if self.party:
            return f"{self.number}-{self.code}"
        return "/".join(part for part in (self.number, self.year, self.code) if part)


def invent(pick: random.Random, numbers: list[str], years: list[str]) -> Document:
    """A document of parts that are given: those of passages make the hardest inventions."""
    number = pick.choice(numbers) if numbers and pick.random() < 0.6 else str(pick.randint(1, 400))
    year = pick.choice(years) if years and pick.random() < 0.7 else str(pick.randint(2004, 2027))
    if pick.random() < 0.2:
        kind = pick.choice(list(PARTY))
        return Document(kind, PARTY[kind], number, "", f"{PARTY[kind]}/{pick.choice(PARTY_ISSUERS)}", party=True)
    kind = pick.choice(list(TYPES))
    abbreviation, codes = TYPES[kind]
    code = pick.choice(codes)
    dated = kind in ("Nghị định", "Thông tư", "Luật", "Thông tư liên tịch") or pick.random() < 0.3
    return Document(kind, abbreviation, number, year if dated else "", code)


Form = Callable[[Document, random.Random], str]


def with_year(template: str) -> Form:
    """A form that names the year; the number alone where there is none."""

    def form(one: Document, pick: random.Random) -> str:
        if not one.year:
            return f"{one.type} số {one.written}"
        return template.format(
            t=one.type, tl=one.type.lower(), a=one.abbreviation, n=one.number, y=one.year, c=one.code,
            nw=spoken(one.number, pick), yw=spoken(one.year, pick), yy=one.year[2:], w=one.written,
        )  # fmt: skip

    return form


def plain(template: str) -> Form:
    """A form of the whole number."""
    return lambda one, pick: template.format(
        t=one.type, tl=one.type.lower(), a=one.abbreviation, n=one.number, w=one.written, c=one.code,
        nw=spoken(one.number, pick), cs=one.code.replace("-", " ").replace("/", " "),
        ws=one.written.replace("/", " "), wu=one.written.replace("/", "_"),
    )  # fmt: skip


FORMS: dict[str, Form] = {
    "type number": plain("{t} {w}"),
    "type số number": plain("{t} số {w}"),
    "number alone": plain("{w}"),
    "abbreviation number": plain("{a} {w}"),
    "type in brackets": plain("{t} ({w})"),
    "type colon": plain("{t} số: {w}"),
    "number hiệu": plain("{tl} số hiệu {w}"),
    "văn bản": plain("văn bản số {w}"),
    "spaces for slashes": plain("{t} {ws}"),
    "năm": with_year("{t} {n} năm {y}"),
    "số năm": with_year("{t} số {n} năm {y}"),
    "năm in brackets": with_year("{tl} số {n} (năm {y})"),
    "short": with_year("{t} {n}/{y}"),
    "abbreviation short": with_year("{a} {n}/{y}"),
    "abbreviation glued": with_year("{a}{n}/{y}"),
    "abbreviation năm": with_year("{a} {n} năm {y}"),
    "code first": with_year("{c} {n}/{y}"),
    "code first, số": with_year("{c} số {n} năm {y}"),
    "dotted": with_year("{a}.{n}.{y}"),
    "dashed": with_year("{t} {n}-{y}-{c}"),
    "words": with_year("{t} số {nw} năm {yw}"),
    "words lower": with_year("{tl} {nw} năm {yw}"),
    "words slash": with_year("{t} {nw} trên {yw}"),
    "words gạch": with_year("{t} {n} gạch chéo {y} gạch chéo {c}"),
    "words xuyệt": with_year("{tl} {nw} xuyệt {yw}"),
    "number in words only": plain("{t} số {nw}"),
    "ban hành năm": with_year("{t} số {n} ban hành năm {y}"),
    "ban hành năm, mang số": with_year("{t} ban hành năm {y} mang số {n}"),
    "được ban hành": with_year("{t} được ban hành năm {y} với số {n}"),
    "của năm": with_year("{tl} thứ {n} của năm {y}"),
    "year first": with_year("{t} năm {y} số {n}"),
    "year first slash": with_year("{t} {y}/{n}"),
    "mang số hiệu": with_year("{tl} mang số hiệu {n}, năm {y}"),
    "comma": with_year("{t} {n}, {y}"),
    "hash": with_year("{t} #{n}/{y}"),
    "No.": with_year("{t} No. {n}/{y}"),
    "short year": with_year("{t} {n}/{yy}/{c}"),
    "short year alone": with_year("{t} {n}/{yy}"),
    "dấu": with_year("{t} {n} dấu gạch chéo {y}"),
    "code in words": plain("{t} {n} {cs}"),
    "of the government": plain("{t} {n} của Chính phủ"),
    "of the ministry": plain("{t} {n} của Bộ Công an"),
    "of the party": plain("{t} {n} của Bộ Chính trị"),
    "of the province": plain("{t} {n} của UBND tỉnh Quảng Ninh"),
    "type n": plain("{t} {n}"),
    "abbreviation n": plain("{a} {n}"),
    "abbreviation-n": plain("{a}-{n}"),
    "type hyphen": plain("{t}-{w}"),
    "underscored": plain("{a}_{wu}"),
    "bracketed words": with_year("{t} ({nw}/{yw})"),
    "English": with_year("Decree {n}/{y}"),
    "English words": with_year("Decree No. {n} of {y}"),
    "French": with_year("Décret {n}/{y}"),
}
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
FORMS["roman"] = lambda one, pick: f"{one.type} số {ROMAN[int(one.number[:4].split('.')[0]) % 15 + 1]} năm {one.year}"
HONEST_FORMS = (
    "type number", "type số number", "number alone", "abbreviation number", "type in brackets", "type colon",
    "number hiệu", "văn bản", "spaces for slashes", "năm", "số năm", "năm in brackets", "short", "abbreviation short",
    "abbreviation glued", "abbreviation năm", "dashed", "words", "words lower", "ban hành năm", "mang số hiệu",
    "code in words", "type n", "abbreviation n",
)  # fmt: skip
"""Forms in which a true citation is written by people who mean well."""
ARTICLES = (
    "Điều {a}", "điều {a}", "khoản {b} Điều {a}", "khoản {b}, Điều {a}", "điểm c khoản {b} Điều {a}",
    "Điều {a} khoản {b}",
    "Điều thứ {aw}", "điều {aw}", "Chương {r}", "Phụ lục {r}", "Mục {b} Chương {r}", "dieu {a}", "khoan {b} dieu {a}",
    "Đ.{a}", "K{b}Đ{a}", "Đ{a}", "Điều {a}.{b}",
)  # fmt: skip
INVENTED_LAWS = (
    "Luật Hộ tịch số", "Luật Phòng thủ không gian mạng", "Luật Thuế tài sản", "Bộ luật Số", "Bộ luật Dân sự 2015",
    "Luật Công nghệ số quốc gia", "Hiến pháp năm 2013", "Pháp lệnh Án phí", "Luật Người cao tuổi 2009",
    "Luật Chính quyền số 2026", "Luật Căn cước công dân 2014", "Luật An toàn giao dịch", "Bộ luật Hình sự",
    "Pháp lệnh Dân số", "Luật Bình dân học vụ", "Luật Kỹ năng số", "Luật Đất đai 1993", "Luật Thủ tục hành chính",
    "Luật phòng, chống lừa đảo trực tuyến", "đạo luật Kỹ năng mạng", "Luật số 15/2020", "Luật 2020/15",
    "Luật bảo vệ người dùng mạng năm 2024", "Hiến pháp", "Bộ luật Tố tụng dân sự 2015", "luật quảng cáo số",
)  # fmt: skip


def article(pick: random.Random, number: int, clause: int) -> str:
    """An article in one of its forms."""
    template = pick.choice(ARTICLES)
    return template.format(a=number, b=clause, r=ROMAN[number % 14 + 1], aw=spoken(str(number), pick))
