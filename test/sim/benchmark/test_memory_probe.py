from whereseen.sim.benchmark.memory_probe import peak_growth_mb
from whereseen.sim.benchmark.room_stream import StreamConfig


def test_a_map_takes_memory():
    config = StreamConfig(
        frames=3, width_px=64, height_px=48, focal_px=52.5, dimension=256, patch_px=8,
        keep_frames=True,
    )  # fmt: skip
    assert 0.0 < peak_growth_mb("add-only", config, 64) < 200.0
