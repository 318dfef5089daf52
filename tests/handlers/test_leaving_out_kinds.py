"""Turning a kind of announcements off and on: by the words below a message, by its button, in the list of kinds."""

from __future__ import annotations

import pytest

from bot.domain.news_kinds import KINDS

WORDS = {"general": "tin chung", "meeting": "lịch", "class": "lớp", "warning": "cảnh báo", "service": "điện nước"}


@pytest.mark.parametrize("kind", KINDS)
async def test_the_words_of_the_button_turn_a_kind_off_and_the_words_of_the_reply_on_again(friend, kind):
    said = await friend(f"TẮT {WORDS[kind].upper()}")
    assert said.phrase == "kinds.off"
    assert f"BẬT {WORDS[kind].upper()}" in said.text
    assert "đang tắt" in (await friend("loại thông báo")).text
    said = await friend(f"bật {WORDS[kind]}")
    assert said.phrase == "kinds.on"
    assert "đang tắt" not in (await friend("loại thông báo")).text


async def test_the_list_of_kinds_is_in_the_settings_and_each_can_be_pressed(friend):
    assert "do:news_kinds" in (await friend("cài đặt")).buttons
    said = await friend(button="do:news_kinds")
    assert said.phrase == "kinds.shown"
    assert [f"kinds.off:{kind}" for kind in KINDS] == [does for does in said.buttons if does.startswith("kinds.")]
    said = await friend(button="kinds.off:warning")
    assert said.phrase == "kinds.off" and "kinds.on:warning" in said.buttons
    assert "kinds.on:warning" in (await friend(button="do:news_kinds")).buttons
    assert (await friend(button="kinds.on:warning")).phrase == "kinds.on"


async def test_without_any_news_the_list_says_so_and_nonsense_changes_nothing(friend):
    await friend(button="announcements.news:off")
    assert (await friend("loại tin")).phrase == "kinds.shown_all_off"
    assert (await friend(button="kinds.off:xyz")).phrase == "kinds.shown_all_off"


def test_each_button_has_its_words_as_a_command(library):
    phrases, commands = library.phrases, library.commands
    for kind in KINDS:
        for what in ("mute", "unmute"):
            assert commands.match(phrases.say(f"buttons.{what}_{kind}", {}, "bac")).command == f"{what}_{kind}"
