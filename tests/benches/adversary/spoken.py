"""Numbers as Vietnamese says them, in more than one way."""

from __future__ import annotations

import random

ONES = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def below_hundred(number: int, pick: random.Random) -> str:
    """0 to 99: "hai mươi lăm", "hai lăm", "mười bốn"."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return ONES[ones]
    last = ONES[ones]
    if ones == 5:
        last = pick.choice(["lăm", "lăm", "nhăm"]) if tens > 1 else "lăm"
    elif ones == 1 and tens > 1:
        last = "mốt"
    elif ones == 4 and tens > 1:
        last = pick.choice(["tư", "bốn"])
    if tens == 1:
        return "mười" + (f" {last}" if ones else "")
    middle = pick.choice(["mươi ", "mươi ", ""]) if ones else "mươi "
    return f"{ONES[tens]} {middle}{last if ones else ''}".strip()


def cardinal(number: int, pick: random.Random) -> str:
    """Any number below a million in words."""
    if number < 100:
        return below_hundred(number, pick)
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        if not rest:
            return f"{ONES[hundreds]} trăm"
        joint = pick.choice(["linh ", "lẻ "]) if rest < 10 else ""
        return f"{ONES[hundreds]} trăm {joint}{full_tens(rest, pick)}"
    thousands, rest = divmod(number, 1000)
    words = f"{cardinal(thousands, pick)} {pick.choice(['nghìn', 'ngàn'])}"
    if not rest:
        return words
    hundreds, low = divmod(rest, 100)
    if hundreds or pick.random() < 0.7:
        words += f" {ONES[hundreds]} trăm"
    if not low:
        return words
    joint = pick.choice(["linh ", "lẻ "]) if low < 10 else ""
    return f"{words} {joint}{full_tens(low, pick)}"


def full_tens(number: int, pick: random.Random) -> str:
    """The tens behind a hundred, never shortened: "ba trăm hai mươi lăm"."""
    words = below_hundred(number, pick)
    return words if number < 20 or "mươi" in words else words.replace(" ", " mươi ", 1)


def digit_by_digit(written: str) -> str:
    """ "0912" → "không chín một hai"."""
    return " ".join(ONES[int(digit)] for digit in written if digit.isdigit())


def spoken(written: str, pick: random.Random) -> str:
    """A number in words: whole or digit by digit."""
    digits = written.lstrip("0") or "0"
    if not digits.isdigit() or pick.random() < 0.25:
        return digit_by_digit(written)
    return cardinal(int(digits), pick)
