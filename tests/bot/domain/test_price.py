"""Who asks what something costs is not given, as sure, an answer that says nothing of it."""

import pytest

from bot.domain.answering import price
from tests.shared import the_answering


@pytest.fixture(scope="module")
def answering():
    return the_answering()


@pytest.mark.parametrize(
    "question",
    [
        "làm căn cước bao nhiêu tiền",
        "lam can cuoc het bao nhieu",
        "lệ phí bao nhiêu",
        "nộp phạt qua mạng có mất phí không",
        "gọi tổng đài có mất tiền không",
    ],
)
def test_a_price_is_asked_for(question):
    assert price.is_asked(question)


@pytest.mark.parametrize(
    "question",
    ["làm căn cước ở đâu", "chuyển tiền nhầm thì làm sao", "mất tiền trong tài khoản", "đổi căn cước mất bao lâu"],
)
def test_no_price_is_asked_for(question):
    assert not price.is_asked(question)


def test_a_text_says_a_price_or_does_not():
    assert price.is_said("Làm ở đâu?", "Lệ phí theo mức của tỉnh.")
    assert price.is_said("Gọi 111 miễn cước.")
    assert not price.is_said("Làm căn cước ở đâu?", "Đến công an xã, mang giấy tờ cũ.")


@pytest.mark.parametrize("question", ["làm căn cước bao nhiêu tiền", "nop phat giao thong qua mang co mat phi khong"])
async def test_an_entry_that_says_none_is_only_offered(answering, question):
    found = await answering.prepare(question, 1)
    assert found.kind == "near", found.steps
    assert any("asks for a price" in step for step in found.steps)


async def test_an_entry_that_says_one_is_given(answering):
    assert (await answering.prepare("học bình dân học vụ số có mất tiền không", 1)).entry == "hoc-co-mat-tien"
