"""`/diagnostics`: how the memory node is."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue
from rclpy.clock import Clock, ClockType
from rclpy.lifecycle import LifecycleNode

from whereseen.nodes import qos
from whereseen.nodes.intake.tally import TallySnapshot

_SILENT_S = 5.0
_OTHER_CLOCK_S = 600.0
_DROPPED_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Health:
    """What is told about the node.

    Attributes:
        is_active: Whether it listens to the camera.
        tally: What came in and became of it.
        waiting: Frames in the queue.
        longest_steps_s: How long frames and requests waited for other work at most, by kind.
        loop_closures: How often the past was corrected.
        used_mb, limit_mb: Of the voxel memory.
        voxels, keyframes, entities: What it holds.
        encoder, device: What recognises, and where it runs.
        transforms_refused: Unusable transforms, by reason.
        is_distorted: Whether images are bent by their lens.
        is_unregistered: Whether depth and colour are of different frames.
        fault: The last fault of the program, empty if there was none.
        map_file: Where the memory is kept, empty if nowhere.
        doing: The task that is being done, empty without one.
        planner_fault: Why the planner of the last task had no plan, empty if it had one.
    """

    is_active: bool
    tally: TallySnapshot
    waiting: int
    longest_steps_s: dict[str, float]
    loop_closures: int
    used_mb: float
    limit_mb: float
    voxels: int
    keyframes: int
    entities: int
    encoder: str
    device: str
    transforms_refused: dict[str, int]
    is_distorted: bool
    is_unregistered: bool
    fault: str
    map_file: str
    doing: str = ""
    planner_fault: str = ""


class Diagnostics:
    """Publishes the health of a node, if anybody subscribes.

    Args:
        node: Whose health.
        health: Tells it, or None where there is nothing to tell.
        period_s: Between two messages, by the machine's clock: simulated time may stand still.
    """

    def __init__(
        self, node: LifecycleNode, health: Callable[[], Health | None], period_s: float
    ) -> None:
        self._node = node
        self._health = health
        self._publisher = node.create_publisher(DiagnosticArray, "/diagnostics", qos.diagnostics())
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        self._timer = node.create_timer(period_s, self._publish, clock=steady)

    def close(self) -> None:
        """Publish no more."""
        self._node.destroy_timer(self._timer)
        self._node.destroy_publisher(self._publisher)

    def _publish(self) -> None:
        health = self._health() if self._publisher.get_subscription_count() else None
        if health is None:
            return
        name = f"{self._node.get_fully_qualified_name().lstrip('/')}: memory"
        message = DiagnosticArray(status=[status_of(name, health)])
        message.header.stamp = self._node.get_clock().now().to_msg()
        self._publisher.publish(message)


def status_of(name: str, health: Health) -> DiagnosticStatus:
    """The status of a node in a given health."""
    level, message = _verdict(health)
    values = [KeyValue(key=key, value=value) for key, value in _values(health)]
    return DiagnosticStatus(
        level=level, name=name, message=message, hardware_id=health.device, values=values
    )


def _verdict(health: Health) -> tuple[bytes, str]:
    tally = health.tally
    lost = sum(tally.dropped.values())
    if health.fault:
        return DiagnosticStatus.ERROR, health.fault
    if any(reason.startswith("not saved") for reason in tally.dropped):
        return DiagnosticStatus.ERROR, "the map file cannot be written"
    if not health.is_active:
        return DiagnosticStatus.OK, "inactive"
    if not tally.mapped:
        return DiagnosticStatus.WARN, f"no frame mapped yet{_why(tally)}"
    if tally.age_s > _SILENT_S:
        return DiagnosticStatus.WARN, f"no frame for {tally.age_s:.0f} s{_why(tally)}"
    if lost > _DROPPED_SHARE * (lost + tally.mapped):
        return DiagnosticStatus.WARN, f"frames are lost{_why(tally)}"
    if abs(tally.latency_s[0]) > _OTHER_CLOCK_S:
        return DiagnosticStatus.WARN, "stamps are of another clock: set use_sim_time"
    if health.is_unregistered:
        return DiagnosticStatus.WARN, "depth is in another frame than colour: register it"
    if health.is_distorted:
        return DiagnosticStatus.WARN, "images are not rectified: edges land beside the truth"
    if health.planner_fault:
        return DiagnosticStatus.WARN, f"tasks are planned without a model: {health.planner_fault}"
    return DiagnosticStatus.OK, f"{tally.rate_hz:.1f} frames a second"


def _why(tally: TallySnapshot) -> str:
    """The most frequent reason for losing something."""
    if not tally.dropped:
        return ""
    return f": {max(tally.dropped, key=lambda reason: tally.dropped[reason])}"


def _values(health: Health) -> list[tuple[str, str]]:
    tally = health.tally
    middle_s, high_s = tally.latency_s
    return [
        ("state", "active" if health.is_active else "inactive"),
        ("rate [Hz]", f"{tally.rate_hz:.2f}"),
        ("latency, median [ms]", _milliseconds(middle_s)),
        ("latency, 95th percentile [ms]", _milliseconds(high_s)),
        ("frames received", str(tally.received)),
        ("frames mapped", str(tally.mapped)),
        ("frames waiting", str(health.waiting)),
        *(
            (f"longest step, {kind} [ms]", f"{seconds * 1e3:.1f}")
            for kind, seconds in health.longest_steps_s.items()
        ),
        ("loop closures", str(health.loop_closures)),
        *((f"dropped: {reason}", str(count)) for reason, count in tally.dropped.items()),
        *((f"tf refused: {why}", str(n)) for why, n in sorted(health.transforms_refused.items())),
        ("memory used [MB]", f"{health.used_mb:.1f}"),
        ("memory limit [MB]", f"{health.limit_mb:.0f}"),
        ("voxels", str(health.voxels)),
        ("key frames", str(health.keyframes)),
        ("entities", str(health.entities)),
        ("encoder", health.encoder),
        ("device", health.device),
        ("map file", health.map_file),
        ("doing", health.doing),
        ("planner's fault", health.planner_fault),
    ]


def _milliseconds(seconds: float) -> str:
    return "" if math.isnan(seconds) else f"{seconds * 1e3:.1f}"
