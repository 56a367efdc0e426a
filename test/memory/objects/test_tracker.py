from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.objects.config import ObjectConfig
from whereseen.memory.objects.entity import Cause, Entity, Kind, Status
from whereseen.memory.objects.tracker import EntityTracker

A, B, C = (1.0, 0.0, 0.0), (1.0, 2.0, 0.0), (1.0, -2.0, 0.0)
SECOND = 1_000_000_000


def test_a_thing_is_one_after_two_looks(watch: Any, sighting: Any) -> None:
    mug = sighting(A, first_s=0.5)
    watch.look(mug)
    assert watch.entities == []
    watch.look(mug)
    (entity,) = watch.entities
    assert entity == Entity(
        id=1,
        label="mug",
        status=Status.PRESENT,
        probability=0.9,
        position_m=A,
        size_m=pytest.approx((0.15, 0.15, 0.15)),
        first_seen_ns=500_000_000,
        last_seen_ns=2 * SECOND,
        image_id=1,
    )
    (change,) = watch.changes
    assert (change.kind, change.earliest_ns, change.latest_ns) == (Kind.APPEARED, 0, 500_000_000)
    assert change.entity == entity
    assert change.before is None
    assert change.after is not None
    assert (change.after.cause, change.after.source) == (Cause.SEEN, "head")


def test_a_speck_is_no_thing(watch: Any, sighting: Any) -> None:
    speck = sighting(A)
    watch.look(replace(speck, points_map=speck.points_map[:3]), times=5)
    assert watch.entities == []
    watch.look(replace(speck, points_map=speck.points_map[:4]), times=2)
    assert len(watch.entities) == 1


def test_two_looks_at_one_frame_count_once(watch: Any, sighting: Any) -> None:
    for _ in range(5):
        watch.seconds = 0
        watch.look(sighting(A))
    assert watch.entities == []


def test_when_a_thing_appeared_where_nothing_was(watch: Any, sighting: Any) -> None:
    watch.witness.empty_ns = 7 * SECOND
    watch.look(sighting(A, first_s=9.0), times=2)
    (change,) = watch.changes
    assert (change.earliest_ns, change.latest_ns) == (7 * SECOND, 9 * SECOND)


def test_a_flickering_probability_makes_no_changes(watch: Any, sighting: Any) -> None:
    watch.look(sighting(A, p=0.51), times=2)
    for p in (0.3, 0.6, 0.26, 0.9, 0.3) * 4:
        watch.look(sighting(A, p=p))
        assert [belief.probability for belief in watch.beliefs(1)] == [p]
    (entity,) = watch.entities
    assert (entity.id, entity.status) == (1, Status.PRESENT)
    assert len(watch.changes) == 1


def test_a_likelihood_that_comes_and_goes_makes_no_thing(watch: Any, sighting: Any) -> None:
    for p in (0.6, 0.4) * 5:
        watch.look(sighting(A, p=p))
    assert watch.entities == []


def test_not_found_and_not_looked_at_is_unknown(watch: Any, sighting: Any) -> None:
    watch.look(sighting(A), times=2)
    watch.look(times=20)
    (entity,) = watch.entities
    assert (entity.status, entity.probability) == (Status.UNKNOWN, 0.9)
    assert len(watch.changes) == 1
    watch.look(sighting(A))
    assert watch.entities[0].status == Status.PRESENT


def test_not_found_but_something_is_there_is_unknown(watch: Any, sighting: Any) -> None:
    watch.look(sighting(A), times=2)
    watch.witness.filled.append(A)
    watch.look(times=20)
    assert watch.entities[0].status == Status.UNKNOWN


def test_seen_without_it_twice_is_gone(watch: Any, sighting: Any) -> None:
    watch.look(sighting(A), times=2)
    watch.witness.empty.append(A)
    watch.witness.share = 0.75
    watch.look()
    assert watch.entities[0].status == Status.PRESENT
    watch.look()
    (entity,) = watch.entities
    assert entity.status == Status.GONE
    assert entity.probability == pytest.approx(0.9 * 0.25)
    vanished = watch.changes[-1]
    assert (vanished.kind, vanished.earliest_ns, vanished.latest_ns) == (
        Kind.VANISHED,
        2 * SECOND,
        3 * SECOND,
    )
    assert vanished.before is not None
    assert vanished.before.valid_to_ns == 3 * SECOND
    assert vanished.after is None
    absent = watch.beliefs(1)[-1]
    assert (absent.cause, absent.valid_to_ns, absent.probability) == (Cause.ABSENT, None, 0.75)


