"""A certificate holds whoever checks it, with or without us; what was altered, revoked or is over is refused."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import func, select, update

from bot.domain.learning.certificates import Certificates, State, check, revoke
from bot.domain.learning.signing import Signer, Statement
from bot.domain.staff import Refusal
from bot.storage import keys, purge
from bot.storage.tables import Certificate, Inbound, Outbound, Progress
from bot.web import diplomas, public
from tests.journeys.conftest import Talk
from tests.journeys.test_learning import agree
from tests.people import staff

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
TODAY = date(2026, 11, 23)


async def finish(talk, module):
    """Every lesson of a module is done."""
    me, now = (await talk.citizen()).id, talk.watch.now()
    lessons = [lesson.code for lesson in talk.library.lessons if lesson.module == module]
    async with talk.database.begin() as db:
        db.add_all([Progress(citizen_id=me, lesson=code, updated_at=now, finished_at=now) for code in lessons])


async def finished(talk):
    """They may have the certificate of the first module."""
    await agree(talk)
    await finish(talk, "M0")


async def held(talk):
    me = (await talk.citizen()).id
    async with talk.database.read() as db:
        return await Certificates(db, talk.signer, talk.watch.now(), TODAY).held(me)


async def certificate(talk, name=""):
    """A learner's certificate of the first module."""
    await finished(talk)
    await talk(button="certificates.module:m0")
    if name:
        await talk(name)
    said = await talk(button="certificates.named:m0" if name else "certificates.unnamed:m0")
    return said.messages[0].reply["values"]["link"].rpartition("/")[2]


async def state(talk, code, today=TODAY):
    async with talk.database.read() as db:
        return (await check(db, talk.signer, code, today=today))[0]


@pytest.fixture
async def visitor(talk, library):
    """Somebody with a link, and no login."""
    app = web.Application()
    app.add_routes(public.routes(library, talk.database, talk.signer, talk.watch))
    app.add_routes(diplomas.routes(library.titles(), talk.database, talk.signer, "https://b.example", talk.watch))
    async with TestClient(TestServer(app)) as client:
        yield client


def test_of_a_thousand_altered_codes_none_is_accepted():
    signer, chance = Signer(Signer.new_key()), random.Random(11)
    code = signer.sign(Statement("M1", TODAY, "Nguyễn Thị Hoa", date(2029, 11, 23), "0a1b2c3d"))
    altered = {code[:-1] + letter for letter in ALPHABET}
    while len(altered) < 1000:
        at, letter = chance.randrange(len(code)), chance.choice(ALPHABET)
        kinds = (code[:at] + letter + code[at + 1 :], code[:at] + code[at + 1 :], code[:at] + letter + code[at:])
        altered.add(chance.choice(kinds))
    altered.discard(code)
    altered |= {code + "=", code + "A", f" {code}", code + "\n", code.swapcase(), code[::-1], "", "A", "é" * 90}
    assert len(altered) >= 1000
    assert [one for one in altered if signer.read(one) is not None] == []
    assert signer.read(code) is not None


def test_a_code_of_another_key_is_not_ours_and_the_longest_fits():
    longest = Statement("HSSV", TODAY, "Ượ" * 30, date(2029, 11, 23), "0a1b2c3d")
    code = Signer(Signer.new_key()).sign(longest)
    assert Signer(Signer.new_key()).read(code) is None
    assert len(code) <= Certificate.__table__.c.code.type.length


def test_a_code_given_before_there_was_a_last_day_is_still_read():
    signer = Signer(Signer.new_key())
    old = Statement("M1", date(2026, 11, 24), "Hoa")
    assert signer.read(signer.sign(old)) == old


def test_anybody_can_check_it_with_no_network_as_the_docs_say():
    signer = Signer(Signer.new_key())
    today = date.today()
    good = signer.sign(Statement("M1", today, "Hoa", today + timedelta(days=9), "0a1b2c3d"))
    over = signer.sign(Statement("M1", today, "Hoa", today - timedelta(days=1), "0a1b2c3d"))
    page = (Path(__file__).parents[2] / "docs/certificates.md").read_text("utf-8")
    program = "import socket; socket.socket = None\n" + re.search(r"```python\n(.*?)```", page, re.DOTALL)[1]

    def run(code, key=signer.public_key):
        command = [sys.executable, "-c", program, code, key]
        return subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONIOENCODING": "utf-8"})

    assert run(good).stdout.startswith("M1") and "Hoa" in run(good).stdout
    assert "InvalidSignature" in run(good, Signer(Signer.new_key()).public_key).stderr
    assert "InvalidSignature" in run(good[:100] + ("A" if good[100] != "A" else "B") + good[101:]).stderr
    assert "expired" in run(over).stderr


async def test_two_learners_without_a_name_get_two_certificates(talk, database, library):
    other = Talk(database, library, "binh")
    other.signer = talk.signer
    assert await certificate(talk) != await certificate(other)


