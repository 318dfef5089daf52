"""Every journey on Telegram, Zalo OA and the Bot Platform, through their doubles; of two people on every pair of them.

A journey fails, too, when a double refused a send for breaking a rule of its platform.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHANNELS = ("telegram", "zalo_oa", "zalo_bot")
FILES = ("test_first_meeting", "test_learning", "test_conversations", "test_joining", "test_certificates")
SHORT = ("tests/journeys/test_learning.py",)
EVERYTHING = (*(f"tests/journeys/{name}.py" for name in FILES), "tests/handlers")


@dataclass
class Walked:
    """How journeys ended: by channel, or by pair of channels, passed and all."""

    passed: Counter[str]
    all: Counter[str]
    failures: list[str]

    @property
    def good(self) -> bool:
        """Every one of them, and there were some on each channel."""
        return not self.failures and set(CHANNELS) <= set(self.all)

    def __str__(self) -> str:
        lines = [f"{name}: {self.passed[name]} of {count} journeys" for name, count in sorted(self.all.items())]
        return "\n".join([*lines, *(f"FAILED {name}" for name in self.failures)])


def walk(*files: str) -> Walked:
    """Run these files on every channel, on SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        options = ("-q", "-n", "0", "-m", "not postgres and not browser", f"--channels={','.join(CHANNELS)}")
        command = (sys.executable, "-m", "pytest", *options, f"--junitxml={report}", *files)
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return _read(report)


def _read(report: Path) -> Walked:
    found = Walked(Counter(), Counter(), [])
    for case in xml.parse(report).iter("testcase"):
        name = case.get("name", "")
        spoken = [part for part in name.partition("[")[2].rstrip("]").split("-") if part in CHANNELS]
        if not spoken:
            continue
        where = " with ".join(spoken)
        found.all[where] += 1
        if case.find("failure") is None and case.find("error") is None:
            found.passed[where] += 1
        else:
            found.failures.append(name)
    return found


def main(*, short: bool = False) -> None:
    """All of them; `short`: lessons alone."""
    walked = walk(*(SHORT if short else EVERYTHING))
    print(walked)
    raise SystemExit(0 if walked.good else 1)
