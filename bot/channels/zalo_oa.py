"""Zalo Official Account: what citizens write comes by webhook, what we say goes out within Zalo's window."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, NoReturn

from aiohttp import web

from bot.channels.channel import (
    Abilities,
    Blocked,
    OutsideWindow,
    OverQuota,
    Pace,
    Receive,
    Rejected,
    SendError,
    Unavailable,
    Uncertain,
    Window,
)
from bot.channels.formatting import split
from bot.channels.parts import insist
from bot.channels.zalo_api import Api
from bot.channels.zalo_consent import Consent
from bot.channels.zalo_errors import (
    ACCOUNT_WAIT,
    ENDPOINT,
    PARAMETER,
    PAYMENT,
    ZaloError,
    name_failure,
    name_template_failure,
)
from bot.channels.zalo_events import text_key
from bot.channels.zalo_history import BEFORE, unanswered
from bot.channels.zalo_http import Http, Lost, NotConnected
from bot.channels.zalo_shapes import (
    BUTTONS_MAX,
    TEXT_MAX,
    TITLE_MAX,
    articles_left,
    broadcast_body,
    buttons_of,
    image_body,
    in_lines,
    is_paid,
    needs_lines,
    text_body,
    text_of,
)
from bot.channels.zalo_standing import ALL, PAID, Notes, Standing
from bot.channels.zalo_templates import TEMPLATE_PATH, Templates
from bot.channels.zalo_tokens import Tokens
from bot.channels.zalo_uploads import InMemory, Numbers, Uploads
from bot.channels.zalo_webhook import KEPT, PAUSE_TAG, People, Webhook
from bot.log import logger
from bot.messages import Drawing, OutgoingMessage
from bot.pace import Turns, eased

log = logger(__name__)

NAME = "zalo_oa"
WEBHOOK_PATH, CALLBACK_PATH = "/zalo/oa/webhook", "/zalo/oa/callback"
V3, V2 = "/v3.0/oa/message/cs", "/v2.0/oa/message"
MARGIN = timedelta(minutes=5)
BILLED_PRICE = 55
"""Đồng for a message between the two bounds, once the month's number in the account's package is used up."""
FREE_FOR, BILLED_UNTIL = timedelta(hours=48) - MARGIN, timedelta(days=7) - MARGIN
"""Zalo's 48 hours and 7 days, less what our clock and theirs may differ."""
AIM, BURST_SECONDS = 0.97, 0.9
"""Of the package's requests a minute. With what may leave at once, no sliding minute goes over it; 95 % are used."""
ECHO_SECONDS = 5.0
"""After a send of which nobody knows: the time its echo takes to come by webhook."""
CHECKED_FOR = 60.0
LOOK_SECONDS = 6.0
IMAGE_MAX = 1024 * 1024
CAPTION_MAX = 1000
"""Zalo states no length for the words under a picture: longer ones follow it."""
PICTURED_MAX = 10_000
HEALTH = {
    "none": "no token yet: an administrator of the account must give consent in the console",
    "consent": "Zalo refuses the refresh token: an administrator must give consent again in the console",
    "unreadable": "the stored tokens were sealed with another SECRET_KEY: give consent again in the console",
    "settings": "Zalo refuses ZALO_OA_APP_ID or ZALO_OA_APP_SECRET",
    "unknown": "the last refresh of the tokens has an unknown outcome",
    "unreached": "Zalo's token server is not reached",
}


Naming = Callable[..., NoReturn]
"""From one of Zalo's codes to one of the closed list of failures."""


def burst(rate: float) -> float:
    """So many requests may leave at once after a silence."""
    return max(2.0, rate * BURST_SECONDS)


