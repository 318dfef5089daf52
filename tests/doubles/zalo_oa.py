"""A stand-in for Zalo's Official Account platform: API, consent and tokens, paid templates, and the sender of webhooks.

In a test:

    async with ZaloDouble(webhook="http://127.0.0.1:9000/zalo/oa/webhook") as zalo:
        await zalo.say("1000000000000000001", "xin chào")
        reply = await zalo.wait_for_reply("1000000000000000001")
        await zalo.tap("1000000000000000001", reply.buttons[0]["payload"])

As a process: `python -m tests.doubles.zalo_oa --port 8081 --webhook …`, driven over `/control/…` (see `zalo_control`).
Roots: `/api`, `/oauth`, `/zbs` below its address. Every fault of the fact sheet can be queued with `fault`.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import hmac
import json
import random
import time
from bisect import bisect_right
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from tests.doubles.zalo_rules import Refused, checked

APP, APP_SECRET = "1234567890123456789", "app-secret-for-tests"
OA, OA_KEY = "3000000000000000001", "oa-secret-for-tests"
SEED = "seed-of-the-chain-for-tests"
HOUR, DAY = 3600.0, 86400.0
UPLOADS_A_MONTH = 5000
APP_A_MINUTE = 4000
LADDER = (30.0, 300.0, 900.0, 1800.0, 3600.0)
ACCESS_LASTS, REFRESH_LASTS = 90_000, 90 * DAY


class Drop(Exception):
    """The connection is cut instead of answering."""


@dataclass
class Shown:
    """What a person sees in the chat."""

    number: str
    text: str
    at: float
    buttons: list[dict[str, Any]] = field(default_factory=list)
    quote: str = ""
    media: dict[str, Any] = field(default_factory=dict)
    file: str = ""
    path: str = ""
    quota: str = "reply"


@dataclass
class Person:
    """A person as the platform knows them."""

    number: str
    interacted: float | None = None
    refuses: int = 0
    shown: list[Shown] = field(default_factory=list)
    unseen: deque[Shown] = field(default_factory=deque)
    new: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class Fault:
    """What goes wrong, on the next `times` calls whose path contains `path`, once `after` of them have passed."""

    kind: str
    path: str = ""
    times: int = 1
    code: int = 0
    status: int = 500
    seconds: float = 0.0
    after: int = 0


@dataclass
class Delivered:
    """One delivery of a webhook."""

    body: bytes
    status: int
    took: float


class ZaloDouble:
    """The platform. `rate` is the package's requests a minute (0 = no limit); `speed` shortens the retry ladder."""

    def __init__(
        self,
        *,
        webhook: str = "",
        state_agency: bool = False,
        v2_closed: bool = False,
        rate: int = 0,
        echo: bool = False,
        speed: float = 1.0,
        proof: bool = False,
        seed: int = 0,
    ) -> None:
        self.webhook, self.state_agency, self.v2_closed, self.rate = webhook, state_agency, v2_closed, rate
        self.echo, self.speed, self.proof = echo, speed, proof
        self.shift = 0.0
        self.patient = False
        self.disabled = False
        self.only_hashes = False
        self.deadline = 2.0
        self.people: dict[str, Person] = {}
        self.faults: list[Fault] = []
        self.refused: list[tuple[str, int, str]] = []
        self.calls: Counter[str] = Counter()
        self.times: list[float] = []
        self.deliveries: list[Delivered] = []
        self.broadcasts: list[str] = []
        self.tags: dict[str, set[str]] = {}
        self.uploads: dict[str, tuple[float, str]] = {}
        self.codes: dict[str, str] = {}
        self.refreshes: list[str] = []
        self.reused: list[str] = []
        self.refresh_delay = 0.0
        self.expires_in = ACCESS_LASTS
        self.without_refresh = False
        self.quotes_known = True
        self.history: list[dict[str, Any]] = []
        self.templates = {"67890": {"title", "code"}}
        self.price, self.paid = 560, 0
        self.articles, self.night = 4, False
        self.lapsed, self.messages_left, self.purse = False, 500, True
        self._live = {SEED: self.now() + REFRESH_LASTS}
        self._spent: set[str] = set()
        self._access = ("", 0.0)
        self._number = 0
        self._dice = random.Random(seed)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._runner: web.AppRunner | None = None
        self._http: aiohttp.ClientSession | None = None
        self.url = ""

    # Running

    async def __aenter__(self) -> ZaloDouble:
        await self.start()
        return self

    async def __aexit__(self, *_: Any) -> None:
        await self.stop()

    async def start(self, port: int = 0, control: Any = None) -> None:
        app = web.Application(client_max_size=8 * 1024 * 1024)
        if control:
            app.router.add_route("*", "/control/{what}", control)
        app.router.add_route("*", "/{root:api|oauth|zbs}{path:/.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[union-attr]
        self._http = aiohttp.ClientSession()

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._http:
            await self._http.close()
        if self._runner:
            await self._runner.cleanup()

    def now(self) -> float:
        return time.time() + self.shift

    def fault(self, kind: str, path: str = "", **more: Any) -> None:
        """Queue one: code, status, html, empty, truncated, drop (not done), lost (done, no answer), late."""
        self.faults.append(Fault(kind, path, **more))

    def person(self, number: str) -> Person:
        return self.people.setdefault(number, Person(number))

    # API

    async def _serve(self, request: web.Request) -> web.Response:
        root, path = request.match_info["root"], request.match_info["path"]
        self.calls[path] += 1
        fault = self._take_fault(path)
        try:
            if fault and fault.kind == "drop":
                raise Drop
            if fault and fault.kind == "code":
                raise Refused(fault.code)
            if fault and fault.kind == "too_fast":
                return web.Response(status=429, text="{}", content_type="application/json")
            body = await self._answer(root, path, request) if not _unanswered(fault) else {}
            return self._counted(await self._sent_back(body, fault))
        except Refused as error:
            self.refused.append((path, error.code, str(error)))
            await asyncio.sleep(fault.seconds if fault else 0)
            shape = "error_name" if root == "oauth" else "message"
            return self._counted(_json({"error": error.code, shape: str(error)}))
        except Drop:
            assert request.transport
            request.transport.close()
            return web.Response()

    async def _sent_back(self, body: dict[str, Any], fault: Fault | None) -> web.Response:
        if fault is None:
            return _json(body)
        if fault.kind == "lost":
            raise Drop
        if fault.kind == "late":
            await asyncio.sleep(fault.seconds)
            return _json(body)
        text = {"html": "<html>bad gateway</html>", "empty": "", "truncated": json.dumps(body)[:7]}.get(fault.kind, "")
        return web.Response(status=fault.status if fault.kind in ("html", "status") else 200, text=text)

    def _take_fault(self, path: str) -> Fault | None:
        for fault in self.faults:
            if fault.path in path and fault.after > 0:
                fault.after -= 1
            elif fault.path in path:
                fault.times -= 1
                if fault.times <= 0:
                    self.faults.remove(fault)
                return fault
        return None

    async def _answer(self, root: str, path: str, request: web.Request) -> dict[str, Any]:
        if root == "oauth":
            return await self._oauth(path, request)
        self._count()
        self._check_token(request)
        act = ROUTES.get((request.method, path))
        if act is None:
            raise Refused(-212, "empty or invalid API")
        if request.method == "GET":
            query = dict(request.query)
            given: Any = query if root == "zbs" else json.loads(query.get("data", "{}"))
        elif "/upload/" in path:
            given = request
        else:
            if request.content_type != "application/json":
                raise Refused(-201, "body is invalid!")
            given = await request.json()
        data = act(self, path, given)
        return {"data": await data if asyncio.iscoroutine(data) else data, "error": 0, "message": "Success"}

    def _count(self) -> None:
        """The application's and the package's requests in this minute; over either nothing is done."""
        self.times.append(time.monotonic())
        if self._in_this_minute(APP_A_MINUTE) > APP_A_MINUTE:
            raise Refused(-32, "Your application reached limit call api")
        if self.rate and self._in_this_minute(self.rate) > self.rate:
            raise Refused(-32)

    def _in_this_minute(self, most: int) -> int:
        return min(most + 1, len(self.times) - bisect_right(self.times, time.monotonic() - 60))

    def _counted(self, answer: web.Response) -> web.Response:
        """Zalo says beside each answer what is left of the application's minute."""
        left = max(0, APP_A_MINUTE - self._in_this_minute(APP_A_MINUTE))
        answer.headers.update({"X-RateLimit-Limit": str(APP_A_MINUTE), "X-RateLimit-Remain": str(left)})
        return answer

    def _check_token(self, request: web.Request) -> None:
        given = request.headers.get("access_token", "")
        access, until = self._access
        if not given or "authorization" in request.headers or given != access:
            raise Refused(-216)
        if self.now() > until:
            raise Refused(-220)
        right = hmac.new(APP_SECRET.encode(), given.encode(), hashlib.sha256).hexdigest()
        if self.proof and request.headers.get("appsecret_proof") != right:
            raise Refused(-242)

    # Consent and tokens

    async def _oauth(self, path: str, request: web.Request) -> dict[str, Any]:
        if path != "/v4/oa/access_token" or request.content_type != "application/x-www-form-urlencoded":
            raise Refused(-14018, "Invalid request")
        form = await request.post()
        if form.get("app_id") != APP:
            raise Refused(-14002, "Invalid app id.")
        if request.headers.get("secret_key") != APP_SECRET:
            raise Refused(-14004, "Invalid secret key.")
        if form.get("grant_type") == "authorization_code":
            return self._exchange(str(form.get("code")), str(form.get("code_verifier", "")))
        if form.get("grant_type") != "refresh_token":
            raise Refused(-14018, "Invalid grant type.")
        pair = self._refresh(str(form.get("refresh_token")))
        if self.refresh_delay:
            await asyncio.sleep(self.refresh_delay)
        return pair

    def _exchange(self, code: str, verifier: str) -> dict[str, Any]:
        if code not in self.codes or self.codes.pop(code) != verifier:
            raise Refused(-14005, "Invalid code.")
        return self._pair()

    def _refresh(self, token: str) -> dict[str, Any]:
        self.refreshes.append(token)
        if token in self._spent:
            self.reused.append(token)
        until = self._live.pop(token, 0.0)
        if until < self.now():
            raise Refused(-14014, "Invalid refresh token.")
        self._spent.add(token)
        if self.without_refresh:
            self._live[token] = until
            self._spent.discard(token)
        return self._pair()

    def _pair(self) -> dict[str, Any]:
        self._number += 1
        access, refresh = f"access-{self._number}-{self._dice.random():.12f}", f"refresh-{self._number}"
        self._access = (access, self.now() + self.expires_in)
        pair = {"access_token": access, "expires_in": str(self.expires_in)}
        if self.without_refresh:
            return pair
        self._live[refresh] = self.now() + REFRESH_LASTS
        return {**pair, "refresh_token": refresh}

    def code_for(self, verifier: str = "") -> str:
        """An administrator said yes: the code that the browser carries back."""
        code = f"code-{len(self.codes)}-{self._dice.random()}"
        self.codes[code] = verifier
        return code

    def revoke(self) -> None:
        """The access token dies early."""
        self._access = ("", 0.0)

    def break_chain(self) -> None:
        """Every refresh token is dead: only a person can begin anew."""
        self._live.clear()

    @property
    def good_refresh_tokens(self) -> set[str]:
        return set(self._live)

    # What is sent

    def _message(self, path: str, given: dict[str, Any]) -> Any:
        recipient = given.get("recipient") or {}
        if "target" in recipient and path.startswith("/v2.0"):
            return self._broadcast(given)
        if "user_id" not in recipient:
            raise Refused(-201, "recipient is invalid!")
        self._check_endpoint(path)
        if self.lapsed:
            raise Refused(-224)
        shown = checked(given.get("message"))
        person = self.people.get(str(recipient.get("user_id", "")))
        if person is None or person.interacted is None:
            raise Refused(-232)
        if person.refuses:
            raise Refused(person.refuses)
        if not self.quotes_known and shown["quote"]:
            raise Refused(-201, "quote_message_id is invalid!")
        age = self.now() - person.interacted
        if age > 7 * DAY:
            raise Refused(-230)
        self._check_upload(shown.get("media", {}).get("attachment_id") or shown.get("file"))
        return self._show(person, shown, path, "reply" if age <= 2 * DAY else self._paid_with())

    def _paid_with(self) -> str:
        """Outside 48 hours: the package's messages first, then the purse."""
        if self.messages_left:
            self.messages_left -= 1
            return "sub_quota"
        if not self.purse:
            raise Refused(-321)
        return "billed"

    def _check_endpoint(self, path: str) -> None:
        if self.state_agency and path.startswith("/v3.0"):
            raise Refused(-235)
        if path.startswith("/v2.0") and (self.v2_closed or not self.state_agency):
            raise Refused(-240)

    def _show(self, person: Person, shown: dict[str, Any], path: str, quota: str) -> dict[str, Any]:
        self._number += 1
        number = f"ee{self._number:014d}"
        made = Shown(number, at=self.now(), path=path, quota=quota, **shown)
        person.shown.append(made)
        self._said(person.number, number, made.text, ours=True, at=self.now())
        person.unseen.append(made)
        person.new.set()
        if self.echo:
            self._later(self.echo_of(person.number, made))
        answer = {"message_id": number, "user_id": person.number, "sent_time": str(int(self.now() * 1000))}
        return answer if quota == "billed" else {**answer, "quota": {"quota_type": quota, "owner_type": "OA"}}

    def _broadcast(self, given: dict[str, Any]) -> dict[str, Any]:
        elements = given["message"]["attachment"]["payload"]["elements"]
        if given["message"]["attachment"]["payload"]["template_type"] != "media" or len(elements) != 1:
            raise Refused(-201)
        if self.night:
            raise Refused(-234)
        if len(self.broadcasts) >= self.articles:
            raise Refused(-211)
        self.broadcasts.append(elements[0]["attachment_id"])
        return {"message_id": f"bc{len(self.broadcasts)}"}

    async def _upload(self, path: str, request: web.Request) -> dict[str, Any]:
        form = await request.post()
        file = form["file"]
        assert isinstance(file, web.FileField)
        content, kind = file.file.read(), path.rpartition("/")[2]
        if len(content) > (1 if kind == "image" else 5) * 1024 * 1024:
            raise Refused(-210)
        if "." not in file.filename:
            return {}
        signed = content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"))
        if kind == "image" and not (signed and file.filename.endswith((".jpg", ".png"))):
            raise Refused(-201, "only support png and jpeg")
        if len(self.uploads) >= UPLOADS_A_MONTH:
            raise Refused(-211)
        number = f"up{len(self.uploads)}"
        self.uploads[number] = (self.now(), kind)
        return {"token": number} if kind == "file" else {"attachment_id": number}

    def _check_upload(self, number: str | None) -> None:
        if number is None:
            return
        if number not in self.uploads:
            raise Refused(-201, "attachment_id is invalid!")
        if self.now() - self.uploads[number][0] > 7 * DAY:
            raise Refused(-100)

    def _getoa(self, path: str, given: Any) -> dict[str, Any]:
        return {"oa_id": OA, "name": "Học Vụ Số thử", "oa_type": 4 if self.state_agency else 2, "is_verified": True}

    def _quota(self, path: str, given: Any) -> Any:
        return [{"product_type": "cs", "quota_type": "sub_quota", "total": "500", "remain": str(self.messages_left)}]

    def _article_quota(self, path: str, given: Any) -> Any:
        if given.get("type") != "promotion" or given.get("user_id") not in self.people:
            raise Refused(-201, "user_id is invalid!")
        return {"remain": str(self.articles - len(self.broadcasts)), "total": str(self.articles)}

    def _recent(self, path: str, given: Any) -> Any:
        """Everything said, the newest first, at most ten at a time."""
        if given["count"] > 10:
            raise Refused(-210)
        return sorted(self.history, key=lambda row: -row["time"])[given["offset"] :][: given["count"]]

    def _said(self, person: str, number: str, text: str, *, ours: bool, at: float, kind: str = "text") -> None:
        row = {"src": 0 if ours else 1, "time": int(at * 1000), "type": kind, "message": text, "message_id": number}
        self.history.append({**row, "from_id": OA if ours else person, "to_id": person if ours else OA})

    def _tag(self, path: str, given: Any) -> Any:
        people = self.tags.setdefault(given["tag_name"], set())
        (people.add if path.endswith("tagfollower") else people.discard)(given["user_id"])
        return {}

    def _template(self, path: str, given: Any) -> Any:
        """A paid template to a person by their number here, who did something within a year."""
        if set(given) != {"user_id", "template_id", "template_data"} or given["template_id"] not in self.templates:
            raise Refused(-201, "template_id is invalid!")
        fields = given["template_data"]
        wanted = self.templates[given["template_id"]]
        if set(fields) != wanted or not all(isinstance(text, str) and 0 < len(text) <= 100 for text in fields.values()):
            raise Refused(-201, "template_data is invalid!")
        person = self.people.get(given["user_id"])
        if person is None or person.interacted is None or self.now() - person.interacted > 365 * DAY:
            raise Refused(-232)
        if person.refuses:
            raise Refused(person.refuses)
        self.paid += 1
        text = " ".join([f"[{given['template_id']}]", *fields.values()])
        return self._show(person, {"text": text, "buttons": []}, path, "purchase_quota")

    def _template_info(self, path: str, given: Any) -> Any:
        if given.get("template_id") not in self.templates:
            raise Refused(-109, "template is not found")
        return {"price_uid": self.price, "price_sdt": 800}

    # What people do

    async def say(self, person: str, text: str, **more: Any) -> list[int]:
        """They write; returns the statuses that the webhook was answered with."""
        return await self.send("user_send_text", person, {"text": text}, **more)

    async def tap(self, person: str, payload: str, **more: Any) -> list[int]:
        """A tap on a query button arrives as text."""
        return await self.say(person, payload, **more)

    async def send(
        self, name: str, person: str, message: dict[str, Any], *, late: float = 0.0, number: str = "", **more: Any
    ) -> list[int]:
        self._number += 1
        at = self.now() - late
        who = self.person(person)
        who.interacted = max(who.interacted or 0.0, at)
        body = {
            "app_id": APP,
            "sender": {"id": person},
            "user_id_by_app": f"2{person[1:]}",
            "recipient": {"id": OA},
            "event_name": name,
            "message": {**message, "msg_id": number or f"aa{self._number:014d}"},
            "timestamp": str(int(at * 1000)),
        }
        if name.startswith("user_send_"):
            kind = {"image": "photo", "audio": "voice"}.get(name.removeprefix("user_send_"), name[len("user_send_") :])
            words = str(message.get("text") or "")
            self._said(person, body["message"]["msg_id"], words, ours=False, at=at, kind=kind)
        return await self.deliver(body, **more)

    async def account_event(self, name: str, person: str, *, late: float = 0.0, **more: Any) -> list[int]:
        """follow, unfollow, user_withdraw, user_click_chatnow."""
        at = self.now() - late
        if name in ("follow", "user_click_chatnow"):
            self.person(person).interacted = at
        who = {"follower": {"id": person}} if name in ("follow", "unfollow") else {"user_id": person}
        stamp = str(int(at * 1000))
        return await self.deliver({"oa_id": OA, **who, "event_name": name, "app_id": APP, "timestamp": stamp, **more})

    async def staff_says(self, person: str, text: str) -> list[int]:
        """A member of staff writes in Zalo's own tool."""
        return await self.deliver(self._echo_body(person, f"st{time.time_ns()}", text, admin_id="9000000000000000001"))

    async def echo_of(self, person: str, shown: Shown) -> list[int]:
        return await self.deliver(self.echo_body_of(person, shown))

    def echo_body_of(self, person: str, shown: Shown) -> dict[str, Any]:
        """What Zalo reports of a send: words with buttons stand inside the template that they became."""
        body = self._echo_body(person, shown.number, "" if shown.buttons else shown.text)
        if shown.buttons:
            payload = {"zinstant_id": shown.number, "text": shown.text, "link_url": "", "checksum": ""}
            body["event_name"], body["message"] = "oa_send_template", {"msg_id": shown.number}
            body["message"]["attachments"] = [{"type": "template", "payload": payload}]
        elif shown.file or shown.media:
            body["event_name"] = "oa_send_file" if shown.file else "oa_send_image"
        return body

    def _echo_body(self, person: str, number: str, text: str, **sender: str) -> dict[str, Any]:
        return {
            "app_id": APP,
            "sender": {"id": OA, **sender},
            "recipient": {"id": person},
            "event_name": "oa_send_text",
            "message": {"text": text, "msg_id": number},
            "timestamp": str(int(self.now() * 1000)),
        }

    # Webhooks

    async def deliver(self, body: dict[str, Any], *, key: str = OA_KEY, retry: bool = True) -> list[int]:
        """Send an event, signed over the exact bytes; come again up the ladder until it is answered with 200.

        After the last rung the webhook is disabled until somebody enables it by hand. Where the filter for `#` was left
        on, other texts are not sent at all.
        """
        if self.disabled or self._filtered(body):
            return []
        raw = json.dumps(body, ensure_ascii=False).encode()
        headers = {"X-ZEvent-Signature": "mac=" + sign(raw, str(body.get("timestamp", "")), key)}
        statuses = [await self.post(raw, headers)]
        ladder = [*LADDER, *([LADDER[0]] * 100_000 if self.patient else ())]
        for number, wait in enumerate(ladder, 1):
            if statuses[-1] == 200 or not retry:
                break
            await asyncio.sleep(wait * self.speed)
            statuses.append(await self.post(raw, {**headers, "num_retry": str(number)}))
        self.disabled = retry and statuses[-1] != 200
        return statuses

    def _filtered(self, body: dict[str, Any]) -> bool:
        text = str((body.get("message") or {}).get("text", "")) if isinstance(body.get("message"), dict) else ""
        return self.only_hashes and body.get("event_name") == "user_send_text" and not text.startswith("#")

    async def probe(self) -> int:
        """What the console sends when a webhook's address is saved, before the account's key can be known."""
        return await self.post(b"{}", {})

    async def post(self, raw: bytes, headers: dict[str, str]) -> int:
        """One delivery; 0 when nobody answered within 2 seconds."""
        assert self._http
        began = time.monotonic()
        try:
            async with self._http.post(
                self.webhook,
                data=raw,
                headers={"Content-Type": "application/json", **headers},
                timeout=aiohttp.ClientTimeout(total=self.deadline),
            ) as answer:
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            status = 0
        self.deliveries.append(Delivered(raw, status, time.monotonic() - began))
        return status

    def _later(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # What people see

    async def wait_for_reply(self, person: str, seconds: float = 10.0) -> Shown:
        who = self.person(person)
        async with asyncio.timeout(seconds):
            while not who.unseen:
                who.new.clear()
                await who.new.wait()
        return who.unseen.popleft()

    def sent(self, person: str) -> list[Shown]:
        return self.person(person).shown

    def most_in_a_minute(self) -> int:
        """The most requests in any 60 seconds."""
        window: deque[float] = deque()
        most = 0
        for at in sorted(self.times):
            window.append(at)
            while window[0] <= at - 60:
                window.popleft()
            most = max(most, len(window))
        return most


def sign(raw: bytes, timestamp: str, key: str = OA_KEY, app: str = APP) -> str:
    return hashlib.sha256(app.encode() + raw + timestamp.encode() + key.encode()).hexdigest()


def _unanswered(fault: Fault | None) -> bool:
    return fault is not None and fault.kind in ("html", "status", "empty")


def _json(body: dict[str, Any]) -> web.Response:
    return web.Response(text=json.dumps(body, ensure_ascii=False), content_type="application/json")


ROUTES: dict[tuple[str, str], Any] = {
    ("POST", "/v3.0/oa/message/cs"): ZaloDouble._message,
    ("POST", "/v2.0/oa/message"): ZaloDouble._message,
    ("POST", "/v3.0/oa/message/template"): ZaloDouble._template,
    ("POST", "/v2.0/oa/upload/image"): ZaloDouble._upload,
    ("POST", "/v2.0/oa/upload/file"): ZaloDouble._upload,
    ("GET", "/v2.0/oa/listrecentchat"): ZaloDouble._recent,
    ("GET", "/v2.0/oa/getoa"): ZaloDouble._getoa,
    ("POST", "/v3.0/oa/quota/message"): ZaloDouble._quota,
    ("POST", "/v2.0/oa/quota/message"): ZaloDouble._article_quota,
    ("POST", "/v2.0/oa/tag/tagfollower"): ZaloDouble._tag,
    ("POST", "/v2.0/oa/tag/rmfollowerfromtag"): ZaloDouble._tag,
    ("GET", "/template/info/v2"): ZaloDouble._template_info,
}


async def _main() -> None:
    from tests.doubles.zalo_control import Control

    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--webhook", default="")
    parser.add_argument("--speed", type=float, default=1.0)
    parser.add_argument("--echo", action="store_true")
    parser.add_argument("--expires", type=int, default=ACCESS_LASTS)
    given = parser.parse_args()
    double = ZaloDouble(webhook=given.webhook, speed=given.speed, echo=given.echo)
    double.expires_in = given.expires
    await double.start(given.port, Control(double).serve)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_main())
