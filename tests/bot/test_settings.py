"""Settings: exact defaults, one clear line per fault, and no secret in any of them."""

import concurrent.futures
import re
import stat
from datetime import time
from pathlib import Path

import pytest

from bot.settings import NAMES, PARTS, Hours, Settings, SettingsError, derive, load, secret_key

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz012345"
KEY = "k" * 32
POSTGRES = "postgresql+asyncpg://bot:s3cr3t-word@db/hocvuso"
EXAMPLE = Path(__file__).parents[2] / ".env.example"


def faults(env_file: Path | None = None, **environ: str) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        load(environ, env_file)
    return refused.value.faults


def test_nothing_set_gives_the_documented_defaults():
    settings = load({}, None)
    assert settings == Settings()
    assert settings.database_url == "sqlite+aiosqlite:///data/hocvuso.db"
    assert (settings.http_host, settings.http_port) == ("127.0.0.1", 8080)
    assert (settings.telegram_mode, settings.telegram_rate_per_second) == ("polling", 30)
    assert (settings.zalo_oa_rate_per_second, settings.zalo_oa_endpoint) == (1.5, "auto")
    assert not settings.zalo_oa_allow_billed
    assert settings.dense_search
    assert (settings.llm_timeout_seconds, settings.llm_concurrency, settings.llm_daily_limit_per_person) == (20, 8, 30)
    assert (settings.messages_per_minute_per_person, settings.web_messages_per_minute_per_address) == (30, 60)
    assert (str(settings.quiet_hours), str(settings.duty_hours)) == ("21:00-07:00", "08:00-17:00")
    assert (settings.announcements_per_day_per_person, settings.text_retention_days) == (3, 180)
    assert (settings.roles, settings.timezone, settings.log_format) == (PARTS, "Asia/Ho_Chi_Minh", None)
    assert settings.sqlite
    assert not settings.language_model
    assert settings.secrets() == []


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("HTTP_PORT", "ten", 'HTTP_PORT: must be a whole number from 1 to 65535, is "ten"'),
        ("HTTP_PORT", "70000", 'HTTP_PORT: must be a whole number from 1 to 65535, is "70000"'),
        ("QUIET_HOURS", "21h-7h", 'QUIET_HOURS: must be two times of day like 21:00-07:00, is "21h-7h"'),
        ("DUTY_HOURS", "08:00-25:00", 'DUTY_HOURS: must be two times of day like 21:00-07:00, is "08:00-25:00"'),
        ("DUTY_HOURS", "08:00", 'DUTY_HOURS: must be two times of day like 21:00-07:00, is "08:00"'),
        ("TIMEZONE", "Hanoi", 'TIMEZONE: must be a time zone like Asia/Ho_Chi_Minh, is "Hanoi"'),
        ("TIMEZONE", "../../etc", 'TIMEZONE: must be a time zone like Asia/Ho_Chi_Minh, is "../../etc"'),
        ("DENSE_SEARCH", "maybe", 'DENSE_SEARCH: must be on or off, is "maybe"'),
        ("ZALO_OA_ENDPOINT", "v1", 'ZALO_OA_ENDPOINT: must be v3, v2 or auto, is "v1"'),
        ("LOG_FORMAT", "xml", 'LOG_FORMAT: must be console or json, is "xml"'),
        ("LLM_TIMEOUT_SECONDS", "0", 'LLM_TIMEOUT_SECONDS: must be a number of seconds, above 0, at most 600, is "0"'),
        ("LLM_MONTHLY_TOKEN_BUDGET", "1.5", 'LLM_MONTHLY_TOKEN_BUDGET: must be a whole number, 1 or more, is "1.5"'),
        (
            *("ROLES", "web,cook"),
            'ROLES: must be all, or some of web, worker, scheduler with commas between, is "web,cook"',
        ),
        (
            *("EMBED_ORIGINS", "example.vn"),
            'EMBED_ORIGINS: must be addresses of sites like https://example.vn, with commas between, is "example.vn"',
        ),
        (
            *("ZALO_ZBS_TEMPLATES", "12345"),
            'ZALO_ZBS_TEMPLATES: must be pairs like reminder=12345,announcement=67890, is "12345"',
        ),
    ],
)
def test_a_wrong_value_gets_one_line_with_what_it_must_be(name, value, line):
    assert faults(**{name: value}) == [line]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "hush hush"),
        ("TELEGRAM_WEBHOOK_SECRET", "hush hush!"),
        ("ZALO_BOT_TOKEN", "hush-hush"),
        ("OPENAI_API_KEY", "hush hush"),
        ("SMTP_URL", "http://me:hush-hush@mail"),
        ("SECRET_KEY", "hush"),
        ("OPENAI_BASE_URL", "ftp://me:hush@host"),
        ("DATABASE_URL", "postgresql://me:hush@host/db"),
        ("DATABASE_URL", "mysql://me:hush@host/db"),
        ("DATABASE_URL", "hush"),
    ],
)
def test_a_malformed_secret_is_named_but_never_shown(name, value):
    (line,) = faults(**{name: value})
    assert line.startswith(f"{name}: ")
    assert "hush" not in line.replace("hocvuso", "")
    assert "malformed" not in line or "write" in line, "what it must be is said"


