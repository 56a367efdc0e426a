"""Which language model plans, where a task asks for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from whereseen.acting.model.config import FORMATS, ModelConfig
from whereseen.memory.knobs import knob, require_choices, require_in_range, switch, text


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmConfig:
    """A model behind an endpoint, without secrets; what is empty is taken from the environment.

    Attributes:
        base_url, model, key_variable, allow_plain_http: Where it is.
        timeout_s, retries, reply_format, temperature: How it is asked.
        record, replay: Files of what was asked and replied.
    """

    base_url: str = text(
        "",
        "Address of an OpenAI-compatible endpoint, as http://127.0.0.1:8080/v1; empty: "
        "WHERESEEN_LLM_URL of the environment.",
    )
    model: str = text(
        "", "As the endpoint names it; empty: WHERESEEN_LLM_MODEL of the environment."
    )
    key_variable: str = text(
        "", "Name of the environment variable that holds the key; empty: WHERESEEN_LLM_KEY, if set."
    )
    allow_plain_http: bool = switch(False, "Let prompts go over plain HTTP to another machine.")
    timeout_s: float = knob(60.0, "For a whole reply.", low=0.01, high=3600.0, live=False)
    retries: int = knob(
        2, "Of requests that may work later, as after no connection.", low=0, high=10, live=False
    )
    temperature: float = knob(0.0, "0 for the likeliest words.", low=0.0, high=2.0, live=False)
    reply_format: str = text(
        "schema", "How the endpoint is asked for JSON; text: not at all.", choices=FORMATS
    )
    record: str = text("", "File to which requests and replies are appended; empty: none.")
    replay: str = text("", "Such a file, from which replies are taken; empty: they are asked for.")

    def __post_init__(self) -> None:
        require_in_range(self)
        require_choices(self)

    def model_config(self, environment: Mapping[str, str]) -> ModelConfig:
        """As planners take it; raises InvalidConfig, naming what is wrong."""
        return ModelConfig.from_environment(
            environment,
            base_url=self.base_url or None,
            model=self.model or None,
            key_variable=self.key_variable or None,
            allow_plain_http=self.allow_plain_http,
            timeout_s=self.timeout_s,
            retries=self.retries,
            temperature=self.temperature,
            reply_format=self.reply_format,
            record=_path(self.record),
            replay=_path(self.replay),
        )


def _path(name: str) -> Path | None:
    return Path(name).expanduser() if name else None
