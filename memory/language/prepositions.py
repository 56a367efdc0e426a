"""Recognises places: a preposition and what follows it."""

from __future__ import annotations

from whereseen.memory.language.names import Names
from whereseen.memory.language.noun_phrases import Phrase, take_phrase
from whereseen.memory.language.thing import Place, Relation, Viewpoint
from whereseen.memory.language.words import Cursor

_RELATIONS = {
    "in the middle of": Relation.IN,
    "on top of": Relation.ON,
    "in front of": Relation.IN_FRONT,
    "on the left of": Relation.LEFT,
    "on the right of": Relation.RIGHT,
    "to the left of": Relation.LEFT,
    "left of": Relation.LEFT,
    "to the right of": Relation.RIGHT,
    "right of": Relation.RIGHT,
    "next to": Relation.NEAR,
    "close to": Relation.NEAR,
    "right next to": Relation.NEAR,
    "nearby": Relation.NEAR,
    "near to": Relation.NEAR,
    "near": Relation.NEAR,
    "beside": Relation.NEAR,
    "around": Relation.NEAR,
    "by": Relation.NEAR,
    "out of": Relation.FROM,
    "away from": Relation.FROM,
    "from inside": Relation.FROM,
    "from on": Relation.FROM,
    "from": Relation.FROM,
    "off": Relation.FROM,
    "underneath": Relation.UNDER,
    "under": Relation.UNDER,
    "beneath": Relation.UNDER,
    "below": Relation.UNDER,
    "above": Relation.ABOVE,
    "over": Relation.ABOVE,
    "behind": Relation.BEHIND,
    "between": Relation.BETWEEN,
    "in or on": Relation.AT,
    "on or in": Relation.AT,
    "inside of": Relation.IN,
    "inside": Relation.IN,
    "into": Relation.IN,
    "within": Relation.IN,
    "in": Relation.IN,
    "onto": Relation.ON,
    "upon": Relation.ON,
    "on": Relation.ON,
    "at": Relation.AT,
    "towards": Relation.TO,
    "toward": Relation.TO,
    "to": Relation.TO,
}
_ROBOT = (
    *("where you are", "where you are right", "your position", "your current position", "you"),
    *("your location", "your current location", "yourself", "where the robot is", "the robot"),
)
_ASKER = ("where i am", "me", "here", "my position", "myself", "where i am standing", "us")


def take_relation(words: Cursor) -> Relation | None:
    """Pass a preposition."""
    phrase = words.take(*_RELATIONS)
    return None if phrase is None else _RELATIONS[phrase]


def take_place(words: Cursor, names: Names) -> tuple[Place, Phrase | None] | None:
    """Pass a preposition and what follows, and tell both; a place with nothing is asked for."""
    relation = take_relation(words)
    if relation is None:
        return None
    viewpoint = take_viewpoint(words)
    if viewpoint is not None:
        return Place(relation, viewpoint=viewpoint), None
    phrase = take_phrase(words, names)
    if phrase is None:
        return Place(relation, is_asked=True), None
    other = None
    if relation is Relation.BETWEEN and words.take("and"):
        other = take_phrase(words, names)
    return Place(relation, phrase.thing, other=other.thing if other else None), phrase


def take_viewpoint(words: Cursor) -> Viewpoint | None:
    """Pass "me", "here" or "where you are now"."""
    found = Viewpoint.ASKER if words.take(*_ASKER) else None
    if found is None and words.take(*sorted(_ROBOT, key=len, reverse=True)):
        found = Viewpoint.ROBOT
    time = words.peek().time
    if found and time is not None and time.at_ns is not None and time.end_ns == time.at_ns + 1:
        words.at += 1  # now, to the nanosecond
    return found
