"""The two clocks of a node."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from rclpy.node import Node


@dataclass(frozen=True, slots=True)
class Clocks:
    """One clock only goes forward, the other is that of the stamps.

    Attributes:
        steady_s: Seconds of the machine.
        now_ns: Nanoseconds of ROS, simulated or not.
    """

    steady_s: Callable[[], float]
    now_ns: Callable[[], int]

    @classmethod
    def of(cls, node: Node) -> Clocks:
        """The clocks of a node."""
        return cls(time.monotonic, lambda: node.get_clock().now().nanoseconds)
