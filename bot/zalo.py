"""Joins the parts of the Zalo channels; `app.py` calls it."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.channels import zalo_bot
from bot.channels.channel import Channel, OverQuota, SendError, Unavailable, Uncertain
from bot.channels.zalo_api import Api
from bot.channels.zalo_bot import ZaloBot
from bot.channels.zalo_consent import Consent
from bot.channels.zalo_errors import in_words, until_morning
from bot.channels.zalo_http import Http
from bot.channels.zalo_oa import (
    AIM,
    BILLED_PRICE,
    BILLED_UNTIL,
    CALLBACK_PATH,
    FREE_FOR,
    HEALTH,
    NAME,
    WEBHOOK_PATH,
    ZaloOA,
    burst,
)
from bot.channels.zalo_oauth import Oauth
from bot.channels.zalo_templates import Templates
from bot.channels.zalo_tokens import Tokens
from bot.channels.zalo_uploads import LASTS
from bot.channels.zalo_webhook import Webhook
from bot.clock import Clock
from bot.domain import duty_alerts, paid
from bot.domain.audiences import Window
from bot.domain.switches import Off, lowest_rank, nothing_off
from bot.log import logger
from bot.pace import Bucket, Turns
from bot.settings import NEVER, Hours, Settings, derive
from bot.storage import broadcasts, counters, kept, troubles
from bot.storage.database import Database
from bot.storage.outbox import BULK
from bot.storage.paces import SharedBucket
from bot.storage.tables import Trouble
from bot.storage.zalo_people import PeopleTable
from bot.storage.zalo_standing import StandingNotes
from bot.storage.zalo_tokens import TokenTable
from bot.storage.zalo_uploads import UploadTable
from bot.web.console.context import ChannelState

log = logger(__name__)

ENDPOINT = "zalo_oa_endpoint"
BROADCAST_SECONDS = 15.0
NIGHT_SECONDS = 8 * 3600 + 300
"""Zalo takes no article between 22:00 and 06:05."""


def official_account(settings: Settings, database: Database, clock: Clock, secret: bytes, base_url: str) -> ZaloOA:
    """The Official Account of these settings."""
    assert settings.zalo_oa_app_id and settings.zalo_oa_app_secret
    app_secret = settings.zalo_oa_app_secret.get_secret_value()
    tokens = _tokens(settings, database, clock, secret)
    key = settings.zalo_oa_secret_key
    people = PeopleTable(database, clock.now, NAME)
    bucket = turns(database, settings.zalo_oa_rate_per_second)
    return ZaloOA(
        api_url=settings.zalo_oa_api_url,
        tokens=tokens,
        people=people,
        webhook=Webhook(
            NAME,
            settings.zalo_oa_app_id,
            key.get_secret_value() if key else "",
            people,
            clock.now,
            variants=settings.zalo_oa_signature_variants,
        ),
        now=clock.now,
        rate=settings.zalo_oa_rate_per_second,
        bucket=bucket,
        templates=_templates(settings, tokens, bucket),
        endpoint=settings.zalo_oa_endpoint,
        catches_up=settings.zalo_oa_catch_up,
        allow_billed=settings.zalo_oa_allow_billed,
        proof_key=app_secret if settings.zalo_oa_appsecret_proof else "",
        consent=Consent(tokens, base_url.rstrip("/") + CALLBACK_PATH, secret),
        recall=partial(_recall, database),
        remember=partial(_remember, database),
        uploads=UploadTable(database, clock.now, f"{NAME} {settings.zalo_oa_app_id}"[:64], LASTS),
        notes=StandingNotes(database, NAME),
        alert=partial(duty_alerts.tell_administrators, database, clock),
    )


def turns(database: Database, rate: float) -> Turns:
    """The account's requests: counted in the database where there may be several processes."""
    if database.sqlite:
        return Bucket(rate, aim=AIM, burst=burst(rate), full=False)
    return SharedBucket(database, NAME, rate, aim=AIM, burst=burst(rate))


