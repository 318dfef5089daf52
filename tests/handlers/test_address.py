"""Whoever chose a form of address is never called otherwise; every sentence is Vietnamese."""

from __future__ import annotations

import re

import pytest

from bot.library.phrases import FORMS

FIXED = re.compile(r"\b(?:bạn|mình|cháu|quý khách|ngài)\b(?! bè| học| thân| cùng lớp)", re.IGNORECASE)
ENGLISH = re.compile(r"\b(?:the|and|please|error|click|menu bar|you|your|settings|skip|next|back|cancel|ok)\b", re.I)
VALUES = {"buttons.plain": "x"}


def filled(phrases, name, form):
    return phrases.say(name, dict.fromkeys(phrases.placeholders(name), "…"), form)


@pytest.mark.parametrize("form", FORMS)
def test_no_sentence_says_bạn_to_who_chose_otherwise(library, form):
    you, me = FORMS[form]
    for name in library.phrases.sentences:
        if name == "buttons.form_ban":
            continue
        others = {word.lower() for word in FIXED.findall(filled(library.phrases, name, form))} - {you, me}
        assert not others, (name, others)


@pytest.mark.parametrize("form", ["ong", "co", ""])
def test_a_sentence_begins_with_a_capital_and_no_capital_stands_within(library, form):
    words = {word for pair in FORMS.values() for word in pair}
    for name in library.phrases.sentences:
        if name.startswith("buttons.") or name == "small_talk.day_0":
            continue
        text = filled(library.phrases, name, form)
        for word in words:
            within = re.findall(rf"(?<=[a-zà-ỹ,;] ){word.capitalize()}\b", text)
            assert not within, (name, text)
            begins = re.findall(rf"(?:^|(?<=[.!?] ))(?<!\.\. ){word}\b", text)
            assert not begins, (name, text)


def test_no_sentence_is_english(library):
    for name, sentence in library.phrases.sentences.items():
        assert not ENGLISH.search(re.sub(r"\{\w+\}", "", sentence)), name


@pytest.mark.parametrize("kind", ["lessons", "faqs"])
def test_content_leaves_the_address_to_the_reader(library, kind):
    for item in getattr(library, kind):
        texts = [*item.cards, item.do_now, item.if_stuck] if kind == "lessons" else [item.text]
        for text in texts:
            outside = re.sub('[“"].*?[”"]', "", text)
            assert not re.search(r"\b[Bb]ạn\b(?! bè| thân| học| cùng)", outside), text


async def test_the_reply_to_a_choice_is_worded_in_the_form_that_was_chosen(talk):
    await talk("/start")
    await talk(button="start.agree:yes")
    await talk(button="start.form:bac")
    assert [one.form for one in talk.held] == ["bac"]
    await talk(button="settings.form:ba")
    assert [one.form for one in talk.held] == ["ba"]


@pytest.mark.parametrize("form", ["chi", "bac", ""])
def test_what_is_opened_elsewhere_has_a_name(library, form):
    """Nobody finds “em” in the list of their chats."""
    assert "mở Học Vụ Số ở nơi đó" in filled(library.phrases, "linking.code", form)
