"""What a simulated robot without a memory acts by: what came with the goals."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.manipulation.geometry import GivenGeometry, Shape
from whereseen.memory.chronicle import Deed
from whereseen.nodes.skills.told_world import ToldWorld
from whereseen.sim.embodiment.beliefs import GivenBeliefs
from whereseen.sim.sensing.sensor import Sensed


class ToldBeliefs(GivenBeliefs):
    """The beliefs of a driver; what it sees goes out as topics. Implements `Beliefs`.

    Args:
        world: What goals told.
        show: Publishes a frame.
    """

    def __init__(self, world: ToldWorld, show: Callable[[Sensed], None]) -> None:
        super().__init__(GivenGeometry({}))
        self._world = world
        self._show = show

    def follow(self) -> None:
        """Take over what the newest goal told."""
        things, shapes = self._world.things(), self._world.shapes
        voxels = [shapes[each.id].voxels_map for each in things]
        edges = [shapes[each.id].voxel_size_m for each in things if len(shapes[each.id].voxels_map)]
        self.geometry = GivenGeometry(
            {each.id: self._shape(each) for each in things},
            np.concatenate(voxels) if voxels else np.zeros((0, 3), np.float32),
            edges[-1] if edges else 0.05,
            frozenset(each.id for each in things if each.is_receptacle),
            self._world.middles_m(),
        )

    def see(self, sensed: Sensed) -> None:
        """Publish it; see `Beliefs`."""
        self._show(sensed)

    def thing(self, thing_id: int) -> Thing | None:
        """What goals told; see `Beliefs`."""
        return self._world.thing(thing_id)

    def receptacles(self) -> dict[int, Shape]:
        """Furniture that goals told of; see `Beliefs`."""
        return {each.id: self._shape(each) for each in self._world.things() if each.is_receptacle}

    def note_deed(self, deed: Deed) -> None:
        """Tell who gave the goal; see `Beliefs`."""
        self._world.note_deed(deed)

    def _shape(self, thing: Thing) -> Shape:
        points = self._world.shapes[thing.id].points_map
        return Shape(thing.label, thing.position_m, thing.size_m, points)
