from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from whereseen.memory.answer import Answer, Metres3, Place
from whereseen.memory.errors import InvalidConfig, MapFileError
from whereseen.memory.io.picture import (
    AnswerPanel,
    MapView,
    PictureConfig,
    draw_answers,
    draw_places,
)
from whereseen.memory.io.picture.canvas import Ink, Sheet, fitted
from whereseen.memory.io.picture.labels import crossing, place_badges
from whereseen.memory.io.picture.plan import level_basis, plan_of, top_down
from whereseen.memory.io.picture.words import against_truth, age, distance, percent

SMALL = PictureConfig(width_px=1000, height_px=640)
NOW_NS = 1_000 * 1_000_000_000
LONG = "where did somebody put the rather old and slightly chipped red coffee mug " * 4


def room(*, tilt: np.ndarray | None = None) -> MapView:
    """A floor of 4 x 3 m and two walls."""
    x, y = np.meshgrid(np.arange(0, 4, 0.05), np.arange(0, 3, 0.05))
    floor = np.stack([x.ravel(), y.ravel(), np.zeros(x.size)], axis=1)
    x, z = np.meshgrid(np.arange(0, 4, 0.05), np.arange(0, 2.5, 0.05))
    wall = np.stack([x.ravel(), np.full(x.size, 3.0), z.ravel()], axis=1)
    points = np.concatenate([floor, wall])
    colours = np.full(points.shape, 170, np.uint8)
    turn = np.eye(3) if tilt is None else tilt
    up = turn @ (0.0, 0.0, 1.0)
    return MapView(
        points @ turn.T, colours, up_map=(up[0], up[1], up[2]), now_ns=NOW_NS, title="A room"
    )


def place(position: Metres3, probability: float = 0.9) -> Place:
    points = np.asarray(position) + np.array([[-0.1, -0.1, 0.0], [0.1, 0.1, 0.1], [0.0, 0.0, 0.0]])
    return Place(
        position_m=position,
        size_m=(0.2, 0.2, 0.1),
        score=0.3,
        probability=probability,
        first_seen_ns=0,
        last_seen_ns=NOW_NS - 90_000_000_000,
        image_id=None,
        points_map=points.astype(np.float32),
    )


def panel(number: int, *, found: bool = True, question: str = "the red mug") -> AnswerPanel:
    where = place((0.4 + 0.45 * number, 1.0 + 0.2 * (number % 3), 0.5))
    crop = np.full((40, 60, 3), (200, 40, 40), np.uint8)
    answer = Answer(question, found, "the best of one place", (where,))
    return AnswerPanel(question, answer, (crop,), truth_m=(where.position_m,))


