"""Why a search ended, where the robot came nowhere."""

from types import SimpleNamespace

import pytest

from whereseen.acting.exploration.viewing import View
from whereseen.acting.skills.call import Explore, GoTo
from whereseen.acting.skills.embodiment import Order
from whereseen.acting.skills.outcome import Failure, FailureKind, Outcome
from whereseen.nodes.tasks.exploring_body import ExploringBody


class Driven:
    """Goes to the first so many places, and fails before all others."""

    skills = frozenset({GoTo})
    pose = (0.0, 0.0, 0.0)
    held = None
    now_ns = 1

    def __init__(self, kind, comes_to=0):
        self._failure = Failure(kind, "a reason")
        self._left = comes_to

    def do(self, call, order):
        self._left -= 1
        return Outcome(call, None if self._left >= 0 else self._failure, 1, 1)


def explored(body, call):
    explorer = SimpleNamespace(looked=lambda *_, pose: None, bumped=lambda *_: None)
    views = iter([View((1.0, 0.0, 0.0), "there", 1.0, 1.0, 1.0, 1.0)] * 3)
    mind = SimpleNamespace(
        explorer=explorer, take_in=lambda _: None, next_view=lambda *_: next(views, None)
    )
    return ExploringBody(body, lambda question: question(mind)).do(call, Order())


@pytest.mark.parametrize("call", [Explore("mug", (8, 9)), Explore("mug")])
@pytest.mark.parametrize("kind", [FailureKind.NO_WAY, FailureKind.BLOCKED])
def test_who_comes_nowhere_says_why(call, kind):
    assert explored(Driven(kind), call).failure.kind is kind


@pytest.mark.parametrize("call", [Explore("mug", (8, 9)), Explore("mug")])
def test_who_looked_somewhere_did_not_find_it(call):
    outcome = explored(Driven(FailureKind.NO_WAY, comes_to=1), call)
    assert outcome.failure.kind is FailureKind.NOT_FOUND
    assert outcome.looks == 1


@pytest.mark.parametrize("kind", [FailureKind.CANCELLED, FailureKind.TIMED_OUT])
def test_who_is_stopped_says_so(kind):
    assert explored(Driven(kind), Explore("mug")).failure.kind is kind
