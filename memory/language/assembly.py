"""Makes of an opening and a clause what is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from whereseen.memory.language.asked import Answer, Asked, Order, RankBy
from whereseen.memory.language.errors import NotUnderstood
from whereseen.memory.language.event import Actor, Role, Verb
from whereseen.memory.language.names import STATES
from whereseen.memory.language.noun_phrases import Phrase
from whereseen.memory.language.openings import Opening
from whereseen.memory.language.scope import Scope
from whereseen.memory.language.thing import Place, Relation, Sort, Thing

_PLACES = (Sort.ROOM, Sort.RECEPTACLE, Sort.PLACE)


@dataclass(slots=True)
class _Parts:
    """What is asked for, and what else is named.

    Attributes:
        sought: What "which" asks for, or a command; None where a question asks something else.
        about: What is asked about.
    """

    sought: Phrase | None
    about: Phrase | None


class Assembly:
    """Turns what was read into an `Asked`.

    Args:
        text: The question.
        previous: What "it" means, if anything.
        notes: What had to be decided.
    """

    def __init__(self, text: str, previous: Thing | None, notes: tuple[str, ...]) -> None:
        self._text, self._previous, self._notes = text, previous, notes

    def assemble(self, opening: Opening, scope: Scope) -> Asked:
        """What is asked.

        Raises:
            NotUnderstood: if it asks nothing, or of what nobody has named.
        """
        self._require_question(opening, scope)
        self._settle_event(opening, scope)
        self._settle_times(opening, scope)
        parts = self._parts(opening, scope)
        if scope.is_not and scope.persistence is None:
            scope.unknown.append("not")
        used = (parts.sought, parts.about)
        scope.unknown += [p.thing.phrase for p in scope.phrases if p not in used and p.thing.noun]
        answer = self._answer(opening, scope, parts)
        asked = Asked(
            text=self._text,
            answer=answer,
            of=opening.of,
            thing=self._thing(parts.about),
            places=tuple(scope.places),
            time=scope.time,
            anchor=scope.anchor,
            state=scope.state or opening.state,
            event=scope.event.event() if scope.event else None,
            rank=scope.rank,
            order=Order() if opening.is_order and scope.order is None else scope.order,
            persistence=scope.persistence,
            notes=self._notes,
            unknown=tuple(dict.fromkeys(scope.unknown)),
        )
        return self._sorted(opening, parts, asked)

    def _require_question(self, opening: Opening, scope: Scope) -> None:
        is_said = bool(scope.phrases or scope.event or scope.places or scope.anchor)
        is_said = is_said and not {"how", "why"} & set(scope.unknown)
        if opening.answer is Answer.CHANGES or (is_said and opening.answer is not None):
            return
        focus = scope.focus
        is_named = scope.event is not None or bool(scope.rank) or bool(scope.places)
        if {"how", "why"} & set(scope.unknown):
            is_named, focus = False, None
        elif focus is not None and not is_named:
            is_alone = not (focus.has_article or opening.is_command)
            is_named = not opening.is_told and not (
                is_alone and scope.unknown and not focus.thing.is_familiar
            )
        if not is_named or (focus is None and scope.event is None):
            raise NotUnderstood(
                "the text asks nothing that a memory could answer",
                got=repr(self._text[:60]),
                remedy='Ask as in "where was the red mug yesterday?"',
            )

    def _settle_event(self, opening: Opening, scope: Scope) -> None:
        """Where a thing went is where it is."""
        event = scope.event
        is_where = opening.answer is Answer.WHERE and scope.focus is not None
        if event is not None and is_where and event.verb is Verb.VISITED and event.actor == Actor():
            scope.event, scope.time = None, scope.time or event.time

    def _settle_times(self, opening: Opening, scope: Scope) -> None:
        """A time is the event's, unless the event only tells which thing is meant."""
        event = scope.event
        if event is None:
            return
        is_which = opening.answer not in (Answer.WHERE, Answer.HISTORY)
        if not event.is_relative or is_which:
            if event.time is None:
                event.time, scope.time = scope.time, None
            if event.anchor is None:
                event.anchor, scope.anchor = scope.anchor, None

    def _parts(self, opening: Opening, scope: Scope) -> _Parts:
        named = list(scope.phrases)
        event = scope.event
        second = event.phrase if event is not None else None
        if second is not None and second.is_pronoun and named:
            second = None
        if opening.is_order and event is not None and event.places and second is None:
            place = event.places.pop()
            return _Parts(Phrase(place.thing or Thing(), is_plural=True), None)
        if opening.is_order:
            return _Parts(second or (named[0] if named else None), None)
        is_seeking = opening.answer in (None, Answer.WHICH) or opening.has_noun
        if not is_seeking:
            return _Parts(None, second or (named[0] if named else None))
        is_first = (
            opening.has_noun
            or not opening.is_what
            or (opening.is_what and bool(named) and not any(p.is_asked for p in scope.places))
        )
        if opening.of is Sort.PERSON:
            is_first = False
        sought = named.pop(0) if named and is_first else None
        has_asked = opening.relation or any(place.is_asked for place in scope.places)
        if not (has_asked or event or opening.answer):
            return _Parts(sought, None)
        return _Parts(sought, second or (named[0] if named else None))

    def _answer(self, opening: Opening, scope: Scope, parts: _Parts) -> Answer:
        event = scope.event
        if opening.is_perfect and event is not None and event.actor.role is Role.ROBOT:
            return Answer.CHANGES if event.verb is Verb.VISITED else Answer.WHERE
        if opening.is_perfect and (event is None or event.verb is Verb.VISITED):
            return Answer.HISTORY
        if opening.answer is not None:
            did = scope.event is not None and scope.event.verb is Verb.DID
            if did and opening.is_what:
                return Answer.HISTORY if parts.about else Answer.CHANGES
            return opening.answer
        sought = parts.sought
        if sought is not None and sought.thing.sort is Sort.TIMES:
            return Answer.WHEN
        is_simple = not (scope.event or scope.rank or scope.places or scope.order)
        if is_simple and sought is not None and not sought.thing.is_any:
            return Answer.WHERE
        return Answer.WHICH

    def _sorted(self, opening: Opening, parts: _Parts, asked: Asked) -> Asked:
        """Which sort of answer it is, and what the thing is."""
        sought, about = parts.sought, parts.about
        if asked.answer is Answer.WHERE and sought is not None and about is None:
            return replace(asked, thing=self._thing(sought))
        if asked.answer is Answer.WHEN and sought is not None:
            return asked
        if asked.answer is Answer.HOW_MANY and opening.of is None and sought is not None:
            thing = self._thing(sought) if about is None or not about.thing.noun else None
            return replace(asked, of=sought.thing.sort, thing=self._described(thing, asked))
        if asked.answer is Answer.STATE:
            rest = tuple(place for place in asked.places if not place.is_asked)
            return replace(asked, places=rest)
        if asked.answer is not Answer.WHICH:
            return asked
        if opening.of is Sort.PERSON:
            return replace(asked, of=Sort.PERSON)
        return self._which(opening, sought, about, asked)

    def _which(
        self, opening: Opening, sought: Phrase | None, about: Phrase | None, asked: Asked
    ) -> Asked:
        has_asked = any(place.is_asked for place in _places(asked)) or opening.relation is not None
        sort = sought.thing.sort if sought is not None else Sort.THING
        is_other = about is not None and not about.thing.is_any
        if is_other and (has_asked or sort in _PLACES):
            asked = _with_asked(asked, opening.relation, sought.thing if sought else None)
            of = sort if sort in _PLACES else Sort.RECEPTACLE
            if of is Sort.PLACE:
                return replace(asked, answer=Answer.WHERE)
            is_plural = bool(sought and sought.is_plural)
            return replace(asked, answer=Answer.WHERE, of=of, is_plural=is_plural)
        if opening.relation is not None:
            asked = _with_asked(asked, opening.relation, None)
        asked = _without_vague(asked)
        if asked.rank is not None and sought is not None and sought.count > 1:
            asked = replace(asked, rank=replace(asked.rank, count=sought.count))
        rank_count = asked.rank.count if asked.rank else 1
        is_plural = sought.is_plural if sought is not None else asked.rank is None
        if asked.rank is not None and asked.rank.by is not RankBy.COUNT:
            is_plural = False
        is_plural = is_plural or rank_count > 1 or asked.order is not None
        thing = self._described(self._thing(sought), asked) if sought else asked.thing
        state = asked.state if sought is None else None
        return replace(asked, of=sort, is_plural=is_plural, thing=thing, state=state)

    def _described(self, thing: Thing | None, asked: Asked) -> Thing | None:
        """A thing with what is said of it: which mugs "are dirty"."""
        if thing is None or asked.state is None:
            return thing
        if asked.state in STATES or asked.state in ("on", "off"):
            return replace(thing, states=(*thing.states, asked.state))
        return replace(thing, attributes=(*thing.attributes, asked.state))

    def _thing(self, phrase: Phrase | None) -> Thing | None:
        if phrase is None:
            return None
        if not phrase.is_pronoun:
            return phrase.thing
        if self._previous is None:
            raise NotUnderstood(
                "it is not said what 'it' or 'they' means",
                got=repr(self._text[:60]),
                remedy="Name the thing",
            )
        return self._previous


