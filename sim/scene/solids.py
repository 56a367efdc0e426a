"""Solids of placed models as upright prisms, and whether they go through each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import shapely

from whereseen.memory.frames import Float64, apply
from whereseen.sim.modelling.model import BASE, Link, Model
from whereseen.sim.modelling.placing import pose
from whereseen.sim.modelling.shapes import Part, mesh_of

_TOUCH_M = 0.004  # solids may share so much: what stands on something touches it
_FLAT_M = 0.03  # what is flatter can be stood upon, as a rug


@dataclass(frozen=True, slots=True)
class Solids:
    """Upright prisms that hold the parts of something.

    Attributes:
        outlines: (N,) convex polygons, on the floor plan.
        low_m: (N,) float64 lower ends.
        high_m: (N,) float64 upper ends.
    """

    outlines: npt.NDArray[np.object_]
    low_m: Float64
    high_m: Float64

    @property
    def outline(self) -> shapely.Geometry:
        """What all of them cover of the floor plan."""
        return shapely.union_all(self.outlines)

    @property
    def is_flat(self) -> bool:
        """Whether they lie flat on the floor, as a rug."""
        return float(self.high_m.max()) <= _FLAT_M

    def placed(self, at_m: tuple[float, float], yaw_deg: float) -> Solids:
        """The same turned about z, then moved on the floor plan."""
        T = pose((*at_m, 0.0), yaw_deg)
        moved = shapely.transform(self.outlines, lambda points: points @ T[:2, :2].T + T[:2, 3])
        return Solids(moved, self.low_m, self.high_m)

    def between(self, low_m: float, high_m: float) -> Solids:
        """Those that reach into a range of heights."""
        found = (self.low_m < high_m) & (self.high_m > low_m)
        return Solids(self.outlines[found], self.low_m[found], self.high_m[found])

    def shared_m2(self, other: Solids) -> float:
        """The greatest area in which one goes through one of the other; 0 if they just touch."""
        high = np.minimum(self.high_m[:, None], other.high_m)
        low = np.maximum(self.low_m[:, None], other.low_m)
        mine, others = np.nonzero(high - low > _TOUCH_M)
        if not mine.size:
            return 0.0
        near = shapely.intersects(self.outlines[mine], other.outlines[others])
        mine, others = mine[near], others[near]
        if not mine.size:
            return 0.0
        shared = shapely.intersection(self.outlines[mine], other.outlines[others])
        # Thin slivers are surfaces that touch.
        thick = shapely.area(shapely.buffer(shared, -_TOUCH_M / 2, quad_segs=1)) > 0.0
        return float(shapely.area(shared)[thick].max(initial=0.0))


def solids_of(
    model: Model,
    T_map_model: Float64,
    positions: Mapping[str, float] | None = None,
    links: Iterable[str] | None = None,
) -> Solids:
    """The solids of a placed model.

    Args:
        model: What it looks like.
        T_map_model: (4, 4) pose; upright.
        positions: Of joints by link; 0 for those left out.
        links: Which links to look at, `base` among them; all if None.
    """
    poses = model.link_poses(positions or {})
    wanted = set(poses if links is None else links)
    everything = (Link(BASE, model.parts), *model.links)
    points = [
        apply(T_map_model @ poses[link.name], vertices_of(part))
        for link in everything
        if link.name in wanted
        for part in link.parts
    ]
    outlines = [shapely.convex_hull(shapely.multipoints(each[:, :2])) for each in points]
    return Solids(
        outlines=np.array(outlines, dtype=object),
        low_m=np.array([each[:, 2].min() for each in points]),
        high_m=np.array([each[:, 2].max() for each in points]),
    )


def moved_by(model: Model, joint: str) -> set[str]:
    """Links that move with a joint."""
    moved = {joint}
    for link in model.links:
        if link.parent in moved:
            moved.add(link.name)
    return moved


@lru_cache(maxsize=20_000)
def vertices_of(part: Part) -> Float64:
    """Vertices (V, 3) of a part in the frame of its thing; not to be changed."""
    vertices = mesh_of(part).vertices_m
    vertices.setflags(write=False)
    return vertices
