"""The bench of lists opens every list of the console and measures each."""

from tests.benches import lists


async def test_every_list_opens_on_a_filled_database(tmp_path):
    found, counted = await lists.measured("sqlite", 100, 1, tmp_path)
    assert {(one.who, one.path) for one in found} >= {("moderator", "/unanswered"), ("administrator", "/audit")}
    assert len(counted) == len(lists.COUNTS)
    assert all(one.p95 > 0 for one in found)
