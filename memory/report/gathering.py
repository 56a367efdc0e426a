"""What a report holds, from a memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone, tzinfo

from whereseen.memory.chronicle import Chronicle, Stay, chronicle_of
from whereseen.memory.graph.bodies import Body, Role, bodies_of, role_of
from whereseen.memory.graph.history import Relation
from whereseen.memory.graph.relations import facts_of
from whereseen.memory.graph.scene_graph import SceneGraph
from whereseen.memory.io.geometry_view import Geometry, geometry_of
from whereseen.memory.objects.entity import Entity, Status
from whereseen.memory.report.contents import Item, Link, Photo, Report
from whereseen.memory.report.links import links_of
from whereseen.memory.report.photos import Sight, photos_of
from whereseen.memory.report.plans import plans_of
from whereseen.memory.report.traits import traits_of
from whereseen.memory.spatial.upright import estimate_up
from whereseen.memory.spatial.voxel_map import NS_PER_TICK
from whereseen.memory.spatial_memory import SpatialMemory

PICTURES_MB = 6.0
_MOST_PHOTOS = 4  # of a thing
_LEVEL = 0.996  # cosine of the tilt, five degrees, up to which relations of height can be told
_BYTES_PER_MB = 1_000_000


def report_of(
    memory: SpatialMemory,
    *,
    title: str,
    zone: tzinfo = timezone.utc,
    pictures_mb: float = PICTURES_MB,
) -> Report:
    """All that a memory knows of its things, rooms and what changed.

    A map whose things were not followed shows what is there now. One whose frame is tilted has
    rooms but tells of nothing what it is on or in.

    Args:
        memory: Of a map; is brought up to date if its things were never looked for.
        title: Heading of the report.
        zone: Of the clocks of who reads it.
        pictures_mb: Bound of all pictures of things; of their files, a third less than the page
            needs for them.
    """
    _look(memory)
    source = _Source.of(memory)
    items = source.items(source.entities, pictures_mb)
    told = {item.id for item in items}
    placed = [stay.position_m for stay in source.chronicle.stays]
    frame, floors = plans_of(source.geometry, source.graph.rooms, placed)
    stamps = memory.trajectory.stamps_ns
    now_ns = memory.objects.now_ns
    return Report(
        title=title,
        source=memory.about.get("source", ""),
        first_ns=min(stamps[0], now_ns) if stamps else now_ns,
        now_ns=now_ns,
        frame=frame,
        floors=floors,
        items=items,
        turns=tuple(
            turn for turn in source.chronicle.turns if turn.thing_id in told and not turn.state
        ),
        zone_min=_zone_min(zone, now_ns),
    )


def _look(memory: SpatialMemory) -> None:
    """Look for things, if that was never done; there is only one look at a finished map."""
    objects, config = memory.objects, memory.config.objects
    if not objects.entities():
        objects.reconfigure(replace(config, confirmations=1))
        objects.refresh_all()
        objects.reconfigure(config)


@dataclass(frozen=True, slots=True)
class _Source:
    """A memory, and what is made of it once.

    Attributes:
        relations: That hold, with since when; none if nobody followed them.
        is_level: Whether the map frame has z up.
    """

    memory: SpatialMemory
    geometry: Geometry
    graph: SceneGraph
    chronicle: Chronicle
    bodies: tuple[Body, ...]
    relations: tuple[Relation, ...]
    is_level: bool

    @classmethod
    def of(cls, memory: SpatialMemory) -> _Source:
        geometry = geometry_of(memory)
        up = estimate_up(geometry.points_map, memory.trajectory.mean_up)
        is_level = float(up[2]) >= _LEVEL
        graph = memory.graph if is_level else SceneGraph(memory)
        followed = is_level and graph.history.looked_ns >= 0
        if is_level:
            graph.refresh(confirmations=None if followed else 1)
        else:
            geometry = replace(geometry, up_map=up)
            graph.rooms.update(geometry)
        objects = memory.objects
        return cls(
            memory=memory,
            geometry=geometry,
            graph=graph,
            chronicle=chronicle_of(memory, graph),
            bodies=bodies_of(
                objects.entities(), memory.voxel_map, graph.rooms, objects.attributes.open_ids()
            ),
            relations=graph.history.holding if followed else (),
            is_level=is_level,
        )

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Things but for parts of the building, and of furniture that is known as a whole."""
        whole = {body.id for body in self.bodies}
        return tuple(
            entity
            for entity in self.memory.objects.entities()
            if entity.id in whole or entity.status == Status.GONE or not all(entity.size_m)
        )

    def items(self, entities: Sequence[Entity], pictures_mb: float) -> tuple[Item, ...]:
        """These things with what is known of them."""
        stays: dict[int, list[Stay]] = {entity.id: [] for entity in entities}
        left_ns = {
            (turn.thing_id, turn.before.start_ns): turn.earliest_ns
            for turn in self.chronicle.turns
            if turn.before is not None
        }
        for stay in self.chronicle.stays:
            if stay.thing_id not in stays:
                continue
            last_seen_ns = left_ns.get((stay.thing_id, stay.start_ns), stay.last_seen_ns)
            known = replace(stay, last_seen_ns=last_seen_ns)
            stays[stay.thing_id].append(known if self.is_level else _loose(known))
        links = self._links(entities, stays)
        photos = self._photos(entities, stays, pictures_mb)
        return tuple(
            Item(
                id=entity.id,
                label=entity.label,
                is_furniture=role_of(entity.label) != Role.OBJECT,
                status=entity.status,
                probability=entity.probability,
                position_m=entity.position_m,
                size_m=entity.size_m,
                first_seen_ns=entity.first_seen_ns,
                last_seen_ns=entity.last_seen_ns,
                stays=tuple(stays[entity.id]),
                links=links.get(entity.id, ()),
                states=traits_of(self.memory.objects.attributes_of(entity.id)),
                photos=photos.get(entity.id, ()),
            )
            for entity in entities
        )

    def _links(
        self, entities: Sequence[Entity], stays: Mapping[int, Sequence[Stay]]
    ) -> dict[int, tuple[Link, ...]]:
        if not self.is_level:
            return {}
        rooms = self.graph.rooms
        current = {each: found[-1] for each, found in stays.items() if found and _holds(found[-1])}
        facts = facts_of(self.bodies, rooms)
        return links_of(self.relations, facts, entities, rooms.rooms, current)

    def _photos(
        self, entities: Iterable[Entity], stays: Mapping[int, Sequence[Stay]], pictures_mb: float
    ) -> dict[int, tuple[Photo, ...]]:
        changed = {turn.thing_id for turn in self.chronicle.turns}

        def worth(entity: Entity) -> tuple[bool, bool, int]:
            is_furniture = role_of(entity.label) != Role.OBJECT
            return entity.id not in changed, is_furniture, entity.id

        sights = {
            entity.id: [_sight(entity, stay) for stay in reversed(stays[entity.id])][:_MOST_PHOTOS]
            for entity in sorted(entities, key=worth)
            if entity.last_seen_ns
        }
        budget = round(pictures_mb * _BYTES_PER_MB)
        return photos_of(self.memory, sights, budget_bytes=budget)


def _sight(entity: Entity, stay: Stay) -> Sight:
    is_latest = stay.end_ns is None and entity.status != Status.GONE
    return Sight(
        position_m=stay.position_m,
        size_m=entity.size_m,
        start_ns=stay.start_ns - NS_PER_TICK,
        end_ns=stay.last_seen_ns + NS_PER_TICK,
        image_id=entity.image_id if is_latest else None,
    )


def _loose(stay: Stay) -> Stay:
    return replace(stay, relation="", support="")


def _holds(stay: Stay) -> bool:
    return stay.end_ns is None


def _zone_min(zone: tzinfo, now_ns: int) -> int:
    ahead = datetime.fromtimestamp(now_ns // 1_000_000_000, zone).utcoffset()
    return 0 if ahead is None else round(ahead.total_seconds() / 60.0)
