"""A picture is uploaded to Zalo once, whoever asks for it and however often the program starts."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.zalo_uploads import LASTS
from bot.storage.zalo_uploads import UploadTable
from tests.bot.channels.zalo_parts import ME, Shifted, channel
from tests.doubles.zalo_oa import APP, ZaloDouble
from tests.pictures import png

UPLOAD = "/v2.0/oa/upload/image"
DAY = 86400.0


@pytest.fixture
async def double():
    async with ZaloDouble() as running:
        running.person(ME).interacted = running.now()
        yield running


@pytest.fixture
async def start(database, double):
    """A program that starts, with nothing but the database to remember by."""
    running = []

    def start(account=APP):
        uploads = UploadTable(database, Shifted(double).now, account, LASTS)
        running.append(channel(database, double, uploads=uploads))
        return running[-1]

    yield start
    for one in running:
        await one.close()


async def test_a_picture_is_uploaded_once_and_sent_by_its_number_after_a_restart(start, double):
    await start().send_image(ME, picture=png())
    await start().send_image(ME, picture=png())
    assert double.calls[UPLOAD] == 1
    assert [one.media["attachment_id"] for one in double.sent(ME)] == ["up0", "up0"]


async def test_several_who_need_it_at_once_share_one_upload(start, double):
    oa = start()
    await asyncio.gather(*(oa.send_image(ME, picture=png()) for _ in range(8)))
    assert double.calls[UPLOAD] == 1 and len(double.sent(ME)) == 8


@pytest.mark.parametrize(("days", "uploads"), [(5.9, 1), (6.1, 2)])
async def test_its_number_is_used_for_six_days(start, double, days, uploads):
    await start().send_image(ME, picture=png())
    double.shift += days * DAY
    double.person(ME).interacted = double.now()
    await start().send_image(ME, picture=png())
    assert len(double.uploads) == uploads and not [one for one in double.refused if one[1] == -100]


@pytest.mark.parametrize("code", [-100, -201])
async def test_a_number_that_zalo_does_not_know_is_forgotten(start, double, code):
    await start().send_image(ME, picture=png())
    if code == -100:
        double.uploads["up0"] = (double.now() - 8 * DAY, "image")
    else:
        double.uploads["another"] = double.uploads.pop("up0")
    await start().send_image(ME, picture=png())
    await start().send_image(ME, picture=png())
    assert double.calls[UPLOAD] == 2 and len(double.sent(ME)) == 3
    assert [one[1] for one in double.refused] == [code]


async def test_another_account_has_numbers_of_its_own(start, double):
    await start().send_image(ME, picture=png())
    await start(account="another").send_image(ME, picture=png())
    assert double.calls[UPLOAD] == 2


async def test_another_picture_has_another_number(start, double):
    oa = start()
    await oa.send_image(ME, picture=png())
    await oa.send_image(ME, picture=png() + b"0")
    assert len(double.uploads) == 2
