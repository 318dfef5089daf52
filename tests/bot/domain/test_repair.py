"""Questions put right: marks, Telex keys, slips, run-together words, shorthand, short forms that no list has."""

import pytest

from bot.domain.answering.base import Base
from tests.shared import the_base
from tests.typing_forms import FORMS, as_typed


@pytest.fixture(scope="module")
def base() -> Base:
    return the_base()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lam the nao de doi mat khau", "làm thế nào để đổi mật khẩu"),
        ("cawn cuowcs hết hạn", "căn cước hết hạn"),
        ("đăng ký khai sjnh cho con", "đăng ký khai sinh cho con"),
        ("quênmật khẩu", "quên mật khẩu"),
        ("chuyeern khoản nhầm", "chuyển khoản nhầm"),
        ("toi bi mat dien thoai", "tôi bị mất điện thoại"),
        ("ko đăng nhập đc", "không đăng nhập được"),
        ("làm căn cước ở đâu", "làm căn cước ở đâu"),
        ("gọi số 113", "gọi số 113"),
    ],
)
def test_a_question_is_read_as_meant(base, typed, meant):
    assert base.understood(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "Bà Triệu Thị Ngoạn hỏi",
        "Cháu Lềnh học ở Pò Hèn",
        "bản Phạt Chỉ có sóng không",
        "Ông Nguyễn Quỳnh Chi hỏi",
        "Bạn Lan bị lừa chuyển tiền",
        "Cháu Hoa học lớp một",
        "em Chi muốn làm căn cước",
    ],
)
def test_names_and_well_typed_words_that_nobody_knows_stay(base, typed):
    assert base.understood(typed) == typed.lower()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nha bang goi doi ma", "ngân hàng gọi đòi mã"),
        ("so thong hanh lam o dau", "hộ chiếu làm ở đâu"),
        ("tien tuat lay o dau", "tiền tuất lấy ở đâu"),
        ("mot cua o dau", "một cửa ở đâu"),
        ("tai app dinh danh o dau", "tải ứng dụng vneid định danh điện tử ở đâu"),
    ],
)
def test_what_people_call_a_thing_is_what_entries_call_it(base, typed, meant):
    assert base.understood(typed) == meant


@pytest.mark.parametrize("typed", ["", "   ", "???", "😀", "a" * 5000, "1 2 3", "ơ " * 3000])
def test_anything_can_be_read(base, typed):
    assert isinstance(base.understood(typed), str)


def test_typing_forms_are_the_same_every_time():
    for form in FORMS:
        assert as_typed("Làm căn cước ở đâu?", form) == as_typed("Làm căn cước ở đâu?", form)
