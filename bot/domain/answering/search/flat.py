"""Arrays in one flat file, which processes map into their memory and share."""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"hocvuso arrays 1"
ALIGNED = 64
READ_AT_ONCE = 1 << 20
CHECK = 4
"""Bytes at the end: the CRC-32 of everything before."""

Array = NDArray[Any]
Arrays = Mapping[str, Array]


class Broken(Exception):
    """The file is not ours, or not whole."""


def as_array(words: Sequence[str]) -> Array:
    """Words as bytes, a line each."""
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def as_words(kept: Array) -> list[str]:
    """The words again."""
    text = kept.tobytes().decode()
    return text.split("\n") if text else []


def write(path: Path, arrays: Arrays) -> None:
    """All of it or nothing: under a temporary name first. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            check = 0
            for piece in _pieces(arrays):
                file.write(piece)
                check = zlib.crc32(piece, check)
            file.write(check.to_bytes(CHECK, "little"))
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _pieces(arrays: Arrays) -> Iterator[bytes | memoryview]:
    """The magic, the header's length, the header, and each array at a round place."""
    header, place = [], 0
    for name, array in arrays.items():
        header.append((name, array.dtype.str, array.shape, place))
        place += _round(array.nbytes)
    told = json.dumps(header).encode()
    told += b" " * (_round(len(MAGIC) + 8 + len(told)) - len(MAGIC) - 8 - len(told))
    yield MAGIC + len(told).to_bytes(8, "little") + told
    for array in arrays.values():
        yield np.ascontiguousarray(array).reshape(-1).view(np.uint8).data
        yield b"\0" * (_round(array.nbytes) - array.nbytes)


def _round(size: int) -> int:
    return -(-size // ALIGNED) * ALIGNED


class Mapped(dict[str, Array]):
    """The arrays of a file by name, mapped into memory and not to be changed."""

    def __init__(self, arrays: Arrays, file: mmap.mmap) -> None:
        super().__init__(arrays)
        self._file = file

    def let_go(self) -> None:
        """What was read so far need not stay in this process's memory: it is fetched again when it is read again."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._file.madvise(mmap.MADV_DONTNEED)


def read(path: Path) -> Mapped:
    """The arrays of a file. Raises OSError, or Broken."""
    with path.open("rb") as file:
        if not _whole(file, os.fstat(file.fileno()).st_size):
            raise Broken(path.name)
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        begin = len(MAGIC) + 8
        length = int.from_bytes(mapped[len(MAGIC) : begin], "little")
        header = json.loads(mapped[begin : begin + length])
        arrays = {name: _array(mapped, dtype, shape, begin + length + place) for name, dtype, shape, place in header}
    except (ValueError, TypeError) as error:
        raise Broken(path.name) from error
    return Mapped(arrays, mapped)


def _whole(file: Any, size: int) -> bool:
    """Ours, and every byte as it was written; read through a small window, so that it takes no memory."""
    left, check = size - CHECK, 0
    if left < len(MAGIC) or file.read(len(MAGIC)) != MAGIC:
        return False
    file.seek(0)
    while left > 0 and (piece := file.read(min(READ_AT_ONCE, left))):
        left, check = left - len(piece), zlib.crc32(piece, check)
    return left == 0 and check.to_bytes(CHECK, "little") == file.read(CHECK)


def _array(mapped: mmap.mmap, dtype: str, shape: Sequence[int], place: int) -> Array:
    count = int(np.prod(shape, dtype=np.int64))
    if not count:
        return np.zeros(shape, dtype)
    return np.frombuffer(mapped, dtype, count, place).reshape(shape)
