"""How what is said of places tells which thing is meant, and how things lie to furniture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from whereseen.acting.instructions.noun import Noun, Placed
from whereseen.acting.skills.call import Relation as Carried
from whereseen.memory.attributes.category import affordances_of
from whereseen.memory.language.thing import Relation, Sort

_BESIDE = frozenset(
    {Relation.NEAR, Relation.BETWEEN, Relation.LEFT, Relation.RIGHT, Relation.BEHIND}
    | {Relation.IN_FRONT}
)
_WITHIN = frozenset({"put things in", "wash in", "keep cold", "heat food"})
_SURFACES = frozenset({"put things on", "sit on", "lie on", "cook on"})
_INSIDE = ("in", "into", "inside", "within")


def is_beside(place: Placed) -> bool:
    """Whether it is a place next to something that carries nothing itself."""
    return place.relation in _BESIDE


def grouped(places: Sequence[Placed]) -> list[list[Placed]]:
    """Places with those that tell which they are: "the sink" "in the bathroom" is one."""
    groups: list[list[Placed]] = []
    for place in places:
        if groups and _tells_which(place, groups[-1][-1]):
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _tells_which(place: Placed, before: Placed) -> bool:
    if before.noun.sort is Sort.ROOM or place.preposition == "to":
        return False
    is_detail = place.noun.sort is Sort.ROOM or place.relation is Relation.NEAR
    return is_detail or is_beside(before)


def relation_to(place: Placed) -> Carried:
    """Whether things are on it or in it, by the word or else by what it is."""
    word = place.preposition.split()[0]
    if word in ("on", "onto", "upon"):
        return Carried.ON
    if word not in _INSIDE:
        return usual_relation(place.noun.noun)
    uses = set(affordances_of(place.noun.noun))
    return Carried.ON if uses & _SURFACES and not uses & _WITHIN else Carried.IN


def usual_relation(noun: str) -> Carried:
    """Whether things usually are on or in furniture of a name."""
    uses = set(affordances_of(noun))
    return Carried.IN if uses & _WITHIN and not uses & _SURFACES else Carried.ON


def there_relation(said: str) -> Carried:
    """Whether things are on or in what was named before: "in it", "there"."""
    return Carried.IN if said.split()[0] in _INSIDE else Carried.ON


def placed(noun: Noun, groups: Iterable[Iterable[Placed]]) -> Noun:
    """A noun with places that tell which one is meant."""
    for group in groups:
        for place in group:
            noun = noun.with_place(place)
    return noun
