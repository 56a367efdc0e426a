"""Where to look next for something."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from whereseen.acting.exploration.columns import Columns, columns_of
from whereseen.acting.exploration.config import ExplorerConfig
from whereseen.acting.exploration.frontiers import Frontier, frontiers
from whereseen.acting.exploration.layer import Layer
from whereseen.acting.exploration.meaning import meaning
from whereseen.acting.exploration.value_map import ValueMap, mixed, time_term
from whereseen.acting.exploration.viewing import View, best_view, reason_of, shown
from whereseen.acting.navigation.costmap import Costmap, Mask, Point2
from whereseen.acting.navigation.planner import GridPlanner
from whereseen.acting.skills.call import Pose2
from whereseen.memory.frames import Float32

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory

_EVERY_M = 0.3  # between places where one could stand to look
_BETWEEN = 2  # cells around those that a coarse view shows
_NEVER = np.int64(-1)


@dataclass(slots=True)
class _Search:
    """What is known of one search."""

    since_ns: int
    tried: Layer[np.float32] = field(default_factory=lambda: Layer(np.float32(1.0)))


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
    """

    def __init__(self, memory: SpatialMemory, config: ExplorerConfig | None = None) -> None:
        self.config = config or ExplorerConfig()
        self._memory = memory
        self._searches: dict[str, _Search] = {}
        self._close_ns: Layer[np.int64] = Layer(_NEVER)
        self._read_ns = -1
        self._bumps: list[Point2] = []

    def next_view(
        self, query: str, pose: Pose2, *, area_m: tuple[Point2, Point2] | None = None
    ) -> View | None:
        """Where to look next for something; None when all that can be seen was looked at.

        Args:
            query: As "a red mug"; empty to see everything.
            pose: Of the robot.
            area_m: Lower and upper corner of the part of the floor that matters; None for all.
        """
        values = self.value_map(query)
        planner = GridPlanner(values.costmap)
        travel = planner.distances(pose[:2])
        cells = self._places(values.costmap, np.isfinite(travel))
        if not len(cells):
            return None
        worth = values.value if area_m is None else _only(values, area_m)
        view = best_view(values, worth, cells, travel, pose, self.config)
        if view is None:
            return None
        entities = self._memory.objects.entities()
        return replace(view, reason=reason_of(view, values, worth, entities, self.config))

    def looked(self, query: str, view: View) -> None:
        """A look from there brought nothing: what it should have shown is worth less now."""
        costmap = self.costmap()
        columns = columns_of(self._memory.voxels(), costmap, eye_m=self.config.eye_m)
        seen = shown(costmap, columns.is_high, view.pose, self.config)
        left = np.where(seen, np.float32(self.config.in_vain), np.float32(1.0))
        self._search(query).tried.merge(costmap.low, left, np.multiply)

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
        config, search = self.config, self._search(query)
        costmap = self.costmap()
        columns = columns_of(self._memory.voxels(), costmap, eye_m=config.eye_m)
        self._take_in(costmap)
        seen_ns = self._seen_ns(costmap, columns, search.since_ns)
        time = time_term(seen_ns, self._memory.trajectory.last_ns, config.half_life_s)
        like = meaning(self._memory, costmap, columns, query)
        value = mixed(
            time, like, time_weight=config.time_weight, meaning_weight=config.meaning_weight
        )
        value = value * search.tried.over(costmap.low, costmap.states.shape)
        return ValueMap(costmap, time, like, value.astype(np.float32), columns.is_high)

    def _search(self, query: str) -> _Search:
        return self._searches.setdefault(query, _Search(self._memory.trajectory.last_ns))

    def _take_in(self, costmap: Costmap) -> None:
        """Note what was seen from near since the last time."""
        views, config = self._memory.objects.views, self.config
        since_ns, newest = self._read_ns, self._read_ns
        for stamp_ns, points in views.surfaces(since_ns=since_ns, within_m=config.look_m):
            newest = max(newest, stamp_ns)
            seen = np.full(costmap.states.shape, _NEVER)
            rows, columns = costmap.cells_of(points).T
            height, width = costmap.states.shape
            inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
            seen[rows[inside], columns[inside]] = stamp_ns
            self._close_ns.merge(costmap.low, seen, np.maximum)
        self._read_ns = newest

    def _seen_ns(self, costmap: Costmap, columns: Columns, since_ns: int) -> npt.NDArray[np.int64]:
        """When each cell was last seen; since the search began only what was seen from near."""
        before = np.minimum(columns.last_seen_ns, since_ns)
        close = self._close_ns.over(costmap.low, costmap.states.shape)
        return np.maximum(before, _spread(close))

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


def _spread(seen_ns: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """What coarse views saw (H, W), with the cells between their pixels."""
    return np.asarray(ndimage.maximum_filter(seen_ns, size=2 * _BETWEEN + 1))
