"""Transforms over real DDS: from one participant to another, with each kind of buffer."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import rclpy
from geometry_msgs.msg import TransformStamped
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.publisher import Publisher
from rosgraph_msgs.msg import Clock

from whereseen.nodes import qos
from whereseen.nodes.convert.stamp import time_of
from whereseen.nodes.transforms.broadcaster import Broadcaster, StaticBroadcaster
from whereseen.nodes.transforms.edge import Edge
from whereseen.nodes.transforms.errors import (
    FutureExtrapolationFailed,
    LookupFailed,
    PastExtrapolationFailed,
)
from whereseen.nodes.transforms.listening_source import ListeningSource
from whereseen.nodes.transforms.messages import message_of
from whereseen.nodes.transforms.source import make_transform_source
from whereseen.nodes.transforms.time_cache import CacheLimits

pytestmark = pytest.mark.ros
S = 1_000_000_000
LONG_S = 60.0


def transform(parent: str, child: str, stamp_s: float, x_m: float) -> TransformStamped:
    no_turn = (0.0, 0.0, 0.0, 1.0)
    return message_of(Edge(parent, child, round(stamp_s * S), (x_m, 0.0, 0.0), no_turn))


class Spun:
    """A node in a context of its own, spun in a thread."""

    def __init__(self, domain: int, name: str, **parameters: object) -> None:
        self.context = Context()
        rclpy.init(context=self.context, domain_id=domain)
        overrides = [Parameter(key, value=value) for key, value in parameters.items()]
        self.node = Node(name, context=self.context, parameter_overrides=overrides)
        self._executor = SingleThreadedExecutor(context=self.context)
        self._executor.add_node(self.node)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._spin)
        self._thread.start()

    def _spin(self) -> None:
        while not self._stop.is_set():
            self._executor.spin_once(timeout_sec=0.05)

    def close(self) -> None:
        self._stop.set()
        self._thread.join(LONG_S)
        self._executor.shutdown()
        self.node.destroy_node()
        self.context.try_shutdown()


@pytest.fixture
def spun(ros_domain: int) -> Iterator[Callable[..., Node]]:
    """Makes nodes, each in a context of its own."""
    started: list[Spun] = []

    def start(name: str, **parameters: object) -> Node:
        started.append(Spun(ros_domain, name, **parameters))
        return started[-1].node

    yield start
    for each in reversed(started):
        each.close()


@pytest.fixture
def source(spun: Callable[..., Node], make_buffer: Callable) -> Iterator[ListeningSource]:
    """A source in a participant of its own."""
    source = ListeningSource(spun("listener"), make_buffer(CacheLimits()))
    yield source
    source.close()


def eventually(condition: Callable[[], object]) -> None:
    """Wait until a condition holds; the nodes spin in threads of their own."""
    deadline_s = time.monotonic() + LONG_S
    while not condition():
        assert time.monotonic() < deadline_s, "timed out"
        time.sleep(0.01)


def connect(talker: Node) -> None:
    """Wait until somebody listens to each topic that a node publishes for its own part."""
    own = [each for each in talker.publishers if each.topic_name in ("/tf", "/clock")]
    assert own
    eventually(lambda: all(each.get_subscription_count() for each in own))


def test_static_transforms_reach_who_comes_late(
    spun: Callable[..., Node], make_buffer: Callable
) -> None:
    broadcaster = StaticBroadcaster(spun("talker"))
    broadcaster.send([transform("base", "camera", 0.0, 0.1), transform("base", "lidar", 0.0, 0.5)])
    broadcaster.send([transform("base", "camera", 0.0, 0.2)])
    late = ListeningSource(spun("late"), make_buffer(CacheLimits()))
    assert late.wait_for("lidar", "camera", 5 * S, LONG_S)[0, 3] == pytest.approx(-0.3)
    late.close()


def test_a_worker_sleeps_until_its_transform_comes(
    spun: Callable[..., Node], source: ListeningSource
) -> None:
    talker = spun("talker")
    StaticBroadcaster(talker).send([transform("base", "camera", 0.0, 1.0)])
    broadcaster = Broadcaster(talker)
    connect(talker)
    broadcaster.send([transform("map", "base", 10.0, 10.0)])
    assert source.wait_for("map", "camera", 10 * S, LONG_S)[0, 3] == 11.0
    with pytest.raises(FutureExtrapolationFailed):
        source.lookup("map", "camera", 11 * S)
    with ThreadPoolExecutor(1) as worker:
        found = worker.submit(source.wait_for, "map", "camera", 11 * S, LONG_S)
        broadcaster.send([transform("map", "base", 12.0, 12.0)])
        assert found.result(LONG_S)[0, 3] == pytest.approx(12.0)
    latest = source.latest("map", "camera")
    assert (latest.stamp_ns, latest.T_target_source[0, 3]) == (12 * S, 13.0)
    assert source.can_transform("map", "camera", 12 * S)
    assert not source.can_transform("map", "camera", 13 * S)
    with pytest.raises(PastExtrapolationFailed):
        source.wait_for("map", "camera", 9 * S, LONG_S)


def test_unusable_transforms_are_counted_and_the_others_used(
    spun: Callable[..., Node], source: ListeningSource
) -> None:
    talker = spun("talker")
    broadcaster = Broadcaster(talker)
    connect(talker)
    broken = [transform("map", "map", 1.0, 0.0), transform("map", "base", 1.0, math.nan)]
    broadcaster.send([*broken, transform("map", "base", 1.0, 3.0)])
    assert source.wait_for("map", "base", 1 * S, LONG_S)[0, 3] == 3.0
    assert source.refused() == {"frame and child are the same": 1, "not finite": 1}


def test_closing_wakes_who_waits(source: ListeningSource) -> None:
    with ThreadPoolExecutor(1) as worker:
        found = worker.submit(source.wait_for, "map", "base", 1 * S, 10 * LONG_S)
        source.close()
        assert isinstance(found.exception(LONG_S), LookupFailed)
    source.close()


def test_a_clock_that_jumps_back_clears_what_was_known(
    spun: Callable[..., Node], make_buffer: Callable
) -> None:
    talker = spun("talker")
    node = spun("listener", use_sim_time=True)
    source = ListeningSource(node, make_buffer(CacheLimits()))
    clock, broadcaster = talker.create_publisher(Clock, "/clock", qos.clock()), Broadcaster(talker)
    connect(talker)
    tell(clock, node, 100)
    broadcaster.send([transform("map", "base", 100.0, 1.0)])
    source.wait_for("map", "base", 100 * S, LONG_S)
    tell(clock, node, 50)
    eventually(lambda: not source.can_transform("map", "base", 100 * S))
    broadcaster.send([transform("map", "base", 50.0, 2.0)])
    assert source.wait_for("map", "base", 50 * S, LONG_S)[0, 3] == 2.0
    source.close()


def tell(clock: Publisher, node: Node, now_s: int) -> None:
    """Publish a time until a node has it, as nodes listen to clocks at best effort."""

    def is_told() -> bool:
        clock.publish(Clock(clock=time_of(now_s * S)))
        return bool(node.get_clock().now().nanoseconds == now_s * S)

    eventually(is_told)


def test_the_source_that_nodes_make_listens(spun: Callable[..., Node]) -> None:
    StaticBroadcaster(spun("talker")).send([transform("base", "camera", 0.0, 0.1)])
    source = make_transform_source(spun("listener"))
    assert source.wait_for("base", "camera", 5 * S, LONG_S)[0, 3] == pytest.approx(0.1)
    source.close()
