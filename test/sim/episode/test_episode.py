"""Time passes in a generated room on a stage where everything is grey."""

import numpy as np
import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.episode.config import EpisodeConfig

START_NS = EpisodeConfig().start_ns


def test_the_robot_goes_round_unless_somebody_drives_it(start):
    with start() as episode:
        before = episode.simulator.world.drive.at
        for _ in range(40):
            episode.step(0.25)
        after = episode.simulator.world.drive.at
        assert after != before
        episode.is_driven = True
        episode.simulator.drive(0.0, 0.0)
        episode.step(1.0)
        assert episode.simulator.world.drive.at == after


def test_frames_come_at_their_rate(start):
    with start(frames_hz=4.0, width_px=64, height_px=48) as episode:
        stamps = [sensed.observation.stamp_ns for sensed in episode.frames(2.0)]
    assert np.diff(stamps).tolist() == [250_000_000] * 7
    assert stamps[0] == START_NS


def test_people_are_as_busy_as_they_shall_be_hour_after_hour(start):
    with start(busyness=3.0, patrol=False) as episode:
        hours = [episode.step(3600.0) for _ in range(3)]
    assert all(len(events) >= 3 for events in hours)
    stamps = [event.stamp_ns for events in hours for event in events]
    assert stamps == sorted(stamps)
    assert stamps[-1] <= START_NS + 3 * 3600 * 10**9


def test_nobody_at_home_changes_nothing(start):
    with start(patrol=False) as episode:
        assert episode.step(36_000.0) == ()


def test_the_same_seed_is_the_same_day(start):
    def day():
        with start(busyness=2.0) as episode:
            events = episode.step(1800.0) + episode.step(1800.0)
            return events, episode.simulator.world.scene(), episode.simulator.world.drive.at

    assert day() == day()


def test_sensors_err_where_they_shall(start):
    with start() as exact, start(noisy=True) as noisy:
        for _ in range(60):
            exact.step(0.5)
            noisy.step(0.5)
            true, told = exact.locate().base_pose, noisy.locate().base_pose
        assert np.array_equal(true, exact.simulator.world.drive.base_pose)
        assert not np.array_equal(told, noisy.simulator.world.drive.base_pose)
        assert np.linalg.norm((told - noisy.simulator.world.drive.base_pose)[:3, 3]) < 1.0
        flat, rough = exact.see().observation.depth_m, noisy.see().observation.depth_m
        assert np.ptp(flat) == 0.0
        assert np.ptp(rough[rough > 0.0]) > 0.0


@pytest.mark.parametrize(
    "wrong", [{"rooms": 13}, {"stage": "gazebo"}, {"frames_hz": 0.0}, {"busyness": -1.0}]
)
def test_what_an_episode_cannot_be(wrong):
    with pytest.raises(InvalidConfig):
        EpisodeConfig(**wrong)
