"""What gets past the guard, what it cuts for nothing, and its time: thousands of generated answers and some by hand."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from bot.domain.answering.base import Base
from bot.domain.answering.guard import GUARD_REFUSAL, Guard, Passage
from bot.domain.answering.guard.normalise import sentences
from bot.library.library import Library
from bot.library.register import Register
from bot.memory import give_back
from bot.redaction import found, is_marked_secret, mask
from tests.benches.adversary import private, secrecy, truths
from tests.benches.adversary.attempts import inventions, letters
from tests.benches.adversary.scenes import World, world

ROOT = Path(__file__).parents[2]
SETS = Path(__file__).parent / "sets"
SEED = 7
CALLED = {"{You}": "Người dân", "{you}": "người dân", "{Me}": "Trợ lý", "{me}": "trợ lý"}


@dataclass
class Score:
    """How many of a set went wrong, and the first of them; `most`: the share that may."""

    name: str
    most: float
    total: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return bool(self.total) and len(self.wrong) <= self.most * self.total

    def add(self, right: bool, what: str) -> None:
        """One more case."""
        self.total += 1
        if not right:
            self.wrong.append(what)

    def __str__(self) -> str:
        share = 100 * len(self.wrong) / max(1, self.total)
        return f"{self.name}: {len(self.wrong)} of {self.total} wrong ({share:.2f} %, at most {100 * self.most:g} %)"


def content_passages() -> list[Passage]:
    """The project's own passages."""
    base = Base(Library.load(ROOT / "content"))
    found_texts = []
    for one in base.passages.values():
        text = one.text
        for placeholder, words in CALLED.items():
            text = text.replace(placeholder, words)
        found_texts.append(Passage(one.id, text))
    return found_texts


def as_text(answer: object) -> str:
    """Whatever the model returned, as the command hands it over."""
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)


def invented(guard: Guard, all_of: World, others: list[Passage], count: int, seed: int = SEED) -> Score:
    """Answers with something invented in them."""
    score = Score("invented things shown", 0)
    for one in inventions(seed, count, all_of, others):
        shown = guard.check("hỏi", one.passages, as_text(one.answer)).text
        score.add(not one.leaks(shown), f"{one.form} | {one.disguise} | {one.envelope}: {one.hidden!r} → {shown!r}")
    return score


HOME = "Làm căn cước tại Công an xã, phường."
HOME_REGISTER = {
    "documents": [
        {"number": "69/2024/NĐ-CP", "type": "Nghị định", "issuer": "Chính phủ", "issued": "2024-06-25",
         "status": "đang có hiệu lực"},
        {"number": "26/2023/QH15", "type": "Luật", "issuer": "Quốc hội", "issued": "2023-11-27",
         "title": "Luật Căn cước", "status": "đang có hiệu lực"},
        {"number": "57-NQ/TW", "type": "Nghị quyết", "issuer": "Bộ Chính trị", "issued": "2024-12-22",
         "status": "đang có hiệu lực", "aliases": ["Nghị quyết 57"]},
    ]
}  # fmt: skip
HOME_PASSAGES = [
    Passage(
        "p1",
        f"{HOME} Theo Điều 7 Nghị định 69/2024/NĐ-CP ngày 25/6/2024 và Luật Căn cước 2023 (số 26/2023/QH15), thời hạn "
        "giải quyết là 7 ngày làm việc. Lệ phí cấp đổi là 50.000 đồng, cấp lại 70.000 đồng. Người dân nộp bản chính.",
    ),
    Passage(
        "p2",
        "Có thắc mắc thì gọi tổng đài 1900 0368 hoặc 113, xem dichvucong.gov.vn, gửi thư về hotro@quangninh.gov.vn. "
        "Nghị quyết 57-NQ/TW nói về chuyển đổi số. Không chuyển tiền vào tài khoản lạ.",
    ),
]  # fmt: skip


def by_hand(name: str = "invented") -> Score:
    """Sentences of a set with something invented in them, written by hand: each must go whole."""
    guard, score = Guard(Register.from_data(HOME_REGISTER)), Score(f"{name} by hand and shown", 0)
    groups = yaml.safe_load((SETS / f"{name}.yaml").read_text(encoding="utf-8"))
    for group, told in groups.items():
        for sentence in told:
            shown = guard.check("hỏi", HOME_PASSAGES, f"{HOME} {sentence}").text
            score.add(shown in (HOME, GUARD_REFUSAL), f"{group}: {sentence!r} → {shown!r}")
    return score


