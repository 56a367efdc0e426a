"""An episode as topics: time passes in a thread of its own, at the pace of a clock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from nav_msgs.msg import Odometry
from rosgraph_msgs.msg import Clock
from sensor_msgs.msg import JointState
from tf2_msgs.msg import TFMessage
from whereseen_msgs.msg import EntityArray

from whereseen.memory.errors import InvalidConfig
from whereseen.nodes import qos
from whereseen.nodes.convert.stamp import time_of
from whereseen.nodes.recording.audience import Audience
from whereseen.nodes.recording.frame_messages import RGB, TF, TF_STATIC
from whereseen.nodes.recording.outlets import Outlets
from whereseen.nodes.recording.pace import Pace
from whereseen.nodes.recording.playback import Channel, Outgoing
from whereseen.nodes.recording.simulated_clock import CLOCK_CHANNEL
from whereseen.nodes.simulation.commands import Commands
from whereseen.nodes.simulation.config import SimNodeConfig
from whereseen.nodes.simulation.jobs import Jobs
from whereseen.nodes.simulation.robot_messages import RobotMessages, truth_message
from whereseen.sim.episode.episode import Episode
from whereseen.sim.sensing.sensor import Sensed
from whereseen.sim.world.errors import ActionFailed

ODOM, JOINT_STATES, FURNITURE_STATES, TRUTH = (
    "odom", "joint_states", "furniture_states", "sim/truth",
)  # fmt: skip
_TRUTH_PERIOD_NS = 1_000_000_000
_BEHIND_NS = 1_000_000_000
_AUDIENCE_NS = 10**15  # people may start the other programs when they like
_RELIABLE_DEPTH = 10
_HOLD_NS = 60_000_000_000  # after a skill the robot stays where it is: more may come

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a simulation needs of the node around it.

    Attributes:
        outlets: Where messages go.
        pace: Steady time.
        take_commands: What the robot was told since the last call.
        say: Tells people something.
        warn: Warns people of something.
    """

    outlets: Outlets
    pace: Pace
    take_commands: Callable[[], Commands]
    say: Callable[[str], None]
    warn: Callable[[str], None]


