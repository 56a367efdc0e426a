"""A floor plan as architects draw it: rooms, openings, furniture and things from above."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import shapely

from whereseen.memory.frames import Float64
from whereseen.memory.io.whole_file import require_suffix, write_whole
from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.modelling.placing import box_of, pose
from whereseen.sim.scene.description import Opening, Room, Scene
from whereseen.sim.scene.home import Home, Piece
from whereseen.sim.scene.solids import Solids, solids_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INCHES_PER_M = 1.15
_MARGIN_M = 0.5
_DPI = 100
_WALL, _INK, _PALE = "#3a3d44", "#2b2d33", "#8d929c"
_FLOORS = {"floor tiles": "#edf1f2", "slate tiles": "#e1e6e9", "parquet": "#f6eee1"}
_THING, _HIDDEN = "#d1495b", "#edae49"
_NO_FRONT_M = 0.4  # things of which no side matters
_FLAT_M = 0.03
_HANGING_M = 1.0  # what begins higher hangs


def draw_floor_plan(scene: Scene, catalogue: Catalogue, file: Path) -> None:
    """Write a PNG of a home from above, north up.

    Things that stand in the open are red dots, those in drawers and behind doors yellow ones.

    Raises:
        InvalidConfig: if the scene names what there is not, or `file` does not end in .png.
        MapFileError: if it cannot be written; what lay there stays as it was.
    """
    require_suffix(file, (".png",), what="the floor plan")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    home = Home(scene, catalogue)
    low = np.min([room.low_m for room in scene.rooms], axis=0) - _MARGIN_M
    high = np.max([room.high_m for room in scene.rooms], axis=0) + _MARGIN_M
    inches = (high - low) * _INCHES_PER_M
    figure = Figure(figsize=(float(inches[0]), float(inches[1]) + 0.4), dpi=_DPI)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, float(inches[1] / (inches[1] + 0.4))))
    _draw(axes, home)
    axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), aspect="equal")
    axes.axis("off")
    figure.suptitle(_title(scene), fontsize=10, color=_INK, y=1.0 - 0.12 / (inches[1] + 0.4))
    drawn = BytesIO()
    figure.savefig(drawn, format="png", facecolor="white")
    write_whole({file: drawn.getvalue()}, what="the floor plan")


def _title(scene: Scene) -> str:
    square = sum(float(np.prod(room.size_m)) for room in scene.rooms)
    counts = f"{len(scene.furniture)} pieces of furniture, {len(scene.objects)} things"
    return f"{scene.name}: {square:.0f} m², {counts}"


def _draw(axes: Axes, home: Home) -> None:
    for room in home.scene.rooms:
        _draw_room(axes, room, home)
    for opening in home.scene.openings:
        _draw_opening(axes, opening, home)
    pieces = sorted(home.pieces.values(), key=_height)
    for piece in pieces:
        _draw_piece(axes, piece)
    for item in home.scene.objects:
        joints = home.pieces[item.spot.on].item.open if item.spot.on in home.pieces else {}
        x, y = home.pose_on(item.spot, item.yaw_deg, joints)[:2, 3]
        piece_on = home.pieces.get(item.spot.on)
        is_hidden = piece_on is not None and bool(piece_on.surface(item.spot.surface).behind)
        axes.plot(
            x,
            y,
            "o",
            ms=3.2,
            mec="white",
            mew=0.4,
            color=_HIDDEN if is_hidden else _THING,
            zorder=9,
        )


def _draw_room(axes: Axes, room: Room, home: Home) -> None:
    from matplotlib.patches import Rectangle

    (x, y), (width, depth), wall_m = room.low_m, room.size_m, home.scene.wall_m
    at_m = _free_spot(room, home)
    wall = Rectangle(
        (x - wall_m, y - wall_m), width + 2 * wall_m, depth + 2 * wall_m, fc=_WALL, ec="none"
    )
    wall.set_zorder(0)
    axes.add_patch(wall)
    colour = _FLOORS.get(room.floor, "#f4f1ea")
    axes.add_patch(Rectangle((x, y), width, depth, fc=colour, ec="none", zorder=1))
    axes.text(
        *at_m,
        f"{room.name}\n{width * depth:.1f} m²",
        ha="center", va="center", fontsize=9, color="#5b6472", weight="bold", zorder=10,
    )  # fmt: skip


def _free_spot(room: Room, home: Home) -> tuple[float, float]:
    """Where there is most room for a name."""
    pieces = (piece for piece in home.pieces.values() if piece.item.room == room.name)
    taken = [shapely.box(*_corners(piece).min(axis=0), *_corners(piece).max(axis=0))
             for piece in pieces if float(piece.model.box_m()[1][2]) > _FLAT_M]  # fmt: skip
    free = shapely.box(*room.low_m, *room.high_m).difference(shapely.union_all(taken))
    # Names are wider than high.
    flat = shapely.transform(free, lambda points: points * (1.0, 2.2))
    circle: Any = shapely.maximum_inscribed_circle(cast(Any, flat), 0.05)
    x, y = circle.coords[0]
    return float(x), float(y) / 2.2


def _draw_opening(axes: Axes, opening: Opening, home: Home) -> None:
    from matplotlib.patches import Arc, Rectangle

    (x, y), half, deep = opening.at_m, opening.width_m / 2, home.scene.wall_m / 2
    dx, dy = (half, deep) if opening.along == "x" else (deep, half)
    is_window = opening.kind == "window"
    fill = "#bfe3f2" if is_window else "#ffffff"
    axes.add_patch(Rectangle((x - dx, y - dy), 2 * dx, 2 * dy, fc=fill, ec=_WALL, lw=0.6, zorder=2))
    if is_window:
        ends = ((x - dx, x + dx), (y, y)) if opening.along == "x" else ((x, x), (y - dy, y + dy))
        axes.plot(*ends, color="#4a90ad", lw=1.0, zorder=3)
        return
    if not all(opening.rooms):
        room = home.rooms[opening.rooms[0]]
        inward = np.sign(np.subtract(room.middle_m, opening.at_m))
        if opening.along == "x":
            corner, leaf = (x - half, y), (x - half, y + inward[1] * opening.width_m)
            start = 0.0 if inward[1] > 0 else 270.0
        else:
            corner, leaf = (x, y - half), (x + inward[0] * opening.width_m, y - half)
            start = 0.0 if inward[0] > 0 else 90.0
        axes.plot((corner[0], leaf[0]), (corner[1], leaf[1]), color=_THING, lw=1.4, zorder=8)
        size = 2 * opening.width_m
        axes.add_patch(
            Arc(corner, size, size, theta1=start, theta2=start + 90.0, color=_THING, lw=0.7)
        )


def _draw_piece(axes: Axes, piece: Piece) -> None:
    """The parts of a piece in thin lines, its outline with a mark at its front, its name."""
    solids = solids_of(piece.model, piece.T_map_piece)
    low, _ = piece.model.box_m()
    hangs = float(low[2]) >= _HANGING_M
    flat = solids.is_flat
    order = 3 if flat else 6 if hangs else 4
    colour = "#e3d6dd" if flat else "none" if hangs else "#ffffff"
    _fill(axes, solids, colour, order, dashed=hangs)
    corners = _corners(piece)
    if not hangs and piece.kind.front_m > _NO_FRONT_M:
        front = corners[:2]
        axes.plot(front[:, 0], front[:, 1], color="#33658a", lw=1.8, zorder=order + 0.5,
                  solid_capstyle="butt")  # fmt: skip
    _name(axes, piece, hangs=hangs, order=order)


def _fill(axes: Axes, solids: Solids, colour: str, order: int, *, dashed: bool) -> None:
    for outline in shapely.get_parts(solids.outline):
        points = np.array(outline.exterior.coords)
        axes.fill(points[:, 0], points[:, 1], fc=colour, ec=_PALE if dashed else _INK,
                  lw=0.7, ls="--" if dashed else "-", zorder=order)  # fmt: skip


def _name(axes: Axes, piece: Piece, *, hangs: bool, order: int) -> None:
    low, high = box_of(piece.model.box_m(), piece.T_map_piece)
    x, y = (low[:2] + high[:2]) / 2
    wide, deep = high[:2] - low[:2]
    upright = deep > 1.4 * wide
    axes.text(
        x, y, piece.item.name,
        rotation=90 if upright else 0, ha="center", va="center", clip_on=True,
        fontsize=5.0 if hangs else 6.0, color=_PALE if hangs else _INK, zorder=order + 1,
    )  # fmt: skip


def _corners(piece: Piece) -> Float64:
    """Corners (4, 2) of its footprint, the front edge first."""
    (x0, y0, _), (x1, y1, _) = piece.model.box_m()
    T = pose(piece.item.at_m, piece.item.yaw_deg)
    flat = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    return np.asarray(flat @ T[:2, :2].T + T[:2, 3])


def _height(piece: Piece) -> tuple[bool, float]:
    """What lies flat first, so that what stands upon it is drawn over it."""
    low, high = piece.model.box_m()
    return (float(high[2]) > _FLAT_M, float(low[2]))
