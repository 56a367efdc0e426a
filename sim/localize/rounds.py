"""A robot goes round a home, again after each time that people have changed it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from whereseen.memory.knobs import knob, require_in_range
from whereseen.sim.localize.looking import EmptyPlaces
from whereseen.sim.sensing.sensor import Moment, moment_of
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.protocol import Picture
from whereseen.sim.world.actions import Move, Remove, Swap
from whereseen.sim.world.habits import HabitConfig
from whereseen.sim.world.playing import play
from whereseen.sim.world.schedule import Schedule
from whereseen.sim.world.touring import Tour, go_round
from whereseen.sim.world.truth import ObjectTruth

_ALWAYS_AWAKE = (1.0,) * 24


@dataclass(frozen=True, slots=True)
class RoundsConfig:
    """How the home is watched, and how it changes.

    Attributes:
        changes: How often people change the home; there is one round more.
        moves, swaps, removals, returns: What they do each time, on average.
        frame_s: Simulated time between two frames.
        longest_s: A round ends after so much simulated time, wherever the robot is.
        visible_px: A thing has been seen if it covered so many pixels of a frame.
    """

    changes: int = knob(3, "How often people change the home.", low=0, high=100)
    moves: float = knob(8.0, "Things moved each time.", low=0.0, high=1000.0)
    swaps: float = knob(1.0, "Look-alikes swapped each time.", low=0.0, high=1000.0)
    removals: float = knob(4.0, "Things taken away each time.", low=0.0, high=1000.0)
    returns: float = knob(1.0, "Things brought back each time.", low=0.0, high=1000.0)
    frame_s: float = knob(1.0, "Time between frames.", low=0.05, high=10.0)
    longest_s: float = knob(400.0, "Longest time of a round.", low=1.0, high=1e5)
    visible_px: int = knob(40, "Fewest pixels of what has been seen.", low=1, high=10_000)

    def __post_init__(self) -> None:
        require_in_range(self)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What the robot sees at one moment.

    Attributes:
        round: Number of the round, from 0.
        picture: What is to be seen, perfectly.
        moment: Poses and labels.
    """

    round: int
    picture: Picture
    moment: Moment


@dataclass(frozen=True, slots=True)
class RoundEnd:
    """The time to ask.

    Attributes:
        round: Number of the round, from 0.
        objects: All things, by name.
        seen: Names of things that were seen in this round, where they are now.
        moved: Of those, the ones that people have moved since the round before.
        removed: Labels of things that were seen in some round, have been taken away since from
            places that the robot has looked at again, and of which there is no other.
    """

    round: int
    objects: dict[str, ObjectTruth]
    seen: frozenset[str]
    moved: frozenset[str]
    removed: tuple[str, ...]


def watch(sim: Simulator, config: RoundsConfig, *, seed: int) -> Iterator[Frame | RoundEnd]:
    """Go round a home, again and again; frames, and at the end of each round what is so.

    Args:
        sim: A home that has just been reset.
        config: How.
        seed: Of what people do.
    """
    known: dict[str, ObjectTruth] = {}  # all that was ever seen, as it was then
    left: set[str] = set()
    empty = EmptyPlaces()
    for number in range(config.changes + 1):
        touched = _change(sim, config, seed=seed + number) if number else frozenset()
        objects = dict(sim.ground_truth().objects)
        for name in known:
            if name in objects:
                left.discard(name)
                empty.forget(name)
            elif name not in left:
                left.add(name)
                empty.leave(name, known[name].box_m)
        pixels: dict[int, int] = {}
        for frame in _round(sim, config, number):
            empty.look(frame.picture, frame.moment.T_map_camera)
            ids, counts = np.unique(frame.picture.instances, return_counts=True)
            for instance, count in zip(ids.tolist(), counts.tolist(), strict=True):
                pixels[instance] = max(pixels.get(instance, 0), count)
            yield frame
        seen = frozenset(
            name for name, it in objects.items() if pixels.get(it.instance, 0) >= config.visible_px
        )
        known |= {name: objects[name] for name in seen}
        unsure = {it.label for it in objects.values()}
        unsure |= {known[name].label for name in left if name in empty}
        removed = sorted({known[name].label for name in left} - unsure)
        yield RoundEnd(number, objects, seen, seen & touched, tuple(removed))


def _round(sim: Simulator, config: RoundsConfig, number: int) -> Iterator[Frame]:
    tour = Tour(sim.world)
    for _ in go_round(sim.world, tour, frame_s=config.frame_s, longest_s=config.longest_s):
        yield Frame(number, sim.look(), moment_of(sim.world))


def _change(sim: Simulator, config: RoundsConfig, *, seed: int) -> frozenset[str]:
    """Let an hour pass in which people are busy; returns what they moved."""
    habits = HabitConfig(
        moves_per_hour=config.moves,
        swaps_per_hour=config.swaps,
        removals_per_hour=config.removals,
        returns_per_hour=config.returns,
        arrivals_per_hour=0.0,
        openings_per_hour=0.0,
        left_open_share=0.0,
        state_changes_per_hour=0.0,
        rhythm=_ALWAYS_AWAKE,
    )
    world = sim.world
    home = type(world.home)(world.scene(), world.home.catalogue)
    schedule = Schedule.generate(home, habits, hours=1.0, seed=seed, start_ns=world.stamp_ns)
    until_ns = world.stamp_ns + 3_600_000_000_000
    actions = [event.action for event in play(world, schedule, until_ns, do=sim.do)]
    moved: set[str] = set()
    for action in actions:
        match action:
            case Move(name):
                moved.add(name)
            case Swap(name, other):
                moved |= {name, other}
            case Remove(name):
                moved.discard(name)
    return frozenset(moved)
