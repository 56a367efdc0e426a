"""Mugs on a table: seen, moved, taken away, hidden, told of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.objects.config import ObjectConfig
from whereseen.memory.objects.entity import Cause, Kind, Status
from whereseen.memory.spatial.moving import PoseCorrection
from whereseen.memory.spatial.selection import Selection
from whereseen.memory.spatial_memory import SpatialMemory

SECOND = 1_000_000_000


def kinds(table: Any) -> list[tuple[Kind, int]]:
    return [(change.kind, change.entity.id) for change in table.objects.changed_since(-1)]


def near(position: Any, y: float, x: float = 1.3) -> bool:
    return float(np.linalg.norm(np.subtract(position, (x, y, -0.24)))) < 0.08


def test_a_mug_that_appears(table: Any) -> None:
    table.look()
    assert table.objects.entities() == ()
    table.look(table.mug(0.3))
    (mug,) = table.objects.entities()
    assert (mug.id, mug.label, mug.status) == (1, "box", Status.PRESENT)
    assert mug.probability > 0.5
    assert near(mug.position_m, 0.3)
    (change,) = table.objects.changed_since(0)
    assert change.kind == Kind.APPEARED
    assert 2.5 * SECOND < change.earliest_ns <= 3 * SECOND < change.latest_ns < 4 * SECOND


def test_a_mug_that_is_moved_taken_away_and_brought_back(table: Any) -> None:
    table.look(table.mug(0.3))
    table.look(table.mug(-0.5))
    (mug,) = table.objects.entities()
    assert near(mug.position_m, -0.5)
    assert mug.status == Status.PRESENT
    table.look()
    (mug,) = table.objects.entities()
    assert (mug.id, mug.status) == (1, Status.GONE)
    assert mug.probability < 0.5
    assert not table.memory.ask("box").found
    table.look(table.mug(0.1))
    (mug,) = table.objects.entities()
    assert (mug.id, mug.status) == (1, Status.PRESENT)
    assert near(mug.position_m, 0.1)
    assert kinds(table) == [
        (Kind.APPEARED, 1),
        (Kind.MOVED, 1),
        (Kind.MOVED, 1),  # that it was gone in between is no news any more
    ]
    moved = table.objects.changed_since(0)[1]
    assert moved.earliest_ns <= 3.4 * SECOND
    assert 3 * SECOND <= moved.latest_ns <= 4.1 * SECOND
    assert near(moved.before.position_m, 0.3)
    assert near(moved.after.position_m, -0.5)


def test_two_mugs_are_two(table: Any) -> None:
    table.look(table.mug(0.3), table.mug(-0.3))
    assert [entity.id for entity in table.objects.entities()] == [1, 2]
    _, other = table.objects.entities()
    table.look(table.mug(other.position_m[1]))
    assert [entity.status for entity in table.objects.entities()] == [Status.GONE, Status.PRESENT]
    assert table.objects.entity(2).position_m == pytest.approx(other.position_m, abs=0.06)


def test_what_is_hidden_is_not_gone(table: Any) -> None:
    table.look(table.mug(0.3))
    table.look(table.board(), seconds=8)
    (mug,) = table.objects.entities()
    assert mug.status != Status.GONE
    assert near(mug.position_m, 0.3)
    table.look()
    assert table.objects.entity(1).status == Status.GONE


def test_where_nobody_looks_nothing_goes(table: Any) -> None:
    table.look(table.mug(0.3))
    table.look(seconds=8, away=True)
    (mug,) = table.objects.entities()
    assert mug.status != Status.GONE
    assert kinds(table) == [(Kind.APPEARED, 1)]


def test_what_was_told_is_found_and_says_who_told(table: Any) -> None:
    table.look()
    told = table.objects.remember("lamp", (4.0, 3.0, 1.0), source="Anna", probability=0.8)
    assert (told.id, told.status, told.last_seen_ns) == (1, Status.UNKNOWN, 0)
    answer = table.memory.ask("lamp")
    assert answer.found
    assert "Anna told 0 s ago that lamp is there" in answer.reason
    assert answer.places[0].position_m == (4.0, 3.0, 1.0)
    assert answer.places[0].probability == pytest.approx(0.8)
    assert not table.memory.ask("box").found
    nowhere = Selection.between((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
    assert not table.memory.ask("lamp", within=nowhere).found


def test_what_was_told_and_is_seen_keeps_its_identity(table: Any) -> None:
    table.look()
    told = table.objects.remember("box", (1.3, 0.5, -0.2), source="Anna")
    table.look(table.mug(0.3))
    (mug,) = table.objects.entities()
    assert (mug.id, mug.status) == (told.id, Status.PRESENT)
    assert near(mug.position_m, 0.3)
    assert [belief.cause for belief in table.objects.explain(told.id).beliefs] == [
        Cause.TOLD,
        Cause.SEEN,
    ]
    assert kinds(table) == []


def test_what_was_told_and_is_not_there_is_gone(table: Any) -> None:
    table.look()
    told = table.objects.remember("box", (1.3, 0.3, -0.2), source="Anna")
    table.look()
    assert table.objects.entity(told.id).status == Status.GONE
    assert kinds(table) == [(Kind.VANISHED, told.id)]
    assert not table.memory.ask("box").found
    table.look(table.mug(-0.6))
    assert near(table.objects.entity(told.id).position_m, -0.6)


def test_what_was_told_stays_where_nobody_looks(table: Any) -> None:
    table.look()
    told = table.objects.remember("box", (1.3, 0.3, -0.2))
    table.look(seconds=6, away=True)
    assert table.objects.entity(told.id).status == Status.UNKNOWN
    assert table.memory.ask("box").found


def test_told_otherwise_by_the_same_source(table: Any) -> None:
    first = table.objects.remember("Lamp", (4.0, 3.0, 1.0), source="Anna", now_ns=1)
    again = table.objects.remember("lamp", (9.0, 3.0, 1.0), source="Anna", now_ns=2)
    other = table.objects.remember("lamp", (5.0, 9.0, 1.0), source="Bert", now_ns=3)
    assert (again.id, other.id) == (first.id, 2)
    assert table.objects.entity(first.id).position_m == (9.0, 3.0, 1.0)
    assert [b.valid_to_ns for b in table.objects.explain(first.id).beliefs] == [2, None]


def test_telling_of_a_mug_in_sight_means_that_mug(table: Any) -> None:
    table.look(table.mug(0.3))
    before = table.objects.entity(1)
    assert table.objects.remember("box", (1.3, 0.4, -0.2), source="Anna") == before
    assert table.objects.entities() == (before,)


@pytest.mark.parametrize(
    ("label", "position", "size", "probability", "message"),
    [
        (" ", (0.0, 0.0, 0.0), (0.0, 0.0, 0.0), 1.0, "empty"),
        ("mug", (np.nan, 0.0, 0.0), (0.0, 0.0, 0.0), 1.0, "position is not finite"),
        ("mug", (0.0, 1e300, 0.0), (0.0, 0.0, 0.0), 1.0, "not of this world"),
        ("mug", (0.0, 0.0, 0.0), (0.0, 1e7, 0.0), 1.0, "size is not finite, or not of this"),
        ("mug", (0.0, 0.0, 0.0), (-1.0, 0.0, 0.0), 1.0, "size is negative"),
        ("mug", (0.0, 0.0, 0.0), (0.0, 0.0, 0.0), 0.0, "probability"),
        ("mug", (0.0, 0.0, 0.0), (0.0, 0.0, 0.0), 1.5, "probability"),
    ],
)
def test_what_cannot_be_told(
    table: Any, label: str, position: Any, size: Any, probability: float, message: str
) -> None:
    with pytest.raises(InvalidQuery, match=message):
        table.objects.remember(label, position, size, probability)
    assert table.objects.entities() == ()


def test_an_explanation_shows_the_mug(table: Any) -> None:
    table.look(table.mug(0.3), seconds=4)
    why = table.objects.explain(1)
    assert why.entity == table.objects.entity(1)
    assert [belief.cause for belief in why.beliefs] == [Cause.SEEN]
    assert why.beliefs[0].source == "camera"
    assert len(why.evidence) >= 1
    assert why.entity.image_id in [frame.image_id for frame in why.evidence]
    assert why.text.startswith("box #1: at (1.3, 0.3, -0.2) m, seen 0 s ago, p ")
    assert why.text.endswith(" of it")
    with pytest.raises(InvalidQuery, match="no such entity"):
        table.objects.explain(99)


def test_changes_within_a_box_and_up_to_a_limit(table: Any) -> None:
    table.look(table.mug(0.3))
    table.look(table.mug(-0.5))
    table.look()
    here = Selection.between((1.0, -0.7, -0.5), (1.6, -0.3, 0.0))
    elsewhere = Selection.between((5.0, 5.0, 5.0), (6.0, 6.0, 6.0))
    found = [change.kind for change in table.objects.changed_since(0, here)]
    assert found == [Kind.MOVED, Kind.VANISHED]
    assert table.objects.changed_since(0, elsewhere) == ()
    assert [c.kind for c in table.objects.changed_since(0, limit=1)] == [Kind.VANISHED]
    assert [c.kind for c in table.objects.changed_since(5 * SECOND)] == [Kind.VANISHED]


def test_a_planner_gets_what_it_should_know(table: Any) -> None:
    table.look(table.mug(0.3), table.mug(-0.5))
    table.objects.remember("lamp", (4.0, 3.0, 1.0), source="Anna")
    lines = table.objects.context("lamp").text.splitlines()
    assert lines[0] == "lamp #3: at (4.0, 3.0, 1.0) m, told by Anna 0 s ago, not seen, p 1.00"
    assert len(lines) == 3
    for each in table.objects.entities()[:2]:
        assert table.objects.context(near_m=each.position_m).entities[0] == each
    first = len(lines[0])
    assert table.objects.context("lamp", token_budget=-(-first // 4)).text == lines[0]
    assert table.objects.context("lamp", token_budget=1).text == ""


def test_who_asks_from_nowhere_is_refused(table: Any) -> None:
    with pytest.raises(InvalidQuery, match="the place of the asker is not finite"):
        table.objects.context(near_m=(np.nan, 0.0, 0.0))


def test_other_thresholds_from_now_on(table: Any) -> None:
    picky = ObjectConfig(appear_at=1.0, confirmations=1, max_entities=1)
    table.memory.reconfigure(replace(table.memory.config, objects=picky))
    table.look(table.mug(0.3))
    assert table.objects.entities() == ()
    quick = replace(picky, appear_at=0.3)
    table.memory.reconfigure(replace(table.memory.config, objects=quick))
    table.look(table.mug(0.3), table.mug(-0.5), seconds=1)
    assert len(table.objects.entities()) == 1


def test_what_the_encoder_names_is_watched_each_as_itself(
    world: Any, box: Any, one_hot: Any
) -> None:
    class Naming(type(one_hot)):  # type: ignore[misc]
        def know(self, names: Any) -> None:
            pass

        def names_seen(self) -> tuple[str, ...]:
            return ("ball", "box", "wall")

        def example_of(self, name: str) -> Any:
            return self.query_text(name)

    voxels = VoxelConfig(memory_limit_mb=16, stride_px=1)
    memory = SpatialMemory(Naming(), MemoryConfig(voxels=voxels))
    left, right = (
        box((1.0, 0.2, -0.2), (1.2, 0.5, 0.1)),
        box((1.0, -0.5, -0.2), (1.2, -0.2, 0.1), 2),
    )
    for second in range(4):
        memory.observe(world(left, right).look(stamp_s=second, size=(96, 128)))
        memory.objects.refresh_all()
    assert memory.objects.labels == ("ball", "box")
    found = {thing.label: thing.position_m[1] for thing in memory.objects.entities()}
    assert found == pytest.approx({"ball": -0.35, "box": 0.35}, abs=0.06)
    memory.objects.remember("lamp", (4.0, 3.0, 1.0))
    assert memory.objects.labels == ("ball", "box", "lamp")


def test_one_label_a_step_each_in_its_turn(table: Any) -> None:
    table.objects.watch(["box", "lamp", "ball"])
    assert table.objects.labels == ("ball", "box", "lamp")
    assert [table.objects.refresh_next() for _ in range(4)] == ["ball", "box", "lamp", None]
    table.look(seconds=2)
    assert table.objects.refresh_next() is None
    table.memory.observe(
        table._world().look((0.0, 0.0, 0.3), stamp_s=table.seconds + 5, size=(96, 128))
    )
    assert [table.objects.refresh_next() for _ in range(4)] == ["ball", "box", "lamp", None]


def test_a_correction_moves_all_that_is_known(table: Any) -> None:
    table.look(table.mug(0.3))
    table.look(table.mug(-0.5))
    told = table.objects.remember("lamp", (4.0, 3.0, 1.0), now_ns=100 * SECOND)
    before = table.objects.entity(1).position_m

    def correction(stamp_ns: int) -> np.ndarray:
        T = np.eye(4)
        T[1, 3] = 0.0 if stamp_ns >= 50 * SECOND else 1.0
        return T

    table.objects.move(correction)
    assert table.objects.entity(told.id).position_m == (4.0, 3.0, 1.0)
    assert table.objects.entity(1).position_m == pytest.approx(
        (before[0], before[1] + 1.0, before[2]), abs=1e-5
    )
    (_, moved) = table.objects.changed_since(0)
    assert near(moved.before.position_m, 1.3)
    assert near(moved.after.position_m, 0.5)


def test_things_move_with_their_voxels(table: Any) -> None:
    table.look(table.mug(0.3))
    T = np.eye(4)
    T[0, 3] = 0.5
    table.memory.correct(PoseCorrection.since(0, T))
    before = table.objects.entity(1)
    assert near(before.position_m, 0.3, x=1.8)
    table.objects.refresh_all()
    after = table.objects.entity(1)
    assert (after.id, after.status) == (1, Status.PRESENT)
    assert after.position_m == pytest.approx(before.position_m, abs=0.03)


def test_a_restart_keeps_identities_and_history(table: Any, one_hot: Any, tmp_path: Path) -> None:
    table.look(table.mug(0.3), table.mug(-0.3))
    table.look(table.mug(0.3))
    table.objects.remember("lamp", (4.0, 3.0, 1.0), (0.2, 0.3, 0.4), 0.7, "Anna")
    table.memory.save(tmp_path / "a.map")
    memory = SpatialMemory.open(tmp_path / "a.map", one_hot)
    again = memory.objects
    assert again.entities() == table.objects.entities()
    assert again.changed_since(0) == table.objects.changed_since(0)
    for entity in again.entities():
        assert again.explain(entity.id).beliefs == table.objects.explain(entity.id).beliefs
    assert again.remember("ball", (0.0, 0.0, 0.0)).id == 4


def test_what_was_kept_goes_on_after_a_restart(table: Any, one_hot: Any, tmp_path: Path) -> None:
    table.look(table.mug(0.3))
    table.memory.save(tmp_path / "a.map")
    table.memory = SpatialMemory.open(tmp_path / "a.map", one_hot)
    table.objects.watch(["box"])
    table.look(table.mug(-0.5))
    (mug,) = table.objects.entities()
    assert mug.id == 1
    assert near(mug.position_m, -0.5)
    assert kinds(table) == [(Kind.APPEARED, 1), (Kind.MOVED, 1)]


def test_a_forgotten_thing_leaves_no_trace(table: Any, one_hot: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.map"
    table.memory.attach(path)
    table.look(table.mug(0.3))
    secret = table.objects.remember("diary of Anna", (4.0, 3.0, 1.0), source="Bert the butler")
    kept = table.objects.remember("lamp", (4.0, 0.0, 1.0), source="Cleo")
    table.memory.commit()
    assert traces(tmp_path, b"diary of Anna", b"Bert the butler", b"Cleo") == [True, True, True]
    assert table.objects.forget([secret.id, 77]) == 1
    assert traces(tmp_path, b"diary of Anna", b"Bert the butler", b"Cleo") == [False, False, True]
    assert table.objects.entity(secret.id) is None
    assert not table.memory.ask("diary of Anna").found
    assert table.objects.remember("lamp", (9.0, 9.0, 9.0), source="Dora").id == kept.id + 1
    table.memory.close()
    ids = [e.id for e in SpatialMemory.open(path, one_hot).objects.entities()]
    assert ids == [1, kept.id, kept.id + 1]


def test_a_forgotten_mug_does_not_come_back_by_itself(table: Any) -> None:
    table.look(table.mug(0.3), table.mug(-0.4))
    assert table.objects.forget([1]) == 1
    assert [entity.id for entity in table.objects.entities()] == [2]
    table.look(seconds=2, away=True)
    assert [entity.id for entity in table.objects.entities()] == [2]
    assert {change.entity.id for change in table.objects.changed_since(0)} == {2}


def test_a_forgotten_place_takes_its_things_along(table: Any) -> None:
    table.look(table.mug(0.3), table.mug(-0.4))
    here = table.objects.entity(1).position_m
    box = Selection.between(
        tuple(np.subtract(here, 0.1).tolist()), tuple(np.add(here, 0.1).tolist())
    )
    assert table.objects.select(box) == (1,)
    table.memory.forget(box)
    assert [entity.id for entity in table.objects.entities()] == [2]


def traces(folder: Path, *needles: bytes) -> list[bool]:
    files = [path.read_bytes() for path in folder.iterdir()]
    return [any(needle in data for data in files) for needle in needles]


def test_frames_may_come_between_the_pieces_of_a_question(table: Any) -> None:
    """A mug that is taken away while its question is asked is gone a look later."""
    table.look(table.mug(0.3), table.mug(-0.3))
    assert [entity.status for entity in table.objects.entities()] == [Status.PRESENT] * 2
    for pieces_before in range(8):
        pieces = table.objects.refreshing("box")
        for _, _ in zip(range(pieces_before), pieces, strict=False):
            pass
        table.show(table.mug(0.3))
        assert all(piece is None for piece in pieces)
    table.look(table.mug(0.3))
    left = [e for e in table.objects.entities() if e.status == Status.PRESENT]
    assert [near(entity.position_m, 0.3) for entity in left] == [True]
    assert len(table.objects.entities()) == 2
    assert table.memory.ask("box").found


def test_a_question_that_is_left_comes_again(table: Any) -> None:
    table.objects.watch(["ball", "box"])
    table.look()
    assert table.objects.refreshing_next(0.0) is None
    table.show()
    pieces = table.objects.refreshing_next(0.0)
    assert pieces is not None
    next(pieces)
    pieces.close()
    assert [table.objects.refresh_next(0.0) for _ in range(3)] == ["ball", "box", None]


@pytest.mark.parametrize("pieces_before", range(1, 9))
def test_what_is_told_while_a_question_is_asked_stays(table: Any, pieces_before: int) -> None:
    """It is about a thing that was lost from sight, and that the question finds again."""
    table.look(table.mug(0.3))
    table.memory.clear(Selection.between((1.0, 0.0, -0.29), (1.6, 0.6, 0.0)))
    table.look(away=True)
    assert [entity.status for entity in table.objects.entities()] == [Status.UNKNOWN]
    for _ in range(9):
        table.show(table.mug(0.3))
    pieces = table.objects.refreshing("box")
    for _, _ in zip(range(pieces_before), pieces, strict=False):
        pass
    told = table.objects.remember("box", (1.3, 0.15, -0.24), source="Ada")
    assert all(piece is None for piece in pieces)
    current = table.objects.entity(told.id)
    (belief,) = [b for b in table.objects.explain(told.id).beliefs if b.valid_to_ns is None]
    assert belief.position_m == current.position_m
    assert (belief.cause == Cause.TOLD) == near(current.position_m, 0.15)
