"""What a model is told of the world before it plans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from whereseen.acting.experience.experience import Experience
from whereseen.acting.instructions.task import Reference
from whereseen.acting.knowledge.world_model import Thing, WorldModel
from whereseen.acting.model.config import ModelConfig
from whereseen.acting.model.quoting import plain_line
from whereseen.memory.objects.describing import age_text

if TYPE_CHECKING:
    from whereseen.memory.operations.planning import Briefing

_AT_HAND = ("task", "at hand")
_CHANGES = "changes"
_MOST_STATES = 6
_POSITION = re.compile(r" (?:at|from|to) \([^)]*\) m")  # a plan has no use for it


@dataclass(frozen=True, slots=True)
class Situation:
    """What is to be done, and what is known that may help.

    Attributes:
        instruction: Of a person.
        short_term: What is at hand, the most useful first; lines from the world.
        long_term: What else is known; lines from the world.
        experiences: What was done before at like tasks and how it ended; lines from the world.
        so_far: What was done of this task and what failed; lines from the world.
        known: Identities that a plan may speak of.
        held: What is in the hand, None for nothing.
    """

    instruction: str
    short_term: tuple[str, ...] = ()
    long_term: tuple[str, ...] = ()
    experiences: tuple[str, ...] = ()
    so_far: tuple[str, ...] = ()
    known: frozenset[int] = frozenset()
    held: Reference | None = None


def situation_of(
    instruction: str,
    world: WorldModel,
    config: ModelConfig,
    *,
    briefing: Briefing | None = None,
    experiences: Sequence[Experience] = (),
    so_far: Iterable[str] = (),
) -> Situation:
    """A situation as a world model has it, the most useful first, within the budget of tokens.

    Args:
        instruction: The task.
        world: What is known, what the robot did since it looked too.
        config: Bounds.
        briefing: What `SpatialMemory.context` gives for the task: its order is kept, and what is
            at hand and what changed is taken from it. Without one, what is held and what the
            instruction names comes first, then what was seen last.
        experiences: The most alike first.
        so_far: Of this task.
    """
    things = {each.id: each for each in world.things()}
    near, far = _briefed(briefing, things) if briefing else _ordered(instruction, things)
    near_lines = [_line(each, things, world.now_ns) for each in near[: config.short_term]]
    rest = [*near[config.short_term :], *far]
    far_lines = [_line(each, things, world.now_ns) for each in rest]
    rooms = [f"rooms: {', '.join(world.rooms())}"] if world.rooms() else []
    held = next((each for each in things.values() if each.is_held), None)
    return Situation(
        instruction,
        tuple(near_lines),
        tuple(_within([*rooms, *far_lines, *_changes(briefing)], config.budget_tokens)),
        tuple(map(experience_line, experiences[: config.experiences])),
        tuple(so_far),
        frozenset(things),
        None if held is None else Reference(f"{held.label} #{held.id}", held.id),
    )


def experience_line(experience: Experience) -> str:
    """A task that was done before, how, and what became of it."""
    ended = "done" if experience.is_success else f"failed, {experience.failure}"
    steps = "; ".join(experience.plan)
    return f"{experience.task}: {ended}. {steps}" if steps else f"{experience.task}: {ended}"


def _line(thing: Thing, things: dict[int, Thing], now_ns: int) -> str:
    """As `red mug #8: on table #2, in kitchen; dirty; seen 20 s ago, p 0.92`; no coordinates."""
    support = things.get(thing.support_id)
    parts = [f"{thing.relation} {support.label} #{support.id}"] if support is not None else []
    parts += [f"in {thing.room}"] if thing.room else []
    where = "in the hand" if thing.is_held else ", ".join(parts) or "somewhere"
    if thing.is_gone:
        where = f"no longer {where}"
    like = [*thing.attributes, *thing.states][:_MOST_STATES]
    seen = f"seen {age_text(max(now_ns - thing.last_seen_ns, 0))} ago" if thing.last_seen_ns else ""
    about = [where, ", ".join(like), f"{seen}, p {thing.probability:.2f}".lstrip(", ")]
    return f"{thing.label} #{thing.id}: {'; '.join(filter(None, about))}"


def _briefed(briefing: Briefing, things: dict[int, Thing]) -> tuple[list[Thing], list[Thing]]:
    """Things at hand and all others, in the order of a briefing and then of identities."""
    found: tuple[list[Thing], list[Thing]] = ([], [])
    told: set[int] = set()
    for item in briefing.items:
        if item.section.value == _CHANGES or not item.entity_ids:
            continue
        thing = things.get(item.entity_ids[0])
        if thing is not None and thing.id not in told:
            found[item.section.value not in _AT_HAND].append(thing)
            told.add(thing.id)
    found[1].extend(each for each in things.values() if each.id not in told)
    return found


def _ordered(instruction: str, things: dict[int, Thing]) -> tuple[list[Thing], list[Thing]]:
    words = set(re.findall(r"\w+", instruction.casefold()))

    def rank(thing: Thing) -> tuple[bool, int, bool, int]:
        named = len(words.intersection(thing.label.casefold().split()))
        return not thing.is_held, -named, not thing.is_receptacle, -thing.last_seen_ns

    ordered = sorted(things.values(), key=rank)
    near = [each for each in ordered if each.is_held]
    return near, [each for each in ordered if not each.is_held]


def _changes(briefing: Briefing | None) -> Iterator[str]:
    for item in () if briefing is None else briefing.items:
        if item.section.value == _CHANGES:
            yield _POSITION.sub("", item.text)


def _within(lines: Iterable[str], budget_tokens: int) -> Iterator[str]:
    """The first lines that fit; one that does not leaves room for shorter ones after it."""
    from whereseen.memory.operations.planning import tokens_in

    left = budget_tokens
    for line in lines:
        cost = tokens_in(plain_line(line)) + 2  # its bar, and its end
        if cost <= left:
            left -= cost
            yield line