def pixels(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        image.verify()
    with Image.open(path) as image:
        assert image.format == "PNG"
        return np.asarray(image.convert("RGB")).astype(int)


def has_colour(image: np.ndarray, colour: tuple[int, int, int]) -> bool:
    return bool((np.abs(image - colour).max(axis=2) < 6).sum() > 20)


FOUND, REFUSED, TRUTH = (0, 114, 178), (213, 94, 0), (0, 158, 115)


def test_found_refused_and_truth_have_their_colours(tmp_path: Path) -> None:
    file = tmp_path / "answers.png"
    draw_answers(file, room(), [panel(1), panel(4)], config=SMALL)
    image = pixels(file)
    assert image.shape == (640, 1000, 3)
    assert has_colour(image, FOUND)
    assert has_colour(image, TRUTH)
    assert has_colour(image, (200, 40, 40)), "the crop is not shown"
    assert not has_colour(image, REFUSED)
    draw_answers(file, room(), [panel(1, found=False)], config=SMALL)
    assert has_colour(pixels(file), REFUSED)
    assert not has_colour(pixels(file), FOUND)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.png", "two.png"):
        draw_answers(tmp_path / name, room(), [panel(1), panel(2, found=False)], config=SMALL)
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


def test_an_empty_map_and_an_answer_without_places(tmp_path: Path) -> None:
    empty = MapView(np.empty((0, 3)), np.empty((0, 3), np.uint8))
    nothing = AnswerPanel("a piano", Answer("a piano", False, "the map is empty", ()), truth_m=())
    draw_answers(tmp_path / "a.png", empty, [nothing], config=SMALL)
    draw_places(tmp_path / "b.png", empty, nothing, config=SMALL)
    assert pixels(tmp_path / "a.png").shape == pixels(tmp_path / "b.png").shape == (640, 1000, 3)


def test_points_that_are_not_numbers_are_left_out(tmp_path: Path) -> None:
    view = room()
    broken = np.concatenate([view.points_map, [[np.nan, 0.0, 0.0], [np.inf, 0.0, 0.0]]])
    colours = np.concatenate([view.colours, np.zeros((2, 3), np.uint8)])
    way = np.array([[1.0, 1.0, 1.4], [np.nan] * 3, [2.0, 1.0, 1.4]])
    draw_answers(
        tmp_path / "a.png", replace(view, points_map=broken, colours=colours, path_map=way),
        [panel(1)], config=SMALL,
    )  # fmt: skip
    draw_answers(tmp_path / "b.png", replace(view, path_map=way[[0, 2]]), [panel(1)], config=SMALL)
    np.testing.assert_array_equal(pixels(tmp_path / "a.png"), pixels(tmp_path / "b.png"))


@pytest.mark.parametrize(
    ("count", "question"),
    [(8, "the red mug"), (3, "x" * 300), *((count, LONG) for count in range(1, 9))],
)
def test_no_text_is_clipped_or_covers_another(
    count: int, question: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[tuple[float, float, float, float]] = []
    write = Sheet.text

    def recorded(
        sheet: Sheet, x: float, y: float, text: str, ink: Ink, *, align: str = "left"
    ) -> None:
        width = sheet.width_of(text, ink)
        left = x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        written.append((left, y + 0.15 * ink.size_px, left + width, y + 1.2 * ink.size_px))
        write(sheet, x, y, text, ink, align=align)

    monkeypatch.setattr(Sheet, "text", recorded)
    panels = [panel(n, found=bool(n % 2), question=question) for n in range(count)]
    draw_answers(tmp_path / "a.png", replace(room(), title=question), panels, config=SMALL)
    for left, top, right, bottom in written:
        assert left >= 0.0
        assert right <= 1000.0
        assert top >= 0.0
        assert bottom <= 640.0
    for (l1, t1, r1, b1), (l2, t2, r2, b2) in itertools.combinations(written, 2):
        assert max(l1 - r2, l2 - r1, t1 - b2, t2 - b1) >= 0.0


def test_one_answer_shows_at_most_five_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    badges: list[str] = []
    draw = Sheet.badge

    def recorded(sheet: Sheet, x: float, y: float, r: float, *, text: str, colour: str) -> None:
        badges.append(text)
        draw(sheet, x, y, r, text=text, colour=colour)

    monkeypatch.setattr(Sheet, "badge", recorded)
    places = tuple(place((0.5 + 0.4 * n, 1.0, 0.5), 0.9 - 0.1 * n) for n in range(7))
    draw_places(
        tmp_path / "a.png", room(), AnswerPanel("mugs", Answer("mugs", True, "", places)),
        config=SMALL,
    )  # fmt: skip
    assert sorted(badges) == sorted("1122334455")


@pytest.mark.parametrize("up", [(0, 0, 1), (0, 0, -1), (0, 1, 0), (0, -1, 0), (1, 0, 0), (1, 2, 3)])
def test_any_direction_can_be_up(up: Metres3) -> None:
    basis = level_basis(up)
    assert basis @ basis.T == pytest.approx(np.eye(3), abs=1e-12)
    assert np.linalg.det(basis) == pytest.approx(1.0)
    assert basis[2] == pytest.approx(np.asarray(up) / np.linalg.norm(up))


def test_with_z_up_x_is_right_and_y_is_forward() -> None:
    np.testing.assert_allclose(level_basis((0.0, 0.0, 2.0)), np.eye(3))


def test_walls_run_along_the_edges() -> None:
    angle = np.radians(23.0)
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0],
                     [0, 0, 1]])  # fmt: skip
    plan = plan_of(room(tilt=turn).points_map, (0, 0, 1), shown_map=np.empty((0, 3)))
    assert plan.size_m == pytest.approx((4.25, 3.3), abs=0.1)
    straight = plan_of(room().points_map, (0, 0, 1), shown_map=np.empty((0, 3)))
    np.testing.assert_allclose(straight.basis, np.eye(3))


