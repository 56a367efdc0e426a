"""Our memory: the tracker of things, fed from a map without voxels, and the log of deeds."""

from __future__ import annotations

import math
from collections.abc import Iterable

from whereseen.memory.chronicle import Chronicle, Condition, Deed, Stay, Turn
from whereseen.memory.chronicle.bounds import Bounds
from whereseen.memory.chronicle.logged import deeds_of, event_of
from whereseen.memory.chronicle.settling import settled_by, without_displaced
from whereseen.memory.log.observation_log import ObservationLog
from whereseen.memory.log.query import EventQuery
from whereseen.memory.objects.config import ObjectConfig
from whereseen.memory.objects.entity import Belief, Cause, Entity
from whereseen.memory.objects.tracker import EntityTracker
from whereseen.sim.recalling.conditions import Conditions
from whereseen.sim.recalling.life import Life
from whereseen.sim.recalling.seeing import Frame, Glimpse
from whereseen.sim.recalling.sketch import Sketch

_VOXEL_M = 0.05
_EVENTS = 1_000_000
_SAME_M = 0.5
_MONTH_S = 40 * 86_400.0


class OurMemory:
    """What `ObjectMemory` does with a voxel map, with a sketch in its place.

    Args:
        life: Tells rooms and furniture, and what the robot did.
    """

    def __init__(self, life: Life) -> None:
        self._life = life
        self._sketch = Sketch(life.premises)
        self._tracker = EntityTracker(ObjectConfig(stale_s=_MONTH_S), _VOXEL_M)
        self._bounds = Bounds.of(())
        self._glimpsed: list[tuple[int, Glimpse]] = []

    def see(self, frames: Iterable[Frame]) -> None:
        """Look for as long as there is something to see."""
        for frame in frames:
            now_ns = frame.look.stamp_ns
            for label in sorted(self._sketch.update(frame)):
                self._tracker.update(label, self._sketch.sightings(label), self._sketch, now_ns)
            self._glimpsed += [(now_ns, each) for each in frame.glimpses if each.words]

    def chronicle(self) -> Chronicle:
        """What is known, with deeds as the log gives them back."""
        life, history = self._life, self._tracker.things.history
        entities = {track.entity.id: track.entity for track in self._tracker.things.tracks.values()}
        changes = tuple(history.changed_since(0, entities, lambda _: True))
        self._bounds = Bounds.of(changes)
        stays = [
            self._stay(entity, belief)
            for entity in entities.values()
            for belief in history.beliefs_of(entity.id)
            if belief.cause != Cause.ABSENT
        ]
        turns = [
            Turn(
                *(each.kind, each.entity.id, each.entity.label, each.earliest_ns, each.latest_ns),
                None if each.before is None else self._stay(each.entity, each.before),
                None if each.after is None else self._stay(each.entity, each.after),
            )
            for each in changes
        ]
        deeds = self._logged()
        settled = settled_by(without_displaced(stays), deeds)
        return Chronicle(
            settled,
            turns,
            deeds=deeds,
            conditions=self._conditions(settled),
            rooms=[room.name for room in life.premises.home.scene.rooms],
            sites=life.premises.sites,
            robot_m=life.robot_m,
            now_ns=life.now_ns,
        )

    def _logged(self) -> list[Deed]:
        with ObservationLog.create(None) as log:
            log.append_events([event_of(deed) for deed in self._life.deeds])
            return list(deeds_of(hit.event for hit in log.events(EventQuery(limit=_EVENTS))))

    def _stay(self, entity: Entity, belief: Belief) -> Stay:
        at = self._life.premises.spotted(belief.position_m, belief.size_m)
        end_ns, left_ns = belief.valid_to_ns, self._bounds.ended_after_ns(entity.id, belief)
        return Stay(
            *(entity.id, entity.label, belief.position_m, belief.valid_from_ns, end_ns),
            entity.last_seen_ns if end_ns is None else left_ns or end_ns,
            belief.probability,
            room=at.room,
            relation=at.relation,
            support=at.support,
            began_after_ns=self._bounds.began_after_ns(entity.id, belief),
            ended_after_ns=left_ns,
        )

    def _conditions(self, stays: Iterable[Stay]) -> list[Condition]:
        """What things were like, told by where they were then."""
        by_label: dict[str, list[Stay]] = {}
        for stay in stays:
            by_label.setdefault(stay.label, []).append(stay)
        found = Conditions()
        for stamp_ns, glimpse in self._glimpsed:
            near = [
                (math.dist(stay.position_m, glimpse.position_m), stay.thing_id)
                for stay in by_label.get(glimpse.label, ())
                if stay.holds_at(stamp_ns)
            ]
            apart_m, thing_id = min(near, default=(math.inf, 0))
            if apart_m <= _SAME_M:
                found.see(thing_id, glimpse.label, glimpse.words, stamp_ns)
        return list(found.all())
