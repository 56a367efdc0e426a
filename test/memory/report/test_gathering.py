"""Reports of little worlds that were really seen."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

import numpy as np
import pytest
from PIL import Image

from whereseen.memory.objects.entity import Kind, Status
from whereseen.memory.report.gathering import report_of
from whereseen.memory.report.page import page_of
from whereseen.memory.report.photos import Sight, photos_of
from whereseen.memory.spatial_memory import SpatialMemory

BALL = ((1.4, -0.1, -0.1), (1.6, 0.1, 0.1), 2)
ELSEWHERE = ((1.4, 0.5, -0.1), (1.6, 0.7, 0.1), 2)
SECOND = 1_000_000_000


@pytest.fixture
def memory(one_hot: Any) -> SpatialMemory:
    found = SpatialMemory(one_hot)
    found.objects.watch(["ball"])
    found.about["source"] = "a little world"
    return found


@pytest.fixture
def watched(memory: SpatialMemory, world: Any, box: Any) -> SpatialMemory:
    """A ball lay before a wall for a minute, and then beside it."""
    for stamp_s in range(100, 220, 10):
        shown = world(box(*(BALL if stamp_s < 160 else ELSEWHERE)))
        memory.observe(shown.look(target=(2.0, 0.3, 0.0), stamp_s=stamp_s, size=(96, 128)))
        while memory.objects.refresh_next(0.0):
            pass
    return memory


def test_a_thing_that_moved(watched: SpatialMemory) -> None:
    report = report_of(watched, title="a world", zone=timezone(timedelta(hours=2)))
    (ball,) = report.items
    assert (ball.label, ball.status, ball.is_furniture) == ("ball", Status.PRESENT, False)
    first, last = ball.stays
    assert first.position_m == pytest.approx((1.5, 0.0, 0.0), abs=0.15)
    assert last.position_m == pytest.approx((1.5, 0.6, 0.0), abs=0.15)
    # It was last seen there before it moved, and the picture of it is older than that.
    assert first.last_seen_ns < 160 * SECOND <= first.end_ns
    assert [turn.kind for turn in report.turns][-1] == Kind.MOVED
    assert [photo.stamp_ns < 160 * SECOND for photo in ball.photos] == [False, True]
    assert (report.first_ns, report.now_ns) == (100 * SECOND, 210 * SECOND)
    assert report.zone_min == 120
    assert report.source == "a little world"
    low, high = np.array(report.floors[0].low), np.array(report.floors[0].high)
    assert all((low < report.frame.flat(stay.position_m)).all() for stay in ball.stays)
    assert all((high > report.frame.flat(stay.position_m)).all() for stay in ball.stays)


def test_pictures_show_the_thing_where_their_frame_is_drawn(watched: SpatialMemory) -> None:
    for photo in report_of(watched, title="").items[0].photos:
        image = np.asarray(Image.open(io.BytesIO(photo.data)).convert("RGB")).astype(int)
        wide, high = photo.size_px
        left, top, right, lower = np.multiply(photo.box, (wide, high, wide, high)).astype(int)
        middle = image[(top + lower) // 2, (left + right) // 2]
        assert middle[1] > 150 > 100 > middle[0]  # the ball is green, the wall is grey


def test_pictures_keep_to_their_budget(watched: SpatialMemory) -> None:
    assert not report_of(watched, title="", pictures_mb=0.0).items[0].photos
    whole = report_of(watched, title="").items[0].photos
    budget = len(whole[0].data) / 1e6
    assert len(report_of(watched, title="", pictures_mb=budget).items[0].photos) == 1


def test_what_is_behind_a_wall_has_no_picture(watched: SpatialMemory) -> None:
    behind = Sight((2.6, 0.3, 0.0), (0.2, 0.2, 0.2), 0, 300 * SECOND)
    before = replace(behind, position_m=(1.5, 0.3, 0.0))
    found = photos_of(watched, {1: [behind], 2: [before]}, budget_bytes=10**6)
    assert [len(found[each]) for each in (1, 2)] == [0, 1]


def test_a_map_that_was_not_followed_shows_what_is_there(
    memory: SpatialMemory, world: Any, box: Any
) -> None:
    for stamp_s in (1, 2, 3):
        memory.observe(world(box(*BALL)).look(stamp_s=stamp_s))
    report = report_of(memory, title="")
    assert [item.label for item in report.items] == ["ball"]
    assert len(page_of(report)) > 10_000


def test_a_memory_that_saw_nothing(memory: SpatialMemory) -> None:
    report = report_of(memory, title="nothing")
    assert report.items == report.turns == ()
    assert [floor.picture for floor in report.floors] == [None]
    assert "nothing" in page_of(report)


def test_in_a_tilted_map_nothing_is_on_anything(
    memory: SpatialMemory, world: Any, box: Any
) -> None:
    observation = world(box(*BALL)).look(stamp_s=1)
    turn = np.eye(4)
    turn[:3, :3] = [[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]]
    for stamp_s in (1, 2, 3):
        seen = replace(observation, T_map_camera=turn @ observation.T_map_camera)
        memory.observe(replace(seen, stamp_ns=stamp_s * SECOND))
    report = report_of(memory, title="")
    (ball,) = report.items
    assert ball.links == ()
    assert abs(report.frame.basis[2][2]) < 0.5
