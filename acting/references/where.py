"""Whether things are where a phrase says that they are, or were."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.references.described import Described
from whereseen.acting.references.fitting import Fit, named_so, of_words
from whereseen.acting.references.sides import between, side_of
from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle.choosing import Choice
from whereseen.memory.chronicle.recollection import NotAnswered
from whereseen.memory.language import Asked, Place, Relation, Sort, Viewpoint
from whereseen.memory.language.thing import Thing as Said

_WITHIN = (Relation.IN, Relation.ON, Relation.AT, Relation.FROM, Relation.TO)
_NEAR_M = 1.5  # what is farther is not next to it
_HALF_M = 0.8  # at this distance it is half as likely
_OTHER_RELATION = 0.3  # on the fridge, of what is in it
_NOT_SO = 0.03  # on the table, of what is under it
_STILL_THERE = 0.3  # of what "was" there


class Whereabouts:
    """Compares where things are with where a phrase says.

    Args:
        known: All that is known.
    """

    def __init__(self, known: Described) -> None:
        self._known = known
        self._meant: dict[Said, list[tuple[Thing, float]]] = {}

    def fit(self, thing: Thing, places: Iterable[Place]) -> Fit:
        """How well a thing is at all these places.

        Raises:
            NotAnswered: if it is not known where such a place is.
        """
        fit = Fit(1.0)
        for place in places:
            if place.is_asked or (place.thing is None and place.viewpoint is None):
                continue
            there = self._at(thing, place)
            match = 1.0 - there if place.is_negated else there
            fit = fit.times(match, *([_words(place)] if match > 0.0 else []))
        return fit

    def once_there(self, asked: Asked, *, is_over: bool) -> dict[int, float]:
        """Things that were at the places of a phrase, at its time or whenever, and how well.

        Args:
            asked: The phrase.
            is_over: Whether what still is there is less likely to be meant.
        """
        anyone = replace(asked, thing=None, event=None, rank=None, state=None)
        stays = Choice(self._known.past.source, anyone).there()
        nouns = [it.thing.noun for it in asked.places if it.thing is not None and it.thing.noun]
        supports = named_so(nouns[0], [stay.support for stay in stays]) if nouns else {}
        found: dict[int, float] = {}
        for stay in stays:
            match = _STILL_THERE if is_over and stay.end_ns is None else 1.0
            match *= supports.get(stay.support, 1.0)
            found[stay.thing_id] = max(match, found.get(stay.thing_id, 0.0))
        return found

    def meant(self, said: Said) -> list[tuple[Thing, float]]:
        """Things and furniture that a phrase means, and how well, in order of identity."""
        found = self._meant.get(said)
        if found is None:
            found = self._meant[said] = self._looked_up(said)
        return found

    def _looked_up(self, said: Said) -> list[tuple[Thing, float]]:
        things = self._known.things.values()
        if not said.noun:
            return [(it, m) for it in things if (m := of_words(it, said).match) > 0.0]
        labels = named_so(said.noun, [each.label for each in things])
        return [
            (each, match)
            for each in things
            if (match := labels.get(each.label, 0.0) * of_words(each, said).match) > 0.0
        ]

    def _at(self, thing: Thing, place: Place) -> float:
        said = place.thing
        if said is None:
            return self._near(thing, place)
        if place.relation in _WITHIN or place.relation is Relation.UNDER:
            if said.sort is Sort.ROOM or self._is_room(said):
                return float(bool(thing.room) and self._is_named(said, thing.room))
            return self._carried(thing, place, said)
        if place.relation is Relation.NEAR:
            return self._near(thing, place)
        return self._beside(thing, place)

    def _is_room(self, said: Said) -> bool:
        return any(each in self._known.known.rooms for each in said.known)

    def _is_named(self, said: Said, room: str) -> bool:
        return room in said.known or (said.is_any and said.sort is Sort.ROOM)

    def _carried(self, thing: Thing, place: Place, said: Said) -> float:
        carriers = {each.id: match for each, match in self.meant(said)}
        match = carriers.get(thing.support_id, 0.0)
        relation = place.relation.value
        if not match or relation in ("at", "from", "to") or thing.relation in ("", relation):
            return match
        is_far = "under" in (relation, thing.relation)  # nobody says that for on, or in
        return match * (_NOT_SO if is_far else _OTHER_RELATION)

    def _near(self, thing: Thing, place: Place) -> float:
        points = self.points_m(place, but=thing.id)
        apart_m = min((math.dist(thing.position_m, each) for each in points), default=math.inf)
        near = 0.5 ** (apart_m / _HALF_M) if apart_m <= _NEAR_M else 0.0
        return near if place.thing is None else max(near, self._carried(thing, place, place.thing))

    def points_m(self, place: Place, but: int = 0) -> list[Metres3]:
        """Where a place is: all that it may mean, but for one thing.

        Raises:
            NotAnswered: if nobody knows.
        """
        robot_m = self._known.past.source.robot_m
        if place.viewpoint in (Viewpoint.ROBOT, Viewpoint.ASKER) and robot_m is not None:
            return [robot_m]
        said = place.thing
        named = [] if said is None else [it for it, _ in self.meant(said)]
        found = [each for each in named if each.id != but]
        if not named:
            raise NotAnswered(
                "it is not known where that is",
                got="here" if said is None else said.phrase,
                remedy="Name furniture or a thing that was seen",
            )
        here = [each.position_m for each in found if not each.is_gone]
        return here or [each.position_m for each in found[:1]]

    def _beside(self, thing: Thing, place: Place) -> float:
        """Above, behind, left of and the like, as seen from where the robot is."""
        points = self.points_m(place, but=thing.id)
        if place.relation is Relation.BETWEEN and place.other is not None:
            others = self.points_m(Place(Relation.NEAR, place.other), but=thing.id)
            pairs = [(a, b) for a in points for b in others]
            return max((between(thing.position_m, a, b) for a, b in pairs), default=0.0)
        robot_m = self._known.past.source.robot_m or (0.0, 0.0, 0.0)
        sides = (side_of(place.relation, thing.position_m, each, robot_m) for each in points)
        return max(sides, default=0.0)


def _words(place: Place) -> str:
    name = place.thing.phrase if place.thing is not None else "you"
    return f"it is {'not ' if place.is_negated else ''}{place.relation.value} the {name}"
