from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from whereseen.memory.frames import Float64, look_at
from whereseen.sim.modelling.model import Joint, Link, Model
from whereseen.sim.modelling.placing import pose
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Lathe, Part
from whereseen.sim.stages.opening import open_stage
from whereseen.sim.stages.protocol import Body, Camera, Placement, Stage
from whereseen.sim.world.robot import rover

HABITAT_PYTHON = "WHERESEEN_HABITAT_PYTHON"


@dataclass(frozen=True)
class Shown:
    """Bodies, where they are, and from where to look at them."""

    bodies: tuple[Body, ...]
    placements: Mapping[str, Placement]
    cameras: tuple[Float64, ...]
    camera: Camera


def slab(x_m: float, y_m: float, z_m: float, material: str = "white") -> Model:
    return Model((Part(Box((x_m, y_m, z_m)), material),))


def cabinet() -> Model:
    front = Part(Box((0.8, 0.02, 0.5)), "walnut", (0.4, 0.0, 0.0))
    tray = Part(Box((0.76, 0.4, 0.12)), "beech")
    door = Link("door", (front,), (-0.4, -0.25, 0.3), Joint("hinge", (0.0, 0.0, -1.0), 0.0, 1.5))
    drawer = Link("drawer", (tray,), (0.0, 0.0, 0.7), Joint("slide", (0.0, -1.0, 0.0), 0.0, 0.35))
    body = Part(Box((0.8, 0.5, 0.06)), "oak", (0.0, 0.0, 0.87))
    return Model((body,), (door, drawer))


def things() -> tuple[Body, ...]:
    lamp = Model((Part(Lathe(((0.2, 0.0), (0.02, 0.1), (0.02, 1.2), (0.2, 1.4))), "steel"),))
    ball = Model((Part(Ellipsoid((0.15, 0.15, 0.15)), "red", (0.0, 0.0, 0.15)),))
    table = Model((Part(Box((1.2, 0.8, 0.04)), "oak", (0.0, 0.0, 0.73)),))
    return (
        Body("floor", 1, slab(9.0, 5.0, 0.1, "parquet")),
        Body("middle wall", 2, slab(0.1, 3.0, 2.5, "wall")),
        Body("north wall", 3, slab(9.0, 0.1, 2.5, "wall")),
        Body("cabinet", 7, cabinet()),
        Body("table", 8, table),
        Body("lamp", 9, lamp),
        Body("ball", 300, ball, is_movable=True),
        Body("other ball", 301, ball, is_movable=True),
        Body("robot", 70000, rover().model, is_movable=True),
    )


@pytest.fixture(scope="session")
def shown() -> Shown:
    """A floor, two walls, furniture on both sides of one of them, a robot."""
    eyes = [(-1.5, -2.2, 1.4), (3.8, -2.0, 1.3), (-4.0, 1.5, 1.0), (0.6, -2.3, 0.5)]
    at = [(-2.0, 2.0, 0.4), (1.5, 0.5, 0.5), (-1.0, -1.0, 0.3), (1.0, 2.0, 0.9)]
    robot_joints = {"lift": 0.6, "arm": 0.25, "head_pan": 0.4, "head_tilt": 0.2}
    return Shown(
        bodies=things(),
        placements={
            "floor": Placement(pose((0.0, 0.0, -0.05)), {}),
            "middle wall": Placement(pose((0.0, 1.0, 1.25)), {}),
            "north wall": Placement(pose((0.0, 2.5, 1.25)), {}),
            "cabinet": Placement(pose((-2.0, 2.1, 0.0)), {"door": 1.1, "drawer": 0.3}),
            "table": Placement(pose((2.0, 0.8, 0.0), 30.0), {}),
            "lamp": Placement(pose((1.0, 1.8, 0.0)), {}),
            "ball": Placement(pose((2.1, 0.7, 0.75)), {}),
            "other ball": Placement(None, {}),
            "robot": Placement(pose((-1.2, -0.4, 0.0), 100.0), robot_joints),
        },
        cameras=tuple(look_at(eye, target) for eye, target in zip(eyes, at, strict=True)),
        camera=Camera(width_px=160, height_px=120),
    )


def open_or_skip(name: str) -> Stage:
    """A stage; the test is skipped, and says why, where it cannot be had."""
    if name == "pybullet":
        pytest.importorskip("pybullet")
        return open_stage(name)
    python = os.environ.get(HABITAT_PYTHON)
    if not python:
        pytest.skip(f"{HABITAT_PYTHON} does not name an interpreter with habitat-sim")
    return open_stage(name, Path(python))


@pytest.fixture(scope="session")
def bullet() -> Iterator[Stage]:
    opened = open_or_skip("pybullet")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def habitat() -> Iterator[Stage]:
    opened = open_or_skip("habitat")
    yield opened
    opened.close()


@pytest.fixture(params=["bullet", "habitat"])
def stage(request: pytest.FixtureRequest) -> Stage:
    """Each of the stages, empty."""
    opened: Stage = request.getfixturevalue(request.param)
    opened.clear()
    return opened


@pytest.fixture
def tilted() -> Float64:
    """A pose whose axes are all oblique."""
    tilt = np.eye(4)
    a, b = np.radians((25.0, 40.0))
    about_x = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])
    about_z = np.array([[np.cos(b), -np.sin(b), 0], [np.sin(b), np.cos(b), 0], [0, 0, 1]])
    tilt[:3, :3] = about_z @ about_x
    tilt[:3, 3] = (0.3, 2.5, 1.0)
    return tilt
