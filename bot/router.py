"""From a turn to the one handler whose rule fits first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.messages import Reply, Turn

Handler = Callable[[Turn, Any], Awaitable[Reply]]
Before = Callable[[Turn, Any], Awaitable[Any]]
Rule = Callable[[Turn], bool]


@dataclass(frozen=True, slots=True)
class Route:
    """A handler, and what runs before it outside any transaction (waiting for a model)."""

    name: str
    handler: Handler
    before: Before | None = None


@dataclass
class Router:
    """The rules of one conversation, in the order in which they are written."""

    rules: list[tuple[str, Rule, Handler]] = field(default_factory=list)
    """What a turn must have for the rule to be asked ("command", "button", "words", or "" for any), rule, handler."""
    befores: dict[Handler, Before] = field(default_factory=dict)

    def when(self, rule: Rule, *, has: str = "") -> Callable[[Handler], Handler]:
        """Take the turns for which `rule` holds, of those that have what is named."""

        def add(handler: Handler) -> Handler:
            self.rules.append((has, rule, handler))
            return handler

        return add

    def command(self, *names: str) -> Callable[[Handler], Handler]:
        """Take these commands, and buttons that stand for them."""
        return self.when(lambda turn: turn.command in names, has="command")

    def button(self, *names: str) -> Callable[[Handler], Handler]:
        """Take buttons by what stands before the colon."""
        return self.when(lambda turn: turn.button.partition(":")[0] in names, has="button")

    def step(self, *names: str) -> Callable[[Handler], Handler]:
        """Take plain words while the citizen is in one of these steps."""
        return self.when(lambda turn: turn.step in names, has="words")

    def anything(self, handler: Handler) -> Handler:
        """Take any plain words."""
        return self.when(lambda turn: True, has="words")(handler)

    def before(self, prepare: Before) -> Callable[[Handler], Handler]:
        """Run `prepare` first, with no transaction open; its result is `turn.prepared`."""

        def add(handler: Handler) -> Handler:
            self.befores[handler] = prepare
            return handler

        return add


def is_words(turn: Turn) -> bool:
    """Plain words: no button, no command, no picture."""
    return not turn.button and not turn.command and not turn.tied and turn.message.kind == "text"


def pick(routers: Sequence[Router], turn: Turn) -> Route:
    """The first handler whose rule fits; the last router takes whatever is left."""
    has = {"": True, "command": bool(turn.command), "button": bool(turn.button), "words": is_words(turn)}
    for router in routers:
        for what, rule, handler in router.rules:
            if has[what] and rule(turn):
                return Route(name_of(handler), handler, router.befores.get(handler))
    raise LookupError("no handler takes this turn")


def name_of(handler: Handler) -> str:
    """ "handlers.tickets.take_question", for the log."""
    return f"{handler.__module__}.{handler.__name__}"
