"""The boxes in a home that hide what is behind them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.sim.modelling.shapes import Box, Part, rotation
from whereseen.sim.stages.culling import Solids
from whereseen.sim.stages.protocol import Body, Placement

_LARGE_M = 0.4  # along two axes: what is smaller hides little


class SolidBoxes:
    """Large boxes of bodies that stay where they are."""

    def __init__(self) -> None:
        self._boxes: dict[str, list[tuple[Float64, Float64]]] = {}
        self._all: Solids | None = None

    def place(self, body: Body, placement: Placement) -> None:
        """Note where a body is; what is movable is passed over."""
        if body.is_movable:
            return
        T_map_body = placement.T_map_body
        self._boxes[body.name] = [] if T_map_body is None else list(_boxes(body, T_map_body))
        self._all = None

    def all(self) -> Solids:
        """All boxes."""
        if self._all is None:
            boxes = [each for body in self._boxes.values() for each in body]
            self._all = Solids(
                np.array([T_map_box for T_map_box, _ in boxes]).reshape(-1, 4, 4),
                np.array([half_m for _, half_m in boxes]).reshape(-1, 3),
            )
        return self._all


def _boxes(body: Body, T_map_body: Float64) -> Iterator[tuple[Float64, Float64]]:
    """Pose (4, 4) and half edge lengths (3,) of the large boxes of the base."""
    for part in body.model.parts:
        if isinstance(part.shape, Box) and np.sum(np.array(part.shape.size_m) >= _LARGE_M) >= 2:
            yield T_map_body @ _pose(part), np.array(part.shape.size_m) / 2.0


def _pose(part: Part) -> Float64:
    T_body_part = np.eye(4)
    T_body_part[:3, :3] = rotation(part.turn_deg)
    T_body_part[:3, 3] = part.at_m
    return T_body_part
