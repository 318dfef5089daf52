"""Who speaks and whom they speak to is not searched; what a question may be about stays."""

import pytest

from bot.domain.answering.speaker import without_speaker
from tests.shared import the_answering


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Cháu ơi bà 72 tuổi rồi, làm căn cước ở đâu", "làm căn cước ở đâu"),
        ("cháu ơi cho bà hỏi tí, quên mật khẩu vneid", "quên mật khẩu vneid"),
        ("tôi là bà Hoa 70 tuổi, muốn cài vneid", "muốn cài vneid"),
        ("chau oi ba 72 tuoi roi quen mat khau vneid", "quen mat khau vneid"),
        ("dạ cho em hỏi là đổi mật khẩu zalo thế nào", "đổi mật khẩu zalo thế nào"),
        ("Bà không biết chữ, làm sao nộp hồ sơ", "làm sao nộp hồ sơ"),
        ("tôi tên là Nguyễn Thị Hoa, đăng ký khai sinh", "đăng ký khai sinh"),
        ("làm căn cước ở đâu cháu ơi", "làm căn cước ở đâu"),
    ],
)
def test_who_speaks_is_left_out(text, bare):
    assert without_speaker(text) == bare


@pytest.mark.parametrize(
    "text",
    [
        "bà 72 tuổi có được trợ cấp không",
        "con tôi 14 tuổi làm căn cước được chưa",
        "bà không biết chữ",
        "cho em hỏi với",
        "cho hỏi đáp",
        "căn cước của trẻ 6 tuổi, bố mẹ làm thế nào",
        "tôi là công an xã muốn học",
        "mất thẻ",
        "",
    ],
)
def test_what_may_be_asked_about_stays(text):
    assert without_speaker(text) == text


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Cháu ơi bà 72 tuổi rồi, bà quên mất mật khẩu vneid", "quen-mat-khau-vneid"),
        ("chau oi cho ba hoi ti, ba 72 tuoi roi, quen mat khau vneid", "quen-mat-khau-vneid"),
        ("Cháu ơi, bà không biết chữ, làm thẻ căn cước ở đâu", "lam-the-can-cuoc-o-dau"),
    ],
)
async def test_small_talk_hides_no_entry(text, entry):
    found = await the_answering().prepare(text, 1)
    assert found.entry == entry, found.steps
