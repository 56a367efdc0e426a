"""Homes at a time, and the file of what was counted."""

import json

import pytest

from whereseen.sim.identity.figures import Count
from whereseen.sim.identity.homes import HomesFile, each_home, read_homes
from whereseen.sim.identity.ledger import Tally


def counted(seed):
    return [Count("whereseen", "perfect", seed, Tally(moves=seed, kept=1))]


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_home_is_watched_once(jobs):
    assert sorted(each_home(str, [3, 1, 2], jobs)) == ["1", "2", "3"]


def test_what_was_counted_is_kept_home_by_home(tmp_path):
    path = tmp_path / "new" / "homes.jsonl"
    file = HomesFile(path)
    file.keep(counted(2))
    assert read_homes(path) == counted(2)
    file.keep(counted(1))
    assert read_homes(path) == [*counted(1), *counted(2)]
    HomesFile(path)
    assert read_homes(path) == []


def test_nowhere_is_nothing_kept():
    HomesFile(None).keep(counted(1))


def test_damage_is_told(tmp_path):
    path = tmp_path / "homes.jsonl"
    path.write_text(json.dumps({"method": "a"})[:-3] + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 1"):
        read_homes(path)