def test_a_narrow_tall_map_is_laid_on_its_side() -> None:
    view = room()
    points = view.points_map * (0.3, 1.0, 1.0)
    width, height = plan_of(points, (0, 0, 1), shown_map=np.empty((0, 3))).size_m
    assert width > height


def test_a_room_lying_on_its_side_gives_the_same_picture(tmp_path: Path) -> None:
    view = replace(room(), points_map=np.add(room().points_map, (0.013, 0.017, 0.0)))
    swapped = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
    lying = replace(view, points_map=view.points_map @ swapped.T, up_map=(0.0, -1.0, 0.0))
    empty = AnswerPanel("a piano", Answer("a piano", False, "", ()))
    draw_answers(tmp_path / "a.png", view, [empty], config=SMALL)
    draw_answers(tmp_path / "b.png", replace(lying, up_map=(0.0, 1.0, 0.0)), [empty], config=SMALL)
    draw_answers(tmp_path / "c.png", lying, [empty], config=SMALL)
    above, beside = slice(0, 480), slice(50, 1000)  # only there are the numbers of the axes
    np.testing.assert_array_equal(
        pixels(tmp_path / "a.png")[above, beside], pixels(tmp_path / "c.png")[above, beside]
    )
    assert (pixels(tmp_path / "a.png") != pixels(tmp_path / "b.png")).any()


def tilted_table() -> tuple[MapView, np.ndarray]:
    """A table of 2 x 1.5 m over a dark floor, both in a grid that is 8 degrees off level."""
    tilt = np.radians(8.0)
    turn = np.array([[1.0, 0.0, 0.0], [0.0, np.cos(tilt), -np.sin(tilt)],
                     [0.0, np.sin(tilt), np.cos(tilt)]])  # fmt: skip
    x, y = np.meshgrid(np.arange(0, 2, 0.005), np.arange(0, 1.5, 0.005))
    layers = []
    for height in (0.0, 0.8):
        flat = np.stack([x.ravel(), y.ravel(), np.full(x.size, height)], axis=1)
        layers.append(np.unique(np.floor(flat @ turn.T / 0.05), axis=0) * 0.05 + 0.025)
    colours = np.repeat(np.array([[0, 0, 0], [200, 200, 200]], np.uint8),
                        [len(layer) for layer in layers], axis=0)  # fmt: skip
    up = turn @ (0.0, 0.0, 1.0)
    return MapView(np.concatenate(layers), colours, up_map=(up[0], up[1], up[2])), up


@pytest.mark.parametrize("pixels_per_m", [61.0, 120.0, 233.0])
def test_no_slits_run_across_a_surface_that_is_not_level(pixels_per_m: float) -> None:
    view, up = tilted_table()
    points = view.points_map.astype(np.float64)
    plan = plan_of(points, up, shown_map=np.empty((0, 3)))
    image = top_down(
        plan, points, view.colours, pixels_per_m=pixels_per_m, voxel_m=0.05, ceiling_m=1.8
    )
    height, width = image.shape[:2]
    edge = round(0.25 * pixels_per_m)
    middle = image[edge : height - edge, edge : width - edge, 0]
    assert middle.size > 1000
    assert middle.min() > 0.5, "the dark floor shows through the table"


