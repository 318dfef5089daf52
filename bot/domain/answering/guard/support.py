"""Whether a sentence says what its passages say: its content words, and what it denies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

from bot.domain.answering.guard.normalise import folded
from bot.redaction.letters import at_word

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
    "them thac mac lien he biet can cu quy dinh nguon chi tiet thong tin huong dan noi dung hieu luc ap dung ban "
    "hanh so "
    "nam tai mang yen tam hoi dap tra loi ro ky bat ky truong hop luu cach dung sap xep lan thuong thu tuc the nao "
    "ngoai "
    "khac khuyen neu tot bo sung kem dieu kien ket qua nhac lai giup do phan voi rieng cu the nhat"
)
"""Words with which anything is introduced."""
STOPWORDS = frozenset(COMMON.split()) | frozenset(PROCEDURE.split())
UNIT_WORDS = frozenset(
    ["dong", "nghin", "ngan", "trieu", "ty", "ngay", "gio", "phut", "thang", "tuan", "tuoi", "lan", "phan", "tram"]
)
ENOUGH = 0.5
FEW = 2
WORD = re.compile(r"[a-z]+")
MODALS = ("phải", "cần", "được", "mất", "thu", "nộp", "có", "đóng", "bị", "bắt buộc", "cho phép", "cho")
UNMARKED_MODALS = ("phai", "duoc", "nop", "bat buoc", "cho phep")
NEXT = r"\s+(?P<next>\w+)(?=(?:\s+(?P<then>\w+))?)"
MODAL = re.compile(rf"(?P<modal>{at_word(*MODALS)}){NEXT}")
UNMARKED_MODAL = re.compile(rf"(?P<modal>{at_word(*UNMARKED_MODALS)}){NEXT}")
NOT = frozenset(["không", "chưa", "chẳng", "đừng", "khỏi", "chớ", "cấm"])
UNMARKED_NOT = frozenset(["khong", "chua", "chang", "khoi"])
ANY_WORD = re.compile(r"\w+")
"""Without marks "đứng" and "đừng", "mật" and "mất" are one: only the clear ones are read."""
SAME_MODAL = {"phải": "must", "cần": "must", "bắt buộc": "must", "phai": "must", "bat buoc": "must", "nộp": "nop",
"cho phép": "duoc",
              "cho phep": "duoc", "cho": "duoc", "được": "duoc"}  # fmt: skip


def content_words(text: str) -> list[str]:
    """The words of a reading that carry its meaning."""
    return [word for word in WORD.findall(text) if len(word) > 1 and word not in STOPWORDS]


def is_supported(said: Sequence[str], held: set[str], vouched: int = 0) -> bool:
    """Whether most content words of a sentence stand in the passages; courtesies carry none.

    `vouched`: how many documents, contacts and figures of the sentence were found there; each counts as two words.
    """
    words = [word for word in said if word not in UNIT_WORDS]
    if not words:
        return True
    known = sum(word in held for word in words)
    if len(words) <= FEW and not vouched:
        return known * 2 >= len(words)
    return (known + 2 * vouched) / (len(words) + 2 * vouched) >= ENOUGH


def modals(text: str) -> Modals:
    """What must, may, costs, clause by clause; of a text with its marks."""
    found: Modals = {}
    pattern, denials = (UNMARKED_MODAL, UNMARKED_NOT) if text.isascii() else (MODAL, NOT)
    denied_before, lists = False, " cho " in text and "," in text
    for clause, sign in clauses(as_denied(text.lower())):
        matches = list(pattern.finditer(clause))
        words = frozenset(content_words(folded(clause))) if matches else frozenset()
        done = 0
        for match in matches:
            before = close_before(ANY_WORD.findall(clause, max(done, match.start() - 30), match.start()))
            done = match.start("next") if match["next"] in EMPTY_NEXT else match.end()
            key = (SAME_MODAL.get(match["modal"], match["modal"]), folded(match["next"]))
            listed = match["modal"] == "cho" and denied_before  # "không nói tên, địa chỉ cho người lạ"
            if match["next"] in EMPTY_NEXT or listed or says_neither(match, clause, before, denials):
                continue
            claim = (denials.isdisjoint(before), words)
            if match["modal"] != "có" and key[1] != "lam":  # "có thể", "cần làm": two words say too little
                found.setdefault(key, []).append(claim)
            if match["then"]:
                found.setdefault((*key, folded(match["then"])), []).append(claim)
        denied_before = sign == "," and lists and (denied_before or not denials.isdisjoint(ANY_WORD.findall(clause)))
    return found


def says_neither(match: re.Match[str], clause: str, before: Sequence[str], denials: Set[str]) -> bool:
    """Whether what a modal stands for is neither said nor denied in a clause. `before`: the words close before it."""
    behind, modal = clause[match.end() :], match["modal"]
    if modal == "có" and (ASKS_WHETHER.search(behind) or is_relative(before, denials)):
        return True
    if modal in SUPPOSED and " thì " in behind:  # "có bưu kiện thì đừng tin"
        return True
    # farther: "không đọc mã xác nhận cho ai", denied with the rest, or not
    return denials.isdisjoint(before) and not denials.isdisjoint(ANY_WORD.findall(clause, 0, match.start()))


def is_relative(before: Sequence[str], denials: Set[str]) -> bool:
    """Whether a denial close before "có" denies something else: "không gửi tin có đường liên kết"."""
    return bool(before) and before[-1] not in denials and not denials.isdisjoint(before)


SUPPOSED = ("có", "mất", "bị")
"""Modals that say nothing before "thì": there they are a condition."""


def clauses(text: str) -> Iterator[tuple[str, str]]:
    """The clauses of a text, each with the sign behind it."""
    start = 0
    for end in CLAUSE.finditer(text):
        yield text[start : end.start()], end.group()
        start = end.end()
    yield text[start:], ""


ASKS_WHETHER = re.compile(r"\b(?:không|chưa)\W*$")
"""Behind "có …": it is only asked whether there is such a thing."""
SAID_OTHERWISE = (("làm gì có", "không có"), ("cấm đoán", "ngăn"))
AS_IF = re.compile(r"\bcó (\w+)(?: có (\w+))? đâu mà\b")


def as_denied(text: str) -> str:
    """A text in small letters whose "làm gì có" is "không có", and whose "cấm đoán", a thing, denies nothing."""
    for said, meant in SAID_OTHERWISE:
        text = text.replace(said, meant)
    return AS_IF.sub(r"không \1 \2 thì không", text) if "đâu mà" in text else text


BEGINS_ANEW = frozenset(["thì", "mà", "nên", "để", "thi", "ma", "de"])
REACH = 3
"""Words before a modal in which a denial reaches it: "không được bắt nộp"."""


def close_before(words: list[str]) -> list[str]:
    """The last words, back to one that begins a new part."""
    near = words[-REACH:]
    cut = max((place for place, word in enumerate(near) if word in BEGINS_ANEW), default=-1)
    return near[cut + 1 :]


SENTENCE_END = re.compile(r"(?<=[.?!;\n])")


@lru_cache(maxsize=2048)
def claimed(text: str) -> Modals:
    """The same of a passage, without its questions: they claim nothing."""
    return modals("".join(part for part in SENTENCE_END.split(text) if not part.rstrip().endswith("?")))


Modals = dict[tuple[str, ...], list[tuple[bool, frozenset[str]]]]
"""(modal, next word) and (modal, next two words) → whether it is said or denied, and in which words."""


EMPTY_NEXT = frozenset(
    [
        "thì",
        "không",
        "và",
        "hoặc",
        "ạ",
        "rồi",
        "ở",
        "từ",
        "khi",
        "nếu",
        "nhé",
        "cho",
        "với",
        "là",
        "thi",
        "khong",
        "va",
        "hoac",
        "roi",
        "tu",
        "neu",
        "nhe",
    ]
)
"""What follows a modal that ends its phrase: "làm được thì…"."""
CLAUSE = re.compile(r"[,;.:()!?\n]")


DENYING = frozenset(map(folded, NOT | UNMARKED_NOT))


def denies(words: Set[str]) -> bool:
    """Whether there is a word among those of a reading that may deny."""
    return not DENYING.isdisjoint(words)


def contradicts(said_there: Modals, sentence: str, passages: str, held: Modals) -> bool:
    """Whether the sentence denies what the passages say, or says what they deny."""
    if binds(sentence) is True and binds(passages) is False:
        return True
    return any(
        denied(said, words, held[key]) and not agrees(key, said, said_there, held) and not both_ways(key, held)
        for key, claims in said_there.items()
        if key in held
        for said, words in claims
    )


def only_asked(text: str) -> frozenset[str]:
    """What a text in small letters only asks: "hai người có phải đến ký không, bạn hỏi …" says neither."""
    if not MAY_ASK.search(text):
        return frozenset()
    asked = {match[1] for match in ASKED.finditer(text)}
    rest = ASKED.sub(" ", text)
    return frozenset(each for each in asked if each not in rest)


MAY_ASK = re.compile(r"\bcó (?:phải|cần|được) ")
ASKED = re.compile(r"\bcó ((?:phải|cần|được) \w+ \w+)[^.?!;\n]*?\bkhông(?=[,.])")


def both_ways(key: tuple[str, ...], held: Modals) -> bool:
    """Whether the passages both say and deny that there is such a thing: each time under a condition of its own."""
    alike = (claims for other, claims in held.items() if other[:2] == key[:2]) if key[0] == "có" else ()
    return len({said for claims in alike for said, _ in claims}) > 1


def agrees(key: tuple[str, ...], said: bool, said_there: Modals, held: Modals) -> bool:
    """Whether the passages say so of it with the next word: "phải đổi thẻ" beside "không phải đổi ở mốc 40"."""
    longer = (each for each in said_there if len(each) > len(key) and each[: len(key)] == key)
    return any(said == other for each in longer for other, _ in held.get(each, ()))


BINDING = re.compile(r"(?<!bao )(?<!doi )(?<!noi )(?P<no>(?:khong|chua|chang)(?: \w+)? )?(?:bat buoc|buoc phai)")


def binds(text: str) -> bool | None:
    """Whether a reading says that something is compulsory somewhere, only that it is not, or neither."""
    if "buoc" not in text:
        return None
    said = [match["no"] is None for match in BINDING.finditer(text)]
    return any(said) if said else None


def denied(said: bool, words: frozenset[str], held: list[tuple[bool, frozenset[str]]]) -> bool:
    """Whether the passages, where they speak of the same thing, only say the opposite."""
    near = [(other, len(words & theirs)) for other, theirs in held if 2 * len(words & theirs) >= len(words)]
    most = max((shared for _, shared in near), default=0)
    return bool(near) and all(other != said for other, shared in near if shared == most)
