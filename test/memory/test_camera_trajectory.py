from __future__ import annotations

import numpy as np

from whereseen.memory.frames import look_at
from whereseen.memory.trajectory import Trajectory


def pose(x: float) -> np.ndarray:
    return look_at((x, 0.0, 1.0), (x + 1.0, 0.0, 1.0))


def test_small_steps_are_left_out_until_they_add_up() -> None:
    track = Trajectory()
    for number, x in enumerate([0.0, 0.02, 0.04, 0.06, 0.07, 0.2]):
        track.add(number, pose(x))
    assert track.stamps_ns == [0, 3, 5]
    assert track.positions_m == [(0.0, 0.0, 1.0), (0.06, 0.0, 1.0), (0.2, 0.0, 1.0)]


def test_a_long_way_is_thinned_and_stays_in_order() -> None:
    track, step = Trajectory(), np.eye(4)
    for number in range(50_000):
        step[0, 3] = float(number)
        track.add(number, step)
    assert 10_000 <= len(track.stamps_ns) == len(track.positions_m) <= 20_000
    assert track.stamps_ns == sorted(set(track.stamps_ns))
    assert track.positions_m == [(float(stamp), 0.0, 0.0) for stamp in track.stamps_ns]
    assert (track.stamps_ns[0], track.stamps_ns[-1]) == (0, 49_999)
    steps = np.diff(track.stamps_ns)
    assert steps[0] == steps.max() == 8
    assert steps[-1] == steps.min() == 1


def test_up_is_the_mean_of_what_the_images_call_up() -> None:
    track = Trajectory()
    np.testing.assert_array_equal(track.mean_up, (0.0, 0.0, 1.0))
    for target in ((1.0, 0.3, 0.5), (-1.0, -0.3, 0.5)):
        track.add(0, look_at((0.0, 0.0, 1.0), target))
    np.testing.assert_allclose(track.mean_up, (0.0, 0.0, 1.0), atol=1e-9)


def test_a_camera_that_stands_still_still_tells_what_is_up() -> None:
    track = Trajectory()
    for _ in range(3):
        track.add(0, np.diag([1.0, -1.0, -1.0, 1.0]))  # y of the image points along -y of the map
    np.testing.assert_allclose(track.mean_up, (0.0, 1.0, 0.0))
    assert len(track.stamps_ns) == 1


def test_the_newest_time_is_kept_while_cameras_are_out_of_step() -> None:
    track = Trajectory()
    for stamp_ns in (5_000_000_000, 4_500_000_000):
        track.add(stamp_ns, np.eye(4))
    assert track.last_ns == 5_000_000_000


def test_a_recording_that_begins_anew_takes_the_time_back() -> None:
    track = Trajectory()
    for stamp_ns in (60_000_000_000, 1_000_000_000):
        track.add(stamp_ns, np.eye(4))
    assert track.last_ns == 1_000_000_000
