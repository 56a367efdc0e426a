import pytest
from geometry_msgs.msg import Twist
from sensor_msgs.msg import JointState
from std_msgs.msg import Bool

from whereseen.nodes.simulation.commands import Commands, CommandTopics

pytestmark = pytest.mark.ros


@pytest.fixture
def clock():
    return [100.0]


@pytest.fixture
def topics(peer, clock):
    return CommandTopics(peer.node, lambda: clock[0])


def sender(peer, kind, topic):
    publisher = peer.node.create_publisher(kind, topic, 10)
    peer.until(lambda: publisher.get_subscription_count() == 1)
    return publisher


def test_before_anything_comes_there_is_nothing_to_do(topics):
    assert topics.take() == Commands()


def test_a_velocity_is_taken_once_and_grows_old(topics, peer, clock):
    message = Twist()
    message.linear.x, message.angular.z = 0.3, -0.2
    sender(peer, Twist, "cmd_vel").publish(message)
    taken = []
    peer.until(lambda: taken.append(topics.take()) or taken[-1].velocity is not None)
    assert taken[-1].velocity == (0.3, -0.2)
    clock[0] += 2.0
    later = topics.take()
    assert later.velocity is None
    assert later.velocity_age_s == pytest.approx(2.0)


def test_the_newest_target_of_each_joint_counts(topics, peer):
    joints = sender(peer, JointState, "joint_commands")
    joints.publish(JointState(name=["lift", "arm"], position=[0.2, 0.1]))
    joints.publish(JointState(name=["lift", "head_pan"], position=[0.4, 0.0]))
    found = {}
    peer.until(lambda: found.update(topics.take().joints) or len(found) == 3)
    assert found == {"lift": 0.4, "arm": 0.1, "head_pan": 0.0}
    assert topics.take().joints == {}


def test_names_without_positions_are_left_out(topics, peer):
    sender(peer, JointState, "furniture_commands").publish(
        JointState(name=["fridge/door", "oven/door"], position=[1.0])
    )
    found = {}
    peer.until(lambda: found.update(topics.take().furniture) or found)
    assert found == {"fridge/door": 1.0}


@pytest.mark.parametrize("closes", [True, False])
def test_the_gripper(topics, peer, closes):
    sender(peer, Bool, "gripper/close").publish(Bool(data=closes))
    found = []
    peer.until(lambda: found.append(topics.take().close_gripper) or found[-1] is not None)
    assert found[-1] is closes
