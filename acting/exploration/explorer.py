"""Where to look next for something."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from whereseen.acting.exploration.columns import columns_of
from whereseen.acting.exploration.config import ExplorerConfig
from whereseen.acting.exploration.frontiers import Frontier, frontiers
from whereseen.acting.exploration.looks import Looks
from whereseen.acting.exploration.meaning import meaning
from whereseen.acting.exploration.sought import Sought
from whereseen.acting.exploration.trying import Searches, Tried
from whereseen.acting.exploration.value_map import ValueMap, mixed
from whereseen.acting.exploration.viewing import View, best_view, reason_of, shown
from whereseen.acting.navigation.costmap import Costmap, Mask, Point2
from whereseen.acting.navigation.planner import GridPlanner
from whereseen.acting.skills.call import Pose2
from whereseen.memory.frames import Float32

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory

_EVERY_M = 0.3  # between places where one could stand to look
_SPARES_M = (0.03, -0.03)  # kept clear; where that leaves nothing, voxels are larger than things


class Explorer:
    """Chooses views of what a memory has mapped, until there is nothing left worth seeing.

    ```python
    explorer = Explorer(memory)
    while (view := explorer.next_view("a red mug", pose)) is not None:
        ...  # go there, look, let the memory observe
        explorer.looked("a red mug", view)
    ```

    Args:
        memory: What was seen; its map frame has z up.
        config: What the robot sees, how it weighs.

    Attributes:
        config: The same.
        planner: Ways over the floor as it was known when the last view was chosen.
    """

    def __init__(self, memory: SpatialMemory, config: ExplorerConfig | None = None) -> None:
        self.config = config or ExplorerConfig()
        self._memory = memory
        self._looks = Looks(memory.objects.views, self.config)
        self._searches = Searches()
        self._bumps: list[Point2] = []
        self.planner: GridPlanner | None = None

    def next_view(
        self, query: str, pose: Pose2, *, area_m: tuple[Point2, Point2] | None = None
    ) -> View | None:
        """Where to look next for something; None when all that can be seen was looked at.

        It is taken not to be where the memory last saw it: nobody looks for it before that.

        Args:
            query: As "a red mug"; empty to see everything.
            pose: Of the robot.
            area_m: Lower and upper corner of the part of the floor that matters; None for all.
        """
        values = self.value_map(query)
        worth = values.value if area_m is None else _only(values, area_m)
        for spare_m in _SPARES_M:
            view = self._view(values, worth, pose, query, spare_m)
            if view is not None:
                return view
        return None

    def _view(
        self, values: ValueMap, worth: Float32, pose: Pose2, query: str, spare_m: float
    ) -> View | None:
        """The best view that a robot can come to that keeps so much clear of things."""
        radius_m = max(self.config.radius_m + spare_m, 0.0)
        self.planner = planner = GridPlanner(replace(values.costmap, radius_m=radius_m))
        travel = planner.distances(pose[:2])
        cells = self._places(values.costmap, np.isfinite(travel))
        if not len(cells):
            return None
        tried = self._tried(query).views
        view = best_view(values, worth, cells, travel, pose, self.config, tried)
        if view is None:
            return None
        entities = self._memory.objects.entities()
        return replace(view, reason=reason_of(view, values, worth, entities, self.config))

    def looked(self, query: str, view: View, *, pose: Pose2 | None = None) -> None:
        """A look from there brought nothing: what it should have shown is worth less now.

        Args:
            query: What was looked for.
            view: As it was chosen; it is not chosen again soon.
            pose: From where the robot looked, if it did not come there.
        """
        tried = self._tried(query)
        tried.views.append(view.pose)
        costmap = self.costmap()
        columns = columns_of(self._memory.voxels(), costmap, eye_m=self.config.eye_m)
        seen = shown(costmap, columns.is_high, pose or view.pose, self.config)
        left = np.where(seen, np.float32(self.config.in_vain), np.float32(1.0))
        tried.left.merge(costmap.low, left, np.multiply)

    def bumped(self, at_m: Point2) -> None:
        """The robot ran into something there that the memory has not seen."""
        self._bumps.append(at_m)

    def frontiers(self, pose: Pose2) -> tuple[Frontier, ...]:
        """Borders of the unseen that the robot can come to, the longest first."""
        costmap = self.costmap()
        return frontiers(costmap, GridPlanner(costmap).reachable(pose[:2]))

    def costmap(self) -> Costmap:
        """Where the robot can be as far as is known now."""
        config = self.config
        costmap = Costmap.of_memory(
            self._memory, radius_m=config.radius_m, height_m=config.height_m
        )
        return costmap.with_obstacles(self._bumps) if self._bumps else costmap

    def value_map(self, query: str) -> ValueMap:
        """What it is worth now to see each place."""
        config, costmap = self.config, self.costmap()
        columns = columns_of(self._memory.voxels(), costmap, eye_m=config.eye_m)
        search = self._tried(query)
        sought = Sought.of(self._memory, query, config.half_life_s, search.begun_ns)
        time = self._looks.time(costmap, columns, self._memory.trajectory.last_ns, sought)
        like = meaning(self._memory, costmap, columns, sought)
        tried = search.left.over(costmap.low, costmap.states.shape)
        tried[sought.where(costmap)] *= config.in_vain
        weights = {"meaning_weight": config.meaning_weight}
        value = mixed(time, like, time_weight=config.time_weight, **weights) * tried
        whole = mixed(time, like, time_weight=0.0, **weights) * tried
        return ValueMap(costmap, time, like, value, whole, columns.is_high)

    def _tried(self, query: str) -> Tried:
        return self._searches.at(query, self._memory.trajectory.last_ns or 0)

    def _places(self, costmap: Costmap, reachable: Mask) -> npt.NDArray[np.int64]:
        """Cells (N, 2) where one could stand to look: a coarse grid, and the frontiers."""
        every = max(round(_EVERY_M / costmap.cell_m), 1)
        column, row = costmap.low
        coarse = np.zeros(reachable.shape, dtype=np.bool_)
        coarse[(-row) % every :: every, (-column) % every :: every] = True
        for each in frontiers(costmap, reachable):
            at_row, at_column = costmap.cells_of([each.at_m])[0].tolist()
            coarse[at_row, at_column] = True
        return np.argwhere(coarse & reachable)


def _only(values: ValueMap, area_m: tuple[Point2, Point2]) -> Float32:
    """Values (H, W) of the cells in a rectangle, 0 elsewhere."""
    (top, left), (bottom, right) = values.costmap.cells_of(area_m).tolist()
    rows, columns = np.indices(values.value.shape)
    inside = (rows >= top) & (rows <= bottom) & (columns >= left) & (columns <= right)
    return np.where(inside, values.value, 0.0).astype(np.float32)
