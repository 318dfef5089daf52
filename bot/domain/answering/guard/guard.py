"""Holds each sentence of an answer against the passages and the register; what cannot be vouched for goes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache, partial
from itertools import islice, takewhile

import structlog

from bot import redaction
from bot.domain.answering.guard.ahead import ReadAhead
from bot.domain.answering.guard.checks import ABOUT_THE_WORLD, CHECKS, NOT_IN_FORCE, Context
from bot.domain.answering.guard.citations import Citations
from bot.domain.answering.guard.evidence import Evidence, Text, joint_faults, may_join, read_text
from bot.domain.answering.guard.normalise import LIST_MARK, mark_of, pieces, reading
from bot.domain.answering.guard.novel import marked_words
from bot.domain.answering.guard.verdict import GUARD_REFUSAL, Claim, Passage, UnreadableError, Verdict, read_output
from bot.domain.answering.guard.vocabulary import GRAMMAR
from bot.library.register import LegalDocument, Register
from bot.redaction.disguise import BIDI, clean, decoded, plain

log = structlog.get_logger("bot.domain.answering.guard")
LEFT_AT_LEAST = 1 / 3
LONGEST_ANSWER = 5_000
"""Characters; what a model writes beyond that is no answer to a citizen."""
MOST_FAULTS = 20
"""Of one sentence; one is enough to cut it."""
KEPT_PASSAGES = 2048
"""More than the library has: an answer then reads its own sentences only."""
TOKEN = re.compile(r"\[\[.*?\]\]|\[\[|\]\]")
ENDED = re.compile(r"[.!?…:;][\"”»)\]*_`\s]*$")
NUMBERED = re.compile(r"\s*\(?(\d{1,2})[.)]\s")
FRAGMENT = 2
"""Content words; with fewer a line without an end says nothing on its own."""


@dataclass(slots=True)
class Piece:
    """One sentence on its way: what stood before it, what is added to it, how much it says, whether it goes."""

    before: str
    text: str
    read: str
    reminder: str
    weight: int
    cut: bool


class Guard:
    """The same checks for the bot and for `hocvuso guard`; needs no network, clock or model."""

    def __init__(self, register: Register, finder: Citations | None = None) -> None:
        """`finder`: that of the register, if it is there already."""
        self.finder = finder or Citations(register)
        self.read = partial(read_text, finder=self.finder)
        self.read_passage = lru_cache(maxsize=KEPT_PASSAGES)(self.read)  # the same passages come again and again
        self.ahead = ReadAhead(self.read)

    def read_ahead(self, passages: Sequence[Passage]) -> None:
        """Read the passages while the model still writes: the answer is judged the sooner. May run in a thread."""
        for passage in passages:
            self.read_passage(passage.text).prepare()
        self.ahead.learn([passage.text for passage in passages])

    def check(self, question: str, passages: Sequence[Passage], answer: str) -> Verdict:
        """What of a raw model output may be shown. A check that fails itself lets nothing pass."""
        try:
            return self.checked(question, passages, answer[:LONGEST_ANSWER])
        except Exception as error:
            log.exception("guard failed")
            return blocked(f"error: {type(error).__name__}")

    def checked(self, question: str, passages: Sequence[Passage], answer: str) -> Verdict:
        """The same, where a fault of ours is raised."""
        try:
            claims, coverage = read_output(answer)
        except UnreadableError:
            return blocked("unreadable: not the schema")
        if coverage == "absent":
            return blocked("absent: the model found nothing in the passages")
        whole = "\n".join(claim.text for claim in claims)
        if redaction.is_marked_secret(whole) or redaction.is_marked_secret(question):
            return blocked("secret: bears a mark of secrecy")
        return self.judge(question, list(claims), passages)

    def judge(self, question: str, claims: list[Claim], passages: Sequence[Passage]) -> Verdict:
        """Sentence by sentence, then what is left as a whole."""
        reasons: list[str] = []
        seen: list[Piece] = []
        context = Context(Evidence(passages, self.read_passage, self.ahead.of))
        marks, before_it, asked = 0, "", reading(question[:LONGEST_ANSWER])
        read_once: Callable[[str], Text] = cache(self.read)  # a model that goes round in circles costs no more
        for claim in whole_claims(claims):
            evidence, fault = self.evidence_for(claim, claims, passages, context.evidence)
            fault = fault or turned(claim.text)
            split = pieces(plain(clean(without_ids(claim.text, passages))))
            for place, (before, sentence) in enumerate(split):
                read = evidence.sentences.get(sentence) or read_once(sentence)
                marks, in_order = next_mark(sentence, marks)
                here = Context(evidence, context.spoken_of, in_order, (before_it, asked), listed_after(split, place))
                found = [fault] if fault else list(islice(self.faults(sentence, read, here), MOST_FAULTS))
                context.spoken_of = read.named or context.spoken_of
                before_it = read.read
                reminder = "" if found else self.reminder(read)
                seen.append(Piece(before, sentence, read.read, reminder, read.weight, cut=bool(found)))
                reasons += found or ([f"validity: said that it is over:{reminder}"] if reminder else [])
        return self.conclude(seen, reasons, context.evidence)

    def evidence_for(
        self, claim: Claim, claims: list[Claim], passages: Sequence[Passage], everything: Evidence
    ) -> tuple[Evidence, str]:
        """The passages that a claim names; all that were named, or given, where it names none."""
        known = {passage.id for passage in passages}
        unknown = [each for each in claim.passages if each not in known]
        if unknown:
            return everything, f"passage: no such passage {unknown[0]!r}"
        named = set(claim.passages) or {each for other in claims for each in other.passages if each in known}
        if not named or named == known:
            return everything, ""
        return Evidence([passage for passage in passages if passage.id in named], self.read_passage, self.ahead.of), ""

    def faults(self, sentence: str, read: Text, context: Context) -> Iterator[str]:
        """Everything in a sentence that cannot be vouched for, as "kind: words"."""
        if TOKEN.search(sentence):
            yield "token: a token that was not put back"
        for check in ABOUT_THE_WORLD if sentence in context.evidence.whole else CHECKS:
            yield from check(sentence, read, context)

    def reminder(self, read: Text) -> str:
        """Words that say so where a sentence cites what is no longer in force, and does not say it itself."""
        over = [
            cited.documents[0] for cited in read.citations if len(cited.documents) == 1 and is_over(cited.documents[0])
        ]
        if not over or NOT_IN_FORCE.search(read.read):
            return ""
        return "".join(f" ({each.type} {each.number} đã hết hiệu lực.)" for each in dict.fromkeys(over))

    def conclude(self, seen: list[Piece], reasons: list[str], evidence: Evidence) -> Verdict:
        """The verdict on what is left, after a last look at it as one text."""
        drop_remains(seen)
        kept = [piece for piece in seen if not piece.cut]
        enough = (
            sum(max(1, piece.weight) for piece in kept) >= sum(max(1, piece.weight) for piece in seen) * LEFT_AT_LEAST
        )
        text = joined(kept)
        if not text or not enough or not any(piece.weight or says_something(piece.text) for piece in kept):
            return blocked(*(reasons or ["empty: nothing was said"]))
        last = [fault for run in runs(kept) for fault in joint_faults(joined(run), evidence, self.finder)]
        if last:
            return blocked(*reasons, *last)
        return Verdict("edited" if reasons else "pass", text, list(dict.fromkeys(reasons)))


def says_something(text: str) -> bool:
    """Whether a sentence says more than courtesies: a number, or a word that has a meaning of its own."""
    return re.search(r"\d", text) is not None or not GRAMMAR.issuperset(marked_words(text))


def turned(raw: str) -> str:
    """The fault of a text that hides characters which turn it round; "" if there are none."""
    return "hidden: characters that turn the text round" if BIDI.search(decoded(raw)) else ""


def blocked(*reasons: str) -> Verdict:
    """The polite refusal."""
    return Verdict("blocked", GUARD_REFUSAL, list(dict.fromkeys(reasons)))


def joined(kept: Sequence[Piece]) -> str:
    """Sentences as one text; what was a list or lines of their own stays so."""
    text = ""
    for piece in kept:
        own_line = piece.before == "\n" or LIST_MARK.match(piece.text)
        text += ("" if not text else "\n" if own_line else " ") + piece.text.strip() + piece.reminder
    return text


def runs(kept: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Sentences that may make a citation only together, in their order; none that stands for itself."""
    run: list[Piece] = []
    for piece in kept:
        if run and not (run[-1].reminder or may_join(run[-1].read, piece.read)):
            yield from [run] if len(run) > 1 else []
            run = []
        run.append(piece)
    if len(run) > 1:
        yield run


