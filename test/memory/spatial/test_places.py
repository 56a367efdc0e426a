from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from whereseen.memory.config import MemoryConfig, PlaceConfig, VoxelConfig
from whereseen.memory.encoder.protocol import Calibration, FeatureImage, Query
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.spatial_memory import SpatialMemory

SIZE = (96, 128)
LEFT, RIGHT = ((1.0, 0.3, -0.1), (1.2, 0.5, 0.1)), ((1.1, -0.6, -0.1), (1.3, -0.4, 0.1))


def small(**voxels: Any) -> MemoryConfig:
    return MemoryConfig(voxels=VoxelConfig(memory_limit_mb=16, stride_px=1, **voxels))


@pytest.fixture
def memory(world: Any, box: Any, one_hot: Any) -> SpatialMemory:
    """Two boxes before a wall, seen from around the origin."""
    made = SpatialMemory(one_hot, small())
    scene = world(box(*LEFT), box(*RIGHT))
    for second in range(6):
        made.observe(scene.look((0.0, 0.05 * second, 0.1), size=SIZE, stamp_s=second))
    return made


def within(point: Any, low: Any, high: Any, margin: float = 0.06) -> bool:
    return bool((np.subtract(low, margin) < point).all() and (point < np.add(high, margin)).all())


def test_two_things_are_two_places(memory: SpatialMemory) -> None:
    answer = memory.ask("box")
    assert answer.found
    assert len(answer.places) == 2
    for low, high in (LEFT, RIGHT):
        (place,) = [p for p in answer.places if within(p.position_m, low, high)]
        assert within(place.points_map.min(axis=0), low, high)
        assert within(place.points_map.max(axis=0), low, high)
        assert (place.first_seen_ns, place.last_seen_ns) == (0, 5_000_000_000)
        assert place.score > 0.9


def test_places_are_ranked_by_how_well_they_answer(memory: SpatialMemory) -> None:
    places = memory.ask("box").places
    assert places[0].probability >= places[1].probability
    assert memory.ask("box", top=1).places[0].position_m == places[0].position_m


def test_a_position_is_the_centre_of_one_of_its_voxels(memory: SpatialMemory) -> None:
    for name in ("box", "wall"):
        for place in memory.ask(name).places:
            points = place.points_map.astype(np.float64)
            assert np.abs(points - place.position_m).max(axis=1).min() == 0.0
            low, high = place.box_m
            assert (points >= np.subtract(low, 1e-4)).all()
            assert (points <= np.add(high, 1e-4)).all()
            np.testing.assert_allclose(np.subtract(high, low), place.size_m, rtol=1e-6)


def test_what_is_not_there_is_refused_with_a_reason(memory: SpatialMemory) -> None:
    answer = memory.ask("lamp")
    assert not answer.found
    assert answer.reason.startswith(("nothing that was seen", "the best place has probability 0."))


@pytest.mark.parametrize("text", ["", "  \n", "x" * 1001])
def test_bad_questions_are_refused(memory: SpatialMemory, one_hot: Any, text: str) -> None:
    from whereseen.memory.encoder.protocol import checked_text

    with pytest.raises(InvalidQuery):
        checked_text(text)


def test_an_empty_map_knows_nothing(one_hot: Any) -> None:
    answer = SpatialMemory(one_hot, small()).ask("box")
    assert (answer.found, answer.places) == (False, ())
    assert answer.reason == "nothing that was seen resembles it"


def test_a_map_that_recognised_nothing_knows_nothing(world: Any, one_hot: Any) -> None:
    memory = SpatialMemory(one_hot, small())
    seen = world().look(size=SIZE)
    seen.labels.ids[:] = -1
    memory.observe(seen)
    assert len(memory.voxels().index) > 100
    assert not memory.ask("wall").found


def test_the_same_question_has_the_same_answer(memory: SpatialMemory) -> None:
    assert memory.ask("box").to_json() == memory.ask("box").to_json()


def test_a_thing_seldom_recognised_is_believed_less(memory: SpatialMemory, world: Any) -> None:
    sure = memory.ask("box").places[0]
    cells = memory.voxel_map.arrays
    cells.cell_presence[:] = cells.cell_presence // 50
    unsure = memory.ask("box").places[0]
    assert unsure.score == pytest.approx(sure.score)
    assert unsure.probability < 0.5 * sure.probability
    assert unsure.probability < sure.probability


def test_the_evidence_shows_the_place(memory: SpatialMemory) -> None:
    for place in memory.ask("box").places:
        frame = memory.keyframe(place.image_id)
        assert frame is not None
        crop = memory.crop(place).reshape(-1, 3).astype(int)
        red = (np.abs(crop - (220, 30, 30)).max(axis=1) < 40).mean()
        assert red > 0.15
    assert memory.keyframe(999) is None


