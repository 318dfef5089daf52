"""What the passages say, in the forms in which a sentence is compared with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.domain.answering.guard import support
from bot.domain.answering.guard.absence import only_says_what_is_not_told
from bot.domain.answering.guard.attribution import Relations, Told, relations
from bot.domain.answering.guard.citations import DIGIT, TYPES, UNIT, Citation, Citations, half_cited
from bot.domain.answering.guard.conditions import Consequence, consequences
from bot.domain.answering.guard.figures import (
    Figure,
    Figures,
    belongs_elsewhere,
    contacts,
    figures,
    free_of,
    shares,
    turned_round,
    without_contacts,
)
from bot.domain.answering.guard.free import says_free
from bot.domain.answering.guard.normalise import folded, read_plain, reading, sentences
from bot.domain.answering.guard.novel import marked_words
from bot.domain.answering.guard.polarity import Claims
from bot.domain.answering.guard.purposes import purposes, stands_for
from bot.domain.answering.guard.reached import AROUND_THE_CLOCK, FREE_CALL, Ways, ways, ways_said_to
from bot.domain.answering.guard.spoken import Spoken, spoken
from bot.domain.answering.guard.support import content_words
from bot.domain.answering.guard.swapped import Use, uses
from bot.domain.answering.guard.times import times
from bot.domain.answering.guard.verdict import Passage
from bot.library.register import LegalDocument
from bot.redaction.disguise import clean, plain
from bot.redaction.letters import at_word


@dataclass(frozen=True)
class Text:
    """One text read: what the checks compare."""

    shown: str
    read: str
    rest: str  # the reading without its contacts and citations
    citations: tuple[Citation, ...]
    figures: Figures
    contacts: frozenset[str]
    words: frozenset[str]

    @cached_property
    def said(self) -> list[str]:
        """The words that carry its meaning, without contacts and citations."""
        return content_words(self.rest)

    @cached_property
    def marked(self) -> frozenset[str]:
        """Its words in small letters, with their marks."""
        return frozenset(marked_words(self.shown + named_site(self.contacts)))

    @cached_property
    def low(self) -> str:
        """It as it is shown, in small letters."""
        return self.shown.lower()

    @cached_property
    def asked(self) -> frozenset[str]:
        """What it only asks: "có phải đến ký … không"."""
        return support.only_asked(self.low)

    @cached_property
    def untold(self) -> bool:
        """Whether it only says what the passages do not tell."""
        return only_says_what_is_not_told(self.low)

    @cached_property
    def claims(self) -> Claims:
        """What it says and denies."""
        return Claims(self.low, plainly=False)

    @cached_property
    def plain_claims(self) -> Claims:
        """The same, to be compared without marks."""
        return Claims(self.low, plainly=True)

    @cached_property
    def consequences(self) -> tuple[Consequence, ...]:
        """What it says follows from which condition."""
        return tuple(consequences(self.low)) if "thì" in self.marked else ()

    @cached_property
    def named(self) -> tuple[LegalDocument, ...]:
        """The documents that it names."""
        return tuple(document for citation in self.citations for document in citation.documents)

    @cached_property
    def half_cited(self) -> tuple[str, ...]:
        """Kinds of documents with numbers that no citation took in."""
        return tuple(half_cited(self.rest))

    @cached_property
    def modals(self) -> support.Modals:
        """What it says must, may, costs."""
        return support.modals(self.shown)

    @cached_property
    def free(self) -> tuple[Figure, ...]:
        """What it calls free, as prices of nothing."""
        return tuple(free_of(self.read)) if says_free(self.read) else ()

    @cached_property
    def weight(self) -> int:
        """How many words carry its meaning."""
        return len(content_words(self.read))

    @cached_property
    def tied(self) -> dict[tuple[str, str], list[set[str]]]:
        """The articles that stand right before a citation, with the numbers of its documents."""
        found: dict[tuple[str, str], list[set[str]]] = {}
        for citation in self.citations:
            article = ARTICLE_BEFORE.search(self.rest, max(0, citation.start - 50), citation.start)
            if article and citation.documents:
                found.setdefault((article[1], article[2]), []).append({each.number for each in citation.documents})
        return found

    @cached_property
    def purposes(self) -> dict[str, set[str]]:
        """Its phones, accounts and codes, each with what it is for."""
        return purposes(self.rest) if DIGIT.search(self.rest) else {}

    @cached_property
    def ways(self) -> Ways:
        """Its numbers to call and its sites, each with what is said of it."""
        return ways(self.low, self.figures.found, self.contacts)

    @cached_property
    def free_ways(self) -> frozenset[str]:
        """Its numbers that cost nothing to call."""
        return ways_said_to(FREE_CALL, self.low, self.figures.found, self.contacts)

    @cached_property
    def open_ways(self) -> frozenset[str]:
        """Its numbers that answer around the clock."""
        return ways_said_to(AROUND_THE_CLOCK, self.low, self.figures.found, self.contacts)

    @cached_property
    def uses(self) -> list[Use]:
        """Its figures, each with the words of its clause."""
        return uses(self.rest, self.figures.found)

    @cached_property
    def whole(self) -> frozenset[str]:
        """Its sentences as they are shown."""
        return frozenset(sentences(plain(self.shown)))

    @cached_property
    def times(self) -> set[str]:
        """The times that it says without a figure."""
        return times(self.shown.lower())

    @cached_property
    def documents(self) -> set[str]:
        """Numbers of the documents that it names."""
        return {document.number for document in self.named}

    @cached_property
    def spoken(self) -> str:
        """Its words alone, with their marks."""
        return spoken(self.shown + named_site(self.contacts))

    def prepare(self) -> None:
        """Work out what every answer asks of a passage."""
        _ = (
            self.spoken,
            self.asked,
            self.relations,
            self.documents,
            self.claims.denied,
            self.consequences,
            self.uses,
            self.times,
            self.ways,
            self.free_ways,
            self.open_ways,
            self.whole,
            self.marked,
        )
        support.claimed(self.shown)

    @cached_property
    def relations(self) -> Relations:
        """Which of its documents replace others, which are over."""
        return relations(self.rest, self.citations)


SITES = {"dichvucong.gov.vn": " . Cổng Dịch vụ công quốc gia"}
"""Sites that everybody knows by name."""


def named_site(contacts: frozenset[str]) -> str:
    """The names of the sites that a text gives, to be read behind it."""
    return "".join(name for site, name in SITES.items() if site in contacts)


def read_text(text: str, finder: Citations) -> Text:
    """A text in every form in which it is compared."""
    shown = clean(text)
    read = read_plain(plain(BOTH.sub(" và", shown) if " lẫn" in shown else shown))
    free, cited = cited_in(shown, read, finder)
    rest = blanked(free, cited)
    return Text(
        shown,
        read,
        rest,
        cited,
        Figures(figures(each_article(rest))),
        frozenset(contacts(shown.lower())),
        frozenset(WORD.findall(read)),
    )


BOTH = re.compile(r"(?<!nhầm) lẫn\b(?! lộn)")
""" "mức 1 lẫn mức 2": without its marks it reads like a number of times."""
NO_COUNT = rf"(?! {UNIT}\b)"
OF_DOCUMENT = rf"(?=(?: cua)? ?(?:\x00|{'|'.join(TYPES)}))"
LISTED = re.compile(
    rf"({at_word('dieu', 'khoan')}) (\d+[a-z]?(?:(?:,|,? va) \d+[a-z]?)+)\b"
    rf"(?:{OF_DOCUMENT}|(?<= va \d){NO_COUNT}|(?<= va \d\d){NO_COUNT}|(?<= va \d\d\d){NO_COUNT})"
)


def each_article(read: str) -> str:
    """The reading with the word "điều" before each number of a list: "điều 22 và 23", "điều 22, 23 Nghị định …"."""
    if "dieu " not in read and "khoan " not in read:
        return read
    return LISTED.sub(lambda listed: re.sub(r"\d+", rf"{listed[1]} \g<0>", listed[2]), read)


def cited_in(shown: str, read: str, finder: Citations) -> tuple[str, tuple[Citation, ...]]:
    """A reading without its contacts, and its citations."""
    free = without_contacts(read)
    names = {folded(word) for word in LAW_NAME.findall(shown) if word[0].isupper()} if "luat" in free else set()
    found = finder.find(free, names)
    if ONLY_THEN.search(shown) and "chỉ thị" not in shown.lower():
        found = [each for each in found if not (each.vague and each.words.startswith("chi thi"))]
    if not any(is_law_without_document(each) for each in found):
        return free, tuple(found)
    return free, tuple(softened(each, names, free) for each in found)


ONLY_THEN = re.compile(r"(?i:(?:chứng|địa) chỉ thì)\b")
""" "… chứng chỉ thì …": without its marks it reads like a directive; a slip of the pen ("Chỉ thi của …") is one."""


def may_join(first: str, second: str) -> bool:
    """Whether the end of one reading and the beginning of the next may be one citation only together.

    Each side has a kind of document, a code or a digit, and one of them more than digits.
    """
    tail, head = first[-JOINT:], second[:JOINT]
    ends, opens = MAY_END_OPEN.search(tail), KIND_OR_CODE.search(head)
    return bool((ends or opens) and (ends or DIGIT.search(tail)) and (opens or DIGIT.search(head)))


JOINT = 48
"""Signs on either side of a boundary that a citation over it may take in: a kind, some words, a number."""
KIND_SIGNS = (
    r"nghi dinh|thong tu|nghi quyet|quyet dinh|chi thi|phap lenh|luat|ket luan|ke hoach|cong van|cong dien|thong bao"
    r"|van ban|huong dan|chuong trinh|quy (?:dinh|che)|sac lenh|de an|hien phap|decree|circular|law"
    r"|\w[-/_\\|]|[-/_\\|]\w"
    r"|\b(?:n\.?\s?d|ttlt|tt|nq|qd|ct|kl|kh|cv|cd|tb|hd|vbhn|pl|(?:ubtv)?qh ?\d*|l|lct|bl\w*|hp|tw|cp|ttg|ubnd|hdnd)\b"
    r"|\b\w\b \b\w\b"
)
KIND_OR_CODE = re.compile(KIND_SIGNS)
MAY_END_OPEN = re.compile(
    rf"{KIND_SIGNS}|\b(?:nghi|thong|quyet|chi|phap|ket|ke|cong|van|chuong|quy|sac|hien|so|bo)\W*$"
)
"""The same, or a kind that is cut in the middle."""


def joint_faults(text: str, evidence: Evidence, finder: Citations) -> Iterator[str]:
    """Citations of a whole text that are not vouched for: what two sentences make only together."""
    shown, read = clean(text), reading(text)
    free, cited = cited_in(shown, read, finder)
    yield from unknown(cited, half_cited(blanked(free, cited)), evidence)


def unknown(citations: Iterable[Citation], halves: Iterable[str], evidence: Evidence) -> Iterator[str]:
    """Legal documents that the register or the passages do not know."""
    for citation in citations:
        if not evidence.vouches_for(citation):
            yield f"citation: {citation.words}"
    for half in halves:
        if half not in evidence.read:
            yield f"citation: {half}"


WORD = re.compile(r"[a-z]+")
HOME = 0.6
"""Share of a sentence's content words that a passage has to say to vouch for a bare number in it."""
LAW_NAME = re.compile(r"(?i:luật|luat|l\.)\s+([^\W\d_]+)")


