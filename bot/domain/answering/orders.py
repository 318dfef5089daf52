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
ORDERS = re.compile(
    rf"\b{DROP} (?:het |moi |tat ca |cac |nhung |cai |toan bo )*{RULES}(?: \w+){{0,3}}? {WHOSE}\b"
    rf"|\b{DROP} (?:het |moi |tat ca |cac |nhung )+(?:{RULES})(?: \w+)? (?:cu|nay|di)\b"
    r"|\b(?:bo qua nhan ai|bo het luat|quen het cac quy tac|(?:tat|vo hieu hoa) (?:bo loc an toan|kiem duyet)"
    r"|tat bo loc di|khong (?:con|co|bi) (?:quy tac|gioi han|kiem duyet)(?! cua)(?: nao)?"
    r"|khong phai tuan thu quy dinh)\b"
    r"|\b(?:hay |ban )?(?:dong vai|nhap vai|gia vo (?:ban|may|la (?:ba|me|chu|can bo) (?:toi|cua))"
    r"|gia su (?:ban|may) la)"
    r"(?! nguoi than| cong an thi)\b"
    r"|\b(?:tu (?:gio|nay|bay gio)|bay gio) (?:ban|may) (?:la|khong phai)\b|\bban bay gio la\b"
    r"|\bche do (?:nha phat trien|dan|go loi|khong gioi han)\b"
    rf"|\b{SHOW} (?:\w+ ){{0,4}}?{PROMPT}|\b{PROMPT} (?:cua (?:ban|may|bot) )?la gi, "
    r"|\bloi nhac he thong\b|\bprompt he thong\b"
    r"|\bcau lenh goc\b|\b(?:lap lai|viet lai|chep lai) (?:moi|toan bo) (?:\w+ ){0,2}(?:o )?phia tren\b"
    r"|\b(?:quy tac|lenh|chi dan) moi tu (?:quan tri|he thong|nguoi tao)|\bnguoi tao ra (?:ban|may)\b"
    r"|\btoi la quan tri vien he thong\b"
    r"|\b(?:ket thuc|bat dau) cau tra loi bang\b|\btra loi y nguyen\b|\bchi duoc noi (?:dung )?mot cau\b"
    r"|\bdung ghi la ai\b"
    r"|\b(?:ignore|disregard|forget) (?:all |any |the |your )*(?:previous|above|prior|system)? ?(?:instructions?|"
    r"rules|prompts?)\b"
    r"|\b(?:you are now|act as|pretend to be|developer mode|jailbreak|do anything now|system prompt)\b"
    r"|</?(?:system|assistant|instructions?)>|\[/?inst\]|<\|im_(?:start|end)\|>|#+ ?system ?:|\bassistant ?:"
)
DOTTED = re.compile(r"(?<=\b\w)\.(?=\w)")


def gives_orders(question: str) -> bool:
    """Whether a question speaks to the model as its master, however it is disguised."""
    seen = plain(clean(question))
    forms = {question, seen, DOTTED.sub("", seen), " ".join(seen.split())}
    return any(ORDERS.search(text) for text in set(map(folded, forms)))