def test_all_faults_come_at_once_and_none_follows_from_another():
    lines = faults(HTTP_PORT="ten", PUBLIC_URL="nowhere", TELEGRAM_MODE="webhook", TIMEZONE="Mars")
    assert [line.split(":")[0] for line in lines] == ["HTTP_PORT", "PUBLIC_URL", "TIMEZONE"]


def test_a_plain_sqlite_address_is_told_the_right_one():
    assert faults(DATABASE_URL="sqlite:///data/x.db") == [
        "DATABASE_URL: sqlite:// has no asynchronous driver here; write sqlite+aiosqlite:///data/x.db"
    ]


@pytest.mark.parametrize(
    ("environ", "line"),
    [
        ({"OPENAI_API_KEY": "sk-1"}, "OPENAI_MODEL: is needed with OPENAI_API_KEY or OPENAI_BASE_URL"),
        ({"OPENAI_BASE_URL": "http://model"}, "OPENAI_MODEL: is needed with OPENAI_API_KEY or OPENAI_BASE_URL"),
        ({"TELEGRAM_MODE": "webhook"}, "TELEGRAM_MODE: webhook needs a PUBLIC_URL that begins with https://"),
        (
            {"TELEGRAM_MODE": "webhook", "PUBLIC_URL": "http://bot.example.vn"},
            "TELEGRAM_MODE: webhook needs a PUBLIC_URL that begins with https://",
        ),
        ({"ZALO_BOT_MODE": "webhook"}, "ZALO_BOT_MODE: webhook needs a PUBLIC_URL that begins with https://"),
        ({"ROLES": "web"}, "ROLES: must be all on SQLite; several processes need PostgreSQL"),
        ({"DATABASE_URL": POSTGRES}, "SECRET_KEY: is needed on PostgreSQL, the same for every process"),
        ({"ZALO_OA_APP_ID": "1"}, "ZALO_OA_APP_SECRET: is needed with ZALO_OA_APP_ID"),
        ({"OIDC_CLIENT_ID": "1"}, "OIDC_ISSUER: is needed with OIDC_CLIENT_ID"),
    ],
)
def test_settings_that_do_not_go_together(environ, line):
    assert faults(**environ) == [line]


def test_https_makes_telegram_use_the_webhook_unless_told_otherwise():
    assert load({"PUBLIC_URL": "https://bot.example.vn/"}, None).telegram_mode == "webhook"
    assert load({"PUBLIC_URL": "https://bot.example.vn/"}, None).public_url == "https://bot.example.vn"
    assert load({"PUBLIC_URL": "https://bot.example.vn", "TELEGRAM_MODE": "polling"}, None).telegram_mode == "polling"


def test_a_province_with_several_processes():
    settings = load({"DATABASE_URL": POSTGRES, "SECRET_KEY": KEY, "ROLES": "web, worker"}, None)
    assert settings.roles == {"web", "worker"}
    assert secret_key(settings) == KEY.encode()
    assert "s3cr3t-word" not in repr(settings)
    assert KEY not in repr(settings)


def test_lists_and_pairs():
    settings = load(
        {"EMBED_ORIGINS": "https://a.vn, https://b.vn:8443/", "ZALO_ZBS_TEMPLATES": "reminder=1,news=2"}, None
    )
    assert settings.embed_origins == ("https://a.vn", "https://b.vn:8443")
    assert settings.zalo_zbs_templates == {"reminder": "1", "news": "2"}


def test_the_file_gives_values_and_the_environment_wins(tmp_path):
    file = tmp_path / ".env"
    file.write_text("# settings\nHTTP_PORT=9000\nHTTP_HOST=0.0.0.0\nTELEGRAM_BOT_TOKEN=\n")
    settings = load({"HTTP_PORT": "9001"}, file)
    assert (settings.http_port, settings.http_host, settings.telegram_bot_token) == (9001, "0.0.0.0", None)