def _templates(settings: Settings, tokens: Tokens, bucket: Turns) -> Templates | None:
    """Paid templates: only where billing is allowed and a template is named."""
    if not settings.zalo_oa_allow_billed or not settings.zalo_zbs_templates:
        return None
    secret = settings.zalo_oa_app_secret if settings.zalo_oa_appsecret_proof else None
    proof = secret.get_secret_value() if secret else ""
    api = Api(settings.zalo_zbs_api_url, tokens, Http(), bucket, proof_key=proof)
    return Templates(settings.zalo_zbs_templates, api)


def template_price(channel: ZaloOA | None) -> Callable[[], Awaitable[int | None]] | None:
    """What one template of an announcement costs, for the page on which it is approved."""
    if channel is None or channel.templates is None:
        return None
    return partial(channel.templates.price, paid.PURPOSE)


def closing(channel: ZaloOA | None) -> list[Window]:
    """When the account's channel stops taking messages to somebody, and what they cost before."""
    if channel is None:
        return []
    price = BILLED_PRICE if channel.allow_billed else None
    return [Window(channel.name, FREE_FOR, BILLED_UNTIL, price)]


def personal_bot(settings: Settings, database: Database, clock: Clock, secret: bytes) -> ZaloBot:
    """The bot of the Bot Platform of these settings."""
    assert settings.zalo_bot_token
    given = settings.zalo_bot_webhook_secret
    return ZaloBot(
        settings.zalo_bot_token.get_secret_value(),
        memory=PeopleTable(database, clock.now, zalo_bot.NAME),
        now=clock.now,
        api_url=settings.zalo_bot_api_url,
        mode=settings.zalo_bot_mode,
        webhook_secret=given.get_secret_value() if given else derive(secret, "zalo-bot-webhook"),
        public_url=settings.public_url or "",
    )


def _tokens(settings: Settings, database: Database, clock: Clock, secret: bytes) -> Tokens:
    seed = settings.zalo_oa_refresh_token
    account = _account(settings, database, secret)
    return Tokens(
        TokenTable(database, clock.now, account["app_id"], account["key"]),
        Oauth(account["oauth_url"], account["app_id"], account["app_secret"], verifier=account["verifier"]),
        clock.now,
        seed=seed.get_secret_value() if seed else "",
        renew=partial(_renew_apart, account),
    )


def _account(settings: Settings, database: Database, secret: bytes) -> dict[str, str]:
    """What a renewal needs to know."""
    verifier, app_secret = settings.zalo_oa_code_verifier, settings.zalo_oa_app_secret
    return {
        "app_id": settings.zalo_oa_app_id or "",
        "app_secret": app_secret.get_secret_value() if app_secret else "",
        "oauth_url": settings.zalo_oauth_url,
        "verifier": verifier.get_secret_value() if verifier else "",
        "database_url": database.url,
        "key": derive(secret, "zalo-tokens"),
    }


async def _renew_apart(account: dict[str, str], spent: str) -> None:
    """Renew in a process of its own: killing this one in the middle must not lose a token that works once."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.zalo_renewal"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    await process.communicate(json.dumps({**account, "spent": spent}).encode())
    if process.returncode:
        log.error("the renewal of the tokens ended badly", code=process.returncode)


async def _recall(database: Database) -> str:
    async with database.read() as db:
        return await kept.get(db, ENDPOINT)


async def _remember(database: Database, which: str) -> None:
    async with database.begin() as db:
        await kept.put(db, ENDPOINT, which)


async def broadcasting(channel: ZaloOA, database: Database, clock: Clock, quiet: Hours, off: Off = nothing_off) -> None:
    """Send ordered articles, one after another, each at most once, until cancelled; none while they are off."""
    async with database.begin() as db:
        await broadcasts.interrupted(db)
    while True:
        try:
            if lowest_rank(off(), channel.name) == BULK:
                await broadcast_next(channel, database, clock, quiet)
        except Exception as error:
            log.warning("a broadcast could not be looked after", why=type(error).__name__)
        await asyncio.sleep(BROADCAST_SECONDS)


async def broadcast_next(channel: ZaloOA, database: Database, clock: Clock, quiet: Hours = NEVER) -> None:
    """One article, if one waits and Zalo's night and ours are over. It is marked before it leaves."""
    if until_morning(clock.now()) < NIGHT_SECONDS or quiet.holds(clock.local().time()):
        return
    async with database.begin() as db:
        found = await broadcasts.next_waiting(db)
        if found is None:
            return
        number, article = found.id, found.article
        await broadcasts.change(db, number, status="sending")
    outcome = await _broadcast(channel, article)
    async with database.begin() as db:
        await broadcasts.change(db, number, sent_at=clock.now(), **outcome)


