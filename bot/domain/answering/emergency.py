"""Whether somebody writes from the middle of an emergency. The signs are content; how they are read is here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from bot.domain.answering.search.wording import Abbreviations, Reader, Wording
from bot.domain.answering.sought import Sought, words_of
from bot.library.schemas import Tale

LOSSES = (
    "vừa chuyển tiền",
    "vừa chuyển khoản",
    "đã chuyển tiền",
    "đã chuyển khoản",
    "lỡ chuyển",
    "trót chuyển",
    "mất hết tiền",
    "bị lừa mất",
    "vừa bị lừa",
    "tôi bị lừa",
    "em bị lừa",
    "cháu bị lừa",
    "mẹ tôi bị lừa",
    "bố tôi bị lừa",
    "tôi đang bị lừa",
    "em đang bị lừa",
    "cháu đang bị lừa",
    "lỡ đưa mã",
    "đã đưa mã",
    "vừa đưa mã",
    "đang bị đe dọa",
    "cứu tôi",
    "cứu với",
)
"""Plain losses of the person who writes: no harmless reading takes them back.

Where the content has no signs, they are the signs.
"""


MONEY = re.compile(
    r"\b\d+(?: ?(?:k|tr|trieu|nghin|ngan|tram|ty|ti|dong|vnd|cu|chai|lit|xi))+(?: \d+)?\b|\b\d{5,}\b"
    r"|\b(?:(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|may|vai|ca|hang|muoi|chuc|tram) )+(?:trieu|ty|chai)\b"
)
"""A sum reads as the word "tien": people name what they lost."""
SUM = re.compile(r"\d|\b(?:trieu|ty|chai)\b")
"""Without any of these there is no sum."""
OTHER = r"(?: (?!(?:khong|chua|dung|tranh|neu|so|ngai|khoi|co|de|cach)\b)\w+)"
"""A word that does not turn the sense of what stands around it."""
BETWEEN = rf"{OTHER}{{0,2}} "
"""Up to two words may stand between those of a phrase."""
FILLERS = "ôi ơi ối á a ạ rồi với quá tôi em cháu bà con làng nước cả mọi người help me hu"
"""What people add to a cry."""
LONGEST_CRY = 8
"""Words of one, with what is added and said again."""
SUPPOSED = re.compile(r"\b(?:neu|gia su|gia nhu|phong khi|trong truong hop)(?: \w+){1,7}")
"""What is only supposed has not happened."""


def with_sums(spelled: str) -> str:
    """The text with a word for each sum."""
    return MONEY.sub("tien", spelled) if SUM.search(spelled) else spelled


class Calls:
    """Words that call for one card, one right behind the other; with their marks wherever a message has any.

    Without marks "lừa" is "lửa", "cháy" is "chạy" and "tự tử" is "từ từ": there only phrases of several words that
    differ count.
    """

    def __init__(self, phrases: Iterable[str], reader: Reader) -> None:
        spelled = [reader.question(phrase) for phrase in phrases]
        self._marked = Sought(each.words for each in spelled)
        self._unmarked = Sought(each.folded for each in spelled if len(set(each.folded)) > 1)

    def stand_in(self, message: Wording) -> bool:
        """Whether one of them stands there."""
        if message.words != message.folded:
            return self._marked.stands_in(" ".join(message.words))
        return self._unmarked.stands_in(" ".join(message.folded))


class Tales:
    """Two halves, each harmless alone: any first, soon followed by any second."""

    def __init__(self, first: Sought, then: Sought, unless: Sought, within: int) -> None:
        """`within`: at most so many words lie between them."""
        self.first, self._then, self._unless = first, then, unless
        self._between = re.compile(rf"{OTHER}{{0,{within}}} ")

    def told_in(self, text: str, present: frozenset[str]) -> bool:
        """Whether both stand there, in this order, and nothing that only asks. `present`: the words of the text."""
        ends = {one.end() for one in self.first.within(text, present)}
        starts = {one.start() for one in self._then.within(text, present)} if ends else set()
        told = any(self._between.fullmatch(text, end, start) for end in ends for start in starts if end < start)
        return told and not self._unless.stands_in(text, present)


class Cries:
    """Messages that are one cry and nothing else: "SOS", "trộm trộm bà con ơi"; with their marks where they have any.

    A single word that needs its marks ("cháy" is not "chạy") counts without them where it is said twice.
    """

    def __init__(self, cries: Iterable[str], reader: Reader) -> None:
        self._reader = reader
        known, fillers = list(map(reader.question, cries)), list(map(reader.question, FILLERS.split()))
        self._fillers = {word for each in fillers for word in (*each.words, *each.folded)}
        self._marked = {each.words for each in known}
        self._unmarked = {each.folded for each in known if len(each.words) > 1 or each.words == each.folded}
        self._twice = {each.folded for each in known}

    def is_one(self, text: str) -> bool:
        """Whether the text is one."""
        said = self._reader.question(text)
        bare = [word for word in said.words if word not in self._fillers]
        once = tuple(dict.fromkeys(bare))
        if not once or len(said.words) > LONGEST_CRY:
            return False
        if said.words != said.folded:
            return once in self._marked
        return once in self._unmarked or (len(bare) > len(once) and once in self._twice)


class Signs:
    """Phrases sought among words without marks, abbreviations in full."""

    def __init__(
        self,
        signs: Sequence[str],
        not_signs: Sequence[str],
        abbreviations: Abbreviations,
        cards: Mapping[str, Sequence[str]] = MappingProxyType({}),
        over: Sequence[str] = (),
        *,
        tales: Sequence[Tale] = (),
        cries: Sequence[str] = (),
        marked: Sequence[str] = (),
        of_card: Sequence[str] = (),
    ) -> None:
        """`cards`: by the name of a card the words that call for it; the first is for despair.

        `over`: what stands before such words is settled. `tales`: two halves that are a sign together. `cries`: what is
        called out and nothing else. `marked`: signs only with their marks. `of_card`: words that the usual card is for.
        """
        self._reader = Reader(abbreviations)
        self._marked = Sought(self._reader.question(sign).words for sign in marked)
        self._of_card = Sought(self.spelled(phrase).split() for phrase in of_card)
        self._signs = self._sought([sign for sign in signs if self.spelled(sign)] or LOSSES)
        self._harmless = self._sought(not_signs)
        self._losses = self._sought(LOSSES)
        self._over = Sought(self.spelled(phrase).split() for phrase in over)
        self._begin: defaultdict[str, list[Tales]] = defaultdict(list)
        for tale in map(self._tale, tales):
            for word in tale.first.rarest:
                self._begin[word].append(tale)
        self._cries = Cries(cries, self._reader)
        self._cards = {card: Calls(words, self._reader) for card, words in cards.items()}

    def found_in(self, text: str) -> bool:
        """Whether the text is a call for help: a sign, and no harmless reading unless a loss is named."""
        if self._cries.is_one(text):
            return True
        spelled = SUPPOSED.sub(" ", with_sums(self.spelled(text)))
        spelled = spelled[max((one.end() for one in self._over.within(spelled)), default=0) :]
        present = words_of(spelled)
        signs = self._signs.stands_in(spelled, present) or self._tells(spelled, present)
        if not signs and not self._says_with_marks(text):
            return False
        return not self._harmless.stands_in(spelled, present) or self._losses.stands_in(spelled, present)

    def _says_with_marks(self, text: str) -> bool:
        """Whether a sign stands there that is none without its marks, after what is settled or supposed."""
        wording = self._reader.question(text)
        if wording.words == wording.folded or not self._marked.stands_in(" ".join(wording.words)):
            return False
        bare = " ".join(wording.folded)
        return not self._over.stands_in(bare) and not SUPPOSED.search(bare)

    def _tells(self, spelled: str, present: frozenset[str]) -> bool:
        """Whether one of the tales is told."""
        begun = {tale for word in present & self._begin.keys() for tale in self._begin[word]}
        return any(tale.told_in(spelled, present) for tale in begun)

    def in_general(self, text: str) -> bool:
        """Whether the text supposes, asks in general, jokes, or tells of what is over, as far as the words say."""
        spelled = self.spelled(text)
        if SUPPOSED.search(spelled):
            return True
        present = words_of(spelled)
        return self._harmless.stands_in(spelled, present) or self._over.stands_in(spelled, present)

    def card(self, text: str, usual: str, otherwise: str = "") -> str:
        """Which card helps here: the only one that the words call for; despair comes before all.

        Where several or none do: the usual one if it is one of them or the words are of what it is for, or `otherwise`.
        """
        wording = self._reader.question(text)
        fit = [card for card, words in self._cards.items() if words.stand_in(wording)]
        if len(fit) == 1 or (fit and fit[0] == next(iter(self._cards))):
            return fit[0]
        its_own = usual in fit if fit else self._of_card.stands_in(with_sums(self.spelled(text)))
        return usual if its_own or not otherwise else otherwise

    def spelled(self, text: str) -> str:
        """The text without marks, abbreviations in full."""
        return " ".join(self._reader.question(text).folded)

    def _tale(self, one: Tale) -> Tales:
        first, then = _each_before(one.says, one.first), _each_before(one.wants, one.then)
        return Tales(self._sought(first), self._sought(then), self._sought(one.unless), one.within)

    def _sought(self, phrases: Iterable[str]) -> Sought:
        return Sought((self.spelled(phrase).split() for phrase in phrases), BETWEEN)


def _each_before(openings: Sequence[str], phrases: Sequence[str]) -> list[str]:
    """Each phrase behind each opening; the phrases alone where there is none."""
    return [f"{opening} {phrase}" for opening in openings for phrase in phrases] or list(phrases)
