from __future__ import annotations

from pathlib import Path

import pytest

from whereseen.sim.importing.errors import ImportFailed
from whereseen.sim.importing.naming import Naming, NamingTable, words_of

CSV = "pattern,label,movable\n*chair*,chair,no\ncup_?,mug,yes\nhelper_*,,\nwall,wall,\n"
YAML = """
- {pattern: "*chair*", label: chair, movable: no}
- {pattern: "cup_?", label: mug, movable: true}
- {pattern: helper_*, label: }
- {pattern: wall, label: wall}
"""


@pytest.mark.parametrize(("name", "text"), [("a.csv", CSV), ("a.yaml", YAML), ("a.yml", YAML)])
def test_the_first_row_that_matches_counts(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    table = NamingTable.read(tmp_path / name)
    assert table.naming_of("old_chair_3") == Naming("*chair*", "chair", False)
    assert table.naming_of("cup_1") == Naming("cup_?", "mug", True)
    assert table.naming_of("helper_box").label == ""
    assert table.naming_of("wall").movable is None
    assert table.naming_of("Wall").label == "wall"  # made of the name: case differs
    assert table.naming_of("cup_10") == Naming("cup_10", "cup")
    assert table.naming_of("cup_10", otherwise="thing").label == "thing"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("CoffeeTable_02", "coffee table"),
        ("kitchen-chair.001", "kitchen chair"),
        ("aws_robomaker_residential_Bed_01", "bed"),
        ("aws_robomaker_hospital_floor_01_walls", "wall"),
        ("ChairA_01_003", "chair"),
        ("TVCabinet_01_001", "tv cabinet"),
        ("HouseWallB_01_001", "wall"),
        ("RoomWindow_01", "window"),
        ("FoldingDoor_02", "folding door"),
        ("gear_part_ariac", "gear part"),
        ("Hospital", "hospital"),
        ("room", "room"),
        ("Stuhl für Gäste", "stuhl für gäste"),
        ("42", "42"),
    ],
)
def test_labels_are_made_of_names(name: str, words: str) -> None:
    assert words_of(name) == words


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.csv", "name,label\na,b\n", "row 1"),
        ("a.csv", "pattern,label,movable\na,b,yes\nc,d,perhaps\n", "'perhaps'"),
        ("a.csv", "pattern,label\na,b,c,d\n", "row 1"),
        ("a.yaml", "pattern: a", "list of rows"),
        ("a.yaml", "- {pattern: a, label: [}", "no YAML"),
        ("a.yaml", "- {pattern: a}", "row 1"),
        ("a.yaml", "- a", "row 1"),
    ],
)
def test_what_is_no_table_is_told(tmp_path: Path, name: str, text: str, told: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ImportFailed) as failed:
        NamingTable.read(tmp_path / name)
    assert told in str(failed.value)


def test_a_table_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ImportFailed, match="cannot be read"):
        NamingTable.read(tmp_path / "none.csv")
