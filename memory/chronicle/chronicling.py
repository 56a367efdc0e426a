"""The chronicle of a memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from whereseen.memory.answer import Metres3
from whereseen.memory.attributes.words import state_text
from whereseen.memory.chronicle.bounds import Bounds
from whereseen.memory.chronicle.deeds import Deed
from whereseen.memory.chronicle.logged import deeds_in
from whereseen.memory.chronicle.settling import settled_by, without_displaced
from whereseen.memory.chronicle.states import conditions_of, deeds_of_states
from whereseen.memory.chronicle.stays import Chronicle, Stay, Turn
from whereseen.memory.chronicle.visits import visits_of
from whereseen.memory.graph.bodies import Body, Role, bodies_of, role_of
from whereseen.memory.graph.relations import support_of
from whereseen.memory.graph.scene_graph import SceneGraph
from whereseen.memory.log.memory_log import MemoryLog
from whereseen.memory.log.query import Where
from whereseen.memory.log.records import DETECTION
from whereseen.memory.objects.entity import Belief, Cause, Change, Entity
from whereseen.memory.spatial_memory import SpatialMemory

_MOST = 1_000_000
_MARGIN_M = 0.05  # a thing that was only told has no size


def chronicle_of(
    memory: SpatialMemory,
    graph: SceneGraph | None = None,
    deeds: Iterable[Deed] | None = None,
    *,
    coloured: bool = False,
) -> Chronicle:
    """What a memory knows of where things were.

    Rooms and furniture are taken to be where they are now; what is carried about is told by them.

    Args:
        memory: Its things, beliefs and changes.
        graph: Of this memory, brought up to date; None makes one.
        deeds: What was done; None for what the memory's log tells. Visits to rooms are known
            without.
        coloured: Whether what is carried about is called by its colour where its label tells
            none, for questions that do.
    """
    if graph is None:
        graph = SceneGraph(memory)
        graph.refresh()
    changes = memory.objects.changed_since(0, limit=_MOST)
    whereabouts = _Whereabouts.of(memory, graph, changes, coloured=coloured)
    stays = tuple(whereabouts.stays(memory.objects.entities()))
    turns = (whereabouts.turn(change) for change in changes)
    told = deeds_in(memory.log) if deeds is None else deeds
    noted = (whereabouts.completed(deed) for deed in told)
    path, done = memory.trajectory, (*noted, *deeds_of_states(changes, whereabouts.name))
    return Chronicle(
        settled_by(without_displaced(stays), done),
        turns,
        deeds=(*visits_of(path.stamps_ns, [*map(whereabouts.room, path.positions_m)]), *done),
        conditions=conditions_of(memory.objects, whereabouts.name),
        rooms=(room.name for room in graph.rooms.rooms),
        sites=((body.label, body.position_m) for body in whereabouts.receptacles),
        robot_m=path.positions_m[-1] if path.positions_m else None,
        now_ns=memory.objects.now_ns,
        looks=lambda thing_id: _looks(memory.log, thing_id),
    )


def _looks(log: MemoryLog, thing_id: int) -> list[int]:
    """Stamps at which a thing was seen, as far as the log has them, oldest first."""
    where = Where(entity_ids=(thing_id,), kinds=(DETECTION,))
    return sorted(hit.observation.stamp_ns for hit in log.recall(where=where, limit=_MOST).hits)


def turns_of(
    memory: SpatialMemory, changes: Iterable[Change], graph: SceneGraph
) -> tuple[Turn, ...]:
    """Changes of a memory as turns, in the same order.

    Args:
        memory: Its things.
        changes: What became different.
        graph: Of this memory, brought up to date.
    """
    listed = tuple(changes)
    whereabouts = _Whereabouts.of(memory, graph, listed, coloured=False)
    return tuple(whereabouts.turn(change) for change in listed)


@dataclass(frozen=True, slots=True)
class _Whereabouts:
    memory: SpatialMemory
    graph: SceneGraph
    receptacles: tuple[Body, ...]
    bounds: Bounds
    coloured: bool
    kept: dict[tuple[int, Belief], Stay] = field(default_factory=dict)

    @classmethod
    def of(
        cls, memory: SpatialMemory, graph: SceneGraph, changes: Sequence[Change], *, coloured: bool
    ) -> _Whereabouts:
        bodies = bodies_of(memory.objects.entities(), memory.voxel_map, graph.rooms)
        receptacles = tuple(body for body in bodies if body.role.is_receptacle)
        return cls(memory, graph, receptacles, Bounds.of(changes), coloured)

    def name(self, entity: Entity) -> str:
        """What a thing is called."""
        if not self.coloured or role_of(entity.label).is_receptacle:
            return entity.label
        return self.memory.objects.attributes.named(entity)

    def stays(self, entities: Iterable[Entity]) -> Iterator[Stay]:
        """Where things were believed to be, but for their absence."""
        for entity in entities:
            for belief in self.memory.objects.beliefs(entity.id):
                if belief.cause != Cause.ABSENT:
                    yield self._stay(entity, belief)

    def turn(self, change: Change) -> Turn:
        """A change with the places before and after it."""
        entity = change.entity
        return Turn(
            kind=change.kind,
            thing_id=entity.id,
            label=self.name(entity),
            earliest_ns=change.earliest_ns,
            latest_ns=change.latest_ns,
            before=None if change.before is None else self._stay(entity, change.before),
            after=None if change.after is None else self._stay(entity, change.after),
            state="" if change.state is None else state_text(*change.state),
        )

    def completed(self, deed: Deed) -> Deed:
        """A deed with the names of the places where it began and ended, and of its thing."""
        entity = self.memory.objects.entity(deed.thing_id) if deed.thing_id else None
        ends = (self._placed(each, entity) for each in (deed.before, deed.after))
        before, after = ends
        thing_id, label = (entity.id, self.name(entity)) if entity else (deed.thing_id, deed.label)
        return replace(deed, thing_id=thing_id, label=label, before=before, after=after)

    def _placed(self, stay: Stay | None, entity: Entity | None) -> Stay | None:
        if stay is None or stay.room or stay.support:
            return stay
        size_m = (0.0, 0.0, 0.0) if entity is None else entity.size_m
        at = replace(stay, room=self.room(stay.position_m))
        return self._supported(at, size_m, self.receptacles)

    def room(self, position_m: Metres3) -> str:
        """Name of the room that a point is in, empty if none is known."""
        room = self.graph.room_of(position_m)
        return "" if room is None else room.name

    def _stay(self, entity: Entity, belief: Belief) -> Stay:
        """Where a thing was by a belief; stays and turns tell of the same ones."""
        key = (entity.id, belief)
        if key not in self.kept:
            self.kept[key] = self._told(entity, belief)
        return self.kept[key]

    def _told(self, entity: Entity, belief: Belief) -> Stay:
        end_ns = belief.valid_to_ns
        left_ns = self.bounds.ended_after_ns(entity.id, belief)
        seen_ns = entity.last_seen_ns if end_ns is None else left_ns or end_ns
        stay = Stay(
            thing_id=entity.id,
            label=self.name(entity),
            position_m=belief.position_m,
            start_ns=belief.valid_from_ns,
            end_ns=end_ns,
            last_seen_ns=seen_ns,
            probability=belief.probability,
            room=self.room(belief.position_m),
            began_after_ns=self.bounds.began_after_ns(entity.id, belief),
            ended_after_ns=left_ns,
        )
        return self._supported(stay, belief.size_m, self.receptacles)

    @staticmethod
    def _supported(stay: Stay, size_m: Metres3, receptacles: Sequence[Body]) -> Stay:
        x, y, z = size_m
        body = Body(
            id=0,
            label=stay.label,
            role=Role.OBJECT,
            position_m=stay.position_m,
            size_m=(max(x, _MARGIN_M), max(y, _MARGIN_M), max(z, _MARGIN_M)),
        )
        others = [each for each in receptacles if each.id != stay.thing_id]
        found = support_of(body, others)
        if found is None:
            return stay
        names = {each.id: each.label for each in others}
        predicate, support = found
        return replace(stay, relation=predicate.value, support=names[support])
