"""Reads places, and things that are named."""

from __future__ import annotations

from dataclasses import replace

from whereseen.memory.language.actors import ANYBODY, ASKER, ROBOT
from whereseen.memory.language.asked import Order, Rank, RankBy
from whereseen.memory.language.event import Actor, Role, Verb
from whereseen.memory.language.names import Names
from whereseen.memory.language.noun_phrases import Phrase, take_phrase
from whereseen.memory.language.prepositions import take_place, take_relation
from whereseen.memory.language.scope import EventDraft, Scope
from whereseen.memory.language.thing import Place, Relation, Sort, Viewpoint
from whereseen.memory.language.verbs import take_particle
from whereseen.memory.language.words import Cursor

_LEFT_THERE = (Relation.IN, Relation.ON, Relation.UNDER, Relation.NEAR, Relation.BEHIND)

_BY_ANYBODY = ("by somebody", "by someone", "by anybody", "by anyone", "by people")


class NounReader:
    """Reads nouns, with prepositions and without.

    Args:
        names: What they name.
    """

    def __init__(self, names: Names) -> None:
        self._names = names

    def relative(self, words: Cursor, scope: Scope) -> bool:
        """As in "That", "which", "where", "in which" behind what they describe."""
        start = words.at
        relation = take_relation(words)
        if words.take("which", "whom") and relation is not None:
            scope.places.append(Place(relation, is_asked=True))
            return True
        words.at = start
        if scope.phrases and words.take("that", "which", "who"):
            return True
        if relation is None and words.take("where"):
            scope.places.append(Place(Relation.AT, is_asked=True))
            return True
        return False

    def place(self, words: Cursor, scope: Scope) -> bool:
        """As in "on the table", "by Ada", "from where you are", "here"."""
        start = words.at
        if scope.event is not None and scope.is_in_event and words.take(*_BY_ANYBODY):
            return True
        if words.take("here"):
            scope.places.append(Place(Relation.AT, viewpoint=Viewpoint.ASKER))
            return True
        found = take_place(words, self._names)
        if found is None:
            words.at = start
            return False
        place, phrase = found
        if phrase is not None:
            note_unfamiliar(phrase, scope, self._names)
        if words.words[start].text == "by" and self._by(scope, place):
            return True
        if scope.rank is not None and self._is_of(scope.rank, place):
            scope.rank = replace(scope.rank, place=replace(place, relation=Relation.FROM))
            return True
        if scope.is_not:
            place, scope.is_not = replace(place, is_negated=True), False
        if scope.event is not None and scope.is_in_event:
            if scope.event.verb is Verb.LEFT and place.relation in _LEFT_THERE:
                scope.event.verb = Verb.PUT
            self._note_place(scope.event.places, place)
        else:
            if place.relation is Relation.FROM and words.words[start].text == "out":
                place = replace(place, relation=Relation.IN, is_negated=not place.is_negated)
            self._note_place(scope.places, place)
        return True

    def _note_place(self, places: list[Place], place: Place) -> None:
        if place.is_asked and any(each.is_asked for each in places):
            return
        places.append(place)

    def _by(self, scope: Scope, place: Place) -> bool:
        """As in "moved by Ada"; whether it tells who did it."""
        event = scope.event
        if event is None or not scope.is_in_event or place.is_asked:
            return False
        if event.actor.role is not Role.ANYBODY or scope.is_not:
            scope.unknown.append("by")
        else:
            event.actor = _actor(place)
        return True

    def _is_of(self, rank: Rank, place: Place) -> bool:
        """Whether distances count from a place."""
        if rank.by is not RankBy.DISTANCE or rank.place or place.is_asked:
            return False
        return place.relation in (Relation.FROM, Relation.TO)

    def noun(self, words: Cursor, scope: Scope) -> bool:
        """As in "the red mug", "it"."""
        phrase = take_phrase(words, self._names)
        if phrase is None:
            return False
        if not phrase.is_pronoun:
            note_unfamiliar(phrase, scope, self._names)
        event = scope.event
        if event is not None and scope.is_in_event:
            return self._object(words, scope, event, phrase)
        if phrase.rank is not None:
            scope.rank, phrase = phrase.rank, replace(phrase, rank=None)
        scope.phrases.append(phrase)
        if phrase.verb is not None:
            scope.begin(phrase.verb, ANYBODY)
        return True

    def _object(self, words: Cursor, scope: Scope, event: EventDraft, phrase: Phrase) -> bool:
        thing = phrase.thing
        is_place = thing.sort in (Sort.ROOM, Sort.RECEPTACLE) and not phrase.is_pronoun
        if event.verb is Verb.VISITED and (is_place or not thing.is_any) and not event.places:
            event.places.append(Place(Relation.AT, thing))
        elif event.verb is Verb.LEFT and thing.sort is Sort.ROOM:
            event.places.append(Place(Relation.FROM, thing))
        elif phrase.rank and thing.is_any and scope.rank and scope.rank.by is phrase.rank.by:
            nths = scope.order.nths if scope.order else (scope.rank.nth,)
            scope.order = Order((*nths, phrase.rank.nth))
        elif event.phrase is None:
            if event.verb is Verb.LEFT:
                event.verb = Verb.PUT
            event.phrase = phrase
            if words.word() != "with":  # what was used, as in "cut the bread with"
                take_particle(words)
        else:
            scope.unknown.append(thing.phrase)
        return True


def _actor(place: Place) -> Actor:
    if place.viewpoint is not None:
        return ROBOT if place.viewpoint is Viewpoint.ROBOT else ASKER
    known = place.thing.known if place.thing else ()
    return Actor(Role.PERSON, known[0] if known else place.thing.noun if place.thing else "")


def note_unfamiliar(phrase: Phrase, scope: Scope, names: Names) -> None:
    """Note a noun that means nothing to anyone."""
    if not names.is_familiar(phrase.thing):
        scope.unknown.append(phrase.thing.noun)
