"""The few things at hand: noted, asked for, and there again after the process has ended."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidNote, MapFileError
from whereseen.memory.tiers.config import TierConfig
from whereseen.memory.tiers.journal import SqliteJournal, VolatileJournal
from whereseen.memory.tiers.policies import POLICIES
from whereseen.memory.tiers.short_term import Outcome, ShortTermMemory
from whereseen.memory.tiers.unit import Reason, Unit

CHILD = Path(__file__).with_name("noting_child.py")


def unit(entity_id, *, stamp_ns=1, reason=Reason.CHANGED, **more):
    return Unit(entity_id, f"thing {entity_id}", (1.0, 2.0, 0.5), stamp_ns, reason, **more)


def test_what_is_noted_is_at_hand_until_others_take_its_place():
    memory = ShortTermMemory(TierConfig(capacity=2, policy="lru"))
    assert memory.note(unit(1)) is None
    assert memory.note(unit(2)) is None
    assert memory.note(unit(1, stamp_ns=2)) is None
    assert memory.note(unit(3)) == unit(2)
    assert [each.entity_id for each in memory.units()] == [3, 1]
    assert 1 in memory
    assert 2 not in memory
    assert len(memory) == 2


def test_asking_is_counted_as_hit_stale_or_miss():
    memory = ShortTermMemory()
    memory.note(unit(1, stamp_ns=5))
    assert memory.recall(1, changed_ns=5).outcome == Outcome.HIT
    stale = memory.recall(1, changed_ns=6)
    assert (stale.outcome, stale.unit) == (Outcome.STALE, unit(1, stamp_ns=5))
    missed = memory.recall(2)
    assert (missed.outcome, missed.unit) == (Outcome.MISS, None)
    memory.recall(1)
    counts = memory.counts
    assert (counts.hits, counts.stale_hits, counts.misses) == (2, 1, 1)
    assert counts.hit_rate == 0.5


def test_what_was_not_where_it_should_be_is_stale_until_noted_again():
    memory = ShortTermMemory()
    memory.note(unit(1))
    memory.recall(1)
    memory.refute(1)
    memory.refute(2)
    assert (memory.counts.hits, memory.counts.stale_hits) == (0, 1)
    assert memory.recall(1).outcome == Outcome.STALE
    memory.note(unit(1, stamp_ns=2))
    assert memory.recall(1).outcome == Outcome.HIT


def test_old_news_does_not_replace_what_is_known():
    memory = ShortTermMemory()
    memory.note(unit(1, stamp_ns=5))
    assert memory.note(unit(1, stamp_ns=4)) is None
    assert memory.units() == [unit(1, stamp_ns=5)]


def test_what_is_acted_on_outlasts_what_is_only_seen():
    memory = ShortTermMemory(TierConfig(capacity=3))
    for number in range(3):
        memory.note(unit(1, stamp_ns=number, reason=Reason.ACTED))
    for seen in range(10, 20):
        memory.note(unit(seen))
    assert 1 in memory


def test_what_cannot_be_held_is_refused():
    memory = ShortTermMemory(TierConfig(most_states=1))
    states = (("open", "yes"), ("clean", "no"))
    nowhere = replace(unit(1), position_m=(float("nan"), 0.0, 0.0))
    endless = replace(unit(1), label="x" * 1001)
    for wrong in (unit(0), unit(1, stamp_ns=-1), unit(1, state=states), nowhere, endless):
        with pytest.raises(InvalidNote):
            memory.note(wrong)
    assert len(memory) == 0


ids = st.integers(1, 9)
calls = st.lists(
    st.one_of(
        st.tuples(st.just("note"), ids, st.sampled_from(Reason), st.integers(0, 9)),
        st.tuples(st.sampled_from(["recall", "refute"]), ids),
        st.tuples(st.just("forget"), st.sets(ids, max_size=3)),
    ),
    max_size=60,
)


def do(memory, call):
    match call:
        case "note", entity_id, reason, stamp_ns:
            state = (("open", "yes"),) if stamp_ns % 2 else ()
            memory.note(unit(entity_id, stamp_ns=stamp_ns, reason=reason, state=state))
        case name, argument:
            getattr(memory, name)(argument)


@given(st.sampled_from(POLICIES), st.integers(1, 5), st.integers(1, 20), calls, calls)
def test_a_memory_replayed_from_its_journal_equals_itself(policy, capacity, lines, before, then):
    config = TierConfig(capacity=capacity, policy=policy, most_lines=lines)
    db = sqlite3.connect(":memory:")
    memory = ShortTermMemory(config, SqliteJournal(db, "short"))
    for call in before:
        do(memory, call)
        assert len(memory) <= capacity
    memory.flush()
    again = ShortTermMemory(config, SqliteJournal(db, "short"))
    assert again.units() == memory.units()
    assert again._policy.snapshot() == memory._policy.snapshot()
    for call in then:
        do(memory, call)
    other = ShortTermMemory(config, SqliteJournal(sqlite3.connect(":memory:"), "short"))
    for call in [*before, *then]:
        do(other, call)
    assert other.units() == memory.units()
    db.close()


def test_the_journal_stays_short_and_goes_on_across_openings():
    config, journal = TierConfig(capacity=3, most_lines=20, unsaved_touches=4), VolatileJournal()
    for number in range(200):
        memory = ShortTermMemory(config, journal)
        memory.note(unit(1 + number % 7, stamp_ns=number))
        memory.recall(1 + number % 5)
        memory.flush()
        assert len(journal.read()) <= 20
    assert len(memory) == 3


def test_what_is_forgotten_leaves_no_line():
    journal = VolatileJournal()
    memory = ShortTermMemory(journal=journal)
    memory.note(unit(1))
    memory.note(unit(2))
    memory.forget([1])
    assert memory.units() == [unit(2)]
    assert "thing 1" not in "".join(journal.read())


def test_a_memory_of_another_size_or_policy_takes_the_worthiest():
    journal = VolatileJournal()
    memory = ShortTermMemory(TierConfig(capacity=5, policy="lru", most_lines=1), journal)
    for number in range(1, 6):
        memory.note(unit(number))
    smaller = ShortTermMemory(TierConfig(capacity=2), journal)
    assert {each.entity_id for each in smaller.units()} == {4, 5}


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        '["note",[1]]',
        '["touch","mug"]',
        '["snapshot",["adaptive",10],{},[],[]]',
        '["note",[1,"mug",[0,0],5,0,[]]]',
    ],
)
def test_a_damaged_journal_is_named(line):
    journal = VolatileJournal()
    journal.append([line])
    with pytest.raises(MapFileError, match="journal of short-term memory is damaged"):
        ShortTermMemory(journal=journal)


def test_kill_loses_no_unit_that_was_noted(tmp_path):
    """The child prints the number of a unit once `note` has returned."""
    file = tmp_path / "tiers.db"
    command = [sys.executable, str(CHILD), str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for _ in range(300):
            noted = int(child.stdout.readline())
        child.kill()
    db = sqlite3.connect(file)
    memory = ShortTermMemory(TierConfig(policy="lru"), SqliteJournal(db, "short"))
    newest = memory.units()[0].stamp_ns
    assert newest >= noted
    assert [each.stamp_ns for each in memory.units()] == list(range(newest, newest - 10, -1))
    assert db.execute("PRAGMA quick_check").fetchone() == ("ok",)
    db.close()
