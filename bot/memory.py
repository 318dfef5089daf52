"""What the C library keeps of freed memory: less of it. Without glibc nothing happens."""

from __future__ import annotations

import contextlib
import ctypes
import gc
from types import ModuleType

MMAP_THRESHOLD, ARENA_MAX = -3, -8
"""Parameters of glibc's mallopt(3)."""
LARGE = 1 << 20
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
    """What classes and modules say of themselves is for who writes programs: 2 MB that nobody reads here."""
    for one in gc.get_objects():
        if isinstance(one, type | ModuleType) and isinstance(vars(one).get("__doc__"), str):
            with contextlib.suppress(AttributeError, TypeError):  # those made in C keep theirs
                one.__doc__ = None


def give_back() -> None:
    """What loading content and building the index left over goes back to the system; glibc would keep it."""
    forget_descriptions()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
