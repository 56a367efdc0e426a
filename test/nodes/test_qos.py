import pytest

pytest.importorskip("rclpy", reason="needs ROS 2 or its wheels")

from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy

from whereseen.memory.errors import InvalidConfig
from whereseen.nodes import qos

RELIABLE, BEST_EFFORT = ReliabilityPolicy.RELIABLE, ReliabilityPolicy.BEST_EFFORT
VOLATILE, LATCHED = DurabilityPolicy.VOLATILE, DurabilityPolicy.TRANSIENT_LOCAL


@pytest.mark.parametrize(
    ("profile", "reliability", "durability", "depth"),
    [
        (qos.sensor_input(BEST_EFFORT), BEST_EFFORT, VOLATILE, 5),
        (qos.sensor_input(RELIABLE, depth=9), RELIABLE, VOLATILE, 9),
        (qos.sensor_output(), RELIABLE, VOLATILE, 5),
        (qos.latched(), RELIABLE, LATCHED, 1),
        (qos.latched_or_not(), RELIABLE, VOLATILE, 1),
        (qos.updates(), RELIABLE, VOLATILE, 10),
        (qos.detections(), RELIABLE, VOLATILE, 10),
        (qos.tf(), RELIABLE, VOLATILE, 100),
        (qos.tf_static(), RELIABLE, LATCHED, 100),
        (qos.tf_static(depth=1), RELIABLE, LATCHED, 1),
        (qos.clock(), RELIABLE, VOLATILE, 1),
        (qos.diagnostics(), RELIABLE, VOLATILE, 1),
    ],
)
def test_profiles(profile: QoSProfile, reliability, durability, depth: int) -> None:
    assert (profile.reliability, profile.durability) == (reliability, durability)
    assert (profile.history, profile.depth) == (HistoryPolicy.KEEP_LAST, depth)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("best_effort", BEST_EFFORT), ("reliable", RELIABLE), (" RELIABLE ", RELIABLE)],
)
def test_reliability_by_name(text: str, expected: ReliabilityPolicy) -> None:
    assert qos.reliability_of(text) is expected


@pytest.mark.parametrize("text", ["", "sensor_data", "best effort"])
def test_other_names_are_refused(text: str) -> None:
    with pytest.raises(InvalidConfig, match=r"unknown reliability.*Use best_effort or reliable"):
        qos.reliability_of(text)
