"""Every name that a unit of the province has or had leads to it, however it is typed, or to a choice with it in it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

import pytest
import yaml

from bot.library.files import content_dir

FILE = content_dir() / "places" / "quang-ninh.yaml"
UNITS = yaml.safe_load(FILE.read_text("utf-8"))["units"]
KIND = re.compile(r"^(Phường|Xã|Thị trấn|Đặc khu|Huyện|Thị xã|Thành phố) (.+)$")
SHORT = {"Phường": ("P.", "p "), "Xã": ("X.", "x "), "Thị trấn": ("TT ", "tt."), "Thành phố": ("TP ", "tp.")}
SHORT |= {"Thị xã": ("TX ", "tx."), "Huyện": ("H. ", "huyen "), "Đặc khu": ("dac khu ",)}


def known() -> dict[tuple[str, str], set[str]]:
    """(kind, name) → the codes of all units that have it, were formed from it, or lie where that district was."""
    found = defaultdict(set)
    for unit in UNITS:
        kind, name = KIND.match(unit["name"]).groups()
        found[kind, name].add(unit["code"])
        for old in unit["formed_from"]:
            commune, district = re.match(r"(.+) \((.+)\)$", old).groups()
            found[KIND.match(commune).groups()].add(unit["code"])
            found[KIND.match(district).groups()].add(unit["code"])
    return dict(found)


KNOWN = known()


def plain(text: str) -> str:
    bare = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def codes(places) -> set[str]:
    return {place.code for place in places}


def test_the_list_is_whole():
    assert len(UNITS) == 54
    assert len([name for name in KNOWN if name[0] in ("Huyện", "Thị xã", "Thành phố")]) == 13
    assert len(KNOWN) > 200


@pytest.mark.parametrize("form", [str, plain, str.upper, str.lower])
def test_a_name_with_its_kind_means_exactly_its_units(library, form):
    for (kind, name), meant in KNOWN.items():
        for written in (f"{kind} {name}", *(f"{short}{name}" for short in SHORT[kind])):
            assert codes(library.places.named(form(written))) == meant, written


@pytest.mark.parametrize("form", [str, plain])
def test_a_bare_name_offers_every_unit_that_it_may_mean(library, form):
    """One unit is only ever offered alone when no other unit has or had that name."""
    bare = defaultdict(set)
    for (_, name), meant in KNOWN.items():
        bare[plain(name).lower()] |= meant
    for _, name in KNOWN:
        assert codes(library.places.named(form(name))) == bare[plain(name).lower()], name


@pytest.mark.parametrize("form", [str, plain])
def test_a_former_commune_with_its_district_is_found(library, form):
    for unit in UNITS:
        for old in unit["formed_from"]:
            commune, district = re.match(r"(.+) \((.+)\)$", old).groups()
            for written in (f"{commune}, {district}", f"tôi ở {commune.lower()}"):
                assert unit["code"] in codes(library.places.find(form(written))), written


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Phường Hải Hòa", {"06712"}),
        ("Xã Hạ Long", {"06994"}),
        ("Liên Hòa", {"07168", "07180"}),
        ("Hải Lạng", {"06799", "06886", "06978"}),
        ("Đông Ngũ", {"06862", "06877"}),
        ("Xã Hải Hòa", {"06799", "06886"}),
        ("Thanh Sơn, huyện Ba Chẽ", {"06978"}),
        ("xã Bãi Cháy", {"06673"}),
        ("huyện Đông Triều", {"07090", "07081", "07093", "07114", "07069"}),
    ],
)
def test_names_that_were_mistaken_for_others(library, written, meant):
    assert codes(library.places.find(written)) == meant


def test_new_names_come_first(library):
    assert library.places.named("Hạ Long")[0].code == "06688"
    assert library.places.named("Uông Bí")[0].name == "Phường Uông Bí"
    assert len(library.places.named("Hạ Long")) <= 14


def test_what_is_no_place_is_none(library):
    for words in ("VNeID là gì", "xã", "phường", "", "Hà Nội", "tôi muốn hỏi"):
        assert library.places.find(words) == [], words
