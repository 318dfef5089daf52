"""What an old ward, commune or district is called now."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ("phường Bạch Đằng nay thuộc đâu", "Phường Bạch Đằng (Thành phố Hạ Long) → Phường Hồng Gai"),
        ("phuong bach dang gio la phuong nao a", "Phường Bạch Đằng (Thành phố Hạ Long) → Phường Hồng Gai"),
        ("xã quan lạn sáp nhập vào đâu", "Xã Quan Lạn (Huyện Vân Đồn) → Đặc khu Vân Đồn"),
        ("Uông Bí còn là thành phố không", "Thành phố Uông Bí → "),
        ("phuong bach dang", "Phường Bạch Đằng (Thành phố Hạ Long) → Phường Hồng Gai"),
        ("huyen dam ha con khong", "Huyện Đầm Hà → "),
        ("tên mới của huyện Hải Hà là gì", "Huyện Hải Hà → Xã Cái Chiên, Xã Đường Hoa, Xã Quảng Đức, Xã Quảng Hà"),
    ],
)
async def test_an_old_unit_is_told_with_where_to_be_sure(friend, asked, line):
    said = await friend(asked)
    assert f"• {line}" in said.text, said.text
    assert said.label == "extract", "nobody checked the open data"
    assert "chưa được tỉnh xác nhận" in said.text and "Nguồn:" in said.text
    assert any(does.startswith("ask.right") for does in said.buttons)


async def test_in_a_lesson_one_goes_on_at_the_same_card(friend):
    await friend(button="lessons.open:m1-01")
    assert "lessons.card:m1-01:0" in (await friend("xã quan lạn giờ là xã nào")).buttons


@pytest.mark.parametrize("asked", ["xã tôi nay sáp nhập vào đâu", "căn cước mới là gì", "xã abc nay thuộc đâu"])
async def test_without_the_name_of_an_old_unit_it_is_a_question(friend, asked):
    said = await friend(asked)
    assert "→" not in said.text and said.phrase.startswith("ask.")
