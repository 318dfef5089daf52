"""Things: what stands on a screen, on a table, at a counter. Nothing of it is anybody's logo or screen.

They are drawn in `things.svg`, one a line: a vector program or an editor of texts changes them and adds others.
"""

from __future__ import annotations

import re
from pathlib import Path

DRAWN = re.compile(r'^<g transform="[^"]+"><g id="([a-z0-9-]+)">(.*)</g></g>$', re.MULTILINE)
THINGS = dict(DRAWN.findall(Path(__file__).with_name("things.svg").read_text("utf-8")))
"""Name → SVG."""
