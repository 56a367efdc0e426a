"""An OpenAI-compatible endpoint: chat completions over HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from json import dumps
from typing import Any

from whereseen.acting.model.chat import ChatRequest
from whereseen.acting.model.config import ModelConfig
from whereseen.acting.model.connection import HttpReply, always_wanted, post
from whereseen.acting.model.errors import CalledOff, EndpointDown, EndpointRefused
from whereseen.acting.model.quoting import plain_line
from whereseen.acting.secrets import key_in
from whereseen.acting.strict_json import NotJson, strict_json

_LATER = frozenset({408, 409, 425, 429})
_LONGEST_WAIT_S = 60.0
_GLANCE_S = 0.05  # between looks at whether the reply is still wanted
_EXCERPT = 200
_SECRET = "[key]"


class Endpoint:
    """Asks a model over HTTP, again after a while where that may help.

    Args:
        config: Where, and the bounds.
        environment: Where the key is looked up, by the name in the configuration.
        sleep: Waits for some seconds before a retry; None: until then, or until it is called off.
        is_called_off: Asked often, also in another thread: whether nobody waits any more.

    Raises:
        InvalidConfig: if the environment has no such variable, or no usable key in it.
    """

    def __init__(
        self,
        config: ModelConfig,
        environment: Mapping[str, str],
        *,
        sleep: Callable[[float], None] | None = None,
        is_called_off: Callable[[], bool] = always_wanted,
    ) -> None:
        self._config = config
        self._key = key_in(environment, config.key_variable)
        self._sleep = sleep or self._doze
        self._is_called_off = is_called_off

    def reply(self, request: ChatRequest) -> str:
        """The text of the first choice.

        Raises:
            EndpointDown: if nothing usable comes after all retries.
            EndpointRefused: if the endpoint refuses, redirects, or its reply is no completion.
            CalledOff: if nobody waits any more.
        """
        body = dumps(request.to_json()).encode()
        for attempt in range(self._config.retries + 1):
            wait_s = self._config.backoff_s * 2**attempt
            if self._is_called_off():
                raise CalledOff("nobody waits for the model any more")
            try:
                return self._once(body)
            except _Later as later:
                error: EndpointDown = later.error
                wait_s = max(wait_s, later.wait_s)
            except EndpointDown as down:
                error = down
            if attempt < self._config.retries:
                self._sleep(min(wait_s, _LONGEST_WAIT_S))
        raise error

    def _doze(self, seconds: float) -> None:
        end_s = time.monotonic() + seconds
        while (left_s := end_s - time.monotonic()) > 0.0 and not self._is_called_off():
            time.sleep(min(left_s, _GLANCE_S))

    def _once(self, body: bytes) -> str:
        config = self._config
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        headers |= {"Authorization": f"Bearer {self._key}"} if self._key else {}
        try:
            answer = post(
                config.address,
                config.address.path.rstrip("/") + "/chat/completions",
                body,
                headers,
                timeout_s=config.timeout_s,
                most_bytes=config.most_reply_bytes,
                is_called_off=self._is_called_off,
            )
        except EndpointDown as down:  # it may repeat what the server said
            got = self._plain(down.got)
            raise EndpointDown(down.what, got=got, remedy=down.remedy) from None
        self._require_done(answer)
        return self._without_key(self._text_of(answer.body))

    def _require_done(self, answer: HttpReply) -> None:
        status = answer.status
        if 200 <= status < 300:
            return
        got = f"status {status}: {self._excerpt(answer.body)}"
        if status in _LATER or status >= 500:
            raise _Later(EndpointDown("the endpoint is out of order", got=got), answer.retry_after)
        if 300 <= status < 400:
            raise EndpointRefused(
                "the endpoint sends elsewhere, and is not followed",
                got=f"status {status}",
                remedy="Give the address that it names, if it is yours",
            )
        remedy = "Check the model, the key and the format of replies"
        raise EndpointRefused("the endpoint refuses the request", got=got, remedy=remedy)

    def _text_of(self, body: bytes) -> str:
        try:
            said = strict_json(body.decode(), most_letters=self._config.most_reply_bytes)
            text: Any = said["choices"][0]["message"]["content"]
        except (NotJson, UnicodeDecodeError, LookupError, TypeError):
            raise EndpointRefused(
                "the reply of the endpoint is no chat completion",
                got=self._excerpt(body),
                remedy="Check that the address ends before /chat/completions",
            ) from None
        if not isinstance(text, str):
            raise EndpointRefused("the model said nothing", got=type(text).__name__)
        return text

    def _excerpt(self, body: bytes) -> str:
        return self._plain(body.decode(errors="replace"))

    def _plain(self, text: str) -> str:
        return plain_line(self._without_key(text), _EXCERPT)

    def _without_key(self, text: str) -> str:
        """Servers repeat keys in what they complain about."""
        return text.replace(self._key, _SECRET) if self._key else text


class _Later(Exception):
    """Something that may work later."""

    def __init__(self, error: EndpointDown, retry_after: str) -> None:
        super().__init__(error)
        self.error = error
        self.wait_s = float(retry_after) if retry_after.isascii() and retry_after.isdigit() else 0.0
