"""Lists as files: what people wrote opens as text in a spreadsheet, never as a formula."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from bot.storage.tables import Announcement, Event
from bot.web import lists
from bot.web.calendar import calendar
from tests.people import NOW

NASTY = [
    '=HYPERLINK("http://x","y")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "  =1+1",
    "\u200b=1+1",
    "＝1+1",
    "|calc",
    "%0a=1",
]


@pytest.mark.parametrize("text", NASTY)
def test_a_formula_is_text_in_both_kinds(text):
    read = list(csv.reader(io.StringIO(lists.as_csv(["Tên"], [[text]]).decode("utf-8-sig"))))
    assert read[1][0].startswith("'")
    cell = load_workbook(io.BytesIO(lists.as_xlsx("Danh sách", ["Tên"], [[text]])))["Danh sách"]["A2"]
    assert cell.data_type == "s" and cell.value.startswith("'")


def test_names_stay_as_they_are():
    names = ["Nguyễn Thị Tư", "Bà “Năm”; ở, thôn 3", "O'Neil", "x\x00y"]
    read = list(csv.reader(io.StringIO(lists.as_csv(["STT", "Tên"], [[1, one] for one in names]).decode("utf-8-sig"))))
    assert [row[1] for row in read[1:]] == [*names[:3], "xy"]
    sheet = load_workbook(io.BytesIO(lists.as_xlsx("A/B", ["Tên"], [[one] for one in names]))).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [*names[:3], "xy"]


def test_a_calendar_entry_is_read_back_and_keeps_its_name():
    starts = NOW + timedelta(days=2)
    found = Announcement(title="Lớp; VNeID, buổi 1", code="TB-ABC234", created_at=NOW, approved_at=NOW)
    event = Event(place="Nhà văn hóa, thôn 3", starts_at=starts, ends_at=starts + timedelta(hours=1), seats=3)
    first = Calendar.from_ical(calendar(event, found, "https://bot.example")).events[0]
    assert (str(first["summary"]), str(first["location"])) == (found.title, event.place)
    assert (first.decoded("dtstart"), str(first["status"])) == (starts, "CONFIRMED")
    event.cancelled_at = NOW
    second = Calendar.from_ical(calendar(event, found, "https://bot.example")).events[0]
    assert (second["uid"], str(second["status"])) == (first["uid"], "CANCELLED")
    assert second["sequence"] > first["sequence"]
