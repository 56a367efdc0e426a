import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.benchmark.methods import METHODS, bounded, methods_named


def test_ours_comes_first_then_the_baselines():
    assert [m.name for m in methods_named(())] == ["whereseen", "replace", "add-only", "log-odds"]


def test_every_method_makes_a_map_of_its_name():
    for name, method in METHODS.items():
        assert method.make(4).name == name
        assert bounded(name, 4, 16).voxel_size_m == 0.05


def test_an_unknown_method_is_refused():
    with pytest.raises(InvalidConfig, match="no such method"):
        methods_named(("octomap",))
