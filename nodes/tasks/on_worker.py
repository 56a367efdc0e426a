"""Objects of the memory's thread, used from another one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Ask = Callable[[Callable[[], Any]], Any]


class OnWorker:
    """Whatever is read of it, or called, is read or called in the thread that owns the memory.

    The task's thread thinks long between two questions, and frames go on coming meanwhile. Only
    plain values must be returned.

    Args:
        ask: Runs a function in that thread and returns what it returns.
        find: Gives the object; in that thread, each time, as a map may be loaded.
    """

    def __init__(self, ask: Ask, find: Callable[[], Any]) -> None:
        self._ask = ask
        self._find = find

    def __getattr__(self, name: str) -> Any:
        """A value, or a function that runs there."""
        ask, find = self._ask, self._find
        value = ask(lambda: getattr(find(), name))
        if not callable(value):
            return value

        def call(*arguments: Any, **named: Any) -> Any:
            return ask(lambda: getattr(find(), name)(*arguments, **named))

        return call
