"""The checks of one sentence, in order: each tells what in it cannot be vouched for, as "kind: words"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot import redaction
from bot.domain.answering.guard import aligned, conditions, extent, novel, polarity, support, words
from bot.domain.answering.guard.absence import advice_of
from bot.domain.answering.guard.attribution import (
    false_relations,
    is_of_another,
    wrong_claims,
    wrong_days,
    wrong_issuers,
)
from bot.domain.answering.guard.bodies import unknown_bodies
from bot.domain.answering.guard.channels import spoken_links, unknown_channels
from bot.domain.answering.guard.citations import names_a_kind
from bot.domain.answering.guard.counted import counted_otherwise, counts_its_items, is_small
from bot.domain.answering.guard.evidence import Evidence, Text, unknown
from bot.domain.answering.guard.figures import (
    Figure,
    bound_of,
    contact_stands,
    figures,
    may_be_opaque,
    opaque,
    shares,
    without_contacts,
)
from bot.domain.answering.guard.free import is_free_there, thing
from bot.domain.answering.guard.names import unknown_names
from bot.domain.answering.guard.normalise import LIST_MARK, folded, reading
from bot.domain.answering.guard.percentages import does_so
from bot.domain.answering.guard.quoted import unknown_quotes
from bot.domain.answering.guard.reached import AROUND_THE_CLOCK, FREE_CALL, given_for_another, orders, written
from bot.domain.answering.guard.spoken import FULL, spoken
from bot.domain.answering.guard.swapped import is_swapped
from bot.domain.answering.guard.times import EDGE, unknown_edges, unknown_times
from bot.domain.answering.guard.unclaimed import claims_nothing
from bot.domain.answering.guard.unnumbered import unknown_documents
from bot.domain.answering.guard.vocabulary import TABLES
from bot.library.register import LegalDocument

IN_FORCE = re.compile(
    r"\b(?:con|dang co|van co|hien co|van dang co|con nguyen) (?:gia tri )?hieu luc\b"
    r"|\bco hieu luc\b(?! (?:thi hanh )?(?:\d|ngay|tu\b|ke tu\b|den\b|trong\b|vao\b))"
    r"|\bdang (?:duoc )?ap dung\b|\bhien hanh\b|\bchua (?:bi )?(?:het hieu luc|bai bo|thay the)\b"
    r"|\bkhong (?:bi )?(?:het hieu luc|bai bo|thay the)\b"
)
NOT_IN_FORCE = re.compile(
    r"\b(?:da |bi |duoc )?(?:het hieu luc|het han|bai bo|thay the|thay bang|thay cho"
    r"|khong con (?:hieu luc|ap dung|gia tri)|cham dut hieu luc|truoc day|ngung hieu luc)\b"
)
NO_CLAIM = re.compile(r"\b(?:khong|chang) con (?:gia tri )?hieu luc\b|\bphap luat hien hanh\b")
REPLACING = re.compile(r"\x00 thay (?:the|cho)\b(?! (?:bang|boi))")
NEW_ONE = re.compile(r"\bthay (?:the|cho)\b")
"""Right behind a document: it is the one that replaces."""
ABOUT_LAW = re.compile(
    r"\b(?:nghi dinh|thong tu|nghi quyet|quyet dinh|chi thi|bo luat|luat|van ban|ke hoach|quy dinh"
    r"|dieu luat|ket luan)\b"
)
ARTICLES = ("dieu", "khoan", "diem", "chuong", "muc", "phu luc", "phan")
CHAIN = re.compile(
    r"\b(?:diem [a-z\d]+ )?khoan \d+[a-z]? (?:cua )?dieu \d+[a-z]?\b|\bdiem [a-z] (?:khoan|(?:cua )?dieu) \d+\b"
)


ARTICLE_FIVE = re.compile(
    r"\b(điều|khoản|chương|mục) năm(?=\s*(?:[,.;:)]|$)|\s+(?:của|nghị|luật|bộ luật|thông tư|quyết|quy|khoản)\b)",
    re.IGNORECASE,
)
"""Where "năm" is no year; other numbers in words are read as digits already."""


@dataclass(slots=True)
class Context:
    """What a sentence is held against: its passages, and the documents named just before it."""

    evidence: Evidence
    spoken_of: tuple[LegalDocument, ...] = ()
    in_order: bool = True  # its number in a list is the one that comes next
    around: tuple[str, ...] = ()  # the sentence before it and the question, read
    listed: int = 0  # list items that follow it


def unknown_citations(sentence: str, read: Text, context: Context) -> Iterator[str]:
    """Legal documents that the register or the passages do not know."""
    yield from unknown(read.citations, read.half_cited, context.evidence)


def wrong_articles(sentence: str, read: Text, context: Context) -> Iterator[str]:
    """Articles that the passages do not have, or have of another document."""
    for figure in read.figures.found:
        single = figure.kind == "role" and figure.unit in ARTICLES and len(read.documents) == 1
        if single and not context.evidence.carries_article(figure.unit, figure.value, read.named):
            yield f"article: {figure.words}"
    for said in ARTICLE_FIVE.findall(read.shown) if " năm" in read.shown else ():
        if f"{reading(said)} 5" not in context.evidence.read:
            yield f"article: {said} năm"
    for chain in CHAIN.findall(read.read):
        straight = chain.replace(" cua ", " ") in context.evidence.read.replace(" cua ", " ")
        if not straight and not reversed_chain(chain, context):
            yield f"article: {chain}"


def reversed_chain(chain: str, context: Context) -> bool:
    """Whether the passages say "điều 5 khoản 2" for "khoản 2 điều 5"."""
    parts = re.findall(r"(?:diem|khoan|dieu) \w+", chain)
    return re.search(r"[\s,(]{1,2}".join(map(re.escape, reversed(parts))), context.evidence.read) is not None


def unknown_figures(sentence: str, read: Text, context: Context) -> Iterator[str]:
    """Numbers, amounts, dates, phones and accounts that do not stand in the passages."""
    mark = LIST_MARK.match(sentence)
    found, held = read.figures.found, context.evidence.figures.found
    if mark and context.in_order and re.search(r"\d", mark.group()):
        rest = sentence[mark.end() :]
        inner = reading(rest)
        found = figures(blanked_reading(inner, read))
    for figure in found:
        if read.untold and figure.value == "1":
            continue  # "… không nói phí một lần là bao nhiêu"
        if claims_nothing(figure, read, context.evidence):
            continue
        if figure.unit == "cach" and is_small(figure) and not counted_otherwise(figure, held):
            continue  # "có hai cách.": the sentences behind it say which
        if counts_its_items(figure, read.read, context.listed) and not counted_otherwise(figure, held):
            continue
        if not stands(figure, read, context.evidence) and not is_as_asked(figure, read, context):
            yield f"figure: {figure.words.strip()}"
        elif turns_round(figure, read, context.evidence):
            yield f"figure: bound the other way: {figure.words.strip()}"
        elif figure.kind in ("amount", "date", "time") and context.evidence.is_elsewhere(figure):
            yield f"figure: of something else: {figure.words.strip()}"
        elif not does_so(figure, held):
            yield f"figure: neither taken off nor added there: {figure.words.strip()}"


def is_as_asked(figure: Figure, read: Text, context: Context) -> bool:
    """Whether an amount is the question's own and only says of which case a sentence speaks: "900 triệu thì chưa…"."""
    if figure.kind not in ("amount", "code") or not context.around:
        return False
    then = read.read.rfind(" thi ")
    topic = read.read[: max(then, len(novel.opening_of(read.read)))]
    asked = {(each.kind, each.value, each.unit) for each in figures(context.around[-1])}
    return (figure.kind, figure.value, figure.unit) in asked and figure.words.strip() in topic


