"""How a log line looks: `INFO bot.inbox turn taken citizen=812 …`, or the same as JSON. Never a token in it."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any, TextIO, cast

import structlog
from structlog.typing import EventDict, Processor

from bot import quick_json

HIDDEN = "[hidden]"

# What must never be logged, wherever it stands in a line: bot tokens (also in the addresses of calls), keys,
# passwords in URLs, and whatever stands after a name that promises a secret.
SECRETS = re.compile(
    r"""(?P<keep>/bot)\d+:[\w-]+
    |\d{5,}:[\w-]{16,}
    |(?P<bearer>bearer\s+)[^\s"',]+
    |\bsk-[\w-]{12,}
    |(?P<name>(?:(?:access|refresh|bot|secret)_token|secret_key|api_key|app_?secret(?:_proof)?|password)
     (?:\\*["'])?\s*[=:]\s*(?:\\*["'])?)[^\s"'&,}\\]+
    |(?P<user>://[^/\s:@]*:)[^@\s/]+(?=@)""",
    re.IGNORECASE | re.VERBOSE,
)

HINTS = ("/bot", "bearer", "sk-", "token", "secret", "api_key", "password", "://")
"""One of these stands in every line that holds a secret, or a long number with a colon behind it."""
NUMBERED = re.compile(r"\d{5}:")


def setup(
    log_format: str | None = None, stream: TextIO | None = None, secrets: Iterable[str] = (), level: str = "info"
) -> None:
    """Send every line, ours and the libraries', to `stream` (standard error) in one form.

    `log_format` is "console" or "json"; None means console on a terminal, JSON elsewhere.
    `secrets` are words to hide besides what looks like a secret anyway. Below `level` nothing is written.
    """
    stream = stream or cast(TextIO, _StandardError())
    console = (log_format or ("console" if stream.isatty() else "json")) == "console"
    ending: list[Processor] = [_console if console else _json, _hiding(secrets)]
    structlog.configure(
        processors=[_name, *_common(), *ending],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=lambda *names: _Lines(stream, *names),
        cache_logger_on_first_use=False,
    )
    _adopt_libraries(stream, ending)


def logger(name: str) -> Any:
    """The log of one module: `log = logger(__name__)`, then `log.info("turn taken", citizen=812)`."""
    return structlog.get_logger(name)


class _StandardError:
    """Wherever standard error goes at this moment: a test or a service manager may have put another in its place."""

    def __getattr__(self, name: str) -> Any:
        return getattr(sys.stderr, name)


class _Lines:
    """Writes whole lines, and knows on whose behalf."""

    def __init__(self, stream: TextIO, name: str = "bot") -> None:
        self.stream = stream
        self.name = name

    def msg(self, line: str) -> None:
        self.stream.write(line + "\n")
        self.stream.flush()

    debug = info = warning = error = critical = msg


def _common() -> list[Processor]:
    return [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        structlog.processors.format_exc_info,
    ]


def _name(lines: Any, _method: str, event: EventDict) -> EventDict:
    event["logger"] = lines.name
    return event


def _console(_lines: Any, _method: str, event: EventDict) -> str:
    event.pop("time", None)
    exception = event.pop("exception", "")
    opening = f"{event.pop('level').upper()} {event.pop('logger')} {_one_line(str(event.pop('event')))}"
    line = " ".join([opening, *(f"{name}={_value(value)}" for name, value in event.items())])
    return f"{line}\n{exception}" if exception else line


def _value(value: Any) -> str:
    """Bare when it is one word; quoted otherwise, so that nobody's words can look like a line of their own."""
    words = str(value)
    return words if re.fullmatch(r"[^\s\"=]+", words) else json.dumps(words, ensure_ascii=False)


def _one_line(words: str) -> str:
    return words.replace("\r", "\\r").replace("\n", "\\n")


def _json(_lines: Any, _method: str, event: EventDict) -> str:
    order = ("time", "level", "logger", "event")
    named = {name: event.pop(name) for name in order if name in event}
    return quick_json.dumps({**named, **event}, default=str)


def _hiding(secrets: Iterable[str]) -> Processor:
    """The last step, on the finished line: whatever way a secret came in, it does not go out."""
    known = [re.escape(word) for word in sorted(set(secrets), key=len, reverse=True) if word]
    exact = re.compile("|".join(known)) if known else None

    def hide(_lines: Any, _method: str, line: Any) -> str:
        line = exact.sub(HIDDEN, line) if exact else line
        low = line.lower()
        if not any(hint in low for hint in HINTS) and not NUMBERED.search(line):
            return line
        return SECRETS.sub(_hidden, line)

    return hide


def _hidden(found: re.Match[str]) -> str:
    return next((kept for kept in found.groups() if kept), "") + HIDDEN


def _adopt_libraries(stream: TextIO, ending: list[Processor]) -> None:
    """Lines of libraries take the same way; below a warning they are noise."""
    before: list[Processor] = [_library_name, *_common()]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ending],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)


_library_name: Callable[[Any, str, EventDict], EventDict] = structlog.stdlib.add_logger_name
