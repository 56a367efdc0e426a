"""Things that keep their identity, over the voxels: the facade of the objects."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from whereseen.memory.answer import Answer, Metres3
from whereseen.memory.encoder.protocol import Query, Vocabulary
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.frames import Float64
from whereseen.memory.objects.config import ObjectConfig
from whereseen.memory.objects.context import Asker, Context, context_of
from whereseen.memory.objects.describing import sentence
from whereseen.memory.objects.entity import Belief, Cause, Change, Entity, Status
from whereseen.memory.objects.explaining import Explanation, explained
from whereseen.memory.objects.looking import SeenThrough
from whereseen.memory.objects.questions import StandingQuestions
from whereseen.memory.objects.rows import ObjectRows
from whereseen.memory.objects.sighting import metres3, sightings_of
from whereseen.memory.objects.told import (
    ToldPlace,
    merged,
    require_near,
    told_fact,
    told_label,
    told_place,
)
from whereseen.memory.objects.tracker import EntityTracker
from whereseen.memory.objects.views import Views
from whereseen.memory.observation import Observation
from whereseen.memory.spatial.places import find_places
from whereseen.memory.spatial.selection import Selection

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory

_WIDEST_M = 3.0  # things are not cut where people may ask for a part
_UNKNOWN_SIZE_M = (0.0, 0.0, 0.0)


class ObjectMemory:
    """Entities from standing questions: each label that is watched is asked for again and again.

    One step, `refresh_next`, asks for one label; `refreshing_next` does so in short pieces. It is
    part of its memory and of no use without it: hold that.

    Args:
        spatial: The voxels, images and the encoder; also tells the time, by its newest frame.
        config: When a thing is one, the same one, or gone.

    Attributes:
        views: Where the camera looked lately.
        questions: Which labels are watched.
    """

    def __init__(self, spatial: SpatialMemory, config: ObjectConfig) -> None:
        self.views = Views()
        self.questions = StandingQuestions(spatial.encoder)
        # It owns this, and is large: a cycle would keep it until the collector comes.
        self._spatial: SpatialMemory = weakref.proxy(spatial)
        self._config = config
        self._told = 0
        self._tracker = EntityTracker(config, spatial.voxel_map.config.voxel_size_m)

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels that are asked for, sorted."""
        tracks = self._tracker.things.tracks.values()
        return self.questions.labels(track.entity.label for track in tracks)

    @property
    def now_ns(self) -> int:
        """Time of the newest frame."""
        return self._spatial.trajectory.last_ns

    def watch(self, labels: Collection[str]) -> None:
        """Watch these labels; none: all that the encoder recognises.

        Raises:
            InvalidQuery: if one is empty or too long.
        """
        self.questions.watched = tuple(sorted({told_label(label, ()) for label in labels}))

    def notice(self, observation: Observation) -> None:
        """Note where the camera looks; to be called for each frame."""
        self.views.add(observation)

    def refresh(self, label: str) -> None:
        """Ask for one label and bring its things up to date.

        Raises:
            InvalidQuery: if the label is empty or too long.
        """
        for _ in self.refreshing(label):
            pass

    def refreshing(self, label: str) -> Iterator[None]:
        """As `refresh`, in short pieces, between which frames may be observed.

        What is told meanwhile ends it early, and the label's turn comes again. If anything is
        erased or moved, leave it half done.
        """
        spatial, questions = self._spatial, self.questions
        begun_ns, query = self.now_ns, questions.query(label)
        config = replace(spatial.config.places, widest_m=_WIDEST_M)
        places = find_places(spatial.voxel_map, spatial.keyframes, query, config)
        yield
        among = questions.among(label, self.labels)
        sightings = sightings_of(places, spatial.voxel_map, spatial.keyframes, among)
        witness = SeenThrough(spatial.voxel_map, self.views, self._config)
        yield
        told = self._told
        for _ in self._tracker.updating(label, sightings, witness, self.now_ns):
            yield
            if self._told != told:
                return
        questions.asked(label, begun_ns)

    def refresh_next(self, period_s: float | None = None) -> str | None:
        """Ask for the label whose turn it is; returns it, or None if none is due.

        Args:
            period_s: Time of frames between two questions for a label, None for the usual one;
                with 0 every label is asked for once more after the newest frame.
        """
        label = self._next_due(period_s)
        if label is not None:
            self.refresh(label)
        return label

    def refreshing_next(self, period_s: float | None = None) -> Iterator[None] | None:
        """As `refresh_next`, in short pieces as of `refreshing`; None if no label is due."""
        label = self._next_due(period_s)
        return None if label is None else self.refreshing(label)

    def refresh_all(self) -> None:
        """Ask for every label once."""
        for label in self.labels:
            self.refresh(label)

    @property
    def n_entities(self) -> int:
        """How many things are known, gone or not; may be asked in any thread."""
        return len(self._tracker.things.tracks)

    def entities(self) -> tuple[Entity, ...]:
        """All things known, gone or not, in order of identity."""
        tracks = self._tracker.things.tracks
        return tuple(tracks[entity_id].entity for entity_id in sorted(tracks))

    def entity(self, entity_id: int) -> Entity | None:
        """A thing by its identity."""
        track = self._tracker.things.tracks.get(entity_id)
        return None if track is None else track.entity

    def beliefs(self, entity_id: int) -> tuple[Belief, ...]:
        """All that was believed of a thing, oldest first; none if there is no such thing."""
        return self._tracker.things.history.beliefs_of(entity_id)

    def select(self, selection: Selection) -> tuple[int, ...]:
        """Identities of things in a part of the map, by their middles and when last seen."""
        known_since_ns = self._tracker.things.known_since_ns
        tracks = self._tracker.things.tracks.values()
        return tuple(
            track.entity.id
            for track in tracks
            if selection.contains(track.entity.position_m, known_since_ns(track))
        )

    def changed_since(
        self, since_ns: int, within: Selection | None = None, limit: int = 100
    ) -> tuple[Change, ...]:
        """What appeared, moved or vanished after a time, the newest so many, oldest first.

        Args:
            since_ns: Only changes that may have happened later.
            within: Only things that were or are in this box.
            limit: At most so many.
        """
        entities = {entity.id: entity for entity in self.entities()}
        changes = self._tracker.things.history.changed_since(
            since_ns, entities, lambda change: within is None or _touches(change, within)
        )
        return tuple(islice(changes, limit))[::-1]

    def remember(
        self,
        label: str,
        position_m: Metres3,
        size_m: Metres3 = _UNKNOWN_SIZE_M,
        probability: float = 1.0,
        source: str = "",
        now_ns: int | None = None,
    ) -> Entity:
        """Believe what someone tells, until its place is seen without it or the thing is seen.

        A thing of that label that is in sight about there is taken to be meant. What the same
        source told of that label before is no longer believed.

        Args:
            label: What it is called.
            position_m: Its middle in the map frame.
            size_m: Its extent, zeros if unknown.
            probability: How sure that is, over 0 to 1.
            source: Who tells.
            now_ns: Since when it is there; None for the time of the newest frame.

        Raises:
            InvalidQuery: if something of this cannot be used.
        """
        told = told_fact(
            position_m, size_m, probability, source, self.now_ns if now_ns is None else now_ns
        )
        self._told += 1
        name = told_label(label, self.labels)
        if isinstance(self._spatial.encoder, Vocabulary):
            self._spatial.encoder.know([name])  # so that questions can mean it
        return self._tracker.tell(name, told).entity

    def forget(self, entity_ids: Collection[int]) -> int:
        """Erase things for good, with the surfaces and images that show them, in the file too.

        Things whose middles lie in the boxes of these go with them. Returns how many went.

        Raises:
            MapFileError: if the disk refuses; they are gone from memory then, not from the file.
        """
        before = len(self.entities())
        for entity_id in sorted(set(entity_ids)):
            entity = self.entity(entity_id)
            if entity is not None and entity.status != Status.GONE and any(entity.size_m):
                self._spatial.forget(box_around(entity))
            self.drop([entity_id])
        self._spatial.scrub()
        return before - len(self.entities())

    def drop(self, entity_ids: Collection[int]) -> int:
        """Drop things, all relations of them, and where the camera looked lately; returns how many.

        Their surfaces and images stay, and the file is not changed before the next commit.
        """
        known = [each for each in set(entity_ids) if self.entity(each) is not None]
        self._tracker.forget(known)
        self.views.forget()
        self._spatial.kept_graph.forget(entity_ids)
        return len(known)

    def reconfigure(self, config: ObjectConfig) -> None:
        """Use other limits and thresholds from now on."""
        self._config = config
        self._tracker.reconfigure(config)

    def explain(self, entity_id: int) -> Explanation:
        """Why the memory believes in a thing.

        Raises:
            InvalidQuery: if there is no such thing.
        """
        track = self._tracker.things.tracks.get(entity_id)
        if track is None:
            raise InvalidQuery("there is no such entity", got=str(entity_id), remedy="List them")
        beliefs = self._tracker.things.history.beliefs_of(entity_id)
        return explained(track, beliefs, self._spatial.keyframes, self.now_ns)

    def context(
        self, task: str = "", near_m: Metres3 | None = None, token_budget: int = 1000
    ) -> Context:
        """What a planner should know for a task, most useful first.

        Args:
            task: As "bring me something to drink"; empty for none in particular.
            near_m: Where the asker is, None for nowhere.
            token_budget: Most tokens of the text, at four characters each.

        Raises:
            InvalidQuery: if the task is too long, the place not finite or the budget not positive.
        """
        if near_m is not None:
            require_near(near_m, "the place of the asker")
        vector = self._spatial.encoder.query_text(task).vector if task.strip() else None
        asker = Asker(vector, near_m, self.now_ns)
        return context_of(
            self.entities(),
            lambda entity: asker.worth(entity, self.questions.query(entity.label).vector),
            lambda entity: sentence(entity, self._belief(entity.id), self.now_ns),
            token_budget,
        )

    def with_told(
        self, answer: Answer, query: Query, *, top: int, within: Selection | None = None
    ) -> Answer:
        """An answer with places that were only told ranked among those that were seen."""
        told = (told for told in self._told_places(query) if _lies_in(told, within))
        return merged(
            answer,
            list(told),
            found_at=self._spatial.config.places.found_at,
            top=top,
            now_ns=self.now_ns,
        )

    def move(self, correction: Callable[[int], Float64]) -> None:
        """Correct all positions, as after a loop closure.

        Args:
            correction: Stamp in nanoseconds to the rigid transform (4, 4) that takes what was
                mapped then to where it belongs.
        """
        self._tracker.things.correct(correction)
        self.views.move(correction)

    def rows(self) -> ObjectRows:
        """All that is to be kept."""
        return self._tracker.things.rows()

    def restore(self, rows: ObjectRows) -> None:
        """Take back what was kept."""
        self._tracker.things.restore(rows)

    def _next_due(self, period_s: float | None) -> str | None:
        pause_s = self._config.period_s if period_s is None else period_s
        return self.questions.next_due(self.labels, self.now_ns, pause_s)

    def _belief(self, entity_id: int) -> Belief | None:
        current = self._tracker.things.history.current(entity_id)
        return None if current is None else current[1]

    def _told_places(self, query: Query) -> Iterator[ToldPlace]:
        for track in self._tracker.things.tracks.values():
            belief = self._belief(track.entity.id) if track.is_only_told else None
            if belief is None or belief.cause != Cause.TOLD:
                continue
            label = track.entity.label
            told = told_place(query, label, belief, self.questions.example(label))
            if told is not None:
                yield told


def box_around(entity: Entity) -> Selection:
    """The part of the map that a thing takes up."""
    half = np.divide(entity.size_m, 2.0)
    low, high = np.subtract(entity.position_m, half), np.add(entity.position_m, half)
    return Selection.between(metres3(low), metres3(high))


def _lies_in(told: ToldPlace, within: Selection | None) -> bool:
    belief = told.belief
    return within is None or within.contains(belief.position_m, belief.valid_from_ns)


def _touches(change: Change, within: Selection) -> bool:
    """Whether a thing was or is in a part of the map."""
    beliefs = (belief for belief in (change.before, change.after) if belief is not None)
    return any(within.contains(belief.position_m, change.latest_ns) for belief in beliefs)
