"""Drives the Telegram double: over HTTP from another process, or at speed for a measurement."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.doubles.telegram_rules import answer

if TYPE_CHECKING:
    from tests.doubles.telegram import TelegramDouble


class Control:
    """The double over HTTP, for another process. JSON in, JSON out:

    POST say {user_id, text} · press {user_id, message_id, data} · show {user_id, shape} · block {user_id, blocked}
    · faults {kind, method, times, …} (DELETE clears)
    · drive {texts, turns, users, concurrency, rate, timeout, first_user}
    GET sent?user_id= · wait?user_id=&timeout= · stats · sends (how many, and when the first and the last)
    · each?first=&count= (how many messages stand in each chat; people in a row) · numbers?first=&count= (which)
    · typing?user_id= (how often it was shown)
    """

    def __init__(self, double: TelegramDouble) -> None:
        self.double = double

    async def serve(self, request: web.BaseRequest, what: str) -> web.Response:
        """One request to /control/…."""
        given = {**dict(request.query), **(await request.json() if request.can_read_body else {})}
        act = getattr(self, f"_{request.method.lower()}_{what}", None)
        if act is None:
            return answer(404, {"error": f"no {request.method} /control/{what}"})
        try:
            return answer(200, await act(given))
        except (KeyError, TypeError, ValueError, LookupError) as error:
            return answer(400, {"error": f"{type(error).__name__}: {error}"})
        except TimeoutError:
            return answer(408, {"error": "nothing came"})

    async def _post_say(self, given: dict[str, Any]) -> Any:
        return {"update_id": self.double.say(int(given["user_id"]), str(given["text"]))}

    async def _post_press(self, given: dict[str, Any]) -> Any:
        user_id, message_id = int(given["user_id"]), int(given["message_id"])
        return {"update_id": self.double.press(user_id, message_id, given["data"], strict=given.get("strict", True))}

    async def _post_show(self, given: dict[str, Any]) -> Any:
        return {"update_id": self.double.show(int(given["user_id"]), **self.double.shapes[given["shape"]])}

    async def _post_block(self, given: dict[str, Any]) -> Any:
        self.double.block(int(given["user_id"]), bool(given.get("blocked", True)))
        return {}

    async def _post_faults(self, given: dict[str, Any]) -> Any:
        self.double.fault(**given)
        return {"faults": len(self.double.faults)}

    async def _delete_faults(self, given: dict[str, Any]) -> Any:
        self.double.faults.clear()
        return {"faults": 0}

    async def _get_sent(self, given: dict[str, Any]) -> Any:
        return [sent.as_dict() for sent in self.double.sent(int(given["user_id"]))]

    async def _get_wait(self, given: dict[str, Any]) -> Any:
        sent = await self.double.wait_for_reply(int(given["user_id"]), float(given.get("timeout", 10)))
        return sent.as_dict()

    async def _get_typing(self, given: dict[str, Any]) -> Any:
        return self.double.chat(int(given["user_id"])).typing

    async def _get_stats(self, given: dict[str, Any]) -> Any:
        return self.double.stats()

    async def _get_sends(self, given: dict[str, Any]) -> Any:
        times = self.double.send_times
        return {"sends": self.double.sends, "first": times[0] if times else 0.0, "last": times[-1] if times else 0.0}

    async def _get_each(self, given: dict[str, Any]) -> Any:
        first, count = int(given["first"]), int(given["count"])
        chats = self.double.chats
        return [len(self.double.sent(one)) if one in chats else 0 for one in range(first, first + count)]

    async def _get_numbers(self, given: dict[str, Any]) -> Any:
        first, count = int(given["first"]), int(given["count"])
        people = range(first, first + count)
        return {str(one): [str(sent.message_id) for sent in self.double.sent(one)] for one in people}

    async def _post_drive(self, given: dict[str, Any]) -> Any:
        return await drive(self.double, **given)


async def drive(
    double: TelegramDouble,
    texts: Sequence[str],
    *,
    turns: int = 1000,
    users: int = 1000,
    concurrency: int = 64,
    rate: float = 0.0,
    timeout: float = 10.0,
    first_user: int = 1_000_000,
) -> dict[str, Any]:
    """Let `users` people take `turns` turns and time each: from the update to the bot's first message or edit.

    A text "press:lessons" presses a button that does "lessons", wherever it stands. `concurrency` people wait for an
    answer at once; with `rate`, turns begin that many a second instead, whatever the bot's pace. Takes turns at
    people, so that a second message of one turn is not taken for the answer to the next.
    """
    took: list[float] = []
    lost = 0
    places = asyncio.Semaphore(users if rate else min(concurrency, users))

    async def turn(number: int) -> None:
        nonlocal lost
        user_id, text = first_user + number % users, texts[number % len(texts)]
        chat = double.chat(user_id)
        chat.unseen.clear()
        began = time.perf_counter()
        if text.startswith("press:"):
            last = next(reversed(chat.messages), 0)
            double.press(user_id, last, text.removeprefix("press:"), strict=False)
        else:
            double.say(user_id, text)
        try:
            await double.wait_for_reply(user_id, timeout)
            took.append(time.perf_counter() - began)
        except TimeoutError:
            lost += 1
        finally:
            places.release()

    began = time.perf_counter()
    running = set()
    for number in range(turns):
        await places.acquire()
        if rate:
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        task = asyncio.create_task(turn(number))
        running.add(task)
        task.add_done_callback(running.discard)
    await asyncio.gather(*running)
    seconds = time.perf_counter() - began
    return {
        "turns": len(took),
        "unanswered": lost,
        "seconds": seconds,
        "per_second": len(took) / seconds,
        **_percentiles(took),
    }


def _percentiles(took: list[float]) -> dict[str, float]:
    ordered = sorted(took) or [0.0]
    return {f"p{rank}_ms": 1000 * ordered[min(len(ordered) - 1, len(ordered) * rank // 100)] for rank in (50, 95, 99)}
