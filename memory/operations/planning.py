"""What a planner should know for a task, within a budget of tokens.

What KARMA (Wang et al., 2024) puts before a language model, from both tiers: where the task stands,
what is at hand, then what else is known that the task may need, and what became different.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import TYPE_CHECKING

from whereseen.memory.answer import Metres3
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.graph.relations import thing_node
from whereseen.memory.objects.appearance import described
from whereseen.memory.objects.context import Asker
from whereseen.memory.objects.describing import age_text, position_text
from whereseen.memory.objects.entity import Change, Entity, Kind
from whereseen.memory.objects.told import require_near
from whereseen.memory.operations.named import plain_name

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory

_PIECE = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
_LETTERS_A_TOKEN, _DIGITS_A_TOKEN = 4, 2
_NAMED = 4.0  # times as useful is what the task names, or has its place there
_RECENT_NS = 86_400_000_000_000  # changes before that are history
_CHANGED_NS = 3600e9  # a change so long ago counts half
_CHANGE = 0.8  # of a thing's worth
_MOST_CHANGES = 50


class Section(Enum):
    """Parts of a briefing, in their order."""

    TASK = "task"
    AT_HAND = "at hand"
    THINGS = "things"
    CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a briefing.

    Attributes:
        section: Where it belongs.
        text: The line.
        entity_ids: Things that it names, the one that it is about first.
    """

    section: Section
    text: str
    entity_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Briefing:
    """What a planner should know.

    Attributes:
        text: Sections with a heading each; things by their identities, as "red mug #8".
        items: Its lines without the headings, in their order.
        entities: Things that it tells of, as it names them first.
        tokens: Of the text; see `tokens_in`.
        left_out: How many lines did not fit.
    """

    text: str
    items: tuple[Item, ...]
    entities: tuple[Entity, ...]
    tokens: int
    left_out: int


