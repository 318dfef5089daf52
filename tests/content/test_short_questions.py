"""A few words that several entries hold get a choice; what is all that an entry asks gets the entry."""

import pytest

from tests.shared import the_answering


@pytest.mark.parametrize(
    ("asked", "among"),
    [
        ("quen mat khau", {"quen-mat-khau-mo-may", "quen-mat-khau-vneid", "quen-mat-khau-vssid"}),
        ("tài khoản bị khóa", {"vneid-bi-khoa", "tai-khoan-bi-khoa"}),
        ("chuyen nham tien", {"lay-lai-tien-chuyen-nham", "chuyen-nham-tien"}),
        ("số bhxh", {"so-bhxh-dien-tu", "tong-dai-bhxh"}),
    ],
)
async def test_it_is_asked_which_is_meant(asked, among):
    found = await the_answering().prepare(asked, 1)
    assert found.kind == "near"
    assert among <= {entry for entry, _ in found.near}
    assert "says no more than several entries do: asks which" in found.steps


@pytest.mark.parametrize(
    ("asked", "entry"),
    [
        ("ma otp", "otp-la-gi"),
        ("nghị quyết 57", "nghi-quyet-57"),
        ("cccd het han", "can-cuoc-het-han"),
        ("quên mật khẩu điện thoại", "quen-mat-khau-mo-may"),
    ],
)
async def test_what_an_entry_asks_and_no_more_is_answered(asked, entry):
    assert (await the_answering().prepare(asked, 1)).entry == entry


@pytest.mark.parametrize(
    ("asked", "entry"), [("mất điện thoại", "mat-dien-thoai"), ("bao trung thuong", "trung-thuong-dong-phi")]
)
async def test_what_entries_say_is_not_beyond_them(asked, entry):
    found = await the_answering().prepare(asked, 1)
    assert entry in (found.entry, *(one for one, _ in found.near))