def turns_round(figure: Figure, read: Text, evidence: Evidence) -> bool:
    """Whether the bound of a figure ("dưới", "từ") is set the other way in the passages that speak of it."""
    return bool(bound_of(figure)) and evidence.turns_round(figure, read.said)


def falsely_free(sentence: str, read: Text, context: Context) -> Iterator[str]:
    """ "Miễn phí" said of what no passage calls free, or what the passages name a price for."""
    if not read.free or calls_for_nothing(read, context):
        return
    if not is_free_there(read.read, context.around, context.evidence.texts):
        yield "support: called free, and no passage says so of it"
    for free in read.free:
        if context.evidence.is_charged(free):
            yield f"figure: of something else: {free.words}"


def calls_for_nothing(read: Text, context: Context) -> bool:
    """Whether it is a call that a sentence says is free, and the passages say so of that number."""
    found = [*read.figures.found]
    if context.around and not thing(read.read):  # "Dạ không mất tiền ạ.": of the number that was asked about
        found += figures(context.around[-1])
    return not context.evidence.free_ways.isdisjoint(written(found, read.contacts, context.evidence.ways))


def unknown_shares(sentence: str, read: Text, context: Context) -> Iterator[str]:
    """Halves, multiples, prices per month that the passages do not have."""
    said = shares(read.low) if not read.untold else set()
    for share in sorted(said - context.evidence.shares if said else said):
        yield f"figure: {share}"