def test_a_question_by_example_finds_the_thing(memory: SpatialMemory) -> None:
    red = np.full((9, 9, 3), (220, 30, 30), np.uint8)
    assert memory.ask_image(red).to_json()["places"] == memory.ask("box").to_json()["places"]


def test_a_thing_that_has_moved_is_found_where_it_is_now(
    memory: SpatialMemory, world: Any, box: Any
) -> None:
    moved = box((1.0, -0.1, 0.2), (1.2, 0.1, 0.4))
    for second in range(6, 10):
        memory.observe(world(moved).look((-0.4, 0.0, 0.1), size=SIZE, stamp_s=second))
    places = memory.ask("box").places
    assert within(places[0].position_m, moved.low, moved.high)
    assert not any(within(p.position_m, *old) for p in places for old in (LEFT, RIGHT))


@pytest.mark.parametrize("voxel_size_m", [0.1, 0.25])
def test_one_thing_is_one_place_at_any_voxel_size(
    world: Any, box: Any, one_hot: Any, voxel_size_m: float
) -> None:
    memory = SpatialMemory(one_hot, small(voxel_size_m=voxel_size_m))
    for _ in range(3):
        memory.observe(world(box((1.0, -0.6, -0.4), (1.2, 0.6, 0.4))).look(size=SIZE))
    assert len(memory.ask("box").places) == 1


class Judge:
    """A verifier that likes only what lies on the right, and counts its looks."""

    def __init__(self, encoder: Any) -> None:
        self.spec, self.encode, self.query_text = encoder.spec, encoder.encode, encoder.query_text
        self.looks: list[tuple[int, ...]] = []
        self.verdict: float | None = 0.0

    def verify(self, crop: Any, query: Query) -> float | None:
        self.looks.append(crop.shape)
        return self.verdict


@pytest.mark.parametrize(("verdict", "found"), [(None, True), (1.0, True), (-1.0, False)])
def test_a_second_look_decides(
    memory: SpatialMemory, one_hot: Any, verdict: float | None, found: bool
) -> None:
    before = memory.ask("box").places
    judge = Judge(one_hot)
    judge.verdict, memory.encoder = verdict, judge
    answer = memory.ask("box")
    assert len(judge.looks) >= 2
    assert answer.found == found
    if verdict is None:
        assert [p.probability for p in answer.places] == [p.probability for p in before]


def test_a_second_look_ranks_anew(memory: SpatialMemory, one_hot: Any) -> None:
    first, second = (p.position_m for p in memory.ask("box").places)
    judge = Judge(one_hot)
    verdicts = iter([-1.0] * 3)
    looked_at: list[Any] = []

    def verify(crop: Any, query: Query) -> float:
        looked_at.append(crop)
        return next(verdicts, 1.0)

    judge.verify = verify  # type: ignore[method-assign]
    memory.encoder = judge
    images = len(memory.keyframes)
    answer = memory.ask("box")
    if images >= 3:
        assert [p.position_m for p in answer.places] == [second, first]
    assert answer.places[0].probability >= answer.places[1].probability


def test_only_the_top_places_get_a_second_look(memory: SpatialMemory, one_hot: Any) -> None:
    places = PlaceConfig(verify_top=1)
    memory.config = MemoryConfig(voxels=memory.config.voxels, places=places)
    judge = memory.encoder = Judge(one_hot)
    judge.verdict = None
    memory.ask("box")
    one = len(judge.looks)
    memory.config = MemoryConfig(voxels=memory.config.voxels)
    memory.ask("box")
    assert 1 <= one < len(judge.looks) - one


def test_a_vector_of_another_space_is_no_question(memory: SpatialMemory) -> None:
    query = Query("a vector", np.ones(5, np.float32), Calibration(0.5, 10.0))
    with pytest.raises(InvalidQuery):
        memory.answer(query)


def test_many_candidates_are_cut_to_the_best(memory: SpatialMemory) -> None:
    few = PlaceConfig(candidates=10)
    memory.config = MemoryConfig(voxels=memory.config.voxels, places=few)
    cells = {tuple(np.floor(at / 0.1)) for p in memory.ask("wall").places for at in p.points_map}
    assert 1 <= len(cells) <= 10


def test_unknown_features_do_not_answer(world: Any, one_hot: Any) -> None:
    memory = SpatialMemory(one_hot, small())
    seen = world().look(size=SIZE)
    mixed = np.full((1, 8), 8**-0.5, np.float32)
    image = FeatureImage(mixed, np.ones(1, np.float32), np.zeros((1, 1), np.int32))
    memory.voxel_map.integrate(seen, image)
    assert not memory.ask("wall").found
