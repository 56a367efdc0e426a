"""What a robot acts by: where things are, as far as it knows, and who is told what it sees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import numpy as np

from whereseen.acting.exploration.explorer import Explorer
from whereseen.acting.knowledge.of_memory import SpatialWorldModel
from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.manipulation.geometry import Geometry, Shape
from whereseen.acting.manipulation.of_memory import MemoryGeometry
from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle import Deed
from whereseen.memory.following import Follower
from whereseen.memory.objects.boxes import Boxes, gaps_m
from whereseen.memory.objects.entity import Entity, Status
from whereseen.sim.sensing.loops import Loops
from whereseen.sim.sensing.sensor import Sensed

_FITS = 0.5  # that a label is what a phrase means
_HIDING_M = 0.08  # before a thing: a rim, and not the thing itself
_IN_VIEW = 0.3  # of its points, in one frame: enough to be recognised
_NEAR_M = 0.15  # between where a thing is thought to be and where frames show it


class Beliefs(Protocol):
    """What a robot acts by."""

    @property
    def geometry(self) -> Geometry:
        """Where things are."""
        ...

    def see(self, sensed: Sensed) -> None:
        """Take in a frame."""
        ...

    def settle(self, thing_ids: Iterable[int] = ()) -> None:
        """After a look: bring up to date what was in view, and some things in any case."""
        ...

    def thing(self, thing_id: int) -> Thing | None:
        """What is known of a thing besides its geometry; None if nothing is."""
        ...

    def receptacles(self) -> dict[int, Shape]:
        """All furniture that carries things, by identity."""
        ...

    def is_seen(self, shape: Shape, since_ns: int) -> bool | None:
        """Whether frames after a time showed such a thing there; None if nobody can tell."""
        ...

    def is_in_view(self, shape: Shape, since_ns: int) -> bool:
        """Whether such a thing would have been seen there after a time: nothing hid it always."""
        ...

    def hints(self, query: str, since_ns: int) -> tuple[Shape, ...]:
        """Where frames after a time seem to show what a phrase means, though it is not believed."""
        ...

    def explorer(self) -> Explorer | None:
        """Who says where it is worth while to look; None if nobody does."""
        ...

    def note_deed(self, deed: Deed) -> None:
        """What the robot did."""
        ...

    def note_absence(self, thing_id: int, position_m: Metres3) -> None:
        """A thing that should be there was looked for in vain."""
        ...


class MemoryBeliefs:
    """The beliefs of a robot with a memory of its own. Implements `Beliefs`.

    Args:
        known: The memory, as planners ask it.
    """

    def __init__(self, known: SpatialWorldModel) -> None:
        self.known = known
        self.memory = known.memory
        self._geometry = MemoryGeometry(known.memory)
        self._loops = Loops(known.memory)
        self._follower = Follower(known.memory)
        self._explorer = Explorer(known.memory)
        self._in_view: set[str] = set()

    @property
    def geometry(self) -> Geometry:
        """Where things are; see `Beliefs`."""
        return self._geometry

    def see(self, sensed: Sensed) -> None:
        """Take in a frame, and ask for one label; see `Beliefs`."""
        self._loops.follow(sensed)
        self.memory.observe(sensed.observation)
        self._in_view |= {each.label for each in sensed.observation.detections or ()}
        self._follower.step()

    def settle(self, thing_ids: Iterable[int] = ()) -> None:
        """Ask for all labels that were in view since the last time; see `Beliefs`."""
        entities = (self.memory.objects.entity(each) for each in thing_ids)
        wanted = self._in_view | {each.label for each in entities if each is not None}
        for label in sorted(wanted & set(self.memory.objects.labels)):
            self.memory.objects.refresh(label)
        self._in_view = set()

    def thing(self, thing_id: int) -> Thing | None:
        """What is known of a thing; see `Beliefs`."""
        return self.known.thing(thing_id)

    def receptacles(self) -> dict[int, Shape]:
        """All furniture that carries things; see `Beliefs`."""
        things = (each for each in self.known.things() if each.is_receptacle and not each.is_gone)
        shapes = {each.id: self._geometry.shape(each.id) for each in things}
        return {each: shape for each, shape in shapes.items() if shape is not None}

    def is_seen(self, shape: Shape, since_ns: int) -> bool | None:
        """Whether frames after a time showed such a thing there; see `Beliefs`."""
        return any(
            spot.last_ns >= since_ns
            and gaps_m(Boxes.of([spot]), Boxes.of([shape]))[0, 0] <= _NEAR_M
            for spot in self.memory.objects.views.spots.of(shape.label)
        )

    def is_in_view(self, shape: Shape, since_ns: int) -> bool:
        """Whether nothing hid such a thing there; see `Beliefs`."""
        points = shape.points_map if len(shape.points_map) else shape.middle_m[None]
        middle = (points.min(axis=0) + points.max(axis=0)) / 2.0
        there = (points - middle + shape.middle_m).astype(np.float32)
        measured = self.memory.objects.views.measured(
            there, since_ns=since_ns - 1, before_ns=self.memory.objects.now_ns + 1
        )
        nearer_m = measured.expected_m - measured.depth_m  # NaN, hence not open, out of view
        return bool(((nearer_m < _HIDING_M).mean(axis=1) >= _IN_VIEW).any())

    def hints(self, query: str, since_ns: int) -> tuple[Shape, ...]:
        """Where frames seem to show what a phrase means; see `Beliefs`."""
        asked = self.memory.encoder.query_text(query)
        objects, found = self.memory.objects, []
        for label in objects.labels:
            example = objects.questions.query(label).vector
            if asked.calibration.probability(float(asked.vector @ example)) < _FITS:
                continue
            here = [it for it in objects.entities() if it.label == label and _is_present(it)]
            for spot in objects.views.spots.of(label):
                gaps = gaps_m(Boxes.of([spot]), Boxes.of(here))[0]
                if spot.last_ns >= since_ns and gaps.min(initial=np.inf) > _NEAR_M:
                    shape = Shape(label, spot.position_m, spot.size_m, spot.points_map)
                    found.append(shape)
        return tuple(found)

    def explorer(self) -> Explorer | None:
        """Values of places as the memory has them; see `Beliefs`."""
        return self._explorer

    def note_deed(self, deed: Deed) -> None:
        """What the robot did; see `Beliefs`."""
        self.known.note_deed(deed)

    def note_absence(self, thing_id: int, position_m: Metres3) -> None:
        """A thing was looked for in vain; see `Beliefs`."""
        self.known.note_absence(thing_id, position_m)


class GivenBeliefs:
    """Those of a robot that is told where things are with each goal, and remembers nothing.

    What it sees goes elsewhere. Implements `Beliefs`.

    Attributes:
        geometry: As it came with the newest goal; to be replaced with the next.
    """

    def __init__(self, geometry: Geometry) -> None:
        self.geometry: Geometry = geometry

    def see(self, sensed: Sensed) -> None:
        """Nobody here takes in frames; see `Beliefs`."""

    def settle(self, thing_ids: Iterable[int] = ()) -> None:
        """Nothing is brought up to date here; see `Beliefs`."""

    def thing(self, thing_id: int) -> Thing | None:
        """Nothing is known here; see `Beliefs`."""
        return None

    def receptacles(self) -> dict[int, Shape]:
        """None that could be listed; see `Beliefs`."""
        return {}

    def is_seen(self, shape: Shape, since_ns: int) -> bool | None:
        """Nobody here can tell; see `Beliefs`."""
        return None

    def is_in_view(self, shape: Shape, since_ns: int) -> bool:
        """Taken to be so; see `Beliefs`."""
        return True

    def hints(self, query: str, since_ns: int) -> tuple[Shape, ...]:
        """Nobody here recognises anything; see `Beliefs`."""
        return ()

    def explorer(self) -> Explorer | None:
        """Nobody here knows what was looked at; see `Beliefs`."""
        return None

    def note_deed(self, deed: Deed) -> None:
        """Whoever gave the goal notes it; see `Beliefs`."""

    def note_absence(self, thing_id: int, position_m: Metres3) -> None:
        """Whoever gave the goal notes it; see `Beliefs`."""


def _is_present(entity: Entity) -> bool:
    return entity.status is Status.PRESENT
