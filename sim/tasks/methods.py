"""Who takes part: memories of several kinds, all with one planner and one robot."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Method:
    """What a robot remembers, and what it does with it.

    Attributes:
        name: As tables have it.
        has_furniture: Whether it knows where the furniture is, as long-term memory does.
        has_habits: Whether it has learnt where things usually are.
        has_things: Whether things are remembered once they are out of view.
        has_short_term: Whether there is a short-term memory; without `has_things` only what is in
            it is remembered.
        has_attributes: Whether it is remembered what things are like.
        has_events: Whether it is remembered what was done, and where things were before.
        has_experience: Whether it learns from tasks done before.
        replans: Whether it looks elsewhere for what is not where it should be.
        is_random: Whether it looks for things in areas in any order.
        gives_up: Whether a task is over when a part of it fails, and nothing is looked for of
            which memory does not know what is meant.
    """

    name: str
    has_furniture: bool = True
    has_habits: bool = True
    has_things: bool = True
    has_short_term: bool = True
    has_attributes: bool = True
    has_events: bool = True
    has_experience: bool = True
    replans: bool = True
    is_random: bool = False
    gives_up: bool = False


OURS = Method("whereseen")
NONE = Method(
    "no memory",
    has_furniture=False,
    has_habits=False,
    has_things=False,
    has_short_term=False,
    has_attributes=True,
    has_events=False,
    has_experience=False,
    is_random=True,
)
GIVING_UP = replace(NONE, name="no memory, gives up", gives_up=True)
LONG_TERM = replace(NONE, name="long-term only", has_furniture=True, has_habits=True,
                    is_random=False)  # fmt: skip
SHORT_TERM = replace(NONE, name="short-term only", has_short_term=True)
KARMA = replace(
    LONG_TERM, name="KARMA-like", has_short_term=True, has_attributes=False, replans=False
)
ORACLE = Method("oracle")
ABLATIONS = (
    replace(OURS, name="whereseen, no replanning", replans=False),
    replace(OURS, name="whereseen, no attributes", has_attributes=False),
    replace(OURS, name="whereseen, no events", has_events=False),
    replace(OURS, name="whereseen, no habits", has_habits=False),
    replace(OURS, name="whereseen, no short-term memory", has_short_term=False),
)
INEXPERIENCED = replace(OURS, name="whereseen, no experience", has_experience=False)
NEW_HERE = replace(OURS, name="whereseen, new home", has_habits=False)
NEW_EACH_TIME = replace(NEW_HERE, name="whereseen, new home, no experience", has_experience=False)
METHODS = (NONE, GIVING_UP, LONG_TERM, SHORT_TERM, KARMA, OURS, *ABLATIONS, INEXPERIENCED,
           NEW_HERE, NEW_EACH_TIME, ORACLE)  # fmt: skip
