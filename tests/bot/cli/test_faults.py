"""Whatever the command, a database or a key that cannot be used is one line that names the setting."""

import sys
from pathlib import Path

import pytest

from bot.cli import main


def refused(monkeypatch, capsys, *arguments: str) -> str:
    monkeypatch.setattr(sys, "argv", ["hocvuso", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code not in (0, None)
    line = left.value.code if isinstance(left.value.code, str) else capsys.readouterr().out
    return line.strip()


COMMANDS = (("serve",), ("chat",), ("staff", "list"), ("audit", "verify"))


@pytest.fixture
def folder(monkeypatch, tmp_path) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "sqlite+aiosqlite:///data/bot.db")
    monkeypatch.setenv("DENSE_SEARCH", "off")
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_file_that_is_no_database(monkeypatch, capsys, folder, arguments):
    (folder / "bot.db").write_text("these are notes, no database" * 50)
    line = refused(monkeypatch, capsys, *arguments)
    assert line == "DATABASE_URL: cannot be reached (file is not a database)"


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_server_that_is_away(monkeypatch, capsys, folder, arguments):
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://me:pass@127.0.0.1:1/none")
    monkeypatch.setenv("SECRET_KEY", "k" * 32)
    line = refused(monkeypatch, capsys, *arguments)
    assert line.startswith("DATABASE_URL: cannot be reached (")
    assert "pass" not in line
    assert "\n" not in line


def test_a_damaged_key(monkeypatch, capsys, folder):
    (folder / "secret.key").write_text("short")
    for command in ("serve", "chat", "check"):
        assert refused(monkeypatch, capsys, command).endswith(
            "is damaged; put the right one back from a backup, or delete it"
        )


def test_a_question_without_words(monkeypatch, capsys, folder):
    refused(monkeypatch, capsys, "ask", " ")
