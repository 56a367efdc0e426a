from __future__ import annotations

from collections import Counter

import pytest

from whereseen.sim.catalogue.household import household
from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.errors import GenerationFailed
from whereseen.sim.generation.generate import generate
from whereseen.sim.scene.checks import check
from whereseen.sim.scene.description import FLOOR
from whereseen.sim.scene.home import Home


@pytest.mark.parametrize(("rooms", "seed"), [(1, 11), (2, 12), (6, 14)])
def test_homes_are_believable(boxes: Catalogue, rooms: int, seed: int) -> None:
    scene = generate(HomeConfig(rooms=rooms, seed=seed), boxes)
    assert check(scene, boxes) == ()
    assert len(scene.rooms) == rooms
    assert len(scene.furniture) >= 3 * rooms
    assert len(scene.objects) == 6 + 9 * rooms
    assert scene.seed == seed


def test_the_household_fills_a_home() -> None:
    scene = generate(HomeConfig(rooms=4, seed=1), household())
    assert check(scene, household()) == ()
    assert len(scene.objects) == 42
    assert len({item.kind for item in scene.objects}) > 15


def test_the_same_seed_gives_the_same_home(few: Catalogue) -> None:
    config = HomeConfig(rooms=3, seed=5)
    assert generate(config, few) == generate(config, few)
    assert generate(config, few).rooms != generate(HomeConfig(rooms=3, seed=6), few).rooms


def test_walls_and_heights_are_as_configured(few: Catalogue) -> None:
    scene = generate(HomeConfig(rooms=2, seed=1, wall_m=0.2, height_m=3.0), few)
    assert (scene.wall_m, scene.height_m) == (0.2, 3.0)
    first, second = scene.rooms
    apart = max(
        max(first.low_m[i] - second.high_m[i], second.low_m[i] - first.high_m[i]) for i in (0, 1)
    )
    assert apart == pytest.approx(0.2)


def test_things_are_kept_where_they_belong(few: Catalogue) -> None:
    scene = generate(HomeConfig(rooms=6, seed=2, objects=80), few)
    home = Home(scene, few)
    for item in scene.objects:
        spot = item.spot
        kept = FLOOR if spot.surface == FLOOR else home.pieces[spot.on].kind.name
        homes = few.objects[item.kind].homes
        assert {kept, f"{kept}/{spot.surface}"} & set(homes)
        assert item.name.startswith(home.label_of(item))


def test_there_are_look_alikes(few: Catalogue) -> None:
    scene = generate(HomeConfig(rooms=5, seed=3, objects=40), few)
    colours = Counter((item.kind, item.colour) for item in scene.objects)
    assert len({colour for kind, colour in colours if kind == "mug"}) >= 2
    names = {item.name for item in scene.objects}
    assert any(name.endswith(" 2") for name in names)
    assert len(names) == 40


def test_nothing_is_hidden_if_nothing_shall_be(few: Catalogue) -> None:
    scene = generate(HomeConfig(rooms=4, seed=4, inside=0.0), few)
    assert not any(item.spot.surface == "drawer" for item in scene.objects)
    scene = generate(HomeConfig(rooms=4, seed=4, inside=1.0), few)
    assert any(item.spot.surface == "drawer" for item in scene.objects)


def test_a_home_may_be_empty(few: Catalogue) -> None:
    assert generate(HomeConfig(rooms=1, seed=0, objects=0), few).objects == ()


def test_a_home_is_full_at_some_time(few: Catalogue) -> None:
    two = Catalogue(few.furniture, {name: few.objects[name] for name in ("soap", "remote")})
    scene = generate(HomeConfig(rooms=1, seed=0, objects=400), two)
    assert 0 < len(scene.objects) < 400
    assert check(scene, two) == ()


def test_what_breaks_the_rules_each_time_is_refused(
    few: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("whereseen.sim.generation.generate.check", lambda *_: ("rooms overlap",))
    with pytest.raises(GenerationFailed, match="rooms overlap"):
        generate(HomeConfig(rooms=1, objects=0), few)
