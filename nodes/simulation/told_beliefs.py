"""What a simulated robot without a memory acts by: what came with the goals."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.manipulation.geometry import Geometry, GivenGeometry, Shape
from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle import Deed
from whereseen.nodes.skills.told_world import ToldWorld
from whereseen.sim.sensing.sensor import Sensed


class ToldBeliefs:
    """The beliefs of a driver; what it sees goes out as topics. Implements `Beliefs`.

    Args:
        world: What goals told.
        show: Publishes a frame.
    """

    def __init__(self, world: ToldWorld, show: Callable[[Sensed], None]) -> None:
        self._world = world
        self._show = show

    @property
    def geometry(self) -> Geometry:
        """Of all things that goals told; see `Beliefs`."""
        things, shapes = self._world.things(), self._world.shapes
        voxels = [shapes[each.id].voxels_map for each in things]
        newest = shapes[things[-1].id].voxel_size_m if things else 0.05
        return GivenGeometry(
            {
                each.id: Shape(each.label, each.position_m, each.size_m, shapes[each.id].points_map)
                for each in things
            },
            np.concatenate(voxels) if voxels else np.zeros((0, 3), np.float32),
            newest,
            frozenset(each.id for each in things if each.is_receptacle),
            self._world.middles_m(),
        )

    def see(self, sensed: Sensed) -> None:
        """Publish it; see `Beliefs`."""
        self._show(sensed)

    def settle(self, thing_ids: Iterable[int] = ()) -> None:
        """Who gave the goal does that; see `Beliefs`."""

    def thing(self, thing_id: int) -> Thing | None:
        """What goals told; see `Beliefs`."""
        return self._world.thing(thing_id)

    def receptacles(self) -> dict[int, Shape]:
        """Furniture that goals told of; see `Beliefs`."""
        geometry = self.geometry
        known = {
            each.id: geometry.shape(each.id) for each in self._world.things() if each.is_receptacle
        }
        return {each: shape for each, shape in known.items() if shape is not None}

    def is_seen(self, shape: Shape, since_ns: int) -> bool | None:
        """Who gave the goal can tell; see `Beliefs`."""
        return None

    def note_deed(self, deed: Deed) -> None:
        """Tell who gave the goal; see `Beliefs`."""
        self._world.note_deed(deed)

    def note_absence(self, thing_id: int, position_m: Metres3) -> None:
        """Who gave the goal does that; see `Beliefs`."""
