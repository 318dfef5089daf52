"""People, head and shoulders: neighbours of all ages, officials, and the one who deceives."""

from __future__ import annotations

from collections.abc import Callable

from scripts.drawing.shapes import (
    BLUE,
    BROWN,
    CREAM,
    GOLD,
    GREEN,
    HAIR,
    INK,
    RED,
    SEA,
    SILVER,
    SKIN,
    SOFT,
    STONE,
    SUN,
    TAN,
    TEAL,
    WHITE,
    WOOD,
    circle,
    line,
    oval,
    path,
    rect,
)

SHOULDERS = "M22 196V176Q22 138 62 132L138 132Q178 138 178 176V196Z"
FRINGE = "M58 78Q58 34 100 34Q142 34 142 78Q128 60 112 58Q84 66 58 78Z"
MOUTHS = {
    "": "M84 96Q100 112 116 96",
    "sad": "M85 107Q100 92 115 107",
    "calm": "M86 101H114",
    "worried": "M84 105Q92 97 100 103T116 101",
}


def _face(mood: str, skin: str = SKIN) -> str:
    drawn = rect(86, 112, 28, 30, 8, skin) + circle(58, 84, 8, skin) + circle(142, 84, 8, skin)
    drawn += circle(100, 80, 42, skin) + circle(84, 80, 4.5, INK, "") + circle(116, 80, 4.5, INK, "")
    if mood == "surprised":
        return drawn + oval(100, 103, 8, 10, RED)
    if mood == "worried":
        drawn += line(76, 68, 90, 64) + line(110, 64, 124, 68)
    return drawn + path(MOUTHS.get(mood, MOUTHS[""]))


def _body(fill: str) -> str:
    return path(SHOULDERS, fill)


def _collar(fill: str = WHITE) -> str:
    return path("M80 132L100 158L120 132", fill)


def _glasses() -> str:
    return circle(84, 81, 13, "none", INK, 4) + circle(116, 81, 13, "none", INK, 4) + line(97, 81, 103, 81, INK, 4)


def grandmother(mood: str) -> str:
    """An old woman with a scarf around her head."""
    scarf = path("M50 96Q44 30 100 28Q156 30 150 96Q146 58 100 54Q54 58 50 96Z", RED)
    hair = path("M62 72Q72 52 100 52Q128 52 138 72Q120 62 100 62Q80 62 62 72Z", SILVER)
    knot = path("M92 128L74 148M108 128L126 148", stroke=RED, width=10)
    return _body(BROWN) + _face(mood, TAN) + hair + scarf + knot


def grandfather(mood: str) -> str:
    """An old man with white hair, glasses and a small beard."""
    hair = path("M57 78Q54 36 100 36Q146 36 143 78Q136 62 128 56Q100 46 72 56Q64 62 57 78Z", SILVER)
    beard = path("M84 116Q100 150 116 116Q100 124 84 116Z", SILVER)
    return _body(TEAL) + _collar(SOFT) + _face(mood, TAN) + hair + _glasses() + beard


def woman(mood: str) -> str:
    """A woman with long hair."""
    back = path("M50 84Q48 30 100 30Q152 30 150 84V134Q150 146 138 146H62Q50 146 50 134Z", HAIR)
    return back + _body(SEA) + _face(mood) + path(FRINGE, HAIR)


def man(mood: str) -> str:
    """A man with short hair."""
    hair = path("M57 76Q52 32 100 32Q148 32 143 76Q138 58 124 54Q96 58 76 52Q62 60 57 76Z", HAIR)
    return _body(BLUE) + _collar() + _face(mood) + hair


def girl(mood: str) -> str:
    """A schoolgirl with two plaits and a scarf."""
    plaits = "".join(path(f"M{x} 92Q{x - 8} 120 {x} 146", stroke=HAIR, width=20) for x in (56, 144))
    tie = path("M80 132L100 150L120 132L108 160L100 150L92 160Z", RED)
    return _body(WHITE) + plaits + _face(mood) + path(FRINGE, HAIR) + tie


def boy(mood: str) -> str:
    """A schoolboy."""
    hair = path("M58 74Q54 36 100 36Q146 36 142 74Q130 56 100 60Q70 56 58 74Z", HAIR)
    return _body(SUN) + _collar() + _face(mood) + hair


def farmer(mood: str) -> str:
    """Somebody under a conical hat."""
    strap = path("M62 76Q70 128 100 128Q130 128 138 76", stroke=RED, width=4)
    hat = path("M26 74L100 14L174 74Q100 92 26 74Z", CREAM) + path("M52 72Q100 84 148 72", stroke=WOOD, width=3)
    return _body(GREEN) + _face(mood, TAN) + strap + hat


def seller(mood: str) -> str:
    """A woman with an apron."""
    bun = circle(100, 26, 18, HAIR)
    apron = path("M68 196V156Q100 168 132 156V196Z", WHITE)
    return bun + _body(GOLD) + apron + _face(mood) + path(FRINGE, HAIR)


def worker(mood: str) -> str:
    """A worker with a helmet."""
    helmet = path("M54 70Q54 24 100 24Q146 24 146 70Z", SUN) + rect(44, 64, 112, 14, 7, SUN) + line(100, 24, 100, 62)
    return _body(BLUE) + path("M60 134V196M140 134V196", stroke=SUN, width=12) + _face(mood, TAN) + helmet


def clerk(mood: str) -> str:
    """Somebody at an office's counter, with a name card."""
    card = rect(112, 152, 38, 30, 4) + line(120, 162, 142, 162, TEAL, 4) + line(120, 171, 136, 171, STONE, 4)
    hair = path("M57 76Q52 32 100 32Q148 32 143 76Q138 58 124 54Q96 58 76 52Q62 60 57 76Z", HAIR)
    return _body(WHITE) + _collar(SOFT) + _face(mood) + hair + card


def helper(mood: str) -> str:
    """A young volunteer with a cap."""
    cap = path("M56 72Q56 30 100 30Q144 30 144 72Z", TEAL) + path("M120 66Q166 62 172 78Q140 78 120 76Z", TEAL)
    return _body(SEA) + _face(mood) + cap + circle(70, 168, 10, SUN)


def nurse(mood: str) -> str:
    """Somebody of a clinic."""
    cap = path("M64 56Q100 34 136 56L130 26Q100 14 70 26Z", WHITE) + path("M100 26V46M90 36H110", stroke=TEAL, width=6)
    hair = path("M57 82Q52 40 100 42Q148 40 143 82Q138 60 100 58Q62 60 57 82Z", HAIR)
    return _body(WHITE) + _collar(SOFT) + _face(mood) + hair + cap


def scammer(mood: str) -> str:
    """A hood with a mask: nobody in particular."""
    hood = path("M40 132Q28 22 100 18Q172 22 160 132Z", "#4a5451")
    face = circle(100, 84, 40, TAN) + path("M60 72H140V92Q120 100 100 92Q80 100 60 92Z", INK)
    eyes = oval(84, 82, 8, 6, WHITE, "") + oval(116, 82, 8, 6, WHITE, "") + circle(86, 82, 3, INK, "")
    smirk = path("M86 108Q104 116 116 102")
    return path(SHOULDERS, "#4a5451") + hood + face + eyes + circle(118, 82, 3, INK, "") + smirk


PEOPLE: dict[str, Callable[[str], str]] = {
    **{"ba": grandmother, "ong": grandfather, "woman": woman, "man": man, "girl": girl, "boy": boy},
    **{"farmer": farmer, "seller": seller, "worker": worker, "clerk": clerk, "helper": helper},
    **{"nurse": nurse, "scammer": scammer},
}
