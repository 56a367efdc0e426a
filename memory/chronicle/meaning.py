"""Whether names of a memory are what a question speaks of."""

from __future__ import annotations

import math
from collections.abc import Iterable

from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle.recollection import NotAnswered
from whereseen.memory.chronicle.stays import Chronicle, Stay
from whereseen.memory.language import Place, Relation, Thing, Viewpoint

_NEAR_M = 1.0
_WITHIN = (Relation.IN, Relation.AT, Relation.ON, Relation.FROM, Relation.TO, Relation.UNDER)


def is_meant(thing: Thing | None, label: str) -> bool:
    """Whether a label is what a phrase describes; states are not looked at."""
    if thing is None or has_any(label, thing.excluded):
        return thing is None
    if thing.noun:
        return label in thing.known and thing.is_exact
    said = label.casefold().split()
    return all(word in said for word in thing.attributes)


def has_any(label: str, words: Iterable[str]) -> bool:
    """Whether a label has one of these words."""
    said = label.casefold().split()
    return any(word in said for word in words)


def is_named(thing: Thing, name: str) -> bool:
    """Whether a place's name is what a phrase names."""
    return bool(name) and (name in thing.known or thing.is_any)


class Whereabouts:
    """Tells whether a stay is where a question says.

    Args:
        chronicle: Where furniture is, and the robot.
    """

    def __init__(self, chronicle: Chronicle) -> None:
        self._chronicle = chronicle

    def fits(self, stay: Stay, place: Place) -> bool:
        """Whether a stay is at a place.

        Raises:
            NotAnswered: if the relation needs shapes, or nobody knows where that place is.
        """
        if place.relation in _WITHIN:
            return place.thing is None or self._is_within(stay, place) != place.is_negated
        if place.relation is not Relation.NEAR:
            raise NotAnswered(
                "what lies so to something else is not known",
                got=repr(place.relation.value),
                remedy="Ask for in, on, under, at, near or from",
            )
        return self._is_near(stay, place) != place.is_negated

    def fit_all(self, stay: Stay, places: Iterable[Place]) -> bool:
        """Whether a stay is at all places that are said; one that is asked for says nothing."""
        return all(self.fits(stay, place) for place in places if not place.is_asked)

    def position_m(self, place: Place | None) -> Metres3:
        """Where a place is; the robot's where none is said.

        Raises:
            NotAnswered: if nobody knows.
        """
        found = self._points_m(place)
        if not found:
            raise NotAnswered(
                "it is not known where that is",
                got="the robot" if place is None or place.thing is None else place.thing.phrase,
                remedy="Name a piece of furniture or a thing that was seen",
            )
        return found[0]

    def _is_within(self, stay: Stay, place: Place) -> bool:
        thing = place.thing
        if thing is None:
            return True
        is_under = place.relation is Relation.UNDER
        if is_named(thing, stay.support) and is_under == (stay.relation == "under"):
            return True
        return is_named(thing, stay.room) and not is_under

    def _is_near(self, stay: Stay, place: Place) -> bool:
        points = self._points_m(place)
        if not points:
            self.position_m(place)
        apart_m = (math.dist(stay.position_m, point) for point in points)
        is_itself = place.thing is not None and is_meant(place.thing, stay.label)
        return not is_itself and (
            min(apart_m) <= _NEAR_M
            or (place.thing is not None and is_named(place.thing, stay.support))
        )

    def _points_m(self, place: Place | None) -> list[Metres3]:
        chronicle, robot_m = self._chronicle, self._chronicle.robot_m
        if place is None or place.thing is None:
            is_there = place is None or place.viewpoint in (Viewpoint.ROBOT, Viewpoint.ASKER)
            return [robot_m] if robot_m is not None and is_there else []
        thing = place.thing
        sites = [at_m for name, at_m in chronicle.sites if is_named(thing, name)]
        now_ns = chronicle.now_ns
        things = (stay for stay in chronicle.stays if is_meant(thing, stay.label))
        return sites or [stay.position_m for stay in things if stay.holds_at(now_ns)]
