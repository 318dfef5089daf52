"""Token buckets under a clock of our own."""

from __future__ import annotations

from bot.pace import Bucket, ChatBuckets


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