def test_gaps_between_things_stay_open() -> None:
    points = np.array([[0.0, 0.0, 0.0], [0.15, 0.0, 0.0]])
    plan = plan_of(points, (0, 0, 1), shown_map=points)
    colours = np.zeros((2, 3), np.uint8)
    image = top_down(plan, points, colours, pixels_per_m=100.0, voxel_m=0.05, ceiling_m=1.8)
    middle_row = image[image.shape[0] // 2, :, 0] > 0.5
    assert middle_row[round(100 * (0.15 + 0.075))]
    dark = np.flatnonzero(~middle_row)
    assert 10 <= len(dark) <= 14
    assert np.diff(dark).max() >= 8


def test_a_few_voxels_far_outside_do_not_widen_the_view() -> None:
    points = np.asarray(room().points_map)
    stray = np.full((len(points) // 250, 3), (15.0, 1.0, 0.5))
    everything = np.concatenate([points, stray])
    assert plan_of(everything, (0, 0, 1), shown_map=np.empty((0, 3))).size_m[0] < 4.6
    marked = plan_of(everything, (0, 0, 1), shown_map=np.array([[15.0, 1.0, 0.5]]))
    assert marked.high_m[0] > 15.0


def test_only_the_axes_of_the_map_have_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    write = Sheet.text

    def recorded(
        sheet: Sheet, x: float, y: float, text: str, ink: Ink, *, align: str = "left"
    ) -> None:
        written.append(text)
        write(sheet, x, y, text, ink, align=align)

    monkeypatch.setattr(Sheet, "text", recorded)
    empty = AnswerPanel("a piano", Answer("a piano", False, "", ()))
    draw_answers(tmp_path / "a.png", room(), [empty], config=SMALL)
    assert {"0", "1", "2", "3"} <= set(written)
    written.clear()
    draw_answers(tmp_path / "b.png", tilted_table()[0], [empty], config=SMALL)
    assert not {"0", "0.2", "0.5"} & set(written)
    assert any("turned; texts give coordinates of the map" in text for text in written)


@pytest.mark.parametrize("name", ["kitchen.map", "a.jpg", "a", "."])
def test_a_picture_never_replaces_another_kind_of_file(tmp_path: Path, name: str) -> None:
    if name != ".":
        (tmp_path / name).write_bytes(b"a map")
    with pytest.raises(InvalidConfig, match=r"ends in \.png"):
        draw_places(tmp_path / name, room(), panel(1), config=SMALL)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"a map"] * (name != ".")


def test_a_picture_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MapFileError, match=r"picture cannot be written .*mkdir -p"):
        draw_places(tmp_path / "none" / "a.png", room(), panel(1), config=SMALL)
    (tmp_path / "b.png").mkdir()
    with pytest.raises(MapFileError, match=r"picture cannot be written .*the folder"):
        draw_places(tmp_path / "b.png", room(), panel(1), config=SMALL)
    assert [path.name for path in tmp_path.iterdir()] == ["b.png"]


def test_letters_that_the_font_lacks_make_no_warnings(tmp_path: Path) -> None:
    asked = panel(1, question="红色的杯子在哪里")
    draw_answers(tmp_path / "a.png", room(), [asked], config=SMALL)  # warnings are errors here
    assert pixels(tmp_path / "a.png").shape == (640, 1000, 3)


def test_the_highest_voxel_below_the_ceiling_wins() -> None:
    points = np.array([[0.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 2.4], [1.0, 1.0, 0.0]])
    colours = np.array([[0, 0, 255], [255, 0, 0], [0, 255, 0], [9, 9, 9]], np.uint8)
    plan = plan_of(points, (0, 0, 1), shown_map=points)
    image = top_down(plan, points, colours, pixels_per_m=40, voxel_m=0.1, ceiling_m=1.8)
    left_below = image[-int(0.15 * 40) - 1, int(0.15 * 40)]
    assert left_below[0] > 0.8
    assert left_below[1:].max() < 0.05
    assert np.isfinite(image).all()


def test_badges_keep_apart_and_their_lines_do_not_cross() -> None:
    rng = np.random.default_rng(4)
    for _ in range(5):
        anchors = rng.uniform(250.0, 420.0, (8, 2))
        boxes = [(x - 10, y - 10, x + 10, y + 10) for x, y in anchors.tolist()]
        badges = place_badges(anchors, boxes, radius=14.0, frame=(0.0, 0.0, 700.0, 600.0))
        for i, j in itertools.combinations(range(8), 2):
            assert np.hypot(*(badges[i] - badges[j])) > 28.0
            assert not crossing(anchors[i], badges[i], anchors[j], badges[j])
        assert (badges > 14.0).all()
        assert (badges < (686.0, 586.0)).all()


def test_badges_stay_in_the_frame_in_a_corner() -> None:
    badge = place_badges(
        np.array([[2.0, 2.0]]), [(0, 0, 4, 4)], radius=15.0, frame=(0.0, 0.0, 300.0, 300.0)
    )
    assert (badge >= 15.0).all()


@pytest.mark.parametrize(
    ("text", "lines"), [("", []), ("one two three", ["one two three"]), ("é" * 90, ["ééé"])]
)
def test_text_is_wrapped_within_its_width(text: str, lines: list[str]) -> None:
    sheet, ink = Sheet(900, 600), Ink(16.0)
    rows = sheet.wrapped(text, ink, width=200.0, lines=2)
    assert len(rows) == len(lines)
    for row, start in zip(rows, lines, strict=True):
        assert row.startswith(start)
        assert sheet.width_of(row, ink) <= 200.0


def test_crops_keep_their_proportions_and_lose_little() -> None:
    assert fitted(np.zeros((50, 100, 3), np.uint8), width=80, height=80).shape == (53, 80, 3)
    assert fitted(np.zeros((90, 100, 3), np.uint8), width=80, height=80).shape == (80, 80, 3)
    assert fitted(np.zeros((1, 1, 3), np.uint8), width=80, height=80).shape == (80, 80, 3)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "seen just now"), (-3, "seen just now"), (12, "seen 12 s ago"), (900, "seen 15 min ago"),
     (7_200, "seen 2 h ago"), (172_800, "seen 2 days ago")],
)  # fmt: skip
def test_ages_as_people_say_them(seconds: float, words: str) -> None:
    assert age(round(seconds * 1e9)) == words


