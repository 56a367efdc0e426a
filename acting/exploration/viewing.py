"""Which view of a value map brings most for its time, and why."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.acting.exploration.config import ExplorerConfig
from whereseen.acting.exploration.kernels.sectors import gains, in_view
from whereseen.acting.exploration.value_map import ValueMap
from whereseen.acting.navigation.costmap import Costmap, Mask
from whereseen.acting.skills.call import Pose2
from whereseen.memory.frames import Float32, Float64
from whereseen.memory.graph.bodies import role_of
from whereseen.memory.objects.entity import Entity, Status

_RAYS = 72
_DEEP_M = 0.3  # into shelves
_NEAR_M = 0.5  # of furniture that is named as the reason
_MOSTLY = 0.5
_SAME_M, _SAME_RAD = 0.35, 0.6  # views that show about the same


@dataclass(frozen=True, slots=True)
class View:
    """Where to stand and look.

    Attributes:
        pose: x, y and yaw of the base; one look sweeps to both sides of the yaw.
        reason: Why there, for people.
        value: What it brings a second, to compare views by.
        gain_m2: Floor in view, weighed by its value.
        unseen_m2: Of what is in view, what was never seen.
        travel_m: How far it is.
    """

    pose: Pose2
    reason: str
    value: float
    gain_m2: float
    unseen_m2: float
    travel_m: float


def best_view(
    values: ValueMap,
    worth: Float32,
    cells: npt.NDArray[np.int64],
    travel_m: Float32,
    pose: Pose2,
    config: ExplorerConfig,
    tried: Sequence[Pose2] = (),
) -> View | None:
    """The view that brings most a second, the way there included; None if none is worth it.

    Args:
        values: Where the cells are, and what hides what.
        worth: (H, W) value of the cells that matter.
        cells: (N, 2) where one could stand, at least one.
        travel_m: (H, W) how far each cell is.
        pose: Of the robot.
        config: What it sees and what that costs.
        tried: Poses from which it was looked in vain; views like them are worth less each time.
    """
    cell_m = values.costmap.cell_m
    reach, deep = config.look_m / cell_m, _DEEP_M / cell_m
    near, whole = config.near_m / cell_m, np.where(worth > 0.0, values.whole, np.float32(0.0))
    rays = gains(worth, whole, values.is_high, cells, _RAYS, near, reach, deep) * cell_m**2
    sums = _windows(rays, config.sweep_rad)
    yaws = np.arange(_RAYS) * 2.0 * np.pi / _RAYS
    for each in tried:
        sums[_alike(values.costmap, cells, yaws, each)] *= config.in_vain
    turns = np.abs(np.remainder(yaws - pose[2] + np.pi, 2.0 * np.pi) - np.pi)
    far_m = travel_m[cells[:, 0], cells[:, 1]].astype(np.float64)
    cost_s = config.look_s + far_m[:, None] / config.speed_m_s + turns / config.turn_rad_s
    rates = np.where(sums >= config.least_m2, sums / np.maximum(cost_s, 1e-3), -1.0)
    at, ray = np.unravel_index(int(rates.argmax()), rates.shape)
    if rates[at, ray] < 0.0:
        return None
    ((x, y),) = values.costmap.centres_m([cells[at]]).tolist()
    best = (x, y, math.remainder(float(yaws[ray]), 2.0 * math.pi))
    unseen = shown(values.costmap, values.is_high, best, config) & values.is_unseen
    return View(
        pose=best,
        reason="",
        value=float(rates[at, ray]),
        gain_m2=float(sums[at, ray]),
        unseen_m2=float(unseen.sum()) * cell_m**2,
        travel_m=float(far_m[at]),
    )


def shown(costmap: Costmap, is_high: Mask, pose: Pose2, config: ExplorerConfig) -> Mask:
    """What a look from a pose should show, (H, W)."""
    row, column = costmap.cells_of([pose[:2]])[0].tolist()
    reach, deep = config.look_m / costmap.cell_m, _DEEP_M / costmap.cell_m
    half = config.sweep_rad / 2.0
    return np.asarray(in_view(is_high, row, column, pose[2], half, reach, deep))


def reason_of(
    view: View, values: ValueMap, worth: Float32, entities: Sequence[Entity], config: ExplorerConfig
) -> str:
    """Why a view was chosen, in words.

    Args:
        view: The view.
        values: What it was chosen from.
        worth: (H, W) value of the cells that matter.
        entities: Known things.
        config: What the robot sees.
    """
    seen = shown(values.costmap, values.is_high, view.pose, config)
    unseen = float(worth[seen & values.is_unseen].sum()) * values.costmap.cell_m**2
    parts = []
    if unseen >= _MOSTLY * view.gain_m2:
        parts.append(f"{view.unseen_m2:.1f} square metres there were never seen")
    else:
        parts.append("it is long ago that it was looked at from near")
    best = np.where(seen, worth * (values.meaning > 1.0), 0.0)
    if best.max() > 0.0:
        row, column = np.unravel_index(int(best.argmax()), best.shape)
        at = values.costmap.centres_m([(row, column)])[0]
        label = _furniture_at(at, entities)
        if label:
            parts.append(f"such things may be at the {label}")
    return "; ".join(parts)


def _alike(
    costmap: Costmap, cells: npt.NDArray[np.int64], yaws: Float64, pose: Pose2
) -> npt.NDArray[np.bool_]:
    """Which views (N, R) from cells (N, 2) in directions (R,) are like one from a pose."""
    x, y = costmap.centres_m(cells).T
    near = np.hypot(x - pose[0], y - pose[1]) <= _SAME_M
    turns = np.abs(np.remainder(yaws - pose[2] + np.pi, 2.0 * np.pi) - np.pi)
    return np.asarray(near[:, None] & (turns <= _SAME_RAD)[None, :])


def _furniture_at(at_m: Float64, entities: Sequence[Entity]) -> str:
    """Label of the furniture nearest to a point (2,), empty if none is near."""
    found: list[tuple[float, int, str]] = []
    for each in entities:
        if each.status == Status.GONE or not role_of(each.label).is_receptacle:
            continue
        beyond = np.abs(np.subtract(each.position_m[:2], at_m)) - np.asarray(each.size_m[:2]) / 2
        found.append((float(np.hypot(*np.maximum(beyond, 0.0))), each.id, each.label))
    apart_m, _, label = min(found, default=(math.inf, 0, ""))
    return label if apart_m <= _NEAR_M else ""


def _windows(rays: Float64, sweep_rad: float) -> Float64:
    """Sums (N, R) of neighbouring rays (N, R), in a window of a sweep around each."""
    count = rays.shape[1]
    half = min(round(sweep_rad / 2.0 * count / (2.0 * np.pi)), (count - 1) // 2)
    wrapped = np.concatenate([rays[:, count - half :], rays, rays[:, :half]], axis=1)
    sums = np.cumsum(np.pad(wrapped, ((0, 0), (1, 0))), axis=1)
    return np.asarray(sums[:, 2 * half + 1 :] - sums[:, :count])
