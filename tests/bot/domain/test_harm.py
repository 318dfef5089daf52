"""Which answers are looked at, in which order."""

import pytest

from bot.domain.harm import SAMPLE_OF, Harm, harm_of, is_sampled, ranked

PLAIN = {"turn": 1, "outcome": "curated", "label": "curated", "thumb": 0, "cuts": [], "entry": "e", "answer": "đáp"}
SAMPLED = next(turn for turn in range(1, 1000) if is_sampled(turn))
UNSAMPLED = next(turn for turn in range(1, 1000) if not is_sampled(turn))


@pytest.mark.parametrize(
    ("line", "harm"),
    [
        ({"outcome": "emergency", "thumb": -1}, Harm.EMERGENCY),
        ({"outcome": "ai", "label": "ai", "thumb": -1, "cuts": ["citation: 1"]}, Harm.THUMBS_DOWN),
        ({"outcome": "ai", "label": "ai", "cuts": ["citation: 99/2031/nd-cp"]}, Harm.CUT),
        ({"outcome": "none", "label": "", "cuts": ["support: …"]}, Harm.CUT),
        ({"outcome": "ai", "label": "ai", "cuts": ["validity: said that it is over: (…)"]}, Harm.UNCHECKED),
        (
            {"outcome": "none", "label": "", "cuts": ["absent: the model found nothing in the passages"]},
            Harm.UNANSWERED,
        ),
        ({"outcome": "person", "label": ""}, Harm.UNANSWERED),
        ({"turn": SAMPLED}, Harm.SAMPLE),
        ({"turn": SAMPLED, "label": "staff", "outcome": "staff"}, Harm.NONE),
        ({"turn": SAMPLED, "label": "", "outcome": "near"}, Harm.NONE),
        ({"turn": UNSAMPLED}, Harm.NONE),
        ({"turn": None}, Harm.NONE),
    ],
)
def test_the_first_rule_that_fits_decides(line, harm):
    assert harm_of({**PLAIN, "turn": UNSAMPLED, **line}) is harm


def test_one_good_answer_in_fifty_is_drawn_and_the_same_ones_every_time():
    drawn = [turn for turn in range(50_000) if is_sampled(turn)]
    assert drawn == [turn for turn in range(50_000) if is_sampled(turn)]
    assert abs(len(drawn) - 50_000 / SAMPLE_OF) < 150


def test_the_same_answer_is_the_same_entry_and_words():
    one = ranked(PLAIN)["digest"]
    assert one == ranked({**PLAIN, "turn": 2, "thumb": -1})["digest"] != ""
    assert ranked({**PLAIN, "answer": "đáp khác"})["digest"] != one != ranked({**PLAIN, "entry": "f"})["digest"]


@pytest.mark.parametrize("line", [{"outcome": "emergency"}, {"label": "", "outcome": "none"}, {"label": "staff"}])
def test_an_emergency_and_a_question_without_answer_stand_for_themselves(line):
    assert ranked({**PLAIN, **line})["digest"] == ""
