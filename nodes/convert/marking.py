"""What all markers are made of."""

from __future__ import annotations

import colorsys
import zlib
from collections.abc import Iterable, Sequence

from std_msgs.msg import ColorRGBA, Header
from visualization_msgs.msg import Marker

from whereseen.memory.answer import Metres3
from whereseen.nodes.convert.pose import point_of, vector_of

LETTER_M = 0.12
_IDS = 1 << 31

Rgb = tuple[float, float, float]
Rgba = tuple[float, float, float, float]


def label_colour(label: str) -> Rgb:
    """A colour for a label, the same in every process and on every machine."""
    hue = zlib.crc32(label.strip().lower().encode("utf-8", "replace")) / 2**32
    return colorsys.hsv_to_rgb(hue, 0.75, 0.95)


def marker_of(
    header: Header, key: tuple[str, int], kind: int, rgba: Rgba, scale_m: Metres3
) -> Marker:
    """A marker at the origin of the map.

    Args:
        header: Map frame and stamp.
        key: Namespace and number; no two in one message may be the same.
        kind: As `Marker.CUBE`.
        rgba: Its colour, each 0 to 1.
        scale_m: What it means depends on the kind.
    """
    layer, number = key
    marker = Marker(header=header, ns=layer, id=number % _IDS, type=kind, action=Marker.ADD)
    marker.pose.orientation.w = 1.0
    marker.scale, marker.color = vector_of(scale_m), colour_of(rgba)
    return marker


def text_marker(
    header: Header,
    key: tuple[str, int],
    text: str,
    rgb: Rgb,
    at: Metres3,
    *,
    letter_m: float = LETTER_M,
) -> Marker:
    """A text that always faces who looks, with its middle at a point."""
    marker = marker_of(header, key, Marker.TEXT_VIEW_FACING, (*rgb, 1.0), (letter_m,) * 3)
    marker.pose.position = point_of(at)
    marker.text = text
    return marker


def lines_marker(
    header: Header,
    key: tuple[str, int],
    points: Iterable[Metres3],
    rgba: Rgba,
    width_m: float,
    *,
    colours: Sequence[Rgba] = (),
) -> Marker:
    """Lines between the first and the second point, the third and the fourth, and so on.

    Args:
        header: Map frame and stamp.
        key: Namespace and number.
        points: An even number.
        rgba: Colour of all.
        width_m: Of the lines.
        colours: One for each point instead; none: `rgba` for all.
    """
    marker = marker_of(header, key, Marker.LINE_LIST, rgba, (width_m, 0.0, 0.0))
    marker.points = [point_of(each) for each in points]
    marker.colors = [colour_of(each) for each in colours]
    return marker


def colour_of(rgba: Rgba) -> ColorRGBA:
    """A colour."""
    r, g, b, a = (float(part) for part in rgba)
    return ColorRGBA(r=r, g=g, b=b, a=a)
