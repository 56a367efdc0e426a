from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.errors import MapFileError
from whereseen.sim.scene.description import (
    FurnitureItem,
    MeshKind,
    ObjectItem,
    Opening,
    Room,
    Scene,
    Spot,
)
from whereseen.sim.scene.errors import SceneFileError
from whereseen.sim.scene.yaml_files import read_scene, scene_from, scene_text, write_scene

FLAT = """\
version: 1
name: flat
rooms:
- name: kitchen
  kind: kitchen
  low_m: [0.0, 0.0]
  high_m: [3.0, 4.5]
furniture:
- name: table
  kind: table
  room: kitchen
  at_m: [1.0, 2.0, 0.0]
  open: {left door: 0.5}
objects:
- name: red mug
  kind: mug
  spot:
    'on': table
    surface: top
"""

texts = st.text(max_size=12)
numbers = st.floats(allow_nan=False, allow_infinity=False)
points = st.tuples(numbers, numbers)
points3 = st.tuples(numbers, numbers, numbers)
spots = st.builds(Spot, texts, texts, points)
rooms = st.builds(Room, texts, texts, points, points, texts, texts)
openings = st.builds(
    Opening, texts, st.sampled_from(["doorway", "window"]), st.tuples(texts, texts), points,
    st.sampled_from(["x", "y"]), numbers, numbers, numbers,
)  # fmt: skip
pieces = st.builds(
    FurnitureItem, texts, texts, texts, points3, numbers, texts,
    st.dictionaries(texts, numbers, max_size=3), st.booleans(),
)  # fmt: skip
things = st.builds(
    ObjectItem, texts, texts, spots, numbers, texts, st.dictionaries(texts, texts, max_size=3)
)
meshes = st.builds(MeshKind, texts, texts, texts, numbers, points3, points3, st.booleans())


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    named = draw(
        st.lists(
            st.one_of(rooms, pieces, things), max_size=6, unique_by=lambda each: each.name
        ).filter(lambda found: any(isinstance(each, Room) for each in found))
    )
    return Scene(
        name=draw(texts),
        rooms=tuple(each for each in named if isinstance(each, Room)),
        openings=tuple(draw(st.lists(openings, max_size=2))),
        furniture=tuple(each for each in named if isinstance(each, FurnitureItem)),
        objects=tuple(each for each in named if isinstance(each, ObjectItem)),
        meshes=tuple(draw(st.lists(meshes, max_size=2))),
        height_m=draw(numbers),
        seed=draw(st.none() | st.integers()),
    )


@given(scenes())
def test_what_was_written_is_read_again(scene: Scene) -> None:
    assert scene_from(scene_text(scene)) == scene


def test_a_file_can_be_read_by_people() -> None:
    scene = scene_from(FLAT)
    assert scene.rooms == (Room("kitchen", "kitchen", (0.0, 0.0), (3.0, 4.5)),)
    assert scene.furniture[0].open == {"left door": 0.5}
    assert scene.objects[0].spot == Spot("table", "top")
    text = scene_text(scene)
    assert "high_m: [3.0, 4.5]" in text
    assert "open: {left door: 0.5}" in text
    assert "wall_m" not in text
    assert text.startswith("version: 1\nname: flat\n")


def test_whole_numbers_are_numbers_too() -> None:
    scene = scene_from(FLAT.replace("[3.0, 4.5]", "[3, 4]"))
    assert scene.rooms[0].high_m == (3.0, 4.0)
    assert isinstance(scene.rooms[0].high_m[0], float)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  kind: kitchen", "  kinds: kitchen", r"rooms\[0\].kinds is not known"),
        ("  at_m: [1.0, 2.0, 0.0]\n", "", r"furniture\[0\].at_m is missing"),
        ("[1.0, 2.0, 0.0]", "[1.0, 2.0]", r"furniture\[0\].at_m must be a list of 3"),
        ("2.0, 0.0]", "far, 0.0]", r"furniture\[0\].at_m\[1\] must be a number .got 'far'"),
        ("2.0, 0.0]", ".nan, 0.0]", r"furniture\[0\].at_m\[1\] must be a finite number"),
        ("2.0, 0.0]", "true, 0.0]", r"furniture\[0\].at_m\[1\] must be a number"),
        ("{left door: 0.5}", "{left door: wide}", r"furniture\[0\].open.left door must be"),
        ("surface: top", "surface: 3", r"objects\[0\].spot.surface must be text"),
        ("version: 1", "version: 2", "another version"),
        ("version: 1", "version: one", "version must be a whole number"),
        ("name: table", "name: kitchen", "names in a scene are unique"),
        ("version: 1", "version: 1\nversion: 1", "version is there twice"),
        ("kind: table", "kind: &k table\n  style: *k", "aliases are not allowed"),
        ("name: flat", "name: !!python/name:os.system", "not YAML as scenes use it"),
        ("name: flat", "name: [", "not YAML as scenes use it"),
        (FLAT, "", "the document must be a mapping"),
        (FLAT, "[" * 5000, "not YAML as scenes use it"),
    ],
)  # fmt: skip
def test_what_is_no_scene_is_refused_and_says_where(old: str, new: str, message: str) -> None:
    assert old in FLAT
    with pytest.raises(SceneFileError, match=message):
        scene_from(FLAT.replace(old, new, 1))


def test_people_need_not_quote_words() -> None:
    text = FLAT.replace("'on': table", "on: table") + "  states: {clean: no}\n"
    assert scene_from(text).objects[0].spot.on == "table"
    assert scene_from(text).objects[0].states == {"clean": "no"}


def test_an_opening_is_a_doorway_or_a_window(small_scene: Scene) -> None:
    text = scene_text(small_scene).replace("kind: doorway", "kind: tunnel")
    with pytest.raises(SceneFileError, match=r"openings\[0\].kind must be one of doorway, window"):
        scene_from(text)


def test_files(tmp_path: Path, small_scene: Scene) -> None:
    file = tmp_path / "flat.yaml"
    write_scene(small_scene, file)
    assert read_scene(file) == small_scene
    assert [each.name for each in tmp_path.iterdir()] == ["flat.yaml"]


def test_files_that_cannot_be_used(tmp_path: Path, small_scene: Scene) -> None:
    with pytest.raises(SceneFileError, match="cannot be read"):
        read_scene(tmp_path / "none.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"name: \xff")
    with pytest.raises(SceneFileError, match="cannot be read"):
        read_scene(tmp_path / "latin.yaml")
    with pytest.raises(MapFileError):
        write_scene(small_scene, tmp_path / "no folder" / "flat.yaml")
