"""A home, a robot in it and its memory: put together, kept, filmed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from whereseen.acting.planning.report import Ending, Report
from whereseen.acting.planning.thoughts import Thought, ThoughtKind
from whereseen.memory.errors import InvalidConfig
from whereseen.sim.catalogue.household import household
from whereseen.sim.doing.config import DoConfig
from whereseen.sim.doing.filming import Film
from whereseen.sim.doing.home import HomeWithRobot, open_home
from whereseen.sim.doing.keeping import keep, kept_in
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.generate import generate
from whereseen.sim.scene.description import Scene
from whereseen.sim.scene.home import Home
from whereseen.sim.scene.yaml_files import write_scene
from whereseen.sim.world.world import World

FURNITURE = ("coffee table", "kitchen counter", "fridge")


class Quiet:
    def begin(self, *_: Any) -> None: ...

    def step(self, *_: Any) -> None: ...


class Notes:
    """As much of a memory as is needed to keep a home in it."""

    def __init__(self) -> None:
        self.about: dict[str, str] = {}


@pytest.fixture(scope="module")
def scene() -> Scene:
    """A room with three pieces of furniture and what is on the counter."""
    whole = generate(HomeConfig(rooms=1, seed=1), household())
    furniture = tuple(each for each in whole.furniture if each.kind in FURNITURE)
    names = {each.name for each in furniture if each.kind == "kitchen counter"}
    things = tuple(each for each in whole.objects if each.spot.on in names)
    return replace(whole, furniture=furniture, objects=things, seed=None)


def test_a_home_is_kept_as_it_is(scene: Scene) -> None:
    world, memory = World(Home(scene, household()), start_ns=7), Notes()
    world.contents.set_state(*_a_state(world))
    keep(memory, world, "home a")  # type: ignore[arg-type]
    kept = kept_in(memory, "home a")  # type: ignore[arg-type]
    assert kept is not None and kept == kept_in(memory, None)  # type: ignore[arg-type]
    assert kept.source == "home a"
    assert (kept.scene, kept.at, kept.stamp_ns) == (world.scene(), world.drive.at, 7)
    with pytest.raises(InvalidConfig, match="another home"):
        kept_in(memory, "home b")  # type: ignore[arg-type]
    memory.about["sim robot"] = "{"
    with pytest.raises(InvalidConfig, match="damaged"):
        kept_in(memory, "home a")  # type: ignore[arg-type]
    assert kept_in(Notes(), "home a") is None  # type: ignore[arg-type]


def _a_state(world: World) -> tuple[str, str, str]:
    for name, thing in world.contents.things.items():
        for state in world.home.kind_of(thing.item).states:
            return name, state.name, state.values[-1]
    raise AssertionError("nothing in the home has a state")


def test_what_there_is_not_is_refused() -> None:
    with pytest.raises(InvalidConfig, match="sensing"):
        DoConfig(sensing="with eyes shut")
    assert DoConfig(home=3).source != DoConfig(home=4).source


def test_a_film_of_nothing_is_a_film(tmp_path: Path) -> None:
    film = Film()
    film.write_film(tmp_path / "a.gif")
    film.write_picture(tmp_path / "a.png")
    with Image.open(tmp_path / "a.gif") as image:
        assert image.format == "GIF"
    with pytest.raises(InvalidConfig):
        film.write_film(tmp_path / "a.mp4")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, scene: Scene) -> Path:
    made = tmp_path_factory.mktemp("doing")
    write_scene(scene, made / "home.yaml")
    return made


@pytest.fixture(scope="module")
def done(folder: Path) -> Iterator[tuple[HomeWithRobot, Report, list[Thought], Film]]:
    pytest.importorskip("pybullet")
    config = DoConfig(
        scene=folder / "home.yaml", map_file=folder / "home.map", sensing="perfect",
        width_px=160, height_px=120,
    )  # fmt: skip
    thoughts, film = list[Thought](), Film()
    with open_home(config, Quiet(), film.watch) as home:
        film.begin()

        def tell(thought: Thought) -> None:
            thoughts.append(thought)
            film.think(thought)

        report = home.do("put the blue jug on the coffee table", tell)
        yield home, report, thoughts, film


@pytest.mark.sim
@pytest.mark.slow
def test_it_does_what_it_is_told(done: Any) -> None:
    home, report, thoughts, film = done
    assert report.ending is Ending.DONE, report.reason
    truth = home.sim.ground_truth().objects
    assert truth["blue jug"].on == "coffee table"
    kinds = [each.kind for each in thoughts]
    assert kinds[0] is ThoughtKind.PLANS and kinds[-1] is ThoughtKind.DONE
    assert report.resolved[0].is_first_right
    assert len(film.frames) > 10 and film.frames[0].width > 400


@pytest.mark.sim
@pytest.mark.slow
def test_the_next_run_goes_on_where_that_one_ended(done: Any, folder: Path, scene: Scene) -> None:
    home, _, _, film = done
    home.memory.close()
    config = DoConfig(
        scene=folder / "home.yaml", map_file=folder / "home.map", sensing="perfect",
        width_px=160, height_px=120,
    )  # fmt: skip
    with open_home(config, Quiet()) as again:
        assert again.resume(lambda _: None) is None
        assert again.sim.ground_truth().objects["blue jug"].on == "coffee table"
        (jug,) = [each for each in again.world.things() if each.label == "blue jug"]
        support = again.world.thing(jug.support_id)
        assert support is not None and support.label == "coffee table"
        again.cancel()
        report = again.do("find the blue jug", lambda _: None)
        assert (report.ending, report.outcomes) == (Ending.CANCELLED, ())
        gone_on = again.resume(lambda _: None)
        assert gone_on is not None and gone_on.is_success
        report = again.do("put the blue jug in the bathtub", lambda _: None)
        assert report.ending is Ending.REFUSED and again.sim.world.contents.held is None
    film.write_picture(folder / "film.png")
    with Image.open(folder / "film.png") as image:
        assert image.width == 2 * film.frames[0].width
    assert (folder / "home.experience.jsonl").exists()
