"""What the C library keeps of freed memory: less of it. Without glibc nothing happens."""

from __future__ import annotations

import contextlib
import ctypes
import gc
from opcode import opmap
from types import CodeType, FunctionType, ModuleType

MMAP_THRESHOLD, ARENA_MAX = -3, -8
"""Parameters of glibc's mallopt(3)."""
LARGE = 1 << 20
READS_FIRST = [bytes((opmap[name], 0)) for name in ("LOAD_CONST", "RETURN_CONST") if name in opmap]
"""What a code does that reads its first constant, its description. Python 3.12 and 3.13 also return one at once."""
RARELY = 5_000, 20, 20
"""New objects before a look for circles of them, and so many of these looks before a deeper one."""


def give_large_back_at_once() -> None:
    """Blocks from 1 MB on go back to the system when they are freed, and threads share what they keep.

    Left alone, glibc raises that bound with each large block freed: the 19 MB of a password's hash would then stay.
    """
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL("libc.so.6")
        libc.mallopt(MMAP_THRESHOLD, LARGE)
        libc.mallopt(ARENA_MAX, 2)


def forget_descriptions() -> None:
    """What classes, modules and functions say of themselves is for who writes programs: 6 MB that nobody reads here."""
    shorter: dict[int, CodeType] = {}
    for one in gc.get_objects():
        if isinstance(one, FunctionType):
            _forget_description(one, shorter)
        elif isinstance(one, type | ModuleType) and isinstance(vars(one).get("__doc__"), str):
            with contextlib.suppress(AttributeError, TypeError):  # those made in C keep theirs
                one.__doc__ = None


def _forget_description(function: FunctionType, shorter: dict[int, CodeType]) -> None:
    """It is the first constant of the code; a code that may also read it from there keeps it.

    `shorter`: what replaces a code, by its identity, since functions that are made again and again share theirs. All
    the codes were there before the first was replaced: none of them is taken for one whose place it was given.
    """
    code = function.__code__
    if not (code.co_consts and isinstance(code.co_consts[0], str)) or any(read in code.co_code for read in READS_FIRST):
        return
    if id(code) not in shorter:
        shorter[id(code)] = code.replace(co_consts=(None, *code.co_consts[1:]))
    function.__code__, function.__doc__ = shorter[id(code)], None


def give_back() -> None:
    """What loading content and building the index left over goes back to the system; glibc would keep it."""
    forget_descriptions()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
