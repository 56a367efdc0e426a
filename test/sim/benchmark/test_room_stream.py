import numpy as np
import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import back_project
from whereseen.sim.benchmark.room_layout import LABELS
from whereseen.sim.benchmark.room_stream import RoomStream, StreamConfig


def small(**changes):
    fields = {
        "frames": 40,
        "width_px": 64,
        "height_px": 48,
        "focal_px": 52.5,
        "moved_frame": 20,
        "dimension": 32,
        "patch_px": 8,
    }
    return StreamConfig(**(fields | changes))


def test_a_frame_has_the_shapes_of_its_config():
    frame = RoomStream(small()).frame(3)
    assert frame.observation.rgb.shape == (48, 64, 3)
    assert frame.observation.depth_m.dtype == np.float32
    assert frame.observation.stamp_ns == 600_000_000
    assert frame.features.features.shape == (48, 32)
    assert frame.features.index.shape == (6, 8)
    assert frame.labels.shape == (48, 64)


def test_the_same_seed_renders_the_same_bits():
    one, two = RoomStream(small()).frame(7), RoomStream(small()).frame(7)
    assert (one.observation.depth_m == two.observation.depth_m).all()
    assert (one.features.features == two.features.features).all()
    other = RoomStream(small(seed=1)).frame(7)
    assert (one.features.features != other.features.features).any()


def test_noise_free_points_lie_on_the_surface_of_their_label():
    stream = RoomStream(small(noise=0.0))
    for number in (0, 13, 26):
        frame = stream.frame(number)
        seen = frame.observation
        points = back_project(seen.depth_m, seen.intrinsics, seen.T_map_camera)
        distance, label = stream.nearest_surface(points, number)
        assert distance.max() < 1e-5
        assert (label == frame.labels[seen.depth_m > 0]).mean() > 0.99


def test_depth_noise_grows_with_the_square_of_depth():
    noisy, clean = RoomStream(small()), RoomStream(small(noise=0.0))
    z = clean.frame(0).observation.depth_m
    both = (z > 0) & (noisy.frame(0).observation.depth_m > 0)
    error = (noisy.frame(0).observation.depth_m - z)[both] / z[both] ** 2
    assert error.std() == pytest.approx(0.0012, rel=0.1)


def test_depth_beyond_the_range_is_no_reading():
    depth = RoomStream(small(range_m=1.0)).frame(0).observation.depth_m
    assert depth.max() <= 1.0
    assert (depth == 0.0).any()


def test_six_boxes_move_and_leave_their_places():
    stream = RoomStream(small())
    assert stream.vacated(19).label.size == 0
    vacated = stream.vacated(20)
    assert vacated.label.size == 6
    assert sorted(vacated.label.tolist()) == sorted(stream.room.moved)


def test_the_cube_goes_when_asked():
    stream = RoomStream(small(moved_frame=None, cube_gone_frame=10))
    assert stream.vacated(9).label.size == 0
    gone = stream.vacated(10)
    assert [LABELS[i] for i in gone.label] == ["cube"]
    assert gone.high_m - gone.low_m == pytest.approx(0.2)


def test_no_box_floats_inside_another():
    room = RoomStream(small()).room
    for boxes in (room.before, room.after_move):
        loose = boxes.of(range(LABELS.index("mug"), 58))
        low, high = loose.low_m, loose.high_m
        overlap = (low[:, None] < high[None]).all(2) & (high[:, None] > low[None]).all(2)
        assert overlap.sum() == 30


def test_the_camera_stays_clear_of_everything():
    stream = RoomStream(small())
    for number in range(40):
        eye = stream.pose(number)[None, :3, 3]
        assert stream.nearest_surface(eye, number)[0][0] > 0.3


def test_two_views_of_one_surface_agree_as_configured():
    stream = RoomStream(small(dimension=256))
    rows, labels = [], []
    for number in range(6):
        frame = stream.frame(number)
        patches = frame.labels.reshape(6, 8, 8, 8).transpose(0, 2, 1, 3).reshape(48, 64)
        pure = (patches == patches[:, :1]).all(axis=1)
        rows.append(frame.features.features[pure])
        labels.append(patches[pure, 0])
    rows, labels = np.concatenate(rows), np.concatenate(labels)
    same = np.triu(labels[:, None] == labels[None, :], 1)
    assert (rows @ rows.T)[same].mean() == pytest.approx(0.77, abs=0.02)


def test_kept_frames_are_the_same_object():
    stream = RoomStream(small(keep_frames=True))
    assert stream.frame(2) is stream.frame(2)
    assert len(list(stream)) == 40


def test_given_class_vectors_are_used():
    vectors = np.eye(58, 64, dtype=np.float32) * 3
    stream = RoomStream(small(dimension=64), vectors=vectors)
    assert stream.class_vectors.max() == 1.0
    with pytest.raises(InvalidConfig, match="do not fit"):
        RoomStream(small(dimension=32), vectors=vectors)


def test_an_image_that_patches_do_not_tile_is_refused():
    with pytest.raises(InvalidConfig, match="multiple of the patch"):
        RoomStream(small(patch_px=7))
