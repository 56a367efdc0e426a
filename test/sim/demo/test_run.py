"""The demo as `whereseen demo --short` runs it."""

import numpy as np
import pytest
from PIL import Image

from whereseen.memory.answer import Answer
from whereseen.memory.asking import describe_map
from whereseen.memory.io.reader import TrueQuery
from whereseen.sim.demo.run import Checked, run_demo

pytest.importorskip("pybullet")


class Quiet:
    def begin(self, what, total):
        self.total = total

    def step(self, done):
        self.done = done

    def saved(self, frames):
        pass


@pytest.mark.sim
def test_every_answer_is_right_and_everything_is_written(tmp_path):
    progress = Quiet()
    result = run_demo(tmp_path / "out", short=True, progress=progress)
    wrong = [(q.phase, q.truth.text, q.distance_m) for q in result.questions if not q.is_right]
    assert wrong == []
    assert result.passed
    assert [q.phase for q in result.questions].count("before") == 6
    assert progress.done == progress.total == 64
    assert describe_map(result.map_file)["frames"] == 64
    with Image.open(result.picture) as image:
        assert np.asarray(image).std() > 10


@pytest.mark.sim
def test_the_mug_moved_and_the_bear_went(tmp_path):
    result = run_demo(tmp_path, short=True, progress=Quiet())
    asked = {(q.phase, q.truth.text): q for q in result.questions}
    mug = "where is the red mug?"
    before, after = asked["before", mug], asked["after", mug]
    moved = np.subtract(before.answer.places[0].position_m, after.answer.places[0].position_m)
    assert np.linalg.norm(moved) > 1.0
    assert asked["before", "the teddy bear"].answer.found
    assert not asked["after", "the teddy bear"].answer.found


def test_a_refusal_is_right_only_where_there_is_nothing():
    refused = Answer(query="a piano", found=False, reason="", places=())
    absent, present = TrueQuery("a piano", ()), TrueQuery("a piano", ((0.0, 0.0, 0.0),))
    assert Checked("after", absent, refused, None).is_right
    assert not Checked("after", present, refused, None).is_right
