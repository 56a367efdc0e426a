"""What cannot be done, in PyBullet, with a memory, from the words to the end.

A fridge is locked, a side table is full, a mug falls from the fingers.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from whereseen.acting.planning.report import Ending, Report
from whereseen.acting.planning.thoughts import Thought
from whereseen.acting.skills.outcome import FailureKind
from whereseen.memory.errors import EncoderUnavailable
from whereseen.sim.catalogue.household import household
from whereseen.sim.doing.config import DoConfig
from whereseen.sim.doing.home import HomeWithRobot, open_home
from whereseen.sim.localize.conditions import PERFECT
from whereseen.sim.scene.description import FurnitureItem, ObjectItem, Room, Scene, Spot
from whereseen.sim.scene.fitting import Fitting
from whereseen.sim.scene.home import Home
from whereseen.sim.scene.yaml_files import write_scene

FULL_OF = ("row of books", "lunch box", "tissue box", "jam jar", "candle", "soup can")


class Quiet:
    def begin(self, *_: Any) -> None: ...

    def step(self, *_: Any) -> None: ...


class Draws:
    """Chance that strikes once: nothing slips, the first thing that is put down falls."""

    def __init__(self) -> None:
        self._left = [1.0, 0.0]

    def random(self) -> float:
        return self._left.pop(0) if self._left else 1.0


def _scene() -> Scene:
    room = Room("bedroom", "bedroom", (0.0, 0.0), (4.0, 4.0))
    furniture = (
        FurnitureItem("fridge", "fridge", "bedroom", (2.4, 3.66, 0.0), locked=True),
        FurnitureItem("side table", "side table", "bedroom", (0.9, 3.7, 0.0)),
        FurnitureItem("table", "coffee table", "bedroom", (3.6, 1.4, 0.0), yaw_deg=-90.0),
    )
    mug = ObjectItem("mug", "mug", Spot("table", "top", (0.1, 0.0)), colour="red")
    things, rng = [mug], np.random.default_rng(0)
    fitting = Fitting(Home(Scene("flat", (room,), (), furniture, ()), household()))
    for number in range(3):
        for kind in FULL_OF:
            item = ObjectItem(f"{kind} {number}", kind, Spot("side table", "top"))
            put = fitting.find(item, ("side table", "top"), things, rng)
            things += [] if put is None else [put]
    return Scene("flat", (room,), (), furniture, tuple(things))


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> DoConfig:
    """A home whose robot has looked round in it."""
    pytest.importorskip("pybullet")
    folder: Path = tmp_path_factory.mktemp("home")
    write_scene(_scene(), folder / "home.yaml")
    made = DoConfig(
        scene=folder / "home.yaml", map_file=folder / "home.map", sensing=PERFECT,
        width_px=160, height_px=120,
    )  # fmt: skip
    try:
        with open_home(made, Quiet()) as opened:
            opened.go_round(Quiet())
    except EncoderUnavailable as missing:
        pytest.skip(str(missing))
    return made


Do = Callable[[str], tuple[Report, list[Thought]]]


@pytest.fixture
def home(config: DoConfig, tmp_path: Path) -> Iterator[HomeWithRobot]:
    assert config.map_file is not None
    shutil.copy(config.map_file, tmp_path / "home.map")
    with ExitStack() as stack:
        yield stack.enter_context(
            open_home(replace(config, map_file=tmp_path / "home.map"), Quiet())
        )


def _on(home: HomeWithRobot, name: str = "mug") -> tuple[str, str]:
    truth = home.sim.world.truth_of(name)
    return truth.on, truth.surface


def test_what_is_locked_stays_shut_and_is_told(home: HomeWithRobot) -> None:
    report = home.do("put the red mug in the fridge", lambda _: None)
    assert report.ending is Ending.FAILED
    assert report.failure_kind is FailureKind.NOT_POSSIBLE
    assert "the fridge is locked" in report.reason
    assert set(home.sim.world.contents.shares["fridge"].values()) == {0.0}
    assert home.sim.world.contents.held == "mug"


def test_what_is_full_takes_nothing_more(home: HomeWithRobot) -> None:
    before = {each: _on(home, each) for each in home.sim.world.contents.things}
    report = home.do("put the red mug on the side table", lambda _: None)
    assert report.ending is Ending.FAILED
    assert report.failure_kind is FailureKind.NO_ROOM
    assert "side table" in report.reason
    assert home.sim.world.contents.held == "mug"
    del before["mug"]
    assert before == {each: _on(home, each) for each in before}


def test_what_falls_is_seen_to_have_fallen_and_taken_again(home: HomeWithRobot) -> None:
    home.robot.parts.rng = Draws()  # type: ignore[assignment]
    home.robot.parts.body.config = replace(home.robot.parts.body.config, fall_share=0.5)
    told: list[str] = []
    report = home.do("take the red mug", lambda it: told.append(it.text))
    assert report.is_success
    home.robot.parts.rng = Draws()  # type: ignore[assignment]
    home.robot.parts.rng.random()  # it does not slip
    report = home.do("put the red mug on the coffee table", lambda it: told.append(it.text))
    assert any("may have fallen" in each for each in told)
    assert report.is_success
    assert _on(home) == ("table", "top")
