import numpy as np
import pytest
from rclpy.serialization import deserialize_message
from whereseen_msgs.msg import EntityArray

from whereseen.nodes.convert.stamp import ns_of
from whereseen.nodes.recording.bag_format import BagFormat
from whereseen.nodes.recording.bag_reader import BagReader
from whereseen.nodes.recording.errors import BagUnwritable
from whereseen.nodes.simulation.bag_recording import record_bag
from whereseen.nodes.simulation.config import SimNodeConfig
from whereseen.sim.episode.episode import Episode

CONFIG = SimNodeConfig(
    rooms=1, objects=8, seed=1, state_hz=10.0, frames_hz=2.0, patrol=False, width_px=64,
    height_px=48,
)  # fmt: skip


@pytest.mark.parametrize("storage", ["mcap", "sqlite3"])
def test_a_bag_holds_all_that_would_be_published(simulator, tmp_path, storage):
    told = []
    with Episode(CONFIG, simulator) as episode:
        record_bag(
            episode, CONFIG, tmp_path / "bag", seconds=2.0,
            bag_format=BagFormat(storage=storage), tell=told.append,
        )  # fmt: skip
        truth = episode.simulator.ground_truth()
    assert told[-1] == pytest.approx(2.0)
    with BagReader(tmp_path / "bag") as reader:
        messages = list(reader.messages())
    by_topic = {}
    for message in messages:
        by_topic.setdefault(message.topic.name, []).append(message)
    assert len(by_topic["/rgb/image"]) == len(by_topic["/depth/image"]) == 4
    assert len(by_topic["/tf"]) == len(by_topic["/odom"]) == len(by_topic["/clock"]) == 21
    assert len(by_topic["/tf_static"]) == len(by_topic["/labels/names"]) == 1
    stamps = [message.stamp_ns for message in messages]
    assert stamps == sorted(stamps)
    assert stamps[0] == CONFIG.start_ns
    assert np.ptp(stamps) == 2_000_000_000
    told = deserialize_message(by_topic["/sim/truth"][-1].data, EntityArray)
    assert ns_of(told.header.stamp) == truth.stamp_ns
    assert {each.label for each in told.entities} == {it.label for it in truth.objects.values()}


def test_a_bag_that_is_there_is_not_written_over(simulator, tmp_path):
    (tmp_path / "bag").mkdir()
    with Episode(CONFIG, simulator) as episode, pytest.raises(BagUnwritable):
        record_bag(episode, CONFIG, tmp_path / "bag", seconds=1.0)
