"""Passages read sentence by sentence ahead of the answer: what a model repeats word for word is not read again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from threading import Lock

from bot.domain.answering.guard.evidence import Text
from bot.domain.answering.guard.normalise import sentences
from bot.redaction.disguise import clean, plain

MOST = 256
"""Passages whose sentences are kept; public text alone."""
NONE: Mapping[str, Text] = {}


class ReadAhead:
    """The sentences of the passages met last, each as the checks read it."""

    def __init__(self, read: Callable[[str], Text]) -> None:
        self._read = read
        self._one_at_a_time = Lock()
        self._kept: OrderedDict[str, dict[str, Text]] = OrderedDict()

    def learn(self, texts: Iterable[str]) -> None:
        """Read the sentences of these passages, unless they were read before."""
        with self._one_at_a_time:
            for text in texts:
                if text not in self._kept:
                    self._kept[text] = {each: self._read(each) for each in sentences(plain(clean(text)))}
                self._kept.move_to_end(text)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def of(self, text: str) -> Mapping[str, Text]:
        """The sentences of a passage; none of one that was not learnt."""
        return self._kept.get(text, NONE)
