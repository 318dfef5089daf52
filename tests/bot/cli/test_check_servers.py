"""`hocvuso check` asks the servers of others, and names the setting of each that is not as it should be."""

import sys

import pytest

from bot.app import App
from bot.cli import main
from bot.cli.check import _servers
from bot.settings import Settings
from tests.doubles.mail import mail_server
from tests.doubles.model import ModelDouble
from tests.doubles.oidc import Issuer

DEAD = "http://127.0.0.1:1"


def app(tmp_path, **settings) -> App:
    given = {"database_url": f"sqlite+aiosqlite:///{tmp_path}/bot.db", **settings}
    return App.build(Settings.model_validate(given))


async def looked(app: App, capsys) -> tuple[int, list[str]]:
    return await _servers(app), capsys.readouterr().out.splitlines()


async def test_what_is_not_set_says_so_and_is_not_wrong(tmp_path, capsys):
    assert await looked(app(tmp_path), capsys) == (
        0,
        [
            "model      OPENAI_API_KEY, OPENAI_BASE_URL: not set",
            "mail       SMTP_URL: not set",
            "sign-in    OIDC_ISSUER: not set",
        ],
    )


async def test_servers_that_answer_are_right(tmp_path, capsys):
    issuer = Issuer()
    await issuer.start()
    async with ModelDouble() as model:
        with mail_server() as (mail, kept):
            told = app(
                tmp_path,
                openai_base_url=model.url,
                openai_model="m",
                smtp_url=mail,
                oidc_issuer=issuer.url,
                oidc_client_id="x",
            )
            assert await looked(told, capsys) == (0, ["model      ok", "mail       ok", "sign-in    ok"])
    assert not kept.mails and not model.asked
    await issuer.server.close()


async def test_servers_that_are_away_are_named_by_their_settings(tmp_path, capsys):
    told = app(
        tmp_path,
        openai_base_url=DEAD,
        openai_model="m",
        smtp_url="smtp://127.0.0.1:1",
        oidc_issuer=DEAD,
        oidc_client_id="x",
    )
    bad, lines = await looked(told, capsys)
    assert bad == 3
    assert lines[0].startswith("model      OPENAI_BASE_URL: cannot be reached (APIConnectionError)")
    assert lines[1].startswith("mail       SMTP_URL: cannot be reached (SMTPConnectError)")
    assert lines[2].startswith("sign-in    OIDC_ISSUER: the issuer cannot be used: ClientConnectorError")


@pytest.mark.parametrize(
    ("status", "says"), [(401, "OPENAI_API_KEY: is refused"), (500, "OPENAI_BASE_URL: answers with 500"), (404, "ok")]
)
async def test_an_endpoint_that_answers_otherwise(tmp_path, capsys, status, says):
    async with ModelDouble() as model:
        model.fail_with = status
        _, lines = await looked(app(tmp_path, openai_base_url=model.url, openai_model="m"), capsys)
    assert lines[0].startswith(f"model      {says}")


async def test_a_server_that_keeps_silent_is_not_waited_for(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("bot.llm.client.LOOK", 0.2)
    async with ModelDouble() as model:
        model.late = 30
        _, lines = await looked(app(tmp_path, openai_base_url=model.url, openai_model="m"), capsys)
    assert lines[0].startswith("model      OPENAI_BASE_URL: cannot be reached (APITimeoutError)")


def test_the_command_ends_with_one_where_a_server_is_away(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/bot.db")
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:1")
    monkeypatch.setattr(sys, "argv", ["hocvuso", "check"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 1
    assert "mail       SMTP_URL: cannot be reached" in capsys.readouterr().out
