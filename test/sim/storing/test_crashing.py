"""Three kills and a full disk; the suite does a hundred."""

from __future__ import annotations

import numpy as np
import pytest

from whereseen.sim.storing.crashing import crash, fill_disk


@pytest.mark.parametrize("seed", range(3))
def test_a_kill_loses_nothing_that_was_acknowledged(tmp_path, seed):
    left = crash(tmp_path / "a.log", np.random.default_rng(seed))
    assert left.acknowledged >= 50
    assert (left.lost, left.torn) == (0, 0)


def test_a_full_disk_is_told_and_survived(tmp_path):
    left = fill_disk(tmp_path / "a.log", 1_000_000)
    assert left.acknowledged >= 50
    assert (left.lost, left.typed, left.usable) == (0, True, True)
