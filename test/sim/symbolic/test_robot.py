"""What a symbolic robot can do, how long it takes, and what it tells its memory."""

from __future__ import annotations

import pytest

from whereseen.acting.skills.call import (
    Call,
    Explore,
    GoTo,
    Heat,
    Open,
    Pick,
    Place,
    Relation,
    Slice,
    Toggle,
    Wash,
)
from whereseen.acting.skills.embodiment import Order
from whereseen.acting.skills.outcome import FailureKind, Outcome
from whereseen.memory.language import Verb
from whereseen.sim.symbolic.model import SymbolicWorldModel
from whereseen.sim.symbolic.robot import HANDLING_S, SPEED_M_S, SymbolicRobot
from whereseen.sim.symbolic.world import SymbolicWorld
from whereseen.sim.tasks.setting import Household


class Bench:
    """A robot in a home, with short names."""

    def __init__(self, household: Household) -> None:
        self.world: SymbolicWorld = household.world([])
        self.model = SymbolicWorldModel(household.grounds, household.habits, self.world.now_ns)
        self.robot = SymbolicRobot(self.world, self.model)

    def do(self, call: Call) -> Outcome:
        return self.robot.do(call, Order())

    def piece(self, name: str) -> int:
        return self.model.tracking.furniture[name]

    def find(self, name: str) -> int:
        """Look where a thing is, and tell its identity."""
        on = self.world.on_of(name)
        self.world.set_open(on, True)
        self.do(Explore("", (self.piece(on),)))
        seen = self.world.seen(name)
        entity = self.model.tracking.at(seen.label, seen.position_m)
        assert entity is not None
        return entity.id

    def named(self, label: str) -> str:
        labels = {self.world.seen(name).label: name for name in self.world.contents.things}
        return labels[label]


@pytest.fixture
def bench(household: Household) -> Bench:
    return Bench(household)


def carried(bench: Bench) -> str:
    """A thing on furniture that does not open."""
    names = bench.world.contents.things
    return next(n for n in names if not bench.world.grounds.opens(bench.world.on_of(n)))


def test_driving_takes_the_time_of_the_way(bench: Bench) -> None:
    outcome = bench.do(GoTo(bench.piece("sink")))
    took_s = (outcome.end_ns - outcome.start_ns) / 1e9
    assert outcome.distance_m > 0.0
    assert took_s == pytest.approx(outcome.distance_m / SPEED_M_S, abs=1e-6)


def test_what_is_carried_keeps_its_identity(bench: Bench) -> None:
    name = carried(bench)
    thing_id = bench.find(name)
    assert bench.do(Pick(thing_id)).is_success
    assert bench.robot.held == thing_id and bench.world.held == name
    assert bench.do(Place(bench.piece("bed"))).is_success
    bench.do(Explore("", (bench.piece("bed"),)))
    thing = bench.model.thing(thing_id)
    assert thing is not None and thing.support_id == bench.piece("bed") and not thing.is_gone
    label = bench.world.seen(name).label
    assert [each.id for each in bench.model.things() if each.label == label] == [thing_id]
    assert [deed.verb for deed in bench.model.chronicle().deeds] == [Verb.TOOK, Verb.PUT]


def test_handling_takes_its_time(bench: Bench) -> None:
    bench.do(GoTo(bench.piece("fridge")))
    outcome = bench.do(Open(bench.piece("fridge")))
    assert (outcome.end_ns - outcome.start_ns) / 1e9 == pytest.approx(HANDLING_S, abs=0.01)
    thing = bench.model.thing(bench.piece("fridge"))
    assert thing is not None and thing.states == ("open",)


def test_what_was_taken_away_is_not_there(bench: Bench) -> None:
    name = carried(bench)
    thing_id = bench.find(name)
    bench.do(GoTo(bench.piece("bathtub")))
    bench.world.contents.remove(name)
    failure = bench.do(Pick(thing_id)).failure
    assert failure is not None and failure.kind is FailureKind.NOT_THERE
    believed = bench.robot.known(thing_id)
    bench.model.note_absence(thing_id, believed.position_m)
    assert bench.robot.known(thing_id).is_gone


