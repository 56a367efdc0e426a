from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whereseen.sim.scene.description import ObjectItem, Spot
from whereseen.sim.world.actions import (
    Action,
    Add,
    Event,
    Grasp,
    Move,
    Release,
    Remove,
    SetJoint,
    SetState,
    Swap,
)
from whereseen.sim.world.errors import InvalidEventLog
from whereseen.sim.world.event_log import ACTIONS, event_of, line_of, read_events, write_events

FINITE = st.floats(allow_nan=False, allow_infinity=False)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SPOTS = st.builds(Spot, TEXT, TEXT, st.tuples(FINITE, FINITE))
STATES: st.SearchStrategy[Mapping[str, str]] = st.dictionaries(TEXT, TEXT, max_size=3)
ITEMS = st.builds(ObjectItem, TEXT, TEXT, SPOTS, FINITE, TEXT, STATES)
ANY_ACTION: st.SearchStrategy[Action] = st.one_of(
    st.builds(Move, TEXT, SPOTS, FINITE),
    st.builds(Swap, TEXT, TEXT),
    st.builds(Remove, TEXT),
    st.builds(Add, ITEMS),
    st.builds(SetJoint, TEXT, TEXT, FINITE),
    st.builds(SetState, TEXT, TEXT, TEXT),
    st.builds(Grasp, TEXT),
    st.just(Release()),
)
EVENTS = st.builds(Event, st.integers(0, 2**63 - 1), TEXT, ANY_ACTION)
SWAP = '{"stamp_ns": 7, "actor": "Ada", "action": "swap", "name": "mug", "other": "bowl"}'
MOVE = '{"stamp_ns": 7, "actor": "Ada", "action": "move", "name": "mug", "to": %s}'


def test_a_line_says_what_was_done() -> None:
    assert event_of(SWAP) == Event(7, "Ada", Swap("mug", "bowl"))
    assert line_of(Event(7, "Ada", Swap("mug", "bowl"))) == SWAP


def test_every_action_has_a_name() -> None:
    assert set(ACTIONS.values()) == set(Action.__args__)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(EVENTS, max_size=4))
def test_what_is_read_equals_what_was_written(tmp_path: Path, events: list[Event]) -> None:
    path = tmp_path / "events.jsonl"
    write_events(path, events)
    assert read_events(path) == tuple(events)


def test_there_is_a_line_for_each_event(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    write_events(path, [Event(1, "robot", Grasp("cup\nof tea")), Event(2, "robot", Release())])
    assert len(path.read_text().splitlines()) == 2
    assert read_events(path)[0].action == Grasp("cup\nof tea")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "a line is no JSON"),
        ("[" * 100_000, "a line is no JSON"),
        ("[1]", "a line is no event"),
        (SWAP.replace("swap", "sell"), "there is no such action (got 'sell')"),
        (SWAP.replace('"swap"', "[]"), "there is no such action"),
        (SWAP.replace("7", "-7"), "stamp_ns is out of range"),
        (SWAP.replace("7", "7.5"), "stamp_ns is no int"),
        (SWAP.replace("7", "true"), "stamp_ns is no int"),
        (SWAP.replace('"Ada"', "null"), "actor is no str"),
        (SWAP.replace('"bowl"', "3"), "swap.other is no str (got 3)"),
        (SWAP.replace("other", "with"), "swap has other fields (got with?; no other)"),
        (MOVE % '{"on": "table"}', "move.to has other fields (got no surface)"),
        (MOVE % '"table"', "move.to is no Spot"),
        (MOVE % '{"on": "a", "surface": "b", "offset_m": [1]}', "move.to.offset_m is no tuple"),
        (MOVE % '{"on": "a", "surface": "b", "offset_m": [1, NaN]}', "offset_m is no float"),
        (MOVE % '{"on": "a", "surface": "b", "offset_m": [1, true]}', "offset_m is no float"),
    ],
)
def test_what_is_no_event_is_told_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(SWAP + "\n\n" + line + "\n")
    with pytest.raises(InvalidEventLog) as failed:
        read_events(path)
    assert told in str(failed.value)
    assert "line 3 of" in str(failed.value)


def test_what_json_cannot_hold_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(InvalidEventLog, match="no JSON"):
        write_events(tmp_path / "a", [Event(1, "Ada", SetJoint("desk", "drawer", float("nan")))])
    assert not (tmp_path / "a").exists()


def test_files_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidEventLog, match="cannot be read"):
        read_events(tmp_path / "none.jsonl")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    with pytest.raises(InvalidEventLog, match="cannot be read"):
        read_events(tmp_path / "bytes")
    with pytest.raises(InvalidEventLog, match="cannot be written"):
        write_events(tmp_path, [])
