"""A lesson's drawing comes with its card, to those who want drawings."""

from __future__ import annotations

from bot.library.files import content_dir
from bot.library.pictures import drawing


def named(said):
    return [row.reply.get("picture") for row in said.messages]


async def test_the_drawing_comes_with_its_card_alone(friend, library):
    one = library.illustrations["M0-01"]
    for number in range(5):
        said = await friend(button=f"lessons.card:m0-01:{number}")
        assert named(said) == [[one.name, one.alt] if number + 1 == one.card else None]


async def test_who_spares_data_gets_the_words_alone(friend, library):
    one = library.illustrations["M0-01"]
    assert (await friend(button="settings.pictures:no")).phrase == "settings.pictures_off"
    said = await friend(button=f"lessons.card:m0-01:{one.card - 1}")
    assert (named(said), said.phrase) == ([None], "lessons.card")
    await friend(button="settings.pictures:yes")
    assert named(await friend(button=f"lessons.card:m0-01:{one.card - 1}")) == [[one.name, one.alt]]


def test_at_least_sixty_lessons_have_a_drawing_that_is_light_enough(library):
    assert len(library.illustrations) >= 60
    for one in library.illustrations.values():
        found = drawing(content_dir(), one.name)
        assert len(found.content) <= 200 * 1024 and (found.width, found.height) == (800, 500), one.lesson
        assert 10 <= len(one.alt) <= 200 and one.alt[-1] in ".?!", one.lesson
