"""From a turn to the one handler whose rule fits first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.messages import Reply, Turn

Handler = Callable[[Turn, Any], Awaitable[Reply]]
Before = Callable[[Turn, Any], Awaitable[Any]]
Rule = Callable[[Turn], bool]
MOST_KEYS = 1_000
"""Kinds of turns that a router remembers."""


@dataclass(frozen=True, slots=True)
class Route:
    """A handler, and what runs before it outside any transaction (waiting for a model)."""

    name: str
    handler: Handler
    before: Before | None = None


class Key(NamedTuple):
    """What of a turn decides which rules may fit: its command, the name of its button, the step of its plain words."""

    command: str
    button: str
    step: str
    words: bool

    @classmethod
    def of(cls, turn: Turn) -> Key:
        """A turn with a command or a button is in no step."""
        words = is_words(turn)
        return cls(turn.command, turn.button.partition(":")[0], turn.step if words else "", words)

    def has(self, what: str) -> bool:
        """Whether the turn has a "command", a "button" or "words"; "" is any."""
        return not what or bool({"command": self.command, "button": self.button, "words": self.words}[what])


@dataclass(frozen=True, slots=True)
class Ruled:
    """A handler with its rule: what a turn must have, by which of its names, and what else must hold."""

    has: str
    names: frozenset[str] | None
    fits: Rule | None
    handler: Handler

    def may_take(self, key: Key) -> bool:
        """As far as the key says."""
        if not key.has(self.has):
            return False
        name = {"command": key.command, "button": key.button, "words": key.step}.get(self.has, "")
        return self.names is None or name in self.names


@dataclass(eq=False)
class Router:
    """The rules of one conversation, in the order in which they are written."""

    rules: list[Ruled] = field(default_factory=list)
    befores: dict[Handler, Before] = field(default_factory=dict)
    _known: dict[Key, Sequence[tuple[Rule | None, Route]]] = field(default_factory=dict)

    def when(
        self, rule: Rule | None, *, has: str = "", names: Sequence[str] | None = None
    ) -> Callable[[Handler], Handler]:
        """Take the turns for which `rule` holds, of those that have what is named."""

        def add(handler: Handler) -> Handler:
            self.rules.append(Ruled(has, None if names is None else frozenset(names), rule, handler))
            self._known.clear()
            return handler

        return add

    def command(self, *names: str) -> Callable[[Handler], Handler]:
        """Take these commands, and buttons that stand for them."""
        return self.when(None, has="command", names=names)

    def button(self, *names: str) -> Callable[[Handler], Handler]:
        """Take buttons by what stands before the colon."""
        return self.when(None, has="button", names=names)

    def step(self, *names: str) -> Callable[[Handler], Handler]:
        """Take plain words while the citizen is in one of these steps."""
        return self.when(None, has="words", names=names)

    def anything(self, handler: Handler) -> Handler:
        """Take any plain words."""
        return self.when(None, has="words")(handler)

    def before(self, prepare: Before) -> Callable[[Handler], Handler]:
        """Run `prepare` first, with no transaction open; its result is `turn.prepared`."""

        def add(handler: Handler) -> Handler:
            self.befores[handler] = prepare
            return handler

        return add

    def possible(self, key: Key) -> Sequence[tuple[Rule | None, Route]]:
        """The handlers that a turn may go to, each with what has still to hold."""
        if len(self._known) > MOST_KEYS:  # an old or strange button can have any name
            self._known.clear()
        if (found := self._known.get(key)) is None:
            ruled = [one for one in self.rules if one.may_take(key)]
            found = self._known[key] = [(one.fits, self._route(one.handler)) for one in ruled]
        return found

    def _route(self, handler: Handler) -> Route:
        return Route(name_of(handler), handler, self.befores.get(handler))


def is_words(turn: Turn) -> bool:
    """Plain words: no button, no command, no picture."""
    return not turn.button and not turn.command and not turn.tied and turn.message.kind == "text"


def pick(routers: Sequence[Router], turn: Turn) -> Route:
    """The first handler whose rule fits; the last router takes whatever is left."""
    key = Key.of(turn)
    for router in routers:
        for fits, route in router.possible(key):
            if fits is None or fits(turn):
                return route
    raise LookupError("no handler takes this turn")


def name_of(handler: Handler) -> str:
    """ "handlers.tickets.take_question", for the log."""
    return f"{handler.__module__}.{handler.__name__}"
