"""What a message asks beside what was talked of before, and whether it asks two things: by the entries of a base."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from bot.domain.answering.asked import without_personal_data
from bot.domain.answering.base import Base, Match
from bot.domain.answering.conversation import Conversation
from bot.domain.answering.found import Topic
from bot.domain.answering.search import Hit
from bot.domain.answering.search.wording import fold_word
from bot.domain.answering.thresholds import ASKED, SAID

SHORT = 5
"""Words of a question that may say no more than several entries do: "quên mật khẩu"."""


class Dialogue:
    """Reads a message as a follow-up or as two questions, where the words of a conversation and the entries say so."""

    def __init__(self, talk: Conversation, spelled: Callable[[str], str], today: Callable[[], date]) -> None:
        """`spelled`: a text with its short forms in full."""
        self.talk, self._spelled, self._today = talk, spelled, today

    def followed(self, base: Base, question: str, topic: Topic) -> str:
        """A question that goes on from a topic, with it; "" for one that stands on its own."""
        words = self.added(base, question)
        return " ".join(self.talk.joined(base.meant(topic.text), words)) if words else ""

    def added(self, base: Base, question: str) -> Sequence[str]:
        """The words that a question adds to what was talked of before; none when it stands on its own."""
        talk, text = self.talk, without_personal_data(question)
        words = base.meant(text)
        if base.is_title(words):
            return ()
        opened = base.meant(talk.opened(text))
        if talk.names_nothing(opened):
            return opened
        goes_on = talk.names_nothing(words) or (talk.opens(words) and self._names_no_entry(base, text, words))
        return words if goes_on else ()

    def names_nothing(self, base: Base, text: str) -> bool:
        """Whether a question says of nothing what it asks: "còn phí bao nhiêu"."""
        words, opened = base.meant(text), base.meant(self.talk.opened(text))
        nothing = self.talk.names_nothing(words) or self.talk.names_nothing(opened)
        return nothing and not base.is_title(words)

    def _names_no_entry(self, base: Base, text: str, words: Sequence[str]) -> bool:
        """Whether no entry is about what a question names."""
        match, subject = base.find_entries(text, self._today()), set(self.talk.subject(words))
        titles = base.titles(match.hits[0].id) if match.hits else ()
        return match.probability < ASKED and not any(subject <= set(title) for title in titles)

    def parts(self, base: Base, text: str) -> tuple[str, str] | None:
        """Two questions in one, each about an entry of its own."""
        if not (self.talk.may_be_two(base.meant(text)) or self.talk.may_be_two(self._spelled(text).split())):
            return None
        for first, second in self.talk.parts(text):
            if self.talk.two(base.meant(first), base.meant(second)):
                both = (first, self.second(base, first, second))
                one, other = (base.find_entries(part, self._today()) for part in both)
                sure = min(one.probability, other.probability) >= ASKED
                if sure and one.hits[0].id != other.hits[0].id:
                    return first, second
        return None

    def half_known(self, base: Base, text: str) -> tuple[str, str] | None:
        """Two things in one, of which one has its entry, surely, and the other, that nobody here knows, hides it."""
        for first, second in self.talk.parts(text):
            found = {part: base.find_entries(part, self._today()) for part in (first, second)}
            known = [part for part, one in found.items() if one.probability >= ASKED and one.covered >= SAID]
            others = [part for part in found if part not in known]
            if known and others and self._is_beyond(base, others[0], found[others[0]]):
                return first, second
        return None

    def _is_beyond(self, base: Base, part: str, entries: Match) -> bool:
        """Whether a part names something, and that of which nobody here knows."""
        named = self.talk.subject(base.meant(part))
        return bool(named) and base.find_beyond(base.find_lines(part), entries) is not None

    def second(self, base: Base, first: str, second: str) -> str:
        """The second of two questions as it is searched: of what the first names, where it names nothing itself."""
        return self.followed(base, second, Topic(first)) or second

    def meant_by(self, base: Base, words: Sequence[str], hits: Sequence[Hit]) -> Sequence[Hit]:
        """The hits that a short question may mean as well as the first: it says no more than all of them do.

        None where it says all that the first one is about ("mã OTP" of "Mã OTP là gì"), or where no other holds it.
        """
        if len(words) > SHORT or base.is_title(words):
            return ()
        said, asks = _bare(words), self.talk.only_asks
        if any(said <= title <= said | asks for title in map(_bare, base.titles(hits[0].id))):
            return ()
        holds = self.holding(base, words, hits)
        return holds if len(holds) > 1 and holds[0] == hits[0] else ()

    def holding(self, base: Base, words: Sequence[str], hits: Sequence[Hit]) -> list[Hit]:
        """The hits that have all words of a short question in one of their titles."""
        said = _bare(words)
        if not 1 < len(said) <= SHORT:
            return []
        return [hit for hit in hits if any(said <= _bare(title) for title in base.titles(hit.id))]

    def ends_asking(self, base: Base, text: str) -> bool:
        """Whether it ends with what asks: "… là gì", "… được không"."""
        return self.talk.ends_asking(base.meant(text))


def _bare(words: Sequence[str]) -> set[str]:
    return set(map(fold_word, words))
