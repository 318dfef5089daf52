"""Entries from uploaded files: good rows become drafts, every other one says what is wrong; nothing harmful gets in."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from bot.domain import knowledge_import
from bot.domain.staff import Refusal
from bot.storage.tables import Draft
from tests.bot.domain.test_documents import docx
from tests.journeys.desk import open_desk

HEADS = ["Câu hỏi", "Cách hỏi khác", "Chủ đề", "Câu trả lời", "Mã dữ kiện", "Nguồn", "Đến hết ngày"]
GOOD = ["Bao giờ sửa cầu Bang?", "sua cau bang|cầu Bang sửa chưa", "dich-vu-cong", "{You} hỏi xã nhé.", "F-VN-02"]
BAD = {
    "chủ đề": ["Hỏi một?", "", "khong-co", "{You} hỏi xã.", "F-VN-02"],
    "dữ kiện": ["Hỏi hai?", "", "dich-vu-cong", "{You} hỏi xã.", "F-XX-99"],
    "ngày": ["Hỏi ba?", "", "dich-vu-cong", "{You} hỏi xã.", "F-VN-02", "", "hôm qua"],
    "thông tin riêng": ["Hỏi bốn?", "", "dich-vu-cong", "Gọi chị Hoa 0912345678.", "F-VN-02"],
    "bí mật": ["Hỏi năm?", "", "dich-vu-cong", "TỐI MẬT: danh sách đoàn", "F-VN-02"],
    "từ": ["Hỏi sáu?", "", "dich-vu-cong", "một " * 81, "F-VN-02"],
}
NAME = "quen-mat-khau-vneid"


@pytest.fixture
async def desk(database, library):
    async with open_desk(database, library) as opened:
        yield opened


def table(*rows: list[str], between: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=between).writerows([HEADS, *rows])
    return out.getvalue().encode("utf-8-sig")


async def kept(desk) -> list[Draft]:
    async with desk.database.read() as db:
        return list(await db.scalars(select(Draft).order_by(Draft.id)))


async def test_good_rows_become_drafts_and_each_bad_one_says_why(desk):
    page = await desk.upload("editor", "/imports", "muc.csv", table(GOOD, *BAD.values()))
    assert f"1 mục đã thành bản nháp, {len(BAD)} mục chưa được" in page
    for number, (why, row) in enumerate(BAD.items(), 3):
        line = page[page.index(f"dòng {number}") :].split("</tr>")[0]
        assert why in line.lower() and (row[0] in line or why == "ngày"), line
    (made,) = await kept(desk)
    assert (made.question, made.also, made.state) == (GOOD[0], ["sua cau bang", "cầu Bang sửa chưa"], "draft")
    assert "0912345678" not in str([one.text for one in await kept(desk)])


async def test_only_checked_leaves_nothing_behind(desk):
    page = await desk.upload("editor", "/imports", "muc.csv", table(GOOD, between=";"), dry="yes")
    assert "1 mục đọc được, chưa tạo bản nháp" in page
    assert await kept(desk) == []


async def test_a_spreadsheet_and_the_files_that_were_exported_come_back(desk, library):
    book, out = Workbook(), io.BytesIO()
    book.active.append(HEADS)
    book.active.append(GOOD)
    book.save(out)
    assert "1 mục đã thành bản nháp" in await desk.upload("editor", "/imports", "muc.xlsx", out.getvalue())
    file = next(one for one in library.faqs if one.id == NAME)
    words = f"---\nquestion: {file.question}\ntopic: {file.topic}\nfacts: [{', '.join(file.facts)}]\n---\nBản khác.\n"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as files:
        files.writestr(f"content/faqs/{file.topic}/{NAME}.md", words)
        files.writestr("../../../tmp/evil.md", "không có gì")
    page = await desk.upload("editor", "/imports", "muc.zip", packed.getvalue())
    assert "1 mục đã thành bản nháp, 1 mục chưa được" in page and "evil.md" in page
    made = (await kept(desk))[-1]
    assert (made.entry, made.text, bool(made.based_on["hash"])) == (NAME, "Bản khác.", True)


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("muc.exe", b"MZ", "no_such_kind"),
        ("muc.csv", b"\xff\xfe\x00", "unreadable"),
        ("muc.csv", "tên,tuổi\na,b\n".encode(), "no_heads"),
        ("muc.csv", b"", "no_heads"),
        ("muc.csv", table(), "nothing"),
        ("muc.csv", table(*[GOOD] * (knowledge_import.MOST_ROWS + 1)), "too_many"),
        ("muc.xlsx", b"PK\x03\x04 broken", "unreadable"),
        ("muc.zip", b"no zip", "unreadable"),
    ],
)
def test_what_is_no_list_of_entries_is_refused_with_a_reason(name, body, why):
    with pytest.raises(Refusal, match=rf"imports\.{why}"):
        knowledge_import.read(name, body)


def test_a_file_that_unpacks_to_far_more_is_not_opened():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("a.md", b"0" * (knowledge_import.MOST_UNPACKED + 1))
    assert len(packed.getvalue()) < 100_000
    for name in ("muc.zip", "muc.xlsx"):
        with pytest.raises(Refusal, match="too_large"):
            knowledge_import.read(name, packed.getvalue())


async def test_a_form_without_a_file_says_so(desk):
    answer = await desk.post("editor", "/imports")
    assert answer.status == 422 and "chọn một tệp" in await answer.text()


async def test_a_document_becomes_drafts_that_a_person_finishes(desk):
    body = docx(("Heading1", "Nộp hồ sơ ở đâu?"), ("", "Tại trung tâm."), ("Heading1", "Lệ phí"), ("", "Không thu."))
    refused = await desk.upload("editor", "/imports/document", "a.docx", body)
    assert "tên văn bản" in refused and await kept(desk) == []
    page = await desk.upload("editor", "/imports/document", "a.docx", body, source="Hướng dẫn một cửa")
    assert "2 mục đã thành bản nháp" in page
    made = await kept(desk)
    assert [(one.question, one.text, one.sources, one.state) for one in made] == [
        ("Nộp hồ sơ ở đâu?", "Tại trung tâm.", ["Hướng dẫn một cửa"], "draft"),
        ("Lệ phí", "Không thu.", ["Hướng dẫn một cửa"], "draft"),
    ]
    assert (await desk.post("editor", "/drafts/1/submit")).status == 422, "no topic and no fact yet"
    secret = await desk.upload("editor", "/imports/document", "a.docx", docx(("", "TUYỆT MẬT")), source="x")
    assert "bí mật" in secret and len(await kept(desk)) == 2
