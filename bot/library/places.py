"""Finding a commune by its new or an old name, however it is typed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from bot.library.schemas import Place
from bot.library.text import fold

KINDS = re.compile(r"^(?:phuong|xa|dac khu|thi tran|thi xa|thanh pho|tp|huyen|tt|tx|p|x)\.?\s+")
SHORTEST_SLIP = 6
"""Letters of a name from which one may be wrong."""
SENTENCE_WORDS = 9
DISTRICT = re.compile(r"\b(?:thanh pho|thi xa|huyen|tp|tx)\.? ([a-z ]+)")
OF_DISTRICT = re.compile(r"^(?:thanh pho|thi xa|huyen|tp|tx)\b")
TAIL = re.compile(r"\s*(?:,|\(| thuoc | - ).*$|,? (?:tinh )?quang ninh$")


class Places:
    """The 54 units of the province."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.all = tuple(places)
        self._by_code = {place.code: place for place in self.all}
        self._new = _index((fold(place.name_ascii), place) for place in self.all)
        self._full = _index((fold(place.name), place) for place in self.all)
        self._old = _index((key, place) for place in self.all for old in place.formed_from for key in _old_names(old))
        self._districts = _index(
            (key, place) for place in self.all for old in place.formed_from for key in _district(old)
        )

    def by_code(self, code: str) -> Place | None:
        """The unit of this code, or None."""
        return self._by_code.get(code)

    def find(self, text: str) -> list[Place]:
        """The units that a name may mean, also when it stands among a few other words."""
        return self.named(text) or self._within(_typed(text))

    def named(self, text: str) -> list[Place]:
        """The units that the whole text may name: new names first, then those an old unit went into."""
        typed = _typed(text)
        bare = KINDS.sub("", typed)
        if OF_DISTRICT.match(typed) and bare in self._districts:
            return list(self._districts[bare])
        for index in (self._full, self._new, self._old, self._starts(), self._districts):
            if found := index.get(typed) or index.get(bare):
                return list(found)
        return self._like(bare)

    def _starts(self) -> dict[str, list[Place]]:
        """ "mong cai" → Móng Cái 1, 2 and 3."""
        found: dict[str, list[Place]] = {}
        for key, places in self._new.items():
            stem = re.sub(r"\s+\d+$", "", key)
            if stem != key:
                found.setdefault(stem, []).extend(places)
        return found

    def _like(self, bare: str) -> list[Place]:
        """Typed without spaces, or with one letter wrong."""
        joined = bare.replace(" ", "")
        slips = 1 if len(joined) >= SHORTEST_SLIP else 0
        near = [
            place
            for names in (self._new, self._old)
            for key, places in names.items()
            if OSA.distance(joined, key.replace(" ", ""), score_cutoff=slips) <= slips
            for place in places
        ]
        return list({place.code: place for place in near}.values())

    def _within(self, typed: str) -> list[Place]:
        """ "tôi sống ở xã Bình Liêu ạ" → Bình Liêu: a name among few other words, the longest one."""
        words = typed.split()
        if len(words) > SENTENCE_WORDS:
            return []
        for length in (4, 3, 2):
            for start in range(len(words) - length + 1):
                key = " ".join(words[start : start + length])
                if found := self._new.get(key) or self._starts().get(key) or self._old.get(key):
                    return list(found)
        return []


def _typed(text: str) -> str:
    return TAIL.sub("", fold(text).strip(" .,!?")).strip()


def _district(old: str) -> Iterable[str]:
    """ "Xã An Sinh (Thành phố Đông Triều)" → "dong trieu"."""
    for district in DISTRICT.findall(fold(old)):
        yield district.strip()


def _index(pairs: Iterable[tuple[str, Place]]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for key, place in pairs:
        if place not in found.setdefault(key, []):
            found[key].append(place)
    return found


def _old_names(old: str) -> Iterable[str]:
    """ "Phường Hà An (một phần), TX Quảng Yên" → "ha an"."""
    plain = re.sub(r"\s*\(.*?\)", "", fold(old))
    yield KINDS.sub("", plain.split(",")[0].strip())
