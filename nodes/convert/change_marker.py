"""Where things were, and what the latest visits found different, as markers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

import numpy as np
from std_msgs.msg import Header
from visualization_msgs.msg import Marker

from whereseen.memory.answer import Metres3
from whereseen.memory.objects.boxes import distance_m
from whereseen.memory.objects.entity import Belief, Change, Kind
from whereseen.nodes.convert.marking import (
    LETTER_M,
    Rgb,
    Rgba,
    colour_of,
    label_colour,
    lines_marker,
    marker_of,
    text_marker,
)
from whereseen.nodes.convert.pose import point_of

TRAILS, EARLIER, CHANGES, CHANGE_NAMES = "trails", "earlier", "changes", "change_names"

_TRAIL_M, _EARLIER_M, _HIGHLIGHT_M = 0.025, 0.09, 0.03
_NEWEST, _FAINTER, _FAINTEST = 0.9, 0.6, 0.12  # opacity; each older move is fainter by a factor
_RISE, _STEPS = 0.25, 12  # of its length an arc is high; so many pieces
_MARGIN_M = 0.08
_LEAST_M = 0.15
_COLOURS: dict[Kind, Rgb] = {
    Kind.APPEARED: (0.15, 0.75, 0.25),
    Kind.MOVED: (1.0, 0.75, 0.0),
    Kind.VANISHED: (0.95, 0.2, 0.15),
}


def trail_markers(changes: Iterable[Change], header: Header) -> list[Marker]:
    """An arc for each move of a thing, the older the fainter, and a ball at each earlier place.

    Args:
        changes: Oldest first.
        header: Map frame and stamp.
    """
    moves: dict[int, list[Change]] = {}
    for change in changes:
        if change.before is not None and change.kind == Kind.MOVED:
            moves.setdefault(change.entity.id, []).append(change)
    return [marker for listed in moves.values() for marker in _trail(listed, header)]


def highlight_markers(changes: Sequence[Change], header: Header) -> list[Marker]:
    """A frame round each thing that is new, moved or gone, and a word above it.

    Args:
        changes: Oldest first; of each thing the newest is shown.
        header: Map frame and stamp.
    """
    newest = {change.entity.id: change for change in changes}
    return [marker for change in newest.values() for marker in _highlight(change, header)]


def _trail(moves: Sequence[Change], header: Header) -> Iterator[Marker]:
    entity = moves[-1].entity
    rgb = label_colour(entity.label)
    points: list[Metres3] = []
    colours: list[Rgba] = []
    places = marker_of(
        header, (EARLIER, entity.id), Marker.SPHERE_LIST, (*rgb, 1.0), (_EARLIER_M,) * 3
    )
    for age, move in enumerate(reversed(moves)):
        opacity = max(_NEWEST * _FAINTER**age, _FAINTEST)
        if move.before is None:
            continue
        places.points.append(point_of(move.before.position_m))
        places.colors.append(colour_of((*rgb, opacity)))
        if move.after is not None:
            arc = _arc(move.before.position_m, move.after.position_m)
            points += arc
            colours += [(*rgb, opacity)] * len(arc)
    yield places
    if points:
        key = (TRAILS, entity.id)
        yield lines_marker(header, key, points, (*rgb, 1.0), _TRAIL_M, colours=colours)


def _arc(start: Metres3, end: Metres3) -> list[Metres3]:
    """Ends of the pieces of an arc above the straight line."""
    share = np.linspace(0.0, 1.0, _STEPS + 1)[:, None]
    way = np.asarray(start) + share * np.subtract(end, start)
    way[:, 2] += (4.0 * share * (1.0 - share))[:, 0] * _RISE * distance_m(start, end)
    pairs = np.stack([way[:-1], way[1:]], axis=1).reshape(-1, 3)
    return [(float(x), float(y), float(z)) for x, y, z in pairs]


def _highlight(change: Change, header: Header) -> Iterator[Marker]:
    shown = change.before if change.kind == Kind.VANISHED else change.after
    if shown is None:
        return
    rgb = _COLOURS[change.kind]
    number = change.entity.id
    yield lines_marker(header, (CHANGES, number), _frame(shown), (*rgb, 1.0), _HIGHLIGHT_M)
    x, y, z = shown.position_m
    lines = 1.0 if change.kind == Kind.VANISHED else 2.5  # its name hangs there while it is known
    above = (x, y, z + shown.size_m[2] / 2.0 + lines * LETTER_M)
    yield text_marker(header, (CHANGE_NAMES, number), _word(change), rgb, above)


def _word(change: Change) -> str:
    if change.kind == Kind.VANISHED:
        return f"{change.entity.label}: gone"
    if change.kind == Kind.APPEARED or change.before is None or change.after is None:
        return "new here"
    return f"moved {distance_m(change.before.position_m, change.after.position_m):.1f} m"


def _frame(belief: Belief) -> list[Metres3]:
    """Ends of the twelve edges of a box round a thing, a little larger than it is."""
    half = np.maximum(belief.size_m, _LEAST_M) / 2.0 + _MARGIN_M
    corners = {bits: belief.position_m + half * (np.array(bits) * 2.0 - 1.0)
               for bits in product((0, 1), repeat=3)}  # fmt: skip
    ends = [
        corners[bits]
        for one in corners
        for axis in range(3)
        if not one[axis]
        for bits in (one, (*one[:axis], 1, *one[axis + 1 :]))
    ]
    return [(float(x), float(y), float(z)) for x, y, z in ends]
