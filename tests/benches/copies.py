"""Announcements made by program, and what becomes of them from hand to hand: faithful copies, altered ones."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.library.text import fold

WHAT = (
    ("Lớp kỹ năng số {place}", "Mời bà con đến {house} học {skill}."),
    ("Thông báo {place}: {skill}", "Tổ công nghệ số cộng đồng hướng dẫn {skill} tại {house}."),
    (
        "Cảnh báo lừa đảo ở {place}",
        "Có kẻ giả làm cán bộ xã gọi điện, bảo bà con {skill} rồi lấy tiền trong tài khoản.",
    ),
    ("Lịch trực giúp bà con {place}", "Cán bộ trực ở {house}, giúp bà con {skill} không mất phí."),
)
PLACES = ("thôn 1", "thôn Khe Cát", "khu Hạ Long 3", "bản Cao Sơn", "khu phố Trần Phú", "thôn Đông Thành")
HOUSES = ("nhà văn hóa thôn", "trụ sở ủy ban", "trường tiểu học", "trạm y tế", "bưu điện văn hóa")
SKILLS = (
    "cài ứng dụng định danh",
    "nộp hồ sơ qua mạng",
    "quét mã trả tiền",
    "gửi ảnh cho con cháu",
    "đặt lịch khám bệnh",
)
MORE = (
    "Không thu phí.",
    "Ai cần xe đón thì báo trước với trưởng thôn.",
    "Bà con nhớ mang theo điện thoại và căn cước.",
    "Cán bộ không bao giờ hỏi mã OTP của bà con.",
    "Ai bận thì nhờ con cháu đi thay cũng được.",
)
HEADS = ("Chuyển tiếp:\n", "Fwd: ", "Cháu ơi tin này có thật không:\n", "Mọi người xem giúp: ")
TAILS = ("\nTin này thật hay giả vậy?", "\nTin này có đúng không bot?", " Thông báo này có thật không ạ?")
LINKS = ("https://quangninh-hotro.example.top/nhan-qua", "bit.example/qn2026", "http://203.0.113.9/vneid.apk")


@dataclass(frozen=True, slots=True)
class Made:
    """An announcement as an official wrote it."""

    title: str
    body: str
    code: str

    @property
    def text(self) -> str:
        """As citizens read it."""
        return f"📢 {self.title}\n\n{self.body}\n\nMã thông báo: {self.code}"


def announcements(many: int, dice: random.Random) -> list[Made]:
    """Different ones, with a phone, a link, a sum, a date and an hour each."""
    found: dict[str, Made] = {}
    while len(found) < many:
        title, first = dice.choice(WHAT)
        names = {"place": dice.choice(PLACES), "house": dice.choice(HOUSES), "skill": dice.choice(SKILLS)}
        when = f"Lúc {dice.randint(7, 20)} giờ ngày {dice.randint(1, 28)}/{dice.randint(1, 12)}/2027."
        phone = f"Hỏi thêm: {dice.choice(('0203', '0912'))} {dice.randint(100, 999)} {dice.randint(100, 999)}."
        page = f"Xem tại https://xa{dice.randint(1, 999)}.example.vn/lich."
        money = f"Hỗ trợ tiền xe {dice.randint(2, 9)}0.000 đồng mỗi người."
        more = dice.sample(MORE, 3)
        body = " ".join([first.format(**names), when, *more[:2], money]) + "\n" + " ".join([phone, page, more[2]])
        made = Made(title.format(**names), body, f"TB-{_code(dice)}")
        found[made.text] = made
    return list(found.values())


def _code(dice: random.Random) -> str:
    return "".join(dice.choice("ABCDEFGHJKMNPQRSTUVWXYZ23456789") for _ in range(6))


def faithful(made: Made, dice: random.Random) -> str:
    """The same, as people pass it on: two of the harmless changes, one after the other."""
    text = made.text
    for change in dice.sample(HARMLESS, 2):
        text = change(text, dice)
    return text


def altered(made: Made, dice: random.Random) -> str:
    """One of the harmless changes, and behind it one that matters."""
    while True:
        text = dice.choice(HARMLESS)(made.text, dice)
        changed = dice.choice(HARMFUL)(text, dice)
        if changed != text:
            return changed


# --- harmless ----------------------------------------------------------------------------------------------------


def bare(text: str, dice: random.Random) -> str:
    """Without marks."""
    return "\n".join(fold(line) for line in text.split("\n"))


def shouted(text: str, dice: random.Random) -> str:
    """In capitals, links left alone."""
    return " ".join(word if "/" in word else word.upper() for word in text.split(" "))


def with_pictures(text: str, dice: random.Random) -> str:
    """With small pictures between words."""
    words = text.split(" ")
    for _ in range(3):
        words.insert(dice.randrange(len(words)), dice.choice("🎉🙏❤️👍🔥"))
    return " ".join(words)


def shortened(text: str, dice: random.Random) -> str:
    """Without its last sentences, and the code."""
    sentences = re.split(r"(?<=\.)\s", text)
    return " ".join(sentences[: max(3, len(sentences) - dice.randint(1, 3))])


def without_title(text: str, dice: random.Random) -> str:
    """Without its first line."""
    return text.split("\n\n", 1)[-1] if "\n\n" in text else text


def introduced(text: str, dice: random.Random) -> str:
    """Passed on with a word before it."""
    return dice.choice(HEADS) + text


def asked_about(text: str, dice: random.Random) -> str:
    """With the question behind it."""
    return text + dice.choice(TAILS)


def spaced(text: str, dice: random.Random) -> str:
    """With other line breaks and blanks, some of them invisible."""
    return text.replace("\n\n", "\n").replace(" ", "  ", 5).replace("à", "\u200bà", 2)


HARMLESS: tuple[Callable[[str, random.Random], str], ...] = (
    bare,
    shouted,
    with_pictures,
    shortened,
    without_title,
    introduced,
    asked_about,
    spaced,
)

# --- harmful -----------------------------------------------------------------------------------------------------


def other_link(text: str, dice: random.Random) -> str:
    """Another address in place of ours."""
    return re.sub(r"https://\S+[^.\s]", dice.choice(LINKS), text, count=1)


def link_like_ours(text: str, dice: random.Random) -> str:
    """Our address with one letter changed."""
    return text.replace(".example.vn", dice.choice((".exarnple.vn", ".example.vn.cc", ".examp1e.vn", "-example.vn")), 1)


def other_phone(text: str, dice: random.Random) -> str:
    """One digit of the phone changed."""
    return re.sub(r"(Hỏi thêm: \d{4} \d{2})(\d)", lambda found: found[1] + str((int(found[2]) + 1) % 10), text, count=1)


def other_sum(text: str, dice: random.Random) -> str:
    """More money."""
    return text.replace("0.000 đồng", dice.choice(("0.000.000 đồng", "5.000 đồng", "0.000 đồng và 1 triệu")), 1)


def other_day(text: str, dice: random.Random) -> str:
    """Another day."""
    return re.sub(r"ngày (\d+)/", lambda found: f"ngày {int(found[1]) % 28 + 1}/", text, count=1)


def account_added(text: str, dice: random.Random) -> str:
    """An account to send money to."""
    number = dice.randint(10**9, 10**10 - 1)
    return text.replace("\n", f" Chuyển khoản trước vào số {number}.\n", 1)


def words_added(text: str, dice: random.Random) -> str:
    """Something to do that nobody asked for."""
    return text + dice.choice(
        (" Bà con bấm đường dẫn để nhận quà.", "\nĐọc mã OTP cho cán bộ.", " Gọi ngay kẻo hết hạn.")
    )


def turned_round(text: str, dice: random.Random) -> str:
    """A "không" left out or put in."""
    left_out = re.sub(r"[Kk]hông (thu|bao|mất)", r"\1", text, count=1)
    return left_out if left_out != text else text.replace(" thì ", " thì không ", 1)


HARMFUL: tuple[Callable[[str, random.Random], str], ...] = (
    other_link,
    link_like_ours,
    other_phone,
    other_sum,
    other_day,
    account_added,
    words_added,
    turned_round,
)


def pairs(many: int, seed: int = 1) -> Iterator[tuple[Made, str, str]]:
    """An announcement, a faithful copy and an altered one."""
    dice = random.Random(seed)
    for made in announcements(many, dice):
        yield made, faithful(made, dice), altered(made, dice)
