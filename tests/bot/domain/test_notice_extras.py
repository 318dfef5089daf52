"""An announcement's picture, link and lesson: checked, frozen with the words, sent with them, compared with copies."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image
from sqlalchemy import select

from bot.channels.terminal import Terminal
from bot.domain import notice_pictures
from bot.domain.announcements import Announcements, Content
from bot.domain.answers import Answers
from bot.domain.genuine import Genuine
from bot.domain.notice_extras import body_of
from bot.domain.notice_pictures import BYTES_MAX, SIDE_MAX, UPLOAD_MAX, remade
from bot.domain.repeats import COPIED, COPIED_TOO
from bot.domain.staff import Refusal
from bot.library.phrases import Phrases
from bot.library.pictures import Pictures
from bot.messages import Held
from bot.storage import notice_pictures as rows
from bot.storage.tables import NoticePicture, Outbound
from bot.wording import Words
from tests.people import NOW, citizen, staff

LINK = "https://thongbao.example.vn/lop-hoc?thon=3"
BODY = "Mời bà con đến nhà văn hóa thôn 3 học cài ứng dụng lúc 19 giờ, không thu phí."


def photo(size=(3000, 2000), kind="JPEG", **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return out.getvalue()


def bomb() -> bytes:
    """A small PNG that says it is 60,000 pixels on each side."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    part = lambda kind, data: (  # noqa: E731
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    )
    packed = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", packed) + part(b"IEND", b"")


async def refused(awaitable) -> str:
    with pytest.raises(Refusal) as error:
        await awaitable
    return error.value.name


async def kept(db, content: bytes = b"") -> str:
    return await notice_pictures.keep(db, *remade(content or photo((320, 200))), NOW)


def test_a_photo_is_made_anew_smaller_turned_upright_and_without_what_cameras_add():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera"
    made, size = remade(photo(exif=exif))
    read = Image.open(io.BytesIO(made))
    assert (read.format, read.size, dict(read.getexif())) == ("JPEG", size, {})
    assert max(size) == SIDE_MAX and size[0] < size[1] and len(made) <= BYTES_MAX
    assert remade(photo((90, 60), "PNG"))[1] == remade(photo((90, 60), "WEBP"))[1] == (90, 60)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "pictures.unreadable"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "pictures.unreadable"),
        (photo((50, 50), "GIF"), "pictures.unreadable"),
        (photo((500, 500))[:400], "pictures.unreadable"),
        (bomb(), "pictures.too_large"),
        (photo((10, 10)) + b"\0" * UPLOAD_MAX, "pictures.too_heavy"),
    ],
)
def test_what_is_no_picture_or_would_fill_the_memory_is_refused(content, why):
    with pytest.raises(Refusal) as error:
        remade(content)
    assert error.value.name == why


async def test_the_same_picture_is_kept_once_and_goes_when_no_announcement_bears_it(database):
    async with database.begin() as db:
        name = await kept(db)
        assert await kept(db) == name
        await Announcements(db, NOW).draft(await staff(db), Content("Lớp", BODY, picture=name, picture_alt="Bản đồ"))
        other = await kept(db, photo((60, 60)))
        await rows.drop_unused(db, before=NOW + notice_pictures.UNUSED_LASTS)
        assert list(await db.scalars(select(NoticePicture.name))) == [name] != [other]


@pytest.mark.parametrize(
    ("extra", "why"),
    [
        ({"link": "http://example.vn/a"}, "announcements.link_unfit"),
        ({"link": "https://10.0.0.1/a"}, "announcements.link_unfit"),
        ({"link": "https://example.vn@xau.example/"}, "announcements.link_unfit"),
        ({"link": "https://vnеid.example/"}, "announcements.link_unfit"),
        ({"link": "https://localhost/a"}, "announcements.link_unfit"),
        ({"link": "https://example.vn:8443/a"}, "announcements.link_unfit"),
        ({"link": "https://example.vn/" + "a" * 300}, "announcements.link_unfit"),
        ({"lesson": "m1-01:x"}, "announcements.no_such_lesson"),
        ({"picture": "notices/0000000000000000.jpg", "picture_alt": "Bản đồ"}, "pictures.unreadable"),
        ({"picture": "notices/0000000000000000.jpg"}, "announcements.alt_missing"),
        ({"link": "https://example.vn/a", "picture_alt": "x"}, ""),
    ],
)
async def test_what_cannot_be_shown_or_may_deceive_is_refused(database, extra, why):
    async with database.begin() as db:
        draft = Announcements(db, NOW).draft(await staff(db), Content("Lớp", BODY, **extra))
        assert (await refused(draft) if why else (await draft).picture_alt) == why


