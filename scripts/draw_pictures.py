"""Draws what `content/lessons/*/pictures.yaml` describes: SVG and PNG in `content/pictures/`.

`python -m scripts.draw_pictures [LESSON …]` draws what changed, `--all` everything, `--sheets DIR` contact sheets to
look at. Needs `resvg-py`, which only who draws installs: the PNGs are committed.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from PIL import Image

from bot.domain.learning.diploma import FONTS
from bot.library.files import content_dir
from bot.library.illustrations import MADE_OF, description_digest, digest, origin, with_origin
from scripts.drawing.compose import Unknown, svg

COLOURS = 96
PER_SHEET = 12


def main(given: Sequence[str] | None = None) -> int:
    """Draw, name what cannot be drawn; 1 if there is any."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lessons", nargs="*", help="codes such as M0-01; default: all that changed")
    parser.add_argument("--all", action="store_true", help="draw again what did not change")
    parser.add_argument("--sheets", type=Path, help="write contact sheets of twelve there")
    wanted = parser.parse_args(given)
    content, failed = content_dir(), 0
    for code, draw in descriptions(content):
        if wanted.lessons and code not in wanted.lessons:
            continue
        try:
            made = draw_one(content / "pictures", code.lower(), draw, again=wanted.all or bool(wanted.lessons))
        except (Unknown, KeyError, TypeError) as error:
            print(f"{code}: {error}", file=sys.stderr)
            failed = 1
        else:
            if made:
                print(f"{code}: {made // 1024} KB")
    if wanted.sheets:
        sheets(content / "pictures", wanted.sheets)
    return failed


def descriptions(content: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Code of a lesson, and of what its drawing is put together."""
    for path in sorted((content / "lessons").glob("*/pictures.yaml")):
        for code, fields in (yaml.safe_load(path.read_text("utf-8")) or {}).items():
            yield str(code), fields["draw"]


def draw_one(folder: Path, name: str, draw: Mapping[str, Any], *, again: bool) -> int:
    """Write both files unless they show this description already; the PNG's size in bytes, 0 = nothing to do."""
    made_of = description_digest(draw)
    vector, pixels = folder / f"{name}.svg", folder / f"{name}.png"
    if not again and vector.is_file() and pixels.is_file():
        shown = MADE_OF.search(vector.read_text("utf-8"))
        if shown and shown[1] == made_of and origin(pixels.read_bytes()) == digest(vector.read_bytes()):
            return 0
    folder.mkdir(parents=True, exist_ok=True)
    text = svg(draw, made_of)
    vector.write_text(text, "utf-8")
    png = with_origin(rendered(text), vector.read_bytes())
    pixels.write_bytes(png)
    return len(png)


def rendered(text: str) -> bytes:
    """The SVG as a PNG of few colours."""
    import resvg_py

    fonts = [str(Path(FONTS) / f"BeVietnamPro-{style}.ttf") for style in ("Regular", "Bold")]
    drawn = resvg_py.svg_to_bytes(svg_string=text, font_files=fonts, skip_system_fonts=True)
    out = io.BytesIO()
    Image.open(io.BytesIO(bytes(drawn))).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


def sheets(folder: Path, target: Path) -> None:
    """Every picture as small as on a small phone, twelve on a sheet."""
    target.mkdir(parents=True, exist_ok=True)
    paths = sorted(folder.glob("*.png"))
    for number, start in enumerate(range(0, len(paths), PER_SHEET), 1):
        sheet = Image.new("RGB", (3 * 520, 4 * 330), "#777777")
        for place, path in enumerate(paths[start : start + PER_SHEET]):
            small = Image.open(path).convert("RGB").resize((512, 320), Image.Resampling.LANCZOS)
            sheet.paste(small, (4 + place % 3 * 520, 4 + place // 3 * 330))
        sheet.save(target / f"sheet-{number:02}.png")
        print(f"sheet {number}: {', '.join(path.stem for path in paths[start : start + PER_SHEET])}")


if __name__ == "__main__":
    sys.exit(main())
