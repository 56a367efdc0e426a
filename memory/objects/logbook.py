"""What the things have become, written to the log of the memory."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING

from whereseen.memory.attributes.thing_attributes import ThingAttributes
from whereseen.memory.encoder.protocol import Vocabulary
from whereseen.memory.frames import Float32, Float64
from whereseen.memory.log.memory_log import Entry
from whereseen.memory.log.records import ABSENCE, TOLD, LoggedObservation
from whereseen.memory.objects.noting import Noted, Row
from whereseen.memory.objects.questions import StandingQuestions
from whereseen.memory.objects.rows import ObjectRows
from whereseen.memory.objects.sighting import mean_feature
from whereseen.memory.objects.things import Things
from whereseen.memory.objects.track import Track
from whereseen.memory.objects.traits import Traits
from whereseen.memory.tiers.unit import Reason, Unit

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory


class Logbook:
    """Writes sightings of things, and what happened to them, to the log of a memory.

    Args:
        spatial: The memory; it owns this, so this does not hold it.
        questions: What labels mean.
        attributes: What things are like.
    """

    def __init__(
        self, spatial: SpatialMemory, questions: StandingQuestions, attributes: ThingAttributes
    ) -> None:
        self._spatial: SpatialMemory = weakref.proxy(spatial)
        self._questions = questions
        self._noted = Noted()
        self._attributes = attributes
        self._traits = Traits(attributes)

    def restore(self, rows: ObjectRows) -> None:
        """Take all that was kept for noted."""
        self._noted.restore(rows)
        self._traits.restore(row.entity for row in rows.things)

    def move(self, correction: Callable[[int], Float64]) -> None:
        """What was noted has moved in the map, as after a loop closure."""
        self._noted.move(correction)

    def note(self, things: Things, label: str) -> None:
        """Note what the things of a label have become, and all else that changed."""
        self._noted.repeat_s = self._spatial.config.log.repeat_s
        self._attributes.follow(things.united)
        rows = list(self._noted.due(things, label, self._traits.news(things.labelled(label))))
        self._spatial.log.note([self._entry(row) for row in rows])
        for row in rows:
            self._have_at_hand(row)

    def _have_at_hand(self, row: Row) -> None:
        """What was seen to change is at hand; what is gone from there is not as it was."""
        entity, known = row.track.entity, self._spatial.tiers
        if row.kind == ABSENCE:
            known.short_term.refute(entity.id)
        elif row.has_changed:
            unit = Unit(
                entity_id=entity.id,
                label=entity.label,
                position_m=entity.position_m,
                stamp_ns=row.stamp_ns,
                reason=Reason.CHANGED,
            )
            known.short_term.note(unit)

    def _entry(self, row: Row) -> Entry:
        entity, is_told = row.track.entity, row.kind == TOLD
        observation = LoggedObservation(
            stamp_ns=row.stamp_ns,
            kind=row.kind,
            label=entity.label,
            text=f"told by {row.source}" if is_told and row.source else "",
            position_m=entity.position_m,
            score=entity.probability,
            entity_id=entity.id,
            attributes={} if is_told else self._traits.of(entity),
            place=self._spatial.kept_graph.room_name(entity.position_m),
            image_id=entity.image_id,
            model_id="" if is_told else self._spatial.encoder.spec.model_id,
        )
        return Entry(observation, self._vector(row.track), row.events)

    def _vector(self, track: Track) -> Float32:
        """What a thing looks like (D,); where the encoder gives names, what its name means."""
        if not isinstance(self._spatial.encoder, Vocabulary):
            seen = mean_feature(self._spatial.voxel_map, track.points_map)
            if seen is not None:
                return seen
        return self._questions.query(track.entity.label).vector
