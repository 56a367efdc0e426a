"""Every method looks for the same things; failures count as the bounds; savings are paired."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.benchmark.results import Results
from whereseen.sim.exploring.bars import is_sane, verdicts
from whereseen.sim.exploring.config import NO_MEANING, OURS, QUICK, RANDOM, UNKNOWN
from whereseen.sim.exploring.searching import Searched
from whereseen.sim.exploring.suite import Trial, metrics_of, over_homes, run

_CONFIG = replace(QUICK, cases=(UNKNOWN,), methods=(OURS, RANDOM))


def _trial(seed: int, number: int, method: str, looks: float, *, found: bool = True) -> Trial:
    return Trial(seed, UNKNOWN, number, method, "mug", Searched(found, looks, 2.0 * looks))


_TRIALS = [
    _trial(1, 0, OURS, 2.0), _trial(1, 0, RANDOM, 16.0, found=False),
    _trial(1, 1, OURS, 4.0), _trial(1, 1, RANDOM, 5.0),
    _trial(2, 0, OURS, 3.0), _trial(2, 0, RANDOM, 9.0),
]  # fmt: skip


def _results(tmp_path: Path, trials: list[Trial]) -> Results:
    from whereseen.sim.benchmark.run import Run

    return Run("explore", {}, [1, 2]).finish(metrics_of(trials, _CONFIG), tmp_path)


def test_means_and_what_is_saved(tmp_path: Path) -> None:
    results = _results(tmp_path, _TRIALS)
    cells = {metric.key: metric for metric in results.metrics}
    assert cells[OURS, UNKNOWN, "looks"].value == 3.0
    assert cells[RANDOM, UNKNOWN, "success_rate"].value == pytest.approx(2 / 3)
    saved = cells[RANDOM, UNKNOWN, "looks_saved"]
    assert saved.value == pytest.approx((14 + 1 + 6) / 3) and saved.n == 3
    assert saved.low <= saved.value <= saved.high
    assert cells[RANDOM, UNKNOWN, "metres_saved"].value == pytest.approx(14.0)
    assert (OURS, UNKNOWN, "looks_saved") not in cells
    assert (tmp_path / "results.json").exists()


def test_bars(tmp_path: Path) -> None:
    good = _results(tmp_path, _TRIALS)
    (verdict,) = verdicts(good)
    assert verdict.is_met and is_sane(good)
    lost = [_trial(1, 0, OURS, 16.0, found=False), _trial(1, 0, RANDOM, 3.0)]
    assert not is_sane(_results(tmp_path, lost))


def test_intervals_are_over_homes_where_there_are_several() -> None:
    alike = over_homes([(1, 0.0), (1, 2.0), (2, 0.0), (2, 2.0)])
    assert (alike.low, alike.value, alike.high) == (1.0, 1.0, 1.0)
    one = over_homes([(1, 0.0), (1, 2.0)])
    assert one.low < 1.0 < one.high


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(InvalidConfig, match="no such method"):
        run([1], replace(QUICK, methods=("wherever",)), None)


def test_a_whole_small_search(tmp_path: Path) -> None:
    pytest.importorskip("pybullet")
    config = replace(
        QUICK, rooms=2, searches=1, looks_most=6, cases=(UNKNOWN,), methods=(OURS, NO_MEANING)
    )
    said: list[str] = []
    results = run([4], config, tmp_path, said.append, has_pictures=True)
    cells = {metric.key: metric for metric in results.metrics}
    assert {method for method, _, _ in cells} == {OURS, NO_MEANING}
    for method in (OURS, NO_MEANING):
        assert 0.0 <= cells[method, UNKNOWN, "looks"].value <= 6.0
        assert 0.0 <= cells[method, UNKNOWN, "metres"].value <= config.metres_most
    assert any("home 4" in each for each in said)
    looks = sorted((tmp_path / "looks").rglob("*.png"))
    assert len(looks) >= cells[OURS, UNKNOWN, "looks"].value > 0 and looks[0].name == "00.png"
