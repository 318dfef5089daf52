"""A file that is no YAML names the line on which its author finds the fault."""

from __future__ import annotations

import pytest

from bot.library.files import Broken, read_map


@pytest.mark.parametrize(
    "text, line",
    [
        ("a: 1\nb\nc: 2\n", 2),
        ("a: 1\nb: 'x\nc: 1\nd: 2\n", 2),
        ("a: [1, 2\nb: 3\n", 1),
        ("a: 1\nb: c: d\ne: 1\n", 2),
        ('a: 1\nb: "x" y\nc: 1\n', 2),
        ("a: 1\n\tb: 2\n", 2),
    ],
)
def test_the_line_of_a_fault_is_the_author_s(tmp_path, text, line):
    path = tmp_path / "one.yaml"
    path.write_text(text)
    with pytest.raises(Broken) as found:
        read_map(path)
    assert found.value.fault.line == line
