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
    """Long enough, not one letter over and over, and not built on the login."""
    return (
        SHORTEST <= len(password) <= LONGEST
        and len(set(password)) >= 5
        and (len(login) < 4 or login.lower() not in password.lower())
    )


NOBODYS = HASHER.hash(secrets.token_hex(16))
