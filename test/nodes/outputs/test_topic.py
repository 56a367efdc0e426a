import pytest
from nav_msgs.msg import OccupancyGrid

from whereseen.nodes import qos
from whereseen.nodes.outputs.topic import Topic

pytestmark = pytest.mark.ros


@pytest.fixture
def topic(peer):
    topic = Topic(peer.node, OccupancyGrid, "grid", qos.latched(), 1.0)
    yield topic
    topic.close()


def test_who_comes_while_others_listen_gets_what_is_latched(topic, peer):
    peer.collect(OccupancyGrid, "grid", qos.latched())
    peer.until(lambda: topic.listeners == 1)
    topic.send(OccupancyGrid())
    late = peer.collect(OccupancyGrid, "grid", qos.latched())
    peer.until(lambda: late)


def test_what_is_latched_is_withdrawn_when_the_last_listener_leaves(topic, peer):
    """It may be forgotten by the time that somebody comes again."""
    first = peer.node.create_subscription(OccupancyGrid, "grid", lambda _: None, qos.latched())
    peer.until(lambda: topic.listeners == 1)
    topic.send(OccupancyGrid())
    peer.node.destroy_subscription(first)
    peer.until(lambda: topic.listeners == 0)
    late = peer.collect(OccupancyGrid, "grid", qos.latched())
    peer.until(lambda: topic.listeners == 1)
    topic.send(OccupancyGrid(data=[7], info=OccupancyGrid().info))
    peer.until(lambda: late)
    assert [list(grid.data) for grid in late] == [[7]]


def test_only_what_is_latched_is_withdrawn(peer):
    topic = Topic(peer.node, OccupancyGrid, "updates", qos.updates(), 1.0)
    publisher = topic._publisher
    topic.send(OccupancyGrid())
    assert topic.listeners == 0
    assert topic._publisher is publisher
    topic.close()