def _places(asked: Asked) -> tuple[Place, ...]:
    return (*asked.places, *(asked.event.places if asked.event else ()))


def _with_asked(asked: Asked, relation: Relation | None, thing: Thing | None) -> Asked:
    """With the place that is asked for, and what is said of it."""
    said = thing if thing is not None and not thing.is_any else None
    where = asked.event.places if asked.event else asked.places
    found = [place for place in where if place.is_asked]
    if relation is not None and not found:
        found = [Place(relation, is_asked=True)]
    found = [place for place in found if place.relation is not Relation.AT or said]
    rest = [place for place in where if not place.is_asked]
    places = (*rest, *(replace(place, thing=said) for place in found))
    if asked.event:
        return replace(asked, event=replace(asked.event, places=places))
    return replace(asked, places=places)


def _without_vague(asked: Asked) -> Asked:
    """Without the place of "where", which says no more than that one is asked for."""
    return _with_asked(asked, None, None)


def require_past(words: list[str], text: str) -> None:
    """Refuse what lies ahead.

    Raises:
        NotUnderstood: if it is asked.
    """
    if {"tomorrow", "tonight's"} & set(words) or "will" in words[:6]:
        raise NotUnderstood(
            "the question is about the future", got=repr(text[:60]), remedy="Ask about the past"
        )
