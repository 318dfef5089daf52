"""The figures of the program, as Prometheus reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, Metric

from bot.storage import counters, inbox, outbox
from bot.web import scorecard
from bot.web.probes import Health

CONTENT_TYPE = CONTENT_TYPE_LATEST


async def of(health: Health) -> bytes:
    """What waits and what was done by all processes together, and how this process does, for Prometheus."""
    async with health.database.read() as db:
        waiting = {"inbox": await inbox.waiting(db), "outbox": await outbox.waiting(db)}
        oldest = {"inbox": await inbox.oldest(db), "outbox": await outbox.oldest(db)}
        done = await counters.totals(db, "turns", "answers.", "sends.", "llm.attempts")
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(Counted(done))
    queue = Gauge("hocvuso_waiting", "Rows that wait", ["queue"], registry=registry)
    age = Gauge("hocvuso_oldest_waiting_seconds", "Age of the oldest of them", ["queue"], registry=registry)
    for name, value in waiting.items():
        since = oldest[name]
        queue.labels(name).set(value)
        age.labels(name).set((datetime.now(UTC) - since).total_seconds() if since else 0)
    await _figures(health, registry)
    Gauge("hocvuso_content_faults", "Broken content files", registry=registry).set(len(health.library.faults))
    return generate_latest(registry)


async def _figures(health: Health, registry: CollectorRegistry) -> None:
    """The figures of the reports as they may be shown: what is too small is left out."""
    if health.figures is None:
        return
    told = f"Figures of the reports, last {scorecard.DAYS} days, whole province"
    figure = Gauge("hocvuso_figure", told, ["name"], registry=registry)
    for name, one in (await health.figures.get()).values().items():
        if one.count is not None:
            figure.labels(name).set(one.count)


class Counted:
    """Counts of the database as Prometheus' counters: they outlive restarts and know every process."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts

    def collect(self) -> Iterator[Metric]:
        """Turns, answers by outcome, sends by channel and result."""
        turns = CounterMetricFamily("hocvuso_turns", "Turns taken", value=self.counts.get("turns", 0))
        answers = CounterMetricFamily("hocvuso_answers", "Questions by what came of them", labels=["outcome"])
        sends = CounterMetricFamily("hocvuso_sends", "Sends by channel and result", labels=["channel", "result"])
        for name, value in sorted(self.counts.items()):
            kind, _, rest = name.partition(".")
            if kind == "answers":
                answers.add_metric([rest], value)
            elif kind == "sends":
                sends.add_metric(rest.split(".", 1), value)
        attempts = CounterMetricFamily("hocvuso_orders_to_the_model", "Questions that tried to give the model orders")
        attempts.add_metric([], self.counts.get("llm.attempts", 0))
        yield from (turns, answers, sends, attempts)