def swapped_figures(sentence: str, read: Text, context: Context) -> Iterator[str]:
    """Figures that the passages have of another thing: two hotlines, fees or days exchanged."""
    for use in read.uses:
        if is_swapped(use, context.evidence.uses):
            yield f"figure: of another thing: {use.figure.words.strip()}"


def other_ways(sentence: str, read: Text, context: Context) -> Iterator[str]:
    """Numbers to call and sites given for what the passages give another one for."""
    said = written(read.figures.found, read.contacts, context.evidence.ways) | orders(read.low)
    if said and not read.citations:
        if FREE_CALL.search(read.low) and not read.free and not calls_for_nothing(read, context):
            yield "contact: no passage says that it costs nothing"
        if AROUND_THE_CLOCK.search(read.low) and context.evidence.open_ways.isdisjoint(said):
            yield "contact: no passage says that it answers around the clock"
        for way in given_for_another(read.low, said, context.evidence.ways):
            yield f"contact: for another thing: {way}"


def strange_times(sentence: str, read: Text, context: Context) -> Iterator[str]:
    """Times without a figure that the passages do not say: "cả sáng thứ bảy"."""
    evidence = context.evidence
    if read.untold:
        return
    if read.times or "lam viec" in read.read:
        yield from unknown_times(read.times, evidence.times, read.read, evidence.read)
    if EDGE.search(read.read):
        yield from unknown_edges(read.read, evidence.figures.of("date", "day"), evidence.read)


def stands(figure: Figure, read: Text, evidence: Evidence) -> bool:
    """Whether a figure is in the passages: in the same sense, or a bare number in a sentence that is surely theirs."""
    if evidence.figures.carry(figure) and (figure.kind != "day" or evidence.has_day_at_home(figure, read)):
        return True
    if evidence.lists(figure.words) or evidence.rounds(figure):
        return True
    safe = not names_a_kind(read.rest) and not {"so", "hieu", "thu"} & {*figure.beside[:1]}
    return safe and evidence.has_at_home(figure, read.said)


def blanked_reading(inner: str, read: Text) -> str:
    """A reading without the words of its citations and contacts."""
    inner = without_contacts(inner)
    for citation in read.citations:
        inner = inner.replace(citation.words, " \x00 ")
    return inner


def other_purposes(sentence: str, read: Text, context: Context) -> Iterator[str]:
    """A number of the passages given as something else: a hotline as an account, an account as a phone."""
    for digits, purposes in read.purposes.items():
        for purpose in sorted(purposes):
            if not context.evidence.used_so(digits, purpose):
                yield f"figure: given as {purpose}: {digits}"


def unknown_contacts(sentence: str, read: Text, context: Context) -> Iterator[str]:
    """Links, e-mails and encoded-looking strings that do not stand in the passages."""
    for contact in sorted(read.contacts):
        if not contact_stands(contact, context.evidence.contacts):
            yield f"contact: {contact}"
    for string in sorted(opaque(without_contacts(read.shown)) if may_be_opaque(read.shown) else ()):
        cited = any(reading(string) in citation.words for citation in read.citations)
        if string not in context.evidence.shown and not cited:
            yield f"encoded: {string}"


def personal_data(sentence: str, read: Text, context: Context) -> Iterator[str]:
    """Somebody's data that the passages do not have."""
    text = redaction.cleaned(read.shown)
    for span in redaction.spans(text):
        words = text[span.start : span.end]
        as_read = reading(words)
        digits = re.sub(r"\D", "", as_read)
        cited = any(as_read in citation.words for citation in read.citations)
        if (
            as_read not in context.evidence.read
            and not cited
            and not (digits and digits in context.evidence.digits and span.kind != "address")
        ):
            yield f"personal: {span.kind}"


ABBREVIATION = re.compile(r"\b[A-ZĐ]{3,}\b")
PERSON = re.compile(
    r"(?<!\w)(?i:nguyễn|nguyen|trần|phạm|pham|hoàng|huỳnh|huynh|phan|vũ|võ|đặng|bùi|bui|đỗ|ngô|dương|lý|lê|đinh|trương)"
    r"(?: [^\W\d_a-zà-ỹđ][^\W\d_]*){2,3}(?!\w)"
)


def somebody(sentence: str, read: Text, context: Context) -> Iterator[str]:
    """The full name of a person whom the passages do not name; not looked for where all letters are capitals."""
    for name in () if read.shown.isupper() else PERSON.findall(read.shown):
        if name[0].isupper() and reading(name) not in context.evidence.read:
            yield f"personal: {name}"


