import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.benchmark.map_suite import MapSuiteConfig, run
from whereseen.sim.benchmark.results import Results
from whereseen.sim.benchmark.room_stream import StreamConfig

TINY = MapSuiteConfig(
    stream=StreamConfig(
        frames=6, width_px=64, height_px=48, focal_px=52.5, patch_px=8, moved_frame=3, dimension=32
    ),
    cube_frames=4,
    growth_frames=2,
    sizes=(10_000, 20_000),
    row_voxels=10_000,
    query_voxels=10_000,
    queries=2,
    repeat_frames=2,
    peak_frames=2,
    memory_limit_mb=32,
)


def test_a_run_measures_everything_and_writes_it(tmp_path):
    found = run([0, 1], True, tmp_path, ["whereseen", "add-only"], config=TINY)
    assert Results.read(tmp_path / "results.json").metrics == found.metrics
    assert (tmp_path / "frame_cost.png").exists()
    assert found.seeds == (0, 1)
    names = {m.name for m in found.metrics if m.method == "whereseen"}
    assert names >= {
        "frame_ms", "growth_ratio", "query_ms", "recall_at_10", "churn", "ghosts",
        "forget_frames", "thickness_ratio", "feature_bytes_per_voxel", "miou", "peak_mb",
        "deterministic",
    }  # fmt: skip
    assert {m.method for m in found.metrics} == {"whereseen", "add-only", "limit"}
    frame_ms = next(m for m in found.metrics if m.key == ("add-only", "64x48", "frame_ms"))
    assert (frame_ms.n, frame_ms.unit, frame_ms.direction) == (12, "ms", "lower")


def test_an_unknown_method_is_refused_before_anything_runs():
    with pytest.raises(InvalidConfig, match="no such method"):
        run([0], True, None, ["octomap"])
