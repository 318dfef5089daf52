"""What the passages only ever deny is not affirmed, and what they affirm is not denied.

A denial ("không", "đừng", "cấm", "dừng") reaches to the end of its clause; what it denies first is its head. Two
sentences speak of the same where they share the head with the word behind it, or most of their telling words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from bot.domain.answering.guard.normalise import folded
from bot.domain.answering.guard.novel import is_unmarked
from bot.domain.answering.guard.support import as_denied
from bot.domain.answering.guard.vocabulary import JOINING

TOKEN = re.compile(r"[^\W\d_]+|[,;:.!?()“”\n]")
WORD = re.compile(r"[^\W\d_]{2,}")
SENTENCE_END = re.compile(r"(?<=[.?!;])\s+|\n+")
ENDING = ". ; : ! ? ( ) thì nhưng mà để vì nếu khi trừ rồi dù như nên bởi chứ kẻo do"
ENDS = frozenset([*ENDING.split(), "\n"])
STARTS_ANEW = frozenset(["bạn", "bác", "anh", "chị", "tự", "cứ", "hãy", "chỉ", "phải"])
REPORTED = frozenset(["hứa", "bảo", "xưng", "đòi", "dụ"])
WHETHER = frozenset(["hay", "hoặc"])
THERE_IS = frozenset(["còn", "tới", "đến", "đủ", "chỉ", "những", "cho", "con", "toi", "den", "du", "chi", "nhung"])
"""Behind a denial: it says what is not there (yet), or whom one lets do what."""
NOT_YET = frozenset([("chưa", "có"), ("chua", "co")])
ONLY_THEN = frozenset([("rồi", "mới"), ("thì", "mới"), ("rồi", "hãy")])
COMES_TO_REST = frozenset([("dừng", "lại"), ("ngừng", "lại"), ("dừng", "và"), ("dừng", "hẳn"), ("dừng", "xe")])
NUMBERS = frozenset(["nghìn", "ngàn", "nghin", "ngan"])
"""Behind these "không" is a nought."""
STRANGERS = re.compile(r"\b(?:đừng|không|chớ) [^,.;:]*\b(?:người|kẻ|số) lạ\b[^,.;:]*")
"""A warning of strangers, which turns nothing round."""
NOT_THAT_NUMBER = re.compile(r"\b(?:không|khong) (?:phải|phai) (?:(?:là|la) )?\+?\d[\d.]*")
"""It denies a number and no word: "không phải 84 là gọi từ nước ngoài"."""
NEED_NOT = re.compile(r"\bkhỏi (?=phải|cần)|\bkhoi (?=phai|can)")
"""In front of these it denies; elsewhere it is "from", "out of", "well"."""
TAKEN_IN = frozenset(["nên", "để"])
"""Right behind a denial they belong to it: "không nên nghe", "đừng để lộ"."""
GREETING = frozenset(["dạ", "vâng", ",", "da", "vang"])
ORDERS = frozenset(["đừng", "chớ", "cấm", "tránh", "dừng", "ngừng", "ngưng"])
IF = frozenset(["nếu", "khi", "trừ", "dù", "kẻo", "do", "lỡ", "trót", "nhỡ", "hễ"])
CALLED = "bạn bác anh chị em cháu con ông bà cô chú mình"
PEOPLE = frozenset(CALLED.split())
"""Whom a sentence is said to, between a word and its denial: "hoặc bác chưa …"."""
MODAL = re.compile(r"\b(?:phải|cần|nên|được) ")
OTHERS_SAY = re.compile(r"(?<!danh sách )(?<!dấu hiệu )lừa|mạo danh|kẻ gian|kẻ xấu|giả mạo")


@dataclass(frozen=True, slots=True)
class Language:
    """The words that deny, those that may, and those that tell nothing: with their marks, or without."""

    denials: frozenset[str]
    perhaps: frozenset[str]
    light: frozenset[str]
    then: str  # what stands before it is a condition or a topic

    def tells(self, word: str) -> bool:
        """Whether a word may be the first that is denied."""
        return len(word) > 1 and word not in self.light and word not in self.denials


LIGHT_VERBS = "đúng sao hẳn nói biết xem hỏi dùng nhận thu đòi tự làm vội việc ai mất tốn phí lệ cước lâu"
LIGHT = JOINING | frozenset(LIGHT_VERBS.split())
DENYING = "không chưa chẳng đừng chớ cấm tránh dừng ngừng ngưng khoan"
WITH_MARKS = Language(frozenset(DENYING.split()), frozenset(["khó", "khỏi"]), LIGHT, "thì")
PLAIN = Language(
    frozenset(["khong", "chua", "chang"]),
    frozenset(["dung", "cam", "tranh", "ngung", "khoi", "cho", "kho"]),
    frozenset(map(folded, LIGHT)),
    "thi",
)
"""Without marks a word that may deny makes what stands behind it neither said nor denied."""
LIARS = re.compile(r"kẻ gian|kẻ xấu")
IS = re.compile(r"\blà\b")
LIE = re.compile(r"lừa|mạo danh|giả")
THINGS_LISTED = "tiền hạn giấy thẻ người số tin mã tỉnh xã tài hồ đơn cấp máy mạng ngày tờ quyền"
THINGS = frozenset(THINGS_LISTED.split()) | frozenset(map(folded, THINGS_LISTED.split()))
"""Words that name a thing: denied of one ("không dùng tiền mặt"), they may be said of another ("trả tiền tại quầy")."""
UNCONFIRMED = re.compile(r"\(chưa được tỉnh xác nhận[^)]*\)|\(chua duoc tinh xac nhan[^)]*\)")
"""What our passages put behind facts that may change; it denies none of them."""
SAID, DENIED, UNCLEAR = 1, -1, 0
ALIKE, NEARLY_SAME = 0.5, 0.75
ALONE = 2
"""Telling words that two sentences share beside a word which the passages use in one way only."""


RISKY = frozenset(["bấm", "chuyển", "cài", "quét", "đọc"])
"""What the passages only warn of is not advised, however little they say of it."""


class Use(NamedTuple):
    """One use of a word: said, denied or neither; whether it is what is denied first; what follows; its sentence."""

    word: str
    state: int
    head: bool
    then: str
    words: frozenset[str]


class Claims:
    """What a passage says and denies; its sentences are read when a word of theirs is asked for."""

    def __init__(self, passage: str, plainly: bool) -> None:
        """`passage`: in small letters; `plainly`: words are to be compared without their marks."""
        self.plainly = plainly
        parts = completed([part for part in SENTENCE_END.split(UNCONFIRMED.sub("", passage)) if part.strip()])
        claimed = [
            answered(part, after) if part.rstrip().endswith("?") else part
            for part, after in zip(parts, [*parts[1:], ""], strict=True)
        ]
        self.parts = [(part, frozenset(WORD.findall(folded(part) if plainly else part))) for part in claimed if part]

    @cached_property
    def denied(self) -> frozenset[str]:
        """The words that it denies first."""
        denying = (part for part, _ in self.parts if not WITH_MARKS.denials.isdisjoint(WORD.findall(part)))
        return frozenset(use.word for part in denying for use in claims_of(part, self.plainly) if use.head)

    def of(self, word: str) -> list[Use]:
        """How it uses a word."""
        return [
            use
            for part, words in self.parts
            if word in words
            for use in claims_of(part, self.plainly)
            if use.word == word
        ]


@lru_cache(maxsize=4096)
def claims_of(part: str, plainly: bool) -> list[Use]:
    """The uses in a sentence of a passage; of what liars say only what is denied."""
    theirs = OTHERS_SAY.search(part) is not None
    return [use for use in uses(part, plainly) if use.state == DENIED or not theirs]


def completed(parts: Sequence[str]) -> list[str]:
    """The sentences of a passage; one that ends in "thì chưa" denies what follows from the condition before it."""
    whole = list(parts)
    for place, (before, part) in enumerate(pairwise(parts), start=1):
        if NOT_SO.search(part) and " thì " in before:
            whole[place] = f"{NOT_SO.sub(' thì chưa ', part)}{before.split(' thì ')[-1]}"
    return whole


NOT_SO = re.compile(r" thì (?:chưa|không)\s*[.;]?\s*$")
YET = re.compile(r"(?: được)?(?: chưa| không)?\s*\?\s*$")


def answered(question: str, answer: str) -> str:
    """A question that is answered with "không" as the statement this makes of it; "" for any other."""
    if not answer.lstrip().startswith(("không", "chưa")):
        return ""
    modals = list(MODAL.finditer(question))
    if " thì đã " in question:
        topic, asked = question.split(" thì đã ", 1)
        return f"{topic} thì chưa {YET.sub('', asked)}"
    if not modals:
        return ""
    asked = question[modals[-1].end() :].rstrip(" ?").removesuffix("không").strip()
    return f"nếu {question[: modals[-1].end()]}, không {asked}" if asked else ""


def uses(sentence: str, plainly: bool) -> list[Use]:
    """The telling words of a sentence in small letters, each with how it is used; `plainly`: without their marks."""
    sentence = as_denied(sentence)
    if " phải " in sentence or " phai " in sentence:
        sentence = NOT_THAT_NUMBER.sub(" ", sentence)
    tokens = TOKEN.findall(NEED_NOT.sub("không " if not is_unmarked(sentence) else "khong ", sentence))
    language = PLAIN if plainly and is_unmarked(sentence) else WITH_MARKS
    light = PLAIN.light if plainly else WITH_MARKS.light
    read = [(folded(token) if plainly else token, state, head) for token, state, head in polarities(tokens, language)]
    told = [each for each in read if WORD.fullmatch(each[0]) and each[0] not in light]
    telling = frozenset(token for token, _, _ in told)
    following = [token for token, _, _ in told[1:]] + [""]
    return [Use(*each, then, telling) for each, then in zip(told, following, strict=False)]


def polarities(tokens: list[str], language: Language) -> list[tuple[str, int, bool]]:
    """Each token, whether it is said or denied, and whether it is what is denied first; a topic is neither."""
    if ";" in tokens:
        cut = tokens.index(";") + 1
        return [*polarities(tokens[: cut - 1], language), (";", UNCLEAR, False), *polarities(tokens[cut:], language)]
    topic = max((tokens.index(word) for word in (language.then, *SUFFERS) if word in tokens), default=0)
    own = claim_before(tokens[:topic], language)
    if own:
        return [*polarities(tokens[:own], language), *polarities(tokens[own:], language)]
    clause = Clause(language, supposed=opens_as_condition(tokens, language))
    return [*((token, UNCLEAR, False) for token in tokens[:topic]), *clause.read(tokens[topic:])]


def claim_before(topic: list[str], language: Language) -> int:
    """Where a topic begins behind a denial of its own: "… chưa bắt buộc, đủ điều kiện thì …"; 0 = at once."""
    if "," not in topic or not IF.isdisjoint(topic):
        return 0
    place = len(topic) - 1 - topic[::-1].index(",")
    denies = not language.denials.isdisjoint(topic[:place])
    return place if denies and not opens_as_condition(topic, language) else 0


def opens_as_condition(tokens: list[str], language: Language) -> bool:
    """Whether a sentence opens with a denial that is only a condition: "Không có tài khoản, bạn…"."""
    opening = next((token for token in tokens if token not in GREETING), "")
    if opening == "đã":
        return DONE.search(" ".join(tokens)) is not None
    return opening in language.denials and opening not in ORDERS and "," in tokens[tokens.index(opening) :]


DONE = re.compile(r"^\W*(?:dạ , |vâng , )?đã [^,.]* rồi (?:vẫn|thì|mà|nên|,)")
"""What was done already is only supposed: "Đã bấm đồng ý rồi vẫn rút lại được"."""


SUFFERS = ("bị", "bi")
"""What stands before it is a topic: "chia sẻ tin sai có thể bị phạt" bids nobody to share."""


@dataclass(slots=True)
class Clause:
    """Where a reader is: in something said, denied or neither, perhaps before the first word that is denied."""

    language: Language
    supposed: bool
    state: int = SAID
    awaited: bool = False
    listed: bool = False
    before: str = ""

    def read(self, tokens: Iterable[str]) -> Iterator[tuple[str, int, bool]]:
        """Each token with whether it is said or denied, and whether it is the first that is denied."""
        self.state = UNCLEAR if self.supposed else SAID
        for token in tokens:
            self.take(token)
            head = self.awaited and self.state == DENIED and self.language.tells(token)
            self.awaited = self.awaited and not head
            self.before = self.before if token in PEOPLE else token
            yield token, self.state, head

    def take(self, word: str) -> None:
        """Go on by one word."""
        denies = word in self.language.denials and self.before not in NUMBERS
        if word == "," or (word in ENDS and not (self.awaited and word in TAKEN_IN)):
            self.listed = word == "," and (self.state == DENIED or self.listed)
            unsaid = self.listed or word in IF or (word == "để" and self.state == DENIED)
            self.state, self.awaited = (UNCLEAR if unsaid else SAID), False
            self.supposed = word in IF
        elif denies:
            unsaid = self.supposed or self.before in WHETHER
            self.state, self.awaited = (UNCLEAR if unsaid else DENIED), True
        elif word == "“":
            self.state = UNCLEAR
        elif word == "”" or (self.before, word) in COMES_TO_REST:
            self.state, self.awaited = SAID, False
        elif self.state == SAID and (self.before, word) in ONLY_THEN:
            self.state = UNCLEAR
        elif (self.before in self.language.denials and word in THERE_IS) or (self.before, word) in NOT_YET:
            self.state, self.awaited = UNCLEAR, False
        elif self.state == SAID and (word in self.language.perhaps or word in REPORTED):
            self.state = UNCLEAR
        elif self.state == UNCLEAR and word in STARTS_ANEW and not self.supposed:
            self.state, self.listed = SAID, False


def turned_round(sentence: str, plainly: bool, held: Iterable[Claims]) -> Iterator[str]:
    """The words of a sentence in small letters that are affirmed or denied against the passages."""
    passages = list(held)
    sentence = STRANGERS.sub(" ", sentence) if " lạ" in sentence else sentence
    denied = frozenset().union(*(passage.denied for passage in passages))
    here = list(dict.fromkeys(uses(sentence, plainly))) if may_turn(sentence, plainly, denied) else []
    ways = {(use.word, use.state) for use in here}
    for use in here:
        if (use.word, -use.state) in ways or not (use.head or (use.state == SAID and use.word in denied)):
            continue
        theirs = [each for passage in passages for each in passage.of(use.word)]
        turned = theirs and not is_there(use, theirs) and is_turned(use, theirs, plainly)
        if turned and not (use.state == SAID and is_same_denial(use.word, sentence, passages)):
            yield use.word


def is_same_denial(word: str, sentence: str, passages: Iterable[Claims]) -> bool:
    """Whether a word is denied behind it as a passage denies it: "VNeID không mất" for "không mất VNeID"."""
    denial = re.search(rf"\b{word}\b[^,.;:]*?\b((?:không|chưa) \w+)", sentence)
    parts = (part for passage in passages for part, words in passage.parts if word in words)
    return denial is not None and any(denial[1] in part for part in parts)


def may_turn(sentence: str, plainly: bool, denied: frozenset[str]) -> bool:
    """Whether a sentence denies anything, or has a word that the passages deny, and tells of no liars."""
    words = frozenset(WORD.findall(sentence))
    known = frozenset(map(folded, words)) if plainly else words
    denies = not (WITH_MARKS.denials | PLAIN.denials).isdisjoint(words)
    return (denies or not denied.isdisjoint(known)) and not tells_of_liars(sentence)


def is_turned(use: Use, theirs: list[Use], plainly: bool) -> bool:
    """Whether a use says what the passages only deny, or denies what they only say."""
    if use.head:
        return is_only(SAID, use, theirs) and speaks_of_it(use, theirs)
    needs_pair = plainly or use.word in THINGS
    return is_only(DENIED, use, theirs) and (not needs_pair or has_pair(use, theirs))


def tells_of_liars(sentence: str) -> bool:
    """Whether a sentence tells what liars say, or calls something a lie: it does not say so itself."""
    called = IS.search(sentence)
    return LIARS.search(sentence) is not None or (called is not None and LIE.search(sentence, called.end()) is not None)


def has_pair(use: Use, theirs: list[Use]) -> bool:
    """Whether the passages use the word with the same one behind it."""
    return use.then != "" and any(each.then == use.then for each in theirs)


def speaks_of_it(use: Use, theirs: list[Use]) -> bool:
    """Whether what is denied is surely what the passages speak of: one may be warned of more than they say."""
    return has_pair(use, theirs) or any(likeness(use, each) >= NEARLY_SAME for each in theirs)


def is_there(use: Use, theirs: list[Use]) -> bool:
    """Whether the passages use the word with the same one behind it in this way, or in a likelier place in neither."""
    pairs = [each for each in theirs if use.then != "" and each.then == use.then]
    against = max((likeness(use, each) for each in theirs if each.state == -use.state), default=0)
    return any(each.state == use.state or (each.state == UNCLEAR and likeness(use, each) >= against) for each in pairs)


def is_only(state: int, use: Use, theirs: list[Use]) -> bool:
    """Whether the passages, where they speak of the same thing, use the word in this way alone."""
    same = [each for each in theirs if each.state == state]
    nearest = max((likeness(use, each) for each in same), default=0)
    farther = max((likeness(use, each) for each in theirs if each.state == -state), default=0)
    if nearest < farther or not same:
        return False
    pair = use.then != "" and any(each.then == use.then for each in same)
    alone = farther == 0 and (use.word in RISKY or any(len(use.words & each.words) > ALONE for each in same))
    return pair or alone or (nearest > farther and nearest >= ALIKE)


def likeness(use: Use, other: Use) -> float:
    """How many of the telling words two sentences share, from 0 to 1."""
    return 2 * len(use.words & other.words) / (len(use.words) + len(other.words))
