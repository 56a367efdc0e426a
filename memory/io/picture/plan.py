"""A map seen from above: which way to turn it, and its pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter

from whereseen.memory.frames import Float64

_BACKGROUND = 0.955
_MARGIN_M = 0.15
_PIXEL = 0.75  # points are drawn where their pixel begins: half its diagonal, rounded up
_TURNS_DEG = np.arange(-45.0, 45.0, 0.5)


@dataclass(frozen=True, slots=True)
class Plan:
    """How the map frame is drawn on a plan.

    Attributes:
        basis: (3, 3); its rows are right, forward and up of the plan, in the map frame.
        low_m: (2,) left and lower edge of the plan along right and forward.
        high_m: (2,) right and upper edge.
        floor_m: Height of the floor along up.
    """

    basis: Float64
    low_m: Float64
    high_m: Float64
    floor_m: float

    def flat(self, points_map: npt.ArrayLike) -> Float64:
        """Points (N, 3) of the map frame as (N, 2) metres to the right and forward."""
        return np.asarray(points_map, dtype=np.float64).reshape(-1, 3) @ self.basis[:2].T

    @property
    def size_m(self) -> tuple[float, float]:
        """Width and height of the plan."""
        width, height = (self.high_m - self.low_m).tolist()
        return width, height


def plan_of(points_map: Float64, up_map: npt.ArrayLike, *, shown_map: Float64) -> Plan:
    """Choose how to draw a map from above.

    Args:
        points_map: (N, 3) finite points of the map.
        up_map: (3,) direction away from the floor, of any length.
        shown_map: (M, 3) finite points that must be on the plan, such as places.
    """
    basis = level_basis(up_map)
    if len(points_map):
        basis = _along_walls(points_map, basis)
    everything = np.concatenate([points_map, shown_map])
    if not len(everything):
        return Plan(basis, np.array([-2.0, -1.5]), np.array([2.0, 1.5]), 0.0)
    plan = everything @ basis.T
    trimmed = plan[: len(points_map)] if len(points_map) else plan
    # A few voxels far outside, seen through windows and mirrors, must not shrink the room.
    edges = np.percentile(trimmed, (0.5, 99.5), axis=0)
    wanted = np.concatenate([edges, plan[len(points_map) :]])
    return Plan(
        basis=basis,
        low_m=wanted[:, :2].min(axis=0) - _MARGIN_M,
        high_m=wanted[:, :2].max(axis=0) + _MARGIN_M,
        floor_m=float(np.percentile(trimmed[:, 2], 1.0)),
    )


def level_basis(up_map: npt.ArrayLike) -> Float64:
    """Right-handed basis (3, 3), rows right, forward and up; x and y stay themselves if z is up."""
    up = np.asarray(up_map, dtype=np.float64)
    up = up / np.linalg.norm(up)
    # With y or -y up, as cameras have it, x still points to the right.
    hint = np.eye(3)[0] if abs(up[0]) < 0.9 else np.eye(3)[1]
    right = hint - up * (hint @ up)
    right /= np.linalg.norm(right)
    return np.stack([right, np.cross(up, right), up])


def _along_walls(points_map: Float64, basis: Float64) -> Float64:
    """Turn the basis about up so that the walls run along the edges of the picture."""
    flat = points_map[:: max(len(points_map) // 20_000, 1)] @ basis[:2].T
    areas = []
    for turn_deg in _TURNS_DEG:
        low, high = np.percentile(flat @ _turn(turn_deg).T, (1.0, 99.0), axis=0)
        areas.append(float(np.prod(high - low)))
    best = float(_TURNS_DEG[int(np.argmin(areas))])
    if areas[len(areas) // 2] <= 1.02 * min(areas):
        best = 0.0  # as good as straight: keep the axes of the map
    turned = _turn(best) @ basis[:2]
    width, height = np.ptp(flat @ _turn(best).T, axis=0)
    if height > 1.3 * width:
        turned = _turn(90.0) @ turned
    return np.stack([turned[0], turned[1], basis[2]])


def _turn(degrees: float) -> Float64:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, s], [-s, c]])


def top_down(
    plan: Plan,
    points_map: Float64,
    colours: npt.NDArray[np.uint8],
    *,
    pixels_per_m: float,
    voxel_m: float,
    ceiling_m: float,
) -> Float64:
    """Draw the highest voxel below the ceiling in each pixel.

    Args:
        plan: How to look at the map.
        points_map: (N, 3) finite voxel centres.
        colours: (N, 3) uint8.
        pixels_per_m: Scale of the image.
        voxel_m: Edge length of a voxel.
        ceiling_m: Leave out what is higher than this above the floor.

    Returns:
        (h, w, 3) float64 in [0, 1], row 0 is the far edge; light grey where nothing is.
    """
    width, height = (max(round(side * pixels_per_m), 1) for side in plan.size_m)
    rise = points_map @ plan.basis[2] - plan.floor_m
    low_enough = rise <= ceiling_m
    points, rise, colours = points_map[low_enough], rise[low_enough], colours[low_enough]
    order = np.argsort(rise, kind="stable")
    ranks = _topmost(plan, points[order], shape=(height, width), pixels_per_m=pixels_per_m)
    ranks = _spread(ranks, plan.basis[:2] * voxel_m * pixels_per_m)
    seen = ranks >= 0
    image = np.full((height, width, 3), _BACKGROUND)
    if seen.any():
        image[seen] = colours[order][ranks[seen]] / 255.0
        tops = np.where(seen, rise[order][np.maximum(ranks, 0)], 0.0)
        image *= _light(tops, seen, pixels_per_m=pixels_per_m, ceiling_m=ceiling_m)[..., None]
    return np.asarray(np.clip(image, 0.0, 1.0))


def _topmost(
    plan: Plan, points: Float64, *, shape: tuple[int, int], pixels_per_m: float
) -> npt.NDArray[np.int32]:
    """Index of the last of the points, which come in order of height, in each pixel, or -1."""
    flat = np.floor((plan.flat(points) - plan.low_m) * pixels_per_m).astype(np.int64)
    column, row = flat[:, 0], shape[0] - 1 - flat[:, 1]
    inside = (column >= 0) & (column < shape[1]) & (row >= 0) & (row < shape[0])
    ranks = np.full(shape, -1, dtype=np.int32)
    np.maximum.at(ranks, (row[inside], column[inside]), np.nonzero(inside)[0].astype(np.int32))
    return ranks


def _spread(ranks: npt.NDArray[np.int32], edges_px: Float64) -> npt.NDArray[np.int32]:
    """Give each pixel with a rank the outline of its voxel; the highest rank wins.

    The outline is that of the turned cube: squares would leave slits between the layers of a
    voxel grid that is not level.

    Args:
        ranks: (h, w), -1 where nothing is.
        edges_px: (2, 3) edges of a voxel, to the right and forward, in pixels.
    """
    reach = int(np.ceil(np.abs(edges_px).sum(axis=1).max() / 2.0))
    forward, right = np.mgrid[reach : -reach - 1 : -1, -reach : reach + 1]
    covered = np.ones(right.shape, dtype=np.bool_)
    for x, y in edges_px.T:
        # A projected cube lies between three pairs of lines, each along one of its edges.
        across = np.array([-y, x])
        half = np.abs(across @ edges_px).sum() / 2.0 + _PIXEL * np.hypot(x, y)
        covered &= np.abs(across[0] * right + across[1] * forward) <= half
    spread = np.full(tuple(np.add(ranks.shape, 2 * reach)), -1, dtype=np.int32)
    height, width = ranks.shape
    for row, column in np.argwhere(covered).tolist():
        part = spread[row : row + height, column : column + width]
        np.maximum(part, ranks, out=part)
    return spread[reach : reach + height, reach : reach + width]


def _light(
    tops_m: Float64, seen: npt.NDArray[np.bool_], *, pixels_per_m: float, ceiling_m: float
) -> Float64:
    """Low things are darker, and so is what lies close to something higher."""
    raised = 0.86 + 0.14 * np.clip(tops_m / ceiling_m, 0.0, 1.0)
    around = gaussian_filter(tops_m, 0.07 * pixels_per_m)
    hidden = np.clip(around - tops_m, 0.0, 0.5)
    light = raised * (1.0 - 0.75 * hidden)
    return np.asarray(np.where(seen, light, 1.0 - 0.12 * np.clip(hidden, 0.0, 0.3)))
