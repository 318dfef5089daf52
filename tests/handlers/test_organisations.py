"""A citizen names the organisations that are theirs, sees them in the settings, and takes them back."""

from __future__ import annotations

import pytest


async def test_naming_one_and_taking_it_back(friend):
    said = await friend("đoàn thể của tôi")
    assert said.phrase == "organisations.kinds"
    assert "organisations.clear" not in said.buttons
    said = await friend(button="organisations.kind:doan-the")
    assert "organisations.switch:nong-dan" in said.buttons
    said = await friend(button="organisations.switch:nong-dan")
    assert said.phrase == "organisations.of_kind"
    assert "Hội Nông dân" in said.text
    assert "Hội Nông dân" in (await friend("cài đặt")).text
    said = await friend(button="organisations.switch:nong-dan")
    assert "chưa chọn" in said.text
    assert "Hội Nông dân" not in (await friend("cài đặt")).text


async def test_clearing_all_names_them_so_that_each_can_be_named_again(friend):
    for code in ("nong-dan", "nganh-than"):
        await friend(button=f"organisations.switch:{code}")
    assert "organisations.clear" in (await friend("tổ chức")).buttons
    said = await friend(button="organisations.clear")
    assert said.phrase == "organisations.cleared"
    assert "organisations.switch:nganh-than" in said.buttons
    assert "organisations.clear" not in (await friend("tổ chức")).buttons


async def test_at_most_five_and_none_that_do_not_exist(friend):
    codes = ["phu-nu", "nong-dan", "cong-doan", "hoi-cao-tuoi", "khuyen-hoc"]
    for code in codes:
        await friend(button=f"organisations.switch:{code}")
    assert (await friend(button="organisations.switch:chu-thap-do")).phrase == "organisations.too_many"
    assert (await friend(button="organisations.switch:khong-co")).phrase == "organisations.kinds"
    assert "Chữ thập đỏ" not in (await friend("cài đặt")).text


async def test_the_list_has_every_kind_and_each_code_once(library):
    codes = [one.code for one in library.organisations]
    assert len(set(codes)) == len(codes)
    assert {one.kind for one in library.organisations} == {"ban", "nganh", "doan-the", "doanh-nghiep", "truong"}
    assert not [fault for fault in library.faults if "organisations" in str(fault)]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("hội nông dân", "Hội Nông dân"),
        ("nong dan", "Hội Nông dân"),
        ("tôi thuộc hội nông dân ạ", "Hội Nông dân"),
        ("hội viên hội phụ nữ", "Hội Phụ nữ"),
        ("cao tuổi", "Hội Người cao tuổi"),
        ("ngành than", "Ngành than, khoáng sản"),
        ("mặt trận", "Mặt trận Tổ quốc"),
        ("trường mầm non", "Trường mầm non"),
        ("hợp tác xã", "Hợp tác xã"),
    ],
)
@pytest.mark.parametrize("listed", ["kinds", "kind"])
async def test_words_name_one_below_the_kinds_and_below_a_list(friend, typed, title, listed):
    await friend("tổ chức")
    if listed == "kind":
        await friend("Hội, đoàn thể")
    said = await friend(typed)
    assert said.phrase == "organisations.of_kind"
    assert f"Hiện bác ghi: {title}." in said.text


async def test_named_again_it_stays_and_words_take_it_back(friend):
    await friend("tổ chức")
    await friend("nông dân")
    assert "Hội Nông dân" in (await friend("hội nông dân của tôi")).text
    assert "chưa chọn" in (await friend("bỏ hội nông dân")).text


async def test_words_that_may_mean_several_list_these(friend):
    await friend("tổ chức")
    said = await friend("trường")
    assert said.phrase == "organisations.of_kind"
    names = [does for does in said.buttons if does.startswith("organisations.switch:")]
    assert len(names) > 1 and "organisations.switch:mam-non" in names
    assert "chưa chọn" in said.text


@pytest.mark.parametrize("typed", ["quên mật khẩu vneid", "công an gọi tôi đòi chuyển tiền", "ở đâu"])
async def test_a_question_below_the_list_is_a_question(friend, typed):
    await friend("tổ chức")
    assert not (await friend(typed)).phrase.startswith("organisations.")
    assert "chưa chọn" in (await friend("tổ chức")).text
