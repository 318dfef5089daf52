"""`hocvuso content …`: what an author sees of their lesson."""

from __future__ import annotations

import re

import pytest
from typer.testing import CliRunner

from bot.cli.content import app
from tests.shared import copied

RUN = CliRunner()


def test_a_lesson_is_shown_as_a_citizen_sees_it():
    shown = RUN.invoke(app, ["preview", "m6-02", "--form", "ba"])
    assert shown.exit_code == 0
    assert "[Gặp cuộc gọi tự xưng công an" in shown.output and "content/pictures/m6-02.png" in shown.output
    assert "bà cứ chậm lại một nhịp" in shown.output and "{you}" not in shown.output
    assert "1. Tiếp ›" in shown.output and "✅ Đúng rồi" in shown.output and "Chưa đúng." in shown.output
    easier = RUN.invoke(app, ["preview", "M1-03", "--form", "ba"]).output
    assert "Có hai chìa khác nhau." in easier
    assert "[Tiếp ›]" in RUN.invoke(app, ["preview", "M6-02", "--channel", "telegram"]).output


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["M99-01"], "M99-01: no such lesson; there are M0-01"),
        (["M6-02", "--form", "xx"], "xx: no such form of address; use one of ong"),
        (["M6-02", "--channel", "sms"], "sms: no such channel; use one of telegram"),
    ],
)
def test_what_is_not_there_is_said(given, says):
    answer = RUN.invoke(app, ["preview", *given])
    assert answer.exit_code == 2 and says in answer.output


def test_a_card_too_long_for_a_platform_is_named(tmp_path):
    folder = copied(tmp_path, without=("faqs", "knowledge", "pictures"))
    path = folder / "lessons/m6-chong-lua-dao/m6-02.md"
    path.write_text(
        path.read_text("utf-8").replace("do_now: Hỏi", "do_now: Hỏi " + "thật kỹ. " * 300 + "Hỏi", 1), "utf-8"
    )
    checked = RUN.invoke(app, ["check", str(folder)])
    assert checked.exit_code == 1
    assert re.search(r"m6-02\.md:1: cards — zalo_oa \d+: ", checked.output)
    assert "zalo_oa shows 2000 in one message" in checked.output


def test_lessons_without_drawings_are_hinted_at(tmp_path):
    folder = copied(tmp_path, without=("faqs", "knowledge"))
    for module in ("m6-chong-lua-dao", "m1-vneid-can-cuoc", "m2-dich-vu-cong"):
        (folder / "lessons" / module / "pictures.yaml").unlink()
    checked = RUN.invoke(app, ["check", str(folder)])
    assert "53 lessons have a drawing, 60 are to have one; without: M1-01" in checked.output
    assert "m6-02.png:1: file — no pictures.yaml names this drawing" in checked.output
