"""Finding a commune by its new or an old name, however it is typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.library.schemas import Place
from bot.library.text import fold

KINDS = {
    "phuong": "phuong",
    "p": "phuong",
    "xa": "xa",
    "x": "xa",
    "dac khu": "dac khu",
    "thi tran": "thi tran",
    "tt": "thi tran",
    "huyen": "huyen",
    "h": "huyen",
    "thi xa": "thi xa",
    "tx": "thi xa",
    "thanh pho": "thanh pho",
    "tp": "thanh pho",
}
"""How a kind of unit is written, folded → the kind."""
DISTRICTS = ("huyen", "thi xa", "thanh pho")
KIND = re.compile(r"^(" + "|".join(sorted(KINDS, key=len, reverse=True)) + r")(?:\.\s*|\s+)(?=\w)")
SHORTEST_SLIP = 6
"""Letters of a name from which one may be wrong."""
SENTENCE_WORDS = 9
LONGEST_NAME, SHORTEST_NAME = 6, 2
"""Words of a name with its kind, looked for among other words."""
OF_DISTRICT = 2
"""The rank of an old district's name."""
TAIL = re.compile(r"\s*(?:,|\(| thuoc | - ).*$|,? (?:tinh )?quang ninh$")


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a unit, folded. `kind`: phuong, xa … `district`: of an old commune, its district's name.

    `rank`: what is offered first: the new names, then old communes, then old districts. `title`: as it is written.
    """

    bare: str
    kind: str
    place: Place
    district: str = ""
    rank: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Formerly:
    """An old commune, or an old district, as it was written, and the units that it or a part of it went into."""

    name: str
    now: tuple[Place, ...]


class Places:
    """The 54 units of the province, by their own names and those of the communes and districts they came from."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.all = tuple(places)
        self._by_code = {place.code: place for place in self.all}
        self._names: dict[str, list[Name]] = {}
        for name in sorted((name for place in self.all for name in _names(place)), key=lambda name: name.rank):
            self._names.setdefault(name.bare, []).append(name)
        self._districts = {name.bare for names in self._names.values() for name in names if name.kind in DISTRICTS}

    def by_code(self, code: str) -> Place | None:
        """The unit of this code, or None."""
        return self._by_code.get(code)

    def find(self, text: str) -> list[Place]:
        """The units that a name may mean, also when it stands among a few other words."""
        return self.named(text) or self._within(_typed(text))

    def named(self, text: str) -> list[Place]:
        """All units that the whole text may name: new names first, then those an old unit went into.

        With a kind ("xã Hạ Long") those of that kind are meant, if there are any; else any of the name.
        """
        typed = _typed(text)
        found = self._exactly(typed)
        if found:
            return self._in_district(found, fold(text)[len(typed) :])
        return self._like(_split(typed)[1]) or self._like(typed)

    def formerly(self, text: str) -> tuple[Formerly, ...]:
        """The old units that are named with their kind among the words: the longest such name, in each old district.

        A name that is still in use, of the same kind, stands for itself.
        """
        words = fold(text).strip(" .,!?").split()
        for length in range(LONGEST_NAME, SHORTEST_NAME - 1, -1):
            for start in range(len(words) - length + 1):
                kind, bare = _split(" ".join(words[start : start + length]).strip(" .,!?"))
                if kind and (found := self._olden(kind, bare)):
                    return found
        return self._district_within(words)

    def _district_within(self, words: list[str]) -> tuple[Formerly, ...]:
        """ "Uông Bí còn là thành phố không": an old district without its kind."""
        text = f" {' '.join(words)} "
        named = next((one for one in sorted(self._districts, key=len, reverse=True) if f" {one} " in text), "")
        kinds = {name.kind for name in self._names.get(named, ()) if name.rank == OF_DISTRICT}
        return next((self._olden(kind, named) for kind in sorted(kinds)), ())

    def _olden(self, kind: str, bare: str) -> tuple[Formerly, ...]:
        now = [name for name in self._names.get(bare, []) if name.kind == kind]
        titles = dict.fromkeys(name.title for name in now if name.rank)
        gone = [Formerly(title, tuple(_places(n for n in now if n.title == title))) for title in titles]
        here = [Formerly(name.place.name, (name.place,)) for name in now if not name.rank]
        return tuple(gone or here)

    def _exactly(self, typed: str) -> list[Place]:
        kind, bare = _split(typed)
        names = self._names.get(bare, [])
        if not names:  # "Phương Nam" without marks begins like a kind
            kind, names = "", self._names.get(typed, [])
        same = [name for name in names if name.kind == kind]
        akin = [name for name in names if (name.kind in DISTRICTS) == (kind in DISTRICTS)] if kind else []
        return _places(same or akin or names)

    def _in_district(self, found: list[Place], rest: str) -> list[Place]:
        """Of several, those of the district that was named too ("Thanh Sơn, huyện Ba Chẽ")."""
        named = {district for district in self._districts if re.search(rf"\b{district}\b", rest)}
        there = {name.place.code for names in self._names.values() for name in names if name.district in named}
        return [place for place in found if place.code in there] or found

    def _like(self, bare: str) -> list[Place]:
        """Typed without spaces, or with one letter wrong."""
        joined = bare.replace(" ", "")
        slips = 1 if len(joined) >= SHORTEST_SLIP else 0
        near = [
            name
            for key, names in self._names.items()
            if OSA.distance(joined, key.replace(" ", ""), score_cutoff=slips) <= slips
            for name in names
        ]
        return _places(sorted(near, key=lambda name: name.rank))

    def _within(self, typed: str) -> list[Place]:
        """ "tôi sống ở xã Bình Liêu ạ" → Bình Liêu: a name among few other words, the longest one."""
        words = typed.split()
        if len(words) > SENTENCE_WORDS:
            return []
        for length in range(LONGEST_NAME, SHORTEST_NAME - 1, -1):
            for start in range(len(words) - length + 1):
                if found := self._exactly(" ".join(words[start : start + length])):
                    return found
        return []


def _names(place: Place) -> Iterator[Name]:
    """Every name under which people may know a unit."""
    kind, bare = _split(fold(place.name))
    yield Name(bare, kind, place)
    stem = re.sub(r"\s+\d+$", "", bare)
    if stem != bare:  # "mong cai" → Móng Cái 1, 2 and 3
        yield Name(stem, kind, place)
    for old in place.formed_from:
        commune, _, rest = fold(old).partition("(")
        written = old.partition("(")[2].rstrip(")").strip()
        kind, bare = _split(commune.split(",")[0].strip())
        for_district, district = _split(rest.rstrip(")").strip())
        yield Name(bare, kind, place, district, rank=1, title=old)
        if for_district in DISTRICTS:
            yield Name(district, for_district, place, rank=OF_DISTRICT, title=written)


def _split(name: str) -> tuple[str, str]:
    """ "tx. quang yen" → "thi xa", "quang yen"; a name without a kind has ""."""
    found = KIND.match(name)
    return (KINDS[found[1]], name[found.end() :]) if found else ("", name)


def _places(names: Iterable[Name]) -> list[Place]:
    return list({name.place.code: name.place for name in names}.values())


def _typed(text: str) -> str:
    return TAIL.sub("", fold(text).strip(" .,!?")).strip()
