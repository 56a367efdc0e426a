import json
from dataclasses import replace

import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.fetching import suite
from whereseen.sim.fetching.config import FetchConfig
from whereseen.sim.fetching.judging import Cause, Judged

CONFIG = FetchConfig(trials=2, methods=("whereseen", "static"), conditions=("perfect",))


@pytest.fixture
def asked(monkeypatch):
    """Which memories did errands in which homes; home 3 breaks after the first errand."""
    asked, broken = [], [3]

    def errands_in(seed, condition, config, say):
        for method in config.methods:
            asked.append((seed, method))
            for number in range(config.trials):
                if seed in broken and number:
                    broken.remove(seed)
                    raise KeyboardInterrupt
                cause = None if method == "whereseen" else Cause.NOT_FOUND
                yield Judged(
                    method, condition, seed, number, "mug", "table", cause, "", 60.0, 9.0, 7, 1,
                    False, True, config.trials,
                )  # fmt: skip

    monkeypatch.setattr(suite, "errands_in", errands_in)
    return asked


def test_what_was_interrupted_goes_on_where_it_was(tmp_path, asked):
    with pytest.raises(KeyboardInterrupt):
        suite.run((1, 3), CONFIG, tmp_path)
    assert asked == [(1, "whereseen"), (1, "static"), (3, "whereseen")]
    asked.clear()
    told = []
    results = suite.run((1, 3), CONFIG, tmp_path, told.append)
    assert asked == [(3, "whereseen"), (3, "static")]
    assert told == ["4 errands were done before"]
    ours = next(m for m in results.metrics if m.method == "whereseen")
    assert (ours.name, ours.value, ours.n) == ("success_rate", 1.0, 4)
    rows = [json.loads(line) for line in (tmp_path / "errands.jsonl").read_text().splitlines()]
    assert len(rows) == 8


def test_more_homes_and_memories_add_to_what_there_is(tmp_path, asked):
    suite.run((1,), replace(CONFIG, methods=("whereseen",)), tmp_path)
    asked.clear()
    results = suite.run((1, 2), CONFIG, tmp_path)
    assert asked == [(1, "static"), (2, "whereseen"), (2, "static")]
    assert (tmp_path / "results.json").exists()
    ahead = next(m for m in results.metrics if m.method == "whereseen minus static")
    assert (ahead.value, ahead.n) == (1.0, 4)


@pytest.mark.parametrize("wrong", [{"methods": ("nobody",)}, {"conditions": ("fog",)}])
def test_unknown_names_are_told(wrong):
    with pytest.raises(InvalidConfig, match="no such"):
        suite.run((1,), FetchConfig(**wrong), None)
