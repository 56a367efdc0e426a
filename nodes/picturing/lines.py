"""Markers of rooms, trails and changes to lines and words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np
from std_msgs.msg import ColorRGBA
from visualization_msgs.msg import Marker

from whereseen.nodes.convert.change_marker import CHANGE_NAMES
from whereseen.nodes.convert.pose import xyz_of
from whereseen.nodes.convert.scene_marker import ROOM_NAMES
from whereseen.nodes.picturing.scene import Caption, Rgb, Stroke


def strokes_of(markers: Sequence[Marker]) -> tuple[Stroke, ...]:
    """All lines of markers; pieces that go on where the last ended, in its colour, are one."""
    return tuple(stroke for marker in markers for stroke in _strokes(marker))


def captions_of(markers: Sequence[Marker], shown: Collection[int]) -> tuple[Caption, ...]:
    """Names of rooms, and what became of things that have no box.

    Args:
        markers: All.
        shown: Numbers of things that have one.
    """
    return tuple(
        Caption(marker.ns, xyz_of(marker.pose.position), marker.text, _rgb(marker.color))
        for marker in markers
        if marker.action == Marker.ADD
        and (marker.ns == ROOM_NAMES or (marker.ns == CHANGE_NAMES and marker.id not in shown))
    )


def notes_of(markers: Sequence[Marker]) -> dict[int, str]:
    """What is new about things, by their numbers."""
    return {
        marker.id: marker.text
        for marker in markers
        if marker.action == Marker.ADD and marker.ns == CHANGE_NAMES
    }


def _strokes(marker: Marker) -> Iterator[Stroke]:
    if marker.action != Marker.ADD or marker.type != Marker.LINE_LIST:
        return
    points = np.array([xyz_of(point) for point in marker.points]).reshape(-1, 2, 3)
    colours = list(marker.colors)[::2] or [marker.color] * len(points)
    run: list[np.ndarray] = []
    for at, (start, end) in enumerate(points):
        goes_on = bool(run) and np.allclose(run[-1], start) and colours[at] == colours[at - 1]
        if run and not goes_on:
            yield _stroke(marker.ns, run, colours[at - 1])
            run = []
        run = [*run, end] if goes_on else [start, end]
    if run:
        yield _stroke(marker.ns, run, colours[-1])


def _stroke(layer: str, points: list[np.ndarray], colour: ColorRGBA) -> Stroke:
    return Stroke(layer, np.array(points), _rgb(colour), float(colour.a))


def _rgb(colour: ColorRGBA) -> Rgb:
    return float(colour.r), float(colour.g), float(colour.b)
