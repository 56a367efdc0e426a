"""The loop of the simulation, in made-up time, with messages written down."""

import math
import threading
from dataclasses import replace

import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.nodes.convert.pose import matrix_of_transform
from whereseen.nodes.convert.stamp import ns_of
from whereseen.nodes.simulation.commands import Commands
from whereseen.nodes.simulation.config import SimNodeConfig
from whereseen.nodes.simulation.simulation import Simulation, Surroundings
from whereseen.sim.episode.episode import Episode
from whereseen.sim.world.actions import Remove

CONFIG = SimNodeConfig(rooms=1, objects=8, seed=1, state_hz=10.0, frames_hz=2.0, patrol=False)


class Written:
    """Outlets that write down what is published."""

    def __init__(self):
        self.channels, self.messages = (), []

    def open(self, channels):
        self.channels = tuple(channels)

    def publish(self, outgoing):
        assert outgoing.topic in {channel.topic for channel in self.channels}
        self.messages.append((outgoing.topic, outgoing.message))

    def subscribers(self):
        return {channel.topic: 1 for channel in self.channels}

    def of(self, topic):
        return [message for name, message in self.messages if name == topic]


class SteppedPace:
    """Time that passes only while it is waited for; stops after so much of it."""

    def __init__(self, seconds):
        self._now_ns, self._end_ns = 0, round(seconds * 1e9)

    def now_ns(self):
        return self._now_ns

    def wait_until(self, deadline_ns, stop):
        self._now_ns = max(self._now_ns, deadline_ns)
        if self._now_ns >= self._end_ns:
            stop.set()


@pytest.fixture
def play(simulator):
    """Simulate for some seconds: `play(2.0, {3: Commands(...)})` gives the outlets and warnings."""

    def play(seconds, commands=None, config=CONFIG, prepare=lambda sim: None):
        told, warnings, turn = commands or {}, [], iter(range(10**6))
        with Episode(config, simulator) as episode:
            prepare(episode.simulator)
            outlets = Written()
            around = Surroundings(
                outlets,
                SteppedPace(seconds),
                lambda: told.get(next(turn), Commands()),
                lambda line: None,
                warnings.append,
            )
            Simulation(config, episode, around).run(threading.Event())
            return outlets, warnings, episode

    return play


def test_time_images_and_poses_come_at_their_rates(play):
    outlets, _, _ = play(2.0)
    clock = [ns_of(message.clock) for message in outlets.of("/clock")]
    assert clock == [CONFIG.start_ns + round(step * 1e8) for step in range(21)]
    images = [ns_of(message.header.stamp) for message in outlets.of("rgb/image")]
    assert images == [CONFIG.start_ns + round(step * 5e8) for step in range(4)]
    for topic in ("depth/image", "rgb/camera_info", "labels/image"):
        assert [ns_of(message.header.stamp) for message in outlets.of(topic)] == images
    assert len(outlets.of("/tf")) == len(outlets.of("odom")) == 21
    assert len(outlets.of("joint_states")) == 21
    assert len(outlets.of("sim/truth")) == len(outlets.of("furniture_states")) == 3
    assert len(outlets.of("labels/names")) == len(outlets.of("/tf_static")) == 1


def test_the_truth_is_kept_where_it_shall_be(play):
    outlets, _, _ = play(0.5, config=replace(CONFIG, truth=False))
    assert "sim/truth" not in {channel.topic for channel in outlets.channels}


def test_a_velocity_drives_until_none_comes_any_more(play):
    go = Commands(velocity=(0.3, 0.0), velocity_age_s=0.0)
    still = {turn: Commands(velocity_age_s=turn * 0.1) for turn in range(1, 40)}

    def room_ahead(sim):
        sim.world.drive.put(*sim.world.drive.at[:2], 0.0)

    outlets, warnings, episode = play(3.0, {0: go} | still, prepare=room_ahead)
    moved = [message.twist.twist.linear.x for message in outlets.of("odom")]
    assert moved.count(0.3) == pytest.approx(6, abs=1)
    assert moved[-1] == 0.0
    assert not episode.is_driven
    assert warnings == []


def test_joints_move_and_tf_with_them(play):
    outlets, _, _ = play(2.0, {0: Commands(joints={"head_pan": 0.5})})

    def pan(message):
        (edge,) = (each for each in message.transforms if each.child_frame_id == "head_pan")
        T = matrix_of_transform(edge.transform)
        return math.atan2(T[1, 0], T[0, 0])

    first, *_, last = outlets.of("/tf")
    assert pan(first) == 0.0
    assert pan(last) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("commands", "warning"),
    [
        (Commands(close_gripper=True), "out of reach"),
        (Commands(joints={"tail": 1.0}), "no such joint"),
        (Commands(velocity=(math.nan, 0.0)), "velocity is finite"),
        (Commands(furniture={"spaceship/door": 1.0}), "nothing of that name opens"),
    ],
)
def test_what_is_not_possible_is_told_and_survived(play, commands, warning):
    outlets, warnings, _ = play(1.0, {0: commands})
    assert len(warnings) == 1
    assert warning in warnings[0]
    assert len(outlets.of("/clock")) == 11


def test_an_open_gripper_lets_nothing_go(play):
    _, warnings, _ = play(0.5, {0: Commands(close_gripper=False)})
    assert warnings == []


def test_what_is_taken_away_is_no_longer_true(play):
    gone = []

    def take_away(sim):
        gone.append(next(iter(sim.ground_truth().objects)))
        sim.do(Remove(gone[0]))

    outlets, _, episode = play(0.2, prepare=take_away)
    assert len(outlets.of("sim/truth")[0].entities) == 7
    assert gone[0] not in episode.simulator.ground_truth().objects


def test_frames_need_names_of_their_own():
    with pytest.raises(InvalidConfig, match="names that differ"):
        SimNodeConfig(odom_frame="map")
