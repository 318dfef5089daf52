from datetime import date
from pathlib import Path

import pytest

from bot.library.register import STATUSES, Register, is_mapped, number_key, read_status

CONTENT = Path(__file__).parents[3] / "content"
DATA = {
    "documents": [
        {
            "number": "24/2018/QH14",
            "type": "Luật",
            "issuer": "Quốc hội",
            "issued": "2018-06-12",
            "effective": "2019-01-01",
            "title": "Luật An ninh mạng 2018",
            "status": "bị thay thế từ 01/7/2026",
            "replaced_by": "116/2025/QH15",
            "aliases": ["Luật An ninh mạng 2018"],
        },
        {
            "number": "116/2025/QH15",
            "type": "Luật",
            "issuer": "Quốc hội",
            "issued": "2025-12-10",
            "effective": "2026-07-01",
            "title": "Luật An ninh mạng (hợp nhất hai luật)",
            "status": "có hiệu lực từ 01/7/2026",
        },
        {
            "number": "57-NQ/TW",
            "type": "Nghị quyết",
            "issuer": "Bộ Chính trị",
            "issued": date(2024, 12, 22),
            "effective": None,
            "title": "Đột phá",
            "status": "đang có hiệu lực theo trang đã đọc",
            "aliases": ["Nghị quyết 57"],
        },
        {"number": "87/2025/NĐ-CP", "type": "Nghị định", "status": "đang có hiệu lực"},
    ],
    "unverified": [{"number": "87/2025/NĐ-CP, 03/2024/TT-BTTTT"}, {"number": "28/KH-UBND (Quảng Ninh, 2025)"}],
}


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.from_data(DATA)


@pytest.mark.parametrize("written", ["57-NQ/TW", "57 nq tw", "57/NQ-TW", "057-nq/tw"])
def test_a_number_is_found_however_it_is_separated(register, written):
    assert register.by_number(written).title == "Đột phá"


def test_numbers_that_differ_in_one_sign_are_different_documents():
    assert len({number_key(number) for number in ("66/NQ-CP", "66-NQ/TW", "66.7/2025/NQ-CP")}) == 3


def test_a_name_is_found_with_and_without_diacritics(register):
    assert register.by_name("nghi quyet 57") is register.by_name("Nghị quyết 57") is not None
    assert [found.number for found in register.all_by_name("Luật An ninh mạng năm 2025")] == ["116/2025/QH15"]


def test_a_name_shared_by_two_laws_gives_both(register):
    assert {found.number for found in register.all_by_name("luật an ninh mạng")} == {"24/2018/QH14", "116/2025/QH15"}


def test_what_stands_under_unverified_is_unknown(register):
    assert register.by_number("87/2025/NĐ-CP") is None


def test_a_law_is_in_force_only_from_its_day(register):
    old, new = register.by_number("24/2018/QH14"), register.by_number("116/2025/QH15")
    assert (old.in_force_on(date(2026, 6, 30)), old.in_force_on(date(2026, 7, 1))) == (None, False)
    assert (new.in_force_on(date(2026, 6, 30)), new.in_force_on(date(2026, 7, 1))) == (False, True)


@pytest.mark.parametrize(
    ("status", "in_force"),
    [
        ("đang có hiệu lực theo trang đã đọc", True),
        ("đang có hiệu lực, được 70/2025/NĐ-CP sửa đổi", True),
        ("có hiệu lực từ 01/3/2026; hệ thống có trước được chuyển tiếp 12-18 tháng", True),
        ("hết hiệu lực từ 01/01/2026", False),
        ("hết hiệu lực", False),
        ("đã hết thời hạn", False),
        ("chưa kiểm chứng tình trạng đến 11/2026", None),
        ("luật gốc bị thay từ 01/7/2026; tình trạng nghị định chưa kiểm chứng", None),
        ("nghị định gốc đã bị thay thế", None),
        ("gắn với Luật CCCD 2014 đã bị thay thế", None),
        ("mốc 2025 đã qua", None),
        ("không còn hiệu lực", False),
        ("Hết hiệu lực một phần", None),
        ("bị thay thế một phần", None),
        ("chưa có hiệu lực", None),
        ("hết hiệu lực kể từ ngày 01/01/2026", False),
        ("hết hiệu lực từ 01/01/2027", None),
        ("đã được 71/NQ-CP sửa đổi, cập nhật", None),
        ("", None),
    ],
)
def test_a_free_text_status_is_read_once_and_in_the_open(status, in_force):
    assert read_status(status, date(2026, 11, 23)) is in_force


def test_the_table_speaks_of_every_status_of_our_register():
    register = Register.load(CONTENT / "legal" / "register.yaml")
    assert [each.status for each in register.documents if not is_mapped(each.status)] == []
    assert not is_mapped("đang được xem lại")


def test_no_line_of_the_status_table_is_hidden_by_an_earlier_one():
    for place, rule in enumerate(STATUSES):
        assert not any(earlier.words in rule.words for earlier in STATUSES[:place])


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"meta": {}},
        {"document": []},
        {"documents": None},
        {"documents": {}},
        {"documents": [{"title": "x"}]},
    ],
)
def test_another_layout_is_refused_in_words(data):
    with pytest.raises(ValueError, match=r"register|document"):
        Register.from_data(data)


def test_a_register_is_read_from_a_file(tmp_path):
    path = tmp_path / "register.yaml"
    path.write_text('documents:\n- number: "06/QĐ-TTg"\n  type: Quyết định\n  aliases: [Đề án 06]\n', encoding="utf-8")
    assert Register.load(path).by_name("đề án 06").number == "06/QĐ-TTg"
