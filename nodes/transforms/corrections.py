"""When the past is corrected: what to do with what was stored where it no longer is.

A SLAM back end that closes a loop moves the map's past. It shows in two ways: `map -> odom` jumps,
or the poses of a pose graph change. Both watches are fed with values and know no ROS.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whereseen.memory.frames import Float64, invert, is_rigid
from whereseen.memory.knobs import knob, require_in_range

Position = Sequence[float] | Float64

_ORIGIN = (0.0, 0.0, 0.0)
_SAME = 1e-9  # metres and radians; less is rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopClosureConfig:
    """What counts as a correction of the past.

    Attributes:
        jump_m, jump_rad: Larger steps do.
        silence_ns: After a longer silence a step says nothing, as it may be the sum of many.
    """

    jump_m: float = knob(0.10, "Step of map -> odom, in metres.", low=0.001, high=1e3)
    jump_rad: float = knob(0.035, "Turn of map -> odom, in radians.", low=0.0001, high=3.1416)
    silence_ns: int = knob(
        5_000_000_000, "Longest gap across which a step counts, in ns.", low=1, high=1 << 50
    )

    def __post_init__(self) -> None:
        require_in_range(self)

    def is_exceeded(self, T_new_old: Float64, position_m: Position) -> bool:
        """Whether a correction (4, 4) moves or turns what is at a position (3,) by more."""
        step_m, turn_rad = _step(T_new_old, position_m)
        return step_m > self.jump_m or turn_rad > self.jump_rad


@dataclass(frozen=True, slots=True)
class Correction:
    """What is known better now.

    Attributes:
        stamp_ns: When the jump was seen; for a pose graph, the stamp of the node that moved.
        T_new_old: Rigid transform (4, 4) that maps points of the map as it was to the map as it is.
    """

    stamp_ns: int
    T_new_old: Float64


class LoopClosureWatch:
    """Watches `map -> odom` for jumps.

    Each value is compared with the one before it, so that slow changes never add up to a jump. A
    localiser on a fixed map, as AMCL, corrects the odometry's drift in many small steps: the map
    stays what it is, and so does what is stored in it. Only a back end that moves the map itself
    takes a large step at once. A localiser also does when it had lost its way; where there is no
    back end, do not watch.
    """

    def __init__(self, config: LoopClosureConfig) -> None:
        self._config = config
        self._last_ns = 0
        self._T_map_odom: Float64 | None = None

    def observe(
        self, stamp_ns: int, T_map_odom: Float64, position_odom_m: Position = _ORIGIN
    ) -> Correction | None:
        """Take in the latest value; returns the correction if it jumped.

        Args:
            stamp_ns: Time of the value. An earlier one than before starts anew: time jumped back.
            T_map_odom: Rigid transform (4, 4) from the odometry's frame into the map.
            position_odom_m: Where the robot is in the odometry's frame (3,). The step is measured
                there: far from the origin, a turn by a hair moves the origin itself by far.
        """
        before, age_ns = self._T_map_odom, stamp_ns - self._last_ns
        if (before is not None and age_ns == 0) or not is_rigid(T_map_odom):
            return None
        self._last_ns, self._T_map_odom = stamp_ns, np.array(T_map_odom, dtype=np.float64)
        if before is None or not 0 < age_ns <= self._config.silence_ns:
            return None
        T_new_old = self._T_map_odom @ invert(before)
        if not self._config.is_exceeded(T_new_old, _moved(before, position_odom_m)):
            return None
        return Correction(stamp_ns, T_new_old)


class PoseGraphWatch:
    """Watches the poses of a pose graph, as a back end publishes them after each optimisation.

    A node is known by its stamp. Other than with `map -> odom`, every change of a node is a change
    of the map, however slow: a node is compared with what was last reported of it. What changed
    less waits until some node has moved by a jump; then all that moved are reported, so that no
    seams open between neighbours.
    """

    def __init__(self, config: LoopClosureConfig) -> None:
        self._config = config
        self._reported: dict[int, Float64] = {}

    def observe(self, stamps_ns: Sequence[int], T_map_node: Float64) -> list[Correction]:
        """Take in all nodes; returns what moved, in order of time.

        Args:
            stamps_ns: Stamps of the N nodes. Those of 0 are left out, as they name no node.
            T_map_node: (N, 4, 4) their poses in the map. Those that are not rigid are left out.

        Raises:
            ValueError: if the numbers of stamps and poses differ.
        """
        nodes = {
            int(stamp_ns): np.array(pose, dtype=np.float64)
            for stamp_ns, pose in zip(stamps_ns, T_map_node, strict=True)
            if stamp_ns > 0 and is_rigid(pose)
        }
        before, self._reported = self._reported, nodes
        known = sorted(nodes.keys() & before.keys())
        moved = [Correction(ns, nodes[ns] @ invert(before[ns])) for ns in known]
        if not any(self._jumped(each, before) for each in moved):
            self._reported = nodes | {ns: before[ns] for ns in known}
            return []
        return [each for each in moved if max(_step(each.T_new_old, _at(before, each))) > _SAME]

    def _jumped(self, correction: Correction, before: dict[int, Float64]) -> bool:
        return self._config.is_exceeded(correction.T_new_old, _at(before, correction))


def _at(nodes: dict[int, Float64], correction: Correction) -> Float64:
    """Where the node of a correction is (3,)."""
    return nodes[correction.stamp_ns][:3, 3]


def _moved(T: Float64, position_m: Position) -> Float64:
    moved: Float64 = T[:3, :3] @ np.asarray(position_m, dtype=np.float64) + T[:3, 3]
    return moved


def _step(T_new_old: Float64, position_m: Position) -> tuple[float, float]:
    """How far a position (3,) is moved, in metres, and the turn, in radians."""
    moved_m = _moved(T_new_old, position_m) - np.asarray(position_m, dtype=np.float64)
    # By the length of R - 1, which is 2 sqrt(2) sin(angle / 2): exact for small angles.
    chord = float(np.linalg.norm(T_new_old[:3, :3] - np.eye(3)))
    turn_rad = 2.0 * float(np.arcsin(min(chord / np.sqrt(8.0), 1.0)))
    return float(np.linalg.norm(moved_m)), turn_rad
