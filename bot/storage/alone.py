"""One program at a time on a SQLite database: an operating system's lock on a file beside it.

The system gives the lock back when its holder ends, however that comes about: nothing is left over after a kill.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from bot.storage.database import is_sqlite
from bot.storage.revision import MigrationError, make_folder


@contextmanager
def alone(url: str, address: str) -> Iterator[None]:
    """Serve this database as the only program, reachable at `address`. Raises MigrationError, which names the holder.

    PostgreSQL serves many programs, and a database in memory no other one.
    """
    path = make_url(url).database
    if not is_sqlite(url) or not path or path == ":memory:":
        yield
        return
    lock = _lock_file(Path(path))
    with contextlib.closing(os.fdopen(lock, "r+", encoding="utf-8")) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise MigrationError(_refusal(path, file.read().strip())) from error
        file.truncate()
        file.write(f"process {os.getpid()}, {address}")
        file.flush()
        yield


def _lock_file(database: Path) -> int:
    make_folder(database.parent)
    try:
        return os.open(database.with_name(f"{database.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise MigrationError(f"{database}.lock cannot be opened ({error.strerror})") from error


def _refusal(path: str, holder: str) -> str:
    who = f"the program that runs already ({holder})" if holder else "a program that runs already"
    return f"{path} is held by {who}; stop that one first, or give several processes PostgreSQL"
