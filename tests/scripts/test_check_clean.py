"""The check that nothing of a machine and nothing secret is committed."""

import runpy
from pathlib import Path

import pytest

CHECK = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "check_clean.py"))
SECRET = "x9KQ" * 9


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("see /" + "home/lan/project", "a path of somebody's machine"),
        ('open("/' + 'work/main/x")', "a path of somebody's machine"),
        ("cache in /" + "root/.cache", "a path of somebody's machine"),
        ("from https://files.python" + "hosted.org/x.whl", "the host of a package registry"),
        ("index = https://mirror.corp.vn/simple", "the host of a package registry"),
        (f"TELEGRAM_BOT_TOKEN=123456789:{SECRET}", "looks like a secret"),
        (f"key = 'sk-{SECRET}'", "looks like a secret"),
        ("-----BEGIN RSA PRIVATE" + " KEY-----", "looks like a secret"),
    ],
)
def test_a_line_that_must_not_be_committed(line, what):
    assert list(CHECK["line_faults"](line, [*CHECK["HOSTS"], "mirror.corp.vn"])) == [what]


@pytest.mark.parametrize(
    "line",
    [
        "postgresql+asyncpg://USER:PASSWORD@HOST/DATABASE",
        "see docs/work/plan.md and https://example.vn/home/page",
        "token = '123456789:AAF-abcdefghijklmnopqrstuvwxyz012345'",
        "volume /app/data, port 127.0.0.1:8080",
    ],
)
def test_a_line_that_is_fine(line):
    assert list(CHECK["line_faults"](line, CHECK["HOSTS"])) == []


def test_a_lock_holds_no_address_and_some_files_are_never_tracked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lock = Path("requirements.lock")
    lock.write_text("--index-url https://index.example\n")
    assert list(CHECK["faults"](lock, [])) == ["requirements.lock:1: an address in a lock file"]
    Path(".env").write_text("")
    assert list(CHECK["faults"](Path(".env"), [])) == [".env: must not be tracked"]
