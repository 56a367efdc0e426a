"""A memory that was told of a flat, a node that takes tasks over it, a scripted robot."""

import threading
import time

import numpy as np
import pytest

pytest.importorskip("whereseen_msgs")

from rclpy.executors import MultiThreadedExecutor
from rclpy.node import Node
from scripted_body import Driver

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.nodes.clocks import Clocks
from whereseen.nodes.core import Core
from whereseen.nodes.intake.worker import Worker
from whereseen.nodes.tasks.config import TaskConfig
from whereseen.nodes.tasks.doer import Doer
from whereseen.nodes.tasks.errand import Errand, send
from whereseen.nodes.tasks.server import TaskServer
from whereseen.nodes.transforms.buffer import Found

HOUR_NS = 3_600_000_000_000
TOLD_NS = 1_000_000_000
HOME = (
    ("table", (2.0, 2.0, 0.4), (1.2, 0.8, 0.8)),
    ("red mug", (2.0, 2.0, 0.85), (0.1, 0.1, 0.1)),
    ("sink", (4.0, 0.3, 0.8), (0.6, 0.5, 0.2)),
    ("desk", (6.0, 3.0, 0.4), (1.4, 0.7, 0.8)),
    ("laptop", (6.0, 3.0, 0.9), (0.3, 0.3, 0.2)),
)


class AtHome:
    """The robot stands at the origin."""

    def latest(self, target, source):
        return Found(np.eye(4), 0)

    def wait_for(self, target, source, stamp_ns, timeout_s):
        return np.eye(4)


class NoFrames:
    def take(self, frame):
        return 0.0

    def lose(self, reason):
        pass


class Acting:
    """A node that takes tasks, spun in a thread."""

    def __init__(self, context, memory):
        self.node = Node("memory", context=context)
        self.memory = memory
        clocks = Clocks.of(self.node)
        self.core = Core(memory, AtHome(), clocks, lambda _: None, map_frame="map")
        self.worker = Worker(NoFrames(), lambda: 0.05, queue_size=1, on_fault=print)
        self.worker.start()
        config = TaskConfig()
        self.doer = Doer(self.node, self.core, self.worker, AtHome(), clocks, config)
        self.server = TaskServer(self.node, self.core, self.doer, clocks, config)
        self._executor = MultiThreadedExecutor(num_threads=4, context=context)
        self._executor.add_node(self.node)
        self._thread = threading.Thread(target=self._executor.spin)
        self._thread.start()

    def close(self):
        self.server.leave()
        self._executor.shutdown()
        self._thread.join()
        self.server.close()
        self.worker.stop()
        self.node.destroy_node()


@pytest.fixture(scope="session")
def labels():
    return make_encoder("labels")


@pytest.fixture
def memory(labels):
    memory = SpatialMemory(labels, MemoryConfig(voxels=VoxelConfig(memory_limit_mb=16)))
    for label, at, size in HOME:
        memory.remember(label, at, size_m=size, source="a test", now_ns=TOLD_NS)
    # Frames of the last moments are there at once, for they have the time of the next hour.
    memory.trajectory.add(time.time_ns() + HOUR_NS, np.eye(4))
    return memory


@pytest.fixture
def acting(ros_context, memory):
    acting = Acting(ros_context, memory)
    yield acting
    acting.close()


@pytest.fixture
def driver(ros_context):
    driver = Driver(ros_context)
    yield driver
    driver.close()


@pytest.fixture
def ask(ros_context):
    """Sends a task and returns how it ended; lines of feedback are in `ask.lines`."""
    node = Node("asker", context=ros_context)

    def ask(instruction, is_cancelled=lambda: False, **more):
        errand = Errand(instruction, wait_s=20.0, **more)
        return send(node, errand, ask.lines.append, is_cancelled)

    ask.lines = []
    yield ask
    node.destroy_node()
