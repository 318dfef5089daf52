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
PROCEDURE = (
    "them thac mac lien he biet can cu quy dinh nguon chi tiet thong tin huong dan noi dung hieu luc ap dung ban hanh so "
    "nam tai mang yen tam hoi dap tra loi ro ky bat ky truong hop luu cach dung sap xep lan thuong thu tuc the nao ngoai "
    "khac khuyen neu tot bo sung kem dieu kien ket qua nhac lai giup do phan voi rieng cu the nhat"
)
"""Words with which anything is introduced."""
STOPWORDS = frozenset(COMMON.split()) | frozenset(PROCEDURE.split())
UNIT_WORDS = frozenset("dong nghin ngan trieu ty ngay gio phut thang tuan tuoi lan phan tram".split())
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


def is_supported(sentence: str, held: set[str], vouched: int = 0) -> bool:
    """Whether most content words of the sentence stand in the passages; courtesies carry none.

    `vouched`: how many documents, contacts and figures of the sentence were found there; each counts as two words.
    """
    words = [word for word in content_words(sentence) if word not in UNIT_WORDS]
    if not words:
        return True
    known = sum(word in held for word in words)
    if len(words) <= FEW and not vouched:
        return known == len(words)
    return (known + 2 * vouched) / (len(words) + 2 * vouched) >= ENOUGH


def modals(text: str) -> dict[tuple[str, ...], set[bool]]:
    """What must, may, costs: (modal, next word) and (modal, next two words) → said, denied, or both."""
    found: dict[tuple[str, ...], set[bool]] = {}
    for match in MODAL.finditer(text):
        key = (SAME_MODAL.get(match["modal"], match["modal"]), match["next"])
        said = match["no"] is None
        if match["modal"] != "co":  # "có thể", "có thẻ": two words say too little
            found.setdefault(key, set()).add(said)
        if match["then"]:
            found.setdefault((*key, match["then"]), set()).add(said)
    return found


def contradicts(sentence: str, passages: str, held: dict[tuple[str, ...], set[bool]]) -> bool:
    """Whether the sentence denies what the passages say, says what they deny, or calls free what they do not."""
    if FREE.search(sentence) and not free_there(sentence, passages):
        return True
    return any(key in held and not said & held[key] for key, said in modals(sentence).items())


def free_there(sentence: str, passages: str) -> bool:
    """Whether the passages call the same thing free: most words around it are said too."""
    said = set(sentence.split())
    for match in FREE.finditer(passages):
        start = max(passages.rfind(sign, 0, match.start()) for sign in ".;\n\x00") + 1
        around = passages[start : match.start()] + passages[match.end() : match.end() + 30].split(".")[0]
        words = [word for word in re.findall(r"[a-z]+|\d+", around) if word not in STOPWORDS or word in CONDITIONS]
        if sum(word in said for word in words) * 2 >= len(words):
            return True
    return False


CONDITIONS = frozenset("duoi tren chi neu truoc sau tu den".split())
