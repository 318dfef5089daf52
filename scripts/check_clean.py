"""Nothing of a machine and nothing secret in tracked files: paths of homes, registry hosts, tokens, keys."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

# Put together from pieces, so that this file does not contain what it looks for.
HOMES = ("home", "Users", "work", "farm", "mnt")
PATHS = re.compile(r"(?<![\w.:/])/(?:(?:" + "|".join(HOMES) + r")/[\w.-]+|root/\S)")
HOSTS = ("files.python" + "hosted.org", "pypi" + ".org/simple", "registry.npm" + "js.org")
TOKENS = re.compile(
    r"\b\d{6,12}:[\w-]{30,}"  # a bot's token
    r"|\bsk-[\w-]{20,}"  # a model's key
    r"|\bgh[pousr]_\w{30,}|\bAKIA[A-Z0-9]{16}\b"
    r"|-----BEGIN [A-Z ]*PRIVATE" + r" KEY-----"
)
SAMPLE = re.compile(r"abcdef|0123456789|example", re.IGNORECASE)  # tests make theirs up so that they show it
NEVER_TRACKED = re.compile(r"(^|/)(\.env|uv\.lock|secret\.key)$|^data/.*\.(db|key)$|\.db(-wal|-shm)?$")


def main() -> int:
    """Print a line for each finding; 1 if there is any."""
    hosts = [*HOSTS, *configured_hosts()]
    found = [fault for path in tracked(Path.cwd()) for fault in faults(path, hosts)]
    print("\n".join(found) if found else "clean: no paths of this machine, registry hosts or secrets")
    return 1 if found else 0


def tracked(top: Path) -> list[Path]:
    """The files git knows or would add, relative to the top."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=top, capture_output=True, text=True, check=True).stdout.split("\0")  # noqa: S603
    return [Path(name) for name in names if name and (top / name).is_file()]


def configured_hosts() -> Iterator[str]:
    """The package index of this machine, whatever it is: it must not leak into the project."""
    asked = [sys.executable, "-m", "pip", "config", "list"]
    listed = subprocess.run(asked, capture_output=True, text=True, check=False).stdout  # noqa: S603
    given = [os.environ.get(name, "") for name in ("PIP_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX")]
    for address in [*re.findall(r"https?://[^'\s]+", listed), *given]:
        host = urlsplit(address).hostname
        if host and "." in host and host != "pypi" + ".org":
            yield host


def faults(path: Path, hosts: list[str]) -> Iterator[str]:
    """What is wrong with one file, as `path:line: what`."""
    if NEVER_TRACKED.search(path.as_posix()):
        yield f"{path}: must not be tracked"
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    for number, line in enumerate(text.splitlines(), 1):
        for what in line_faults(line, hosts, lock=path.name.endswith(".lock")):
            yield f"{path}:{number}: {what}"


def line_faults(line: str, hosts: list[str], *, lock: bool = False) -> Iterator[str]:
    """What is wrong with one line; the secret itself is not repeated."""
    if PATHS.search(line):
        yield "a path of somebody's machine"
    if any(host in line for host in hosts):
        yield "the host of a package registry"
    if lock and re.search(r"https?://|--(extra-)?index-url", line):
        yield "an address in a lock file"
    if any(not SAMPLE.search(token) for token in TOKENS.findall(line)):
        yield "looks like a secret"


if __name__ == "__main__":
    sys.exit(main())
