"""What gets past the guard and what it cuts for nothing: thousands of generated answers, and its time."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path

from bot.domain.answering.base import Base
from bot.domain.answering.guard import Guard, Passage
from bot.library.library import Library
from bot.library.register import Register
from tests.benches.adversary.attempts import inventions
from tests.benches.adversary.scenes import world

ROOT = Path(__file__).parents[2]


def content_passages() -> list[Passage]:
    """The project's own passages."""
    base = Base(Library.load(ROOT / "content"))
    return [
        Passage(one.id, one.text.replace("{You}", "Người dân").replace("{you}", "người dân"))
        for one in base.passages.values()
    ]


def as_text(answer: object) -> str:
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)


def main(short: bool = False) -> None:
    all_of, others = world(1), content_passages()
    guard = Guard(Register.from_data(all_of.data))
    count = 2000 if short else 20000
    leaks, verdicts = [], Counter()
    started = time.process_time()
    for attempt in inventions(int(sys.argv[2]) if len(sys.argv) > 2 else 7, count, all_of, others):
        verdict = guard.check("hỏi", attempt.passages, as_text(attempt.answer))
        verdicts[verdict.verdict] += 1
        if attempt.leaks(verdict.text):
            leaks.append((attempt, verdict))
    print(verdicts, len(leaks), time.process_time() - started)
    for field in ("kind", "form", "disguise", "envelope"):
        print(field, Counter(getattr(one, field) for one, _ in leaks).most_common(25))
    for one, verdict in leaks[:60]:
        print(
            "---",
            one.kind,
            one.form,
            "|",
            one.disguise,
            "|",
            one.envelope,
            "\n   HID",
            repr(one.hidden),
            "\n   GOT",
            repr(verdict.text),
        )


if __name__ == "__main__":
    main(short="short" in sys.argv)
