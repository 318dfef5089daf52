"""How every channel stands, in words for the console: faults, figures, errors, and how to set it up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from bot.channels import telegram, zalo_bot
from bot.channels.channel import Channel
from bot.channels.zalo_bot import ZaloBot
from bot.channels.zalo_errors import in_words
from bot.channels.zalo_oa import CALLBACK_PATH, HEALTH, NAME, WEBHOOK_PATH, ZaloOA
from bot.clock import Clock
from bot.storage import counters, troubles
from bot.storage.database import Database
from bot.storage.tables import Trouble
from bot.storage.zalo_people import PeopleTable
from bot.web.console.context import ChannelState


async def states(channels: Sequence[Channel], base_url: str, database: Database, clock: Clock) -> list[ChannelState]:
    """How every channel stands, for the console; also how to switch on what is off."""
    found = [await _state(channel, base_url, database, clock) for channel in channels]
    there = {channel.name for channel in channels}
    return [
        *found,
        *(ChannelState(name, setup=steps(base_url), on=False) for name, steps in SETUP.items() if name not in there),
    ]


async def _state(channel: Channel, base_url: str, database: Database, clock: Clock) -> ChannelState:
    fault = in_vietnamese(await channel.check())
    async with database.read() as db:
        sent = await counters.of_day(db, clock.local().date(), f"sends.{channel.name}.")
        errors = [_trouble(channel.name, row) for row in await troubles.recent(db, channel.name)]
    figures = _sent_today(sent)
    if isinstance(channel, ZaloOA):
        fault, figures = fault or unreachable(base_url), [*await _figures(channel), *figures]
    if isinstance(channel, ZaloBot):
        figures = [*await _bot_figures(channel, database, clock), *figures]
    setup = SETUP[channel.name](base_url) if channel.name in SETUP else []
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
        ("Nhịp gửi", _pace(channel)),
    ]
    free, billed, closed = await channel.windows()
    found += [
        ("Gửi miễn phí được ngay", f"{free} người (nhắn trong 48 giờ qua)"),
        ("Gửi được nhưng tính phí", f"{billed} người (đến 7 ngày)"),
        ("Chờ họ nhắn lại", f"{closed} người (quá 7 ngày)"),
        ("Gửi tin tính phí", "được phép" if channel.allow_billed else "không"),
    ]
    found += [_quota(quota) for quota in (await channel.quota())[:6]]
    articles = await channel.article_quota()
    left = f"còn {articles[0]} / {articles[1]}" if articles else "Zalo không báo"
    return [*found, ("Hạn mức bài viết phát cho mọi người", left)]


def _pace(channel: ZaloOA) -> str:
    share = channel.api.bucket.share()
    eased = f", đang chậm lại {share} lần vì Zalo báo gửi quá nhanh" if share > 1 else ""
    return f"{channel.pace.rate * 60:g} tin/phút{eased}"


def _quota(quota: Mapping[str, Any]) -> tuple[str, str]:
    product, kind = str(quota.get("product_type", "")), str(quota.get("quota_type", ""))
    name = " ".join(filter(None, (QUOTAS.get(product, product), QUOTA_KINDS.get(kind, kind))))
    until = f", đến {quota['valid_through']}" if quota.get("valid_through") else ""
    return f"Hạn mức {name}", f"còn {quota.get('remain', '?')} / {quota.get('total', '?')}{until}"


async def _bot_figures(channel: ZaloBot, database: Database, clock: Clock) -> list[tuple[str, str]]:
    """What the free plan allows, and how much of it is used, by our own count."""
    now, today = clock.now(), clock.local().date()
    people = sum(await PeopleTable(database, clock.now, zalo_bot.NAME).counts(now, now - timedelta(days=1)))
    async with database.read() as db:
        month = await counters.total(db, today.replace(day=1), f"sends.{zalo_bot.NAME}.sent")
    return [
        ("Cách nhận tin", "webhook" if channel.mode == "webhook" else "hỏi tin định kỳ (polling)"),
        ("Người đã nhắn bot", f"{people} / {PEOPLE_MAX} (gói cơ bản)"),
        ("Tin đã gửi tháng này", f"{month} / {MONTH_MAX} (gói cơ bản)"),
    ]


def unreachable(base_url: str) -> str:
    """Why Zalo cannot call us at this address; "" when nothing speaks against it."""
    parts = urlsplit(base_url)
    if parts.scheme != "https":
        return f"PUBLIC_URL phải là địa chỉ https mà Zalo gọi đến được; hiện là {base_url}"
    if parts.port not in (None, 443):
        return f"Zalo không nhận địa chỉ có số cổng. Xin sửa PUBLIC_URL; hiện là {base_url}"
    return ""


def _setup(base_url: str) -> list[str]:
    return [
        *filter(None, [unreachable(base_url)]),
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
QUOTAS = {"cs": "tin tư vấn", "transaction": "tin giao dịch", "promotion": "tin truyền thông"}
QUOTA_KINDS = {
    **{"sub_quota": "trong gói", "purchase_quota": "mua thêm", "reward_quota": "được tặng"},
    **{"reply": "trả lời", "welcome_msg": "chào người mới"},
}
PEOPLE_MAX, MONTH_MAX = 50, 3000
"""What the free plan of the Bot Platform allows: people a bot, messages a month."""


def _bot_setup(base_url: str) -> list[str]:
    return [
        f"Tạo bot trong Zalo, điền ZALO_BOT_TOKEN rồi khởi động lại. Gói cơ bản có tối đa {PEOPLE_MAX} người và "
        f"{MONTH_MAX} tin mỗi tháng, chỉ dùng cho cán bộ và dùng thử.",
        f"Chế độ webhook (ZALO_BOT_MODE=webhook): hệ thống tự đăng ký {base_url}{zalo_bot.WEBHOOK_PATH}",
        *filter(None, [unreachable(base_url) and f"Chế độ webhook chưa dùng được: {unreachable(base_url)}"]),
    ]


def _telegram_setup(base_url: str) -> list[str]:
    return [
        "Trong Telegram, nhắn @BotFather lệnh /newbot, đặt tên cho bot rồi chép mã (token) nhận được.",
        "Điền mã vào TELEGRAM_BOT_TOKEN rồi khởi động lại. Không cần địa chỉ công khai: bot tự hỏi tin (polling).",
        f"Chế độ webhook (TELEGRAM_MODE=webhook): hệ thống tự đăng ký {base_url}{telegram.WEBHOOK_PATH}; "
        "PUBLIC_URL phải bắt đầu bằng https://.",
    ]


SETUP = {telegram.Telegram.name: _telegram_setup, NAME: _setup, zalo_bot.NAME: _bot_setup}
FAULTS = {
    "Zalo does not answer": "Zalo không trả lời. Hệ thống tự thử lại.",
    "Zalo refuses ZALO_BOT_TOKEN": "Zalo không nhận ZALO_BOT_TOKEN. Xin xem lại mã của bot.",
    "Zalo refuses to send": "Zalo không cho gửi tin.",
    "Zalo refuses what costs money": "Zalo không cho gửi tin tính phí.",
    "Zalo could not reach the webhook": "Zalo chưa gọi được webhook của bot. Xin xem lại PUBLIC_URL và tường lửa.",
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
