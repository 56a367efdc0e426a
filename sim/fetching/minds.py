"""What the robots know where things are: our memory, and two that cannot forget.

All robots drive, look, grasp and put down alike, over the same map of the floor and of furniture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from whereseen.acting.knowledge.of_memory import SpatialWorldModel
from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.manipulation.geometry import Geometry, Shape
from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle import Deed
from whereseen.memory.encoder.protocol import Encoder
from whereseen.memory.frames import Float32, Float64
from whereseen.memory.objects.boxes import Boxes, gaps_m
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.sim.benchmark.baselines import AddOnly
from whereseen.sim.benchmark.under_test import voxel_centres
from whereseen.sim.embodiment.beliefs import Beliefs, MemoryBeliefs
from whereseen.sim.sensing.sensor import Sensed

_FOUND_AT = 0.5  # likeness to a noun phrase, or probability of a voxel
_APART_M = 0.4  # from a place that was tried another one is another place
_BEST = 400  # voxels that are looked at
_THING = 1_000_000  # identity of the thing that a baseline looks for
_GRAPH_S = 30.0  # between two looks at rooms, of which nobody asks here
_REACH_M = 0.2  # about the best voxel, others that are as good are of the same thing
_NEAR_M = 0.3


@dataclass(frozen=True, slots=True)
class Tried:
    """A place where a thing was to be taken, in vain.

    Attributes:
        position_m: Where it was thought to be.
        stamp_ns: When.
        is_absent: Whether it was not to be seen there; what is seen there later is news then.
    """

    position_m: Metres3
    stamp_ns: int
    is_absent: bool


class Mind(Protocol):
    """A robot's beliefs, and where it would look for a thing."""

    @property
    def beliefs(self) -> Beliefs:
        """What it acts by."""
        ...

    @property
    def explores(self) -> bool:
        """Whether it looks elsewhere when a thing is not where it should be."""
        ...

    def candidate(self, label: str, tried: Sequence[Tried]) -> int | None:
        """Identity of what to take, at none of the places that were tried; None if unknown."""
        ...

    def likely(self, label: str) -> tuple[int | str, ...]:
        """Where to look for such a thing, the best places first."""
        ...


class Remembering:
    """Our memory, asked for things. Implements `Mind`."""

    explores = True

    def __init__(self, memory: SpatialMemory) -> None:
        self.known = SpatialWorldModel(memory, graph_period_s=_GRAPH_S)
        self.beliefs: Beliefs = MemoryBeliefs(self.known)

    def candidate(self, label: str, tried: Sequence[Tried]) -> int | None:
        """The likeliest thing of that name; see `Mind`.

        In the space of texts a red umbrella is almost a yellow one, and a wine bottle a wine
        glass. What is asked for here has a name of its own: what has another one is not meant.
        """
        here = [
            each
            for each in self.known.things()
            if each.label == label and not each.is_gone and not each.is_receptacle
            if not _is_tried(each.position_m, _as_of(tried, each.last_seen_ns))
        ]
        best = max(here, key=lambda each: each.probability, default=None)
        return None if best is None else best.id

    def likely(self, label: str) -> tuple[int | str, ...]:
        """Where such things usually are; see `Mind`."""
        return tuple(each.place for each in self.known.likely_places(label))