def test_numbers_as_people_say_them() -> None:
    assert (percent(0.934), percent(1.0), percent(0.0)) == ("93 %", "99 %", "1 %")
    assert (distance(0.042), distance(1.34)) == ("4 cm", "1.3 m")


def test_answers_are_held_against_the_truth() -> None:
    here = (1.0, 0.0, 0.0)
    assert against_truth(True, here, None) == ()
    assert against_truth(False, here, ()) == ("rightly so: there is none",)
    assert against_truth(True, here, ()) == ("wrong: there is none",)
    assert against_truth(False, here, (here,)) == ("missed: it is there",)
    assert against_truth(True, here, ((1.0, 0.1, 0.0), (9.0, 0.0, 0.0))) == (
        "10 cm from the truth",
    )
    assert against_truth(True, here, ((3.0, 0.0, 0.0),)) == ("2.0 m from the truth: wrong",)


def test_what_cannot_be_drawn_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidConfig, match="one to 8"):
        draw_answers(tmp_path / "a.png", room(), [])
    with pytest.raises(InvalidConfig, match="one to 8"):
        draw_answers(tmp_path / "a.png", room(), [panel(1)] * 9)
    with pytest.raises(InvalidConfig, match="one colour for each point"):
        MapView(np.zeros((2, 3)), np.zeros((1, 3), np.uint8))
    with pytest.raises(InvalidConfig, match="direction"):
        replace(room(), up_map=(0.0, 0.0, 0.0))
    with pytest.raises(InvalidConfig, match="900 x 600"):
        PictureConfig(width_px=100)
    with pytest.raises(InvalidConfig, match="panels_share"):
        PictureConfig(panels_share=0.9)
