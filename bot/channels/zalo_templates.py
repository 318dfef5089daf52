"""Zalo's paid templates (ZBS): who named one for a purpose may send it to people outside the window.

A template for announcements must have the fields `title` and `code`: Zalo approves each template with its wording, so
the words of an announcement cannot go in whole; its code leads to them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from bot.channels.channel import Rejected, SendError
from bot.channels.formatting import shorten
from bot.channels.zalo_api import Api
from bot.channels.zalo_errors import ZaloError
from bot.channels.zalo_http import Lost, NotConnected
from bot.log import logger

log = logger(__name__)

TEMPLATE_PATH, INFO_PATH = "/v3.0/oa/message/template", "/template/info/v2"
FIELDS: Mapping[str, tuple[str, ...]] = {"announcement": ("title", "code")}
FIELD_MAX = 100
"""The shortest limit that a source names for what stands in a template."""
PRICE_HOLDS = 600.0


class Templates:
    """The templates that the settings name by purpose. `api` speaks to the host that knows their prices."""

    def __init__(self, named: Mapping[str, str], api: Api, now: Callable[[], float] = time.monotonic) -> None:
        self.named = {purpose: number for purpose, number in named.items() if purpose in FIELDS}
        self.api, self.now = api, now
        self._prices: dict[str, tuple[float, int]] = {}

    def body(self, address: str, filled: Mapping[str, str]) -> dict[str, Any]:
        """One send to a person by their number on the account. Raises Rejected where no template is named."""
        purpose = filled.get("purpose", "")
        if purpose not in self.named:
            raise Rejected(f"ZALO_ZBS_TEMPLATES names no template for {purpose}")
        fields = {name: shorten(str(filled.get(name, "")), FIELD_MAX) for name in FIELDS[purpose]}
        return {"user_id": address, "template_id": self.named[purpose], "template_data": fields}

    async def price(self, purpose: str) -> int | None:
        """Đồng for one send, as Zalo says; None when there is no such template or Zalo does not say."""
        if purpose not in self.named:
            return None
        until, known = self._prices.get(purpose, (0.0, 0))
        if self.now() < until:
            return known
        try:
            found = await self.api.read(INFO_PATH, {"template_id": self.named[purpose]})
            price = int(found["price_uid"])
        except (ZaloError, NotConnected, Lost, SendError, KeyError, TypeError, ValueError) as error:
            log.warning("the price of a template is not known", why=str(error)[:120] or type(error).__name__)
            return None
        self._prices[purpose] = (self.now() + PRICE_HOLDS, price)
        return price
