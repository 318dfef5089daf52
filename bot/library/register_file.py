"""Reading `legal/register.yaml` row by row: one that is wrong leaves the others."""

from __future__ import annotations

from pathlib import Path

from bot.library.files import Broken, Fault, Source, read_nodes, rows
from bot.library.register import numbers_of


def read_rows(path: Path) -> tuple[list[Source | Fault], list[str]]:
    """The rows of the register, and the numbers under `unverified`. Raises Broken."""
    nodes = read_nodes(path)
    documents = list(rows(nodes.get("documents"), "documents", path))
    if "unverified" not in nodes:
        return documents, []
    return documents, [number for row in rows(nodes["unverified"], "unverified", path) for number in _unsure(row)]


def _unsure(row: Source | Fault) -> list[str]:
    """The numbers of a row under `unverified`. Raises Broken: who cannot read it would cite what it forbids."""
    if isinstance(row, Fault):
        raise Broken(row)
    if not row.fields.get("number"):
        raise Broken(row.fault("number", "is missing: write it"))
    return list(numbers_of(row.fields))
