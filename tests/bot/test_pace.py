"""Token buckets under a clock of our own."""

from __future__ import annotations

from bot.pace import Bucket, ChatBuckets, Eased, ShareSpread, Spread


class Hand:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_a_chat_has_a_burst_and_then_its_rate():
    now = Hand()
    chats = ChatBuckets(1.0, 5, now)
    for _ in range(5):
        assert chats.wait("a") == 0
        chats.take("a")
    assert 1.0 < chats.wait("a") < 1.1
    assert chats.wait("b") == 0
    now.at += 1.06
    assert chats.wait("a") == 0


async def test_a_sliding_second_never_goes_over_the_limit(monkeypatch):
    now = Hand()

    async def sleep(seconds: float) -> None:
        now.at += seconds

    monkeypatch.setattr("asyncio.sleep", sleep)
    bucket = Bucket(30.0, now)
    taken = []
    for _ in range(200):
        await bucket.take()
        taken.append(now.at)
    most = max(sum(1 for t in taken if start <= t < start + 1) for start in taken)
    assert 27 <= most <= 30


async def test_a_loop_that_wakes_late_loses_nothing_of_the_rate(monkeypatch):
    now = Hand()

    async def sleep(seconds: float) -> None:
        now.at += seconds + 0.005

    monkeypatch.setattr("asyncio.sleep", sleep)
    bucket, taken = Bucket(30.0, now), 0
    while now.at < 100:
        await bucket.take()
        taken += 1
    assert taken >= 0.97 * 30 * 100


def test_what_was_held_up_after_its_turn_does_not_leave_in_a_clump():
    now = Hand()
    spread, left = Spread(30.0, now), []
    for number in range(120):
        now.at = number / 29.4 if not 40 <= number < 46 else 46 / 29.4  # six waited for the database
        left.append(now.at + spread.wait())
    assert max(sum(1 for t in left if start <= t < start + 1) for start in left) <= 30
    assert max(after - number / 29.4 for number, after in enumerate(left)) < 0.25


def test_beside_others_no_second_holds_more_than_was_granted_in_it():
    watch, granted = [0.0], [40]
    spread = ShareSpread(1000, lambda: (granted[0], 10), now=lambda: watch[0])
    waits = [spread.wait() for _ in range(60)]
    assert waits[:50] == [0.0] * 50 and waits[50:] == [1.0] * 10
    watch[0] = 1.5
    assert [spread.wait() for _ in range(41)].count(0.0) == 40
    watch[0], granted[0] = 10.0, 0
    assert [spread.wait() for _ in range(21)].count(0.0) == 20
    alone = ShareSpread(15, lambda: (40, 10), now=lambda: watch[0])
    assert [alone.wait() for _ in range(20)].count(0.0) == 15


async def test_a_pace_that_was_too_fast_is_halved_once_a_minute_and_comes_back_in_steps():
    clock, taken = [0.0], []

    class Counted:
        async def take(self, urgent=None):
            taken.append(clock[0])

        def give_back(self):
            taken.pop()

    turns = Eased(Counted(), lambda: clock[0])
    shares = [turns.share()]
    for seconds, again in ((0, True), (5, True), (100, True), (500, False), (300, False), (700, False)):
        clock[0] += seconds
        if again:
            turns.ease()
        shares.append(turns.share())
    assert shares == [1, 2, 2, 4, 4, 2, 1]
    turns.ease()
    await turns.take()
    assert len(taken) == 2