def truth(guard: Guard, name: str, most: float, given: Iterable[truths.Truth], *, stays: bool = True) -> Score:
    """Answers of which a sentence must stay, or go."""
    score = Score(name, most)
    for one in given:
        verdict = guard.check("hỏi", one.passages, one.answer)
        score.add(one.stays(verdict.text) is stays, f"{one.kind}: {one.sentence!r} {verdict.reasons}")
    return score


def grounded_rows() -> list[dict[str, Any]]:
    """Answers written by hand, with the passage of each."""
    return list(yaml.safe_load((SETS / "grounded.yaml").read_text(encoding="utf-8")))


def grounded(guard: Guard) -> Score:
    """Each answer written by hand beside its own passage and three others must stay whole."""
    score, rows, pick = Score("answers written by hand that were cut", 0.02), grounded_rows(), random.Random(SEED)
    for row in rows:
        others = [other for other in pick.sample(rows, 4) if other is not row][:3]
        passages = [
            Passage(f"P{at}", f"{one['title']}\n{one['text']}") for at, one in enumerate([row, *others], start=1)
        ]
        for answer in row["answers"]:
            verdict = guard.check(row["title"], passages, answer)
            score.add(verdict.verdict == "pass", f"{answer!r} {verdict.reasons}")
    return score


def gone_wrong(guard: Guard) -> Score:
    """Answers written by hand that say one thing wrong must not stay whole."""
    score = Score("answers written by hand with a fault that stayed whole", 0)
    for row in grounded_rows():
        passages = [Passage("P1", f"{row['title']}\n{row['text']}")]
        for answer in row.get("cut", ()):
            verdict = guard.check(row["title"], passages, answer)
            score.add(letters(answer) not in letters(verdict.text), f"{answer!r}")
    return score


def strangers(guard: Guard) -> tuple[list[Score], str]:
    """What people wrote who had not seen the guard: shown inventions, cut answers, and how many known gaps are left."""
    shown, cut = Score("invented by strangers and shown", 0), Score("true answers of strangers cut", 0)
    gaps = [0, 0, 0, 0]
    for row in yaml.safe_load((SETS / "strangers.yaml").read_text(encoding="utf-8")):
        passages = [Passage(each["id"], each["text"]) for each in row["passages"]]
        say = partial(guard.check, row["question"], passages)
        for one in row["invented"]:
            shown.add(not leaks(one, say(one["answer"]).text), f"{one['hidden']} in {one['answer']!r}")
        for answer in row["true"]:
            verdict = say(answer)
            cut.add(bare(verdict.text) == bare(answer), f"{answer!r} {verdict.reasons}")
        gaps[0] += sum(leaks(one, say(one["answer"]).text) for one in row["known"])
        gaps[1] += len(row["known"])
        gaps[2] += sum(bare(say(answer).text) != bare(answer) for answer in row["known_cut"])
        gaps[3] += len(row["known_cut"])
    left = f"known gaps: {gaps[0]} of {gaps[1]} inventions still shown, {gaps[2]} of {gaps[3]} true answers still cut"
    return [shown, cut], left


def leaks(one: dict[str, Any], shown: str) -> bool:
    """Whether what is invented in an answer is in the text that is shown."""
    return any(bare(hidden) in bare(shown) for hidden in one["hidden"])


def bare(text: str) -> str:
    """A text without its blanks."""
    return "".join(text.split())


def two_sided(name: str, most: float, cases: Iterable[tuple[str, bool]]) -> Score:
    """Any cases that are right or wrong."""
    score = Score(name, most)
    for what, right in cases:
        score.add(right, what)
    return score


def redaction_scores(count: int) -> list[Score]:
    """Personal data, marks of secrecy, and what only looks like them."""
    masked = ((f"{kind}: {text!r}", letters(secret) not in letters(mask(text))) for kind, text, secret in
              private.personal(SEED, count))  # fmt: skip
    harmless = ((repr(text), not found(text)) for text in private.look_alikes(SEED, count))
    marked = ((f"{form}: {text!r}", is_marked_secret(text)) for form, text in secrecy.marks(SEED, count))
    unmarked = ((repr(text), not is_marked_secret(text)) for text in secrecy.look_alikes(SEED, count))
    return [
        two_sided("personal data that reaches the model", 0, masked),
        two_sided("harmless numbers masked", 0.01, harmless),
        two_sided("marks of secrecy not stopped", 0, marked),
        two_sided("harmless look-alikes stopped", 0.005, unmarked),
    ]


