"""From a reply by name to the words that one person reads on one channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.channel import Channel
from bot.channels.formatting import numbered, shorten
from bot.library.phrases import Phrases
from bot.library.pictures import Pictures
from bot.messages import Button, Choice, Held, Label, OutgoingMessage, Reply
from bot.storage.outbox import REPLIES, from_json

HINTED = 4
"""From so many choices in the text on it is said how to choose: a shorter list explains itself."""


class Words:
    """Label first, then the words, then the sources: in this one place, so that none is forgotten."""

    def __init__(self, phrases: Phrases, pictures: Pictures | None = None) -> None:
        self.phrases, self.pictures = phrases, pictures

    def __call__(self, held: Held, channel: Channel) -> OutgoingMessage:
        """What the channel sends for a row of the outbox."""
        reply = from_json(held.reply)
        text = self.text(reply, held.form)
        choices = self.choices(reply.buttons, held.form, channel.abilities.title_max)
        limit = channel.abilities.buttons
        if choices and (limit == 0 or len(choices) > limit):
            text, choices = self._in_text(text, choices, held), ()
        return OutgoingMessage(
            text,
            choices,
            reply.label.value if reply.label else "",
            held.replaces if channel.abilities.edit else "",
            answers=held.answers,
            first=int(held.reply.get("shown", 0)) + 1,
            again=held.attempts > 0 or held.interrupted,
            since=held.created_at,
            unasked=held.rank > REPLIES,
            template=_template(held.reply),
            picture=self.pictures.find(reply.picture) if self.pictures and reply.picture else None,
        )

    def _in_text(self, text: str, choices: Sequence[Choice], held: Held) -> str:
        """Choices where there are no buttons. Unasked messages get words: a number would mean the last menu."""
        if held.rank == REPLIES:
            hint = self.phrases.say("labels.type_number", {}, held.form) if len(choices) >= HINTED else ""
            said = numbered(text, choices, after=int(held.reply.get("shown", 0)))
            return "\n\n".join(part for part in (said, hint) if part)
        words = ", ".join(f"“{choice.title}”" for choice in choices if not choice.url)
        links = [f"{choice.title}: {choice.url}" for choice in choices if choice.url]
        typed = [self.phrases.say("labels.type_words", {"words": words}, held.form)] if words else []
        return "\n\n".join([text, *links, *typed])

    def text(self, reply: Reply, form: str) -> str:
        """The words of a reply, with label and sources."""
        said = self.phrases.say(reply.phrase, self._values(reply.values, form), form)
        parts = [said]
        if reply.label:
            parts.insert(0, self._label(reply.label, str(reply.values.get("name", "")).strip(), form))
        if reply.sources:
            lines = "\n".join(f"• {source}" for source in reply.sources)
            parts.append(self.phrases.say("labels.sources", {"sources": lines}, form))
        return "\n\n".join(part for part in parts if part)

    def _label(self, label: Label, name: str, form: str) -> str:
        """Where the answer came from; a person who answers is named, as the console promises."""
        named = label is Label.STAFF and name
        return self.phrases.say(f"labels.{label.value}{'_named' if named else ''}", {"name": name}, form)

    def _values(self, values: Mapping[str, Any], form: str) -> dict[str, Any]:
        """Texts of the content may address the reader themselves: {you}."""
        return {
            name: self.phrases.fill(value, form) if isinstance(value, str) else value for name, value in values.items()
        }

    def choices(self, buttons: Sequence[Button], form: str, title_max: int) -> tuple[Choice, ...]:
        """Buttons in words."""
        return tuple(Choice(one.does, shorten(self.title(one, form), title_max), one.url) for one in buttons)

    def title(self, button: Button, form: str) -> str:
        """A button's words in full."""
        return self.phrases.say(button.phrase, self._values(button.values, form), form)


def _template(kept: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a paid template, where the approver of the message agreed to one."""
    purpose = str(kept.get("template", ""))
    return {**kept.get("values", {}), "purpose": purpose} if purpose else {}
