"""The simulator node as the driver of a body: it goes, it stops when it is told, it stays there."""

import pytest
from nav_msgs.msg import Odometry
from scripted_body import until

from whereseen.acting.skills.call import Close, GoTo, LookAt, Open, Pick, Place, Toggle
from whereseen.acting.skills.embodiment import Order
from whereseen.acting.skills.outcome import FailureKind

pytestmark = [pytest.mark.ros, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _needs_pybullet():
    pytest.importorskip("pybullet")


def test_the_simulated_robot_goes_where_it_is_told_and_stops(spawn, peer, body):
    odometry = peer.collect(Odometry, "odom", 10)
    node = spawn(
        "whereseen.nodes.sim_node", "--ros-args", "-p", "rooms:=1", "-p", "objects:=5", "-p",
        "rate:=20.0", "-p", "width_px:=64", "-p", "height_px:=48", "-p", "patrol:=false",
    )  # fmt: skip
    until(body, lambda: body.is_met, timeout_s=60.0)
    assert {GoTo, LookAt, Pick, Place, Open, Close, Toggle} <= body.skills
    peer.until(lambda: odometry)

    def at():
        return odometry[-1].pose.pose.position.x, odometry[-1].pose.pose.position.y

    x, y = at()
    turned = body.do(GoTo((x, y, 2.0)), Order())
    assert turned.is_success, turned.failure
    assert turned.end_ns > turned.start_ns

    told = []
    stopped = body.do(GoTo((x, y, -1.0)), Order(lambda: True, tell=told.append))
    assert stopped.failure.kind is FailureKind.CANCELLED
    assert node.interrupt() == 0, node.output
