from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import numpy as np
import pytest

from whereseen.memory.errors import InvalidConfig, MissingDependency
from whereseen.memory.frames import apply, back_project, look_at
from whereseen.memory.observation import Observation
from whereseen.sim.demo.config import DemoConfig
from whereseen.sim.demo.pybullet_room import DemoRoom
from whereseen.sim.modelling.silence import silent

SMALL = DemoConfig(frames=60, width_px=240, height_px=180)
INTO_THE_ROOM = look_at((1.2, 0.6, 1.4), (-0.4, -1.0, 0.4))


def pixels_of(observation: Observation, label: str) -> np.ndarray:
    assert observation.labels is not None
    return np.asarray(observation.labels.ids == observation.labels.names.index(label))


def points_of(observation: Observation, label: str) -> np.ndarray:
    depth = np.where(pixels_of(observation, label), observation.depth_m, 0.0).astype(np.float32)
    return back_project(depth, observation.intrinsics, observation.T_map_camera)


@pytest.fixture(scope="module")
def room() -> Iterator[DemoRoom]:
    pytest.importorskip("pybullet")
    with DemoRoom(SMALL) as opened:
        yield opened


@pytest.fixture(scope="module")
def frames(room: DemoRoom) -> list[Observation]:
    """The first lap."""
    return [room.observe(pose, 0) for pose in room.camera_path(60)[:30]]


@pytest.mark.sim
def test_the_floor_is_where_geometry_says(room: DemoRoom) -> None:
    seen = room.observe(INTO_THE_ROOM, 0)
    floor = pixels_of(seen, "floor")
    v, u = np.nonzero(floor)
    rays = np.linalg.solve(seen.intrinsics, np.stack([u, v, np.ones_like(u)]).astype(float)).T
    down = apply(seen.T_map_camera, rays) - seen.T_map_camera[:3, 3]
    expected = -seen.T_map_camera[2, 3] / down[:, 2]
    assert floor.sum() > 1000
    assert np.abs(seen.depth_m[floor] - expected).max() < 0.002


@pytest.mark.sim
def test_the_walls_are_where_geometry_says(room: DemoRoom) -> None:
    """Unlike the floor's, their depths depend on the horizontal principal point."""
    seen = room.observe(look_at((1.0, 0.3, 2.0), (2.8, -1.9, 2.2)), 0)
    x, y, z = points_of(seen, "wall").T
    above = z > 0.1  # the skirting board stands out
    gap = np.minimum(np.abs(x - 2.8), np.abs(y + 2.2))[above]
    assert above.sum() > 1000
    assert gap.max() < 0.002


@pytest.mark.sim
def test_pixels_lie_on_the_true_boxes(room: DemoRoom, frames: list[Observation]) -> None:
    for name in (thing.name for thing in room.truth.scene.things):
        points = np.concatenate([points_of(frame, name) for frame in frames])
        low, high = room.truth.box_of(name)
        assert len(points) > 40, f"{name} is hardly seen"
        assert (points > low - 0.01).all(), name
        assert (points < high + 0.01).all(), name


@pytest.mark.sim
def test_nothing_is_above_the_walls(room: DemoRoom) -> None:
    seen = room.observe(look_at((0.0, 0.0, 1.4), (2.0, 1.0, 4.0)), 5)
    assert np.isposinf(seen.depth_m[0]).all()
    assert seen.labels is not None
    assert (seen.labels.ids[0] == -1).all()
    assert seen.stamp_ns == 5


@pytest.mark.sim
def test_a_thing_has_its_colour(frames: list[Observation]) -> None:
    reds = np.concatenate([frame.rgb[pixels_of(frame, "red mug")] for frame in frames])
    blues = np.concatenate([frame.rgb[pixels_of(frame, "blue mug")] for frame in frames])
    assert np.median(reds, axis=0)[0] > 2 * np.median(reds, axis=0)[2]
    assert np.median(blues, axis=0)[2] > 1.5 * np.median(blues, axis=0)[0]


