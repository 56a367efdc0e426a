"""Deeds that are known by what was different afterwards: "sliced" is what was changed so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from whereseen.acting.knowledge.states import same_states
from whereseen.memory.chronicle import Chronicle, Deed
from whereseen.memory.chronicle.happenings import may_be_in
from whereseen.memory.language import Actor, Event, Role, Time, Verb

STATES_DONE = {
    Verb.SLICED: "sliced",
    Verb.HEATED: "hot",
    Verb.CLEANED: "clean",
    Verb.OPENED: "open",
    Verb.CLOSED: "closed",
    Verb.TURNED_ON: "on",
    Verb.TURNED_OFF: "off",
}
_SLACK_NS = 60_000_000_000  # from a deed until what it did is seen


def changed_so(chronicle: Chronicle, event: Event, time: Time | None) -> list[Deed]:
    """What came to be in the state that a verb brings about, oldest first.

    Args:
        chronicle: Tells states, and that something was changed.
        event: With the verb, and who did it.
        time: When; None for whenever.
    """
    word = STATES_DONE.get(event.verb)
    if word is None or event.places or event.is_negated:
        return []
    found = [each for each in _changes(chronicle, event, word) if may_be_in(each, time)]
    return sorted(found, key=lambda deed: (deed.end_ns, deed.thing_id))


def _changes(chronicle: Chronicle, event: Event, word: str) -> Iterator[Deed]:
    words = same_states(word)
    began = [it for it in chronicle.conditions if it.word in words and it.thing_id]
    changes = [it for it in chronicle.deeds if it.verb is Verb.CHANGED and _is_by(it, event.actor)]
    for condition in began:
        at_ns = condition.start_ns
        causes = [
            deed
            for deed in changes
            if deed.thing_id == condition.thing_id
            and deed.start_ns <= at_ns <= deed.end_ns + _SLACK_NS
        ]
        if causes:
            yield replace(causes[-1], verb=event.verb)


def _is_by(deed: Deed, actor: Actor) -> bool:
    return actor.role in (Role.ANYBODY, Role.ASKER) or deed.actor == actor