def test_one_doubt_does_not_outlive_a_look_at_the_thing(watch: Any, sighting: Any) -> None:
    watch.look(sighting(A), times=2)
    for _ in range(5):
        watch.witness.empty = [A]
        watch.look()
        watch.witness.empty = []
        watch.look(sighting(A))
    assert watch.entities[0].status == Status.PRESENT
    assert len(watch.changes) == 1


def test_one_doubt_does_not_outlive_a_look_at_its_place(watch: Any, sighting: Any) -> None:
    watch.look(sighting(A), times=2)
    for _ in range(5):
        watch.witness.empty, watch.witness.filled = [A], []
        watch.look()
        watch.witness.empty, watch.witness.filled = [], [A]
        watch.look()
    assert watch.entities[0].status == Status.UNKNOWN
    assert len(watch.changes) == 1


def test_what_may_have_moved_waits_until_that_is_sure(watch: Any, sighting: Any) -> None:
    watch.look(sighting(A), times=2)
    moved = sighting(B, first_s=2.5)
    watch.look(moved)
    watch.witness.empty.append(A)
    watch.look(moved)
    assert [entity.position_m for entity in watch.entities] == [A]
    watch.look(moved)
    assert [(entity.id, entity.position_m) for entity in watch.entities] == [(1, B)]
    assert watch.tracker.things.next_id == 2


def test_a_thing_that_moved_keeps_its_identity(watch: Any, sighting: Any) -> None:
    watch.look(sighting(A), times=2)
    watch.witness.empty.append(A)
    watch.look(sighting(B, first_s=2.5), times=3)
    (entity,) = watch.entities
    assert (entity.id, entity.position_m, entity.status) == (1, B, Status.PRESENT)
    assert [change.kind for change in watch.changes] == [Kind.APPEARED, Kind.MOVED]
    moved = watch.changes[-1]
    assert (moved.earliest_ns, moved.latest_ns) == (2 * SECOND, 2_500_000_000)
    assert moved.before is not None
    assert moved.after is not None
    assert (moved.before.position_m, moved.after.position_m) == (A, B)
    old, new = watch.beliefs(1)
    assert (old.valid_to_ns, new.valid_from_ns, new.valid_to_ns) == (
        2_500_000_000,
        2_500_000_000,
        None,
    )


def test_a_second_thing_does_not_become_the_first(watch: Any, sighting: Any) -> None:
    watch.look(sighting(A), sighting(B), times=2)
    watch.witness.empty.append(A)
    watch.look(sighting(B), times=3)
    assert [(e.id, e.position_m, e.status) for e in watch.entities] == [
        (1, A, Status.GONE),
        (2, B, Status.PRESENT),
    ]


def test_what_was_there_before_is_not_what_moved(watch: Any, sighting: Any) -> None:
    watch.look(sighting(A), times=2)
    watch.look(sighting(A), sighting(B, first_s=1.0), times=2)
    watch.witness.empty.append(A)
    watch.look(sighting(B, first_s=1.0), times=3)
    assert [(e.id, e.status) for e in watch.entities] == [(1, Status.GONE), (2, Status.PRESENT)]


def test_a_much_larger_thing_is_another(watch: Any, sighting: Any) -> None:
    watch.look(sighting(A), times=2)
    watch.witness.empty.append(A)
    watch.look(sighting(B, size=1.2, first_s=2.5), times=3)
    assert [(e.id, e.status) for e in watch.entities] == [(1, Status.GONE), (2, Status.PRESENT)]


