"""Entities and answers as markers, for rviz and what else shows them.

Every layer is a namespace, so that it can be switched off by itself. In one message no two markers
share namespace and id, or rviz reports an error.
"""

from __future__ import annotations

from collections.abc import Sequence

from std_msgs.msg import Header
from visualization_msgs.msg import Marker, MarkerArray

from whereseen.memory.answer import Answer, Place
from whereseen.memory.objects.entity import Entity, Status
from whereseen.nodes.convert.marking import LETTER_M, label_colour, marker_of, text_marker
from whereseen.nodes.convert.pose import point_of

BOXES, LABELS, ANSWER, PLACES = "boxes", "labels", "answer", "places"

_ALPHA = {Status.PRESENT: 0.4, Status.UNKNOWN: 0.15}
_THINNEST_M = 0.02  # rviz shows nothing of a box without extent
_ARROW_M = 0.6
_ARROW_SIZE_M = (0.03, 0.08, 0.12)  # shaft and head diameter, head length
_PLACE_M = 0.1
_FOUND, _DOUBTED = (0.1, 0.8, 0.2), (1.0, 0.55, 0.0)


def entity_markers(entities: Sequence[Entity], header: Header) -> list[Marker]:
    """A translucent box and a name above it for each entity that is not known to be gone."""
    markers = []
    for entity in entities:
        if entity.status is not Status.GONE:
            markers += [_box(entity, header), _name(entity, header)]
    return markers


def answer_markers(answer: Answer, header: Header) -> list[Marker]:
    """A ball at each place, and an arrow with the question above the best."""
    balls = [_ball(number, place, header) for number, place in enumerate(answer.places)]
    if not answer.places:
        return []
    best, rgb = answer.places[0], _FOUND if answer.found else _DOUBTED
    x, y, z = best.position_m
    arrow = marker_of(header, (ANSWER, 0), Marker.ARROW, (*rgb, 1.0), _ARROW_SIZE_M)
    arrow.points = [point_of((x, y, z + _ARROW_M)), point_of((x, y, z))]
    text = f"{answer.query}  {best.probability:.2f}"
    above = (x, y, z + _ARROW_M + LETTER_M)
    return [*balls, arrow, text_marker(header, (ANSWER, 1), text, rgb, above)]


class MarkerLayer:
    """Turns the markers that are to be seen into messages that also take away the others."""

    def __init__(self) -> None:
        self._shown: frozenset[tuple[str, int]] | None = None

    def show(self, markers: Sequence[Marker], header: Header) -> MarkerArray:
        """A message after which exactly these are seen; the first takes away all there were.

        Each message holds all markers, since who comes late gets only the last one.

        Args:
            markers: To be seen, by `entity_markers` and `answer_markers`.
            header: Map frame and stamp.

        Raises:
            ValueError: if two have the same namespace and id.
        """
        keys = frozenset((marker.ns, marker.id) for marker in markers)
        if len(keys) != len(markers):
            raise ValueError("two markers have the same namespace and id")
        gone = [] if self._shown is None else sorted(self._shown - keys)
        removals = [_removal(header, *key) for key in gone]
        if self._shown is None:
            removals = self.nothing(header).markers
        self._shown = keys
        return MarkerArray(markers=[*removals, *markers])

    def nothing(self, header: Header) -> MarkerArray:
        """A message that takes away everything, also what another program published."""
        self._shown = frozenset()
        return MarkerArray(markers=[Marker(header=header, action=Marker.DELETEALL)])


def _box(entity: Entity, header: Header) -> Marker:
    rgba = (*label_colour(entity.label), _ALPHA[entity.status])
    x, y, z = (max(edge, _THINNEST_M) for edge in entity.size_m)
    box = marker_of(header, (BOXES, entity.id), Marker.CUBE, rgba, (x, y, z))
    box.pose.position = point_of(entity.position_m)
    return box


def _name(entity: Entity, header: Header) -> Marker:
    x, y, z = entity.position_m
    above = (x, y, z + entity.size_m[2] / 2.0 + LETTER_M)
    text = f"{entity.label}  {entity.probability:.2f}"
    return text_marker(header, (LABELS, entity.id), text, label_colour(entity.label), above)


def _ball(number: int, place: Place, header: Header) -> Marker:
    rgba = (*_FOUND, min(max(place.probability, 0.15), 0.9))
    ball = marker_of(header, (PLACES, number), Marker.SPHERE, rgba, (_PLACE_M,) * 3)
    ball.pose.position = point_of(place.position_m)
    return ball


def _removal(header: Header, layer: str, number: int) -> Marker:
    return Marker(header=header, ns=layer, id=number, action=Marker.DELETE)
