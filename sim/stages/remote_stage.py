"""A stage in another interpreter, in which its simulator is installed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from whereseen.memory.errors import WhereseenError
from whereseen.memory.frames import Float64
from whereseen.sim.stages.bodies import Registry
from whereseen.sim.stages.channel import Array, Message
from whereseen.sim.stages.errors import StageFailed
from whereseen.sim.stages.protocol import Body, Camera, Picture, Placement
from whereseen.sim.stages.stage_process import StageProcess
from whereseen.sim.stages.wire import (
    VERSION,
    described,
    heard_picture,
    told_bodies,
    told_placements,
)


class RemoteStage:
    """Tells a process what to show. Implements `Stage`.

    Placements are sent along with what is asked next: one message there and one back each time.

    Args:
        process: Serves the stage.
    """

    def __init__(self, process: StageProcess) -> None:
        self._process = process
        self._registry = Registry()
        self._pending: dict[str, Placement] = {}

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    def load(self, bodies: Iterable[Body]) -> None:
        """Add bodies, hidden at first; see `Stage`."""
        added = self._registry.add(bodies)
        try:
            self._ask("load", told_bodies(added))
        except WhereseenError:
            self._registry.drop(added)
            raise

    def clear(self) -> None:
        """Remove all bodies."""
        self._registry, self._pending = Registry(), {}
        self._ask("clear")

    def place(self, placements: Mapping[str, Placement]) -> None:
        """Move bodies, by name; see `Stage`."""
        self._pending |= self._registry.changed(placements)

    def render(self, camera: Camera, T_map_camera: Float64) -> Picture:
        """What a camera sees; see `Stage`."""
        pose = np.asarray(T_map_camera, dtype="<f8")
        return heard_picture(self._ask("render", {"camera": described(camera)}, pose))

    def close(self) -> None:
        """End the process; twice does no harm."""
        self._process.stop()

    def _ask(self, do: str, head: dict[str, Any] | None = None, *arrays: Array) -> Message:
        rows, poses = told_placements(self._pending)
        self._pending = {}
        told = {"do": do, "placements": rows, **(head or {})}
        return self._process.asked(Message(told, (poses, *arrays)))


class RemoteReachingStage(RemoteStage):
    """A remote stage that implements `Reaching` too."""

    def reach(self, body: str, link: str, position_m: Float64) -> dict[str, float] | None:
        """Positions of joints that bring a link's origin to a point; see `Reaching`."""
        position = np.asarray(position_m, dtype="<f8")
        answer = self._ask("reach", {"body": body, "link": link}, position)
        joints: dict[str, float] | None = answer.head["joints"]
        return joints


class RemoteWayfindingStage(RemoteStage):
    """A remote stage that implements `Wayfinding` too."""

    def way(self, start_m: Float64, goal_m: Float64, radius_m: float) -> Float64 | None:
        """Corners of a shortest way for a round robot; see `Wayfinding`."""
        ends = np.array([start_m, goal_m], dtype="<f8")
        answer = self._ask("way", {"radius_m": radius_m}, ends)
        return answer.arrays[0] if answer.arrays else None


def open_remote(name: str, python: Path) -> RemoteStage:
    """Open a stage in another interpreter.

    Args:
        name: Of the stage.
        python: The interpreter.

    Raises:
        MissingSimulator: if its simulator is not installed there.
        StageFailed: if it does not start.
    """
    process = StageProcess(name, python)
    try:
        greeting = process.heard()
        version = greeting.head.get("version")
        if version != VERSION:
            raise StageFailed("the other interpreter speaks another version", got=repr(version))
    except BaseException:
        process.stop()
        raise
    kinds = {"reach": RemoteReachingStage, "way": RemoteWayfindingStage}
    able = [kinds[each] for each in greeting.head["abilities"]]
    return able[0](process) if able else RemoteStage(process)
