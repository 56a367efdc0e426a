"""The whole page, from whatever was published."""

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from whereseen.nodes.picturing.page import HEIGHT_PX, WIDTH_PX, draw_page, write_page
from whereseen.nodes.picturing.scene import (
    Cloud,
    FloorGrid,
    FoundPlace,
    Reply,
    Scene,
    Thing,
    box_between,
)

UP = np.array([0.0, 0.0, 1.0])


def flat_room():
    x, y = np.meshgrid(np.arange(0.0, 3.0, 0.1), np.arange(0.0, 2.0, 0.1))
    points = np.column_stack([x.ravel(), y.ravel(), np.zeros(x.size)])
    return Cloud(points, np.full((len(points), 3), (160, 120, 70), np.uint8), 0.1)


def box(name="mug"):
    return box_between(np.array([1.0, 1.0, 0.0]), np.array([1.3, 1.3, 0.4]), name, (0.9, 0.1, 0.1))


def scene(**changes):
    grid = FloorGrid(np.zeros((20, 30), np.int8), 0.1, np.eye(4))
    place = FoundPlace((1.1, 1.1, 0.2), box(""), 0.9, 5, 0)
    made = Scene(
        map_frame="map",
        stamp_ns=10,
        cloud=flat_room(),
        up_map=UP,
        boxes=(box(),),
        grid=grid,
        things=(Thing("mug", 0.9, "", (0.9, 0.1, 0.1)), Thing("cup", 0.2, "gone", None)),
        reply=Reply("a mug", True, "it was seen", (place,)),
    )
    return replace(made, **changes)


def pixels(png):
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGB")).astype(int)


@pytest.fixture(scope="module")
def page():
    return draw_page(scene(), "Memory")


def test_the_same_scene_gives_the_same_file(page, tmp_path):
    write_page(tmp_path / "page.png", scene(), "Memory")
    assert [file.name for file in tmp_path.iterdir()] == ["page.png"]
    assert (tmp_path / "page.png").read_bytes() == page
    assert pixels(page).shape == (HEIGHT_PX, WIDTH_PX, 3)


def near(image, rgb):
    return (np.abs(image - rgb).max(axis=2) < 30).sum()


def test_the_answer_is_marked_in_all_three_views(page):
    drawn = pixels(page)
    without = pixels(draw_page(scene(reply=None), "Memory"))
    blue = (0, 114, 178)
    for part in (np.s_[100:720, :1200], np.s_[790:, :620], np.s_[790:, 640:1220]):
        assert near(drawn[part], blue) > near(without[part], blue) + 300


def test_what_was_not_found_is_not_drawn_as_found():
    reply = replace(scene().reply, is_found=False)
    drawn = pixels(draw_page(scene(reply=reply), "Memory"))
    assert near(drawn, (0, 114, 178)) < 50
    assert near(drawn, (213, 94, 0)) > 500


def test_obstacles_of_the_grid_are_black_where_they_are():
    cells = np.zeros((20, 30), np.int8)
    cells[:10] = 100  # the near half, which is drawn below
    grid = FloorGrid(cells, 0.1, np.eye(4))
    drawn = pixels(draw_page(scene(grid=grid, reply=None, boxes=()), "Memory"))
    black = (drawn < 60).all(axis=2)[800:, 660:1200]
    rows = np.flatnonzero(black.sum(axis=1) > 300)
    white = np.flatnonzero((drawn > 250).all(axis=2)[800:, 660:1200].sum(axis=1) > 300)
    assert len(rows) > 100
    assert rows.min() > white.min()


@pytest.mark.parametrize(
    "changes",
    [
        {"cloud": Cloud(np.zeros((0, 3)), np.zeros((0, 3), np.uint8), 0.05)},
        {"cloud": Cloud(np.zeros((1, 3)), np.zeros((1, 3), np.uint8), 0.05)},
        {"grid": None, "boxes": (), "things": (), "reply": None},
        {"reply": Reply("", False, "nothing is known", ())},
        {"things": tuple(Thing(f"thing {i}", 0.5, "", None) for i in range(300))},
        {"up_map": np.array([0.0, -0.6, 0.8])},
    ],
    ids=["no voxels", "one voxel", "voxels only", "no place", "many things", "askew"],
)
def test_every_scene_can_be_drawn(changes):
    assert pixels(draw_page(scene(**changes), "Memory")).std() > 1.0


def test_while_a_task_is_done_only_what_it_is_about_is_named():
    way = np.array([[0.2, 0.2, 0.0], [1.5, 0.3, 0.0], [2.5, 1.7, 0.0]])
    acting = scene(reply=None, task=("put the mug away",), way_map=way, boxes=(box(), box("cup")))
    assert [each.name for each in acting.named] == ["mug"]
    assert [each.name for each in replace(acting, way_map=np.zeros((0, 3))).named] == ["mug", "cup"]


def test_the_way_is_drawn_in_all_three_views():
    way = np.array([[0.2, 0.2, 0.0], [1.5, 0.3, 0.0], [2.5, 1.7, 0.0]])
    resting = pixels(draw_page(scene(reply=None, boxes=()), "Memory"))
    drawn = pixels(draw_page(scene(reply=None, boxes=(), way_map=way), "Memory"))
    blue = (11, 132, 198)
    for part in (np.s_[100:720, :1200], np.s_[790:, :620], np.s_[790:, 640:1220]):
        assert near(drawn[part], blue) > near(resting[part], blue) + 300