def false_validity(sentence: str, read: Text, context: Context) -> Iterator[str]:
    """ "còn hiệu lực" only where the register says so; "hết hiệu lực" never where it says otherwise."""
    if not (read.citations or ABOUT_LAW.search(read.read)):
        return
    documents = read.named or context.spoken_of
    over = read.read if not REPLACING.search(read.rest) else NEW_ONE.sub("", read.read)
    claimed, denied = IN_FORCE.search(NO_CLAIM.sub("", read.read)), NOT_IN_FORCE.search(over)
    in_force = bool(documents) and all(each.in_force is True for each in documents)
    in_their_words = claimed and not documents and claimed.group() in context.evidence.read
    if claimed and not in_force and not in_their_words and not mentions_end(read, documents):
        yield f"validity: {claimed.group()}"
    if denied and not claimed and in_force and denied.group().strip() not in context.evidence.read:
        yield f"validity: {denied.group()}"


def mentions_end(read: Text, documents: Sequence[LegalDocument]) -> bool:
    """A sentence that names both the old document as ended and the new one as in force."""
    return bool(documents) and NOT_IN_FORCE.search(read.read) is not None and any(each.in_force for each in documents)


def strange(sentence: str, read: Text, context: Context) -> Iterator[str]:
    """Words and signs that are neither Vietnamese nor in the passages: codes, ciphers, other languages."""
    for word in words.strange_words(read.rest, context.evidence.words):
        if not context.evidence.spoken.has_in_full(word):
            yield f"word: {word}"
    for sign in words.strange_signs(read.shown, context.evidence.shown):
        yield f"sign: {sign}"
    if not words.ROMAN.search(read.shown):
        return
    for number in words.roman_numbers(without_contacts(read.shown), context.evidence.shown):
        if not context.evidence.spoken.has_in_full(number.lower()) and not any(
            re.search(rf"\b{number.lower()}\b", citation.words) for citation in read.citations
        ):
            yield f"figure: {number}"


def unsupported(sentence: str, read: Text, context: Context) -> Iterator[str]:
    """Telling words that are not in the passages, or a denial that turns them round."""
    vouched = min(3, len(read.citations) + len(read.contacts) + len(read.figures.found))
    if read.untold:
        yield from unheard_advice(read, context)
        return
    new = [] if sentence in context.evidence.whole else telling_words(read, context)
    if new and not support.is_supported(read.said, context.evidence.words, vouched):
        yield "support: its words are not in the passages"
    elif novel.says_something_new(new, read.shown, len(read.said) + 2 * vouched):
        yield f"support: new words: {' '.join(new)}"
    elif (
        may_contradict(read, context.evidence)
        and support.contradicts(read.modals, read.read, context.evidence.read, context.evidence.modals)
        and not is_close(read, context)
    ):
        yield "support: says the opposite of the passages"


def unheard_advice(read: Text, context: Context) -> Iterator[str]:
    """Of whom to ask about what is not told ("…, bác hỏi cơ quan thuế"): the words that no passage has."""
    advice = advice_of(read.low)
    for word in novel.new_words(advice, context.evidence.marked, set(), TABLES[False]) if advice else ():
        yield f"support: new words: {word}"


def may_contradict(read: Text, evidence: Evidence) -> bool:
    """Whether a sentence denies anything, binds anybody, or has a word that the passages deny: a cheap look first."""
    return support.denies(read.words) or "buoc" in read.read or not evidence.deny.isdisjoint(read.words)


def unheard(sentence: str, read: Text, context: Context) -> Iterator[str]:
    """Names, quoted names, channels and links in words of which the passages do not speak."""
    held, cited = context.evidence, [citation.words for citation in read.citations]
    documents = (*read.named, *held.documents) if names_a_kind(read.rest) else read.named
    asked, opening = f" {context.around[-1] if context.around else ''} ", novel.opening_of(read.shown.lower())
    for each in unknown_names(read.shown, cited, documents, held):
        if not (f" {folded(each)} " in asked and each.lower() in opening):  # "Ở Móng Cái, …": as was asked
            yield f"name: {each}"
    yield from (f"name: {each}" for each in unknown_bodies(read.shown, documents, held))
    yield from (f"name: {each}" for each in unknown_quotes(read.shown, cited, held.spoken))
    yield from (f"channel: {each}" for each in unknown_channels(read.words, held.words))
    yield from (f"contact: {each}" for each in spoken_links(read.read, held.read))


