"""Killed with SIGKILL at random moments: every message is answered, none twice but what was in flight."""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benches.kill_count import Moment, Person, Watcher, came
from tests.benches.processes import Double, bot_settings, free_port, start, telegram, up

FIRST = 7_000_000
RATE, AT_ONCE = 640, 64
"""Sends a second at most, and as many of them may be under way or without a receipt at that rate."""
HANDFUL = 8
EARLY = 0.2
"""This share of the kills may fall before the program has answered anything; the others do not."""
SETTLED = 60
"""Seconds in which everything has to be answered in the end."""


@dataclass
class Outcome:
    """What a run showed."""

    each: int
    moments: Sequence[Moment]
    persons: dict[str, Person]

    @property
    def in_flight(self) -> Counter[str]:
        """By address, over all kills."""
        return sum((moment.in_flight for moment in self.moments), Counter[str]())

    @property
    def waiting(self) -> int:
        """Kills at which stored messages waited for an answer."""
        return sum(moment.waiting > 0 for moment in self.moments)

    @property
    def answering(self) -> int:
        """Kills in the midst of turns."""
        return sum(moment.turns > 0 for moment in self.moments)

    @property
    def unexplained(self) -> int:
        """What came twice without having been in flight to that person at a kill."""
        return sum(max(0, one.doubled - self.in_flight[who]) for who, one in self.persons.items())

    @property
    def good(self) -> bool:
        """For each person: all kept and answered once, no reply lost, none twice but what was in flight to them."""
        whole = all(one.kept == one.answered == self.each for one in self.persons.values())
        none = not any(one.lost or one.again or one.doubled < 0 for one in self.persons.values())
        return whole and none and not self.unexplained and self.within

    @property
    def within(self) -> bool:
        """No kill met more sends under way than there may be."""
        return all(moment.in_flight.total() <= AT_ONCE for moment in self.moments)

    def _sum(self, what: str) -> int:
        return sum(getattr(one, what) for one in self.persons.values())

    def __str__(self) -> str:
        people, kills = len(self.persons), len(self.moments)
        lines = (
            f"{people * self.each} messages of {people} people: {self._sum('kept')} kept, "
            f"{self._sum('answered')} answered, "
            f"{self._sum('again')} answered anew, {self._sum('lost')} replies lost",
            f"{kills} kills, {self.waiting} with messages waiting, {self.answering} with turns in hand: "
            f"{self.in_flight.total()} replies were in flight (had come, but without a receipt), "
            f"{self._sum('doubled')} came twice, {self.unexplained} of them unexplained",
            f"said/kept/done/in hand/in flight at each kill: {' '.join(map(str, self.moments))}",
        )
        return "\n".join(lines)


async def run(citizens: int, each: int, kills: int, *, seed: int = 0) -> Outcome:
    """`citizens` people write `each` numbered messages while the program is killed `kills` times."""
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        async with telegram("--rate", "0", "--per-chat", "0") as double:
            settings = bot_settings(Path(folder), double, free_port()) | {"TELEGRAM_RATE_PER_SECOND": str(RATE)}
            watcher = Watcher(settings["DATABASE_URL"])
            writers = Writers(double, citizens, each, dice)
            moments = [await _one_life(settings, watcher, writers, kills - number) for number in range(kills)]
            process = await start("-m", "bot", "serve", **settings)
            await writers.write(writers.left)
            await _settled(watcher, citizens * each)
            process.terminate()
            await process.wait()
            persons = await watcher.persons(await came(double, FIRST, citizens))
            await watcher.database.close()
            return Outcome(each, moments, persons)


class Writers:
    """Everybody's first message before anybody's second, in a random order, a little apart."""

    def __init__(self, double: Double, citizens: int, each: int, dice: random.Random) -> None:
        self.double, self.citizens, self.dice = double, citizens, dice
        self.said, self.left = 0, citizens * each
        self._next = self._words(each)

    def _words(self, each: int) -> Iterator[tuple[int, str]]:
        for number in range(1, each + 1):
            for person in self.dice.sample(range(self.citizens), self.citizens):
                yield FIRST + person, f"tin nhắn thử thứ {number}"

    async def write(self, count: int) -> None:
        """So many more messages, a handful at once: faster than they can be answered."""
        left = count
        while left:
            handful = min(left, HANDFUL)
            await asyncio.gather(*(self._say(*next(self._next)) for _ in range(handful)))
            left -= handful
            await asyncio.sleep(self.dice.uniform(0, 0.01))

    async def _say(self, who: int, words: str) -> None:
        await self.double.post("say", user_id=who, text=words)
        self.said, self.left = self.said + 1, self.left - 1


async def _one_life(settings: dict[str, str], watcher: Watcher, writers: Writers, lives: int) -> Moment:
    """From a start to a kill. A share of the messages comes before it answers and after, and it dies in their midst."""
    share, dice = writers.left // (lives + 1), writers.dice
    sends = await _sends(writers.double)
    process = await start("-m", "bot", "serve", **settings)
    await writers.write(share // 2)
    await up(f"http://127.0.0.1:{settings['HTTP_PORT']}/readyz")
    if dice.random() > EARLY:
        await _answers(writers.double, sends)
    writing = asyncio.create_task(writers.write(share - share // 2))
    await _heard(writers, writers.said + dice.randrange(share - share // 2))
    await asyncio.sleep(dice.uniform(0, 0.05))
    process.kill()
    await process.wait()
    said = writers.said
    await asyncio.sleep(0.1)  # what was on its way to the double arrives
    moment = await watcher.look(said, await came(writers.double, FIRST, writers.citizens))
    await writing
    return moment


async def _sends(double: Double) -> int:
    return int((await double.get("sends"))["sends"])


async def _answers(double: Double, before: int) -> None:
    """Until it has begun to answer."""
    async with asyncio.timeout(SETTLED):
        while await _sends(double) == before:
            await asyncio.sleep(0.005)


async def _heard(writers: Writers, count: int) -> None:
    """Until so many messages were said in all."""
    while writers.said < count:
        await asyncio.sleep(0.001)


async def _settled(watcher: Watcher, messages: int) -> None:
    """Wait until every message is in, answered, and every reply out, if that ever comes."""
    for _ in range(SETTLED * 5):
        done, waiting = await watcher.open_left()
        if done >= messages and not waiting:
            return
        await asyncio.sleep(0.2)


def main(*, short: bool = False) -> None:
    """50 citizens, 20 messages each, 10 kills; `short`: 20, 12 and 4."""
    outcome = asyncio.run(run(20, 12, 4) if short else run(50, 20, 10))
    print(outcome)
    raise SystemExit(0 if outcome.good else 1)
