"""`hocvuso ask`: the steps of an answer with scores, the question as understood, and why."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.cli.search import cache_dir, reading_shown
from bot.cli.start import settings_or_exit
from bot.domain.answering.answer import Answering
from bot.domain.answering.asked import without_personal_data
from bot.domain.answering.base import Match
from bot.domain.answering.found import Found
from bot.domain.answering.guard import Guard
from bot.domain.answering.search.meaning import Floats, Meaning
from bot.domain.answering.thresholds import NEAR, SURE
from bot.library.files import content_dir
from bot.library.library import Library
from bot.library.phrases import Phrases
from bot.redaction import found as personal_data
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.llm.client import Client

SHOWN = 5


def ask(
    question: Annotated[str, typer.Argument(help="What a citizen would type.")],
    model: Annotated[bool, typer.Option("--model", help="As if the citizen asked the AI assistant.")] = False,
) -> None:
    """Show how a question is answered, step by step. Nothing is stored or sent to anybody but the model."""
    if not question.strip():
        raise typer.BadParameter("write what a citizen would type", param_hint="question")
    settings = settings_or_exit(quiet=True)
    asyncio.run(_ask(settings, question, model, Console()))


async def _ask(settings: Settings, question: str, ask_model: bool, console: Console) -> None:
    library = Library.load(content_dir())
    client = _client(settings)
    meaning = Meaning.at(cache_dir()) if settings.dense_search else None
    answering = Answering(library, Guard(library.register), client, meaning=meaning)
    await read_for_meaning(answering)
    try:
        found = await answering.prepare(question, 0, ask_model)
        show(answering, question, found, console, vector(answering, meaning, question))
    finally:
        if client is not None:
            await client.close()


async def read_for_meaning(answering: Answering) -> None:
    """Search by meaning too; the first time that is a minute or more, and shown on stderr."""
    with reading_shown(Console(stderr=True)) as progress:
        await answering.learn_meanings(progress)


def _client(settings: Settings) -> Client | None:
    """The configured model."""
    if not settings.language_model:
        return None
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else None
    base, name = settings.openai_base_url, settings.openai_model or ""
    from bot.llm.client import Client

    return Client(key, base, name, timeout=settings.llm_timeout_seconds, concurrency=settings.llm_concurrency)


def vector(answering: Answering, meaning: Meaning | None, question: str) -> Floats | None:
    """What the question means, however long that takes; None where search goes by words alone."""
    meant = answering.base.meant(without_personal_data(question))
    return meaning.question(meant) if meaning and meant and answering.base.knows_meanings else None


def show(answering: Answering, question: str, found: Found, console: Console, vector: Floats | None = None) -> None:
    """Everything on one screen; with `vector` the hits are those by meaning too."""
    base, today = answering.base, answering.today()
    console.print(f"[bold]asked[/]       {escape(question)}")
    console.print(f"[bold]understood[/]  {escape(base.understood(without_personal_data(question)))}")
    masked = ", ".join(sorted(personal_data(question)))
    console.print(f"[bold]masked[/]      {masked or 'nothing'}")
    card = "yes: the card; what follows here no citizen gets" if answering.emergency(question) else "no"
    console.print(f"[bold]emergency[/]   {card}")
    words = without_personal_data(question)
    entries = base.find_entries(words, today, vector=vector)
    passages = base.find_passages(words, today, vector=vector)
    titles = {entry.id: entry.question for entry in base.entries.values()}
    how = "by words alone" if vector is None else "by words and meaning"
    console.print(hits(f"Entries {how}", entries, titles))
    console.print(hits(f"Passages {how}", passages, {one.id: one.title for one in base.passages.values()}))
    for step in found.steps:
        console.print(f"[bold]step[/]        {escape(step)}", highlight=False)
    for cut in found.cuts:
        console.print(f"[bold]cut[/]         {escape(cut)}", highlight=False)
    console.print(f"[bold]why[/]         {why(found)}", highlight=False)
    outcome(found, console)


def hits(name: str, match: Match, titles: dict[str, str]) -> Table:
    """The nearest, best first, with the probability that the first one answers."""
    table = Table(
        "score",
        "id",
        "title",
        title=f"{name}: the first answers {match.probability:.0%}, one of four {match.nearby:.0%}",
        title_justify="left",
    )
    for hit in match.hits[:SHOWN]:
        table.add_row(f"{hit.score:.3f}", escape(hit.id), escape(titles[hit.id]))
    return table


def why(found: Found) -> str:
    """What decided, in one line."""
    said = decided(found)
    if found.in_danger:
        return f"like somebody in danger (“{found.in_danger}” of words/danger.yaml): the numbers first; then {said}"
    return said


def decided(found: Found) -> str:
    """What decided on the answer itself."""
    if found.beyond:
        return f"beyond: line “{found.beyond}” of words/beyond.yaml fits clearly better than the nearest entry"
    score = f"{found.score:.2f}"
    return {
        "curated": f"{score} ≥ {SURE}: the entry, word for word",
        "person": f"{score} ≥ {SURE}: an entry without a verified answer leads to a person",
        "near": f"not sure of one entry, {score} ≥ {NEAR} for one of the nearest: they are offered",
        "ai": "written by the model, passed by the guard",
        "extract": "no answer by the model: the nearest passage's own words",
        "none": "nothing near enough",
    }[found.kind]


def outcome(found: Found, console: Console) -> None:
    """What a citizen would get who has not said how to be addressed."""
    console.print(f"[bold]outcome[/]     {found.kind}" + (f", label {found.label.value}" if found.label else ""))
    for entry, title in found.near:
        console.print(f"             • {escape(title)} ({escape(entry)})", highlight=False)
    if found.text:
        console.print(f"\n{escape(Phrases({}).fill(found.text, ''))}", highlight=False)
    for line in found.sources:
        console.print(f"[dim]{escape(line)}[/]", highlight=False)
