"""One short tour of a small home."""

import pytest

from whereseen.memory.encoder import LabelSpace, MiniLM
from whereseen.memory.errors import EncoderUnavailable, InvalidConfig
from whereseen.sim.graphing.touring import TouredConfig, tour_home
from whereseen.sim.sensing.config import SensingConfig


@pytest.mark.sim
@pytest.mark.slow
def test_a_small_home_is_told_room_by_room():
    pytest.importorskip("pybullet")
    try:
        space = LabelSpace(MiniLM.load())
    except EncoderUnavailable:
        pytest.skip("the text encoder's weights are not here")
    config = TouredConfig(rooms=2, frame_s=3.0, graph_every=6, longest_s=200.0)
    toured = tour_home(config, SensingConfig.perfect(), space, seed=0)
    assert toured.tally.found == toured.tally.rooms == 2
    assert toured.tally.doors_found == 1
    shares = toured.tally.shares()
    assert shares["mean IoU"] > 0.8
    assert toured.tally.known >= 5
    assert shares["thing in room"] > 0.9
    assert shares["thing on or in"] > 0.7
    assert toured.area_m2 == pytest.approx(36.0, abs=4.0)


def test_what_a_tour_can_be():
    with pytest.raises(InvalidConfig, match="rooms is out of range"):
        TouredConfig(rooms=0)