class ZaloOA:
    """The province's Official Account. `recall` and `remember` keep which endpoint works across restarts."""

    name = NAME
    abilities = Abilities(buttons=BUTTONS_MAX, title_max=TITLE_MAX, text_max=TEXT_MAX)

    def __init__(
        self,
        *,
        api_url: str,
        tokens: Tokens,
        people: People,
        webhook: Webhook,
        now: Callable[[], datetime],
        rate: float,
        bucket: Turns,
        endpoint: Literal["v3", "v2", "auto"] = "auto",
        allow_billed: bool = False,
        catches_up: bool = True,
        proof_key: str = "",
        templates: Templates | None = None,
        consent: Consent | None = None,
        recall: Callable[[], Awaitable[str]] | None = None,
        remember: Callable[[str], Awaitable[None]] | None = None,
        alert: Callable[[str], Awaitable[None]] | None = None,
        uploads: Numbers | None = None,
        notes: Notes | None = None,
        http: Http | None = None,
    ) -> None:
        bucket = eased(bucket)
        self.pace = Pace(rate=rate, per_chat=5.0, burst=20, bucket=bucket, even=False)
        self.http = http or Http()
        self.api = Api(api_url, tokens, self.http, bucket, proof_key=proof_key)
        self.tokens, self.people, self.webhook, self.consent, self.now = tokens, people, webhook, consent, now
        self.templates, self.catches_up = templates, catches_up
        self.endpoint, self.allow_billed = endpoint, allow_billed
        self.pause: Callable[[float], Awaitable[None]] = asyncio.sleep
        self.account: dict[str, Any] = {}
        webhook.untag = self.untag
        self._recall, self._remember, self._alert = recall, remember, alert
        self._path = V2 if endpoint == "v2" else V3
        self._recalled = endpoint != "auto"
        self.standing = Standing(now, notes, alert)
        self._checked: tuple[float, str] = (-CHECKED_FOR, "")
        self.uploads = Uploads(self.api, uploads or InMemory(), self._name)
        self._pictured: dict[str, str] = {}
        self._templates_rest = now()

    # Out

    def window(self, last_heard: datetime | None, now: datetime) -> Window:
        """Free for 48 hours after they wrote, at a price until the seventh day if that is allowed, then not at all."""
        age = now - last_heard if last_heard else None
        if age is None or age > BILLED_UNTIL:
            return Window.CLOSED
        if age <= FREE_FOR:
            return Window.FREE
        return Window.BILLED if self.allow_billed else Window.CLOSED

    async def send(self, address: str, message: OutgoingMessage) -> str:
        """Send the message, in parts if it is long, the buttons under the last; returns the last part's id."""
        if message.unasked and await self.people.paused(address):
            raise OverQuota("staff is talking to them", retry_after=600)
        if message.template:
            return await self._template(address, message)
        parts = split(text_of(message), TEXT_MAX)
        if not parts:
            raise Rejected("the text is empty")
        if number := await self._arrived(address, message, parts[-1]):
            return number
        if message.picture and (number := await self._illustrate(address, message, message.picture)):
            return number
        number = await self._in_parts(address, message, parts)
        self._pictured.pop(address, None)
        return number

    async def _illustrate(self, address: str, message: OutgoingMessage, picture: Drawing) -> str:
        """The picture before the words, or with them where no button needs a message of its own.

        Zalo documents no buttons under a picture. Returns the number when the words are out too. A picture that
        cannot be sent costs the words nothing, and one that arrived does not come again with them.
        """
        if self._pictured.get(address) == picture.digest:
            return ""
        caption = "" if message.choices or len(message.text) > CAPTION_MAX else text_of(message)
        try:
            number = await self.send_image(address, caption, picture=picture.content)
        except (Blocked, OutsideWindow):
            raise
        except SendError as error:
            log.warning("a picture was not sent", picture=picture.name, why=str(error)[:120])
            self._note_picture(address, picture)
            if caption and isinstance(error, Uncertain):
                raise
            return ""
        if not caption:
            self._note_picture(address, picture)
        return (number or picture.digest) if caption else ""

    def _note_picture(self, address: str, picture: Drawing) -> None:
        """Until the words are out, this picture is not tried again there."""
        if len(self._pictured) >= PICTURED_MAX:
            self._pictured.clear()
        self._pictured[address] = picture.digest

    async def _in_parts(self, address: str, message: OutgoingMessage, parts: Sequence[str]) -> str:
        for earlier, part in enumerate(parts[:-1]):
            if parts.count(part) == 1 and await self._arrived(address, message, part):
                continue
            quote = "" if earlier else message.answers
            one = OutgoingMessage(part, answers=quote, again=message.again)
            number = await self._part(address, one, follows=earlier > 0)
            self.people.mark(text_key(address, part), number)  # the whole has a receipt only when its last part has
        quote = message.answers if len(parts) == 1 else ""
        last = OutgoingMessage(
            parts[-1], message.choices, answers=quote, first=message.first, again=message.again, unasked=message.unasked
        )
        return await self._part(address, last, follows=len(parts) > 1)

    async def _arrived(self, address: str, message: OutgoingMessage, part: str) -> str:
        """The number of a part that an earlier attempt at this message brought through, or ""."""
        return await self.people.proof(address, text_key(address, part), message.since) if message.again else ""

    async def _part(self, address: str, message: OutgoingMessage, *, follows: bool) -> str:
        return await insist(lambda: self._say(address, message, paced=not follows), self.pause, follows=follows)

    async def _say(self, address: str, message: OutgoingMessage, *, paced: bool) -> str:
        """One text. What Zalo refuses for its form is simplified, once: no quotation, numbers instead of buttons."""
        buttons = buttons_of(message)
        try:
            return await self._deliver(text_body(address, message.text, buttons, message.answers), paced=paced)
        except ZaloError as error:
            if error.code not in PARAMETER or not (buttons or message.answers):
                self._name(error, again=message.again)
        text = message.text
        if buttons and not needs_lines(message.choices):
            text = in_lines(message)
        return await self._named(text_body(address, text), again=message.again)

    async def send_image(self, address: str, caption: str = "", *, picture: bytes) -> str:
        """A picture (jpg or png, at most 1 MB). Its upload is used for 6 days; one that Zalo forgot is made anew."""
        if not picture or len(picture) > IMAGE_MAX:
            raise Rejected("the picture is empty or too large")
        name = _picture_name(picture)
        try:
            return await self._deliver(image_body(address, caption, await self.uploads.number(picture, name)))
        except ZaloError as error:
            if not error.about_attachment:
                self._name(error)
        await self.uploads.forget(picture)
        return await self._named(image_body(address, caption, await self.uploads.number(picture, name)))

    async def _template(self, address: str, message: OutgoingMessage) -> str:
        """A paid template in place of a message that Zalo would not take."""
        if self.templates is None or not self.allow_billed:
            raise OutsideWindow("no paid template is allowed")
        if (rest := (self._templates_rest - self.now()).total_seconds()) > 0:
            raise Unavailable("templates rest", retry_after=rest, alone=True)
        body = self.templates.body(address, message.template)
        try:
            data = await self._posted(TEMPLATE_PATH, body, paced=True)
        except ZaloError as error:
            self._name_of_template(error)
        self.standing.sent(paid=True)
        return str(data.get("message_id") or "")

    async def broadcast(self, article: str) -> str:
        """An article, made in Zalo's own tool, to everybody; within the account's quota, never at night."""
        try:
            data = await self._posted(V2, broadcast_body(article), paced=False)
        except ZaloError as error:
            self._name(error)
        return str(data.get("message_id") or "")

    async def _named(self, body: dict[str, Any], *, again: bool = False) -> str:
        try:
            return await self._deliver(body, paced=False)
        except ZaloError as error:
            self._name(error, again=again)

    async def _deliver(self, body: dict[str, Any], *, paced: bool = False) -> str:
        """Post at the endpoint that works for this account; the other is tried on the two codes that say so."""
        path = await self._endpoint()
        try:
            data = await self._posted(path, body, paced=paced)
        except ZaloError as error:
            if error.code not in ENDPOINT or self.endpoint != "auto":
                raise
            log.warning("zalo sends this account to the other endpoint", code=error.code)
            other = V2 if path == V3 else V3
            data = await self._posted(other, body, paced=False)
            await self._pin(other)
        self.standing.sent(paid=is_paid(data))
        return str(data.get("message_id") or "")

    async def _posted(self, path: str, body: dict[str, Any], *, paced: bool) -> dict[str, Any]:
        try:
            return await self.api.post(path, body, paced=paced)
        except NotConnected as error:
            raise Unavailable(str(error)) from None
        except Lost as error:
            raise Uncertain(str(error), retry_after=ECHO_SECONDS) from None

    async def _endpoint(self) -> str:
        if not self._recalled:
            kept = await self._recall() if self._recall else ""
            self._path = {"v2": V2, "v3": V3}.get(kept, self._path)
            self._recalled = True
        return self._path

    async def _pin(self, path: str) -> None:
        self._path = path
        if self._remember:
            await self._remember("v2" if path == V2 else "v3")

    def _name(self, error: ZaloError, *, again: bool = False, naming: Naming = name_failure) -> NoReturn:
        """Zalo's code as one of the closed list."""
        try:
            naming(error, self.now(), again=again)
        except Rejected:
            self.standing.violated(error)
            raise
        except Unavailable as failure:
            if error.code in PAYMENT or naming is name_template_failure:
                self.standing.refused(error, PAID)
            elif failure.retry_after >= ACCOUNT_WAIT:
                self.standing.refused(error, ALL)
            raise

    def _name_of_template(self, error: ZaloError) -> NoReturn:
        """The same for a template. What concerns all of them lets all of them rest, and nothing else."""
        try:
            self._name(error, naming=name_template_failure)
        except Unavailable as failure:
            if failure.alone:
                self._templates_rest = self.now() + timedelta(seconds=failure.retry_after)
            raise

    async def typing(self, address: str) -> None:
        """Zalo shows nothing of the kind."""

    # In

    async def run(self, receive: Receive) -> None:
        """Keep the tokens fresh, and raise an alarm before the chain breaks, until cancelled."""
        await asyncio.gather(self.tokens.keep_fresh(), self._watch(receive))

    async def _watch(self, receive: Receive) -> None:
        while True:
            try:
                health = await self.tokens.health()
                if health not in ("ok", "unreached", "none") and self._alert:
                    await self._alert(health)
                await self.people.forget(self.now() - KEPT)
                await self.standing.look()
                if self.catches_up and health in ("ok", "ageing"):
                    await self.catch_up(receive)
            except Exception as error:
                log.warning("the channel could not be looked at", why=type(error).__name__)
            await asyncio.sleep(600)

    async def catch_up(self, receive: Receive) -> int:
        """Take in what people wrote while the webhook was silent, and say that it was; returns how many messages."""
        known = await self.people.heard()
        if known is None:  # nobody came yet: what is older than the bot is not for it
            return 0
        first, last = known
        events = await unanswered(self.api, since=max(first, last - BEFORE), now=self.now())
        missed = sum([await self.webhook.take(event, receive) for event in events])
        if missed:
            log.warning("zalo's webhook was silent; its history was read", missed=missed)
            if self._alert:
                await self._alert("silent")
        return missed

    def routes(self, receive: Receive) -> Sequence[web.RouteDef]:
        """The webhook, and where consent comes back."""

        async def webhook(request: web.Request) -> web.Response:
            return await self.webhook.answer(request, receive)

        found = [web.post(WEBHOOK_PATH, webhook)]
        return [*found, web.get(CALLBACK_PATH, self.consent.returned)] if self.consent else found

    # Keeping house

    async def check(self) -> str:
        """ "" when Zalo answers and lets us send, else one line; asked at most once a minute."""
        at, found = self._checked
        moment = asyncio.get_running_loop().time()
        if moment - at >= CHECKED_FOR:
            found = await self._look()
            self._checked = (moment, found)
            await self.standing.look()
        return found or self.standing.fault()

    async def _look(self) -> str:
        try:
            health = await self.tokens.health()
        except Exception as error:
            return f"the tokens cannot be read: {type(error).__name__}"
        if health in HEALTH:
            return HEALTH[health]
        if not self.webhook.key:
            return "ZALO_OA_SECRET_KEY is not set: nothing that citizens write is taken"
        try:
            self.account = dict(await asyncio.wait_for(self.api.get("/v2.0/oa/getoa"), LOOK_SECONDS))
        except (ZaloError, NotConnected, Lost, SendError, TimeoutError) as error:
            return f"Zalo does not answer: {str(error)[:120] or type(error).__name__}"
        return ""

    async def windows(self) -> tuple[int, int, int]:
        """How many people may be written to free, at a price, and not before they write again."""
        return await self.people.counts(self.now() - FREE_FOR, self.now() - BILLED_UNTIL)

    async def quota(self) -> list[dict[str, Any]]:
        """What is left of the account's quotas, as Zalo tells it; [] when it does not."""
        try:
            found = await self.api.post("/v3.0/oa/quota/message", {"quota_owner": "OA", "product_type": "cs"})
        except (ZaloError, NotConnected, Lost, SendError):
            return []
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else [found]

    async def article_quota(self) -> tuple[str, str] | None:
        """(left, of so many) articles, as Zalo tells it; None when it does not. It asks for a person, whoever it is."""
        try:
            given = {"user_id": await self.people.latest(), "type": "promotion"}
            found = await self.api.post("/v2.0/oa/quota/message", given) if given["user_id"] else {}
        except (ZaloError, NotConnected, Lost, SendError):
            return None
        return articles_left(found)

    async def untag(self, address: str) -> None:
        """The bot answers them again: the tag that hushed it goes in the account's own tool as well. Never raises."""
        try:
            await self.api.post("/v2.0/oa/tag/rmfollowerfromtag", {"user_id": address, "tag_name": PAUSE_TAG})
        except (ZaloError, NotConnected, Lost, SendError) as error:
            log.info("a tag was not taken away", why=str(error)[:120])

    async def close(self) -> None:
        """Finish what is being stored or renewed; give back connections."""
        await self.webhook.close()
        await self.standing.settled()
        await self.tokens.close()
        if self.templates:
            await self.templates.api.http.close()
        await self.http.close()


def _picture_name(picture: bytes) -> str:
    return "anh.png" if picture.startswith(b"\x89PNG") else "anh.jpg"
