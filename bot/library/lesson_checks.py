"""What makes a lesson tiring or its questions unfair: long sentences, answers that give themselves away, twins."""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Iterator, Mapping, Sequence

from bot.library.choices import chosen, title_key
from bot.library.files import Fault, Source
from bot.library.reading import sentences
from bot.library.schemas import Lesson, Question, Term
from bot.library.text import count_words, fold, words

MEDIAN_WORDS = 16
"""Syllables of the sentence in the middle: half of a lesson's sentences are shorter."""
EASY_WORDS = 16
"""Words of the longest sentence where a card is said in easier words."""
FIGURE = re.compile(r"\d+(?:[./]\d+)*")
MARK = re.compile(r" ?\(chưa được tỉnh xác nhận,[^)]*\)")
"""What follows a figure that changes; no sentence is called long for it."""
EXPLAINS = r"(?: lạ| Pháp luật)?[”\")]?,?\s*(?:\(|tức|là\b|nghĩa|giống|gửi về máy)"
"""What follows a word that is explained."""
ALIKE = 0.6
"""Two lessons whose cards share this much of their groups of three words are one lesson told twice."""


def faults(lesson: Lesson, source: Source) -> Iterator[Fault]:
    """What is wrong with one lesson taken by itself."""
    if (median := median_words(lesson.cards)) > MEDIAN_WORDS:
        yield source.fault("cards", f"half of the sentences have {median:g} words or more: make them shorter")
    if all(one.right == 1 for one in lesson.quiz):
        yield source.fault("quiz", "the right answer is always the first: change the order of the choices")
    if all(map(_longest_is_right, lesson.quiz)):
        yield source.fault("quiz", "the right answer is always the longest: write a wrong one as fully")
    for number, question in enumerate(lesson.quiz, 1):
        for choice in _mistaken(question):
            yield source.fault(f"quiz.{number}", f"who types “{choice}” chooses another answer: word it otherwise")
    yield from _easier(lesson, source)


def _easier(lesson: Lesson, source: Source) -> Iterator[Fault]:
    """Easier words are shorter, and say nothing that the cards do not."""
    known = set(FIGURE.findall("\n".join(lesson.cards)))
    for number, text in lesson.easier.items():
        longest = max(count_words(one) for one in sentences(MARK.sub("", text)))
        if longest > EASY_WORDS:
            yield source.fault(f"easier.{number}", f"a sentence has {longest} words: at most {EASY_WORDS} are easy")
        if new := set(FIGURE.findall(text)) - known:
            yield source.fault(f"easier.{number}", f"{min(new)} stands in no card: easier words bring no new fact")


def median_words(cards: Sequence[str]) -> float:
    """Words of the sentence in the middle, by length."""
    return statistics.median([count_words(one) for card in cards for one in sentences(card)] or [0])


def _longest_is_right(question: Question) -> bool:
    right = question.choices[question.right - 1]
    return all(len(right) > len(choice) for choice in question.choices if choice != right)


def _mistaken(question: Question) -> Iterator[str]:
    """Choices that would not be understood where there are no buttons: by their number, or by their own words."""
    offered = [[str(number), title_key(choice)] for number, choice in enumerate(question.choices, 1)]
    for number, choice in enumerate(question.choices, 1):
        if {chosen(str(number), offered), chosen(choice, offered)} != {str(number)}:
            yield choice


def unexplained(lesson: Lesson, glossary: Sequence[Term]) -> Iterator[str]:
    """Foreign words that a lesson uses and does not explain: "OTP (mã …)", "link là …", "gọi là Deepfake"."""
    told = [(one.ask, *one.choices, *one.why) for one in lesson.quiz]
    text = "\n".join([*lesson.cards, lesson.do_now, *itertools.chain.from_iterable(told)])
    for word in (word for term in glossary for word in term.foreign):
        written = f"(?:{re.escape(word)}|{re.escape(word[0].upper() + word[1:])})"
        found = rf"(?<![\w/.-]){written}(?![\w/-])"
        if re.search(found, text) and not re.search(rf"{found}{EXPLAINS}|gọi[^.]{{0,20}} là {written}", text):
            yield word


def alike(lessons: Sequence[Lesson], sources: Mapping[str, Source]) -> Iterator[Fault]:
    """Pairs of lessons that say the same."""
    groups = {lesson.code: _groups(lesson) for lesson in lessons}
    for one, other in itertools.combinations(groups, 2):
        yield from _alike(groups[one], groups[other], sources[one], other)


def alike_to(lesson: Lesson, others: Sequence[Lesson], source: Source) -> Iterator[Fault]:
    """Those of the others that say the same as this lesson."""
    mine = _groups(lesson)
    for other in others:
        if other.code != lesson.code:
            yield from _alike(mine, _groups(other), source, other.code)


def _alike(
    one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]], source: Source, code: str
) -> Iterator[Fault]:
    share = similarity(one, other)
    if share > ALIKE:
        yield source.fault("cards", f"{share:.0%} of the words stand in {code} too: join the two lessons")


def similarity(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    """How much of the smaller stands in the larger, from 0 to 1."""
    return len(one & other) / (min(len(one), len(other)) or 1)


def _groups(lesson: Lesson) -> frozenset[tuple[str, ...]]:
    said = words(fold(" ".join(lesson.cards)))
    return frozenset(zip(said, said[1:], said[2:], strict=False))
