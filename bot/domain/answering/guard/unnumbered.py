"""Documents named without a number, by their kind with an issuer or a word such as "mới": as the passages name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.domain.answering.guard.citations import MAY_FOLLOW, Citation
from bot.domain.answering.guard.spoken import FULL
from bot.library.register import LegalDocument
from bot.library.register import folded as plain_words
from bot.redaction.letters import at_word

LAWS = (
    "nghi dinh", "thong tu", "nghi quyet", "chi thi", "phap lenh", "bo luat", "dao luat", "luat", "sac lenh",
    "van ban hop nhat", "cong dien", "hien phap",
)  # fmt: skip
"""Kinds that are nothing else: whoever is named as their issuer must be so in the passages."""
TREATIES = ("cong uoc", "hien chuong", "hiep dinh", "hiep uoc", "tuyen ngon", "dieu uoc", "nghi dinh thu", "dao luat")
"""Kinds of which every citizen has heard some name: only in the passages' own words."""
LOOSE = (
    "quyet dinh", "ket luan", "quy che", "de an", "che do", "bieu phi", "ke hoach", "chuong trinh", "van ban",
    "cong van", "thong bao", "quy dinh", "huong dan", "dieu le", "noi quy", "chien luoc", "bang gia",
)  # fmt: skip
"""Kinds that are common words too: asked about where a public body is named with them."""
RULES = ("quy dinh", "huong dan", "van ban")
"""Kinds by which any document may be called."""
KINDS = sorted({*LAWS, *LOOSE}, key=len, reverse=True)
SURE = rf"(?P<sure>{at_word(*sorted(LAWS, key=len, reverse=True), unless=('he ', 'phap ', 'ky ', 'quy ', 'du '))})\b"
BODY = (
    r"(?P<issuer>(?:bo|so|uy ban|ubnd|hdnd|hoi dong|chinh phu|thu tuong|quoc hoi|trung uong|tw|ban|cuc|tong cuc|tinh"
    r"|lien hop quoc|lien hiep quoc|chau au|asean|the gioi|quoc te|ngan hang|van phong|bhxh|bao hiem xa hoi|toa an|vien"
    r"|dang|chu tich|thanh pho|dia phuong|hiep hoi|hoi)\b(?: \w+){0,3})"
)
OF = r"(?: \w+){0,4}? (?:cua|do|tu) "
WITH_ISSUER = re.compile(rf"(?P<kind>{at_word(*KINDS, unless=('he ', 'phap ', 'ky '))})\b{OF}{BODY}")
NEWER = re.compile(
    rf"{SURE}(?: lien tich)? (?:moi|sua doi|huong dan|bo sung|thay the|gan day|kem theo"
    r"|chi tiet|lien quan|quoc te)\b(?! (?:la |so )*\x00)"
)
WHICH = re.compile(r" (?:ve|quy dinh|cho|cua|sap)\b")
"""What follows "luật mới" that is not the one of the passages."""
TREATY = re.compile(rf"(?P<kind>{at_word(*TREATIES)})\b(?P<rest>(?: \w+){{0,3}})")
ISSUED = re.compile(r"\b(?:(?:da|vua|moi|duoc|nay) (?:duoc )?(?:ban hanh|thong qua|ky|cong bo)|co hieu luc)\b")
MAY_BE = re.compile("|".join((*KINDS, *TREATIES)))
SENTENCE_END = re.compile(r"[.;?!](?!\d)")
REACH = 60
"""Signs behind a kind in which a passage may name its issuer."""


def unknown_documents(
    rest: str, citations: Iterable[Citation], held: str, named: Iterable[LegalDocument]
) -> Iterator[str]:
    """Documents without a number that the passages do not name so.

    `rest`: the reading without its citations; `held`: the reading of the passages; `named`: what they cite.
    """
    yield from longer_laws(rest, citations, held)
    if not MAY_BE.search(rest):
        return
    for match in WITH_ISSUER.finditer(rest):
        if not issuer_stands(match["kind"], match["issuer"], held, named):
            yield match.group()
    for match in NEWER.finditer(rest):
        ours = match.group() == "luat moi" and not WHICH.match(rest, match.end())
        known = ours and any(plain_words(each.type) == "luat" for each in named)
        if not known and match.group() not in held:
            yield match.group()
    for match in TREATY.finditer(rest):
        if first_words(match.group(), 2) not in held:
            yield match.group()
    yield from only_drafts(rest, held)


def longer_laws(rest: str, citations: Iterable[Citation], held: str) -> Iterator[str]:
    """Laws in small letters whose name goes on otherwise than in the passages: "theo luật bảo vệ người mua …"."""
    for citation in citations:
        after = NEXT_WORD.match(rest, citation.end) if citation.vague and citation.words.startswith("luat") else None
        if not after or after[1] in MAY_FOLLOW or not rest[: citation.start].endswith(NOUN_AFTER):
            continue
        if f"{citation.words}{after.group()}" not in held:
            yield f"{citation.words}{after.group()}"


NEXT_WORD = re.compile(r" (\w+)")
NOUN_AFTER = ("theo ", "cua ", "can cu ", "trong ", "tai ", "quy dinh o ")


def first_words(text: str, more: int) -> str:
    """A kind of two words with as many words behind it."""
    return " ".join(text.split()[: 2 + more])


def issuer_stands(kind: str, issuer: str, held: str, named: Iterable[LegalDocument]) -> bool:
    """Whether the passages name a document of that kind by that issuer, or cite one."""
    body = body_of(issuer)
    if any(
        (kind in RULES or plain_words(each.type) == kind) and body in in_full(plain_words(each.issuer))
        for each in named
    ):
        return True
    around = (held[place.start() : place.end() + REACH] for place in re.finditer(rf"\b{kind}\b", held))
    return any(body in in_full(SENTENCE_END.split(text)[0]) for text in around)


def body_of(issuer: str) -> str:
    """The words that tell a public body from others: two, or those of its name in full."""
    text = in_full(issuer)
    long = next((name for name in NAMES if text.startswith(name)), "")
    return long or " ".join(text.split()[:2])


NAMES = (
    "uy ban nhan dan", "hoi dong nhan dan", "bao hiem xa hoi", "chinh phu", "quoc hoi", "trung uong", "thu tuong",
    "lien hop quoc", "chau au", "tinh", "dia phuong",
)  # fmt: skip
SHORT = {plain_words(short): plain_words(name) for short, name in FULL.items()}
ABBREVIATED = re.compile(rf"\b(?:{'|'.join(SHORT)})\b")


def in_full(read: str) -> str:
    """A reading with the names of public bodies in full."""
    return ABBREVIATED.sub(lambda short: SHORT[short[0]], read)


def only_drafts(rest: str, held: str) -> Iterator[str]:
    """Kinds that the passages only call a draft, said to be issued or in force."""
    issued = ISSUED.search(rest) if "du thao" in held else None
    if not issued:
        return
    parts = SENTENCE_END.split(held)
    for match in re.finditer(SURE, rest):
        following = re.match(r" ([a-z]+)", rest[match.end("sure") :])
        same = rf"\b{match['sure']} {following[1]}\b" if following else rf"\b{match['sure']}\b(?! \d)"
        theirs = [part for part in parts if re.search(same, part)]
        if theirs and all("du thao" in part for part in theirs):
            yield f"{match['sure']}: only a draft"
