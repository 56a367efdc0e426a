"""What is said to a model, and who answers: an endpoint, a transcript."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from json import dumps
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """A part of a conversation.

    Attributes:
        role: `system`, `user` or `assistant`.
        content: Its text.
    """

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """A request to a model, without any secret.

    Attributes:
        model: As the endpoint names it.
        messages: The conversation.
        options: All else that the endpoint is told: temperature, seed, format of the reply.
    """

    model: str
    messages: tuple[Message, ...]
    options: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The body of the request."""
        said = [{"role": each.role, "content": each.content} for each in self.messages]
        return {"model": self.model, "messages": said} | dict(self.options)

    @property
    def digest(self) -> str:
        """Equal for equal requests, in hexadecimal."""
        return sha256(dumps(self.to_json(), sort_keys=True).encode()).hexdigest()


class ChatModel(Protocol):
    """Who answers."""

    def reply(self, request: ChatRequest) -> str:
        """The text of a reply.

        Raises:
            ModelError: if there is none.
        """
        ...
