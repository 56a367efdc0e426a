from __future__ import annotations

import json
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.chronicle.stays import Stay, Turn
from whereseen.memory.objects.entity import Kind
from whereseen.memory.report.contents import Floor, PlanFrame, Report
from whereseen.memory.report.plain import FORMAT, plain_report

MS = 1_000_000
coordinate = st.floats(-50.0, 50.0)


def test_all_of_a_report_is_json(home: Any) -> None:
    report = home.report(things=3, days=1, moves=2, photos=1)
    plain = json.loads(json.dumps(plain_report(report), allow_nan=False))
    assert plain["format"] == FORMAT
    assert [thing["label"] for thing in plain["things"]] == [item.label for item in report.items]
    stay = plain["things"][0]["stays"][-1]
    assert stay["from_ms"] == report.items[0].stays[-1].start_ns // MS
    assert stay["to_ms"] is None
    assert len(plain["changes"]) == 6
    assert plain["floors"][0]["rooms"][1]["name"] == "room 2"
    assert "src" not in plain["things"][0]["photos"][0]


def test_what_was_gone_until_it_was_found_elsewhere_is_marked() -> None:
    before = Stay(1, "mug", (0.0, 0.0, 0.0), 10 * MS, 30 * MS, 20 * MS)
    after = Stay(1, "mug", (1.0, 0.0, 0.0), 40 * MS, None, 50 * MS)
    gone = Turn(Kind.VANISHED, 1, "mug", 20 * MS, 30 * MS, before)
    moved = Turn(Kind.MOVED, 1, "mug", 20 * MS, 40 * MS, before, after)
    again = Turn(Kind.VANISHED, 1, "mug", 50 * MS, 60 * MS, after)
    empty = Floor((0.0, 0.0), (1.0, 1.0))
    report = Report("", "", 0, 90 * MS, PlanFrame(), (empty,), (), (gone, moved, again))
    found = [(each["kind"], each["found_again"]) for each in plain_report(report)["changes"]]
    assert found == [("vanished", True), ("moved", False), ("vanished", False)]


@given(st.tuples(coordinate, coordinate, coordinate), st.integers(0, 3))
def test_a_plan_keeps_distances_along_the_floor(
    position_m: tuple[float, float, float], quarters: int
) -> None:
    c, s = np.cos(quarters * np.pi / 2), np.sin(quarters * np.pi / 2)
    frame = PlanFrame(np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]]))
    assert np.isclose(np.hypot(*frame.flat(position_m)), np.hypot(*position_m[:2]))


@given(st.floats(-10.0, 10.0))
def test_things_are_on_the_highest_storey_below_them(z_m: float) -> None:
    frame = PlanFrame(floors_m=(0.0, 2.8))
    assert frame.storey((0.0, 0.0, z_m)) == (1 if z_m >= 2.3 else 0)
