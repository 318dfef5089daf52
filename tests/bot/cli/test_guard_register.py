"""`hocvuso guard`: a register that cannot be one is refused in one line."""

import sys

import pytest

from bot.cli import main


@pytest.mark.parametrize("register", ["{}", "van_ban: []", "documents:", "unverified: []"])
def test_a_file_that_is_no_register_is_one_line_with_file_and_remedy(monkeypatch, capfd, tmp_path, register):
    given = tmp_path / "register.yaml"
    given.write_text(register + "\n", encoding="utf-8")
    (tmp_path / "in.jsonl").write_text("", encoding="utf-8")
    files = ("--register", str(given), "--inputs", str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "out.jsonl"))
    monkeypatch.setattr(sys, "argv", ["hocvuso", "guard", *files])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    line = capfd.readouterr().err.strip()
    assert line == f"{given}: has no list `documents`; write it in the layout of content/legal/register.yaml"
    assert not (tmp_path / "out.jsonl").exists()
