"""The project's own questions find their entries: fails when a figure drops by more than two points."""

import pytest

from bot.domain.answering.search import Index, Understanding
from tests.benches.search import Asked, own, quality
from tests.typing_forms import as_typed

SLACK = 0.02


@pytest.mark.parametrize(("form", "first", "ten"), [("plain", 0.557, 0.871), ("typo_nodiac", 0.500, 0.841)])
def test_words_alone_find_the_entry(form, first, ten):
    documents, asked, library = own()
    index = Index.build(documents, Understanding.learn(documents, library.abbreviations, library.everyday))
    found = quality(index, [Asked(as_typed(one.text, form), one.right) for one in asked])
    assert found.first >= first - SLACK
    assert found.ten >= ten - SLACK
    assert found.precision >= 0.9
