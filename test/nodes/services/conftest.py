"""A memory of a wall and a mug before it, asked without any node."""

from types import SimpleNamespace

import numpy as np
import pytest
from whereseen_msgs.msg import Region, Status

from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.frames import look_at
from whereseen.memory.observation import LabelImage, Observation
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.nodes.clocks import Clocks
from whereseen.nodes.core import Core
from whereseen.nodes.transforms.buffer import Found
from whereseen.nodes.transforms.errors import LookupFailed

NAMES = ("", "wall", "mug")
START_NS = 1_700_000_000_000_000_000
NOW_NS = START_NS + 60_000_000_000
INTRINSICS = [[160.0, 0.0, 79.5], [0.0, 160.0, 59.5], [0.0, 0.0, 1.0]]


def frame(second: int, *, mug: bool = True) -> Observation:
    depth_m = np.full((120, 160), 2.0, np.float32)
    ids = np.ones((120, 160), np.int32)
    if mug:
        depth_m[50:70, 70:90], ids[50:70, 70:90] = 1.5, 2
    return Observation.checked(
        np.full((120, 160, 3), 128, np.uint8),
        depth_m,
        intrinsics=INTRINSICS,
        T_map_camera=look_at((0.0, 0.0, 1.0), (1.0, 0.0, 1.0)),
        stamp_ns=START_NS + second * 1_000_000_000,
        camera_id="camera_color_optical_frame",
        labels=LabelImage(ids, NAMES),
    )


class Transforms:
    """Knows one frame beside the map: base_link stands a metre to its left, turned to the left."""

    T_map_base = np.array(
        [[0.0, -1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 1.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]]
    )

    def latest(self, target, source):
        if source == target:
            return Found(np.eye(4), 0)
        if source == "base_link":
            return Found(self.T_map_base, START_NS)
        raise LookupFailed("there is no such frame", got=source)


@pytest.fixture
def encoder():
    return make_encoder("labels")


@pytest.fixture
def core(encoder):
    """A core whose memory has seen four seconds of wall and mug."""
    memory = SpatialMemory(encoder)
    lines = []
    clocks = Clocks(steady_s=lambda: 0.0, now_ns=lambda: NOW_NS)
    core = Core(memory, Transforms(), clocks, lines.append, map_frame="map")
    core.lines = lines
    for second in range(4):
        look(core, second)
    return core


def look(core, second, *, mug=True):
    core.memory.observe(frame(second, mug=mug))
    core.objects.refresh_all()


@pytest.fixture
def see():
    """Let a core see the room at a second, with or without the mug."""
    return look


@pytest.fixture
def ask():
    """Calls what answers a service, with a request made of fields; returns the response."""

    def ask(core, kind, answer, **fields):
        response = kind.Response()
        response.status = Status(code=Status.OK, reason="done")
        answer(core, kind.Request(**fields), response)
        assert response.status.reason
        return response

    return ask


@pytest.fixture
def region():
    """A box along the axes of a frame, from its middle and edges."""

    def region(middle, edges, frame_id=""):
        box = Region()
        box.header.frame_id = frame_id
        box.pose.position.x, box.pose.position.y, box.pose.position.z = map(float, middle)
        box.size.x, box.size.y, box.size.z = map(float, edges)
        return box

    return region


@pytest.fixture
def place():
    """Where the mug is, and where nothing is."""
    return SimpleNamespace(mug=(1.5, 0.0, 1.0), nowhere=(-3.0, 0.0, 1.0))
