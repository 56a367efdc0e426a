"""Reads a clause word by word: things, places, times, events, in any order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from whereseen.memory.language.actors import (
    ADVERBS,
    ANYBODY,
    ASKER,
    AUXILIARY,
    BE,
    ROBOT,
    take_actor,
    take_person,
)
from whereseen.memory.language.anchors import AnchorReader
from whereseen.memory.language.asked import Answer, Order, Persistence, Rank, RankBy
from whereseen.memory.language.event import Actor, Role, Verb
from whereseen.memory.language.names import ADJECTIVES, STATES, Names
from whereseen.memory.language.noun_phrases import Phrase, take_phrase
from whereseen.memory.language.openings import Opening
from whereseen.memory.language.prepositions import take_place, take_relation
from whereseen.memory.language.ranks import take_adverb_rank, take_leading_order, take_order
from whereseen.memory.language.scope import EventDraft, Scope
from whereseen.memory.language.thing import Place, Relation, Sort, Thing, Viewpoint
from whereseen.memory.language.verbs import is_verb_next, take_particle, take_switch, take_verb
from whereseen.memory.language.words import Cursor

_STILL = ("still",)
_NO_LONGER = ("no longer", "not any longer", "any more", "any longer")
_SILENT = frozenset(
    "there to of the a also please that which who whom up down away back here left then and , ? ! ;"
    " : together again all both else ever with for time so it yet already just by do".split()
)
_ENDS_ANCHOR = frozenset({",", "?", "is", "are"})
_LEFT_THERE = (Relation.IN, Relation.ON, Relation.UNDER, Relation.NEAR, Relation.BEHIND)
_PHASES = frozenset("start started begin began finish finished stop stopped try tried".split())
_GONE = ("out", "away", "gone", "not here", "outside", "not at home")


class ClauseReader:
    """Reads a clause into a scope.

    Args:
        names: What nouns name.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._anchors = AnchorReader(names, self)
        self._steps: tuple[Callable[[Cursor, Scope], bool], ...] = (
            self._time,
            self._order,
            self._persistence,
            self._duration_rank,
            self._anchor,
            self._rank,
            self._relative,
            self._auxiliary,
            self._event,
            self._leaving,
            self._predicate,
            self._feature,
            self._place,
            self._noun,
        )

    def begin(self, words: Cursor, scope: Scope, opening: Opening) -> None:
        """Read what follows the first words of a question, to its end."""
        if opening.answer in (Answer.HOW_LONG, None):
            words.take("did it take", "does it take", "has it taken")
            if words.word(-1) in ("take", "taken") and opening.answer is Answer.HOW_LONG:
                words.at -= 1
        if opening.answer is Answer.WHETHER and words.take("was it", "is it"):
            if take_actor(Cursor(words.words, words.at), self._names) is None:
                words.at -= 2
        scope.opening = opening
        if opening.answer is None:
            scope.order = take_leading_order(words)
            if words.take("what", "whatever"):
                scope.phrases.append(Phrase(Thing(), is_plural=True))
        if opening.has_noun or opening.answer is None:
            self._noun(words, scope)
        self.read(words, scope)

    def read(self, words: Cursor, scope: Scope) -> None:
        """Read on to the end of the clause; what is not understood is noted."""
        while not words.is_done:
            if scope.is_anchor and self._is_over(words, scope):
                return
            start = words.at
            if not any(step(words, scope) for step in self._steps):
                words.at = start
                self._skip(words, scope)

    def _is_over(self, words: Cursor, scope: Scope) -> bool:
        if scope.anchor_end is not None and words.at >= scope.anchor_end:
            return True
        if words.peek().time is not None or words.word() in _ENDS_ANCHOR:
            return True
        return scope.event is not None and scope.is_in_event and self._anchors.is_next(words)

    def _skip(self, words: Cursor, scope: Scope) -> None:
        word = words.word()
        if word not in _SILENT and word not in ADVERBS:
            scope.unknown.append(word)
        words.at += 1

    def _time(self, words: Cursor, scope: Scope) -> bool:
        time = words.peek().time
        if time is None:
            return False
        words.at += 1
        event = scope.event
        if event is not None and scope.is_in_event and event.time is None:
            event.time = time
        elif scope.time is None:
            scope.time = time
        elif event is not None and event.time is None:
            event.time = time
        else:
            scope.unknown.append("a second time")
        return True

    def _order(self, words: Cursor, scope: Scope) -> bool:
        order = take_order(words)
        if order is None:
            return False
        scope.order = order
        if scope.event is not None and words.take("you"):
            # "... in the order you moved them" says the event again.
            words.take_while(AUXILIARY)
            if take_verb(words) is not None:
                words.take("them", "it")
        return True

    def _persistence(self, words: Cursor, scope: Scope) -> bool:
        if words.take(*_STILL):
            scope.persistence = Persistence.STILL
        elif words.take(*_NO_LONGER):
            scope.persistence, scope.is_not = Persistence.NO_LONGER, False
            scope.places = [replace(place, is_negated=False) for place in scope.places]
            if scope.event:
                scope.event.is_negated = False
        else:
            return False
        return True

    def _duration_rank(self, words: Cursor, scope: Scope) -> bool:
        """ "Took you longest to move", "takes the least time to clean"."""
        start = words.at
        if words.take("took", "take", "takes", "taken"):
            actor = take_actor(words, self._names) or take_person(words, self._names)
            rank = take_adverb_rank(words)
            if words.take("to") and is_verb_next(words):
                verb = take_verb(words)
                if verb is not None and (rank is None or rank.by is RankBy.DURATION):
                    scope.rank = rank or scope.rank
                    self._begin(scope, verb, actor or ANYBODY)
                    return True
        words.at = start
        return False

    def _anchor(self, words: Cursor, scope: Scope) -> bool:
        anchor = self._anchors.take(words, scope)
        if anchor is None:
            return False
        if isinstance(anchor, Rank):
            scope.rank = anchor
        elif scope.event is not None and scope.is_in_event:
            scope.event.anchor = anchor
        else:
            scope.anchor = anchor
        return True

    def _rank(self, words: Cursor, scope: Scope) -> bool:
        if scope.rank is not None and words.word() == "last" and scope.rank.by is RankBy.TIME:
            return False
        start = words.at
        rank = take_adverb_rank(words)
        if rank is None:
            return False
        phrase = None if _ends_here(words) else take_phrase(words, self._names)
        if phrase is not None:
            # It was the adjective of a noun.
            words.at = start
            return False
        words.take("to") if rank.by is RankBy.DISTANCE and words.word(1) == "" else None
        scope.rank = rank
        return True

    def _relative(self, words: Cursor, scope: Scope) -> bool:
        """ "That", "which", "where", "in which" behind what they describe."""
        start = words.at
        relation = take_relation(words)
        if words.take("which", "whom") and relation is not None:
            scope.places.append(Place(relation, is_asked=True))
            return True
        words.at = start
        if relation is None and words.take("where"):
            scope.places.append(Place(Relation.AT, is_asked=True))
            return True
        return False

    def _auxiliary(self, words: Cursor, scope: Scope) -> bool:
        word = words.word()
        if words.take("not", "never"):
            scope.is_not = True
            return True
        if words.take("end up", "ended up"):
            scope.is_passive = True
            return True
        if word not in AUXILIARY:
            return False
        if word == "do" and words.word(-1) in ("you", "i", "not"):
            return False
        words.at += 1
        scope.is_passive = word in BE
        if scope.is_passive and scope.event is not None and not is_verb_next(words):
            scope.is_in_event = False
        return True

    def _event(self, words: Cursor, scope: Scope) -> bool:
        start = words.at
        actor = take_actor(words, self._names)
        if actor is not None:
            if self._acting(words, scope, actor):
                return True
            words.at = start
            return False
        return self._happening(words, scope)

    def _acting(self, words: Cursor, scope: Scope, actor: Actor) -> bool:
        is_be = scope.is_passive
        words.take("who", "that")
        while not words.is_done:
            word = words.word()
            if words.take("not", "never"):
                scope.is_not = True
            elif word in AUXILIARY and not self._is_doing(words):
                is_be = word in BE
                words.at += 1
            elif word in ADVERBS:
                words.at += 1
            elif word in _PHASES:
                scope.unknown.append(word)
                words.at += 1
            elif words.next_is("last", "first", "most recently") and scope.rank is None:
                scope.rank = take_adverb_rank(words)
                if scope.rank is None:
                    break
            else:
                break
        verb = take_verb(words)
        if verb is None and is_be:
            verb = Verb.LEFT if words.take(*_GONE) else Verb.VISITED
        if verb is None:
            return False
        self._begin(scope, verb, actor, words.word(-1))
        return True

    def _is_doing(self, words: Cursor) -> bool:
        return words.word() == "do" and words.word(-1) != "did" and not is_verb_next(words, 1)

    def _happening(self, words: Cursor, scope: Scope) -> bool:
        """A verb without who does it: "was moved", "that disappeared", "moving the mug"."""
        if words.word() in STATES and scope.is_passive and not self._is_done_to(words):
            return False
        said = words.word()
        is_gerund = said.endswith("ing")
        verb = take_verb(words)
        if verb is None:
            return False
        actor = scope.default_actor if is_gerund or not scope.is_passive else ANYBODY
        event = scope.event
        if is_gerund and event and event.verb is Verb.VISITED and not event.places and scope.rank:
            event.verb = verb  # "spent the least time moving"
        else:
            self._begin(scope, verb, actor, said)
        return True

    def _is_done_to(self, words: Cursor) -> bool:
        """Whether "opened" and the like is what was done, not what it is like."""
        return words.word() == "opened"

    def _begin(self, scope: Scope, verb: Verb, actor: Actor, said: str = "") -> None:
        if scope.event is not None:
            scope.unknown.append(said or verb.value)
            return
        scope.event = EventDraft(verb, actor, is_relative=bool(scope.phrases))
        scope.event.is_negated, scope.is_not = scope.is_not, False
        scope.event.places.extend(place for place in scope.places if place.is_asked)
        scope.places = [place for place in scope.places if not place.is_asked]
        scope.is_in_event, scope.is_passive = True, False

    def _leaving(self, words: Cursor, scope: Scope) -> bool:
        """ "Leave the oven on": what matters is that it is on."""
        event = scope.event
        if event is None or event.verb is not Verb.PUT or event.phrase is None or event.places:
            return False
        if scope.opening.answer is not Answer.WHETHER:
            return False
        word = words.word()
        if word not in ("on", "off", "open") or not _ends_here(words, 1):
            return False
        words.at += 1
        scope.state, scope.event, scope.is_in_event = word, None, False
        scope.phrases.append(event.phrase)
        scope.time = scope.time or event.time
        return True

    def _predicate(self, words: Cursor, scope: Scope) -> bool:
        """What something is like: "is dirty", "that is not red", "made of wood"."""
        if words.take("made of", "made from"):
            phrase = take_phrase(words, self._names)
            if phrase is not None and scope.focus is not None:
                self._describe(scope, phrase.thing.noun)
                return True
            return False
        if words.take("missing", "gone"):
            self._begin(scope, Verb.REMOVED, ANYBODY)
            return True
        if words.take("new") and scope.is_passive:
            self._begin(scope, Verb.APPEARED, ANYBODY)
            return True
        word = words.word()
        if not scope.is_passive or scope.is_in_event:
            return False
        if word in STATES:
            words.at += 1
            self._describe(scope, word)
            return True
        is_what = scope.opening.is_what and not scope.opening.has_noun
        is_asked = is_what or len(scope.phrases) > 1
        if word in ("on", "off") and _ends_here(words, 1) and not is_asked:
            words.at += 1
            scope.state = word
            return True
        return self._adjective(words, scope)

    def _adjective(self, words: Cursor, scope: Scope) -> bool:
        word, focus = words.word(), scope.focus
        if focus is None or word not in ADJECTIVES or not _ends_here(words, 1):
            return False
        words.at += 1
        self._describe(scope, word)
        return True

    def _describe(self, scope: Scope, word: str) -> None:
        """Note what is said of what was named last, in `state` or with it."""
        if scope.is_not and scope.focus is not None:
            thing = scope.focus.thing
            thing = replace(thing, excluded=(*thing.excluded, word))
            scope.phrases[-1] = replace(scope.focus, thing=thing)
            scope.is_not = False
        else:
            scope.state = word

    def _feature(self, words: Cursor, scope: Scope) -> bool:
        """ "The bottle with the red cap"."""
        start = words.at
        word = words.take("with", "without")
        phrase = take_phrase(words, self._names) if word and scope.focus else None
        if phrase is None or scope.focus is None or scope.is_in_event:
            words.at = start
            return False
        thing, said = scope.focus.thing, f"with {phrase.thing.phrase}"
        if word == "with":
            thing = replace(thing, attributes=(*thing.attributes, said))
        else:
            thing = replace(thing, excluded=(*thing.excluded, said))
        scope.phrases[-1] = replace(scope.focus, thing=thing)
        return True

    def _place(self, words: Cursor, scope: Scope) -> bool:
        start = words.at
        if words.take("here"):
            scope.places.append(Place(Relation.AT, viewpoint=Viewpoint.ASKER))
            return True
        if scope.event is not None and scope.is_in_event and self._belongs(words, scope):
            return True
        found = take_place(words, self._names)
        if found is None:
            words.at = start
            return False
        place, phrase = found
        if phrase is not None:
            self._note(scope, phrase)
            if place.relation is Relation.NEAR and words.words[start].text == "by":
                return self._by(scope, place, phrase)
        if self._is_of_rank(scope, place):
            assert scope.rank is not None
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

    def _belongs(self, words: Cursor, scope: Scope) -> bool:
        """What belongs to the verb: "turn the lamp on"."""
        assert scope.event is not None
        is_turning = scope.event.verb in (Verb.TURNED_ON, Verb.TURNED_OFF)
        switch = take_switch(words) if is_turning and scope.event.phrase is not None else None
        if switch is None:
            return False
        scope.event.verb = switch
        return True

    def _by(self, scope: Scope, place: Place, phrase: Phrase) -> bool:
        """ "Moved by Ada"."""
        event = scope.event
        if event is not None and scope.is_in_event and event.actor.role is Role.ANYBODY:
            known = phrase.thing.known
            event.actor = Actor(Role.PERSON, known[0] if known else phrase.thing.noun)
        else:
            scope.places.append(place)
        return True

    def _is_of_rank(self, scope: Scope, place: Place) -> bool:
        rank = scope.rank
        if rank is None or rank.by is not RankBy.DISTANCE or rank.place or place.is_asked:
            return False
        return place.relation in (Relation.FROM, Relation.TO)

    def _noun(self, words: Cursor, scope: Scope) -> bool:
        phrase = take_phrase(words, self._names)
        if phrase is None:
            return False
        if not phrase.is_pronoun:
            self._note(scope, phrase)
        event = scope.event
        if event is not None and scope.is_in_event:
            return self._object(words, scope, event, phrase)
        if phrase.rank is not None:
            scope.rank, phrase = phrase.rank, replace(phrase, rank=None)
        scope.phrases.append(phrase)
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
            take_particle(words)
        else:
            scope.unknown.append(thing.phrase)
        return True

    def _note(self, scope: Scope, phrase: Phrase) -> None:
        if not self._names.is_familiar(phrase.thing):
            scope.unknown.append(phrase.thing.noun)


def _ends_here(words: Cursor, ahead: int = 0) -> bool:
    return words.word(ahead) in ("", "?", ",", "!", "any", "when", "while", "at")
