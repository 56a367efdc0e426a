"""What every definition has: units, constants for enumerations, a status in each reply."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "interfaces" / "whereseen_msgs"
FILES = [file for kind in ("msg", "srv", "action") for file in sorted(FOLDER.glob(f"{kind}/*"))]
REPLIES = [file for file in FILES if file.suffix in {".srv", ".action"}]
LINE = re.compile(
    r"(?P<type>[\w/]+)(?P<array>\[\d*\])? +(?P<name>\w+)(?P<value> *=[^#]*)?(?P<comment> *#.+)?$"
)
UNIT = re.compile(r"metres|pixels|seconds|radians|bytes|0 to 1|similarity|times recorded speed")
WHOLE = re.compile(r"u?int\d+$")
MEASURED = {
    "float32",
    "float64",
    *(f"geometry_msgs/{name}" for name in ("Point", "Pose", "Vector3")),
}
# Plain counts of what their name says, and keys that other messages explain.
COUNTS = {"frames", "voxels", "images", "entities", "views", "id", "entity_id", "entity_ids"}
EXPORTS = {"srv/GetSceneGraph"}  # a document for other programs beside the message
LIKE_THE_LINE_ABOVE = {("Place", "box_max"), ("Observation", "height")}


def sections(file):
    """Its fields and constants, by the parts between `---`; checks that each line is one."""
    parts = [[]]
    for line in file.read_text(encoding="utf-8").splitlines():
        if line == "---":
            parts.append([])
        elif line and not line.startswith("#"):
            found = LINE.match(line)
            assert found, f"{file.name}: {line!r}"
            parts[-1].append(found)
    return parts


def fields(file):
    return [line for part in sections(file) for line in part if not line["value"]]


def explained(file, line):
    return line["comment"] or (file.stem, line["name"]) in LIKE_THE_LINE_ABOVE


def named(file):
    return f"{file.parent.name}/{file.stem}"


def test_all_that_was_promised_is_defined():
    assert {named(file) for file in FILES} >= {
        *(f"msg/{name}" for name in ("Observation", "Place", "Entity", "Belief", "Change")),
        *(f"srv/{name}" for name in ("Locate", "Recall", "ChangedSince", "Context", "Remember")),
        *(f"srv/{name}" for name in ("Forget", "Explain", "SaveMap", "LoadMap", "ClearBox")),
        *(f"msg/{name}" for name in ("SceneGraph", "Stay", "Turn", "Whereabouts")),
        *(f"srv/{name}" for name in ("Ask", "History", "Localize", "GetSceneGraph")),
        *(f"action/{name}" for name in ("Explore", "Replay")),
    }


@pytest.mark.parametrize("file", FILES, ids=named)
def test_the_first_line_says_what_it_is_for(file):
    first = file.read_text(encoding="utf-8").splitlines()[0]
    assert re.match(r"# [A-Z].{15,}[.?]", first), first


@pytest.mark.parametrize("file", FILES, ids=named)
def test_lines_are_short_enough_to_read(file):
    assert max(map(len, file.read_text(encoding="utf-8").splitlines())) <= 100


@pytest.mark.parametrize("file", FILES, ids=named)
def test_what_is_measured_has_a_unit_or_range(file):
    for line in fields(file):
        if line["type"] in MEASURED and explained(file, line) == line["comment"]:
            assert UNIT.search(line["comment"] or ""), f"{file.name}: {line[0]}"


@pytest.mark.parametrize("file", FILES, ids=named)
def test_whole_numbers_are_explained_counted_or_enumerated(file):
    for part in sections(file):
        enumerated = {line["type"] for line in part if line["value"]}
        for line in part:
            if WHOLE.match(line["type"]) and line["type"] not in enumerated:
                assert line["name"] in COUNTS or explained(file, line), f"{file.name}: {line[0]}"


@pytest.mark.parametrize("file", FILES, ids=named)
def test_enumerations_are_constants_that_count_from_zero(file):
    for part in sections(file):
        values = [int(line["value"].strip(" =")) for line in part if line["value"]]
        assert values == list(range(len(values)))
        states = [line for line in part if line["type"] == "uint8" and not line["value"]]
        assert len(states) == bool(values), f"{file.name}: {[line[0] for line in states]}"


@pytest.mark.parametrize("file", FILES, ids=named)
def test_nothing_is_hidden_in_a_text(file):
    if named(file) not in EXPORTS:
        assert "json" not in file.read_text(encoding="utf-8").lower()
    texts = {line["name"] for line in fields(file) if line["type"] == "string"}
    assert not texts & {"kind", "type", "state", "status", "code", "cause", "stamp", "data"}


@pytest.mark.parametrize("file", REPLIES, ids=named)
def test_a_reply_starts_with_its_status(file):
    first = sections(file)[1][0]
    assert (first["type"], first["name"]) == ("Status", "status")


@pytest.mark.parametrize("file", FILES, ids=named)
def test_a_header_says_which_frame(file):
    for line in fields(file):
        if line["type"] == "std_msgs/Header" and file.stem != "LabelNames":
            assert line["comment"], f"{file.name}: {line[0]}"
            assert re.search(r"frame_id|equals the header", line["comment"])
