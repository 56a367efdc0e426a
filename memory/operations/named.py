"""Rooms and things by the names that people give them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from whereseen.memory.encoder.lexicon import household_lexicon
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.graph.rooms import Room
from whereseen.memory.graph.scene_graph import SceneGraph
from whereseen.memory.objects.entity import Entity
from whereseen.memory.operations.near_names import known_names

_DETERMINER = re.compile(r"^(?:an?|the|my|our|your|his|her|their|this|that|some)\s+", re.IGNORECASE)
_IDENTITY = re.compile(r"(?:thing\s+|#)?(\d{1,18})", re.IGNORECASE)


def plain_name(name: str) -> str:
    """A name without its article and superfluous blanks, in small letters."""
    return _DETERMINER.sub("", " ".join(name.casefold().split()))


def find_room(graph: SceneGraph, name: str) -> Room | None:
    """The room of a name, or the only one of a kind; None if there is none."""
    return graph.rooms.find(plain_name(name))


def room_named(graph: SceneGraph, name: str) -> Room:
    """As `find_room`.

    Raises:
        InvalidQuery: if there is none; tells which there are.
    """
    room = find_room(graph, name)
    if room is None:
        names = known_names(plain_name(name), (each.name for each in graph.rooms.rooms))
        raise InvalidQuery("there is no such room", got=repr(name), remedy=names)
    return room


def things_meant(name: str, entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Things of an identity, as "thing 7", of a label, or of a kind, the most literal first.

    "desk" means a "white desk" before it means a "desk lamp", which is none; "couch" a "sofa".
    """
    wanted, known = plain_name(name), tuple(entities)
    identity = _IDENTITY.fullmatch(wanted)
    if identity is not None:
        return tuple(each for each in known if each.id == int(identity[1]))
    tests = (_is_called, _ends_so, _has_all_words, _is_of_kind)
    found = ([each for each in known if test(wanted, each.label.casefold())] for test in tests)
    return tuple(next((some for some in found if some), ()))


def _is_called(wanted: str, label: str) -> bool:
    return label in (wanted, f"{wanted}s") or wanted == f"{label}s"


def _ends_so(wanted: str, label: str) -> bool:
    return label.endswith((f" {wanted}", f" {wanted.removesuffix('s')}"))


def _has_all_words(wanted: str, label: str) -> bool:
    words = label.split()
    return bool(wanted) and all(w in words or w.removesuffix("s") in words for w in wanted.split())


def _is_of_kind(wanted: str, label: str) -> bool:
    lexicon = household_lexicon()
    asked, kinds = lexicon.read(wanted).kinds, lexicon.read(label).kinds
    return any(lexicon.is_a(kind, each) for kind in kinds for each in asked)
