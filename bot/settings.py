"""Every setting: its variable, type, default and meaning. Faults come out as one clear line each."""

from __future__ import annotations

import difflib
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from dotenv.parser import parse_stream
from pydantic import BeforeValidator, Field, SecretStr, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings.sources import DotEnvSettingsSource
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

PARTS = frozenset({"web", "worker", "scheduler"})
KEY_LENGTH = 32  # characters; fewer could be guessed


class SettingsError(Exception):
    """The settings cannot be used; `faults` has one line each, naming the variable."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Must:
    """What a value has to be, in words for whoever typed something else."""

    be: str


@dataclass(frozen=True, slots=True)
class Hours:
    """A span of the day in minutes since midnight; it may run past midnight; equal ends mean never."""

    start: int
    end: int

    def holds(self, moment: time) -> bool:
        """Does this time of day lie within?"""
        minute = moment.hour * 60 + moment.minute
        if self.start <= self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end

    def __str__(self) -> str:
        return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in (self.start, self.end))


NEVER = Hours(0, 0)


def _refuse(remedy: str) -> PydanticCustomError:
    """A fault whose whole line we word ourselves."""
    return PydanticCustomError("remedy", "{remedy}", {"remedy": remedy})


def _hours(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    start, end = (_minutes(part) for part in value.split("-"))
    return Hours(start, end)


def _minutes(clock: str) -> int:
    hour, minute = clock.strip().split(":")
    minutes = int(hour) * 60 + int(minute)
    if not (len(minute) == 2 and int(minute) < 60 and 0 <= minutes <= 24 * 60):
        raise ValueError(clock)
    return minutes


def _web_address(value: Any) -> Any:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or any(letter.isspace() for letter in value):
        raise ValueError(value)
    _ = parts.port  # raises when it is no number
    return value.rstrip("/")


def _origins(value: Any) -> Any:
    origins = value.replace(",", " ").split() if isinstance(value, str) else value
    for origin in origins:
        if urlsplit(_web_address(origin)).path or "?" in origin or "#" in origin:
            raise ValueError(origin)
    return tuple(origin.rstrip("/") for origin in origins)


def _parts(value: Any) -> Any:
    named = {part.strip() for part in value.split(",")} if isinstance(value, str) else set(value)
    if not named <= PARTS | {"all"}:
        raise ValueError(value)
    return PARTS if "all" in named else frozenset(named)


def _variants(value: Any) -> Any:
    named = frozenset(value.replace(",", " ").split() if isinstance(value, str) else value)
    if not named <= {"oa_id", "header_time"}:
        raise ValueError(value)
    return named


def _zone(value: Any) -> Any:
    if value not in available_timezones():
        raise ValueError(value)
    return value


def _pairs(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    pairs = [pair.split("=", 1) for pair in value.replace(",", " ").split()]
    if any(len(pair) != 2 or not all(pair) for pair in pairs):
        raise ValueError(value)
    return dict(pairs)


DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


def _database(value: Any) -> Any:
    try:
        url = make_url(value)
    except ArgumentError:
        raise _refuse(f"is malformed; write {DRIVERS['sqlite']}:///data/hocvuso.db or {_POSTGRES}") from None
    kind = "postgresql" if url.drivername.startswith("postgres") else url.drivername.partition("+")[0]
    if kind not in DRIVERS:
        raise _refuse(f"only SQLite and PostgreSQL are supported, is {url.drivername}")
    if url.drivername != DRIVERS[kind]:
        right = value.replace(url.drivername, DRIVERS[kind], 1) if kind == "sqlite" else _POSTGRES
        raise _refuse(f"{url.drivername}:// has no asynchronous driver here; write {right}")
    return value


_POSTGRES = f"{DRIVERS['postgresql']}://USER:PASSWORD@HOST/DATABASE"


def _mail_server(value: Any) -> Any:
    try:
        parts = urlsplit(value)
        right = parts.scheme in ("smtp", "smtps") and parts.hostname and parts.port != 0  # no number raises
    except ValueError:
        right = False
    if not right:
        raise _refuse("must be like smtp://USER:PASSWORD@HOST:PORT or smtps://USER:PASSWORD@HOST:PORT")
    return value


def _like(pattern: str, be: str) -> BeforeValidator:
    """The value has to look like this as a whole; a fault says what it must be and never shows it."""

    def check(value: Any) -> Any:
        if isinstance(value, str) and not re.fullmatch(pattern, value):
            raise _refuse(f"must be {be}")
        return value

    return BeforeValidator(check)


Port = Annotated[int, Field(ge=1, le=65535), Must("a whole number from 1 to 65535")]
Count = Annotated[int, Field(ge=1), Must("a whole number, 1 or more")]
CountOrNone = Annotated[int, Field(ge=0), Must("a whole number, 0 or more")]
Seconds = Annotated[float, Field(gt=0, le=600, allow_inf_nan=False), Must("a number of seconds, above 0, at most 600")]
Rate = Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False), Must("a number above 0, at most 1000")]
Price = Annotated[float, Field(ge=0, allow_inf_nan=False), Must("a number, 0 or more")]
YesNo = Annotated[bool, Must("true or false")]
Switch = Annotated[bool, Must("on or off")]
Span = Annotated[Hours, BeforeValidator(_hours), Must("two times of day like 21:00-07:00")]
WebAddress = Annotated[
    str, BeforeValidator(_web_address), Must("an address that begins with https:// (or http:// for tests)")
]
Mode = Annotated[Literal["polling", "webhook"], Must("polling or webhook")]
Text = Annotated[str, StringConstraints(pattern=r"^\S+$"), Must("one word without spaces")]
Secret = Annotated[SecretStr, _like(r"\S+", "one word without spaces")]
SigningKey = Annotated[SecretStr, Field(min_length=KEY_LENGTH)]
BotToken = Annotated[SecretStr, _like(r"\d+:[A-Za-z0-9_-]+", "a number, a colon and letters, as the platform gives it")]
WebhookSecret = Annotated[SecretStr, _like(r"[A-Za-z0-9_-]{8,256}", "8 to 256 letters, digits, _ or -")]
Verifier = Annotated[SecretStr, _like(r"[A-Za-z0-9._~-]{43,128}", "43 to 128 letters, digits, ., _, ~ or -")]


def setting(default: Any, meaning: str, **options: Any) -> Any:
    """A field with what it means; `.env.example` is held against these."""
    return Field(default=default, description=meaning, validate_default=default is not None, **options)


class Settings(BaseSettings):
    """All that can be set from outside. `load` reads it; without arguments it holds the defaults."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid")

    database_url: Annotated[str, BeforeValidator(_database)] = setting(
        "sqlite+aiosqlite:///data/hocvuso.db", "SQLAlchemy async URL; SQLite or PostgreSQL", repr=False
    )
    http_host: Text = setting("127.0.0.1", "listening address")
    http_port: Port = setting(8080, "listening port")
    public_url: WebAddress | None = setting(None, "address that the platforms and citizens reach")
    secret_key: SigningKey | None = setting(
        None, "signs sessions and links, opens what is sealed; made and kept beside the database on SQLite"
    )

    telegram_bot_token: BotToken | None = setting(None, "switches the Telegram channel on")
    telegram_api_url: WebAddress = setting("https://api.telegram.org", "root of the Bot API")
    telegram_mode: Mode = setting("polling", "polling or webhook; webhook if PUBLIC_URL is https")
    telegram_webhook_secret: WebhookSecret | None = setting(None, "expected secret header; derived from SECRET_KEY")
    telegram_rate_per_second: Rate = setting(30.0, "ceiling on all sends of the bot")

    zalo_oa_app_id: Text | None = setting(None, "switches the Zalo Official Account channel on, with the next")
    zalo_oa_app_secret: Secret | None = setting(None, "the application's secret")
    zalo_oa_secret_key: Secret | None = setting(None, "signs webhooks; without it the webhook does nothing")
    zalo_oa_refresh_token: Secret | None = setting(None, "seed of the token chain")
    zalo_oa_appsecret_proof: Switch = setting(False, "sign every call with the application's secret")
    zalo_oa_code_verifier: Verifier | None = setting(None, "PKCE verifier, if the application demands one")
    zalo_oa_signature_variants: Annotated[
        frozenset[str], BeforeValidator(_variants), Must("oa_id, header_time, or both with a comma between")
    ] = setting(frozenset(), "other formulas of signatures that are accepted (some report them)")
    zalo_oa_catch_up: Switch = setting(True, "after an interruption read what was missed from Zalo's history")
    zalo_zbs_templates: Annotated[
        dict[str, str], BeforeValidator(_pairs), Must("pairs like reminder=12345,announcement=67890")
    ] = setting({}, "paid templates by purpose")
    zalo_oa_api_url: WebAddress = setting("https://openapi.zalo.me", "root of the Official Account API")
    zalo_oauth_url: WebAddress = setting("https://oauth.zaloapp.com", "root of Zalo's consent and tokens")
    zalo_zbs_api_url: WebAddress = setting("https://business.openapi.zalo.me", "root of the paid templates")
    zalo_oa_endpoint: Annotated[Literal["v3", "v2", "auto"], Must("v3, v2 or auto")] = setting(
        "auto", "which family of addresses (accounts of state agencies may need v2)"
    )
    zalo_oa_allow_billed: YesNo = setting(False, "whether messages that cost money may be sent")
    zalo_oa_rate_per_second: Rate = setting(1.5, "ceiling on sends")

    zalo_bot_token: BotToken | None = setting(None, "switches the Zalo Bot Platform channel on")
    zalo_bot_api_url: WebAddress = setting("https://bot-api.zaloplatforms.com", "root of its API")
    zalo_bot_mode: Mode = setting("polling", "polling or webhook")
    zalo_bot_webhook_secret: WebhookSecret | None = setting(None, "expected secret header; derived from SECRET_KEY")

    openai_api_key: Secret | None = setting(None, "key of an OpenAI-compatible endpoint")
    openai_base_url: WebAddress | None = setting(None, "its address")
    openai_model: Text | None = setting(None, "the model's name; needed with either of the two above")
    llm_timeout_seconds: Seconds = setting(20.0, "how long to wait for the model")
    llm_concurrency: Count = setting(8, "calls to the model at once")
    llm_daily_limit_per_person: CountOrNone = setting(30, "answers by the model per person and day")
    llm_monthly_token_budget: Count | None = setting(None, "tokens per month; then answers go without the model")
    llm_price_per_million_tokens: Price | None = setting(None, "for the cost shown in the console")

    messages_per_minute_per_person: Count = setting(30, "flood bound; four presses of buttons count as one message")
    web_messages_per_minute_per_address: Count = setting(60, "flood bound of the web chat; presses count likewise")
    quiet_hours: Span = setting("21:00-07:00", "when the bot does not write unasked")
    announcements_per_day_per_person: CountOrNone = setting(3, "how often the bot may write unasked")
    duty_hours: Span = setting("08:00-17:00", "when people answer")
    smtp_url: Annotated[SecretStr, BeforeValidator(_mail_server)] | None = setting(
        None, "mail for staff invitations: smtp://USER:PASSWORD@HOST:PORT or smtps://…"
    )
    text_retention_days: Count = setting(180, "how long words of citizens are kept")
    dense_search: Switch = setting(True, "search by meaning too")
    search_folder: Text | None = setting(None, "where the search index is kept; search/ beside the database if unset")
    embed_origins: Annotated[
        tuple[str, ...],
        BeforeValidator(_origins),
        Must("addresses of sites like https://example.vn, with commas between"),
    ] = setting((), "sites that may show the chat page in a frame")

    oidc_issuer: WebAddress | None = setting(None, "staff sign-in elsewhere: the issuer")
    oidc_client_id: Text | None = setting(None, "our name there")
    oidc_client_secret: Secret | None = setting(None, "our secret there")

    roles: Annotated[
        frozenset[str], BeforeValidator(_parts), Must("all, or some of web, worker, scheduler with commas between")
    ] = setting("all", "which parts this process runs")
    timezone: Annotated[str, BeforeValidator(_zone), Must("a time zone like Asia/Ho_Chi_Minh")] = setting(
        "Asia/Ho_Chi_Minh", "the citizens' time zone"
    )
    log_format: Annotated[Literal["console", "json"], Must("console or json")] | None = setting(
        None, "console or json; console on a terminal"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `load` hands over: a test's settings must not depend on who runs it."""
        return (init_settings,)

    @model_validator(mode="before")
    @classmethod
    def _webhook_where_telegram_can_reach_us(cls, given: dict[str, Any]) -> dict[str, Any]:
        https = str(given.get("public_url", "")).startswith("https://")
        return {"telegram_mode": "webhook", **given} if https else given

    @property
    def sqlite(self) -> bool:
        """Is the database the embedded one?"""
        return self.database_url.startswith("sqlite")

    @property
    def base_url(self) -> str:
        """Where people reach our pages."""
        return self.public_url or f"http://{self.http_host}:{self.http_port}"

    @property
    def language_model(self) -> bool:
        """Is a language model configured?"""
        return self.openai_api_key is not None or self.openai_base_url is not None

    def secrets(self) -> list[str]:
        """Every secret that is set, so that the log can leave them out."""
        return [value.get_secret_value() for _, value in self if isinstance(value, SecretStr)]


def load(environ: Mapping[str, str] | None = None, env_file: Path | None = Path(".env")) -> Settings:
    """Settings from the environment, then from `env_file`; SettingsError with every fault at once."""
    environ = os.environ if environ is None else environ
    if broken := _broken_lines(env_file):
        raise SettingsError(broken)
    filed = _read(env_file)
    faults = [_unknown(name) for name in filed if name not in NAMES]
    faults += [_unknown(name) for name in environ if _looks_like_ours(name) and name not in filed]
    given = {**filed, **{name: environ[name] for name in NAMES if name in environ}}
    given = {name: value.strip() for name, value in given.items() if name in NAMES and value.strip()}
    settings, wrong = _validate(given)
    faults += wrong.values()
    faults += [f"{names[0]}: {fault}" for names, fault in _crossed(settings) if not wrong.keys() & set(names)]
    if faults:
        raise SettingsError(faults)
    return settings


def _broken_lines(env_file: Path | None) -> list[str]:
    """A line for each of the file's that holds no setting, before a value is lost in silence."""
    if env_file is None or not env_file.is_file():
        return []
    try:
        text = env_file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return [f"{env_file}: cannot be read ({error})"]
    wrong = [line.original.line for line in parse_stream(StringIO(text)) if line.error]
    return [f"{env_file}:{number}: is no setting; write NAME=value, with both quotes or none" for number in wrong]


def _read(env_file: Path | None) -> dict[str, str]:
    if env_file is None or not env_file.is_file():
        return {}
    found = DotEnvSettingsSource(Settings, env_file=env_file, case_sensitive=True).env_vars
    return {name: value or "" for name, value in found.items()}


def _validate(given: Mapping[str, str]) -> tuple[Settings, dict[str, str]]:
    """The settings, with defaults in place of wrong values, and the line for each wrong one."""
    try:
        return Settings.model_validate({name.lower(): value for name, value in given.items()}), {}
    except ValidationError as error:
        wrong = {str(item["loc"][0]).upper(): item for item in error.errors()}
    right = {name.lower(): value for name, value in given.items() if name not in wrong}
    return Settings.model_validate(right), {name: _line(name, given[name], item) for name, item in wrong.items()}


def _line(name: str, value: str, item: Mapping[str, Any]) -> str:
    if item["type"] == "remedy":
        return f"{name}: {item['msg']}"
    must = next((extra for extra in _metadata(name) if isinstance(extra, Must)), None)
    if must is None:
        return (
            f"{name}: must have at least {KEY_LENGTH} characters" if name == "SECRET_KEY" else f"{name}: is malformed"
        )
    shown = "" if "@" in value else f', is "{value}"'  # an address may carry a password
    return f"{name}: must be {must.be}{shown}"


def _metadata(name: str) -> Iterator[Any]:
    """What the field's type is annotated with, also inside `… | None`."""
    field = Settings.model_fields[name.lower()]
    yield from field.metadata
    for choice in getattr(field.annotation, "__args__", ()):
        yield from getattr(choice, "__metadata__", ())


NAMES = tuple(name.upper() for name in Settings.model_fields)

# Variables of the environment that begin like this are meant for us. Others' names may begin with HTTP_ or
# OPENAI_, so among those only a near miss counts, and never a name that others are known to use.
OURS = (
    *("TELEGRAM_", "ZALO_", "LLM_", "MESSAGES_PER_", "WEB_MESSAGES_", "ANNOUNCEMENTS_PER_"),
    *("QUIET_HOUR", "DUTY_HOUR", "TEXT_RETENTION", "DENSE_SEARCH", "SEARCH_FOLD", "EMBED_ORIGIN"),
)
SHARED = ("HTTP_", "OPENAI_", "OIDC_", "DATABASE_", "SECRET_", "PUBLIC_", "SMTP_", "LOG_", "TIMEZONE", "ROLES")
OTHERS = {"HTTP_PROXY", "OPENAI_API_BASE", "OPENAI_API_TYPE", "SMTP_USER", "LLM_MODEL", "LLM_USER_PATH"}


def _looks_like_ours(name: str) -> bool:
    if name in NAMES or name in OTHERS:
        return False
    return name.startswith(OURS) or (name.startswith(SHARED) and bool(_nearest(name, 0.85)))


def _nearest(name: str, cutoff: float) -> str:
    return next(iter(difflib.get_close_matches(name, NAMES, 1, cutoff)), "")


def _unknown(name: str) -> str:
    near = _nearest(name.upper(), 0.6)
    return f"{name}: no such setting; " + (f"did you mean {near}?" if near else ".env.example lists all of them")


def _crossed(settings: Settings) -> Iterator[tuple[tuple[str, ...], str]]:
    """Settings that do not go together: the names concerned, the one to mend first, and what is wrong."""
    https = (settings.public_url or "").startswith("https://")
    if settings.language_model and settings.openai_model is None:
        yield ("OPENAI_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL"), "is needed with OPENAI_API_KEY or OPENAI_BASE_URL"
    for name in ("TELEGRAM", "ZALO_BOT"):
        if getattr(settings, f"{name.lower()}_mode") == "webhook" and not https:
            yield (f"{name}_MODE", "PUBLIC_URL"), "webhook needs a PUBLIC_URL that begins with https://"
    folder = make_url(settings.database_url).database or ""
    if settings.sqlite and folder and Path(folder).is_dir():
        yield ("DATABASE_URL",), f"{folder} is a folder; name a file in it, such as {Path(folder) / 'hocvuso.db'}"
    if settings.sqlite and settings.roles != PARTS:
        yield ("ROLES", "DATABASE_URL"), "must be all on SQLite; several processes need PostgreSQL"
    if not settings.sqlite and settings.secret_key is None:
        yield ("SECRET_KEY", "DATABASE_URL"), "is needed on PostgreSQL, the same for every process"
    yield from _pairs_missing(settings)


def _pairs_missing(settings: Settings) -> Iterator[tuple[tuple[str, ...], str]]:
    for one, other in (
        ("ZALO_OA_APP_ID", "ZALO_OA_APP_SECRET"),
        ("ZALO_OA_APP_SECRET", "ZALO_OA_APP_ID"),
        ("OIDC_ISSUER", "OIDC_CLIENT_ID"),
        ("OIDC_CLIENT_ID", "OIDC_ISSUER"),
        ("OIDC_CLIENT_SECRET", "OIDC_ISSUER"),
    ):
        if getattr(settings, one.lower()) is not None and getattr(settings, other.lower()) is None:
            yield (other, one), f"is needed with {one}"


def search_folder(settings: Settings) -> Path:
    """Where the search index and its vectors are kept."""
    return Path(settings.search_folder) if settings.search_folder else data_folder(settings) / "search"


def data_folder(settings: Settings) -> Path:
    """Where files that can be made again are kept: beside the database, or in `data/` where that is no file."""
    url = make_url(settings.database_url)
    in_file = url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:"
    return Path(url.database).parent if in_file and url.database else Path("data")


def secret_key(settings: Settings) -> bytes:
    """The key all signatures rest on; on SQLite made at the first start and kept beside the database."""
    if settings.secret_key is not None:
        return bytes(settings.secret_key.get_secret_value(), "utf-8")
    database = make_url(settings.database_url).database or ":memory:"
    folder = Path("data") if database == ":memory:" else Path(database).parent
    path = folder / "secret.key"
    try:
        if not path.exists():
            _make_key(path)
        key = path.read_bytes().strip()
    except OSError as error:
        reason = f"{path} cannot be read or made ({error.strerror})"
        raise SettingsError([f"SECRET_KEY: {reason}; set it, or mend the folder of DATABASE_URL"]) from error
    if len(key) < KEY_LENGTH:
        raise SettingsError([f"SECRET_KEY: {path} is damaged; put the right one back from a backup, or delete it"])
    return key


def _make_key(path: Path) -> None:
    """Written aside and linked into place: of two processes that start at once, one wins and both read the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def derive(secret: bytes, purpose: str) -> str:
    """A secret of its own for each purpose, in hex (HMAC-SHA256): one that leaks gives no other away."""
    return hmac.new(secret, purpose.encode(), hashlib.sha256).hexdigest()
