"""A list as a file for a spreadsheet: CSV or XLSX. What people wrote in it stays text and is never a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

from aiohttp import web

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet may take for a formula, also after blanks and in full width.

Source: OWASP, "CSV Injection".
"""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = str | int
Rows = Sequence[Sequence[Cell]]


def harmless(cell: Cell) -> Cell:
    """A text that might be a formula, behind an apostrophe; numbers as they are."""
    if isinstance(cell, int):
        return cell
    text = CONTROL.sub("", cell)
    bare = text.lstrip(" \u00a0\u200b\ufeff")
    return f"'{text}" if bare.startswith(DANGEROUS) or text.startswith(DANGEROUS) else text


def as_csv(heads: Sequence[str], rows: Rows) -> bytes:
    """UTF-8 with a mark that Excel reads, lines as RFC 4180 has them, every text in quotes."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, heads: Sequence[str], rows: Rows) -> bytes:
    """One sheet; every text is written as text, whatever it begins with."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet: Any = book.active
    sheet.title = re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or "Danh sách"
    for place, row in enumerate([list(heads), *rows], 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(row=place, column=column)
            cell.value = harmless(value)
            if isinstance(value, str):
                cell.data_type = "s"
                cell.quotePrefix = True
            if place == 1:
                cell.font = Font(bold=True)
    for column, head in enumerate(heads, 1):
        longest = max([len(head), *(len(str(row[column - 1])) for row in rows)])
        sheet.column_dimensions[sheet.cell(row=1, column=column).column_letter].width = min(60, longest + 3)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_file(kind: str, name: str, title: str, heads: Sequence[str], rows: Rows) -> web.Response:
    """The list as a download. `kind`: csv or xlsx; anything else is not there."""
    if kind == "csv":
        body, form = as_csv(heads, rows), "text/csv"
    elif kind == "xlsx":
        body, form = as_xlsx(title, heads, rows), XLSX
    else:
        raise web.HTTPNotFound
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return web.Response(body=body, content_type=form, headers=headers)
