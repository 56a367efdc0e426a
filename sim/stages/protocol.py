"""What a simulator does for a home: it shows bodies where they are told to be.

What happens in a home is decided in `whereseen.sim.world`, so that it is the same in every
simulator; a stage renders it and knows shapes. The map frame has z up (REP 103) and poses of
cameras are those of their optical frame (z forward, x right); other conventions stay inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float32, Float64
from whereseen.sim.modelling.model import Model


@dataclass(frozen=True, slots=True)
class Body:
    """Something that a stage shows.

    Attributes:
        name: Unique on the stage.
        instance: Its id in images of instances, from 1; that of all its links.
        model: What it looks like.
        is_movable: Whether its pose may change; what stays can be shown faster.
    """

    name: str
    instance: int
    model: Model
    is_movable: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Where a body is.

    Attributes:
        T_map_body: (4, 4) pose; None hides it.
        joints: Positions in metres or radians by link; 0 for those left out.
    """

    T_map_body: Float64 | None
    joints: Mapping[str, float]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Placement):
            return NotImplemented
        one, two = self.T_map_body, other.T_map_body
        if one is None or two is None:
            return one is two
        return bool(np.array_equal(one, two)) and self.joints == other.joints

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole camera.

    Attributes:
        width_px: Width of its images.
        height_px: Height of its images.
        field_of_view_deg: Horizontal field of view.
        nearest_m: Nothing nearer is rendered.
        farthest_m: Nothing farther is rendered.
    """

    width_px: int = 320
    height_px: int = 240
    field_of_view_deg: float = 79.0
    nearest_m: float = 0.05
    farthest_m: float = 15.0

    @property
    def intrinsics(self) -> Float64:
        """(3, 3) matrix in pixels, with integer coordinates in the middle of pixels."""
        focal = self.width_px / 2.0 / np.tan(np.radians(self.field_of_view_deg) / 2.0)
        u, v = (self.width_px - 1) / 2.0, (self.height_px - 1) / 2.0
        return np.array([[focal, 0.0, u], [0.0, focal, v], [0.0, 0.0, 1.0]])


@dataclass(frozen=True, slots=True)
class Picture:
    """What a camera sees.

    Attributes:
        rgb: (h, w, 3) uint8.
        depth_m: (h, w) float32 along the optical axis, +inf where nothing is.
        instances: (h, w) int32 ids of bodies, 0 where nothing is.
        intrinsics: (3, 3) of the rays along which depth was taken.
    """

    rgb: npt.NDArray[np.uint8]
    depth_m: Float32
    instances: npt.NDArray[np.int32]
    intrinsics: Float64


class Stage(Protocol):
    """A renderer of bodies."""

    def load(self, bodies: Iterable[Body]) -> None:
        """Add bodies, hidden at first.

        Raises:
            StageFailed: if one cannot be shown.
        """
        ...

    def clear(self) -> None:
        """Remove all bodies."""
        ...

    def place(self, placements: Mapping[str, Placement]) -> None:
        """Move bodies, by name; the others stay where they are.

        Raises:
            StageFailed: if there is no such body.
        """
        ...

    def render(self, camera: Camera, T_map_camera: Float64) -> Picture:
        """What a camera sees from a pose (4, 4) of its optical frame."""
        ...

    def close(self) -> None:
        """Free everything."""
        ...


@runtime_checkable
class Reaching(Protocol):
    """A stage that knows how a robot can reach a point."""

    def reach(self, body: str, link: str, position_m: Float64) -> dict[str, float] | None:
        """Positions of joints that bring a link's origin to a point (3,); None if none do."""
        ...


@runtime_checkable
class Wayfinding(Protocol):
    """A stage that knows ways over the floor."""

    def way(self, start_m: Float64, goal_m: Float64, radius_m: float) -> Float64 | None:
        """Corners (N, 3) of a shortest way for a round robot; None if there is none."""
        ...