async def _broadcast(channel: ZaloOA, article: str) -> dict[str, str]:
    try:
        return {"status": "sent", "platform_id": await channel.broadcast(article)}
    except (Unavailable, OverQuota) as error:
        log.warning("an article waits", why=str(error))
        return {"status": "waiting", "failure": "unavailable"}
    except Uncertain:
        return {"status": "uncertain", "failure": "uncertain"}
    except SendError as error:
        log.error("an article was refused", why=str(error))
        return {"status": "failed", "failure": "rejected"}


async def states(channels: Sequence[Channel], base_url: str, database: Database, clock: Clock) -> list[ChannelState]:
    """How every channel stands, for the console."""
    return [await _state(channel, base_url, database, clock) for channel in channels]


async def _state(channel: Channel, base_url: str, database: Database, clock: Clock) -> ChannelState:
    fault = in_vietnamese(await channel.check())
    async with database.read() as db:
        sent = await counters.of_day(db, clock.local().date(), f"sends.{channel.name}.")
        errors = [_trouble(channel.name, row) for row in await troubles.recent(db, channel.name)]
    figures, setup = _sent_today(sent), list[str]()
    if isinstance(channel, ZaloOA):
        figures, setup = [*await _figures(channel), *figures], _setup(base_url)
    if isinstance(channel, ZaloBot):
        setup = [f"Chế độ webhook: hệ thống tự đăng ký {base_url}{zalo_bot.WEBHOOK_PATH}", *BOT_STEPS]
    return ChannelState(channel.name, fault, figures, setup, errors)


@dataclass(frozen=True, slots=True)
class Met:
    """Something that went wrong with sends, in words."""

    at: datetime
    code: int
    words: str
    times: int


def _trouble(channel: str, row: Trouble) -> Met:
    words = in_words(row.code) if channel == NAME and row.code else f"{FAILURES[row.failure].capitalize()}."
    return Met(row.at, row.code, words, row.times)


