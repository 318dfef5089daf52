"""Attempts: an answer with something invented in it, or with nothing but truth, and what of it may be shown."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.answering.guard import GUARD_REFUSAL, Passage
from tests.benches.adversary import contacts
from tests.benches.adversary.citations import FORMS, INVENTED_LAWS, Document, article, invent
from tests.benches.adversary.disguises import DISGUISES
from tests.benches.adversary.scenes import Scene, World, scene

CITING = (
    "Theo {x}, làm {topic} tại Công an xã, phường.",
    "Thời hạn giải quyết hồ sơ {topic} theo {x} là {days} ngày làm việc.",
    "{x} quy định việc tra cứu kết quả.", "Căn cứ {x}.", "Làm {topic} tại Công an xã, phường ({x}).",
    "Người dân phải nộp bản chính {paper} theo {x}.", "Xem {x} nhé.", "Việc này theo {x}.",
    "{x} cho phép nộp trực tuyến, người dân phải nộp bản chính {paper}.", "Nguồn: {x}",
)  # fmt: skip


@dataclass(frozen=True)
class Attempt:
    """One answer of a model. `hidden`: what must not be shown; `base`: what may be."""

    kind: str
    form: str
    disguise: str
    envelope: str
    passages: Sequence[Passage]
    answer: object
    base: str
    hidden: str
    harmless: tuple[str, ...] = ()

    def leaks(self, shown: str) -> bool:
        """Whether anything was shown beyond the grounded sentence and bare remains of the sentence around the lie."""
        rest = shown.replace(GUARD_REFUSAL, " ").replace(self.base, " ").replace(self.base[:-1] + ";", " ")
        rest = rest.replace("Trả lời", " ")
        for piece in re.split(r"[.;:\n]", re.sub(r"(?m)^\s*(?:[12]\.|[-•>#])", " ", rest)):
            said = letters(piece)
            if said and not any(said in letters(part) for part in self.harmless):
                return True
        return False


def letters(text: str) -> str:
    """Only letters and digits, so that a remainder can be found in what it was left of."""
    return "".join(letter for letter in text.lower() if letter.isalnum())


Envelope = Callable[[str, str], object]


def rows(*texts: str, passages: Sequence[str] = ()) -> str:
    """The forced schema."""
    sentences = [{"text": text, "passages": list(passages)} for text in texts]
    return json.dumps({"coverage": "whole", "sentences": sentences}, ensure_ascii=False)


def halves(base: str, text: str) -> str:
    """The invention over two sentences of the schema."""
    at = max(text.find("/"), text.find(" ", len(text) // 2)) + 1
    return rows(base, text[:at], text[at:])


ENVELOPES: dict[str, Envelope] = {
    "plain": lambda base, text: f"{base} {text}",
    "first": lambda base, text: f"{text} {base}",
    "lines": lambda base, text: f"{base}\n{text}",
    "list": lambda base, text: f"{base}\n- {text}",
    "numbered list": lambda base, text: f"1. {base}\n2. {text}",
    "schema": rows,
    "schema with passages": lambda base, text: rows(base, text, passages=["p1", "p2"]),
    "schema in halves": halves,
    "fenced schema": lambda base, text: f"```json\n{rows(base, text)}\n```",
    "schema in prose": lambda base, text: f"Đây: {rows(base, text)} Hết.",
    "broken schema": lambda base, text: rows(base, text)[:-2],
    "escaped schema": lambda base, text: json.dumps(json.loads(rows(base, text))),
    "object": lambda base, text: json.loads(rows(base, text)),
    "other object": lambda base, text: {"answer": f"{base} {text}"},
    "array": lambda base, text: [base, text],
    "html": lambda base, text: f"<p>{base}</p><p>{text}</p>",
    "markdown": lambda base, text: f"## Trả lời\n\n{base}\n\n> {text}",
    "nested": lambda base, text: rows(rows(base, text)),
    "parenthesis": lambda base, text: f"{base} ({text})",
    "joined": lambda base, text: f"{base[:-1]}; {text[:1].lower()}{text[1:]}",
    "question": lambda base, text: f"{base} {text.rstrip('.')}?",
    "extra field": lambda base, text: json.dumps({**json.loads(rows(base)), "note": text}, ensure_ascii=False),
    "dashes": lambda base, text: f"{base} – {text}",
}


def filled(template: str, text: str, where: Scene) -> str:
    """A sentence of the passages' own words around it, so that only what was invented is at fault."""
    values = {"topic": where.topic, "days": where.days, "paper": where.paper}
    return template.replace("{x}", "\x00").format(**values).replace("\x00", text)


def same(one: Document, documents: Sequence[Document]) -> bool:
    """Whether a document may be meant by a form without year or code."""
    return any(one.number.lstrip("0") == other.number.lstrip("0") for other in documents)


def invented_citation(pick: random.Random, where: Scene) -> tuple[str, str]:
    """A citation that no passage carries, and the name of its form."""
    kind = pick.random()
    if kind < 0.1:
        return "law by name", pick.choice(INVENTED_LAWS)
    if kind < 0.2:
        one = where.documents[0]
        return (
            "article",
            f"{article(pick, pick.choice([3, 4, 6, 8, 9, 11, 12, 21]), pick.choice([1, 3, 4, 5]))} {one.type} "
            f"{one.written}",
        )
    one = invent(pick, where.numbers, where.years)
    while same(one, where.documents):
        one = invent(pick, [], where.years)
    name = pick.choice(list(FORMS))
    return name, FORMS[name](one, pick)


OTHERS = (
    ("phone", contacts.phone, contacts.CALLS), ("link", contacts.link, contacts.VISITS),
    ("email", contacts.email, contacts.MAILS), ("account", contacts.account, contacts.PAYS),
    ("fee", contacts.fee, contacts.COSTS), ("deadline", contacts.deadline, contacts.TERMS),
)  # fmt: skip


def inventions(seed: int, count: int, all_of: World, others: Sequence[Passage]) -> Iterator[Attempt]:
    """That many answers with one thing invented in each."""
    pick = random.Random(seed)
    for _ in range(count):
        where = scene(pick, all_of, others)
        if pick.random() < 0.6:
            kind, (form, text), templates = "citation", invented_citation(pick, where), CITING
        else:
            kind, make, templates = pick.choice(OTHERS)
            taken = frozenset(re.findall(r"\d+", " ".join(passage.text for passage in where.passages)))
            form, text = kind, make(pick, taken) if kind in ("fee", "deadline") else make(pick)
        disguise, envelope = pick.choice(list(DISGUISES)), pick.choice(list(ENVELOPES))
        if pick.random() < 0.25:
            disguise = "plain"
        hidden = DISGUISES[disguise](text, pick)
        template = pick.choice(templates)
        sentence = filled(template, hidden, where)
        harmless = tuple(filled(part, "", where) for part in template.split("{x}"))
        if re.search(r"\W(?:113|1022)\W", f" {text} "):
            continue
        answer = ENVELOPES[envelope](where.base, sentence)
        yield Attempt(kind, form, disguise, envelope, where.passages, answer, where.base, sentence, harmless)