def tokens_in(text: str) -> int:
    """Tokens of a text, rather too many: four letters each, two digits each, or one mark each.

    Tokenizers of language models need fewer for plain words, and about as many for coordinates.
    """
    found = 0
    for piece in _PIECE.findall(text):
        size = _DIGITS_A_TOKEN if piece.isdigit() else _LETTERS_A_TOKEN
        found += -(-len(piece) // size)
    return found + text.count("\n")


def brief(
    memory: SpatialMemory, task: str, *, near_m: Metres3 | None, budget_tokens: int
) -> Briefing:
    """See `SpatialMemory.context`."""
    if budget_tokens < 1:
        got = str(budget_tokens)
        raise InvalidQuery("the budget must be positive", got=got, remedy="Allow 1000")
    if near_m is not None:
        require_near(near_m, "the place of the asker")
    facts = _Facts(memory, task, near_m)
    return within_budget(list(facts.items()), memory.objects.entity, budget_tokens)


def within_budget(
    items: list[Item], entity_of: Callable[[int], Entity | None], budget_tokens: int
) -> Briefing:
    """The first lines that fit; one that does not leaves room for shorter ones after it.

    Args:
        items: Lines, the most useful first.
        entity_of: A thing by its identity.
        budget_tokens: Most tokens of the text.
    """
    taken: list[Item] = []
    for item in items:
        if tokens_in(_text([*taken, item])) <= budget_tokens:
            taken.append(item)
    taken.sort(key=lambda item: _ORDER[item.section])
    ids = dict.fromkeys(each for item in taken for each in item.entity_ids)
    entities = tuple(found for each in ids if (found := entity_of(each)) is not None)
    text = _text(taken)
    return Briefing(text, tuple(taken), entities, tokens_in(text), len(items) - len(taken))


_ORDER = {section: at for at, section in enumerate(Section)}


def _text(items: Iterable[Item]) -> str:
    ordered = sorted(items, key=lambda item: _ORDER[item.section])
    lines = []
    for section, some in groupby(ordered, key=lambda item: item.section):
        lines += [f"{section.value}:", *(f"- {item.text}" for item in some)]
    return "\n".join(lines)


class _Facts:
    """Lines about a memory, the most useful first."""

    def __init__(self, memory: SpatialMemory, task: str, near_m: Metres3 | None) -> None:
        self._memory = memory
        self._state = memory.tiers.working.state
        said = task.strip() or self._state.task
        vector = memory.encoder.query_text(said).vector if said else None
        self._words = frozenset(re.findall(r"\w+", said.casefold()))
        self._asker = Asker(vector, near_m, memory.objects.now_ns)
        self._entities = {each.id: each for each in memory.objects.entities()}
        self._places = dict(self._relations())

    def items(self) -> Iterator[Item]:
        """Where the task stands, what is at hand, and then things and changes by their worth."""
        yield from self._task()
        at_hand = list(dict.fromkeys(self._at_hand()))
        for each in at_hand:
            yield self._thing(self._entities[each], Section.AT_HAND)
        rest = [each for each in self._entities.values() if each.id not in at_hand]
        weighed = [(self._worth(e), 0, self._thing(e, Section.THINGS)) for e in rest]
        weighed += [(self._urgency(each), 1, self._change(each)) for each in self._changes()]
        weighed.sort(key=lambda each: (-each[0], each[1], each[2].entity_ids))
        yield from (item for _, _, item in weighed)

    def _task(self) -> Iterator[Item]:
        state = self._state
        if state.task:
            yield Item(Section.TASK, state.task)
        for name, entity_id in state.bindings:
            yield Item(Section.TASK, f'"{name}" is {self._name(entity_id)}', (entity_id,))
        if state.held is not None:
            yield Item(Section.TASK, f"in hand: {self._name(state.held)}", (state.held,))
        for done in reversed(state.done):
            yield Item(Section.TASK, f"done: {done}")

    def _at_hand(self) -> Iterator[int]:
        """Things of the task, then those in short-term memory, the most useful for it first."""
        objects, state = self._memory.objects, self._state
        bound = [each for _, each in state.bindings]
        bound += [] if state.held is None else [state.held]
        units = [unit.entity_id for unit in self._memory.tiers.short_term.units()]
        near = [entity for each in units if (entity := objects.entity(each)) is not None]
        if self._words:
            near.sort(key=lambda entity: -self._worth(entity))
        yield from (entity.id for each in bound if (entity := objects.entity(each)) is not None)
        yield from (entity.id for entity in near)

    def _thing(self, entity: Entity, section: Section) -> Item:
        objects = self._memory.objects
        beliefs = objects.beliefs(entity.id)
        belief = next((each for each in reversed(beliefs) if each.valid_to_ns is None), None)
        text = described(entity, belief, objects.attributes, objects.now_ns)
        place, others = self._places.get(entity.id, ("", ()))
        where = ", ".join(filter(None, (place, self._room(entity))))
        return Item(section, f"{text}; {where}" if where else text, (entity.id, *others))

    def _room(self, entity: Entity) -> str:
        name = self._memory.kept_graph.room_name(entity.position_m)
        return f"in {name}" if name else ""

    def _name(self, entity_id: int) -> str:
        entity = self._memory.objects.entity(entity_id)
        if entity is None:
            return f"#{entity_id}, which is not known"
        return f"{self._memory.objects.attributes.named(entity)} #{entity.id}"

    def _relations(self) -> Iterator[tuple[int, tuple[str, tuple[int, ...]]]]:
        """What things are on, in or under, as far as the graph knows."""
        nodes = {thing_node(each): each for each in self._entities}
        for relation in self._memory.graph.history.holding:
            fact = relation.fact
            thing, other = nodes.get(fact.subject), nodes.get(fact.object)
            if thing is None or not fact.predicate.is_place:
                continue
            name = self._name(other) if other is not None else fact.object
            yield thing, (f"{fact.predicate.value} {name}", () if other is None else (other,))

    def _worth(self, entity: Entity) -> float:
        query = self._memory.objects.questions.query(entity.label)
        worth = self._asker.worth(entity, query.vector)
        return worth * (_NAMED if self._is_named(entity) else 1.0)

    def _is_named(self, entity: Entity) -> bool:
        """Whether the task names a thing, what it is on or in, or its room."""
        _, others = self._places.get(entity.id, ("", ()))
        labels = [entity.label, *(self._entities[each].label for each in others)]
        labels.append(self._memory.kept_graph.room_name(entity.position_m) or "")
        last_words = (plain_name(label).split()[-1:] for label in labels)
        return any(self._words.intersection(words) for words in last_words)

    def _changes(self) -> tuple[Change, ...]:
        since_ns = max(self._asker.now_ns - _RECENT_NS, 0)
        found = self._memory.objects.changed_since(since_ns, limit=_MOST_CHANGES)
        return tuple(change for change in found if change.earliest_ns)

    def _urgency(self, change: Change) -> float:
        age_ns = max(self._asker.now_ns - change.latest_ns, 0)
        return _CHANGE * self._worth(change.entity) / (1.0 + age_ns / _CHANGED_NS)

    def _change(self, change: Change) -> Item:
        ago = age_text(self._asker.now_ns - change.latest_ns)
        text = f"{self._name(change.entity.id)} {_happened(change)}, by {ago} ago"
        return Item(Section.CHANGES, text, (change.entity.id,))


def _happened(change: Change) -> str:
    """What happened, and between which places."""
    before = "" if change.before is None else position_text(change.before.position_m)
    after = "" if change.after is None else position_text(change.after.position_m)
    if change.kind == Kind.MOVED and before and after:
        return f"moved from {before} to {after}"
    if change.kind == Kind.APPEARED:
        return f"appeared at {after}"
    if change.kind == Kind.VANISHED:
        return f"vanished from {before}"
    if change.kind == Kind.ALTERED and change.state is not None:
        return f"altered: {change.state[0]} {change.state[1]}"
    return change.kind.name.lower().replace("_", " ")
