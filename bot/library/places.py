"""Finding a commune by its new or an old name, however it is typed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.library.schemas import Place
from bot.library.text import fold

KINDS = re.compile(r"^(?:phuong|xa|dac khu|thi tran|thi xa|thanh pho|tp|huyen|tt|tx|p|x)\.?\s+")
TAIL = re.compile(r"\s*(?:,|\(| thuoc | - ).*$|,? (?:tinh )?quang ninh$")


class Places:
    """The 54 units of the province."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.all = tuple(places)
        self._by_code = {place.code: place for place in self.all}
        self._new = _index((fold(place.name_ascii), place) for place in self.all)
        self._full = _index((fold(place.name), place) for place in self.all)
        self._old = _index((key, place) for place in self.all for old in place.formed_from for key in _old_names(old))

    def by_code(self, code: str) -> Place | None:
        """The unit of this code, or None."""
        return self._by_code.get(code)

    def find(self, text: str) -> list[Place]:
        """The units that a name may mean: new names first, then those an old unit went into."""
        typed = fold(text).strip(" .,!?")
        typed = TAIL.sub("", typed).strip()
        bare = KINDS.sub("", typed)
        for index, key in ((self._full, typed), (self._new, bare), (self._old, bare), (self._starts(), bare)):
            if found := index.get(key):
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
        """One letter off, or typed without spaces; only when exactly one unit is meant."""
        joined = bare.replace(" ", "")
        near = [p for key, places in self._new.items() if key.replace(" ", "") == joined for p in places]
        return near


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
