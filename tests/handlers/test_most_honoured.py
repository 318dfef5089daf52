"""Who is called "cụ" is led to a form of address that there is."""

import pytest


@pytest.mark.parametrize("typed", ["cụ", "gọi tôi là cụ", "cứ gọi là cụ ạ", "goi toi la cu"])
async def test_cu_is_led_to_ong_or_ba(friend, typed):
    said = await friend(typed)
    assert said.phrase == "settings.form_cu"
    assert said.buttons[:2] == ["settings.form:ong", "settings.form:ba"]
    assert (await friend(button="settings.form:ong")).phrase == "settings.saved"
    assert (await friend.citizen()).form == "ong"


async def test_in_the_first_meeting_the_questions_go_on(talk):
    await talk("chào cháu")
    await talk("vâng")
    assert (await talk("cụ")).phrase == "settings.form_cu"
    assert (await talk("Ông")).phrase == "start.commune"
    assert (await talk.citizen()).form == "ong"
