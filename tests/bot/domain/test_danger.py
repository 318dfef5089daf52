"""Calls for help while nobody is answered."""

from dataclasses import replace

from bot.domain.danger import Danger


def test_of_two_programs_in_one_process_each_knows_its_own_signs(library):
    ours = Danger(library)
    other = Danger(replace(library, emergency=library.emergency.model_copy(update={"signs": ["lũ quét"], "calls": []})))
    known = ours.signs
    assert other.signs.found_in("lũ quét tới nơi rồi") and not other.signs.found_in("cấp cứu")
    assert ours.signs is known and known.found_in("cấp cứu")
