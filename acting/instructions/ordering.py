"""What must be done before what: only where that is said, or needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from whereseen.acting.instructions.task import Mention, Part, Reference, Subtask


def needed_order(subtasks: Sequence[Subtask], said: Mapping[str, set[str]]) -> tuple[Subtask, ...]:
    """Subtasks with what must be done before each, and no more than tells it.

    Args:
        subtasks: As they were said.
        said: What was said to be done before each, by name.
    """
    before = {name: set(names) for name, names in said.items()}
    for n, later in enumerate(subtasks):
        for earlier in subtasks[:n]:
            if later.name not in _all_before(earlier.name, before) and depends(later, earlier):
                before[later.name].add(earlier.name)
    return tuple(replace(each, after=_direct(each.name, before)) for each in subtasks)


def depends(later: Subtask, earlier: Subtask) -> bool:
    """Whether what is done changes what the other is about."""
    return any(
        mention.subtask == earlier.name
        for reference in (later.thing, later.destination)
        if reference is not None
        for mention in (*reference.same_as, *reference.other_than)
    )


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
    return tuple(sorted(own - implied, key=lambda each: [int(part) for part in each.split(".")]))


__all__ = ["Mention", "Part", "Reference", "depends", "needed_order"]
