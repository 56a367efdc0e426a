"""Which thing a memory thinks of, without a simulator."""

from types import SimpleNamespace

import pytest

from whereseen.sim.fetching.minds import Remembering, Tried

HERE, THERE = (1.0, 1.0, 1.0), (3.0, 3.0, 1.0)


def thing(thing_id, label, position_m, probability=0.9, **more):
    about = {"is_gone": False, "is_receptacle": False, "last_seen_ns": 5} | more
    return SimpleNamespace(
        id=thing_id, label=label, position_m=position_m, probability=probability, **about
    )


@pytest.fixture
def think():
    """The candidate of a memory that knows these things."""

    def of(*things, tried=()):
        mind = object.__new__(Remembering)
        mind.known = SimpleNamespace(things=lambda: things)
        return mind.candidate("red umbrella", tried)

    return of


def test_the_likeliest_of_that_very_name_is_meant(think):
    one, other = thing(1, "red umbrella", HERE, 0.6), thing(2, "red umbrella", THERE, 0.8)
    assert think(one, other, thing(3, "yellow umbrella", HERE, 1.0)) == 2


@pytest.mark.parametrize("more", [{"is_gone": True}, {"is_receptacle": True}])
def test_what_is_gone_or_furniture_is_not_meant(think, more):
    assert think(thing(1, "red umbrella", HERE, **more)) is None


def test_a_place_where_it_failed_is_left_out(think):
    tried = [Tried(HERE, 9, is_absent=False)]
    assert think(thing(1, "red umbrella", HERE, last_seen_ns=10), tried=tried) is None
    assert think(thing(1, "red umbrella", THERE), tried=tried) == 1


@pytest.mark.parametrize(("seen_ns", "found"), [(8, None), (10, 1)])
def test_what_was_seen_where_it_was_missing_is_news(think, seen_ns, found):
    tried = [Tried(HERE, 9, is_absent=True)]
    assert think(thing(1, "red umbrella", HERE, last_seen_ns=seen_ns), tried=tried) == found
