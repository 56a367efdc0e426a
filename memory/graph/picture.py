"""A picture of the floor plan: rooms, doors, furniture and what is on it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from whereseen.memory.errors import MapFileError
from whereseen.memory.graph.rooms import RoomMap, Storey
from whereseen.memory.graph.topology import Topology
from whereseen.memory.graph.view import GraphView, Layer, Node
from whereseen.memory.io.whole_file import require_suffix, write_whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_DPI = 150
_INCHES_PER_M = 1.0
_MARGIN_M = 0.3
_INK, _WALL, _DOOR, _THING, _HIDDEN = "#3a3d44", "#4a4e57", "#2f855a", "#c0392b", "#e0a030"
_ROOMS = (
    "#bcd8ee", "#f7d6b0", "#c9e4c5", "#f3c6cb", "#d9cdea", "#f4e8a8",
    "#c4e6e6", "#e3d3c3", "#e9d0e2", "#dfe3b6",
)  # fmt: skip


def draw_rooms(
    room_map: RoomMap, view: GraphView, file: Path, *, topology: Topology | None = None
) -> None:
    """Write a PNG with a plan of each storey, the lowest first, north up.

    Args:
        room_map: Rooms and doors.
        view: Their names, and the things in them.
        file: To write; must end in .png.
        topology: Places and ways, to be drawn too.

    Raises:
        InvalidConfig: if `file` does not end in .png.
        MapFileError: if there are no rooms, or it cannot be written.
    """
    require_suffix(file, (".png",), what="the plan of rooms")
    storeys = [storey for storey in room_map.storeys if storey.ids.any()]
    if not storeys:
        raise MapFileError("there are no rooms yet", remedy="Map a home with its floor first")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    extents = [_extent(storey) for storey in storeys]
    width = sum(extent[1] - extent[0] for extent in extents)
    height = max(extent[3] - extent[2] for extent in extents)
    figure = Figure(figsize=(width * _INCHES_PER_M, height * _INCHES_PER_M), dpi=_DPI)
    FigureCanvasAgg(figure)
    left = 0.0
    for storey, extent in zip(storeys, extents, strict=True):
        wide, high = extent[1] - extent[0], extent[3] - extent[2]
        axes = figure.add_axes((left / width, 0.0, wide / width, high / height))
        left += wide
        _draw(axes, room_map, view, storey)
        if topology is not None:
            _draw_ways(axes, topology, room_map.storeys.index(storey))
        axes.set(xlim=extent[:2], ylim=extent[2:], aspect="equal")
        axes.axis("off")
    drawn = BytesIO()
    figure.savefig(drawn, format="png", facecolor="white")
    write_whole({file: drawn.getvalue()}, what="the plan of rooms")


def _extent(storey: Storey) -> tuple[float, float, float, float]:
    """Left, right, lower and upper edge of what is drawn."""
    rows, columns = np.nonzero(storey.ids)
    corners = storey.grid.centres_m([(rows.min(), columns.min()), (rows.max(), columns.max())])
    (x0, y0), (x1, y1) = corners.tolist()
    return x0 - _MARGIN_M, x1 + _MARGIN_M, y0 - _MARGIN_M, y1 + _MARGIN_M


def _draw(axes: Axes, room_map: RoomMap, view: GraphView, storey: Storey) -> None:
    _draw_floor(axes, storey)
    number = room_map.storeys.index(storey)
    for door in room_map.doors:
        if door.storey == number:
            x, y, _ = door.position_m
            axes.plot(x, y, marker="D", ms=6, color=_DOOR, mec="white", mew=0.8, zorder=6)
    top_m = min(
        (other.grid.floor_m for other in room_map.storeys[number + 1 :]), default=float("inf")
    )
    here = [
        node
        for node in view.nodes
        if node.position_m is not None and storey.grid.floor_m - 0.5 <= node.position_m[2] < top_m
    ]
    for node in here:
        if node.layer == Layer.RECEPTACLE:
            _draw_receptacle(axes, node)
    for node in here:
        if node.layer == Layer.OBJECT:
            _draw_object(axes, node)
        elif node.layer == Layer.ROOM:
            _name_room(axes, node)


def _draw_floor(axes: Axes, storey: Storey) -> None:
    """Rooms in colours of their own, walls dark."""
    from matplotlib.colors import to_rgb

    colours = np.array([to_rgb(each) for each in _ROOMS])
    image = np.ones((*storey.ids.shape, 3))
    image[storey.grid.walls] = to_rgb(_WALL)
    inside = storey.ids > 0
    image[inside] = colours[(storey.ids[inside] - 1) % len(colours)]
    height, width = storey.ids.shape
    low, high = storey.grid.centres_m([(-0.5, -0.5), (height - 0.5, width - 0.5)]).tolist()
    axes.imshow(
        image,
        origin="lower",
        extent=(low[0], high[0], low[1], high[1]),
        interpolation="nearest",
        zorder=0,
    )


def _draw_receptacle(axes: Axes, node: Node) -> None:
    from matplotlib.patches import Rectangle

    if node.position_m is None or node.size_m is None:
        return
    (x, y, _), (wide, deep, _) = node.position_m, node.size_m
    axes.add_patch(
        Rectangle(
            (x - wide / 2, y - deep / 2), wide, deep, fc="#ffffff90", ec=_INK, lw=0.8, zorder=3
        )
    )
    upright = deep > 1.4 * wide
    axes.text(
        x, y, node.name, rotation=90 if upright else 0, ha="center", va="center",
        fontsize=6.0, color=_INK, zorder=7, clip_on=True,
    )  # fmt: skip


def _draw_object(axes: Axes, node: Node) -> None:
    if node.position_m is None:
        return
    x, y, _ = node.position_m
    colour = _HIDDEN if node.is_hidden else _THING
    axes.plot(x, y, "o", ms=3.0, mec="white", mew=0.4, color=colour, zorder=8)
    axes.annotate(
        node.name, (x, y), xytext=(2.5, 1.5), textcoords="offset points",
        fontsize=4.2, color=colour, zorder=8, annotation_clip=True,
    )  # fmt: skip


def _name_room(axes: Axes, node: Node) -> None:
    from matplotlib.patheffects import withStroke

    if node.position_m is None:
        return
    x, y, _ = node.position_m
    axes.text(
        x, y, f"{node.name}\n{node.area_m2:.1f} m²", ha="center", va="center", fontsize=10,
        weight="bold", color=_INK, zorder=10,
        path_effects=[withStroke(linewidth=2.5, foreground="white")],
    )  # fmt: skip


def _draw_ways(axes: Axes, topology: Topology, storey: int) -> None:
    at = {place.number: place.position_m for place in topology.places if place.storey == storey}
    for way in topology.ways:
        if way.places[0] in at:
            ends = [at[way.places[0]], way.via_m, at[way.places[1]]]
            xs, ys, _ = zip(*ends, strict=True)
            axes.plot(xs, ys, color=_INK, lw=0.8, alpha=0.6, zorder=4)
    for x, y, _ in at.values():
        axes.plot(x, y, "s", ms=3.5, color=_INK, mec="white", mew=0.5, zorder=5)
