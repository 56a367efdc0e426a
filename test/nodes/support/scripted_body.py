"""A body that does as it is told, its servers over real DDS, and a home that is known."""

import contextlib
import threading
import time
from dataclasses import dataclass, field

import numpy as np
from rclpy.executors import MultiThreadedExecutor
from rclpy.impl.implementation_singleton import rclpy_implementation
from rclpy.node import Node

from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.skills.call import Explore, GoTo, LookAt, Open, Pick, Place
from whereseen.acting.skills.embodiment import Progress
from whereseen.acting.skills.outcome import Failure, FailureKind, Outcome
from whereseen.memory.chronicle import Deed, Stay
from whereseen.memory.chronicle.deeds import ROBOT
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.language import Verb
from whereseen.nodes.skills.pursuit import Patience
from whereseen.nodes.skills.server import BodyParts, SkillServers
from whereseen.nodes.skills.told_world import ToldWorld
from whereseen.nodes.spinning import InvalidHandle

MUG = Thing(7, "red mug", (1.0, 2.0, 0.8), (0.1, 0.1, 0.1), 0.9, 5_000, support_id=8, relation="on")
TABLE = Thing(8, "table", (1.0, 2.0, 0.4), (1.0, 0.8, 0.7), 1.0, 5_000, is_receptacle=True)
SINK = Thing(9, "sink", (3.0, 0.0, 0.8), (0.6, 0.5, 0.2), 1.0, 5_000, is_receptacle=True)
PUT_DOWN_M = (3.1, 0.1, 0.9)
IMPATIENT = Patience(accept_s=5.0, cancel_s=5.0, silence_s=0.3, absence_s=0.3, poll_s=0.01)


@dataclass
class ScriptedBody:
    """Does what it was told to do at the next call of a kind; else succeeds at once."""

    world: ToldWorld
    skills: frozenset = frozenset({GoTo, Explore, LookAt, Open, Pick, Place})
    pose: tuple = (0.0, 0.0, 0.0)
    held: int | None = None
    calls: list = field(default_factory=list)
    failures: dict = field(default_factory=dict)
    failing_once: dict = field(default_factory=dict)
    lasting: set = field(default_factory=set)  # kinds that go on until they are cancelled
    begun: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def now_ns(self):
        return time.time_ns()

    def do(self, call, order):
        start_ns = self.now_ns
        self.calls.append(call)
        failure = self.failing_once.pop(type(call), None) or self.failures.get(type(call))
        looks = 0
        if isinstance(call, Explore):
            looks, failure = self._explore(order, failure)
        order.tell(Progress("at it", (1.0, 2.0, 0.5), 1.5, looks))
        self.begun.set()
        if type(call) in self.lasting:
            while not order.is_cancelled():
                time.sleep(0.005)
            failure = Failure(FailureKind.CANCELLED, "told to stop")
        if failure is None:
            self._act(call, start_ns)
        self.ended.set()
        return Outcome(call, failure, start_ns, self.now_ns, 1.5, looks, areas=1)

    def _explore(self, order, failure):
        for look in range(1, 200):
            order.tell(Progress("looking", (0.0, 0.0, 0.0), 0.1 * look, look))
            if order.is_cancelled():
                return look, Failure(FailureKind.CANCELLED, "told to stop")
            time.sleep(0.002)
        return look, failure or Failure(FailureKind.NOT_FOUND, "all was seen")

    def _act(self, call, start_ns):
        end_ns = self.now_ns
        if isinstance(call, Pick):
            self.held = call.thing_id
            before = Stay(call.thing_id, "", (1.0, 2.0, 0.81), start_ns, end_ns, end_ns)
            self.world.note_deed(
                Deed(Verb.TOOK, start_ns, end_ns, ROBOT, call.thing_id, before=before)
            )
        elif isinstance(call, Place):
            after = Stay(self.held or 0, "", PUT_DOWN_M, end_ns, None, end_ns)
            deed = Deed(Verb.PUT, start_ns, end_ns, ROBOT, self.held or 0, after=after)
            self.world.note_deed(deed)
            self.held = None


class KnownHome(ToldWorld):
    """What a memory would know; notes are kept."""

    def __init__(self):
        super().__init__(time.time_ns)
        for thing in (MUG, TABLE, SINK):
            self.learn(thing)


@dataclass
class FlatGround:
    """Everything can be reached from one metre south of it."""

    world: KnownHome
    at: tuple = (0.0, 0.0, 0.0)
    seen: dict = field(default_factory=dict)
    settled: tuple = ()

    def pose(self):
        return self.at

    def approach(self, target):
        thing = self.world.thing(target) if isinstance(target, int) else None
        return None if thing is None else (thing.position_m[0], thing.position_m[1] - 1.0, 1.57)

    def shape(self, thing_id):
        return self.world.shapes.get(thing_id)

    def settle(self, thing_ids, until_ns):
        self.settled = (tuple(thing_ids), until_ns)

    def is_seen(self, thing_id, since_ns):
        return self.seen.get(thing_id)


class Driver:
    """The servers of a scripted body, spun in a thread."""

    def __init__(self, context, name="driver"):
        self.node = Node(name, context=context)
        self.world = ToldWorld(time.time_ns)
        self.body = ScriptedBody(self.world)
        self.parts = BodyParts(self.body, self.world, self._pose_of_frame, "map")
        self.executor = MultiThreadedExecutor(num_threads=4, context=context)
        self.servers = SkillServers(self.node, self.parts)
        self.executor.add_node(self.node)
        self._thread = threading.Thread(target=self._spin, daemon=True)
        self._thread.start()

    def close(self):
        if self._thread is None:
            return
        self.servers.leave()
        self.executor.shutdown()
        self._thread.join()
        self._thread = None
        self.servers.close()
        self.node.destroy_node()

    def vanish(self):
        """Be gone from the network without a word, as a killed process is in the end."""
        servers, self.servers._servers = self.servers._servers, []
        for server in servers:
            server.destroy()

    def forget_goals(self):
        """Know of no goal, as a driver that was started anew."""
        for server in self.servers._servers:
            server._goal_handles.clear()

    def _spin(self):
        # Servers that vanish while they are waited for are what is tried here.
        with contextlib.suppress(InvalidHandle, rclpy_implementation.RCLError):
            self.executor.spin()

    def _pose_of_frame(self, frame):
        if frame not in ("", "map", "base_link"):
            raise InvalidQuery("the frame is not known", got=frame)
        T = np.eye(4)
        T[0, 3] = 10.0 if frame == "base_link" else 0.0
        return T


def until(body, condition, timeout_s=20.0):
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline
        body.listen(0.01)
