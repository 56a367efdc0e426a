"""The state of a task."""

from __future__ import annotations

import json
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidNote, MapFileError
from whereseen.memory.tiers.config import TierConfig
from whereseen.memory.tiers.journal import SqliteJournal, VolatileJournal
from whereseen.memory.tiers.working import TaskState, WorkingMemory


def test_names_mean_what_they_were_last_bound_to():
    memory = WorkingMemory()
    memory.begin("wash the mug", 7)
    memory.bind("the mug", 3)
    memory.bind("it", 3)
    memory.bind("the mug", 4)
    assert memory.meant_by("the mug") == 4
    assert memory.meant_by("it") == 3
    assert memory.meant_by("the plate") is None


def test_another_task_begins_with_what_is_in_hand():
    memory = WorkingMemory()
    memory.begin("wash the mug", 7)
    memory.bind("the mug", 3)
    memory.hold(3)
    memory.finish("take the mug")
    memory.begin("lay the table", 9)
    assert memory.state == TaskState("lay the table", 9, held=3)
    memory.hold(None)
    assert memory.state.held is None


def test_a_forgotten_thing_is_neither_meant_nor_held():
    memory = WorkingMemory()
    memory.bind("it", 3)
    memory.bind("the plate", 4)
    memory.hold(3)
    memory.forget({3})
    assert memory.state == TaskState(bindings=(("the plate", 4),))


def test_a_name_means_a_room_or_a_thing_and_never_both():
    journal = VolatileJournal()
    memory = WorkingMemory(journal=journal)
    memory.bind_room("there", "study")
    memory.bind_room("it", "hall")
    memory.bind("it", 3)
    again = WorkingMemory(journal=journal).state
    assert (again.rooms, again.bindings) == ((("there", "study"),), (("it", 3),))
    memory.bind_room("it", "hall")
    assert memory.state.bindings == () and memory.meant_by("it") is None
    bounded = WorkingMemory(TierConfig(most_bindings=2))
    bounded.bind("a", 1)
    bounded.bind_room("b", "hall")
    with pytest.raises(InvalidNote, match="too many names"):
        bounded.bind_room("c", "study")


def test_what_was_written_before_rooms_were_kept_is_read():
    journal = VolatileJournal()
    WorkingMemory(journal=journal).bind("it", 3)
    (line,) = journal.read()
    entry = json.loads(line)
    del entry["rooms"]
    journal.replace(json.dumps(entry))
    assert WorkingMemory(journal=journal).state == TaskState(bindings=(("it", 3),))


def test_bounds_hold():
    memory = WorkingMemory(TierConfig(most_bindings=2, most_subtasks=2))
    memory.bind("a", 1)
    memory.bind("b", 2)
    memory.bind("b", 3)
    with pytest.raises(InvalidNote, match="too many names"):
        memory.bind("c", 4)
    for subtask in ("one", "two", "three"):
        memory.finish(subtask)
    assert memory.state.done == ("two", "three")


def test_what_is_no_name_or_thing_is_refused():
    memory = WorkingMemory()
    for wrong in (
        lambda: memory.begin(" ", 0),
        lambda: memory.bind("", 1),
        lambda: memory.bind("it", 0),
        lambda: memory.hold(-1),
        lambda: memory.finish("x" * 1001),
    ):
        with pytest.raises(InvalidNote):
            wrong()
    assert memory.state == TaskState()


calls = st.lists(
    st.one_of(
        st.tuples(st.just("begin"), st.sampled_from(["wash", "tidy"]), st.integers(0, 99)),
        st.tuples(st.just("bind"), st.sampled_from("abc"), st.integers(1, 5)),
        st.tuples(st.just("hold"), st.one_of(st.none(), st.integers(1, 5))),
        st.tuples(st.just("finish"), st.sampled_from(["took", "put"])),
        st.tuples(st.just("forget"), st.sets(st.integers(1, 5))),
    ),
    max_size=20,
)


@given(calls)
def test_every_step_is_in_the_journal_when_it_returns(calls):
    db = sqlite3.connect(":memory:")
    memory = WorkingMemory(journal=SqliteJournal(db, "working"))
    for name, *arguments in calls:
        getattr(memory, name)(*arguments)
        assert WorkingMemory(journal=SqliteJournal(db, "working")).state == memory.state
    assert db.execute("SELECT count(*) FROM tier_journal").fetchone()[0] <= 1
    db.close()


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"task":"a","begun_ns":"soon"}'])
def test_a_damaged_journal_is_named(line):
    journal = VolatileJournal()
    journal.append([line])
    with pytest.raises(MapFileError, match="damaged"):
        WorkingMemory(journal=journal)
