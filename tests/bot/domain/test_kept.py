"""The index on disk: found again, shared, and made anew whenever anything is wrong with it."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import structlog

from bot.domain.answering.base import Base, Public
from bot.domain.answering.search import Document, apart, flat, kept
from bot.domain.answering.search.kept import Kept, Texts
from bot.domain.answering.search.meaning import SIZE, Vectors
from tests.shared import the_library

TODAY = date(2026, 11, 25)
ASKED = ("lam can cuoc o dau", "đk ks cho con ntn", "cawn cuowcs", "gpxd", "vneid mức 2", "thời tiết hôm nay")
ENTRIES = [
    Document("a", "Làm căn cước ở đâu?", "Đến công an xã.", ("Làm thẻ căn cước",)),
    Document("b", "Khai sinh cho con", "Nộp trên cổng dịch vụ công."),
]
QUOTED = [Document("c", "Bảo hiểm y tế", "Mua ở bưu điện.")]
TEXTS = Texts([ENTRIES, QUOTED], {"domain": {"cc": "căn cước"}}, ["xin chào"])


@pytest.fixture(scope="module")
def library():
    return the_library()


def answers(indexes):
    return [
        (index.understood(text), index.find(text)) for index in indexes for text in ("lam cc o dau", "bhyt", "sinh")
    ]


def test_what_is_read_from_disk_finds_the_same(library, tmp_path):
    fresh, made, read = Base(library), Base(library, Kept(tmp_path)), Base(library, Kept(tmp_path))
    for text in ASKED:
        assert fresh.understood(text) == made.understood(text) == read.understood(text)
        assert fresh.find_entries(text, TODAY) == made.find_entries(text, TODAY) == read.find_entries(text, TODAY)
        assert fresh.find_passages(text, TODAY) == read.find_passages(text, TODAY)


def test_the_second_time_nothing_is_built(tmp_path, monkeypatch):
    Kept(tmp_path).indexes(TEXTS)
    monkeypatch.setattr(Texts, "indexes", lambda texts: pytest.fail("built again"))
    found = Kept(tmp_path).indexes(TEXTS)[0].find("làm căn cước ở đâu")
    assert found.hits[0].id == "a"


def test_the_arrays_are_mapped_and_cannot_be_changed(tmp_path):
    (entries, _) = Kept(tmp_path).indexes(TEXTS)
    weights = entries.views.titles.folded.weights
    assert not weights.flags.owndata and not weights.flags.writeable


@pytest.mark.parametrize(
    "other",
    [
        replace(TEXTS, kinds=[ENTRIES[:1], TEXTS.kinds[1]]),
        replace(TEXTS, kinds=[[*ENTRIES, *TEXTS.kinds[1]], []]),
        replace(TEXTS, kinds=[[replace(ENTRIES[0], also=()), ENTRIES[1]], TEXTS.kinds[1]]),
        replace(TEXTS, abbreviations={"chat": {"cc": "căn cước"}}),
        replace(TEXTS, everyday=["xin", "chào"]),
    ],
)
def test_other_texts_have_another_file(tmp_path, other):
    Kept(tmp_path).indexes(TEXTS)
    assert not Kept(tmp_path).there(other)
    assert answers(Kept(tmp_path).indexes(other)) == answers(other.indexes())


def test_other_code_has_another_file(tmp_path, monkeypatch):
    Kept(tmp_path).indexes(TEXTS)
    monkeypatch.setattr(kept, "code_version", lambda: "another")
    assert not Kept(tmp_path).there(replace(TEXTS))


DAMAGES = {
    "empty": lambda whole: b"",
    "truncated": lambda whole: whole[:-1],
    "halved": lambda whole: whole[: len(whole) // 2],
    "longer": lambda whole: whole + b"\0",
    "foreign": lambda whole: b"SQLite format 3\0" + whole,
    "one bit": lambda whole: whole[:5_000] + bytes([whole[5_000] ^ 1]) + whole[5_001:],
    "header": lambda whole: whole[:60] + b"!" + whole[61:],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
def test_a_damaged_file_is_made_anew(tmp_path, damage):
    right = answers(Kept(tmp_path).indexes(TEXTS))
    (path,) = tmp_path.glob("index-*")
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert answers(Kept(tmp_path).indexes(TEXTS)) == right
    assert path.read_bytes() == whole


def test_a_whole_file_of_another_kind_is_made_anew(tmp_path):
    Kept(tmp_path).indexes(TEXTS)
    (path,) = tmp_path.glob("index-*")
    flat.write(path, {"something": np.arange(3)})
    assert answers(Kept(tmp_path).indexes(TEXTS)) == answers(TEXTS.indexes())


def test_a_folder_that_cannot_be_written_costs_no_answer(tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert answers(Kept(tmp_path / "file").indexes(TEXTS)) == answers(TEXTS.indexes())


def test_only_the_latest_files_stay(tmp_path):
    for number in range(7):
        Kept(tmp_path).indexes(replace(TEXTS, everyday=[f"câu số {number}"]))
        for age, path in enumerate(sorted(tmp_path.glob("*.arrays"), key=os.path.getmtime, reverse=True)):
            os.utime(path, (10_000 - age, 10_000 - age))
    left_over = tmp_path / "index-x.arrays.y.part"
    left_over.touch()
    os.utime(left_over, (0, 0))
    newest = replace(TEXTS, everyday=["câu mới nhất"])
    Kept(tmp_path).indexes(newest)
    assert len(list(tmp_path.iterdir())) == kept.MOST_FILES and Kept(tmp_path).there(newest)


def test_an_empty_base_is_kept_too(tmp_path):
    nothing = Texts([[], []], {}, [])
    for _ in range(2):
        assert [index.find("căn cước").hits for index in Kept(tmp_path).indexes(nothing)] == [(), ()]


async def test_the_index_is_made_in_a_process_of_its_own(tmp_path, monkeypatch):
    await apart.make(Kept(tmp_path), TEXTS)
    right = answers(TEXTS.indexes())
    monkeypatch.setattr(Texts, "indexes", lambda texts: pytest.fail("built here"))
    assert answers(Kept(tmp_path).indexes(TEXTS)) == right
    assert [path.suffix for path in tmp_path.iterdir()] == [".arrays"]


async def test_without_that_process_it_is_made_here(tmp_path, monkeypatch):
    monkeypatch.setattr(apart.sys, "executable", str(tmp_path / "no-python"))
    await apart.make(Kept(tmp_path), TEXTS)
    assert not Kept(tmp_path).there(TEXTS)
    assert answers(Kept(tmp_path).indexes(TEXTS)) == answers(TEXTS.indexes())


async def test_a_process_that_breaks_off_is_told_in_the_log(tmp_path, monkeypatch):
    monkeypatch.setattr(apart, "_lines", lambda texts: ["not json\n"])
    with structlog.testing.capture_logs() as told:
        await apart.make(Kept(tmp_path), TEXTS)
    assert "JSONDecodeError" in told[0]["why"]
    assert not Kept(tmp_path).there(TEXTS)


def test_vectors_are_kept_by_what_they_belong_to(tmp_path):
    lines = [Vectors(np.full((n, SIZE), n, np.float32), None, np.ones((1, SIZE), np.float32)) for n in (3, 1)]
    Kept(tmp_path).vectors(TEXTS, lambda: lines)
    found = Kept(tmp_path).vectors(TEXTS, lambda: pytest.fail("worked out again"))
    assert [one.titles.tolist() for one in found] == [one.titles.tolist() for one in lines]
    assert [one.questions for one in found] == [None, None] and found[0].bodies is not None
    other = replace(TEXTS, everyday=[])
    assert Kept(tmp_path).vectors(other, lambda: lines[::-1])[0].titles.shape == (1, SIZE)


def test_what_is_kept_holds_nothing_secret(library, tmp_path):
    public = Public.of(library)
    marked = replace(library, faqs=[*library.faqs, library.faqs[0].model_copy(update={"id": "x", "text": "MẬT: số 1"})])
    assert Public.of(marked).texts.key == public.texts.key
