"""What nobody here knows is seldom offered entries, and hardly a right offer is lost: by words, and by meaning too."""

import asyncio
import re
from collections import Counter
from dataclasses import replace

import pytest

from bot.library.text import fold
from tests.benches.beyond import (
    FORMS,
    OFFERED,
    QUESTIONS,
    QUOTED,
    Remembering,
    answerable,
    answering,
    ask,
    lost,
    rows,
    unanswerable,
)
from tests.shared import the_library

SLACK = 0.02
ALIKE = 0.75
"""Share of words from which a line counts as a copy of a question."""
MEASURED = {
    "plain": {"no entry": 9, "far": 3, "far, kept back": 4},
    "nodiac": {"no entry": 10, "far": 6, "far, kept back": 6},
    "typo": {"no entry": 8, "far": 3, "far, kept back": 2},
}
"""By words alone: questions without an entry that are offered or quoted something."""
BY_MEANING = 6
"""By meaning too, with every third entry: the same of "no entry"."""
LOST = 2
"""Of our own questions whose entry was found, those whose entry is no more."""


@pytest.fixture(scope="module")
def answers():
    return asyncio.run(answering(the_library()))


@pytest.fixture(scope="module")
def bare():
    return asyncio.run(answering(replace(the_library(), beyond=[])))


async def shown(answers, form):
    """By kind of question, how many are offered or quoted something."""
    found = {}
    for name, texts in unanswerable().items():
        kinds = Counter(one.kind for one in await ask(answers, [(text, "") for text in texts], form))
        found[name] = kinds[OFFERED] + kinds[QUOTED]
    return found


def risen(found, measured):
    """The kinds of which more than two points more are shown something."""
    sizes = {name: len(texts) for name, texts in unanswerable().items()}
    return {name: many for name, many in found.items() if many - measured[name] > SLACK * sizes[name]}


@pytest.mark.parametrize("form", FORMS["words"])
async def test_what_nobody_knows_is_seldom_shown_anything(answers, bare, form):
    assert risen(await shown(answers, form), MEASURED[form]) == {}
    assert set(risen(await shown(bare, form), MEASURED[form])) == set(unanswerable()), "without the lines it fails"


async def test_hardly_a_right_offer_is_lost(answers, bare):
    before, after = [await ask(one, answerable()) for one in (bare, answers)]
    gone = lost(before, after)
    assert len(gone) <= LOST + SLACK * sum(one.right for one in before), gone


@pytest.mark.long
def test_by_meaning_too(request):
    """Vectors are kept between runs in pytest's own folder: the first takes a minute of processor time."""
    library = replace(the_library(), faqs=the_library().faqs[::3], lessons=[], articles=[])
    meaning = Remembering.at(request.config.cache.mkdir("vectors"))
    with_lines, without = [asyncio.run(answering(one, meaning)) for one in (library, replace(library, beyond=[]))]
    there = {one.id for one in library.faqs}
    asked = [(text, "") for text in unanswerable()["no entry"]]
    found, before = [asyncio.run(ask(one, asked)) for one in (with_lines, without)]
    many, many_before = [sum(one.kind in (OFFERED, QUOTED) for one in some) for some in (found, before)]
    assert many <= BY_MEANING + SLACK * len(asked) < many_before
    own = [(text, entry) for text, entry in answerable() if entry in there]
    old, new = [asyncio.run(ask(one, own)) for one in (without, with_lines)]
    assert len(lost(old, new)) <= SLACK * sum(one.right for one in old), lost(old, new)


def test_no_line_is_copied_from_a_question():
    lines = [line for one in the_library().beyond for line in one.lines]
    assert len(lines) >= 150
    asked = [row["text"] for name in ("no-entry", "far") for row in rows(QUESTIONS / f"{name}.jsonl")]
    assert [(line, text) for line in lines for text in asked if alike(line, text) >= ALIKE] == []


def alike(line, text):
    """The share of all their words that both have."""
    said, other = _syllables(line), _syllables(text)
    return len(said & other) / len(said | other)


def _syllables(text):
    return set(re.findall(r"\w+", fold(text)))
