import time

import pytest

from whereseen.nodes.benchmark.errors import BenchmarkFailed
from whereseen.nodes.benchmark.role import pace, until


def test_what_happens_is_waited_for():
    states = iter([False, False, True])
    until(lambda: next(states), "it")


def test_what_never_happens_is_named():
    with pytest.raises(BenchmarkFailed, match=r"a miracle did not happen \(got 0.02 s\)"):
        until(lambda: False, "a miracle", within_s=0.02)


def test_steps_are_never_early_and_do_not_drift():
    start_s = time.monotonic()
    late_s = [pace(number, start_s, 500.0) for number in range(20)]
    assert min(late_s) >= 0.0
    assert time.monotonic() - start_s >= 19 / 500.0


def test_who_is_late_is_told_how_much_and_does_not_sleep():
    assert pace(1, time.monotonic() - 5.0, 1.0) == pytest.approx(4.0, abs=0.5)
