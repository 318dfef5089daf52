"""A source that citizens see is a document of the register, or a page or paper that a fact of the file names."""

import re

import pytest

from bot.library.grounds import Grounds
from bot.library.library import Library
from bot.library.schemas import Agency
from bot.web.console.fault_words import UNKNOWN, remedy
from tests.shared import copied

MPS = (
    "https://mps.gov.vn/bai-viet/quang-ninh-tang-cuong-tuyen-truyen-chu-dong-ngan-chan-toi-pham"
    "-lua-dao-tren-khong-gian-mang-1767080785"
)


def told(library: Library, source: str | Agency, *facts: str) -> list[str]:
    grounds = Grounds(library.facts.values(), library.register)
    found = list(grounds.faults(source, [library.facts[code] for code in facts]))
    assert all(not remedy(one).startswith(UNKNOWN.format("")) for one in found), "the console has words for it"
    return found


@pytest.mark.parametrize(
    "source",
    [
        "Luật 134/2025/QH15 ngày 10/12/2025",
        "Luật Trí tuệ nhân tạo 134/2025/QH15 ngày 10/12/2025, Điều 11",
        "Luật Dữ liệu 60/2024/QH15 ngày 30/11/2024, Điều 3 và Điều 11",
        "Thông tư 50/2024/TT-NHNN ngày 31/10/2024, khoản 3 Điều 17",
        "Công văn 623/TTg-KSTT ngày 30/5/2025",
        Agency(agency="Bộ Công an, trang VNeID", url="https://vneid.gov.vn"),
    ],
)
def test_documents_of_the_register_and_front_pages_that_facts_name_may_be_shown(library, source):
    assert told(library, source) == []


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("Thông báo bịa ra của Bộ Không Có Thật", "stands in no fact of this file, nor in the register"),
        ("Thông báo bịa ra 134/2025/QH15 ngày 10/12/2025", "is not what the register calls 134/2025/QH15"),
        ("Luật Đất đai 134/2025/QH15 ngày 10/12/2025", "is not what the register calls 134/2025/QH15"),
        ("Luật 134/2025/QH15 ngày 11/12/2025", "is not of 11/12/2025: the register says 2025-12-10"),
        ("Luật 134/2025/QH15 ngày 31/13/2025", "is not of 31/13/2025"),
        ("Luật 134/2025/QH15 ngày 10/12/2025 theo lời đồn", "“theo lời đồn” is no part of a document"),
        ("Luật 999/2031/QH15", "999/2031/QH15 is not in content/legal/register.yaml"),
        ("Báo Tuổi Trẻ", "Báo Tuổi Trẻ is a press page, which stays in the console"),
        ("Tuổi Trẻ", "is a press page"),
        ("Báo cáo của Thanh niên xung phong", "stands in no fact"),
        ("VietnamBiz", "is a press page"),
        (Agency(agency="Báo Tuổi Trẻ", url="https://dichvucong.gov.vn"), "is a press page"),
        (
            Agency(agency="Bộ Không Có Thật", url="https://dichvucong.gov.vn"),
            "is not who made https://dichvucong.gov.vn",
        ),
        (Agency(agency="Bộ Công an", url="https://mps.gov.vn/bia-ra"), "https://mps.gov.vn/bia-ra stands in no fact"),
        (Agency(agency="Bộ Công an", url=MPS), "stands in no fact of this file"),
    ],
)
def test_what_nothing_stands_for_is_a_fault(library, source, says):
    (found,) = told(library, source)
    assert says in found


def test_a_page_and_an_office_are_those_of_a_fact_of_the_file(library):
    (code,) = [fact.code for fact in library.facts.values() for one in fact.sources if one.url == MPS]
    assert told(library, Agency(agency="Bộ Công an", url=MPS), code) == []
    assert told(library, "Bộ Công an", code) == []
    assert told(library, "Bộ Công an") != []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("faqs/chinh-quyen-hai-cap/ai-giup-nop-ho-so-o-trung-tam.md", "- Thông báo bịa ra của Bộ Không Có Thật"),
        ("lessons/m9-tri-tue-nhan-tao/m9-03.md", "- Báo Tuổi Trẻ"),
        ("knowledge/m4-thanh-toan/*.md", "- Bộ Không Có Thật"),
    ],
)
def test_a_file_with_such_a_source_is_named_with_its_line_and_not_published(tmp_path, name, line):
    content = copied(tmp_path, without={"faqs", "lessons", "knowledge", "pictures"} - {name.partition("/")[0]})
    path = min(content.glob(name))
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"\ncitizen_sources:\n- .*(\n  .*)*", f"\ncitizen_sources:\n{line}", text, count=1), "utf-8")
    at = path.read_text("utf-8").split("\n").index("citizen_sources:") + 1
    library = Library.load(content)
    assert any(f"{path.name}:{at}: citizen_sources — " in str(fault) for fault in library.faults)
    assert path.stem not in {one.id.removeprefix("knowledge-") for one in (*library.faqs, *library.articles)}
    assert path.stem.upper() not in {one.code for one in library.lessons}