class Simulation:
    """Lets time pass in an episode and publishes what a robot's driver would.

    Args:
        config: How.
        episode: What happens.
        around: Where.

    Attributes:
        jobs: What other threads want done in the one that simulates.
        look: Takes a frame and shows it; a body that knows its own arm takes better ones.
    """

    def __init__(self, config: SimNodeConfig, episode: Episode, around: Surroundings) -> None:
        self._config = config
        self._episode = episode
        self._around = around
        self._frames = config.frame_messages()
        self._robot = RobotMessages(self._frames.names, episode.simulator.world.robot)
        self._labels: tuple[str, ...] = ()
        self._truth_due_ns = 0
        self.jobs = Jobs()
        self.look: Callable[[], object] = lambda: self.show(self._episode.see())
        self._stop = threading.Event()
        self._due_ns = self._passed_ns = self._frame_due_ns = self._held_until_ns = 0
        self._is_acting = False

    def run(self, stop: threading.Event) -> None:
        """Let time pass until told to stop; raises what the episode raises."""
        self._open(stop)
        self._stop, self._due_ns = stop, self._around.pace.now_ns()
        try:
            while not stop.is_set():
                self.jobs.serve()
                self._tick(1.0 / self._config.state_hz)
        finally:
            self.jobs.close()

    def act(self, work: Callable[[], Result]) -> Result:
        """Let a body do something in the thread that calls, which is the one that simulates.

        The body lets time pass by `pass_time` and shows what it sees by `show`; nobody else drives
        or looks meanwhile, nor for a minute after it.
        """
        self._is_acting = self._episode.is_driven = True
        try:
            return work()
        finally:
            self._is_acting = False
            self._held_until_ns = self._episode.simulator.world.stamp_ns + _HOLD_NS

    def pass_time(self, seconds: float) -> None:
        """Let so much time pass, and tell of it."""
        while seconds > 1e-9:
            piece_s = min(seconds, 1.0 / self._config.state_hz)
            self._tick(piece_s)
            seconds -= piece_s

    def _tick(self, dt_s: float) -> None:
        self._obey(self._around.take_commands())
        if self._passed_ns >= self._frame_due_ns and not self._is_acting:
            self.look()
            self._frame_due_ns = self._passed_ns + round(self._config.period_s * 1e9)
        for event in self._episode.step(dt_s):
            self._around.say(f"{event.actor}: {event.action}")
        dt_ns = round(dt_s * 1e9)
        self._passed_ns += dt_ns
        self._tell(self._passed_ns)
        # Time that rendering took too long is lost, not made up for.
        pace = self._around.pace
        earliest_ns = pace.now_ns() - _BEHIND_NS
        self._due_ns = max(self._due_ns + round(dt_ns / self._config.rate), earliest_ns)
        pace.wait_until(self._due_ns, self._stop)

    def _open(self, stop: threading.Event) -> None:
        seen = self._episode.see().observation
        channels = [
            *self._frames.channels(seen),
            CLOCK_CHANNEL,
            Channel(ODOM, Odometry, qos.updates(depth=_RELIABLE_DEPTH)),
            Channel(JOINT_STATES, JointState, qos.updates(depth=_RELIABLE_DEPTH)),
            Channel(FURNITURE_STATES, JointState, qos.updates(depth=_RELIABLE_DEPTH)),
        ]
        if self._config.truth:
            channels.append(Channel(TRUTH, EntityArray, qos.latched()))
        outlets = self._around.outlets
        outlets.open(channels)
        fixed = self._robot.fixed(stamp_ns=seen.stamp_ns)
        outlets.publish(Outgoing(TF_STATIC, TFMessage(transforms=fixed)))
        self._tell(0)
        wanted = self._config.wait_for_subscribers
        if wanted:
            self._around.say(f"waiting for {wanted} subscribers of {RGB}")
            Audience(outlets, self._around.pace).gather(RGB, wanted, _AUDIENCE_NS, stop)

    def _obey(self, commands: Commands) -> None:
        """Do what was asked; what is not possible is told, and nothing else happens."""
        sim, episode = self._episode.simulator, self._episode
        if self._is_acting:
            pass
        elif commands.velocity is not None:
            episode.is_driven = True
            self._try(partial(sim.drive, *commands.velocity))
        elif episode.is_driven and self._is_left_alone(commands):
            sim.drive(0.0, 0.0)
            episode.is_driven = False
        if commands.joints:
            self._try(partial(sim.move_joints, commands.joints))
        if commands.close_gripper is not None:
            self._try(sim.grip if commands.close_gripper else sim.let_go)
        for name, position in commands.furniture.items():
            self._try(partial(sim.set_furniture, name, position))

    def _is_left_alone(self, commands: Commands) -> bool:
        """Whether nobody drives any more, and no skill is to be expected soon."""
        if self._episode.simulator.world.stamp_ns < self._held_until_ns:
            return False
        return commands.velocity_age_s > self._config.command_timeout_s

    def _try(self, action: Callable[[], object]) -> None:
        try:
            action()
        except (ActionFailed, InvalidConfig) as error:
            self._around.warn(str(error))

    def show(self, sensed: Sensed) -> None:
        """Publish what the camera sees, and names where they are new."""
        seen = sensed.observation
        names = seen.labels.names if seen.labels is not None else ()
        if names != self._labels and seen.labels is not None:
            self._labels = names
            self._around.outlets.publish(self._frames.label_names(seen.labels, seen.stamp_ns))
        for message in self._frames.images(seen):
            self._around.outlets.publish(message)

    def _tell(self, passed_ns: int) -> None:
        """Publish time and where the robot is."""
        world, publish = self._episode.simulator.world, self._around.outlets.publish
        stamp_ns, drive = world.stamp_ns, world.drive
        publish(Outgoing(CLOCK_CHANNEL.topic, Clock(clock=time_of(stamp_ns))))
        pose = self._episode.locate()
        moving = self._robot.moving(
            pose.T_map_odom, pose.T_odom_base, drive.joints, stamp_ns=stamp_ns
        )
        publish(Outgoing(TF, TFMessage(transforms=moving)))
        odometry = self._robot.odometry(pose.T_odom_base, drive.velocity, stamp_ns=stamp_ns)
        publish(Outgoing(ODOM, odometry))
        joints = self._robot.joint_states(drive.joints, stamp_ns=stamp_ns)
        publish(Outgoing(JOINT_STATES, joints))
        if passed_ns >= self._truth_due_ns:
            self._truth_due_ns = passed_ns + _TRUTH_PERIOD_NS
            opened = self._robot.joint_states(
                self._episode.simulator.furniture_positions(), stamp_ns=stamp_ns
            )
            publish(Outgoing(FURNITURE_STATES, opened))
            if self._config.truth:
                frame_id = self._frames.names.map
                publish(Outgoing(TRUTH, truth_message(world.truth(), frame_id=frame_id)))