@pytest.mark.sim
def test_moved_and_removed_things_are_seen_so() -> None:
    pytest.importorskip("pybullet")
    with DemoRoom(SMALL) as room:
        before = room.observe(INTO_THE_ROOM, 0)
        assert pixels_of(before, "teddy bear").sum() > 50
        room.remove("teddy bear")
        room.move("red mug", (-0.4, -1.0, 1.0))
        after = room.observe(INTO_THE_ROOM, 1)
        assert pixels_of(after, "teddy bear").sum() == 0
        assert room.position_of("teddy bear") is None
        middle = points_of(after, "red mug").mean(axis=0)
        assert middle == pytest.approx((-0.4, -1.0, 1.0), abs=0.06)
        gone = pixels_of(before, "teddy bear")
        assert (after.depth_m[gone] >= before.depth_m[gone] - 1e-4).all()


@pytest.mark.sim
def test_the_tour_shows_all_before_and_after() -> None:
    pytest.importorskip("pybullet")
    with DemoRoom(SMALL) as room:
        old = {name: room.truth.box_of(name) for name in ("red mug", "teddy bear")}
        seen: dict[str, list[Observation]] = {"before": [], "after": []}
        for phase, observation in room.tour():
            seen[phase].append(observation)
        labels = set(room.truth.labels())
    stamps = [frame.stamp_ns for lap in seen.values() for frame in lap]
    assert [len(lap) for lap in seen.values()] == [30, 30]
    assert (np.diff(stamps) > 0).all()
    assert stamps[30] - stamps[29] > SMALL.pause_s * 1_000_000_000
    for label in labels:
        assert sum(pixels_of(frame, label).sum() for frame in seen["before"]) > 40, label
    for label in labels - {"teddy bear"}:
        assert sum(pixels_of(frame, label).sum() for frame in seen["after"]) > 40, label
    for name, (low, high) in old.items():
        rays = sum(_sees_through(frame, (low + high) / 2.0) for frame in seen["after"])
        assert rays >= 1, f"the second lap does not look where the {name} was"


def _sees_through(frame: Observation, point_map: np.ndarray) -> bool:
    local = np.linalg.inv(frame.T_map_camera) @ (*point_map, 1.0)
    u, v = (frame.intrinsics @ local[:3])[:2] / local[2]
    height, width = frame.depth_m.shape
    inside = local[2] > 0 and 0 <= u < width - 1 and 0 <= v < height - 1
    return bool(inside and frame.depth_m[round(v), round(u)] > local[2] + 0.02)


@pytest.mark.sim
def test_the_same_seed_gives_the_same_frames(room: DemoRoom) -> None:
    with DemoRoom(SMALL) as again:
        np.testing.assert_array_equal(
            again.observe(INTO_THE_ROOM, 0).rgb, room.observe(INTO_THE_ROOM, 0).rgb
        )


@pytest.mark.sim
def test_two_rooms_do_not_disturb_each_other(room: DemoRoom) -> None:
    first = room.observe(INTO_THE_ROOM, 0).rgb
    with DemoRoom(SMALL) as other:
        other.remove("sofa")
    np.testing.assert_array_equal(room.observe(INTO_THE_ROOM, 0).rgb, first)


@pytest.mark.sim
def test_opening_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pybullet")
    with DemoRoom(SMALL) as room:
        room.observe(INTO_THE_ROOM, 0)
    assert capfd.readouterr().out == ""


def test_silence_ends(capfd: pytest.CaptureFixture[str]) -> None:
    with silent():
        os.write(1, b"chatter\n")
    os.write(1, b"answer\n")
    assert capfd.readouterr().out == "answer\n"


def test_a_closed_room_says_so() -> None:
    with pytest.raises(InvalidConfig, match="not open"):
        DemoRoom(SMALL).observe(INTO_THE_ROOM, 0)


def test_without_pybullet_the_remedy_names_the_python_versions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pybullet", None)
    with pytest.raises(MissingDependency, match=r"whereseen\[sim\].*3\.10 and 3\.11"), DemoRoom():
        pass


@pytest.mark.parametrize(
    "fields",
    [{"frames": 1}, {"width_px": 4}, {"field_of_view_deg": 170.0}, {"nearest_m": 0.0}],
)
def test_senseless_parameters_are_refused(fields: dict[str, float]) -> None:
    with pytest.raises(InvalidConfig):
        DemoConfig(**fields)  # type: ignore[arg-type]
