"""Whether a sentence says what its passages say: its content words, and what it denies."""

from __future__ import annotations

import re

COMMON = (
    "a ai anh ba bac bai ban bang bao bi cac cach cai cam can cang cao chac chao chau chi chinh cho "
    "chu chua chung co con cu cua cung "
    "da dang dau day de den di do doi du duoc em gi gia gio giup ha han hay hen hoac hon hoi khi "
    "khong la lai lam len luc ma may minh moi mot "
    "muon na nao nay nen neu ngay nha nhe nhieu nho nhu nhung no noi o on ong phai qua ra rang rat "
    "rieng roi sang sau se so tai tat the theo thi "
    "thoi thu tien tiep toi tren trong truoc tu tung tuy va van vao ve vi viec voi vua vui xem xin y "
    "ca nam cu tot long cam vang thua kinh gui "
    "quy nhat it ne nua ho ta to chi co bac a ah u ok nguoi dan"
)
STOPWORDS = frozenset(COMMON.split())
ENOUGH = 0.6
FEW = 2
WORD = re.compile(r"[a-z]+")
MODAL = re.compile(
    r"(?:\b(?P<no>khong|chua|chang|dung|khoi)\s+(?:\w+\s+)??)?\b(?P<modal>phai|can|duoc|mat|thu|nop"
    r"|co|dong|bi|bat buoc|cho phep)\s+(?P<next>\w+)(?=(?:\s+(?P<then>\w+))?)"
)
SAME_MODAL = {"phai": "must", "can": "must", "bat buoc": "must"}
FREE = re.compile(
    r"\b(?:mien phi|mien le phi|mien thu|khong (?:mat|thu|phai (?:nop|tra|dong)|ton"
    r"|co)(?: \w+)? ?(?:phi|le phi|tien)|khong (?:mat|ton) (?:phi|tien)|0 dong)\b"
)


def content_words(text: str) -> list[str]:
    """The words of a reading that carry its meaning."""
    return [word for word in WORD.findall(text) if len(word) > 1 and word not in STOPWORDS]


def is_supported(sentence: str, held: set[str]) -> bool:
    """Whether most content words of the sentence stand in the passages; courtesies carry none."""
    words = content_words(sentence)
    if not words:
        return True
    known = sum(word in held for word in words)
    return known == len(words) if len(words) <= FEW else known / len(words) >= ENOUGH


def modals(text: str) -> dict[tuple[str, ...], set[bool]]:
    """What must, may, costs: (modal, next word) and (modal, next two words) → said, denied, or both."""
    found: dict[tuple[str, ...], set[bool]] = {}
    for match in MODAL.finditer(text):
        key = (SAME_MODAL.get(match["modal"], match["modal"]), match["next"])
        said = match["no"] is None
        found.setdefault(key, set()).add(said)
        if match["then"]:
            found.setdefault((*key, match["then"]), set()).add(said)
    return found


def contradicts(sentence: str, passages: str, held: dict[tuple[str, ...], set[bool]]) -> bool:
    """Whether the sentence denies what the passages say, says what they deny, or calls free what they do not."""
    if FREE.search(sentence) and not FREE.search(passages):
        return True
    return any(key in held and not said & held[key] for key, said in modals(sentence).items())