async def sent(db) -> int:
    """One with everything, approved and planned."""
    author, approver = await staff(db, "author"), await staff(db, "approver")
    extras = {"picture": await kept(db), "picture_alt": "Bản đồ thôn 3", "link": LINK, "lesson": "m1-01"}
    made = await Announcements(db, NOW).draft(author, Content("Lớp học thôn 3", BODY, **extras))
    work = Announcements(db, NOW)
    await Answers(db, NOW).ask(author, made.id, "read")
    await work.submit(author, made.id)
    assert await refused(work.edit(author, made.id, Content("Lớp", BODY, link="https://khac.example"))) == (
        "announcements.not_now"
    )
    await work.approve(approver, made.id)
    await work.plan_next()
    return made.id


async def test_everything_goes_out_together_and_who_wants_no_pictures_gets_the_words(database, tmp_path):
    async with database.begin() as db:
        who, _ = await citizen(db)
        sparing, _ = await citizen(db, pictures=False)
        number = await sent(db)
        found = {
            row.citizen_id: row.reply
            for row in await db.scalars(select(Outbound).where(Outbound.announcement_id == number))
        }
        picture = (await db.scalars(select(NoticePicture))).one()
    assert [one[0] for one in found[who]["buttons"]] == [
        f"answers.have_read:{number}",
        "lessons.open:m1-01",
        "kinds.off:general",
    ]
    assert found[who]["values"]["body"].endswith(f"\n\n🔗 {LINK}")
    assert found[who]["picture"] == [picture.name, "Bản đồ thôn 3"] and "picture" not in found[sparing]
    shelf, said = Pictures(tmp_path), []
    assert shelf.lacks(picture.name)
    shelf.put(picture.name, picture.content, picture.width, picture.height)
    held = Held(1, who, 1, "terminal", "t", "", found[who], 3, "", NOW)
    buttons = {"have_read": "Đã đọc", "announced_lesson": "Học {code}", "mute_general": "Tắt"}
    sentences = {f"buttons.{name}": words for name, words in buttons.items()}
    sentences |= {"announcements.message": "{title}\n{body}", "labels.type_words": "gõ {words}"}
    terminal = Terminal(said.append, lambda: None)
    message = Words(Phrases(sentences), shelf)(held, terminal)
    await terminal.send("t", message)
    assert message.picture.path == f"/pictures/{message.picture.digest}/{picture.name.removeprefix('notices/')}"
    assert shelf.named(picture.name.removeprefix("notices/"), message.picture.digest)
    assert "[Bản đồ thôn 3]" in said and LINK in "".join(said) and "“Học m1-01”" in "".join(said)


async def test_a_copy_with_another_link_is_called_altered(database):
    async with database.begin() as db:
        await citizen(db)
        await sent(db)
        copy = f"📢 Lớp học thôn 3\n\n{BODY}\n\n🔗 {LINK}"
        assert (await Genuine(db).judge(copy)).kind == "partial"
        other = await Genuine(db).judge(copy.replace("thongbao.example.vn", "thong-bao.example.com"))
        assert (other.kind, other.changed) == ("altered", ("contact",))


async def test_a_correction_and_a_repetition_keep_them(database):
    async with database.begin() as db:
        await citizen(db)
        number = await sent(db)
        author = await staff(db)
        made = await Announcements(db, NOW).correct(author, number, "Đính chính: Lớp học thôn 3")
        assert (made.link, made.lesson, made.picture_alt) == (LINK, "m1-01", "Bản đồ thôn 3")
        assert made.corrects == number and made.send_at is None
        assert body_of(made).endswith(LINK)
    assert {"kind", "link", "lesson", "picture", "picture_alt"} <= {*COPIED, *COPIED_TOO}
