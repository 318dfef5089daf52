"""Passwords of staff: argon2, hashed on two threads so that guessing cannot eat the machine."""

from __future__ import annotations

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""The second recommendation of OWASP's password storage cheat sheet; 19 MiB a hash."""

THREADS = ThreadPoolExecutor(2, thread_name_prefix="argon2")
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
SHORTEST, LONGEST = 10, 200
RUNS = (
    *("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm"),
    *("1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p"),
)
"""Rows of digits, letters and keys, which are guessed first, forwards and back."""
FEW_PIECES = 2
"""Of so few rows, or of them again and again, is no password: "1234567890", "qwerty12345", "123456123456"."""


async def hashed(password: str) -> str:
    """The hash to keep."""
    return await asyncio.get_running_loop().run_in_executor(THREADS, HASHER.hash, password)


async def is_right(kept: str, password: str) -> bool:
    """Does the password fit the hash? With an empty hash it takes as long, and does not."""
    return await asyncio.get_running_loop().run_in_executor(THREADS, _verify, kept or NOBODYS, password)


def _verify(kept: str, password: str) -> bool:
    try:
        return HASHER.verify(kept, password) and kept != NOBODYS
    except (VerificationError, InvalidHashError):
        return False


def one_time() -> str:
    """A password to be changed at the first login, easy to read aloud: 16 letters and digits."""
    return "-".join(readable(4) for _ in range(4))


def readable(length: int) -> str:
    """Random letters and digits that nobody confuses."""
    return "".join(secrets.choice(READABLE) for _ in range(length))


def is_good(password: str, login: str) -> bool:
    """Long enough, not one letter over and over, no plain run of digits or keys, and not built on the login."""
    return not is_a_run(password) and (
        SHORTEST <= len(password) <= LONGEST
        and len(set(password)) >= 5
        and (len(login) < 4 or login.lower() not in password.lower())
    )


def is_a_run(password: str) -> bool:
    """Whether it is nothing but rows of digits, letters or keys: few of them, or the same one again and again."""
    left, pieces = password.lower(), []
    while left:
        piece = next((left[:size] for size in range(len(left), 2, -1) if _is_row(left[:size])), "")
        if not piece:
            return False
        pieces.append(piece)
        left = left[len(piece) :]
    return len(set(pieces)) <= FEW_PIECES


def _is_row(text: str) -> bool:
    return any(text in row or text[::-1] in row for row in RUNS)


NOBODYS = HASHER.hash(secrets.token_hex(16))
