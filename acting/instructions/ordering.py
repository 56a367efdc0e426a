"""What must be done before what: only where that is said, or needed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from whereseen.acting.instructions.task import Goal, Part, Reference, Subtask
from whereseen.memory.attributes.category import affordances_of
from whereseen.memory.attributes.colour import colour_terms_in
from whereseen.memory.encoder.lexicon import Reading, household_lexicon
from whereseen.memory.encoder.question import noun_phrase_of, subject_of

_OF_DEEDS = re.compile(
    r"\b(?:you|i|we)\b|^(?:what|whatever|where)\b|\b(?:was|were|been|last|first|latest)\b", re.I
)
_GENERIC = re.compile(r"^(?:the |my |a |an |that |this |all |every )*(?:\w+ )*"
                      r"(?:things?|ones?|objects?|items?|stuff|something|anything|everything)\b",
                      re.I)  # fmt: skip
_BELONGING = re.compile(r"^where (?:it|they|these|those|such things) (?:belong|go|live)", re.I)
_CHANGES = {
    Goal.WASH: {"clean", "dirty", "washed", "wet"},
    Goal.HEAT: {"hot", "warm", "cold", "heated"},
    Goal.SLICE: {"sliced", "cut", "whole"},
    Goal.OPEN: {"open", "closed"},
    Goal.CLOSE: {"open", "closed"},
    Goal.TURN_ON: {"on", "off", "lit"},
    Goal.TURN_OFF: {"on", "off", "lit"},
}
_HANDLING = frozenset(
    {Goal.PUT, Goal.BRING, Goal.TAKE, Goal.SLICE, Goal.WASH, Goal.HEAT, Goal.TIDY}
)
_HOLDS = frozenset({"put things in", "keep cold", "heat food"})


def needed_order(subtasks: Sequence[Subtask], said: Mapping[str, set[str]]) -> tuple[Subtask, ...]:
    """Subtasks with what must be done before each, and no more than tells it.

    Args:
        subtasks: As they were said.
        said: What was said to be done before each, by name.
    """
    before = {name: set(names) for name, names in said.items()}
    named = {each.name: each for each in subtasks}
    for n, later in enumerate(subtasks):
        for earlier in reversed(subtasks[:n]):
            is_known = earlier.name in _all_before(later.name, before)
            is_other_way = later.name in _all_before(earlier.name, before)
            if not (is_known or is_other_way) and depends(later, earlier, named):
                before[later.name].add(earlier.name)
    return tuple(replace(each, after=_direct(each.name, before)) for each in subtasks)


def depends(later: Subtask, earlier: Subtask, named: Mapping[str, Subtask]) -> bool:
    """Whether what is done earlier may change what the later subtask means, or needs.

    Args:
        later: What is said later.
        earlier: What is said earlier.
        named: All by name, to which mentions refer.
    """
    if Goal.GO in (later.goal, earlier.goal) or _opens_for(later, earlier, named):
        return True
    spoken_of = [it for it in (later.thing, later.destination) if it is not None]
    if any(_refers(reference, later, earlier) for reference in spoken_of):
        return True
    pairs = (
        (later.thing, earlier.thing),
        (later.thing, earlier.destination),
        (later.destination, earlier.thing),
    )
    return any(a is not None and b is not None and may_be_same(a, b) for a, b in pairs)


def may_be_same(one: Reference, other: Reference) -> bool:
    """Whether two references may mean the same: a red and a blue one do not, nor plate and mug."""
    if one.same_as or other.same_as:
        return bool(set(one.same_as) & set(other.same_as))
    a, b = _reading(one.text), _reading(other.text)
    colours = colour_terms_in(a.attributes), colour_terms_in(b.attributes)
    if colours[0] and colours[1] and not colours[0] & colours[1]:
        return False
    if not (a.kinds and b.kinds):
        return _plain(one.text) == _plain(other.text)
    lexicon = household_lexicon()
    return any(lexicon.is_a(x, y) or lexicon.is_a(y, x) for x in a.kinds for y in b.kinds)


def _refers(reference: Reference, later: Subtask, earlier: Subtask) -> bool:
    """Whether a reference means what it does only after something was done."""
    if any(it.subtask == earlier.name for it in (*reference.same_as, *reference.other_than)):
        return True
    if reference.same_as:
        return False
    words = set(reference.text.casefold().split())
    if earlier.goal in _CHANGES and words & _CHANGES[earlier.goal]:
        return True
    if _BELONGING.match(reference.text):
        return False
    is_vague = _OF_DEEDS.search(reference.text) or _GENERIC.match(reference.text)
    return bool(is_vague) and (earlier.goal in _HANDLING or later.goal is earlier.goal)


def _opens_for(later: Subtask, earlier: Subtask, named: Mapping[str, Subtask]) -> bool:
    """Whether a container is opened for what comes then, or closed after it."""
    if earlier.goal is Goal.OPEN and later.goal in _HANDLING:
        return _is_container(earlier.thing, named)
    is_closed_after = later.goal is Goal.CLOSE and earlier.goal in _HANDLING
    return is_closed_after and _is_container(later.thing, named)


def _is_container(reference: Reference | None, named: Mapping[str, Subtask]) -> bool:
    for mention in reference.same_as if reference is not None else ():
        own = named[mention.subtask]
        reference = own.thing if mention.part is Part.THING else own.destination
    return reference is not None and bool(_HOLDS & set(affordances_of(_noun(reference.text))))


@lru_cache(maxsize=1024)
def _reading(text: str) -> Reading:
    return household_lexicon().read(_noun(text))


def _noun(text: str) -> str:
    return noun_phrase_of(text) or ""


def _plain(text: str) -> str:
    return subject_of(text).casefold()


def _all_before(name: str, before: Mapping[str, set[str]]) -> set[str]:
    found, waiting = set[str](), [name]
    while waiting:
        for each in before[waiting.pop()] - found:
            found.add(each)
            waiting.append(each)
    return found


def _direct(name: str, before: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Without those that another of them comes after anyway."""
    own = before[name] - {name}
    implied = {each for other in own for each in _all_before(other, before)}
    return tuple(sorted(own - implied, key=int))
