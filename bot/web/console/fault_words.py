"""What is wrong with a content file, in words for editors: the checks themselves speak to who works with files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.library.files import Fault

QUOTED = 80
"""Letters of a line that are shown beside its fault."""
UNKNOWN = "chưa đúng: {}"

REMEDIES: tuple[tuple[str, str], ...] = (
    (r"must begin with a line of ---.*", "dòng đầu phải là ---, rồi các trường, rồi một dòng --- nữa"),
    (r"the fields must end with a line of ---", "sau các trường phải có một dòng ---"),
    (r"must hold fields like .*", "phần trên phải là các trường, mỗi dòng một trường, như title: …"),
    (r".*; quote texts that hold a colon", "chỗ này không đọc được; lời có dấu hai chấm thì đặt trong ngoặc kép"),
    (r"cannot be read \((.+)\); .*", "không đọc được ({0}): lời thì đặt trong ngoặc kép, ngày thì ghi như 2026-11-23"),
    (r"too many brackets or dashes .*", "quá nhiều ngoặc hoặc gạch lồng nhau: tách ra"),
    (r"must be a day like (\S+), is (.+)", "phải là một ngày, ghi như {0}; đang là {1}"),
    (r"no such field; did you mean `(.+)`\?", "không có trường này; có phải ý là {0}?"),
    (r"no such field", "không có trường này"),
    (r"is missing: write it", "còn thiếu, xin ghi thêm"),
    (r"must stay (.+)", "phải giữ nguyên {0}"),
    (r"must be at most (.+), is (.+)", "nhiều nhất là {0}, đang là {1}"),
    (r"must be at least (.+), is (.+)", "ít nhất là {0}, đang là {1}"),
    (r"no module (.+): write its module\.yaml", "không có phần {0}"),
    (r"(.+) has this name: rename one", "{0} đã có tên này"),
    (r"card (\d+) must have at most (\d+) words, has (\d+)", "thẻ {0} nhiều nhất {1} từ, đang có {2}"),
    (r"(\d+) must have at most (\d+) words, has (\d+)", "lời dễ hơn của thẻ {0} nhiều nhất {1} từ, đang có {2}"),
    (r"there is no card (\d+)", "không có thẻ {0}"),
    (r"must explain each of the (\d+) choices, has (\d+)", "phải giải thích cả {0} lựa chọn, đang có {1} lời"),
    (r"the article must have (\d+) to (\d+) words, has (\d+)", "cả bài phải từ {0} đến {1} từ, đang có {2}"),
    (r"(“.+”) must have (\d+) to (\d+) words, has (\d+)", "mục {0} phải từ {1} đến {2} từ, đang có {3}"),
    (r"a section names number (\d+), there are (\d+)", "có mục ghi nguồn số {0}, trong khi chỉ có {1} nguồn"),
    (r"no section names number (\d+): .*", "không mục nào dùng nguồn số {0}: ghi vào mục, hoặc bỏ nguồn ấy"),
    (r"the words must begin with a heading.*", "phần dưới phải bắt đầu bằng một dòng ## và câu hỏi"),
    (r"(“.+”) must have one line of nguồn:, its last", "mục {0} chỉ có một dòng nguồn:, ở cuối mục"),
    (r"(“.+”): after nguồn: write .*", "mục {0}: sau nguồn: ghi số của nguồn, hoặc không"),
    (
        r"(\S+) lies in a folder named (\S+), not (\S+)",
        "bài này thuộc thư mục {2}; không chuyển sang phần {0} ở đây được",
    ),
    (r"no fact (\S+) in content/facts/", "không có dữ kiện {0}"),
    (r"(\S+) is weak: .*", "dữ kiện {0} chưa đủ chắc: tìm nguồn khác, hoặc bỏ"),
    (r"(.+) is not in content/legal/register\.yaml: .*", "văn bản {0} chưa có trong danh mục: thêm vào danh mục trước"),
    (r"(.+) is no placeholder; use .*", "{0} không phải chỗ trống; dùng {{you}} hoặc {{me}}"),
    (r"write \{you\} or \{me\} in place of (“.+”)", "viết {{you}} hoặc {{me}} thay cho {0}"),
    (r"a sentence of (\d+) words is hard to read: make two of it", "câu dài {0} từ khó đọc: tách làm hai"),
    (
        r"(.+) stands in no fact of this file: .*",
        "{0} không có trong dữ kiện nào của bài: ghi mã dữ kiện có số, địa chỉ ấy vào facts, hoặc bỏ",
    ),
    (
        r"(.+) is a press page, which .*",
        "{0} là báo chí, chỉ để trong trang quản trị: ghi văn bản, trang cơ quan",
    ),
    (r"(.+) stands in no fact of this file, nor in the register: .*", "nguồn {0} không có trong dữ kiện nào của bài"),
    (r"(“.+”) is not what the register calls (\S+): write (“.+”)", "{1} không gọi là {0}: ghi {2}"),
    (r"(\S+) is not of (\S+): the register says (\S+)", "{0} không phải ngày {1}: danh mục ghi {2}"),
    (r"(“.+”) is no part of a document: .*", "{0} không phải một phần của văn bản: ghi Điều và số, hoặc bỏ"),
    (r"(“.+”) is not who made (\S+): call it as its fact does", "{0} không phải nơi làm trang {1}: ghi đúng tên"),
    (r"(“.+”) is explained nowhere: .*", "từ {0} chưa được giải thích: nói rõ là gì, một lần"),
    (r"stands in (.+) too: keep one of them", "trùng với {0}: giữ một"),
    (r"drawing — card: must be at most (\d+), is (\d+)", "hình vẽ của bài đi với thẻ {1}, bài chỉ còn {0} thẻ"),
    (r"half of the sentences have (.+) words or more: .*", "nửa số câu dài từ {0} từ trở lên: viết ngắn lại"),
    (r"the right answer is always the first: .*", "đáp án đúng lúc nào cũng đứng đầu: đổi thứ tự"),
    (r"the right answer is always the longest: .*", "đáp án đúng lúc nào cũng dài nhất: viết một câu sai dài hơn"),
    (r"who types (“.+”) chooses another answer: .*", "ai gõ {0} sẽ chọn nhầm câu khác: viết khác đi"),
    (r"a sentence has (\d+) words: at most (\d+) are easy", "có câu {0} từ: lời dễ hơn nhiều nhất {1} từ một câu"),
    (r"(.+) stands in no card: .*", "{0} không có ở thẻ nào: lời dễ hơn không thêm điều mới"),
    (r"(\d+%) of the words stand in (\S+) too: .*", "{0} lời giống bài {1}: gộp lại hoặc viết khác đi"),
    (r"(\S+) (\d+): (\d+) letters, \S+ shows (\d+) in one message", "tin số {1} có {2} ký tự, {0} chỉ hiện {3}"),
    (
        r"(\S+) (\d+): (\d+) letters, below a drawing telegram shows (\d+)",
        "tin số {1} có {2} ký tự, dưới hình vẽ {0} chỉ hiện {3}",
    ),
    (r"(\S+) (\d+): the choice (“.+”) is cut on \S+", "lựa chọn {2} bị cắt trên {0}: viết ngắn lại"),
    (r"input should be (.+), is (.+)", "phải là một trong {0}; đang là {1}"),
    (r"list should have at least (\d+) items? .*", "cần ít nhất {0}"),
    (r"list should have at most (\d+) items? .*", "nhiều nhất {0}"),
    (r"string should have at least .*", "đang để trống"),
    (r"string should match pattern .*, is (.+)", "ghi chưa đúng mẫu: {0}"),
)
"""Patterns of the remedies, and how they are said to editors."""

FIELDS = {"file": "cả tệp", "cards": "các thẻ", "sections": "các mục"}


@dataclass(frozen=True, slots=True)
class Said:
    """One fault as an editor reads it. `line` counts from 1; `quoted`: how the line begins."""

    line: int
    field: str
    remedy: str
    quoted: str


def said(faults: Sequence[Fault], text: str) -> list[Said]:
    """The faults of this text."""
    lines = text.split("\n")
    return [_said(one, lines[one.line - 1] if one.line <= len(lines) else "") for one in faults]


def _said(fault: Fault, line: str) -> Said:
    field = re.sub(r"^card (\d+)$", r"thẻ \1", FIELDS.get(fault.field, fault.field))
    quoted = line if len(line) <= QUOTED else line[:QUOTED] + "…"
    return Said(fault.line, field, remedy(fault.remedy), quoted)


def remedy(told: str) -> str:
    """What would put it right."""
    for pattern, words in REMEDIES:
        if found := re.fullmatch(pattern, told, re.DOTALL):
            return words.format(*found.groups())
    return UNKNOWN.format(told)
