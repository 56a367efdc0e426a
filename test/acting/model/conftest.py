"""An endpoint that answers as it is told, a home and a robot."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from whereseen.acting.skills.call import CALLS, Call, GoTo, Pick, Place
from whereseen.acting.skills.deeds import deed_of
from whereseen.acting.skills.embodiment import Order
from whereseen.acting.skills.outcome import Failure, FailureKind, Outcome


@pytest.fixture
def stub() -> Iterator[Any]:
    """A server."""
    with _loaded("endpoint_stub").serving() as made:
        yield made


@pytest.fixture
def made() -> tuple[Callable[..., Any], Callable[[Any], dict[str, Any]]]:
    """Makers of answers and of completions."""
    module = _loaded("endpoint_stub")
    return module.sends, module.completion


def _loaded(name: str) -> ModuleType:
    path = Path(__file__).parents[1] / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"acting_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[f"acting_{name}"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def home() -> Any:
    """A home of five rooms, with two mugs, two sinks and ten things more."""
    return _loaded("fakes").home()


@dataclass
class Robot:
    """Does all that it is told, in a home that is as it is known, and tells the world of it.

    Attributes:
        world: What is known.
        failing: Skills that do not work, with the kind of their failure.
    """

    world: Any
    failing: dict[type[Call], FailureKind] = field(default_factory=dict)
    skills: frozenset[type[Call]] = frozenset(CALLS)
    pose: tuple[float, float, float] = (0.0, 0.0, 0.0)
    held: int | None = None
    calls: list[Call] = field(default_factory=list)

    @property
    def now_ns(self) -> int:
        return int(self.world.now_ns)

    def do(self, call: Call, order: Order) -> Outcome:
        start_ns = self.now_ns
        self.world.now_ns += 10**9
        self.calls.append(call)
        kind = self.failing.get(type(call))
        if kind is not None:
            return Outcome(call, Failure(kind, f"it is {kind.value}"), start_ns, self.now_ns)
        deed = deed_of(call, self.world, start_ns, self.now_ns, held=self.held)
        if isinstance(call, Pick):
            self.held = call.thing_id
        elif isinstance(call, Place):
            self.held = None
        if deed is not None:
            self.world.note_deed(deed)
        return Outcome(call, None, start_ns, self.now_ns, distance_m=float(isinstance(call, GoTo)))


@pytest.fixture
def robot(home: Any) -> Robot:
    """A robot in that home."""
    return Robot(home)
