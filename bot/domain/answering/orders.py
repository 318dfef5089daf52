"""Questions that try to give the model orders: answered like any other, but counted."""

from __future__ import annotations

import re

from bot.redaction.disguise import clean, plain
from bot.redaction.letters import folded

ORDERS = re.compile(
    r"\b(?:bo qua|quen|phot lo|khong (?:can )?(?:theo|tuan theo)|xoa) (?:het |moi |tat ca |cac |nhung )*"
    r"(?:huong dan|chi dan|quy tac|lenh|yeu cau|chi thi|luat)(?: \w+){0,3} (?:tren|truoc|cu|he thong|cua ban|nay)\b"
    r"|\b(?:dong vai|gia vo|gia su (?:ban|may) la|tu gio (?:ban|may) la|ban bay gio la|che do (?:nha phat trien|dan))\b"
    r"|\b(?:system prompt|prompt he thong|loi nhac he thong|in ra (?:huong dan|prompt)|cho xem (?:prompt|huong dan "
    r"he thong)"
    r"|nhac lai (?:nguyen van )?(?:huong dan|prompt)|huong dan (?:goc|bi mat|he thong) cua (?:ban|may|bot))\b"
    r"|\b(?:ignore|disregard|forget) (?:all |any |the |your )*(?:previous|above|prior|system)? ?(?:instructions?|"
    r"rules|prompts?)\b"
    r"|\b(?:you are now|act as|pretend to be|developer mode|jailbreak|do anything now)\b"
    r"|</?(?:system|assistant|instructions?)>|\[/?inst\]|<\|im_(?:start|end)\|>"
)


def gives_orders(question: str) -> bool:
    """Whether a question speaks to the model as its master, however it is disguised."""
    return any(ORDERS.search(folded(text)) for text in (question, plain(clean(question))))
