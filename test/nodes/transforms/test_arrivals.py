from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pytest

from whereseen.memory.frames import Float64
from whereseen.nodes.transforms.arrivals import Arrivals
from whereseen.nodes.transforms.errors import (
    FutureExtrapolationFailed,
    LookupFailed,
    PastExtrapolationFailed,
    TransformError,
)

LONG_S = 60.0


class Lookup:
    """Fails as it is told to, until it is told otherwise; counts how often it is asked."""

    def __init__(self, error: TransformError | None) -> None:
        self.error = error
        self.asked = 0
        self.first_time = threading.Event()

    def __call__(self) -> Float64:
        self.asked += 1
        self.first_time.set()
        if self.error is not None:
            raise self.error
        return np.eye(4)


def in_thread(task: Callable[[], object]) -> Callable[[], object]:
    """Start a task; returns what waits for its result."""
    results: list[object] = []

    def run() -> None:
        try:
            results.append(task())
        except TransformError as error:
            results.append(error)

    thread = threading.Thread(target=run)
    thread.start()

    def join() -> object:
        thread.join(LONG_S)
        return results[0]

    return join


def test_what_can_be_had_is_not_waited_for() -> None:
    assert np.array_equal(Arrivals().first(Lookup(None), 0.0), np.eye(4))


def test_every_arrival_is_a_new_chance() -> None:
    arrivals, lookup = Arrivals(), Lookup(FutureExtrapolationFailed("not yet"))
    result = in_thread(lambda: arrivals.first(lookup, LONG_S))
    assert lookup.first_time.wait(LONG_S)
    lookup.first_time.clear()
    arrivals.announce()
    assert lookup.first_time.wait(LONG_S)
    lookup.error = None
    arrivals.announce()
    assert np.array_equal(result(), np.eye(4))
    assert lookup.asked == 3


@pytest.mark.parametrize("error", [FutureExtrapolationFailed("not yet"), LookupFailed("unknown")])
def test_after_the_timeout_it_fails_as_the_lookup(error: TransformError) -> None:
    with pytest.raises(type(error), match=error.what):
        Arrivals().first(Lookup(error), 0.01)


def test_what_is_past_does_not_come_any_more() -> None:
    lookup = Lookup(PastExtrapolationFailed("gone"))
    with pytest.raises(PastExtrapolationFailed):
        Arrivals().first(lookup, LONG_S)
    assert lookup.asked == 1


def test_closing_wakes_who_waits_and_who_comes_later() -> None:
    arrivals, lookup = Arrivals(), Lookup(LookupFailed("unknown"))
    result = in_thread(lambda: arrivals.first(lookup, 10 * LONG_S))
    assert lookup.first_time.wait(LONG_S)
    arrivals.close()
    assert isinstance(result(), LookupFailed)
    with pytest.raises(LookupFailed):
        arrivals.first(lookup, 10 * LONG_S)
