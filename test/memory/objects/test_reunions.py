"""Who is who: what is missed, what has arrived, and what had not moved after all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from whereseen.memory.objects.entity import Kind, Status

A, B, C = (1.0, 0.0, 0.0), (1.0, 2.0, 0.0), (1.0, -2.0, 0.0)
SECOND = 1_000_000_000


def test_a_move_noticed_at_its_end_first(watch: Any, sighting: Any) -> None:
    watch.look(sighting(A), times=2)
    watch.look(sighting(B, first_s=2.5), times=3)
    assert [entity.id for entity in watch.entities] == [1, 2]
    watch.witness.empty.append(A)
    watch.look(sighting(B, first_s=2.5), times=2)
    (entity,) = watch.entities
    assert (entity.id, entity.position_m, entity.first_seen_ns) == (1, B, 0)
    assert [change.kind for change in watch.changes] == [Kind.APPEARED, Kind.MOVED]
    assert {belief.position_m for belief in watch.beliefs(1)} == {A, B}
    watch.look(sighting(B, first_s=2.5), sighting(C, first_s=9.0), times=2)
    assert [entity.id for entity in watch.entities] == [1, 3]


def test_one_look_may_find_a_thing_where_it_is_and_what_the_map_still_holds_of_it(
    watch: Any, sighting: Any
) -> None:
    watch.look(sighting(A), times=3)
    watch.look(sighting(A), sighting(B, first_s=1.0))
    watch.witness.empty.append(A)
    watch.look(sighting(B, first_s=1.0), times=3)
    (entity,) = watch.entities
    assert (entity.id, entity.position_m, entity.status) == (1, B, Status.PRESENT)


@pytest.mark.parametrize(("views", "ids"), [(1, [1, 2]), (2, [1])])
def test_what_was_overlooked_where_it_was_is_what_has_arrived(
    watch: Any, sighting: Any, views: int, ids: list[int]
) -> None:
    """A magazine leaves no empty place: the table that it lay on is where it was."""
    watch.look(sighting(A), times=2)
    watch.witness.filled.append(A)
    watch.witness.views = views
    watch.look(sighting(B, first_s=2.5), times=4)
    assert [entity.id for entity in watch.entities] == ids
    assert watch.entities[-1].position_m == B


def test_what_was_overlooked_is_not_gone(watch: Any, sighting: Any) -> None:
    watch.look(sighting(A), times=2)
    watch.witness.filled.append(A)
    watch.witness.views = 100
    watch.look(times=20)
    assert [(entity.id, entity.status) for entity in watch.entities] == [(1, Status.UNKNOWN)]


def test_two_that_are_missed_and_two_that_arrived_are_two(watch: Any, sighting: Any) -> None:
    """All are paired at once: the first is not given what is the only one for the second."""
    small, large = sighting(A, size=0.1), sighting(B, size=0.3)
    here, there = sighting(C, size=0.2, first_s=2.5), sighting((3.0, 0.0, 0.0), first_s=2.5)
    watch.look(small, large, times=2)
    watch.witness.empty += [A, B]
    watch.look(here, there, times=4)
    assert sorted(entity.id for entity in watch.entities) == [1, 2]
    assert {entity.position_m for entity in watch.entities} == {C, (3.0, 0.0, 0.0)}


def test_the_identity_of_a_newcomer_leads_to_the_thing_that_it_was(
    watch: Any, sighting: Any
) -> None:
    watch.look(sighting(A), times=2)
    watch.look(sighting(B, first_s=2.5), times=3)
    things = watch.tracker.things
    assert sorted(things.tracks) == [1, 2]
    assert things.find_self(2) == 2
    watch.witness.empty.append(A)
    watch.look(sighting(B, first_s=2.5), times=2)
    assert (sorted(things.tracks), things.find_self(2)) == ([1], 1)
    assert [change.kind for change in watch.changes] == [Kind.APPEARED, Kind.MOVED]
    old, new = watch.beliefs(1)
    assert (old.position_m, new.position_m) == (A, B)
    watch.tracker.forget([1])
    assert things.find_self(2) == 2


def test_what_is_gone_is_known_again_at_the_first_look(watch: Any, sighting: Any) -> None:
    watch.look(sighting(A), times=2)
    watch.witness.empty.append(A)
    watch.look(times=3)
    watch.look(sighting(B, first_s=4.5), sighting(C, size=1.2, first_s=4.5))
    assert [(entity.id, entity.position_m) for entity in watch.entities] == [(1, B)]


def test_a_speck_may_be_what_is_gone_but_nothing_new(watch: Any, sighting: Any) -> None:
    watch.look(sighting(A), times=2)
    speck = sighting(B, first_s=3.5)
    speck = replace(speck, points_map=speck.points_map[:3])
    watch.look(sighting(A), speck, times=3)
    assert [entity.position_m for entity in watch.entities] == [A]
    watch.witness.empty.append(A)
    watch.look(times=3)
    watch.look(replace(speck, first_seen_ns=7 * SECOND), times=2)
    assert [(entity.id, entity.position_m) for entity in watch.entities] == [(1, B)]


def test_what_is_whole_comes_before_a_speck(watch: Any, sighting: Any) -> None:
    watch.look(sighting(A), times=2)
    watch.witness.empty.append(A)
    watch.look(times=3)
    near = (1.0, 0.5, 0.0)
    speck = replace(sighting(near, first_s=4.5), points_map=sighting(near).points_map[:3])
    watch.look(speck, sighting(B, first_s=4.5), times=2)
    assert [(entity.id, entity.position_m) for entity in watch.entities] == [(1, B)]


def arrive_unlooked_for(watch: Any, sighting: Any) -> None:
    """It was at A; long afterwards one like it has come to B, and nobody has looked at A."""
    watch.look(sighting(A), times=2)
    watch.seconds = 100
    old = replace(sighting(A), last_seen_ns=2 * SECOND)
    for _ in range(3):
        watch.seconds += 1
        new = sighting(B, first_s=100.0, last_s=watch.seconds)
        watch.tracker.update("mug", [old, new], watch.witness, watch.seconds * SECOND)


def test_a_thing_that_nobody_looked_for_is_the_one_that_has_come(watch: Any, sighting: Any) -> None:
    watch.witness.known = True
    arrive_unlooked_for(watch, sighting)
    assert [(entity.id, entity.position_m) for entity in watch.entities] == [(1, B)]
    assert [change.kind for change in watch.changes] == [Kind.APPEARED, Kind.MOVED]
    watch.check_history(1)


def test_what_stands_where_nobody_has_been_may_have_been_there_all_along(
    watch: Any, sighting: Any
) -> None:
    watch.witness.known = False
    arrive_unlooked_for(watch, sighting)
    assert [(entity.id, entity.position_m) for entity in watch.entities] == [(1, A), (2, B)]


def test_a_thing_that_had_not_moved_after_all_is_itself(watch: Any, sighting: Any) -> None:
    watch.witness.known = True
    arrive_unlooked_for(watch, sighting)
    watch.witness.views = 10
    watch.look(sighting(A), sighting(B, first_s=100.0), times=3)
    assert [(entity.id, entity.position_m) for entity in watch.entities] == [(1, A), (3, B)]
    assert [(change.kind, change.entity.id) for change in watch.changes] == [
        (Kind.APPEARED, 1),
        (Kind.APPEARED, 3),
    ]
    (stayed,), (came,) = watch.beliefs(1), watch.beliefs(3)
    assert (stayed.position_m, stayed.valid_to_ns) == (A, None)
    assert (came.position_m, came.valid_to_ns) == (B, None)


def test_what_the_map_holds_a_moment_longer_is_no_proof(watch: Any, sighting: Any) -> None:
    watch.witness.known = True
    arrive_unlooked_for(watch, sighting)
    watch.witness.views = 1
    watch.look(sighting(A), sighting(B, first_s=100.0), times=3)
    assert [(entity.id, entity.position_m) for entity in watch.entities] == [(1, B)]


def test_what_is_presumed_is_sure_once_its_place_was_seen_without_it(
    watch: Any, sighting: Any
) -> None:
    """So that it is a move back, and no mistake, if it stands there again."""
    watch.witness.known = True
    arrive_unlooked_for(watch, sighting)
    watch.witness.views = 10
    watch.witness.empty.append(A)
    watch.look(sighting(B, first_s=100.0))
    watch.witness.empty = [B]
    watch.look(sighting(A, first_s=104.0), times=4)
    assert [(entity.id, entity.position_m) for entity in watch.entities] == [(1, A)]
    moves = [change for change in watch.changes if change.kind == Kind.MOVED]
    assert [change.after.position_m for change in moves] == [B, A]


def test_what_only_frames_showed_of_a_thing_before_it_moved_on_is_no_new_thing(
    watch: Any, sighting: Any
) -> None:
    watch.look(sighting(A), times=2)
    watch.witness.empty.append(A)
    watch.look(sighting(B, first_s=2.5), times=4)
    for shown_s, ids in ((2, [1]), (8, [1, 2])):
        frames = replace(sighting(A, first_s=1.0), looks=3, shown_ns=shown_s * SECOND)
        watch.look(sighting(B, first_s=2.5), frames, times=3)
        assert [entity.id for entity in watch.entities] == ids


def test_what_is_new_and_missed_is_not_united_twice(watch: Any, sighting: Any) -> None:
    """The first may be the second, and the second, which is missed too, the third."""
    far = (1.0, 4.0, 0.0)
    watch.look(sighting(A), times=2)
    watch.look(sighting(B, first_s=3.5), times=3)
    watch.look(sighting(far, first_s=6.5), times=3)
    tracks = watch.tracker.things.tracks
    assert len(tracks) == 3
    for track in list(tracks.values())[:2]:
        track.entity, track.doubts = replace(track.entity, status=Status.PRESENT), 2
    for _ in watch.tracker._reunions.uniting("mug", 99 * SECOND):
        pass
    known = {entity.id for entity in watch.entities}
    assert {change.entity.id for change in watch.changes} <= known
    assert {n for n in (1, 2, 3) if watch.beliefs(n)} == known