class Voxels:
    """A baseline: voxels with features that never go; the best one is where the thing is.

    Implements `Mind`. What it does not hide from itself is the floor and the furniture, which it
    has from the same memory as ours: only where things are it has from its voxels.

    Args:
        memory: Floor, furniture and what is in view.
        voxels: Its own, as they were after the first round.
        encoder: What recognises.
        is_static: Whether it takes in nothing after the first round, and looks nowhere else.
    """

    def __init__(
        self, memory: SpatialMemory, voxels: AddOnly, encoder: Encoder, *, is_static: bool
    ) -> None:
        self.explores = not is_static
        self.known = SpatialWorldModel(memory, graph_period_s=_GRAPH_S)
        self._voxels, self._encoder = voxels, encoder
        self._beliefs = _VoxelBeliefs(self.known, None if is_static else self._take_in)

    @property
    def beliefs(self) -> Beliefs:
        """What it acts by; see `Mind`."""
        return self._beliefs

    def candidate(self, label: str, tried: Sequence[Tried]) -> int | None:
        """The best voxel at a place that was not tried; see `Mind`."""
        query = self._encoder.query_text(label)
        index, cosines = self._voxels.score(query.vector, _BEST)
        sure = np.array([query.calibration.probability(each) for each in cosines.tolist()])
        points = voxel_centres(index, self._voxels.voxel_size_m)
        good = [
            at
            for at in range(len(points))
            if sure[at] >= _FOUND_AT and not _is_tried(_metres3(points[at]), tried)
        ]
        if not good:
            return None
        best = points[good[0]]
        near = [at for at in good if np.linalg.norm(points[at] - best) <= _REACH_M]
        self._beliefs.believe(label, points[near].astype(np.float32))
        return _THING

    def likely(self, label: str) -> tuple[int | str, ...]:
        """It knows of none; see `Mind`."""
        return ()

    def _take_in(self, sensed: Sensed) -> None:
        self._voxels.integrate(sensed.observation, self._encoder.encode(sensed.observation))


@dataclass(frozen=True, slots=True)
class _Guessed:
    """Geometry of a memory, but for one thing whose place was guessed from voxels."""

    base: Geometry
    guess: Shape | None = None

    @property
    def voxel_size_m(self) -> float:
        return self.base.voxel_size_m

    def shape(self, thing_id: int) -> Shape | None:
        if thing_id != _THING or self.guess is None:
            return self.base.shape(thing_id)
        return self.seen() or self.guess

    def seen(self) -> Shape | None:
        """The guess as frames show it now, if they do: every robot grasps what it sees."""
        assert self.guess is not None
        middle, reach = self.guess.middle_m, np.full(3, _NEAR_M)
        for each in self.base.things_in(middle - reach, middle + reach):
            if each.label == self.guess.label:
                return each
        return None

    def occupied(self, low_m: Float64, high_m: Float64) -> Float32:
        return self.base.occupied(low_m, high_m)

    def things_in(self, low_m: Float64, high_m: Float64) -> tuple[Shape, ...]:
        return self.base.things_in(low_m, high_m)

    def middle_of(self, room: str) -> tuple[float, float] | None:
        return self.base.middle_of(room)


class _VoxelBeliefs(MemoryBeliefs):
    """Those of a memory, but for where the thing is that is looked for."""

    def __init__(self, known: SpatialWorldModel, take_in: object) -> None:
        super().__init__(known)
        self._take_in = take_in
        self._guess: Shape | None = None

    def believe(self, label: str, points_map: Float32) -> None:
        """The thing that is looked for is there."""
        low, high = points_map.min(axis=0), points_map.max(axis=0)
        size = np.maximum(high - low, 0.05)
        self._guess = Shape(label, _metres3((low + high) / 2.0), _metres3(size), points_map)

    @property
    def geometry(self) -> Geometry:
        return _Guessed(super().geometry, self._guess)

    def see(self, sensed: Sensed) -> None:
        super().see(sensed)
        if callable(self._take_in):
            self._take_in(sensed)

    def thing(self, thing_id: int) -> Thing | None:
        return None if thing_id == _THING else super().thing(thing_id)

    def note_deed(self, deed: Deed) -> None:
        """It keeps no account of what it did."""

    def note_absence(self, thing_id: int, position_m: Metres3) -> None:
        """Nor of what it did not find."""

    def settle(self, thing_ids: Iterable[int] = ()) -> None:
        super().settle(each for each in thing_ids if each != _THING)


def _as_of(tried: Sequence[Tried], seen_ns: int) -> list[Tried]:
    """Places that still count as tried for a thing that was last seen at a time."""
    return [each for each in tried if not each.is_absent or seen_ns <= each.stamp_ns]


def _is_tried(position_m: Metres3, tried: Sequence[Tried]) -> bool:
    if not tried:
        return False
    points = np.array([each.position_m for each in tried])
    at = Boxes(np.array([position_m]), np.zeros((1, 3)))
    return bool(gaps_m(at, Boxes(points, np.zeros_like(points))).min() <= _APART_M)


def _metres3(values: Float64 | Float32) -> Metres3:
    x, y, z = (float(value) for value in values)
    return x, y, z