def test_an_unknown_name_in_the_file_is_a_fault(tmp_path):
    file = tmp_path / ".env"
    file.write_text("HTTP_PROT=9000\nSOMETHING_ELSE=1\nhttp_port=9000\n")
    assert faults(file) == [
        "HTTP_PROT: no such setting; did you mean HTTP_PORT?",
        "SOMETHING_ELSE: no such setting; .env.example lists all of them",
        "http_port: no such setting; did you mean HTTP_PORT?",
    ]


def test_a_line_that_is_no_setting_is_a_fault_with_its_number(tmp_path):
    file = tmp_path / ".env"
    file.write_text('# settings\nOIDC_CLIENT_ID="half\nHTTP_PORT=9000\nnot a line\n')
    remedy = "is no setting; write NAME=value, with both quotes or none"
    assert faults(file) == [f"{file}:2: {remedy}", f"{file}:4: {remedy}"]
    file.write_bytes(b"HTTP_HOST=\xff\xfe")
    (line,) = faults(file)
    assert line.startswith(f"{file}: cannot be read (")


def test_a_slip_in_the_environment_is_a_fault_and_others_variables_are_not():
    assert faults(TELEGRAM_BOT_TOKN=TOKEN, OPENAI_MODLE="x") == [
        "TELEGRAM_BOT_TOKN: no such setting; did you mean TELEGRAM_BOT_TOKEN?",
        "OPENAI_MODLE: no such setting; did you mean OPENAI_MODEL?",
    ]
    others = ("HTTP_PROXY", "HTTPS_PROXY", "HTTP_USER_AGENT", "OPENAI_ORG_ID", "OPENAI_LOG", "SMTP_HOST", "LOG_LEVEL")
    load(dict.fromkeys((*others, "PATH", "HOME", "DATABASE_NAME"), "x"), None)


@pytest.mark.parametrize(
    ("span", "inside", "outside"),
    [
        ("21:00-07:00", ("21:00", "23:59", "00:00", "06:59"), ("07:00", "12:00", "20:59")),
        ("08:00-17:00", ("08:00", "16:59"), ("07:59", "17:00")),
        ("00:00-24:00", ("00:00", "23:59"), ()),
        ("00:00-00:00", (), ("00:00", "12:00")),
    ],
)
def test_hours_of_the_day(span, inside, outside):
    hours = load({"QUIET_HOURS": span}, None).quiet_hours
    assert all(hours.holds(time.fromisoformat(moment)) for moment in inside)
    assert not any(hours.holds(time.fromisoformat(moment)) for moment in outside)
    assert hours == Hours(hours.start, hours.end)


def test_the_key_is_made_once_readable_by_its_owner_alone(tmp_path):
    settings = load({"DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/data/bot.db"}, None)
    with concurrent.futures.ThreadPoolExecutor(8) as starts:
        keys = set(starts.map(lambda _: secret_key(settings), range(8)))
    (key,) = keys
    path = tmp_path / "data" / "secret.key"
    assert key == path.read_bytes().strip()
    assert len(key) >= 48
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret.key"]


def test_a_damaged_key_stops_the_start_instead_of_making_another(tmp_path):
    settings = load({"DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/bot.db"}, None)
    (tmp_path / "secret.key").write_text("short")
    with pytest.raises(SettingsError, match=r"SECRET_KEY: .* is damaged"):
        secret_key(settings)


def test_a_folder_that_cannot_hold_the_key_is_one_line(tmp_path):
    (tmp_path / "file").write_text("no folder")
    settings = load({"DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/file/bot.db"}, None)
    with pytest.raises(SettingsError, match=r"SECRET_KEY: .*secret\.key cannot be read or made \(.*\); set it"):
        secret_key(settings)


def test_each_purpose_has_its_own_secret():
    one, other = derive(KEY.encode(), "telegram webhook"), derive(KEY.encode(), "sessions")
    assert re.fullmatch("[0-9a-f]{64}", one)
    assert one != other
    assert one == derive(KEY.encode(), "telegram webhook")


def test_the_example_lists_every_setting_commented_with_its_default(tmp_path):
    text = EXAMPLE.read_text(encoding="utf-8")
    listed = re.findall(r"^# ?([A-Z_]+)=(.*)$", text, re.MULTILINE)
    assert [name for name, _ in listed] == list(NAMES)
    assert not re.findall(r"^[A-Z_]+=", text, re.MULTILINE)
    file = tmp_path / ".env"
    file.write_text("\n".join(f"{name}={value}" for name, value in listed))
    assert load({}, file) == Settings().model_copy(update={"log_format": "console"})
