from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from test.sim.stages.conftest import things
from whereseen.memory.errors import InvalidConfig
from whereseen.sim.modelling.placing import pose
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Lathe, MeshFile, Part, Shape, Tube
from whereseen.sim.stages.errors import MissingSimulator, StageFailed
from whereseen.sim.stages.protocol import Body, Camera, Picture, Placement
from whereseen.sim.stages.wire import (
    described,
    heard_bodies,
    heard_error,
    heard_picture,
    heard_placements,
    restored,
    told_bodies,
    told_error,
    told_picture,
    told_placements,
)

numbers = st.floats(-9.0, 9.0)
points = st.tuples(numbers, numbers, numbers)
shapes = st.one_of(
    st.builds(Box, points),
    st.builds(Ellipsoid, points, numbers),
    st.builds(Lathe, st.lists(st.tuples(numbers, numbers), max_size=4).map(tuple)),
    st.builds(Tube, st.lists(points, max_size=3).map(tuple), numbers),
    st.builds(MeshFile, st.text(max_size=9), st.integers(0, 9), numbers, points),
)


@given(shape=shapes, material=st.text(max_size=9), at=points, turn=points)
def test_parts_survive_json(
    shape: Shape, material: str, at: tuple[float, float, float], turn: tuple[float, float, float]
) -> None:
    part = Part(shape, material, at, turn)
    again = restored(json.loads(json.dumps(described(part))))
    assert again == part
    assert hash(again) == hash(part)


def test_bodies_survive_json_with_each_model_once() -> None:
    told = told_bodies(things())
    assert len(told["models"]) == len(things()) - 1  # the balls are equal
    assert heard_bodies(json.loads(json.dumps(told))) == list(things())


def test_numbers_of_numpy_can_be_told() -> None:
    box = Box((np.float64(1.0), np.float32(0.5), 2.0))  # type: ignore[arg-type]
    assert restored(json.loads(json.dumps(described(box)))) == Box((1.0, 0.5, 2.0))


def test_placements_survive() -> None:
    placements = {
        "a": Placement(pose((1.0, 2.0, 3.0), 40.0), {"door": 0.5}),
        "b": Placement(None, {}),
        "c": Placement(np.eye(4), {}),
    }
    rows, poses = told_placements(placements)
    heard = heard_placements(json.loads(json.dumps(rows)), poses)
    assert list(heard) == ["a", "b", "c"]
    assert heard["b"].T_map_body is None
    assert heard["a"].joints == {"door": 0.5}
    np.testing.assert_array_equal(heard["a"].T_map_body, placements["a"].T_map_body)
    np.testing.assert_array_equal(heard["c"].T_map_body, np.eye(4))


def test_pictures_survive() -> None:
    rng = np.random.default_rng(0)
    picture = Picture(
        rgb=rng.integers(0, 255, (3, 4, 3), dtype=np.uint8),
        depth_m=rng.random((3, 4), dtype=np.float32),
        instances=rng.integers(0, 99999, (3, 4), dtype=np.int32),
        intrinsics=Camera().intrinsics,
    )
    heard = heard_picture(told_picture(picture))
    for name in ("rgb", "depth_m", "instances", "intrinsics"):
        got, want = getattr(heard, name), getattr(picture, name)
        assert got.dtype == want.dtype
        np.testing.assert_array_equal(got, want)


@pytest.mark.parametrize(
    "error",
    [
        StageFailed("no floor", got="water", remedy="Drain it"),
        InvalidConfig("no such material", got="'gold'"),
        MissingSimulator("habitat_sim"),
    ],
)
def test_errors_keep_their_kind_and_words(error: Exception) -> None:
    heard = heard_error(json.loads(json.dumps(told_error(error))))
    assert type(heard) is type(error)
    assert str(heard) == str(error)


def test_errors_of_simulators_are_told_as_failures() -> None:
    heard = heard_error(told_error(RuntimeError("out of memory")))
    assert type(heard) is StageFailed
    assert "RuntimeError: out of memory" in str(heard)


@pytest.mark.parametrize("value", [["Popen", "ls"], ["Body", "a", 1, None, False]])
def test_only_known_kinds_are_made(value: list[object]) -> None:
    with pytest.raises(StageFailed, match="no such kind"):
        restored(value)


def test_a_body_is_what_it_was() -> None:
    body = Body("a", 1, things()[0].model, is_movable=True)
    assert heard_bodies(told_bodies([body])) == [body]
