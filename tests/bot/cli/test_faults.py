"""Whatever the command, a database or a key that cannot be used is one line that names the setting."""

import shutil
import sys
from pathlib import Path

import pytest

from bot.cli import main


def refused(monkeypatch, capsys, *arguments: str) -> str:
    monkeypatch.setattr(sys, "argv", ["hocvuso", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code not in (0, None)
    told = capsys.readouterr()
    line = left.value.code if isinstance(left.value.code, str) else told.out + told.err
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


@pytest.mark.parametrize("arguments", [*COMMANDS, ("db", "upgrade")])
def test_a_folder_in_place_of_the_database(monkeypatch, capfd, folder, arguments):
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{folder}")
    line = refused(monkeypatch, capfd, *arguments)
    assert line == f"DATABASE_URL: {folder} is a folder; name a file in it, such as {folder}/hocvuso.db"


@pytest.mark.parametrize("order", ["upgrade", "downgrade"])
@pytest.mark.parametrize("revision", ["nope", "-99", "+99", "-0", "0"])
def test_a_revision_that_there_is_not_is_named(monkeypatch, capfd, folder, order, revision):
    line = refused(monkeypatch, capfd, "db", order, "--", revision)
    assert line.startswith(f"REVISION: there is no {revision}; ") and "\n" not in line


def test_revisions_that_there_are(monkeypatch, capfd, folder):
    for arguments in (("upgrade",), ("downgrade", "-1"), ("upgrade", "+1"), ("downgrade", "base"), ("upgrade", "head")):
        monkeypatch.setattr(sys, "argv", ["hocvuso", "db", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        assert not left.value.code, arguments


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("content", "export", "notes.txt"), "FOLDER: notes.txt cannot be written (File exists)"),
        (("content", "export", "notes.txt/below"), "FOLDER: notes.txt/below cannot be written (Not a directory)"),
        (("content", "print", "M0-01", "--out", "none/x.pdf"), "--out: none/x.pdf cannot be written (No such file"),
        (("content", "print", "M0-01", "--out", "data"), "--out: data cannot be written (Is a directory)"),
    ],
)
def test_a_place_that_cannot_be_written_is_one_line(monkeypatch, capfd, folder, arguments, says):
    (folder.parent / "notes.txt").write_text("a file, no folder")
    line = refused(monkeypatch, capfd, *arguments)
    assert line.startswith(says) and "\n" not in line


def test_a_question_without_words(monkeypatch, capsys, folder):
    refused(monkeypatch, capsys, "ask", " ")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("HTTP_HOST", "no.such.host.invalid", "HTTP_HOST: no.such.host.invalid is no address of this machine"),
        ("HTTP_HOST", "192.0.2.7", "HTTP_HOST: 192.0.2.7 is no address of this machine"),
        ("SEARCH_FOLDER", "notes.txt", "SEARCH_FOLDER: notes.txt cannot be written"),
    ],
)
def test_what_the_system_refuses_names_its_setting(monkeypatch, capfd, folder, sqlite_template, name, value, says):
    shutil.copyfile(sqlite_template, folder / "bot.db")  # a migration first would be no part of it
    (folder.parent / "notes.txt").write_text("a file, no folder")
    monkeypatch.setenv(name, value)
    monkeypatch.setenv("HTTP_PORT", "18973")
    monkeypatch.delenv("DENSE_SEARCH")
    monkeypatch.setattr(sys, "argv", ["hocvuso", "serve"])
    with pytest.raises(SystemExit):
        main()
    assert says in capfd.readouterr().err


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--role", "king"), "--role: there is no such role; use one of author, approver"),
        (("--role", "moderator", "--area", "99"), "--area: 99 names no single commune"),
        (("--role", "moderator", "--area", "Móng Cái"), "is it Phường Móng Cái 1 (06712) or"),
    ],
)
def test_an_account_that_cannot_be_is_refused_in_one_line(monkeypatch, capfd, folder, more, says):
    monkeypatch.setattr(sys, "argv", ["hocvuso", "staff", "add", "hoa", "--name", "Hoa", *more])
    with pytest.raises(SystemExit):
        main()
    told = capfd.readouterr()
    assert says in told.err and told.err.count("\n") == 1


def test_an_area_is_named_or_numbered_and_a_backup_says_where_its_key_is(monkeypatch, capfd, folder):
    for number, area in enumerate(("Hồng Gai", "phuong hong gai")):
        arguments = ["hocvuso", "staff", "add", f"hoa{number}", "--name", "Hoa", "--role", "moderator", "--area", area]
        monkeypatch.setattr(sys, "argv", arguments)
        with pytest.raises(SystemExit) as left:
            main()
        assert not left.value.code
    monkeypatch.setattr(sys, "argv", ["hocvuso", "db", "backup", "all.jsonl.gz"])
    with pytest.raises(SystemExit):
        main()
    assert "keep data/secret.key with it" in capfd.readouterr().out
