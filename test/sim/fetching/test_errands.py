import numpy as np
import pytest

from whereseen.acting.skills.outcome import Failure, FailureKind
from whereseen.sim.catalogue.household import household
from whereseen.sim.fetching.config import FetchConfig
from whereseen.sim.fetching.errands import errands
from whereseen.sim.fetching.fetching import Log
from whereseen.sim.fetching.judging import Cause, judged
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.generate import generate
from whereseen.sim.scene.home import Home
from whereseen.sim.world.actions import Move
from whereseen.sim.world.world import World

CONFIG = FetchConfig(trials=3)


@pytest.fixture(scope="module")
def world():
    catalogue = household()
    return World(Home(generate(HomeConfig(rooms=2, seed=5), catalogue), catalogue))


@pytest.fixture(scope="module")
def drawn(world):
    return list(errands(world, CONFIG, np.random.default_rng(5)))


def test_what_is_asked_for_has_been_moved_and_can_be_taken(world, drawn):
    assert len(drawn) == CONFIG.trials
    assert len({errand.name for errand in drawn}) == CONFIG.trials
    before = {name: thing.item for name, thing in world.contents.things.items()}
    for errand in drawn:
        now = errand.before[errand.name]
        assert now.spot.on != before[errand.name].spot.on == errand.was_on
        low, high = world.home.model_of(now).box_m()
        assert min(high[:2] - low[:2]) <= 0.13
        surface = world.home.pieces[now.spot.on].surface(now.spot.surface)
        assert not surface.behind
        assert world.home.pieces[now.spot.on].kind.name != errand.destination
        labels = [world.home.label_of(item) for item in errand.before.values()]
        assert labels.count(errand.label) == 1
        before = errand.before


def test_errands_are_the_same_for_the_same_seed(world, drawn):
    assert list(errands(world, CONFIG, np.random.default_rng(5))) == drawn


@pytest.mark.parametrize(
    ("kind", "near", "cause"),
    [
        (FailureKind.NOT_THERE, False, Cause.NOT_FOUND),
        (FailureKind.OUT_OF_REACH, True, Cause.MANIPULATION),
        (FailureKind.NO_WAY, True, Cause.NAVIGATION),
    ],
)
def test_a_failure_has_one_cause(world, drawn, kind, near, cause):
    errand = drawn[0]
    log = Log(failure=Failure(kind, "it did not work"))
    at = world.truth_of(errand.name).position_m + (0.0 if near else 3.0)
    log.tried_m.append(tuple(at))
    found = judged(world, errand, log, method="m", condition="c", seed=0, start_ns=0)
    assert found.cause is cause
    assert found.row()["cause"] == cause.value


def test_what_is_where_it_was_asked_for_is_a_success(world, drawn):
    errand = drawn[0]
    on = next(n for n, p in world.home.pieces.items() if p.kind.name == errand.destination)
    item = next(each.before[errand.name] for each in drawn)
    surface = world.home.pieces[on].kind.surfaces[0].name
    world.apply(Move(errand.name, type(item.spot)(on, surface)))
    found = judged(world, errand, Log(), method="m", condition="c", seed=0, start_ns=0)
    assert found.cause is None