async def test_it_holds_for_three_years(talk, visitor):
    code = await certificate(talk)
    statement = talk.signer.read(code)
    assert statement.until == date(2029, 11, 23) and statement.name == ""
    assert await state(talk, code, statement.until) is State.GOOD
    assert await state(talk, code, statement.until + timedelta(days=1)) is State.EXPIRED
    talk.watch.move(days=3 * 366)
    for path in ("", "/anh.png", "/in.pdf"):
        assert (await visitor.get(f"/chungnhan/{code}{path}")).status == (404 if path else 410)
    assert "certificates.module:m0" in (await talk("/chungnhan")).buttons


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("nguyễn văn ông", "Nguyễn Văn Ông"),
        ("TRẦN THỊ BA", "Trần Thị Ba"),
        ("tôi tên là  lê  thị-hoa", "Lê Thị-Hoa"),
        ("H'Linh Niê", "H'Linh Niê"),
        ("đỗ Thị K'brơi", "Đỗ Thị K'Brơi"),
    ],
)
async def test_a_name_is_shown_tidied_before_it_is_signed(talk, typed, printed):
    await finished(talk)
    await talk(button="certificates.module:m0")
    asked = await talk(typed)
    assert asked.phrase == "certificates.confirm" and printed in asked.text
    assert await held(talk) == []
    assert (await talk("vâng")).phrase == "certificates.issued"
    assert [one.name for _, one in await held(talk)] == [printed]


async def test_a_name_can_be_written_again_or_left_out(talk):
    await finished(talk)
    await talk(button="certificates.module:m0")
    await talk("nguyen van nham")
    assert (await talk(button="certificates.module:m0")).phrase == "certificates.name"
    assert (await talk(button="certificates.named:m0")).phrase == "certificates.name"
    await talk("nguyễn văn nhầm")
    assert "Nguyễn Văn Đúng" in (await talk("nguyễn văn đúng")).text
    assert await held(talk) == []
    assert (await talk(button="certificates.unnamed:m0")).phrase == "certificates.issued"
    assert [one.name for _, one in await held(talk)] == [""]


async def test_a_name_is_shown_only_if_the_learner_chose_one(talk, visitor):
    code = await certificate(talk, "Nguyễn Thị Hoa")
    text = await (await visitor.get(f"/chungnhan/{code}")).text()
    assert "Nguyễn Thị Hoa" in text and "không phải văn bằng" in text and "23/11/2029" in text
    unnamed = talk.signer.sign(Statement("M0", TODAY, "", date(2029, 11, 23), "00000000"))
    assert "Người học" not in await (await visitor.get(f"/chungnhan/{unnamed}")).text()


async def test_it_outlives_purging_and_erasing(talk, visitor):
    code = await certificate(talk, "Nguyễn Thị Hoa")
    async with talk.database.begin() as db:
        await db.execute(update(Outbound).values(status="sent"))
    talk.watch.move(days=400)
    async with talk.database.begin() as db:
        while await purge.words(db, before=talk.watch.now() - timedelta(days=180)):
            pass
        left = [await db.scalar(select(func.count()).select_from(table)) for table in (Inbound, Outbound)]
    assert left == [0, 0]
    assert (await visitor.get(f"/chungnhan/{code}")).status == 200
    await talk("/xoadulieu")
    await talk(button="my_data.erase:yes")
    assert (await visitor.get(f"/chungnhan/{code}")).status == 200


async def test_revoking_is_for_good(talk, visitor):
    code = await certificate(talk)
    async with talk.database.begin() as db:
        moderator = await staff(db, "moderator")
        with pytest.raises(Refusal):
            await revoke(db, moderator, code, reason=" ", now=talk.watch.now())
        with pytest.raises(Refusal):
            await revoke(db, await staff(db, "moderator", area="07090"), code, reason="Nhầm", now=talk.watch.now())
        await revoke(db, moderator, code, reason="Cấp nhầm người", now=talk.watch.now())
    for path in ("", "/anh.png", "/in.pdf"):
        assert (await visitor.get(f"/chungnhan/{code}{path}")).status == (404 if path else 410)
    await talk(button="certificates.module:m0")
    assert (await talk(button="certificates.unnamed:m0")).phrase == "certificates.revoked"
    await talk("/xoadulieu")
    await talk(button="my_data.erase:yes")
    assert await state(talk, code) is State.REVOKED
    async with talk.database.begin() as db:
        with pytest.raises(Refusal):
            await revoke(db, moderator, code, reason="Lần nữa", now=talk.watch.now())


async def test_the_key_is_its_own_and_changing_the_secret_voids_nothing(talk, library):
    async with talk.database.begin() as db:
        first = Signer(await keys.keep_secret(db, "certificate_key", Signer.new_key))
    code = first.sign(Statement("M0", TODAY, "", date(2029, 11, 23), "00000000"))
    async with talk.database.begin() as db:
        again = Signer(await keys.keep_secret(db, "certificate_key", Signer.new_key))
    app = web.Application()
    app.add_routes(public.routes(library, talk.database, again, talk.watch))  # which never see the secret
    async with TestClient(TestServer(app)) as client:
        assert (await client.get(f"/chungnhan/{code}")).status == 200
        assert first.public_key in await (await client.get("/chungnhan/khoa")).text()
