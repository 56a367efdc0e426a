"""From entities, beliefs and changes to a chronicle."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from whereseen.memory.attributes.state import StateHistory
from whereseen.memory.chronicle.chronicling import chronicle_of
from whereseen.memory.language import Verb
from whereseen.memory.objects.entity import Belief, Cause, Change, Entity, Kind, Status

SECOND = 1_000_000_000
MUG = Entity(1, "red mug", Status.PRESENT, 0.9, (4.0, 0.0, 0.5), (0.1, 0.1, 0.1), 0, 9 * SECOND, 1)
TABLE = Entity(2, "table", Status.PRESENT, 0.9, (0.0, 0.0, 0.4), (1.0, 1.0, 0.8), 0, 9 * SECOND, 1)


def belief(entity_id, position_m, start_s, end_s=None, cause=Cause.SEEN):
    end_ns = None if end_s is None else end_s * SECOND
    return Belief(
        entity_id, position_m, (0.1, 0.1, 0.1), start_s * SECOND, end_ns, 0.9, cause, "camera"
    )


ON_TABLE = belief(1, (0.0, 0.0, 0.85), 1, 3)
ABSENT = belief(1, (0.0, 0.0, 0.85), 3, 5, Cause.ABSENT)
ON_FLOOR = belief(1, (4.0, 0.0, 0.5), 5)
STATES = StateHistory()
for second in (2, 3):
    STATES.report(2, ("open", "no"), second * SECOND)


@pytest.fixture
def chronicle():
    beliefs = {1: (ON_TABLE, ABSENT, ON_FLOOR), 2: (belief(2, (0.0, 0.0, 0.4), 1),)}
    opened = Change(Kind.OPENED, 4 * SECOND, 6 * SECOND, TABLE, None, None, ("open", "yes"))
    change = Change(Kind.MOVED, 3 * SECOND, 5 * SECOND, MUG, ON_TABLE, ON_FLOOR)
    voxels = SimpleNamespace(points_map=np.zeros((0, 3), np.float32))
    memory = SimpleNamespace(
        log=SimpleNamespace(events=lambda query: []),
        objects=SimpleNamespace(
            entities=lambda: (MUG, TABLE),
            beliefs=beliefs.__getitem__,
            changed_since=lambda since_ns, limit: (change, opened),
            attributes=SimpleNamespace(states=STATES, sure_colours=lambda entity: ("blue",)),
            now_ns=10 * SECOND,
        ),
        trajectory=SimpleNamespace(
            stamps_ns=[1 * SECOND, 2 * SECOND, 3 * SECOND],
            positions_m=[(0.0, 0.0, 1.0), (1.0, 0.0, 1.0), (4.0, 0.0, 1.0)],
        ),
        voxel_map=SimpleNamespace(
            config=SimpleNamespace(voxel_size_m=0.05), occupied=lambda: voxels
        ),
    )
    kitchen = SimpleNamespace(name="kitchen")
    rooms = SimpleNamespace(rooms=(kitchen,), room_of=lambda position_m: 1)
    graph = SimpleNamespace(
        rooms=rooms, room_of=lambda position_m: kitchen if position_m[0] < 2.0 else None
    )
    return chronicle_of(memory, graph)


def test_stays_are_what_was_believed_but_absence(chronicle):
    stays = [stay for stay in chronicle.stays if stay.thing_id == 1]
    assert [(stay.start_ns, stay.end_ns) for stay in stays] == [
        (1 * SECOND, 3 * SECOND),
        (5 * SECOND, None),
    ]
    assert [stay.last_seen_ns for stay in stays] == [3 * SECOND, 9 * SECOND]


def test_stays_tell_room_and_support(chronicle):
    first, last = (stay for stay in chronicle.stays if stay.thing_id == 1)
    assert (first.room, first.relation, first.support) == ("kitchen", "on", "table")
    assert (last.room, last.relation, last.support) == ("", "", "")
    assert chronicle.supports == ("table",)


def test_turns_tell_from_where_to_where(chronicle):
    turn, _ = chronicle.turns
    assert (turn.before.support, turn.after.support) == ("table", "")
    assert (turn.earliest_ns, turn.latest_ns) == (3 * SECOND, 5 * SECOND)


def test_rooms_that_the_camera_was_in_were_visited(chronicle):
    (visit,) = [deed for deed in chronicle.deeds if deed.verb is Verb.VISITED]
    assert (visit.room, visit.start_ns, visit.end_ns) == ("kitchen", 1 * SECOND, 3 * SECOND)
    assert chronicle.robot_m == (4.0, 0.0, 1.0)
    assert chronicle.sites == (("table", (0.0, 0.0, 0.4)),)


def test_states_are_conditions_and_their_changes_deeds(chronicle):
    (table,) = [each for each in chronicle.conditions if each.about == "open"]
    assert (table.label, table.word, table.start_ns) == ("table", "closed", 2 * SECOND)
    assert {each.word for each in chronicle.conditions if each.about == "colour"} == {"blue"}
    (deed,) = [each for each in chronicle.deeds if each.label == "table"]
    assert (deed.verb, deed.is_noticed) == (Verb.OPENED, True)
    assert (deed.start_ns, deed.end_ns) == (4 * SECOND, 6 * SECOND)
    turns = [(turn.kind, turn.state) for turn in chronicle.turns]
    assert turns == [(Kind.MOVED, ""), (Kind.OPENED, "open")]
