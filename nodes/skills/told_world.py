"""What a body knows of a home that it has no memory of: the things that goals spoke of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from whereseen.acting.knowledge.world_model import Likely, Thing
from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle import Chronicle, Deed
from whereseen.memory.frames import Float32

_FIRST_OWN_ID = 1 << 40  # identities of a memory are far below


def _no_points() -> Float32:
    return np.zeros((0, 3), dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class ToldShape:
    """What a goal told of a thing besides its box.

    Attributes:
        points_map: (N, 3) points on it.
        voxels_map: (N, 3) middles of occupied voxels about it.
        voxel_size_m: Their edge.
    """

    points_map: Float32 = field(default_factory=_no_points, repr=False)
    voxels_map: Float32 = field(default_factory=_no_points, repr=False)
    voxel_size_m: float = 0.05


class ToldWorld:
    """A world model of what goals told, newest last; it remembers no past.

    Args:
        now_ns: The body's clock.
        most: Things that are kept; the oldest gives way.

    Attributes:
        deeds: What the body noted that it did, until they are taken.
        shapes: Of the things that are known, by identity.
    """

    def __init__(self, now_ns: Callable[[], int], *, most: int = 1000) -> None:
        self.deeds: list[Deed] = []
        self._now_ns = now_ns
        self._most = most
        self.shapes: dict[int, ToldShape] = {}
        self._things: dict[int, Thing] = {}
        self._rooms: dict[str, tuple[float, float] | None] = {}
        self._next_own_id = _FIRST_OWN_ID

    @property
    def now_ns(self) -> int:
        """The time."""
        return self._now_ns()

    def learn(self, thing: Thing, shape: ToldShape | None = None) -> int:
        """Know a thing; returns its identity, one of our own if it has none."""
        if not thing.id:
            thing = replace(thing, id=self._next_own_id)
            self._next_own_id += 1
        self._things.pop(thing.id, None)
        self._things[thing.id] = thing
        self.shapes[thing.id] = shape or ToldShape()
        if len(self._things) > self._most:
            oldest = next(iter(self._things))
            del self._things[oldest], self.shapes[oldest]
        return thing.id

    def learn_room(self, name: str, middle_m: tuple[float, float] | None = None) -> str:
        """Know that there is a room, and a point on its floor; returns its name."""
        self._rooms[name] = middle_m or self._rooms.get(name)
        return name

    def forget_surroundings(self) -> None:
        """Know no more what stands about things: a newer goal tells it anew."""
        for each, shape in self.shapes.items():
            self.shapes[each] = replace(shape, voxels_map=_no_points())

    def middles_m(self) -> dict[str, tuple[float, float]]:
        """A point on the floor of each room of which that is known."""
        return {name: middle for name, middle in self._rooms.items() if middle is not None}

    def things(self) -> tuple[Thing, ...]:
        """All that were told, in order of identity."""
        return tuple(self._things[each] for each in sorted(self._things))

    def thing(self, thing_id: int) -> Thing | None:
        """One by its identity."""
        return self._things.get(thing_id)

    def alike(self, text: str) -> Mapping[int, float]:
        """Things of that label."""
        return {each.id: 1.0 for each in self.things() if each.label == text}

    def chronicle(self) -> Chronicle:
        """Nothing is remembered."""
        return Chronicle((), now_ns=self.now_ns)

    def rooms(self) -> tuple[str, ...]:
        """Rooms that were named."""
        return tuple(self._rooms)

    def likely_places(self, label: str) -> tuple[Likely, ...]:
        """Nothing is known of that."""
        return ()

    def note_deed(self, deed: Deed) -> None:
        """What the body did; whoever asked for it is told."""
        self.deeds.append(deed)
        thing = self._things.get(deed.thing_id)
        if thing is not None and deed.after is not None:
            self._things[thing.id] = replace(thing, position_m=deed.after.position_m)

    def note_absence(self, thing_id: int, position_m: Metres3) -> None:
        """The outcome tells."""

    def take_deeds(self) -> tuple[Deed, ...]:
        """What was noted since the last time."""
        taken, self.deeds = tuple(self.deeds), []
        return taken
