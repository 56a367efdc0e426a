"""A process that maps a small stream into a file, to be killed or starved of disk by a test.

Usage: mapping_child.py CONFTEST FILE attach|save [LIMIT_BYTES]
"""

from __future__ import annotations

import importlib.util
import resource
import signal
import sys

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.errors import MapFileError
from whereseen.memory.spatial_memory import SpatialMemory

CONFTEST, FILE, TASK, *LIMIT = sys.argv[1:]
spec = importlib.util.spec_from_file_location("helpers", CONFTEST)
assert spec is not None
assert spec.loader is not None
helpers = sys.modules["helpers"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(helpers)

config = MemoryConfig(voxels=VoxelConfig(memory_limit_mb=16, stride_px=1), autosave_s=3.0)
memory = SpatialMemory(helpers.OneHot(), config)
scene = helpers.World(helpers.Box((1.0, -0.2, -0.2), (1.3, 0.2, 0.2)))


def observe(frame: int) -> int | None:
    y = 0.5 * frame
    seen = scene.look((0.0, y, 0.0), (2.0, y, 0.0), size=(48, 64), stamp_s=frame)
    return memory.observe(seen).saved_frames


if TASK == "attach":
    memory.attach(FILE)
    for frame in range(1_000_000):
        memory.objects.remember("lamp", (float(frame), 9.0, 0.0), source=f"told {frame}")
        saved = observe(frame)
        if saved is not None:
            print(f"saved {saved}", flush=True)  # noqa: T201
else:
    for frame in range(20):
        observe(frame)
    if LIMIT:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(LIMIT[0]), int(LIMIT[0])))
    try:
        memory.save(FILE)
    except MapFileError as error:
        sys.exit(str(error))