def is_law_without_document(citation: Citation) -> bool:
    """Whether it reads like the name of a law that the register does not have."""
    return not citation.documents and re.match(r"(?:bo )?luat [a-z]", citation.words) is not None


def softened(citation: Citation, names: set[str], read: str) -> Citation:
    """A law that is no name but a phrase ("luật phân biệt…") may stand in the passages' own words.

    `names`: the first words of what is written like the name of a law.
    """
    if not is_law_without_document(citation):
        return citation
    first = citation.words.removeprefix("bo ").split()[1]
    dated = re.match(r"(?:\s+\w+){0,6}?\s*(?:nam |so |\()?\d{4}", read[citation.end :])
    return citation if first in names or dated else replace(citation, vague=True)


def blanked(text: str, citations: Iterable[Citation]) -> str:
    """The reading with its citations blanked: their digits are no figures."""
    parts, done = [], 0
    for citation in sorted(citations, key=lambda citation: citation.start):
        parts += [text[done : citation.start], "\x00" * (citation.end - citation.start)]
        done = citation.end
    return "".join((*parts, text[done:]))


class Evidence:
    """Several passages together."""

    def __init__(
        self, passages: Sequence[Passage], read: Callable[[str], Text], ahead: Callable[[str], Mapping[str, Text]]
    ) -> None:
        """`ahead`: the sentences of a passage that were read already."""
        self.sentences = {each: text for passage in passages for each, text in ahead(passage.text).items()}
        self.texts = [read(passage.text) for passage in passages]
        self.shown = "\n".join(text.shown for text in self.texts)
        self.read = " \n ".join(text.read for text in self.texts)
        self.words: set[str] = set().union(*(text.words for text in self.texts))
        self.figures = Figures([figure for text in self.texts for figure in text.figures.found])
        self.contacts = frozenset().union(*(text.contacts for text in self.texts))
        named = [citation.documents for text in self.texts for citation in text.citations if citation.documents]
        self.named = set(named)
        self.documents = {document for documents in named for document in documents}
        self.surely = {documents[0].number for documents in named if len(documents) == 1}
        self.maybe = {document.number for documents in named for document in documents}

    @cached_property
    def marked(self) -> frozenset[str]:
        """The words of the passages with their marks; of passages that have no marks, without."""
        return frozenset().union(*(text.marked for text in self.texts))

    @cached_property
    def shares(self) -> set[str]:
        """Halves, multiples and prices per month in them."""
        return shares(self.shown.lower())

    @cached_property
    def whole(self) -> frozenset[str]:
        """Their sentences: what a model repeats word for word is asked less."""
        return frozenset(self.sentences).union(*(text.whole for text in self.texts))

    @cached_property
    def asked(self) -> frozenset[str]:
        """What they only ask, and say nowhere."""
        asked = frozenset().union(*(text.asked for text in self.texts))
        return frozenset(
            each for each in asked if not any(each in text.low and each not in text.asked for text in self.texts)
        )

    @cached_property
    def modals(self) -> support.Modals:
        """What they say must, may, costs."""
        found: support.Modals = {}
        for text in self.texts:
            for key, claims in support.claimed(text.shown).items():
                found.setdefault(key, []).extend(claims)
        return found

    @cached_property
    def deny(self) -> frozenset[str]:
        """The words behind a modal that they deny somewhere."""
        return frozenset(key[1] for key, claims in self.modals.items() if not all(said for said, _ in claims))

    @cached_property
    def ways(self) -> Ways:
        """Their numbers to call and their sites, each with what is said of it."""
        found: dict[str, frozenset[str]] = {}
        for text in self.texts:
            for name, said in text.ways.items():
                found[name] = found.get(name, frozenset()) | said
        return found

    @cached_property
    def free_ways(self) -> frozenset[str]:
        """Their numbers that cost nothing to call."""
        return frozenset().union(*(text.free_ways for text in self.texts))

    @cached_property
    def open_ways(self) -> frozenset[str]:
        """Their numbers that answer around the clock."""
        return frozenset().union(*(text.open_ways for text in self.texts))

    @cached_property
    def uses(self) -> list[Use]:
        """Their figures, each with the words of its clause."""
        return [use for text in self.texts for use in text.uses]

    @cached_property
    def times(self) -> set[str]:
        """The times that they say without a figure."""
        return set().union(*(text.times for text in self.texts))

    @cached_property
    def spoken(self) -> Spoken:
        """Their words alone, for names and phrases."""
        return Spoken("".join(text.spoken for text in self.texts))

    @cached_property
    def told(self) -> list[Told]:
        """The words of each and its documents."""
        return [Told(text.words, frozenset(text.documents)) for text in self.texts]

    @cached_property
    def digits(self) -> str:
        """Every digit of the passages, one after the other."""
        return re.sub(r"\D", "", self.read)

    def used_so(self, digits: str, purpose: str) -> bool:
        """Whether the passages use this number for the same; of one that they do not have as such a number only the
        use as a phone is left to the other checks."""
        held = [text.purposes[digits] for text in self.texts if digits in text.purposes]
        if held:
            return stands_for(purpose, set().union(*held), digits)
        return purpose in ("", "phone")

    def vouches_for(self, citation: Citation) -> bool:
        """Whether a citation may be shown: known and carried, or a phrase in the passages' own words."""
        if citation.vague:
            return re.sub(r"\s+", " ", citation.words) in self.read
        return bool(citation.documents) and self.carries(citation)

    def carries(self, citation: Citation) -> bool:
        """Whether the documents of a citation stand in the passages, in any form."""
        if citation.tail and citation.tail not in self.read:
            return False
        if citation.documents in self.named:
            return True
        held = self.surely if len(citation.documents) == 1 else self.maybe
        return any(document.number in held for document in citation.documents)

    def has_at_home(self, figure: Figure, said: Sequence[str]) -> bool:
        """Whether a passage that says most of a sentence's content words has that bare number too."""
        return any(
            text.figures.carry(figure, at_home=True) and sum(word in text.words for word in said) >= HOME * len(said)
            for text in self.texts
        )

    @cached_property
    def listed(self) -> str:
        """Their reading with all lists of numbers in one form: "14, 25, 40 va 60" as "14, 25, 40, 60"."""
        return LAST_LISTED.sub(r"\1, ", self.read)

    def lists(self, words: str) -> bool:
        """Whether these words list several numbers, and a passage has the same list."""
        listed = LIST_OF_NUMBERS.search(LAST_LISTED.sub(r"\1, ", words))
        return listed is not None and re.search(rf"(?<!\d, ){listed.group()}(?!\d|, \d)", self.listed) is not None

    def has_in(self, unit: str, price: Figure) -> bool:
        """Whether a passage has this amount for such a time: "1.000 đồng mỗi phút", "tổng trong ngày quá 20 triệu"."""
        alike = {re.escape(each.words.strip()) for each in self.figures.found if each.value == price.value}
        each_time = rf"(?:trong|moi|mot|tren|/|1) ?{unit}\b"
        return any(
            re.search(rf"{words}(?: dong)? {each_time}|{each_time}(?: [a-z]+){{1,2}} {words}", self.read)
            for words in alike
        )

    def rounds(self, figure: Figure) -> bool:
        """Whether a large round number is less than a tenth below one that a passage has of the same: "hơn …"."""
        if figure.lead[-1:] not in (("hon",), ("tren",)) or not ROUND.fullmatch(figure.value) or not figure.counted:
            return False
        least = int(figure.value)
        same = (each for each in self.figures.found if each.counted == figure.counted and each.value.isdigit())
        return any(least <= int(each.value) < 1.1 * least for each in same)

    def has_day_at_home(self, figure: Figure, read: Text) -> bool:
        """Whether a day stands so, or in a date of a passage that the sentence speaks of."""
        key = (figure.kind, figure.value, figure.unit)
        return key in self.figures.exact or self.has_at_home(figure, read.said)

    def turns_round(self, figure: Figure, said: Sequence[str]) -> bool:
        """Whether the passages that say most of a sentence's words all set the bound of its figure the other way."""
        having = [text for text in self.texts if any(each.value == figure.value for each in text.figures.found)]
        shared = [sum(word in text.words for word in said) for text in having]
        nearest = [text for text, count in zip(having, shared, strict=True) if count == max(shared)]
        return bool(nearest) and all(turned_round(figure, text.figures) for text in nearest)

    def is_elsewhere(self, figure: Figure) -> bool:
        """Whether each passage that has the figure has it of another thing."""
        having = [text for text in self.texts if (figure.kind, figure.value, figure.unit) in text.figures.exact]
        return bool(having) and all(belongs_elsewhere(figure, text.figures) for text in having)

    def is_charged(self, figure: Figure) -> bool:
        """Whether what is called free is what the passages name a price for, and something else is free there."""
        free = free_of(self.read)
        return bool(free) and belongs_elsewhere(figure, Figures([*self.figures.found, *free]))

    def carries_article(self, role: str, value: str, documents: Iterable[LegalDocument]) -> bool:
        """Whether one passage has the article and one of the documents together."""
        numbers = {document.number for document in documents}
        tied = [theirs for text in self.texts for theirs in text.tied.get((role, value), ())]
        if tied and all(numbers.isdisjoint(theirs) for theirs in tied):
            return False
        return any(("role", value, role) in text.figures.exact and numbers & text.documents for text in self.texts)


LAST_LISTED = re.compile(r"(\d),? (?:va|hoac) (?=\d)")
LIST_OF_NUMBERS = re.compile(r"\d+(?:, \d+){2,}")
ROUND = re.compile(r"\d{2,}000")
ARTICLE_BEFORE = re.compile(
    r"(dieu|khoan|diem|chuong|muc|phu luc|phan) (\w{1,4})(?: cua)?(?: (?:" + "|".join(TYPES) + r")(?: so)?)? $"
)