def misattributed(sentence: str, read: Text, context: Context) -> Iterator[str]:
    """Documents in words alone, and known ones with another issuer, another rule, or an end that nobody told of."""
    held = context.evidence
    yield from (f"citation: {each}" for each in unknown_documents(read.rest, read.citations, held.read, held.documents))
    if not read.named:
        return
    yield from wrong_issuers(read.rest, read.citations)
    yield from wrong_days(read.rest, read.named, held.read)
    yield from wrong_claims(read.rest, read.citations, held.read)
    yield from false_relations(read.relations, (text.relations for text in held.texts), read.named)
    if not read.read.startswith("nguon") and is_of_another(read.said, read.documents, held.told):
        yield "citation: another document says so"


def telling_words(read: Text, context: Context) -> list[str]:
    """The words of a sentence that say something and that no passage has, without its citations and contacts."""
    evidence, shown = context.evidence, read.shown.lower()
    asked = set(context.around[-1].split()) if context.around else set()
    new: list[str] = []
    plainly = novel.is_unmarked(shown) or novel.is_unmarked(evidence.shown)
    if not plainly:
        new = list(novel.new_words(shown, evidence.marked, asked, TABLES[False]))
    if plainly or novel.lost_their_marks(new):
        new = list(novel.new_words(read.read, evidence.words, asked, TABLES[True]))
    if not new or novel.is_wish(shown):
        return []
    rest = set(novel.marked_words(read.rest)) - novel.document_words(read.rest)
    named = names_held(read, evidence)
    return [word for word in dict.fromkeys(new) if folded(word) in rest and spoken(word).strip() not in named]


def names_held(read: Text, evidence: Evidence) -> set[str]:
    """Words that `unheard` answers for: of who issued the documents, abbreviations and what they stand for."""
    issuers = (each.issuer for each in (*read.named, *evidence.documents))
    in_full = (*issuers, *(evidence.words & FULL.keys()))
    short = () if read.shown.isupper() else ABBREVIATION.findall(read.shown)
    return {word for each in in_full for word in spoken(each).split()} | {each.lower() for each in short}


def reversed_claims(sentence: str, read: Text, context: Context) -> Iterator[str]:
    """What the passages only deny said as if it were so, and the other way round."""
    plainly, texts = novel.is_unmarked(read.shown), context.evidence.texts
    for asked in context.evidence.asked:
        if asked in read.low and not read.untold and f"có {asked}" not in read.low:
            yield f"support: only asked there: {asked}"
    if not sentence.rstrip().endswith("?") and not read.untold:
        held = [text.plain_claims if plainly else text.claims for text in texts]
        for word in islice(polarity.turned_round(read.low, plainly, held), 1):
            if not is_close(read, context):
                yield f"support: turned round: {word}"


def is_close(read: Text, context: Context) -> bool:
    """Whether a sentence is a close paraphrase of a place in the passages, with the same denied."""
    plainly, texts = novel.is_unmarked(read.shown), context.evidence.texts
    return aligned.is_aligned(read.low, plainly, [text.plain_claims if plainly else text.claims for text in texts])


def other_conditions(sentence: str, read: Text, context: Context) -> Iterator[str]:
    """Something else from the same condition, steps in another order, lasting on, all instead of some."""
    said, texts = read.marked, context.evidence.texts
    if "thì" in said and conditions.follows_otherwise(read.low, [each for text in texts for each in text.consequences]):
        yield "support: something else follows there"
    if not conditions.ORDERING.isdisjoint(said) and conditions.out_of_order(read.low, [text.low for text in texts]):
        yield "support: in another order there"
    if not conditions.LASTING.isdisjoint(said) and conditions.outlasts(read.low, said, [text.low for text in texts]):
        yield "support: it ends there"
    if not extent.WIDE.isdisjoint(said):
        if every := extent.widened(read.low, said, [(text.low, text.marked) for text in texts]):
            yield f"support: not said of all there: {every}"
        for word in extent.moved(read.low, "\n".join(text.low for text in texts)):
            yield f"support: not said of that: {word}"


CHECKS: tuple[Callable[[str, Text, Context], Iterator[str]], ...] = (
    unknown_citations,
    wrong_articles,
    unknown_figures,
    falsely_free,
    unknown_shares,
    swapped_figures,
    other_ways,
    strange_times,
    other_purposes,
    unknown_contacts,
    personal_data,
    somebody,
    unheard,
    misattributed,
    false_validity,
    strange,
    unsupported,
    reversed_claims,
    other_conditions,
)
ABOUT_THE_WORLD = (
    unknown_citations,
    wrong_articles,
    unknown_figures,
    falsely_free,
    false_validity,
    unsupported,
)
"""What is asked of a passage's own sentence, word for word, too; the other checks ask whether it stands there."""
