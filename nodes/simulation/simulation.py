"""An episode as topics: time passes in a thread of its own, at the pace of a clock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

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
from whereseen.nodes.simulation.robot_messages import RobotMessages, truth_message
from whereseen.sim.episode.episode import Episode
from whereseen.sim.world.errors import ActionFailed

ODOM, JOINT_STATES, FURNITURE_STATES, TRUTH = (
    "odom", "joint_states", "furniture_states", "sim/truth",
)  # fmt: skip
_TRUTH_PERIOD_NS = 1_000_000_000
_BEHIND_NS = 1_000_000_000
_AUDIENCE_NS = 10**15  # people may start the other programs when they like
_RELIABLE_DEPTH = 10


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
    """

    def __init__(self, config: SimNodeConfig, episode: Episode, around: Surroundings) -> None:
        self._config = config
        self._episode = episode
        self._around = around
        self._frames = config.frame_messages()
        self._robot = RobotMessages(self._frames.names, episode.simulator.world.robot)
        self._labels: tuple[str, ...] = ()
        self._truth_due_ns = 0

    def run(self, stop: threading.Event) -> None:
        """Let time pass until told to stop; raises what the episode raises."""
        self._open(stop)
        pace, dt_ns = self._around.pace, round(1e9 / self._config.state_hz)
        due_ns, frame_due_ns, passed_ns = pace.now_ns(), 0, 0
        while not stop.is_set():
            self._obey(self._around.take_commands())
            if passed_ns >= frame_due_ns:
                self._show()
                frame_due_ns += round(self._config.period_s * 1e9)
            for event in self._episode.step(dt_ns / 1e9):
                self._around.say(f"{event.actor}: {event.action}")
            passed_ns += dt_ns
            self._tell(passed_ns)
            # Time that rendering took too long is lost, not made up for.
            due_ns = max(due_ns + round(dt_ns / self._config.rate), pace.now_ns() - _BEHIND_NS)
            pace.wait_until(due_ns, stop)

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
        if commands.velocity is not None:
            episode.is_driven = True
            self._try(partial(sim.drive, *commands.velocity))
        elif episode.is_driven and commands.velocity_age_s > self._config.command_timeout_s:
            sim.drive(0.0, 0.0)
            episode.is_driven = False
        if commands.joints:
            self._try(partial(sim.move_joints, commands.joints))
        if commands.close_gripper is not None:
            self._try(sim.grip if commands.close_gripper else sim.let_go)
        for name, position in commands.furniture.items():
            self._try(partial(sim.set_furniture, name, position))

    def _try(self, action: Callable[[], object]) -> None:
        try:
            action()
        except (ActionFailed, InvalidConfig) as error:
            self._around.warn(str(error))

    def _show(self) -> None:
        """Publish what the camera sees, and names where they are new."""
        seen = self._episode.see().observation
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
