"""What keeps its identity where one look tells too little; what of that outlives the program."""

from dataclasses import replace

import numpy as np
import pytest

from whereseen.memory.objects.config import ObjectConfig
from whereseen.memory.objects.entity import Kind, Status
from whereseen.memory.objects.joining import part
from whereseen.memory.objects.things import Things
from whereseen.memory.objects.track import Presumption
from whereseen.memory.objects.tracker import EntityTracker

A, B = (1.0, 0.0, 0.0), (1.0, 2.0, 0.0)
SECOND = 1_000_000_000


@pytest.fixture
def tracker(config, witness):
    found = EntityTracker(config, 0.05)

    def look(second, *sightings):
        seen = [replace(each, last_seen_ns=second * SECOND) for each in sightings]
        found.update("mug", seen, witness, second * SECOND)
        return [track.entity for track in found.things.tracks.values()]

    return found, look


def kinds(tracker):
    return [row.kind for row in tracker.things.history.changes.values()]


@pytest.mark.parametrize(
    ("seen_between", "told"), [(False, [Kind.MOVED]), (True, [Kind.VANISHED, Kind.MOVED])]
)
def test_a_move_is_told_once(tracker, witness, sighting, seen_between, told):
    found, look = tracker
    look(1, sighting(A, first_s=0.5))
    look(2, sighting(A, first_s=0.5))
    witness.empty = [A]
    for second in (3, 4, 5):
        (mug,) = look(second)
    assert mug.status == Status.GONE
    assert kinds(found) == [Kind.APPEARED, Kind.VANISHED]
    if seen_between:
        witness.views_of = lambda points, since_ns, within_m=9.0: int(since_ns < 7 * SECOND)
    for second in (10, 11):
        (mug,) = look(second, sighting(B, first_s=9.5))
    assert (mug.id, mug.status) == (1, Status.PRESENT)
    assert kinds(found) == [Kind.APPEARED, *told]


def test_what_was_shifted_a_little_is_the_same(tracker, sighting):
    found, look = tracker
    look(1, sighting(A, size=0.4, first_s=0.5))
    look(2, sighting(A, size=0.4, first_s=0.5))
    (one,) = look(3, sighting((1.25, 0.25, 0.1), size=0.4, first_s=0.5))
    assert (one.id, one.position_m) == (1, (1.25, 0.25, 0.1))
    assert kinds(found) == [Kind.APPEARED]


@pytest.mark.parametrize(("shown_s", "status"), [(3, Status.PRESENT), (0, Status.GONE)])
def test_what_a_frame_has_shown_is_no_ghost(tracker, witness, sighting, shown_s, status):
    _, look = tracker
    whole, left = sighting(A, first_s=0.5), sighting(A, size=0.1, first_s=0.5)
    look(1, whole)
    look(2, whole)
    witness.empty = [A]
    for second in (3, 4, 5):
        (mug,) = look(second, replace(left, shown_ns=shown_s * SECOND))
    assert mug.status == status


def test_who_was_presumed_wrongly_may_be_another(tracker, sighting):
    found, look = tracker
    look(1, sighting(A, first_s=0.5))
    look(2, sighting(A, first_s=0.5))
    (track,) = found.things.tracks.values()
    was = Presumption(track.entity, track.points_map, track.voxels, SECOND, 2 * SECOND)
    track.presumed = was
    other = part(found.things, track, was)
    assert other.entity.id == 2
    assert other.is_new
    assert other.has_come
    assert track.presumed is None


def test_presumptions_outlive_the_program_and_follow_corrections(tracker, sighting):
    found, look = tracker
    look(1, sighting(A, first_s=0.5))
    look(2, sighting(A, first_s=0.5))
    (track,) = found.things.tracks.values()
    track.presumed = Presumption(track.entity, track.points_map, 3, SECOND, 2 * SECOND)
    found.things.merged = {5: 1}
    again = Things(ObjectConfig())
    again.restore(found.things.rows())
    (back,) = again.tracks.values()
    assert back.standing == track.standing
    assert again.find_self(5) == 1
    moved = np.eye(4)
    moved[1, 3] = 2.0
    again.correct(lambda _: moved)
    assert np.allclose(back.presumed.entity.position_m, np.add(A, (0.0, 2.0, 0.0)))
    assert np.allclose(back.presumed.points_map, track.points_map + np.float32([0.0, 2.0, 0.0]))


def test_a_chain_of_identities_is_kept_as_long_as_its_end(tracker, sighting):
    things = tracker[0].things
    one = things.appear("mug", sighting(A), 0)
    two = things.appear("mug", sighting(B), 0)
    things.merged = {8: 9, 9: one.entity.id, 7: two.entity.id}
    things.forget([two.entity.id])
    assert things.merged == {8: 9, 9: one.entity.id}
    assert things.find_self(8) == one.entity.id
