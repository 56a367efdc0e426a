"""Real processes on a stage: a camera, a memory node, somebody who asks."""

import os

import pytest

from whereseen.nodes.benchmark.live import Live
from whereseen.nodes.benchmark.measurements import transport
from whereseen.nodes.benchmark.stage import open_stage
from whereseen.nodes.deployment.transport import PROFILE_VARIABLE

pytestmark = pytest.mark.ros


def test_a_camera_is_mapped_and_questions_are_answered():
    with open_stage() as stage:
        camera, observer = stage.actor("camera"), stage.actor("observer")
        rendered = camera.ask("render", seed=0, frames=3)
        assert rendered == {"frames": 3, "frame_bytes": 640 * 480 * 7}
        with stage.memory_node() as node:
            live = Live(node, camera, observer)
            live.connect()
            observer.ask("listen")
            run = live.show(2.0, 6)
            assert run.mapped > 0 and run.node_cpu_s > 0.0
            observer.ask("connect")
            reply = observer.ask("locate", texts=["a table", "a helicopter"], rate_hz=50.0)
            assert len(reply["latencies_ms"]) == 2
            assert set(reply["codes"]) <= {0, 1}
            assert observer.ask("heard")["/memory/voxels"] > 0
        assert node.process.returncode == 0, node.log.read_text()


def test_all_images_arrive_with_our_profile_whatever_the_environment_says(monkeypatch):
    monkeypatch.setenv(PROFILE_VARIABLE, os.devnull)
    with open_stage() as stage:
        shares = transport(stage, count=30, rate_hz=30.0)
    (case,) = {case for _, case, _ in shares}
    assert shares["whereseen", case, "received_share"] > [0.5]
    assert 0.0 <= shares["Fast DDS as it is", case, "received_share"][0] <= 1.0
