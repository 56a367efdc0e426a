"""What a spatial memory knows of a home, as planners ask for it.

What is seen counts, unless the robot did something since: a mug that it put into a fridge is in
that fridge, though it was last seen on the table; one that it looked for in vain is not there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from whereseen.acting.knowledge.acts import Absence, Acts, event_of
from whereseen.acting.knowledge.beliefs import Supports, as_done, as_missed, states_since, thing_of
from whereseen.acting.knowledge.places import likely_among
from whereseen.acting.knowledge.world_model import Likely, Thing
from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle import Chronicle, Deed, chronicle_of, note_deed
from whereseen.memory.consolidation.habits import habits_of
from whereseen.memory.graph.bodies import bodies_of
from whereseen.memory.graph.relations import supports_of
from whereseen.memory.language import Verb
from whereseen.memory.objects.entity import Entity
from whereseen.memory.operations.likeness import likeness_of
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.memory.tiers.working import TaskState

_WORTH = 0.5  # of what it takes to be found: what is less like a phrase does not fit it


@dataclass(frozen=True, slots=True)
class _State:
    """What an answer depends on; equal as long as nothing is known that was not before."""

    now_ns: int
    entities: tuple[Entity, ...]
    task: TaskState
    acts: int


class SpatialWorldModel:
    """A memory as planners ask it; whoever else asks or fills the memory sees the same.

    Answers are kept until the memory knows something new, so that asking again costs nothing.
    Relations and rooms are looked at anew when frames of `graph_period_s` have come.

    Args:
        memory: Is read; deeds and absences are written to its log, what is held to its tiers.
        graph_period_s: Time of frames between two looks at the scene graph.
    """

    def __init__(self, memory: SpatialMemory, *, graph_period_s: float = 2.0) -> None:
        self.memory = memory
        self._period_ns = int(graph_period_s * 1e9)
        self._acts = Acts(memory.log)
        self._reads = 0
        self._state: _State | None = None
        self._things: dict[int, Thing] = {}
        self._alike: dict[str, dict[int, float]] = {}
        self._likely: dict[str, tuple[Likely, ...]] = {}
        self._habits = memory.upkeep.habits
        self._chronicle: Chronicle | None = None
        self._supports: Supports = {}
        self._looked_ns: int | None = None
        self._looked_at = 0

    @property
    def now_ns(self) -> int:
        """Time of the newest frame, or of what was done later."""
        self._reads += self._acts.read()
        return max(self.memory.objects.now_ns, self._acts.last_ns)

    def things(self) -> tuple[Thing, ...]:
        """All things and furniture, those that are gone too, in order of identity."""
        return tuple(self._known().values())

    def thing(self, thing_id: int) -> Thing | None:
        """One by its identity, also by one that it had before; None if there is none."""
        known = self._known()
        if thing_id in known:
            return known[thing_id]
        entity = self.memory.objects.entity(thing_id)
        return None if entity is None else known.get(entity.id)

    def alike(self, text: str) -> Mapping[int, float]:
        """How well things fit a noun phrase, 0 to 1, by identity; those left out do not.

        Raises:
            InvalidQuery: if the text is too long.
        """
        known = self._known()
        if text not in self._alike:
            self._alike[text] = self._likeness(text, known) if text.strip() else {}
        return self._alike[text]

    def chronicle(self) -> Chronicle:
        """Where things were, what was done and what was so."""
        self._known()
        if self._chronicle is None:
            self._chronicle = chronicle_of(self.memory, self.memory.graph, coloured=True)
        return self._chronicle

    def rooms(self) -> tuple[str, ...]:
        """Names of all rooms."""
        self._known()
        return tuple(room.name for room in self.memory.graph.rooms.rooms)

    def likely_places(self, label: str) -> tuple[Likely, ...]:
        """Where a thing of a label would be, the likeliest first.

        From the habits of the last consolidation; before the first one, from all that is known.
        """
        known, habits = self._known(), self.memory.upkeep.habits
        if habits is not self._habits:
            self._likely, self._habits = {}, habits
        if label not in self._likely:
            habits = habits or habits_of(self.chronicle().stays)
            self._likely[label] = likely_among(label, habits, known.values(), self.rooms())
        return self._likely[label]

    def note_deed(self, deed: Deed) -> None:
        """What the robot did; it is known from now on where it put a thing.

        Raises:
            InvalidObservation: if it cannot be kept.
        """
        note_deed(self.memory, deed)
        working = self.memory.tiers.working
        if deed.verb is Verb.TOOK and deed.thing_id:
            working.hold(deed.thing_id)
        elif deed.verb is Verb.PUT and working.state.held is not None:
            working.hold(None)

    def note_absence(self, thing_id: int, position_m: Metres3) -> None:
        """The robot went to a place where a thing should be, looked, and it was not there.

        Until it is seen, or put somewhere, it is taken to be gone from there.
        """
        absence = Absence(thing_id, position_m, self.now_ns)
        self.memory.log.note_events([event_of(absence)])

    def _known(self) -> dict[int, Thing]:
        """All things by identity, as of now."""
        self._reads += self._acts.read()
        objects = self.memory.objects
        working = self.memory.tiers.working.state
        state = _State(objects.now_ns, objects.entities(), working, self._reads)
        if state != self._state:
            self._look(state)
            self._things = {each.id: each for each in self._read(state)}
            self._alike, self._likely, self._chronicle = {}, {}, None
            self._state = state
        return self._things

    def _look(self, state: _State) -> None:
        """Bring rooms and relations up to date, if that is due."""
        is_first = self._looked_ns is None
        is_due = state.now_ns >= (self._looked_ns or 0) + self._period_ns
        if not (is_first or is_due or self._looked_at != len(state.entities)):
            return
        memory, held = self.memory, state.task.held
        held_by = {} if held is None else {held: "robot"}
        if memory.voxel_map.n_voxels:  # rooms are not seen in what people tell
            memory.graph.refresh(held=held_by, confirmations=1 if is_first else None)
        shut = memory.objects.shut_in()
        seen = [each for each in state.entities if each.id not in shut]
        found = supports_of(bodies_of(seen, memory.voxel_map, memory.graph.rooms))
        self._supports = {each: (said.value, support) for each, (said, support) in found.items()}
        self._supports |= {each: ("in", support) for each, support in shut.items()}
        self._looked_ns, self._looked_at = state.now_ns, len(state.entities)

    def _read(self, state: _State) -> Sequence[Thing]:
        memory, held = self.memory, state.task.held
        things = {
            each.id: thing_of(memory, each, self._supports, is_held=each.id == held)
            for each in state.entities
        }
        for deed in self._acts.deeds:
            self._apply_deed(things, deed)
        for absence in self._acts.absences:
            thing = self._own(things, absence.thing_id)
            if thing is not None:
                things[thing.id] = as_missed(thing, absence, self._put_ns(thing.id))
        return list(things.values())

    def _apply_deed(self, things: dict[int, Thing], deed: Deed) -> None:
        thing = self._own(things, deed.thing_id)
        if thing is None:
            return
        things[thing.id] = states_since(thing, deed, self.memory.objects.attributes.states)
        if deed.after is not None and not thing.is_held:
            things[thing.id] = as_done(things[thing.id], deed, deed.after, things.values())

    def _own(self, things: Mapping[int, Thing], thing_id: int) -> Thing | None:
        """A thing by an identity that it has, or had."""
        if thing_id in things or not thing_id:
            return things.get(thing_id)
        entity = self.memory.objects.entity(thing_id)
        return None if entity is None else things.get(entity.id)

    def _put_ns(self, thing_id: int) -> int:
        """When the robot last put a thing somewhere, 0 if it never did."""
        done = (d.end_ns for d in self._acts.deeds if d.thing_id == thing_id and d.after)
        return max(done, default=0)

    def _likeness(self, text: str, known: Mapping[int, Thing]) -> dict[int, float]:
        memory = self.memory
        query, least = memory.encoder.query_text(text), _WORTH * memory.config.places.found_at
        entities = {} if self._state is None else {each.id: each for each in self._state.entities}
        found = {each: likeness_of(memory, query, entities[each]) for each in known}
        return {each: likely for each, likely in found.items() if likely >= least}
