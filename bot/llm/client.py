"""A chat model behind any OpenAI-compatible endpoint: one question, one JSON object back, or ModelUnavailable."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import openai
from openai.types.chat import ChatCompletion

from bot.llm.breaker import Breaker
from bot.llm.completion import Completion, ModelUnavailable

FORMS = ("json_schema", "json_object", "plain")
"""Ways to ask for JSON, strictest first. What an endpoint refuses is not asked of it again."""
REFUSED = (openai.BadRequestError, openai.UnprocessableEntityError)
WORTH_REPEATING = (openai.APIConnectionError, openai.InternalServerError, openai.RateLimitError)
LOOK = 5.0
"""Seconds that `wrong` waits."""
PAUSE = 0.1
"""Seconds before the one repetition."""


class Client:
    """Asks the model. `timeout` in seconds bounds the whole wait: queue, repetition and all."""

    def __init__(
        self,
        api_key: str | None,
        base_url: str | None,
        model: str,
        *,
        timeout: float,
        concurrency: int,
        breaker: Breaker | None = None,
    ) -> None:
        # Some endpoints want no key, but the package insists on one.
        self._api = openai.AsyncOpenAI(api_key=api_key or "none", base_url=base_url, timeout=timeout, max_retries=0)
        self._chat = self._api.chat.completions  # now: what it loads would be counted as the first asker's waiting
        self._timeout = timeout
        self.breaker = breaker or Breaker()
        self._places = asyncio.Semaphore(concurrency)
        self._form = 0
        self._always: dict[str, Any] = {"model": model, "temperature": 0}

    async def complete(self, instructions: str, question: str, schema: Mapping[str, Any]) -> Completion:
        """One JSON object of that schema's shape. The caller checks it all the same."""
        messages = [{"role": "system", "content": instructions}, {"role": "user", "content": question}]
        if not self.breaker.allows():
            raise ModelUnavailable("resting after failures")
        try:
            async with asyncio.timeout(self._timeout), self._places:
                answer = await self._ask(messages, schema)
        except (TimeoutError, openai.OpenAIError) as error:
            self.breaker.failed()
            raise ModelUnavailable(f"{type(error).__name__}: {str(error)[:200]}") from error
        except ModelUnavailable:
            self.breaker.failed()
            raise
        except BaseException:
            self.breaker.gave_up()
            raise
        self.breaker.succeeded()
        return read(answer)

    async def wrong(self) -> str:
        """What is wrong with the endpoint, or "". Asks for its list of models, which costs nothing."""
        try:
            await self._api.with_options(timeout=LOOK).models.list()
        except (openai.AuthenticationError, openai.PermissionDeniedError):
            return "OPENAI_API_KEY: is refused; take the key that the endpoint gave out"
        except openai.APIConnectionError as error:  # a time-out too
            return f"OPENAI_BASE_URL: cannot be reached ({type(error).__name__}); see address and network"
        except openai.InternalServerError as error:
            return f"OPENAI_BASE_URL: answers with {error.status_code}; ask who runs it"
        except (openai.OpenAIError, ValueError, TypeError, AttributeError):
            return ""  # it answers; not every endpoint has a list
        return ""

    async def close(self) -> None:
        """Give back the connections."""
        await self._api.close()

    async def _ask(self, messages: Any, schema: Mapping[str, Any]) -> ChatCompletion:
        """In the strictest form that the endpoint takes."""
        for form in range(self._form, len(FORMS)):
            try:
                answer = await self._without_what_it_refuses(messages, response_format(FORMS[form], schema))
            except REFUSED:
                continue
            self._form = max(self._form, form)
            return answer
        raise ModelUnavailable("the endpoint refuses every form of question")

    async def _without_what_it_refuses(self, messages: Any, shape: Mapping[str, Any]) -> ChatCompletion:
        """Some models take no temperature: then it is never named again."""
        try:
            return await self._twice(messages, shape)
        except REFUSED as error:
            if "temperature" not in str(error) or "temperature" not in self._always:
                raise
            del self._always["temperature"]
            return await self._twice(messages, shape)

    async def _twice(self, messages: Any, shape: Mapping[str, Any]) -> ChatCompletion:
        try:
            return await self._once(messages, shape)
        except WORTH_REPEATING:
            await asyncio.sleep(PAUSE)
            return await self._once(messages, shape)

    async def _once(self, messages: Any, shape: Mapping[str, Any]) -> ChatCompletion:
        try:
            answer = await self._chat.create(messages=messages, **self._always, **shape)
        except (ValueError, TypeError, AttributeError) as error:  # the endpoint's own envelope is no JSON
            raise ModelUnavailable(f"unreadable envelope: {type(error).__name__}") from error
        if not isinstance(answer, ChatCompletion):
            raise ModelUnavailable("unreadable envelope")
        return answer


def response_format(form: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments that ask for JSON in this form."""
    if form == "plain":
        return {}
    if form == "json_object":
        return {"response_format": {"type": "json_object"}}
    strict = {"name": "answer", "schema": schema, "strict": True}
    return {"response_format": {"type": "json_schema", "json_schema": strict}}


def read(answer: ChatCompletion) -> Completion:
    """The object in a whole answer."""
    choice = answer.choices[0] if answer.choices else None
    if choice is None or choice.message is None or choice.finish_reason not in ("stop", None):
        raise ModelUnavailable(f"cut off: {choice.finish_reason if choice else 'no choice'}")
    tokens = answer.usage.total_tokens if answer.usage else 0
    return Completion(as_object(choice.message.content or ""), tokens or 0)


def as_object(content: str) -> dict[str, Any]:
    """The JSON object in a text; endpoints without structured output wrap it in a fence or in words."""
    start, end = content.find("{"), content.rfind("}")
    try:
        data = json.loads(content[start : end + 1])
    except ValueError as error:
        raise ModelUnavailable("not JSON") from error
    if not isinstance(data, dict):
        raise ModelUnavailable("not a JSON object")
    return data