def test_a_skill_without_its_preconditions_fails_and_says_why(bench: Bench) -> None:
    name = carried(bench)
    thing_id = bench.find(name)
    assert kind_of(bench.do(Place(bench.piece("bed")))) is FailureKind.HAND_EMPTY
    assert kind_of(bench.do(Wash(bench.piece("sink")))) is FailureKind.HAND_EMPTY
    assert kind_of(bench.do(Slice(thing_id))) is FailureKind.HAND_EMPTY
    assert kind_of(bench.do(Open(bench.piece("bed")))) is FailureKind.NOT_POSSIBLE
    bench.do(Pick(thing_id))
    assert kind_of(bench.do(Pick(thing_id))) is FailureKind.HAND_FULL
    fridge = bench.piece("fridge")
    bench.world.set_open("fridge", False)
    assert kind_of(bench.do(Place(fridge, Relation.IN))) is FailureKind.IS_CLOSED
    assert kind_of(bench.do(Heat(bench.piece("bed")))) is FailureKind.NOT_POSSIBLE
    assert kind_of(bench.do(Pick(10_000))) is FailureKind.HAND_FULL


def test_states_that_the_robot_brings_about_are_so_and_known(bench: Bench) -> None:
    name = bench.named("red teapot")
    bench.world.contents.set_state(name, "clean", "no")
    thing_id = bench.find(name)
    bench.do(Pick(thing_id))
    assert bench.do(Wash(bench.piece("sink"))).is_success
    assert bench.do(Heat(bench.piece("stove"))).is_success
    thing = bench.model.thing(thing_id)
    assert thing is not None and {"clean", "hot"} <= set(thing.states)
    assert bench.world.contents.thing(name).states["clean"] == "yes" and name in bench.world.hot


def test_what_is_cut_and_with_what_is_remembered(bench: Bench) -> None:
    things = bench.world.contents.things
    knife = next(n for n in sorted(things) if "cut with" in affordances(bench, n))
    cake, tool = bench.find(bench.named("cake")), bench.find(knife)
    assert bench.do(Pick(tool)).is_success and bench.do(Slice(cake)).is_success
    cut, used = bench.model.deeds[-2:]
    assert (cut.verb, cut.thing_id, used.verb, used.thing_id) == (
        Verb.SLICED, cake, Verb.USED, tool,
    )  # fmt: skip
    assert (cut.start_ns, cut.end_ns) == (used.start_ns, used.end_ns)
    assert "sliced" in bench.model.thing(cake).states


def affordances(bench: Bench, name: str) -> tuple[str, ...]:
    world = bench.world
    return world.grounds.home.kind_of(world.contents.thing(name).item).affordances


def test_switching_needs_something_that_is_switched(bench: Bench) -> None:
    kettle = bench.find(bench.named("white kettle"))
    assert bench.do(Toggle(kettle, is_on=True)).is_success
    assert "on" in bench.world.words(bench.named("white kettle"))
    cake = bench.find(bench.named("cake"))
    assert kind_of(bench.do(Toggle(cake, is_on=True))) is FailureKind.NOT_POSSIBLE


def test_exploring_stops_when_it_is_enough_and_counts_areas(bench: Bench) -> None:
    rooms = tuple(dict.fromkeys(bench.world.grounds.rooms))
    whole = bench.do(Explore("a unicorn", tuple(area.name for area in bench.world.grounds.areas)))
    assert whole.areas == 9 and kind_of(whole) is FailureKind.NOT_FOUND
    short = bench.robot.do(Explore("a unicorn", rooms), Order(is_enough=lambda: True))
    assert short.is_success and short.looks == 1


def test_a_cancelled_skill_does_nothing(bench: Bench) -> None:
    outcome = bench.robot.do(GoTo(bench.piece("sink")), Order(is_cancelled=lambda: True))
    assert kind_of(outcome) is FailureKind.CANCELLED and outcome.distance_m == 0.0


def test_ground_truth_is_not_shown_to_the_memory(bench: Bench) -> None:
    bench.do(Explore(""))
    instances = {t.instance for t in bench.world.contents.things.values()}
    names = set(bench.world.contents.things) - {
        bench.world.seen(name).label for name in bench.world.contents.things
    }
    told = repr(bench.model.things()) + repr(bench.model.chronicle().stays)
    assert instances and not [name for name in names if f"'{name}'" in told]


def kind_of(outcome: Outcome) -> FailureKind | None:
    return None if outcome.failure is None else outcome.failure.kind
