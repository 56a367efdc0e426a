"""What people are going to do to a home, over minutes to weeks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.scene.home import Home
from whereseen.sim.world.actions import (
    Action,
    Add,
    Event,
    Move,
    Remove,
    SetJoint,
    SetState,
    Swap,
)
from whereseen.sim.world.contents import Contents
from whereseen.sim.world.errors import ActionFailed
from whereseen.sim.world.habits import Doing, HabitConfig
from whereseen.sim.world.people import People

_HOUR_NS = 3.6e12
_LEAST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 4.0  # between opening, putting in, and closing


@dataclass(frozen=True, slots=True)
class Schedule:
    """Changes that are to come.

    Attributes:
        changes: As events that are yet to be, in the order of their stamps.
    """

    changes: tuple[Event, ...]

    def __post_init__(self) -> None:
        stamps = [change.stamp_ns for change in self.changes]
        if stamps != sorted(stamps):
            raise InvalidConfig("changes must be in the order of their stamps")

    @classmethod
    def generate(
        cls, home: Home, config: HabitConfig, *, hours: float, seed: int, start_ns: int = 0
    ) -> Schedule:
        """Draw what people do, so that all of it is possible when it happens.

        Times are those of a Poisson process whose rate follows the day (Lewis & Shedler 1979,
        thinning). A door that hides a place is opened before something is put there.

        Args:
            home: As it is at first.
            config: People's habits.
            hours: For how long.
            seed: Of all that is drawn.
            start_ns: When it begins; its hour of the day counts, in UTC.

        Raises:
            InvalidConfig: if the hours are negative.
        """
        if not 0.0 <= hours < np.inf:
            raise InvalidConfig("hours is out of range", got=repr(hours), remedy="Use 0 or more")
        when, what = (np.random.default_rng(each) for each in np.random.SeedSequence(seed).spawn(2))
        end_ns = start_ns + round(hours * _HOUR_NS)
        contents = Contents(home, first_instance=1)
        people = People(contents, config, what)
        changes: list[Event] = []
        for stamp_ns, doing in occasions(config, start_ns, end_ns, when):
            if changes and stamp_ns <= changes[-1].stamp_ns:
                continue  # the one before takes that long
            found = tuple(timed(people.act(doing), stamp_ns, config, what))
            if found and found[-1].stamp_ns < end_ns and config.activity(found[-1].stamp_ns):
                changes += found
                for change in found:
                    perform(change.action, contents)
        return cls(tuple(changes))

    def between(self, after_ns: int, until_ns: int) -> tuple[Event, ...]:
        """Changes later than a stamp, up to and with another."""
        stamps = [change.stamp_ns for change in self.changes]
        return self.changes[bisect_right(stamps, after_ns) : bisect_right(stamps, until_ns)]


def perform(action: Action, contents: Contents) -> None:
    """Let an action of a person happen where there is no robot.

    Raises:
        ActionFailed: if it is not possible as things are, or only a robot does that.
    """
    match action:
        case Move(name, to, yaw_deg):
            contents.put(name, to, yaw_deg)
        case Swap(name, other):
            contents.swap(name, other)
        case Remove(name):
            contents.remove(name)
        case Add(item):
            contents.add(item)
        case SetJoint(furniture, joint, share):
            contents.set_joint(furniture, joint, share)
        case SetState(name, state, value):
            contents.set_state(name, state, value)
        case _:
            raise ActionFailed("only a robot does that", got=type(action).__name__)


def occasions(
    config: HabitConfig, start_ns: int, end_ns: int, rng: np.random.Generator
) -> Iterator[tuple[int, Doing]]:
    """When something is done, and what."""
    rates = {doing: rate for doing, rate in config.rates_per_hour.items() if rate > 0.0}
    total = sum(rates.values())
    if total == 0.0:
        return
    doings, shares = list(rates), np.array(list(rates.values())) / total
    passed_ns = 0.0
    while True:
        passed_ns += rng.exponential(1.0 / total) * _HOUR_NS
        stamp_ns = start_ns + 1 + int(passed_ns)
        if stamp_ns >= end_ns:
            return
        doing = doings[rng.choice(len(doings), p=shares)]
        if rng.uniform() < config.activity(stamp_ns):
            yield stamp_ns, doing


def timed(
    actions: tuple[Action, ...], stamp_ns: int, config: HabitConfig, rng: np.random.Generator
) -> Iterator[Event]:
    """Actions of one person, a few seconds apart."""
    person = config.people[rng.integers(len(config.people))]
    for action in actions:
        yield Event(stamp_ns, person, action)
        stamp_ns += round(rng.uniform(_LEAST_PAUSE_S, _LONGEST_PAUSE_S) * 1e9)
