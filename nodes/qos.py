"""Every quality of service that the nodes use, by name."""

from __future__ import annotations

from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy

from whereseen.memory.errors import InvalidConfig

_RELIABILITY = {
    "best_effort": ReliabilityPolicy.BEST_EFFORT,
    "reliable": ReliabilityPolicy.RELIABLE,
}


def reliability_of(text: str) -> ReliabilityPolicy:
    """Reliability by its name in parameters, `best_effort` or `reliable`.

    Raises:
        InvalidConfig: for another name.
    """
    try:
        return _RELIABILITY[text.strip().lower()]
    except KeyError:
        raise InvalidConfig(
            "unknown reliability", got=repr(text), remedy=f"Use {' or '.join(_RELIABILITY)}"
        ) from None


def sensor_input(reliability: ReliabilityPolicy, *, depth: int = 5) -> QoSProfile:
    """Subscriptions to sensors: best effort hears every driver, reliable loses nothing."""
    return _profile(depth, reliability=reliability)


def sensor_output(*, depth: int = 5) -> QoSProfile:
    """Sensor data that we publish: reliable serves subscribers of both kinds."""
    return _profile(depth)


def latched() -> QoSProfile:
    """Maps, markers and names: who comes late gets the last one."""
    return _profile(1, durability=DurabilityPolicy.TRANSIENT_LOCAL)


def latched_or_not() -> QoSProfile:
    """Subscriptions to what some publish latched and others do not: volatile hears both."""
    return _profile(1)


def updates(*, depth: int = 10) -> QoSProfile:
    """Changes to what is latched: of no use to who comes late."""
    return _profile(depth)


def detections(*, depth: int = 10) -> QoSProfile:
    """What detectors recognised, in order and without gaps."""
    return _profile(depth)


def tf() -> QoSProfile:
    """`/tf`, as tf2 has it."""
    return _profile(100)


def tf_static(*, depth: int = 100) -> QoSProfile:
    """`/tf_static`, as tf2 has it; a publisher that sends all edges at once needs a depth of 1."""
    return _profile(depth, durability=DurabilityPolicy.TRANSIENT_LOCAL)


def clock() -> QoSProfile:
    """`/clock`, of which only the newest counts; reliable serves subscribers of both kinds."""
    return _profile(1)


def diagnostics() -> QoSProfile:
    """`/diagnostics`, as diagnostic_updater has it."""
    return _profile(1)


def _profile(
    depth: int,
    *,
    reliability: ReliabilityPolicy = ReliabilityPolicy.RELIABLE,
    durability: DurabilityPolicy = DurabilityPolicy.VOLATILE,
) -> QoSProfile:
    return QoSProfile(
        history=HistoryPolicy.KEEP_LAST,
        depth=depth,
        reliability=reliability,
        durability=durability,
    )