def test_a_thing_that_comes_back_is_the_same(watch: Any, sighting: Any) -> None:
    watch.look(sighting(A), times=2)
    watch.witness.empty = [A]
    watch.look(times=3)
    watch.witness.empty = []
    watch.look(sighting(A, first_s=8.0), times=2)
    (entity,) = watch.entities
    assert (entity.id, entity.status) == (1, Status.PRESENT)
    kinds = [change.kind for change in watch.changes]
    assert kinds == [Kind.APPEARED, Kind.VANISHED, Kind.APPEARED]
    assert [belief.cause for belief in watch.beliefs(1)] == [Cause.SEEN, Cause.ABSENT, Cause.SEEN]


def test_after_too_long_it_is_another(watching: Any, witness: Any, sighting: Any) -> None:
    watch = watching(ObjectConfig(reidentify_s=60.0), witness)
    watch.look(sighting(A), times=2)
    watch.witness.empty = [A]
    watch.look(times=3)
    watch.seconds = 200
    watch.look(sighting(B, first_s=150.0), times=2)
    assert [(e.id, e.status) for e in watch.entities] == [(1, Status.GONE), (2, Status.PRESENT)]


def test_what_a_thing_left_in_the_map_is_not_the_thing(watch: Any, sighting: Any) -> None:
    watch.look(sighting(A, size=0.2), times=2)
    watch.witness.empty.append(A)
    leftover = sighting(A, size=0.1)
    watch.look(leftover, times=6)
    (entity,) = watch.entities
    assert (entity.status, entity.last_seen_ns) == (Status.GONE, 2 * SECOND)
    assert [change.kind for change in watch.changes] == [Kind.APPEARED, Kind.VANISHED]


def test_one_seen_thing_among_two_keeps_its_identity(watch: Any, sighting: Any) -> None:
    near = (1.0, 0.25, 0.0)
    watch.look(sighting(A), sighting(near), times=2)
    watch.witness.empty.append(A)
    watch.look(sighting(near), times=3)
    assert [(e.id, e.status) for e in watch.entities] == [(1, Status.GONE), (2, Status.PRESENT)]


def test_two_that_are_seen_as_one_for_a_while_stay_two(watch: Any, sighting: Any) -> None:
    left, right = sighting((1.0, 0.0, 0.0)), sighting((1.0, 0.25, 0.0))
    watch.look(left, right, times=2)
    both = join(left, right)
    for _ in range(4):
        watch.look(both)
        assert [(e.position_m, e.status) for e in watch.entities] == [
            (left.position_m, Status.PRESENT),
            (right.position_m, Status.PRESENT),
        ]
    watch.look(left, right, times=2)
    assert [(e.id, e.position_m, e.status) for e in watch.entities] == [
        (1, left.position_m, Status.PRESENT),
        (2, right.position_m, Status.PRESENT),
    ]
    assert len(watch.changes) == 2


def test_pieces_of_a_large_thing_grow_together(watch: Any, sighting: Any) -> None:
    left, right = sighting((1.0, 0.0, 0.0), size=0.4), sighting((1.0, 1.2, 0.0), size=0.4)
    watch.look(left, right, times=2)
    assert len(watch.entities) == 2
    whole = join(left, sighting((1.0, 0.6, 0.0), size=0.8), right)
    watch.look(whole, times=2)
    (entity,) = watch.entities
    assert (entity.id, entity.size_m[1]) == (1, pytest.approx(1.6))
    assert [change.entity.id for change in watch.changes] == [1]


def test_what_stands_among_older_voxels_has_moved_there_if_no_look_had_found_it(
    watching: Any, witness: Any, sighting: Any
) -> None:
    watch = watching(ObjectConfig(), witness)
    watch.look(sighting(A), times=2)
    watch.witness.empty.append(A)
    watch.look(times=3)
    watch.look(sighting(C, first_s=1.0), times=2)
    (entity,) = watch.entities
    assert (entity.id, entity.position_m, entity.status) == (1, C, Status.PRESENT)


def test_the_least_known_gives_way(watching: Any, witness: Any, sighting: Any) -> None:
    watch = watching(ObjectConfig(max_entities=2), witness)
    watch.look(sighting(A), times=2)
    watch.look(sighting(A), sighting(B), times=2)
    watch.witness.empty.append(A)
    watch.look(sighting(B), times=3)
    watch.look(sighting(B), sighting(C, size=1.5), times=2)
    assert [entity.id for entity in watch.entities] == [2, 3]
    assert {change.entity.id for change in watch.changes} == {2, 3}


