"""Makes the index in a process of its own: what that takes of memory goes with it, and nobody waits for the loop.

`python -m bot.domain.answering.search.apart TEXTS FOLDER` reads the texts from a file and keeps their index.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import structlog

from bot.domain.answering.search.kept import Kept, Texts
from bot.domain.answering.search.understanding import Document

log = structlog.get_logger(__name__)


async def make(kept: Kept, texts: Texts) -> None:
    """Afterwards the index is on disk; if not, the log says why."""
    if kept.there(texts):
        return
    try:
        path = await asyncio.to_thread(_handed_over, texts, kept.folder)
        try:
            maker = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", __name__, str(path), str(kept.folder)),
                env={**os.environ, "OMP_NUM_THREADS": "1"},
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
            )
            await _ended(maker)
        finally:
            path.unlink(missing_ok=True)
    except OSError as error:
        log.warning("no process to make the index in", why=str(error))


async def _ended(maker: asyncio.subprocess.Process) -> None:
    try:
        _, told = await maker.communicate()
    except asyncio.CancelledError:
        with contextlib.suppress(ProcessLookupError):
            maker.kill()
        await maker.wait()
        raise
    if maker.returncode:
        log.warning("the process that makes the index broke off", why=told.decode(errors="replace")[-500:])


def _handed_over(texts: Texts, folder: Path) -> Path:
    """The texts as a file, an object a line."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix="texts.", suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(_lines(texts))
    return Path(name)


def _lines(texts: Texts) -> Iterator[str]:
    shorts = {kind: dict(table) for kind, table in texts.abbreviations.items()}
    yield json.dumps({"kinds": len(texts.kinds), "abbreviations": shorts, "everyday": list(texts.everyday)}) + "\n"
    for number, kind in enumerate(texts.kinds):
        for one in kind:
            yield json.dumps([number, one.id, one.title, one.text, list(one.also)]) + "\n"


def read(path: Path) -> Texts:
    """The texts again."""
    with path.open(encoding="utf-8") as lines:
        told = json.loads(next(lines))
        kinds: list[list[Document]] = [[] for _ in range(told["kinds"])]
        for line in lines:
            number, name, title, text, also = json.loads(line)
            kinds[number].append(Document(name, title, text, tuple(also)))
    return Texts(kinds, told["abbreviations"], told["everyday"])


if __name__ == "__main__":
    Kept(Path(sys.argv[2])).indexes(read(Path(sys.argv[1])))
