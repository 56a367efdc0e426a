import pytest

from whereseen.sim.benchmark import map_measurements as measure
from whereseen.sim.benchmark.methods import METHODS
from whereseen.sim.benchmark.room_stream import RoomStream, StreamConfig


def stream(**changes):
    fields = {
        "frames": 10,
        "width_px": 64,
        "height_px": 48,
        "focal_px": 52.5,
        "moved_frame": 5,
        "dimension": 16,
        "patch_px": 8,
        "keep_frames": True,
    }
    return RoomStream(StreamConfig(**(fields | changes)))


def test_the_changing_room_gives_every_sample():
    found = measure.changing_room(METHODS["add-only"], stream())
    assert len(found["64x48", "frame_ms"]) == 10
    assert found["64x48", "feature_bytes_per_voxel"] == [64.0]
    assert found["64x48", "ghosts"][0] >= 0
    assert 0.5 < found["64x48", "accuracy"][0] <= 1.0


def test_a_map_that_never_forgets_does_not_churn():
    found = measure.static_room(
        METHODS["add-only"], stream(moved_frame=None), stream(moved_frame=None, noise=0.0)
    )
    assert found["static", "churn"] == [0.0] * 5
    assert found["static", "thickness_ratio"][0] > 1.0


def test_the_replaced_room_churns():
    quiet = stream(moved_frame=None)
    found = measure.static_room(METHODS["replace"], quiet, quiet)
    assert max(found["static", "churn"]) > 0.1
    assert found["static", "thickness_ratio"] == [1.0]


@pytest.mark.parametrize(("name", "expected"), [("replace", 1), ("add-only", 7)])
def test_the_cube_is_forgotten_as_the_rule_says(name, expected):
    looking = stream(
        path="cube", frames=12, moved_frame=None, cube_gone_frame=6, width_px=160, height_px=120,
        focal_px=131.0,
    )  # fmt: skip
    (frames,) = measure.removed_cube(METHODS[name], looking)["cube", "forget_frames"]
    assert frames == expected


def test_growth_measures_the_sizes_that_fit():
    found = measure.growth(METHODS["add-only"], stream(frames=3), (20_000, 40_000, 80_000), 50_000)
    assert [case for case, name in found if name == "frame_ms"] == ["voxels=20000", "voxels=40000"]
    assert len(found["smallest to largest", "growth_ratio"]) == 1


def test_float32_rows_recall_everything():
    found = measure.queries(METHODS["add-only"], stream(frames=1), 20_000, 4)
    assert found["voxels=20000", "recall_at_10"] == [1.0] * 4
    assert len(found["voxels=20000", "query_ms"]) == 4


@pytest.mark.parametrize("name", list(METHODS))
def test_two_runs_agree(name):
    found = measure.repeatable(METHODS[name], stream(frames=4))
    assert found["two runs", "deterministic"] == [1.0]


def test_every_method_warms_up():
    for method in METHODS.values():
        measure.warm_up(method, stream(frames=1))
