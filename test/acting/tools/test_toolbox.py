"""Each tool over a small home: what it gives fits what it says it gives."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta, timezone
from typing import Any

import pytest

from whereseen.acting.tools.parameters import InvalidArguments, Is, Parameter
from whereseen.acting.tools.plain import iso, plain
from whereseen.acting.tools.tool import NoSuchTool
from whereseen.acting.tools.toolbox import READ_ONLY, WRITING_NAMES, ToolBox
from whereseen.memory.errors import InvalidConfig, InvalidQuery, WhereseenError
from whereseen.memory.spatial_memory import SpatialMemory

jsonschema = pytest.importorskip("jsonschema")

CALLS: dict[str, dict[str, Any]] = {
    "ask": {"question": "where was the red mug at five past nine?"},
    "localize": {"what": "red mug"},
    "recall": {"like": "mug", "room": "kitchen", "since": "2h", "near_m": [2, 2, 1]},
    "context": {"task": "bring me the mug", "budget_tokens": 100},
    "explain": {"thing": "laptop"},
    "history": {"thing": 3},
    "changed_since": {"since": "2026-01-01T08:00:00Z"},
    "summary": {},
    "things": {"room": "office"},
    "rooms": {},
    "scene_graph": {"form": "graph"},
    "likely_places": {"label": "cup"},
    "remember": {"what": "the keys are on the white desk"},
    "note_deed": {"verb": "took", "thing_id": 3, "by": "Ben"},
    "forget": {"what": ["laptop"]},
    "consolidate": {"budget_s": 5},
}


@pytest.fixture(scope="module")
def tried(furnish: Callable[[], SpatialMemory]) -> ToolBox:
    """All tools over a home that was summed up; each of them is called once."""
    made = ToolBox(furnish(), allow=WRITING_NAMES)
    made.call("consolidate", {})
    return made


@pytest.mark.parametrize("name", CALLS)
def test_results_are_json_that_fits_the_output_schema(tried: ToolBox, name: str) -> None:
    box = tried
    made = box.call(name, CALLS[name])
    again = json.loads(json.dumps(made, allow_nan=False))
    jsonschema.validate(again, box.tools[name].output_schema)
    jsonschema.validate(CALLS[name], box.tools[name].input_schema)


def test_every_tool_is_tried_here_and_described(box: ToolBox) -> None:
    assert box.tools.keys() == CALLS.keys() | {"image"}
    for tool in box.schemas():
        jsonschema.Draft202012Validator.check_schema(tool["input_schema"])
        jsonschema.Draft202012Validator.check_schema(tool["output_schema"])
        assert 20 < len(tool["description"]) < 400
    functions = [each["function"]["name"] for each in box.functions()]
    assert functions == list(box.tools)


def test_where_it_is_and_was(box: ToolBox) -> None:
    now = box.call("localize", {"what": "red mug"})
    assert now["found"]
    assert (now["best"]["thing_id"], now["best"]["room"]) == (3, "kitchen")
    assert now["best"]["position_m"] == [2.0, 2.0, 0.85]
    then = box.call("localize", {"what": "red mug", "at": "2026-01-01T09:00:30+00:00"})
    assert not then["found"]
    assert then["as_of_iso"] == "2026-01-01T09:00:30.000+00:00"
    asked = box.call("ask", {"question": "where is the laptop?"})
    assert asked["best"]["label"] == "laptop"


def test_things_are_listed_by_name_and_room(box: ToolBox) -> None:
    office = box.call("things", {"room": "the office"})
    assert [each["label"] for each in office["things"]] == ["white desk", "laptop"]
    mugs = box.call("things", {"name": "mugs", "limit": 1})
    assert (mugs["fitting"], mugs["things"][0]["id"]) == (1, 3)
    rooms = box.call("rooms", {})["rooms"]
    assert [each["name"] for each in rooms] == ["kitchen", "office"]


def test_what_is_told_and_done_is_remembered(own_box: ToolBox, own: SpatialMemory) -> None:
    box, home = own_box, own
    told = box.call("remember", CALLS["remember"])["thing"]
    assert (told["label"], told["room"]) == ("keys", "office")
    box.call("note_deed", {"verb": "opened", "label": "fridge", "by": "Ben"})
    assert "Ben" in box.call("ask", {"question": "who opened the fridge?"})["text"]
    assert home.objects.beliefs(told["id"])[0].source == "an agent"


def test_forgetting_takes_two_words(own_box: ToolBox, own: SpatialMemory) -> None:
    box, home = own_box, own
    planned = box.call("forget", {"what": ["mug"]})
    assert not planned["erased"]
    assert [each["label"] for each in planned["things"]] == ["red mug"]
    assert home.objects.n_entities == 4
    assert box.call("forget", {"what": ["mug"], "confirm": True})["erased"]
    assert home.objects.n_entities == 3


def test_nothing_writes_unless_it_is_allowed(home: SpatialMemory) -> None:
    box = ToolBox(home, allow=["remember"])
    assert box.tools.keys() == {tool.name for tool in READ_ONLY} | {"remember"}
    for name in sorted(set(WRITING_NAMES) - {"remember"}):
        with pytest.raises(NoSuchTool, match="not allowed here"):
            box.call(name, CALLS[name])
    with pytest.raises(InvalidConfig, match=r"no such writing tool.*shutdown.*Allow some of"):
        ToolBox(home, allow=["shutdown"])


@pytest.mark.parametrize(
    ("name", "arguments", "error", "what"),
    [
        ("localise", {}, NoSuchTool, "Use one of: ask, localize"),
        ("localize", {}, InvalidArguments, "what is missing"),
        ("localize", {"what": "mug", "at": "some day"}, InvalidQuery, "not understood"),
        ("localize", {"what": "mug", "at": "2026-13-01T00:00"}, InvalidQuery, "not understood"),
        ("recall", {"room": "attic"}, InvalidQuery, "attic"),
        ("recall", {"since": "1h", "until": "2h"}, InvalidArguments, "until lies before"),
        ("explain", {"thing": 99}, InvalidQuery, "99"),
        ("image", {"image_id": 1}, InvalidQuery, "no such image"),
        ("note_deed", {"verb": "took"}, InvalidArguments, "no thing is named"),
        ("note_deed", {"verb": "ate", "label": "x"}, InvalidArguments, "Use one of: moved"),
        ("note_deed", {"verb": "took", "thing_id": 99}, InvalidQuery, "no such thing"),
        ("remember", {"what": "the keys are on the moon"}, InvalidQuery, "moon"),
        ("forget", {"what": []}, InvalidArguments, "nothing is named"),
        ("forget", {"what": ["nan,0,0:1,1,1"]}, InvalidQuery, "this is no box"),
        ("forget", {"what": ["0,0,0:inf,1,1"]}, InvalidQuery, "this is no box"),
        ("things", {"limit": 10**400}, InvalidArguments, "limit does not fit"),
        ("recall", {"near_m": [0, 0, -(10**400)]}, InvalidArguments, "near_m does not fit"),
    ],
)
def test_wrong_input(box: ToolBox, name: str, arguments: Any, error: Any, what: str) -> None:
    with pytest.raises(error, match=what):
        box.call(name, arguments)


def test_times_are_given_twice_on_the_clocks_of_who_asks() -> None:
    zone = timezone(timedelta(hours=1))
    made = plain({"seen_ns": 1_767_258_000_250_000_000, "other_ns": None, "far_ns": 2**63}, zone)
    assert made["seen_iso"] == "2026-01-01T10:00:00.250+01:00"
    assert "other_iso" not in made
    assert iso(2**70, zone) == ""


def test_values_that_json_has_not_are_plain() -> None:
    said = {"nan": float("nan"), "text": "a\x1b[2Jb\u202e", "list": (1.23456,), "a\x1b_ns": 10**9}
    made = plain(said, timezone.utc)
    moment = "1970-01-01T00:00:01.000+00:00"
    assert made == {"nan": None, "text": "a[2Jb", "list": [1.235], "a_ns": 10**9, "a_iso": moment}


PATHS = ("/etc/passwd", "../../../etc/passwd", "file:///etc/passwd", "~/.ssh/id_rsa", "C:\\x.jpg")


@pytest.mark.parametrize("name", [tool.name for tool in READ_ONLY] + list(WRITING_NAMES))
def test_no_text_is_ever_taken_for_a_path(
    name: str, own_box: ToolBox, watched_files: list[str]
) -> None:
    tool = own_box.tools[name]
    for path in PATHS:
        said = {each.name: _of_text(each, path) for each in tool.parameters}
        with contextlib.suppress(WhereseenError):
            own_box.call(name, {key: each for key, each in said.items() if each is not None})
    assert [each for each in watched_files if "etc/passwd" in each or "id_rsa" in each] == []


def _of_text(parameter: Parameter, text: str) -> Any:
    """An argument that holds this text if it can."""
    if parameter.choices:
        return parameter.choices[0]
    if parameter.kind in (Is.TEXT, Is.THING):
        return text
    return [text] if parameter.kind is Is.TEXTS else None


@pytest.fixture
def watched_files() -> Iterator[list[str]]:
    """All files that are opened meanwhile."""
    opened: list[str] = []
    is_over: list[bool] = []

    def note(event: str, given: tuple[Any, ...]) -> None:
        if not is_over and event in ("open", "sqlite3.connect", "os.listdir", "os.scandir"):
            opened.append(str(given[0]))

    sys.addaudithook(note)  # for good: it cannot be taken away
    with contextlib.suppress(OSError), open("/etc/passwd-that-is-not-there"):
        pass
    assert opened.pop() == "/etc/passwd-that-is-not-there"
    yield opened
    is_over.append(True)
