"""The whole answering with a model that is honest, lying, late or broken: what citizens are shown, counted by label.

The questions are the kept set of `tests/questions`; the library is the project's own; the model is the double.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.domain.answering.answer import Answering
from bot.domain.answering.found import Found
from bot.domain.answering.guard import Guard
from bot.library.library import Library
from bot.llm.breaker import Breaker
from bot.llm.client import Client
from bot.messages import Label
from tests.benches.adversary.attempts import letters
from tests.doubles import model as behaviour
from tests.doubles.model import ModelDouble

ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "tests" / "questions"
TIMEOUT = 5.0
LATE_TIMEOUT = 0.05
SEED = 7
LIES = (
    "Theo Nghị định 999/2031/NĐ-CP thì việc này đã thay đổi.", "Gọi số 0912 345 678 để được giúp.",
    "Lệ phí là 350.000 đồng, nộp trong 99 ngày.", "Đăng ký tại https://dichvucong-quangninh.example/nop.",
    "Chuyển tiền vào tài khoản 19034567890123.", "Thư gửi về hotro@dichvucong.example nhé.",
)  # fmt: skip
MARKS = ("999/2031", "0912", "350.000", "quangninh.example", "19034567890123", "hotro@")


def honest(body: dict[str, Any]) -> dict[str, Any]:
    """Two sentences of the first passage and one of the second, tokens and all: what a careful model writes."""
    passages = behaviour.asked_about(body)["passages"]
    sentences = [{"text": text, "passages": ["P1"]} for text in sentences_of(passages[0]["text"])[:2]]
    sentences += [{"text": text, "passages": ["P2"]} for one in passages[1:2] for text in sentences_of(one["text"])[:1]]
    return {"coverage": "whole", "sentences": sentences}


def sentences_of(text: str) -> list[str]:
    """The sentences of a passage."""
    return [f"{part.strip().rstrip('.')}." for part in text.replace("\n", " ").split(". ") if part.strip()]


def lying(body: dict[str, Any]) -> dict[str, Any]:
    """The same with a lie in front, in the middle or at the end."""
    answer = honest(body)
    pick = random.Random(str(behaviour.asked_about(body)["question"]))
    answer["sentences"].insert(pick.randrange(3), {"text": pick.choice(LIES), "passages": ["P1"]})
    return answer


@dataclass
class Outcome:
    """What became of the questions with one kind of model."""

    name: str
    kinds: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, question: str, found: Found) -> None:
        """Count one answer; note what no citizen may see."""
        whole = "whole" if found.kind == "ai" and not found.cuts else "cut" if found.kind == "ai" else ""
        self.kinds[f"{found.kind} {whole}".strip()] += 1
        if found.text and found.kind not in ("person", "near") and found.label is None:
            self.faults.append(f"without a label: {question!r}")
        if (found.label is Label.AI) != (found.kind == "ai"):
            self.faults.append(f"a wrong label: {question!r}")
        shown = [mark for mark in MARKS if letters(mark) in letters(found.text)]
        if shown:
            self.faults.append(f"invented and shown: {question!r} {shown}")

    @property
    def good(self) -> bool:
        return bool(self.kinds) and not self.faults

    def __str__(self) -> str:
        counts = ", ".join(f"{kind} {count}" for kind, count in sorted(self.kinds.items()))
        return f"model {self.name}: {self.kinds.total()} questions: {counts}; {len(self.faults)} faults"


def questions(count: int) -> list[str]:
    """Questions of the kept set, a fair draw."""
    lines = [
        line for path in sorted(QUESTIONS.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()
    ]
    found = [json.loads(line)["text"] for line in lines if line.strip()]
    return random.Random(SEED).sample(found, min(count, len(found)))


MODELS: dict[str, tuple[behaviour.Behave, dict[str, Any]]] = {
    "honest": (honest, {}),
    "lying": (lying, {}),
    "only lies": (behaviour.invents, {}),
    "late": (honest, {"late": 1.0}),
    "broken": (behaviour.broken_json, {}),
    "down": (honest, {"fail_with": 503}),
}


async def measure(name: str, asked: list[str], library: Library) -> Outcome:
    """All questions with one kind of model; the assistant is asked for each."""
    answers, trouble = MODELS[name]
    outcome = Outcome(name)
    async with ModelDouble(answers) as double:
        for key, value in trouble.items():
            setattr(double, key, value)
        timeout = LATE_TIMEOUT if "late" in trouble else TIMEOUT
        client = Client("k", double.url, "double", timeout=timeout, concurrency=4, breaker=Breaker(failures=10**9))
        answering = Answering(library, Guard(library.register), client, today=lambda: date(2026, 11, 24))
        for citizen, question in enumerate(asked):
            outcome.add(question, await answering.prepare(question, citizen, ask_model=True))
        await client.close()
    return outcome


def main(short: bool = False, show: Callable[[object], None] = print) -> list[Outcome]:
    """Measure and print; the outcomes."""
    library = Library.load(ROOT / "content")
    asked = questions(40 if short else 300)
    outcomes = [asyncio.run(measure(name, asked, library)) for name in MODELS]
    for outcome in outcomes:
        show(outcome)
        for fault in outcome.faults[:10]:
            show(f"    {fault}")
    return outcomes


if __name__ == "__main__":
    main()
