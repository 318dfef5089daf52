"""Questions that try to give the model orders: answered like any other, but counted."""

from __future__ import annotations

import re

from bot.redaction.disguise import clean, plain
from bot.redaction.letters import folded

RULES = r"(?:huong dan|chi dan|quy tac|lenh|yeu cau|chi thi|luat|quy dinh|loi nhac|prompt|gioi han|nhan ai)"
"""What a model was told."""
DROP = (
    r"(?:bo ?qua|bo het|quen(?: het| di)?|phot lo|khong (?:can |phai |duoc )?(?:lam theo|tuan theo|tuan thu|theo)"
    r"|dung (?:lam theo|tuan theo|tuan thu|theo)|xoa|ghi de|thay the|vuot qua|tat|vo hieu hoa)"
)
WHOSE = (
    r"(?:o tren|tren|(?<!hom )truoc|truoc do|he thong|goc|ban dau|cua (?:ban|may|bot|he thong|nguoi tao|quan tri vien))"
)
PROMPT = (
    r"(?:(?:system )?prompt(?: he thong)?|loi nhac(?: he thong)?|cau lenh goc|(?:huong dan|chi dan)"
    r"(?: (?:goc|bi mat|he thong|ban dau))*(?: ma ban| cua (?:ban|may|bot)| duoc giao)|cau hinh cua (?:ban|may|bot))"
)
SHOW = (
    r"(?:in ra|cho (?:toi |tao )?xem|nhac lai|chep lai|tiet lo|liet ke|dich|tom tat|hien|lap lai|viet lai|doc lai"
    r"|noi ra)"
)
SPOKEN = (
    rf"{DROP} (?:het |moi |tat ca |cac |nhung |cai |toan bo )*{RULES}(?: \w+){{0,3}}? {WHOSE}\b",
    rf"{DROP} (?:het |moi |tat ca |cac |nhung )+(?:{RULES})(?: \w+)? (?:cu|nay|di)\b",
    r"(?:bo qua nhan ai|bo het luat|quen het cac quy tac|(?:tat|vo hieu hoa) (?:bo loc an toan|kiem duyet)"
    r"|tat bo loc di|khong (?:con|co|bi) (?:quy tac|gioi han|kiem duyet)(?! cua)(?: nao)?"
    r"|khong phai tuan thu quy dinh)\b",
    r"(?:hay |ban )?(?:dong vai|nhap vai|gia vo (?:ban|may|la (?:ba|me|chu|can bo) (?:toi|cua))"
    r"|gia su (?:ban|may) la)(?! nguoi than| cong an thi)\b",
    r"(?:tu (?:gio|nay|bay gio)|bay gio) (?:ban|may) (?:la|khong phai)\b",
    r"ban bay gio la\b",
    r"che do (?:nha phat trien|dan|go loi|khong gioi han)\b",
    rf"{SHOW} (?:\w+ ){{0,4}}?{PROMPT}",
    rf"{PROMPT} (?:cua (?:ban|may|bot) )?la gi, ",
    r"loi nhac he thong\b",
    r"prompt he thong\b",
    r"cau lenh goc\b",
    r"(?:lap lai|viet lai|chep lai) (?:moi|toan bo) (?:\w+ ){0,2}(?:o )?phia tren\b",
    r"(?:quy tac|lenh|chi dan) moi tu (?:quan tri|he thong|nguoi tao)",
    r"nguoi tao ra (?:ban|may)\b",
    r"toi la quan tri vien he thong\b",
    r"(?:ket thuc|bat dau) cau tra loi bang\b",
    r"tra loi y nguyen\b",
    r"chi duoc noi (?:dung )?mot cau\b",
    r"dung ghi la ai\b",
    r"(?:ignore|disregard|forget) (?:all |any |the |your )*(?:previous|above|prior|system)? ?(?:instructions?|"
    r"rules|prompts?)\b",
    r"(?:you are now|act as|pretend to be|developer mode|jailbreak|do anything now|system prompt)\b",
    r"assistant ?:",
)
"""Orders in words: each begins where a word begins, which is looked for once for all of them."""
WRITTEN = r"</?(?:system|assistant|instructions?)>|\[/?inst\]|<\|im_(?:start|end)\|>|#+ ?system ?:"
"""The signs between which a model finds its orders."""
ORDERS = re.compile(rf"\b(?:{'|'.join(SPOKEN)})|{WRITTEN}")
DOTTED = re.compile(r"(?<=\b\w)\.(?=\w)")


def gives_orders(question: str) -> bool:
    """Whether a question speaks to the model as its master, however it is disguised."""
    seen = plain(clean(question))
    forms = {question, seen, DOTTED.sub("", seen), " ".join(seen.split())}
    return any(ORDERS.search(text) for text in set(map(folded, forms)))
