"""The first meeting: the question first, then three taps that can each be skipped."""

from __future__ import annotations


async def test_a_greeting_is_answered_with_the_welcome(talk):
    said = await talk("/start")
    assert said.phrase == "start.welcome"
    assert "start.agree:yes" in said.buttons


async def test_a_first_question_is_answered_before_anything_is_asked(talk):
    said = await talk("VNeID mức 2 làm ở đâu?")
    assert said.phrases[0].startswith("ask.")
    assert said.phrases[-1] == "start.after_first_answer"


async def test_a_first_emergency_is_answered_before_anything_is_asked(talk):
    said = await talk("toi vua chuyen tien cho lua dao")
    assert said.phrases == ["emergency.card"]
    assert (await talk("cảm ơn")).phrases[-1] == "start.after_first_answer"
    assert said.label == "curated"


async def test_three_taps_set_form_commune_and_group(talk):
    await talk("/start")
    await talk(button="start.agree:yes")
    await talk(button="start.form:ba")
    said = await talk("an sinh")
    assert said.buttons[0] == "start.commune:07090"
    await talk(button="start.commune:07090")
    said = await talk(button="start.audience:1")
    assert said.phrase == "start.done"
    citizen = await talk.citizen()
    assert (citizen.form, citizen.commune, citizen.audience, citizen.met) == ("ba", "07090", "CAO", "done")


async def test_every_tap_can_be_skipped(talk):
    await talk("/start")
    await talk(button="start.agree:no")
    said = await talk(button="start.form:skip")
    assert said.phrase == "start.done"
    assert (await talk.citizen()).consented_at is None


async def test_who_chose_a_form_is_never_called_otherwise(talk):
    await talk("/start")
    await talk(button="start.agree:yes")
    await talk(button="start.form:ong")
    for words in ("/menu", "/trogiup", "/hoc", "/caidat", "/canbo", "/menu", "xyzzy không có thật"):
        said = await talk(words)
        assert "bạn " not in said.text.lower().replace("bạn bè", ""), words
