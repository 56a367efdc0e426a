"""Where the robot is and may stand, and what was seen, by tf and a memory elsewhere."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from whereseen.acting.skills.call import Pose2
from whereseen.memory.errors import WhereseenError
from whereseen.nodes.skills.told_world import ToldShape
from whereseen.nodes.tasks.mind import Mind
from whereseen.nodes.transforms.source import TransformSource

_LOOK_S = 20.0  # that frames of the last moments may take to be used where the machine is busy
_TF_S = 5.0  # that tf may take to come, as to a node that has just begun


@dataclass(frozen=True, slots=True)
class MemoryGround:
    """Implements `Ground`; used from the task's thread.

    Attributes:
        ask: Runs a function over the mind in its thread.
        stamp_ns: Of the newest frame in the memory.
        transforms: Where the robot is.
        map_frame: In which things are remembered.
        base_frame: Of the robot.
    """

    ask: Callable[[Callable[[Mind], Any]], Any]
    stamp_ns: Callable[[], int]
    transforms: TransformSource
    map_frame: str
    base_frame: str

    def pose(self) -> Pose2:
        """Where the base is; raises TransformError if tf does not tell."""
        T = self.transforms.wait_for(self.map_frame, self.base_frame, 0, _TF_S)
        return float(T[0, 3]), float(T[1, 3]), math.atan2(T[1, 0], T[0, 0])

    def approach(self, target: int | str) -> Pose2 | None:
        """Where to stand before a thing, or in a room; None if that is not known."""
        try:
            pose = self.pose()
        except WhereseenError:
            return None
        found: Pose2 | None = self.ask(lambda mind: mind.approach(target, pose))
        return found

    def shape(self, thing_id: int) -> ToldShape | None:
        """What is known of a thing besides its box."""
        found: ToldShape | None = self.ask(lambda mind: mind.shape(thing_id))
        return found

    def settle(self, thing_ids: Iterable[int], until_ns: int) -> None:
        """Wait for the frames up to a time, then ask for things by what they showed."""
        ids, pause = tuple(thing_ids), threading.Event()
        for _ in range(round(_LOOK_S / 0.05)):
            if self.stamp_ns() >= until_ns:
                break
            pause.wait(0.05)
        self.ask(lambda mind: mind.refresh(ids))

    def is_seen(self, thing_id: int, since_ns: int) -> bool | None:
        """Whether a thing was seen where it is known to be; None if nobody can tell."""
        if self.stamp_ns() < since_ns:  # no frame of it was used yet
            return None
        seen: bool | None = self.ask(lambda mind: mind.is_seen(thing_id, since_ns))
        return seen
