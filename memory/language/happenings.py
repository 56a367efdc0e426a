"""Reads what happened, and who did it."""

from __future__ import annotations

from whereseen.memory.language.actors import (
    ADVERBS,
    ANYBODY,
    AUXILIARY,
    BE,
    take_actor,
    take_person,
)
from whereseen.memory.language.asked import Answer, RankBy
from whereseen.memory.language.event import Actor, Anchor, Event, Sequence, Verb
from whereseen.memory.language.names import STATES, Names
from whereseen.memory.language.noun_phrases import Phrase, take_phrase
from whereseen.memory.language.ranks import take_adverb_rank
from whereseen.memory.language.scope import Scope, is_end
from whereseen.memory.language.verbs import (
    is_verb_next,
    take_plain,
    take_purpose,
    take_switch,
    take_verb,
)
from whereseen.memory.language.words import Cursor, word_set

_PHASES = word_set("start started begin began finish finished stop stopped try tried")
_DONE_WITH_TOOLS = (Verb.SLICED, Verb.HEATED, Verb.CLEANED, Verb.OPENED)
_GONE = ("out", "away", "gone", "not here", "outside", "not at home")

_POSSIBLE = frozenset(("can", "could", "may", "might", "should", "would"))


class EventReader:
    """Reads verbs with their subjects.

    Args:
        names: What nouns name.
    """

    def __init__(self, names: Names) -> None:
        self._names = names

    def duration_rank(self, words: Cursor, scope: Scope) -> bool:
        """As in "Took you longest to move", "takes the least time to clean"."""
        start = words.at
        if words.take("took", "take", "takes", "taken"):
            actor = take_actor(words, self._names) or take_person(words, self._names)
            rank = take_adverb_rank(words)
            if words.take("to") and is_verb_next(words):
                verb = take_verb(words)
                if verb is not None and (rank is None or rank.by is RankBy.DURATION):
                    scope.rank = rank or scope.rank
                    scope.begin(verb, actor or ANYBODY)
                    return True
        words.at = start
        return False

    def event(self, words: Cursor, scope: Scope) -> bool:
        """As in "you did not move", "was moved", "that disappeared"."""
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
            elif words.take("need to", "needed to", "have to", "had to"):
                continue
            elif word in _PHASES:
                scope.unknown.append(word)
                words.at += 1
            elif words.next_is("last", "first", "most recently") and scope.rank is None:
                scope.rank = take_adverb_rank(words)
                if scope.rank is None:
                    break
            else:
                break
        verb = take_verb(words) or take_plain(words)
        if verb is None and is_be:
            verb = Verb.LEFT if words.take(*_GONE) else Verb.VISITED
        if verb is None:
            return False
        scope.begin(verb, actor, words.word(-1))
        return True

    def _is_doing(self, words: Cursor) -> bool:
        return words.word() == "do" and words.word(-1) != "did" and not is_verb_next(words, 1)

    def _happening(self, words: Cursor, scope: Scope) -> bool:
        """A verb without who does it: "was moved", "that disappeared", "moving the mug"."""
        if words.word() in STATES and scope.is_passive and words.word() != "opened":
            return False
        is_named = bool(scope.phrases) or scope.opening.is_what
        if words.next_is("gone") and scope.is_passive and is_named and is_end(words, 1):
            return False  # not where it was, rather than somewhere
        if scope.focus is not None and words.take("come back", "came back", "comes back"):
            scope.begin(Verb.APPEARED, ANYBODY)
            return True
        said = words.word()
        is_any = scope.focus is not None and scope.focus.thing.is_any
        if said == "left" and (scope.opening.is_there or (is_any and scope.is_passive)):
            words.at += 1
            return True
        is_gerund = said.endswith("ing")
        verb = take_verb(words)
        if verb is None:
            return False
        actor = scope.default_actor if is_gerund or not scope.is_passive else ANYBODY
        event = scope.event
        if is_gerund and event and event.verb is Verb.VISITED and not event.places:
            event.verb = verb  # "spent the least time moving"
        else:
            scope.begin(verb, actor, said)
        return True

    def purpose(self, words: Cursor, scope: Scope) -> bool:
        """As in "used to cut the bread", "cut the bread with": used while that was done."""
        event = scope.event
        if event is None or not scope.is_in_event or event.anchor is not None:
            return False
        if event.verb is Verb.USED and event.phrase is None:
            if not _POSSIBLE.isdisjoint(each.text for each in words.words[: words.at]):
                return False  # "what can I use to boil water?" asks for no time
            verb = take_purpose(words)
            if verb is None:
                return False
            phrase = take_phrase(words, self._names)
            self._note_unfamiliar(phrase, scope)
        elif event.verb in _DONE_WITH_TOOLS and words.word() == "with" and is_end(words, 1):
            words.at += 1
            verb, phrase, event.phrase = event.verb, event.phrase, None
        else:
            return False
        thing = None if phrase is None or phrase.is_pronoun else phrase.thing
        event.verb = Verb.USED
        event.anchor = Anchor(Sequence.WHILE, Event(verb, event.actor, thing))
        return True

    def _note_unfamiliar(self, phrase: Phrase | None, scope: Scope) -> None:
        if phrase is not None and not self._names.is_familiar(phrase.thing):
            scope.unknown.append(phrase.thing.noun)

    def leaving(self, words: Cursor, scope: Scope) -> bool:
        """As in "Leave the oven on": what matters is that it is on."""
        event = scope.event
        if event is None or event.verb is not Verb.PUT or event.phrase is None or event.places:
            return False
        if scope.opening.answer is not Answer.WHETHER:
            return False
        word = words.word()
        if word not in ("on", "off", "open") or not is_end(words, 1):
            return False
        words.at += 1
        scope.state, scope.event, scope.is_in_event = word, None, False
        scope.phrases.append(event.phrase)
        scope.time = scope.time or event.time
        return True

    def switch(self, words: Cursor, scope: Scope) -> bool:
        """As in "turn the lamp on": what belongs to the verb, behind what is turned."""
        event = scope.event
        if event is None or not scope.is_in_event or event.phrase is None:
            return False
        is_turning = event.verb in (Verb.TURNED_ON, Verb.TURNED_OFF)
        verb = take_switch(words) if is_turning else None
        if verb is None:
            return False
        event.verb = verb
        return True