@dataclass
class Times:
    """Milliseconds of each answer: the processor's, and by the wall, which counts what else runs on the machine."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def measure(self, what: Callable[[], object]) -> None:
        """Run it and note both times."""
        cpu, wall = time.process_time(), time.perf_counter()
        what()
        self.cpu.append((time.process_time() - cpu) * 1000)
        self.wall.append((time.perf_counter() - wall) * 1000)

    def __str__(self) -> str:
        shown = (f"{name} p50 {at(each, 0.5):.1f} p99 {at(each, 0.99):.1f} ms" for name, each in
                 (("CPU", self.cpu), ("wall", self.wall)))  # fmt: skip
        return ", ".join(shown)


def at(values: list[float], share: float) -> float:
    """The value under which that share of them lies."""
    return sorted(values)[int(len(values) * share)]


def in_other_words(answer: str) -> str:
    """The same words in sentences that stand in no passage: each begins in another way."""
    return " ".join(f"Dạ, {each[:1].lower()}{each[1:]}" for each in sentences(answer))


def timed(guard: Guard, all_of: World, others: list[Passage], count: int) -> tuple[Times, Times, Times]:
    """Times of 200 words with 8 passages and 1,000 documents.

    Passages met for the first time; read ahead, as the bot does while the model writes; and so with an answer that
    repeats none of their sentences word for word.
    """
    first, ahead, reworded = Times(), Times(), Times()
    give_back()  # as the program does once it is up: the collector looks rarely
    for one in truths.answers(SEED, count, all_of, others, changed=False):
        words = " ".join([one.sentence, *(passage.text for passage in one.passages)]).split()
        answer = " ".join((words * 3)[:200])
        told = " ".join(in_other_words(answer).split()[:200])
        fresh = Guard(guard.finder.register, guard.finder)
        first.measure(partial(fresh.check, "hỏi", one.passages, answer))
        fresh.read_ahead(one.passages)
        ahead.measure(partial(fresh.check, "hỏi", one.passages, answer))
        reworded.measure(partial(fresh.check, "hỏi", one.passages, told))
    return first, ahead, reworded


def main(short: bool = False, seed: int = SEED, show: Callable[[object], None] = print) -> list[Score]:
    """Measure and print; the scores."""
    all_of, others = world(1), content_passages()
    guard, count = Guard(Register.from_data(all_of.data)), 300 if short else 2000
    scores = [
        invented(guard, all_of, others, 1000 if short else 20000, seed),
        by_hand(),
        by_hand("unseen"),
        truth(guard, "true citations cut", 0.01, truths.citations(seed, count, all_of, others)),
        truth(guard, "clean sentences cut", 0.02, truths.answers(seed, count, all_of, others, changed=False)),
        truth(
            guard, "changed figures shown", 0.01, truths.answers(seed, count, all_of, others, changed=True), stays=False
        ),
        grounded(Guard(Register.load(ROOT / "content" / "legal" / "register.yaml"))),
        gone_wrong(Guard(Register.load(ROOT / "content" / "legal" / "register.yaml"))),
        *redaction_scores(count),
    ]
    theirs, left = strangers(Guard(Register.load(ROOT / "content" / "legal" / "register.yaml")))
    scores += theirs
    for score in scores:
        show(score)
        for each in score.wrong[: 3 if score.good else 12]:
            show(f"    {each}")
    show(f"strangers' sets, {left}")
    first, ahead, reworded = timed(guard, all_of, others, 200 if short else 1000)
    show(f"guard, 200 words, 8 passages read ahead: {ahead}")
    show(f"guard, the same with no sentence word for word: {reworded}")
    show(f"guard, passages read for the first time: {first}")
    return scores


if __name__ == "__main__":
    main(short="short" in sys.argv, seed=int(sys.argv[-1]) if sys.argv[-1].isdigit() else SEED)
