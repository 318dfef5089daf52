"""A chat model behind an OpenAI-compatible endpoint that can misbehave in every way a real one does.

In a test: `async with ModelDouble() as model: …` and point a client at `model.url`; `model.asked` holds what it was
sent. As a program: `python -m tests.doubles.model 9100` serves an endless, well-behaved model on that port.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any

from aiohttp import web

Behave = Callable[[dict[str, Any]], dict[str, Any] | str]

INVENTED = {
    "coverage": "whole",
    "sentences": [
        {"text": "Theo Nghị định 999/2031/NĐ-CP, mọi việc đã thay đổi.", "passages": ["P1"]},
        {"text": "Gọi số 0912 345 678 để được giúp.", "passages": ["P1"]},
        {"text": "Phí là 350.000 đồng, nộp trong 9 ngày.", "passages": ["P1"]},
        {"text": "Đăng ký tại https://dichvucong-quangninh.example/nop.", "passages": ["P1"]},
    ],
}


def asked_about(body: dict[str, Any]) -> dict[str, Any]:
    """Question and passages, as the bot put them into the last message."""
    return dict(json.loads(body["messages"][-1]["content"]))


def faithful(body: dict[str, Any]) -> dict[str, Any]:
    """Repeats the first passage: what a careful model would do."""
    return {"coverage": "whole", "sentences": [{"text": asked_about(body)["passages"][0]["text"], "passages": ["P1"]}]}


def invents(body: dict[str, Any]) -> dict[str, Any]:
    """A document, a phone, a fee and a link that stand nowhere."""
    return INVENTED


def invents_among_truth(body: dict[str, Any]) -> dict[str, Any]:
    """One true passage with an invented document behind it."""
    return {"coverage": "whole", "sentences": faithful(body)["sentences"] + INVENTED["sentences"][:1]}


def names_no_passage(body: dict[str, Any]) -> dict[str, Any]:
    """Writes freely."""
    return {"coverage": "whole", "sentences": [{"text": "Cứ làm như mọi khi.", "passages": []}]}


def absent(body: dict[str, Any]) -> dict[str, Any]:
    """Says honestly that the passages have no answer."""
    return {"coverage": "absent", "sentences": []}


def broken_json(body: dict[str, Any]) -> str:
    """Stops in the middle of the object."""
    return '{"coverage": "whole", "sentences": [{"text": "Làm ở công an'


def other_shape(body: dict[str, Any]) -> dict[str, Any]:
    """JSON, but not what was asked for."""
    return {"answer": "Làm ở công an xã."}


def fenced(body: dict[str, Any]) -> str:
    """Wraps its JSON in words and a fence, as models without structured output do."""
    return "Đây là câu trả lời:\n```json\n" + json.dumps(faithful(body), ensure_ascii=False) + "\n```"


class ModelDouble:
    """Serves chat completions. Set `answers`, `late` (seconds), `fail_with`, `failures`, `refuses`, `breaks_off`."""

    def __init__(self, answers: Behave = faithful) -> None:
        self.answers = answers
        self.late = 0.0
        self.fail_with = 0
        self.failures = sys.maxsize
        self.refuses: set[str] = set()
        self.takes_temperature = True
        self.breaks_off = False
        self.finish_reason = "stop"
        self.asked: list[dict[str, Any]] = []
        self.most_at_once = self._at_once = 0
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> ModelDouble:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        """Listen on a free port, or on this one."""
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._complete)
        app.router.add_get("/v1/models", self._models)
        self._runner = web.AppRunner(app, shutdown_timeout=0.05)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1"

    async def stop(self) -> None:
        """Close the port."""
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def words(self) -> str:
        """Everything it was ever sent."""
        return json.dumps(self.asked, ensure_ascii=False)

    async def _models(self, request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(self.late)
        if self.fail_with:
            return fault(self.fail_with, "the model is unwell")
        return web.json_response({"object": "list", "data": []})

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.asked.append(body)
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            await asyncio.sleep(self.late)
            return await self._answer(request, body)
        finally:
            self._at_once -= 1

    async def _answer(self, request: web.Request, body: dict[str, Any]) -> web.StreamResponse:
        if self.fail_with and self.failures > 0:
            self.failures -= 1
            return fault(self.fail_with, "the model is unwell")
        form = body.get("response_format", {}).get("type", "plain")
        if form in self.refuses:
            return fault(400, f"response_format {form} is not supported")
        if "temperature" in body and not self.takes_temperature:
            return fault(400, "Unsupported value: 'temperature'")
        answer = self.answers(body)
        content = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        whole = json.dumps(envelope(content, body["model"], self.finish_reason))
        return await self._half(request, whole) if self.breaks_off else web.json_response(text=whole)

    async def _half(self, request: web.Request, whole: str) -> web.StreamResponse:
        """Half of the answer, then the line goes dead."""
        response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(whole))})
        await response.prepare(request)
        await response.write(whole[: len(whole) // 2].encode())
        if request.transport is not None:
            request.transport.abort()
        return response


def fault(status: int, message: str) -> web.Response:
    """An error in the shape that such endpoints use."""
    return web.json_response({"error": {"message": message, "type": "error", "code": None}}, status=status)


def envelope(content: str, model: str, finish_reason: str) -> dict[str, Any]:
    """The answer around the answer."""
    message = {"role": "assistant", "content": content}
    return {
        "id": "double-1",
        "object": "chat.completion",
        "created": 1,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
    }


async def serve(port: int) -> None:
    """Serve until stopped."""
    double = ModelDouble()
    await double.start(port)
    print(double.url, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