def test_what_was_not_seen_for_long_is_unknown(witness: Any, sighting: Any) -> None:
    tracker = EntityTracker(ObjectConfig(stale_s=60.0), 0.05)
    mug = sighting(A, last_s=2.0)
    for now_s in (1, 2):
        tracker.update("mug", [mug], witness, now_s * SECOND)
    assert tracker.things.tracks[1].entity.status == Status.PRESENT
    tracker.update("mug", [mug], witness, 100 * SECOND)
    assert tracker.things.tracks[1].entity.status == Status.UNKNOWN


@given(
    looks=st.lists(
        st.dictionaries(st.sampled_from((A, B, C)), st.floats(0.0, 1.0), max_size=3), max_size=25
    ),
    empty=st.lists(st.sampled_from((A, B, C)), max_size=2),
    age=st.integers(0, 3),
    pause=st.sampled_from((0, 100)),
    views=st.sampled_from((0, 2, 10)),
    known=st.booleans(),
)
def test_whatever_is_seen_identities_are_unique_and_beliefs_do_not_overlap(
    looks: list[dict[Any, float]],
    empty: list[Any],
    age: int,
    pause: int,
    views: int,
    known: bool,
    sighting: Any,
    watching: Any,
    testimony: Any,
) -> None:
    witness = testimony(empty=empty, views=views, known=known)
    watch = watching(ObjectConfig(max_entities=5), witness)
    highest = 0
    for look in looks:
        first_s = max(watch.seconds - age, 0)
        watch.seconds += pause
        watch.look(*(sighting(at, p=p, first_s=first_s) for at, p in look.items()))
        ids = [entity.id for entity in watch.entities]
        assert len(ids) == len(set(ids)) <= 5
        highest = max([highest, *ids])
        assert watch.tracker.things.next_id > highest
        for each in ids:
            watch.check_history(each)
            assert {belief.position_m for belief in watch.beliefs(each)} <= {A, B, C}


def join(*sightings: Any) -> Any:
    first = sightings[0]
    points = np.concatenate([each.points_map for each in sightings])
    whole = replace(first, points_map=points)
    return whole.part(np.ones(len(points), bool), 0.05)


def rows_of(tracker: EntityTracker) -> Any:
    rows = tracker.things.rows()
    return [row.entity for row in rows.things], rows.beliefs, rows.changes


@given(seen=st.lists(st.sets(st.integers(0, 9)), max_size=8), left_at=st.integers(0, 40))
def test_a_look_left_half_done_does_no_harm(
    watching: Any, testimony: Any, sighting: Any, seen: list[set[int]], left_at: int
) -> None:
    """What was not looked at is what it was; the next looks, to the end, find everything."""
    witness = testimony()
    places = [(1.0, float(y), 0.0) for y in range(10)]
    watch = watching(ObjectConfig(), witness)
    for which in seen:
        witness.empty = [place for k, place in enumerate(places) if k not in which]
        watch.look(*(sighting(places[k], first_s=watch.seconds) for k in sorted(which)))
    every = [sighting(place, first_s=watch.seconds) for place in places]
    witness.empty = []
    pieces = watch.tracker.updating("mug", every, witness, (watch.seconds + 1) * SECOND)
    for _, _ in zip(range(left_at), pieces, strict=False):
        pass
    pieces.close()
    watch.seconds += 1
    watch.look(*every, times=3)
    assert sum(entity.status == Status.PRESENT for entity in watch.entities) == len(places)
    assert len({entity.position_m for entity in watch.entities}) == len(watch.entities)


def test_many_things_are_looked_at_in_several_pieces(watch: Any, sighting: Any) -> None:
    many = [sighting((x, y, 0.0)) for x in range(20) for y in range(20)]
    watch.look(*many, times=2)
    assert len(watch.entities) == len(many)
    before = rows_of(watch.tracker)
    pieces = list(watch.tracker.updating("mug", many, watch.witness, 9 * SECOND))
    assert len(pieces) > 2 * len(many) // 128
    assert rows_of(watch.tracker)[2] == before[2]