def _sent_today(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """What became of today's messages, from the counts of all processes."""
    left = {name.rpartition(".")[2]: count for name, count in counts.items()}
    sent = left.pop("sent", 0)
    failed = [f"{count} {FAILURES[name]}" for name, count in sorted(left.items()) if name in FAILURES]
    found = [("Đã gửi hôm nay", f"{sent} tin")]
    return [*found, ("Chưa gửi được hôm nay", ", ".join(failed))] if failed else found


def in_vietnamese(fault: str) -> str:
    """What is wrong with a channel, for who reads the console; "" when nothing is."""
    if code := re.search(r"(?<!\d)-\d{2,5}\b", fault):
        return f"{in_words(int(code[0]))} ({code[0]})"
    known = (words for start, words in FAULTS.items() if fault.startswith(start))
    return next(known, f"Kênh đang có lỗi: {fault}") if fault else ""


async def _figures(channel: ZaloOA) -> list[tuple[str, str]]:
    chain = await channel.tokens.store.read()
    account, local = channel.account, Clock().local
    found = [("Tên OA", str(account.get("name", "–"))), ("Loại OA", OA_TYPES.get(str(account.get("oa_type")), "–"))]
    found += [("Gói dịch vụ", str(account.get("package_name", "–"))), ("Token", TOKENS[await channel.tokens.health()])]
    if chain and chain.expires_at:
        found.append(("Token truy cập hết hạn", f"{local(chain.expires_at):%H:%M %d/%m/%Y}, tự làm mới trước đó"))
        found.append(("Cấp quyền ngày", f"{local(chain.consented_at):%d/%m/%Y}, nên cấp lại trước 75 ngày"))
    last = channel.webhook.last_event
    found.append(("Sự kiện gần nhất", f"{local(last):%H:%M %d/%m/%Y}" if last else "chưa có từ khi khởi động"))
    found += [
        ("Webhook sai chữ ký", str(channel.webhook.refused)),
        ("Nhịp gửi", f"{channel.pace.rate * 60:g} tin/phút"),
    ]
    free, billed, closed = await channel.windows()
    found += [
        ("Gửi miễn phí được ngay", f"{free} người (nhắn trong 48 giờ qua)"),
        ("Gửi được nhưng tính phí", f"{billed} người (đến 7 ngày)"),
        ("Chờ họ nhắn lại", f"{closed} người (quá 7 ngày)"),
        ("Gửi tin tính phí", "được phép" if channel.allow_billed else "không"),
    ]
    for quota in (await channel.quota())[:6]:
        name = f"{quota.get('product_type', '')} {quota.get('quota_type', '')}".strip()
        found.append((f"Hạn mức {name}", f"còn {quota.get('remain', '?')} / {quota.get('total', '?')}"))
    return found


def _setup(base_url: str) -> list[str]:
    return [
        "Trên trang nhà phát triển của Zalo, tạo và kích hoạt ứng dụng, đăng ký sản phẩm Official Account API.",
        f"Official Account Callback Url: {base_url}{CALLBACK_PATH} (đúng từng ký tự)",
        f"Webhook URL: {base_url}{WEBHOOK_PATH}; bật các sự kiện người dùng và OA, bật thử lại, tắt lọc cú pháp.",
        "Lưu xong webhook, chép “Khóa bí mật OA” vào ZALO_OA_SECRET_KEY rồi khởi động lại.",
        "Điền ZALO_OA_APP_ID, ZALO_OA_APP_SECRET rồi bấm “Cấp quyền gửi tin qua OA” bên dưới.",
    ]


FAILURES = {
    "rejected": "bị nền tảng từ chối",
    "unavailable": "nền tảng chưa nhận",
    "outside": "ngoài khung giờ nền tảng cho nhắn",
    "quota": "hết hạn mức của nền tảng",
    "blocked": "người nhận đã chặn bot",
    "uncertain": "không rõ đã đến chưa",
}
BOT_STEPS = ["Tạo bot trong Zalo, điền ZALO_BOT_TOKEN. Gói cơ bản có tối đa 50 người, chỉ dùng cho cán bộ và dùng thử."]
FAULTS = {
    "Zalo does not answer": "Zalo không trả lời. Hệ thống tự thử lại.",
    "Zalo refuses ZALO_BOT_TOKEN": "Zalo không nhận ZALO_BOT_TOKEN. Xin xem lại mã của bot.",
    "Zalo refuses to send": "Zalo không cho gửi tin.",
    "Zalo refuses what costs money": "Zalo không cho gửi tin tính phí.",
    "Zalo bot": "Chưa nhận được tin từ Zalo. Hệ thống tự thử lại.",
    "ZALO_OA_SECRET_KEY": "Chưa điền ZALO_OA_SECRET_KEY nên chưa nhận tin của người dân.",
    "the tokens cannot be read": "Không đọc được token đã lưu. Xin xem nhật ký của hệ thống.",
    "Telegram refuses": "Telegram không nhận TELEGRAM_BOT_TOKEN. Xin xem lại mã của bot.",
    "Telegram": "Telegram không trả lời. Hệ thống tự thử lại.",
}
"""How the faults that `check` tells begin, and what staff read."""
OA_TYPES = {"2": "Doanh nghiệp", "4": "Cơ quan nhà nước"}
TOKENS = {
    "ok": "tốt",
    "none": "chưa có, cần cấp quyền",
    "ageing": "sắp hết hạn, nên cấp quyền lại",
    "unreached": "chưa liên lạc được với Zalo",
    "unknown": "chưa rõ lần làm mới gần nhất",
    "settings": "sai mã hoặc khóa ứng dụng",
    "consent": "Zalo không nhận nữa, cần cấp quyền lại",
    "unreadable": "không mở được (SECRET_KEY đã đổi), cần cấp quyền lại",
}
FAULTS |= {english: f"Token: {TOKENS[kind]}." for kind, english in HEALTH.items()}
