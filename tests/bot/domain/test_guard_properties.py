"""Forms that nobody listed: drawn from the grammar by hypothesis, and texts made to hold a pattern up."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.answering.guard import GUARD_REFUSAL, Guard, Passage
from bot.library.register import Register
from bot.redaction import found, is_marked_secret, mask
from tests.benches.adversary import private, secrecy, truths
from tests.benches.adversary.attempts import inventions, letters
from tests.benches.adversary.scenes import world
from tests.benches.guard import ROOT, Score, as_text, by_hand, gone_wrong, grounded

WORLD = world(1, size=300)
OURS = Guard(Register.load(ROOT / "content" / "legal" / "register.yaml"))
OTHERS = [Passage(f"q{at}", f"Người dân mang giấy tờ thứ {at} đến trung tâm.") for at in range(10)]
GUARD = Guard(Register.from_data(WORLD.data))
MANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SEEDS = st.integers(min_value=0, max_value=2**32)


@MANY
@given(SEEDS)
def test_nothing_invented_is_shown_in_any_form(seed):
    for one in inventions(seed, 1, WORLD, OTHERS):
        shown = GUARD.check("hỏi", one.passages, as_text(one.answer)).text
        assert not one.leaks(shown), (one.hidden, shown)


@MANY
@given(SEEDS)
def test_personal_data_is_masked_in_any_form(seed):
    for kind, text, secret in private.personal(seed, 1):
        assert letters(secret) not in letters(mask(text)), (kind, text)


@MANY
@given(SEEDS)
def test_what_only_looks_like_personal_data_stays(seed):
    for text in private.look_alikes(seed, 1):
        assert found(text) == set(), text


@MANY
@given(SEEDS)
def test_marks_of_secrecy_stop_in_any_form_and_look_alikes_do_not(seed):
    for form, text in secrecy.marks(seed, 1):
        assert is_marked_secret(text), (form, text)
    for text in secrecy.look_alikes(seed, 1):
        assert not is_marked_secret(text), text


@MANY
@given(st.text(max_size=300))
def test_any_text_has_a_verdict_and_never_more_than_was_written(text):
    verdict = GUARD.check(text, OTHERS, text)
    assert verdict.verdict in ("pass", "edited", "blocked")
    assert verdict.verdict != "blocked" or verdict.text == GUARD_REFUSAL


@pytest.mark.parametrize("changed", [False, True])
def test_true_sentences_stay_and_changed_ones_go(changed):
    given_ones = list(truths.answers(5, 300, WORLD, OTHERS, changed=changed))
    right = sum(one.stays(GUARD.check("hỏi", one.passages, one.answer).text) is not changed for one in given_ones)
    assert right >= 0.99 * len(given_ones)


@pytest.mark.parametrize(
    "measured", [by_hand, lambda: by_hand("unseen"), lambda: gone_wrong(OURS), lambda: grounded(OURS)]
)
def test_the_sets_written_by_hand_come_out_as_expected(measured):
    score: Score = measured()
    assert score.good, score.wrong


def test_nearly_every_true_citation_stays():
    cases = list(truths.citations(5, 200, WORLD, OTHERS))
    right = sum(one.stays(GUARD.check("hỏi", one.passages, one.answer).text) for one in cases)
    assert right >= 0.99 * len(cases)


def test_a_check_that_fails_itself_blocks_the_answer(monkeypatch):
    def broken(*_):
        raise RuntimeError("bug")

    monkeypatch.setattr("bot.domain.answering.guard.guard.CHECKS", (broken,))
    verdict = GUARD.check("hỏi", OTHERS, "Người dân mang giấy tờ đến trung tâm.")
    assert (verdict.verdict, verdict.text) == ("blocked", GUARD_REFUSAL)


HEAVY = [
    "a" * 100_000,
    "1" * 100_000,
    "1 " * 50_000,
    "nghị định " * 10_000,
    "<" * 100_000,
    "[[" * 50_000,
    "(" * 100_000,
    "a." * 50_000,
    "không " * 17_000,
    "-1" * 50_000,
    "a@" * 50_000,
    "\u0301" * 100_000,
    "%25" * 33_000,
    "&amp;" * 20_000,
    "số 1 " * 20_000,
    "mật " * 25_000,
    "tên tôi là " * 9_000,
    "1/" * 50_000,
    "<a " * 33_000,
    "**" * 50_000,
    " " * 100_000,
    "\n- " * 33_000,
    "đừng số lạ " * 9_000,
    "có phải đến ký " * 6_000,
    "trong các đoạn không " * 5_000,
    "hỏi con cháu hoặc " * 5_000,
    "14, 25 và " * 10_000,
    "luật a, " * 12_000,
    "một hai ba " * 9_000,
    "1.000 " * 16_000,
    "khoản 1 điều 1 " * 6_000,
    "http" * 25_000,
    "1/1/" * 25_000,
    "a.b" * 33_000,
    "[a](" * 25_000,
    "<!--" * 25_000,
    "so nha 1/" * 11_000,
    "mk: " * 25_000,
    "xe 14 " * 16_000,
    "(mat) " * 16_000,
    "- mat\n" * 16_000,
    "bi mat nha nuoc do " * 5_000,
    "M A T " * 16_000,
    "0912345678 " * 9_000,
    "ba." * 33_000,
    "anh Minh Bộ " * 8_000,
    "Anh" * 33_000,
    "A " * 50_000,
    "“Anh” " * 16_000,
    "“" * 100_000,
    "đuôi com chấm vê nờ " * 5_000,
    "chấm com" * 12_000,
    "nghị định của bộ " * 6_000,
    "công ước về trẻ em " * 5_000,
    "nghị định 1/2020/NĐ-CP thay cho " * 3_000,
    "dự thảo nghị định đã ban hành " * 3_000,
    "điều 1, 2 và " * 8_000,
    "vẫn còn " * 12_000,
    "không đưa " * 10_000,
    "là lừa " * 14_000,
    "rồi mới tất cả tăng " * 5_000,
    "nếu thì " * 12_000,
]


@pytest.mark.parametrize("text", HEAVY, ids=lambda text: repr(text[:8]))
def test_no_text_of_a_hundred_thousand_letters_holds_the_checks_up(text):
    """Ends at all: a pattern that tries every division of such a text would run for years."""
    assert GUARD.check("hỏi", OTHERS, text).verdict
    mask(text)
    is_marked_secret(text)