def whole_claims(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims; one that stops in the middle of a sentence is judged together with what follows."""
    held: Claim | None = None
    for claim in claims:
        whole = claim if held is None else together(held, claim)
        held = whole if whole.text.strip() and not ENDED.search(clean(whole.text)) else None
        if held is None:
            yield whole
    if held is not None:
        yield held


def together(first: Claim, second: Claim) -> Claim:
    """Two claims as one, resting on the passages of both."""
    return Claim(f"{first.text} {second.text}", tuple(dict.fromkeys(first.passages + second.passages)))


def listed_after(split: Sequence[tuple[str, str]], place: int) -> int:
    """How many list items follow a sentence that opens a list."""
    if not split[place][1].rstrip().endswith(":"):
        return 0
    return sum(1 for _ in takewhile(lambda piece: LIST_MARK.match(piece[1]), split[place + 1 :]))


def next_mark(sentence: str, last: int) -> tuple[int, bool]:
    """The number in front of a list item, and whether it is the next one: a phone may hide in such numbers."""
    mark = NUMBERED.match(sentence)
    if not mark:
        return last, True
    number = int(mark[1])
    return number, number in (1, last + 1)


def drop_remains(seen: Sequence[Piece]) -> None:
    """Cut what stands for nothing without a neighbour that was cut: an opening with a colon, a broken-off end."""
    for place, piece in enumerate(seen):
        after = seen[place + 1] if place + 1 < len(seen) else None
        before = seen[place - 1] if place else None
        opens = piece.text.rstrip().endswith(":") and (after is None or after.cut)
        unclosed = piece.text.count("(") > piece.text.count(")")
        short = not ENDED.search(piece.text) and piece.weight <= FRAGMENT
        open_end = after is not None and after.cut and (unclosed or short or breaks_off(piece.text, after.text))
        rest = before is not None and before.cut and breaks_off(before.text, piece.text)
        piece.cut = piece.cut or opens or open_end or rest


def breaks_off(text: str, following: str) -> bool:
    """Whether a sentence without an end goes on in the next one: in a small letter, or as a list that it opens."""
    opens_list = LIST_MARK.match(following) is not None and mark_of(text) != mark_of(following)
    return not ENDED.search(text) and (goes_on(following) or opens_list)


def goes_on(text: str) -> bool:
    """Whether a sentence begins in the middle."""
    letters = LIST_MARK.sub("", text).lstrip(" \"'“(")
    return not letters[:1].isupper()


def without_ids(text: str, passages: Sequence[Passage]) -> str:
    """The text without marks such as "[p1]" that name passages which were given."""
    for passage in passages:
        text = text.replace(f" [{passage.id}]", "").replace(f"[{passage.id}]", "")
    return text


def is_over(document: LegalDocument) -> bool:
    """Whether the register knows that a document is no longer in force."""
    return document.in_force is False and (document.effective is None or document.effective <= date.today())
