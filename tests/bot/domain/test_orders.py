"""Questions that speak to the model as its master: counted, whatever they hide behind; honest ones are not."""

from pathlib import Path

import pytest
import yaml

from bot.domain.answering.orders import gives_orders
from tests.benches.adversary.disguises import bare

SETS = yaml.safe_load((Path(__file__).parents[2] / "benches" / "sets" / "injections.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("question", SETS["attempts"])
def test_orders_to_the_model_are_seen_with_and_without_marks(question):
    assert gives_orders(question)
    assert gives_orders(bare(question))


@pytest.mark.parametrize("question", SETS["harmless"])
def test_questions_that_only_sound_so_are_not_counted(question):
    assert not gives_orders(question)
    assert not gives_orders(bare(question))
