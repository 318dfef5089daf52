"""What is said of a document: who issued it, which one it replaces, whether it is over, and which rule is its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.answering.guard.citations import TYPES, Citation
from bot.domain.answering.guard.unnumbered import BODY, body_of, in_full
from bot.library.register import LegalDocument, folded, number_key

ISSUED_BY = re.compile(rf"(?: ?[,(]? ?ngay [\d/. ]{{4,12}}(?:thang \d+ nam \d+)?\)?)? ?,? (?:cua|do|boi) {BODY}")
REPLACES = re.compile(
    r"\b(?P<by>(?:bi|duoc) )?(?:\w+ )?(?:thay (?:the )?(?:cho|the|bang|boi)|(?:sua doi|bai bo)(?: boi| bang)?)\b"
)
OVER = re.compile(r"\b(?:het hieu luc|bi bai bo|da bai bo|khong con (?:hieu luc|ap dung)|cham dut hieu luc)\b")
AT_ONCE = re.compile(r"(?:[ ,()]|[\d/.-]++|(?:da|nay|hien|cung|moi|thi|nhung|hoan toan|chinh thuc|tu|ngay|nam)\b)*")
"""What may stand between a document and the words that it is over; a denial may not."""
PART_END = re.compile(r"[.;!?\n](?!\d)")
NEAR = 60
"""Signs between two documents of which one is said to replace the other."""


@dataclass(frozen=True, slots=True)
class Relations:
    """What a text says of its documents, by their numbers: (new, old) pairs, and those that are over."""

    replaced: frozenset[tuple[str, str]]
    over: frozenset[str]


def relations(read: str, citations: Iterable[Citation]) -> Relations:
    """The relations of a reading (without its contacts) whose citations have their places in it."""
    listed = sorted(citations, key=lambda each: each.start)
    pairs = [pair for one, other in pairwise(listed) for pair in replacing(one, other, read[one.end : other.start])]
    over = {number for match in OVER.finditer(read) for number in spoken_of(match, read, listed)}
    return Relations(frozenset(pairs), frozenset(over))


def replacing(one: Citation, other: Citation, between: str) -> Iterator[tuple[str, str]]:
    """The pair (new, old) that two citations make with the words between them."""
    said = REPLACES.search(between) if len(between) <= NEAR and not PART_END.search(between) else None
    if not said or not one.documents or not other.documents:
        return
    turned = said["by"] or said.group().endswith(("bang", "boi"))
    new, old = (other, one) if turned else (one, other)
    yield from ((a.number, b.number) for a in new.documents for b in old.documents)


def spoken_of(over: re.Match[str], read: str, listed: Sequence[Citation]) -> Iterator[str]:
    """The documents right before words that say it is over, in the same part of the sentence."""
    before = [each for each in listed if each.end <= over.start()]
    if before and AT_ONCE.fullmatch(read, before[-1].end, over.start()):
        yield from (document.number for document in before[-1].documents)


def false_relations(said: Relations, held: Iterable[Relations], documents: Iterable[LegalDocument]) -> Iterator[str]:
    """Replacements and ends that neither the passages nor the register know."""
    theirs, known = list(held), {each.number: each for each in documents}
    for new, old in said.replaced:
        in_register = number_key(new) in number_key(known[old].replaced_by)
        if not in_register and not any((new, old) in each.replaced for each in theirs):
            yield f"validity: {new} for {old}"
    for number in said.over:
        if known[number].in_force is not False and not any(number in each.over for each in theirs):
            yield f"validity: {number} over"


def wrong_issuers(read: str, citations: Iterable[Citation]) -> Iterator[str]:
    """Issuers written behind a citation that are not its document's."""
    for citation in citations:
        said = ISSUED_BY.match(read, citation.end) if citation.documents else None
        if said and not any(is_issuer(body_of(said["issuer"]), each) for each in citation.documents):
            yield f"citation: {citation.words}{said.group()}"


def is_issuer(body: str, document: LegalDocument) -> bool:
    """Whether that body issued a document, or nobody knows who did."""
    issuer = in_full(folded(document.issuer))
    return not issuer or body in issuer


DAY = r"(?: \w+){0,3}? ngay (?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})"
DAY_OF = (
    ("issued", re.compile(rf"\b(?:thong qua|ban hanh|ky){DAY}")),
    ("effective", re.compile(rf"\bco hieu luc(?: thi hanh)?(?: ke)?(?: tu)?{DAY}")),
)
"""The days that the register has of each document."""


def wrong_days(read: str, documents: Sequence[LegalDocument], held: str) -> Iterator[str]:
    """Days of issue or of coming into force that the register has otherwise, and no passage says so."""
    numbers = {document.number for document in documents}
    for what, pattern in DAY_OF if len(numbers) == 1 else ():
        known = getattr(documents[0], what)
        for match in pattern.finditer(read) if known else ():
            said = tuple(int(match[part]) for part in ("year", "month", "day"))
            if said != (known.year, known.month, known.day) and match.group() not in held:
                yield f"citation: {match.group()}"


OF_THAT_DAY = re.compile(r"[^.;\d\x00]{0,40}, ngay (?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")
AMENDED = re.compile(r"[ ,]*(?:da|duoc|bi|vua|moi|nay|cung)(?: (?:da|duoc|bi))* (?:sua doi|bo sung)\b")
"""Said right behind a document."""


def wrong_claims(read: str, citations: Iterable[Citation], held: str) -> Iterator[str]:
    """A day behind a document and its issuer that is none of its days; that it was amended, where nobody says so."""
    for cited in (each for each in citations if len(each.documents) == 1):
        document = cited.documents[0]
        said = OF_THAT_DAY.match(read, cited.end)
        known = {(day.year, day.month, day.day) for day in (document.issued, document.effective) if day}
        if said and known and tuple(int(said[part]) for part in ("year", "month", "day")) not in known:
            yield f"citation: {cited.words}{said.group()}"
        amended = AMENDED.match(read, cited.end)
        if amended and "sua doi" not in folded(document.status) and not re.search("sua doi|bo sung", held):
            yield f"validity: {cited.words}{amended.group()}"


KIND_WORDS = frozenset(" ".join(TYPES).split())
SHORT = 3
"""Telling words of a rule so short that one of them tells it from another."""
FOREIGN, AT_HOME = 0.34, 0.66
"""Share of a rule's telling words that its document's passages have at most, and another passage at least."""
TOLD_BETTER = 2
"""Telling words that another passage has and those of the document have not."""


@dataclass(frozen=True, slots=True)
class Told:
    """A passage: its words and the documents that it names."""

    words: frozenset[str]
    documents: frozenset[str]


def is_of_another(said: Sequence[str], documents: Iterable[str], passages: Sequence[Told]) -> bool:
    """Whether what a sentence says of a document stands in a passage about another one, and not where it is named.

    A rule of which the document's own passages say hardly anything may stand in any other passage.
    """
    ours, telling = frozenset(documents), set(said) - KIND_WORDS
    if not ours or len(telling) < TOLD_BETTER:
        return False
    own = max((len(telling & each.words) for each in passages if ours & each.documents), default=len(telling))
    rest = [each for each in passages if not ours & each.documents]
    whole = max((len(telling & each.words) for each in rest if each.documents), default=0)
    better = TOLD_BETTER if len(telling) > SHORT else 1
    if whole == len(telling) >= own + better:
        return True
    most = max((len(telling & each.words) for each in rest), default=0)
    return own <= FOREIGN * len(telling) and most >= max(AT_HOME * len(telling), own + TOLD_BETTER)
