"""Drawings are put together from their description alone, and what is committed is what the description makes."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from bot.library.files import content_dir
from bot.library.illustrations import description_digest, digest, faults, origin, strays, with_origin
from scripts.drawing.compose import HOLDERS, LARGEST, PLACES, SMALLEST, Unknown, broken, fitted, part, svg
from scripts.drawing.people import PEOPLE
from scripts.drawing.things import THINGS
from tests.pictures import png
from tests.shared import the_library

LIBRARY = the_library()
STEPS = {"layout": "steps", "items": [{"draw": "phone:gear", "words": "Mở Cài~đặt"}, {"draw": "lock"}]}


def test_every_committed_drawing_is_what_its_description_makes():
    assert len(LIBRARY.illustrations) >= 60
    for one in LIBRARY.illustrations.values():
        made = svg(one.draw, description_digest(one.draw))
        assert (content_dir() / one.name).with_suffix(".svg").read_text("utf-8") == made, one.lesson


@pytest.mark.parametrize(
    "name", [*PEOPLE, *THINGS, *HOLDERS, "phone:qr+check", "held:key", "ba:worried", "ong:surprised"]
)
def test_every_part_is_drawn(name):
    drawn = ElementTree.fromstring(f"<svg>{part(name)}</svg>")
    assert len(list(drawn.iter())) > 1


@pytest.mark.parametrize("place", PLACES)
def test_a_scene_stands_in_every_place(place):
    made = svg({"layout": "scene", "place": place, "parts": ["ba"], "says": "Chào!", "words": "Xin chào"}, "0" * 16)
    assert "Chào!" in made and "Xin chào" in made
    ElementTree.fromstring(made)


@pytest.mark.parametrize(
    ("draw", "says"),
    [
        ({"layout": "circle"}, "no layout 'circle': use one of steps"),
        ({"layout": "steps", "items": [{"draw": "lock"}]}, "must have 2 to 4 items, has 1"),
        ({"layout": "scene", "parts": ["dragon"]}, "no part 'dragon'"),
        ({"layout": "scene", "parts": ["lock+moon"]}, "no badge 'moon'"),
        ({"layout": "scene", "parts": ["lock"], "place": "moon"}, "no place 'moon'"),
        ({"layout": "scene", "parts": ["lock"], "words": "dài " * 60}, "too many words for their place"),
    ],
)
def test_what_cannot_be_drawn_is_named(draw, says):
    with pytest.raises(Unknown, match=says):
        svg(draw, "0" * 16)


def test_words_are_broken_evenly_and_kept_large():
    assert broken("Mở Cài~đặt", LARGEST, 10) == ["Mở", "Cài\u00a0đặt"]
    size, lines = fitted("Mức 1: tự làm ở nhà", 340, 170)
    assert SMALLEST <= size <= LARGEST
    assert max(map(len, lines)) - min(map(len, lines)) < 6


def test_a_picture_knows_what_it_was_drawn_from():
    noted = with_origin(png(), b"<svg/>")
    assert origin(noted) == digest(b"<svg/>")
    assert (origin(png()), noted[:8]) == ("", png()[:8])


@pytest.fixture
def lesson(tmp_path):
    """A lesson with a drawing in a library of its own; `write` puts its files there."""
    from bot.library.files import Source
    from bot.library.schemas import Illustration

    one = Illustration(lesson="M0-01", card=2, alt="Ba bước khóa máy", draw=STEPS)
    (tmp_path / "pictures").mkdir()

    def check():
        return [fault.remedy for fault in faults(tmp_path, one, Source("pictures.yaml", {}, {"M0-01": 3}))]

    def write(draw=STEPS, content=None):
        made = svg(draw, description_digest(draw)).encode()
        (tmp_path / "pictures/m0-01.svg").write_bytes(made)
        (tmp_path / "pictures/m0-01.png").write_bytes(content or with_origin(png(), made))

    return check, write


def test_a_drawing_is_checked_without_drawing_it(lesson):
    check, write = lesson
    assert check() == ["m0-01.png is not there: run scripts/draw_pictures.py"]
    write()
    assert check() == []
    write(draw={**STEPS, "layout": "side"})
    assert check() == ["m0-01.svg shows an earlier description: run scripts/draw_pictures.py"]
    write(content=with_origin(png(), b"another"))
    assert check() == ["m0-01.png was drawn from another m0-01.svg: run scripts/draw_pictures.py"]
    write(content=png() + b"0" * 200 * 1024)
    assert check() == ["m0-01.png must have at most 200 KB, has 200"]


def test_a_drawing_of_no_lesson_is_named(lesson, tmp_path):
    lesson[1]()
    assert [fault.path.rpartition("/")[2] for fault in strays(tmp_path, {})] == ["m0-01.png", "m0-01.svg"]
