"""Things that keep their identity, over the voxels: the facade of the objects."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from whereseen.memory.answer import Answer, Metres3, Place
from whereseen.memory.attributes.thing_attributes import Attributes, ThingAttributes
from whereseen.memory.encoder.protocol import FeatureImage, Query, Unlearning, Vocabulary
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.frames import Float64
from whereseen.memory.objects.appearance import described
from whereseen.memory.objects.config import ObjectConfig
from whereseen.memory.objects.context import Asker, Context, context_of
from whereseen.memory.objects.doors import without_doors
from whereseen.memory.objects.durability import as_of_now
from whereseen.memory.objects.entity import Belief, Change, Entity, Status
from whereseen.memory.objects.explaining import Explanation, explained
from whereseen.memory.objects.finding import found_at, places_of
from whereseen.memory.objects.leaving import forget_elsewhere
from whereseen.memory.objects.logbook import Logbook
from whereseen.memory.objects.looking import SeenThrough
from whereseen.memory.objects.questions import StandingQuestions, stays
from whereseen.memory.objects.regions import box_around, former_boxes, lies_in, touches
from whereseen.memory.objects.rows import ObjectRows
from whereseen.memory.objects.segments import segments_of
from whereseen.memory.objects.shelters import Shelters
from whereseen.memory.objects.sighting import Sighting
from whereseen.memory.objects.state_changes import newest, state_changes
from whereseen.memory.objects.told import merged, require_near, told_fact, told_label, told_places
from whereseen.memory.objects.track import Track
from whereseen.memory.objects.tracker import EntityTracker
from whereseen.memory.objects.views import Views
from whereseen.memory.observation import Observation
from whereseen.memory.spatial.selection import Selection

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory

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
        attributes: Colours and states of things.
    """

    def __init__(self, spatial: SpatialMemory, config: ObjectConfig) -> None:
        self.views = Views()
        self.questions = StandingQuestions(spatial.encoder)
        self.attributes = ThingAttributes()
        # It owns this, and is large: a cycle would keep it until the collector comes.
        self._spatial: SpatialMemory = weakref.proxy(spatial)
        self._trajectory = spatial.trajectory
        self._config = config
        self._told = 0
        self._tracker = EntityTracker(config, spatial.voxel_map.config.voxel_size_m)
        self._logbook = Logbook(spatial, self.questions, self.attributes)
        self._shelters = Shelters(spatial.voxel_map)
        self._tracker.keeps = self._shelters.keeps

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels that are asked for, sorted."""
        tracks = self._tracker.things.tracks.values()
        return self.questions.labels(track.entity.label for track in tracks)

    @property
    def now_ns(self) -> int:
        """Time of the newest frame."""
        return self._trajectory.last_ns

    def watch(self, labels: Collection[str]) -> None:
        """Watch these labels; none: all that the encoder recognises.

        Raises:
            InvalidQuery: if one is empty or too long.
        """
        self.questions.watched = tuple(sorted({told_label(label, ()) for label in labels}))

    def notice(self, observation: Observation, image: FeatureImage | None = None) -> None:
        """Note where the camera looks, and in what the encoder made of it what things are like."""
        self.views.add(observation)
        if image is not None:
            names = self.questions.recognised()
            self.views.spots.add(segments_of(observation, image, *names, stays))
            self.attributes.notice(observation, image, *names)

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
        begun_ns, places = self.now_ns, places_of(self._spatial, self.questions.query(label))
        yield
        sightings = self._sightings(label, places)
        yield
        told, witness = self._told, self._witness()
        for _ in self._tracker.updating(label, sightings, witness, self.now_ns):
            yield
            if self._told != told:
                return
        things = self._tracker.things
        self.attributes.settle(label, things, self._spatial.voxel_map, self.now_ns)
        self._shelters.note(things.tracks.values(), self.now_ns)
        self.questions.asked(label, begun_ns)
        self._logbook.note(things, label)

    def sightings(self, label: str) -> list[Sighting]:
        """Places that show a thing of a label in the map as it is; nothing is concluded from them.

        Raises:
            InvalidQuery: if the label is empty or too long.
        """
        return self._sightings(label, places_of(self._spatial, self.questions.query(label)))

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
        """All things known, gone or not, in order of identity; how likely, as of now."""
        tracks = self._tracker.things.tracks
        return tuple(self._as_of_now(tracks[entity_id]) for entity_id in sorted(tracks))

    def entity(self, entity_id: int) -> Entity | None:
        """A thing by its identity, as of now; one that turned out to be another is that."""
        things = self._tracker.things
        track = things.tracks.get(things.find_self(entity_id))
        return None if track is None else self._as_of_now(track)

    def shut_in(self) -> dict[int, int]:
        """Things that cannot be seen as what they are in is closed: what each of them is in."""
        return self._shelters.shut_in(self.entities(), self.attributes.states)

    def attributes_of(self, entity_id: int) -> Attributes:
        """What a thing is like; nothing if there is no such thing."""
        entity = self.entity(entity_id)
        return Attributes() if entity is None else self.attributes.of(entity)

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
        """What became different after a time, the newest so many, oldest first.

        Things appeared, moved or vanished, or came to be in another state.

        Args:
            since_ns: Only changes that may have happened later.
            within: Only things that were or are in this box.
            limit: At most so many.
        """
        entities = {entity.id: entity for entity in self.entities()}
        history = self._tracker.things.history
        changes = history.changed_since(
            since_ns, entities, lambda change: within is None or touches(change, within)
        )
        believed = self._tracker.things.history.belief_now
        altered = state_changes(self.attributes.states, since_ns, entities, believed)
        there = (change for change in altered if within is None or touches(change, within))
        return newest([*islice(changes, limit), *there], limit)

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
        entity = self._tracker.tell(name, told).entity
        self._logbook.note(self._tracker.things, name)
        return entity

    def forget(self, entity_ids: Collection[int]) -> int:
        """Erase things for good, with the surfaces and images that show them, in the file too.

        Images of where they were before go with them, if they were taken while they were there.
        Things whose middles lie in the boxes of these go with them. Returns how many went.

        Raises:
            MapFileError: if the disk refuses; they are gone from memory then, not from the file.
        """
        before = len(self.entities())
        for entity_id in sorted(set(entity_ids)):
            entity = self.entity(entity_id)
            for box in former_boxes(self.beliefs(entity_id)):
                self._spatial.forget(box)
            if entity is not None and entity.status != Status.GONE and any(entity.size_m):
                self._spatial.forget(box_around(entity))
            self.drop([entity_id])
        self._spatial.scrub()
        return before - len(self.entities())

    def drop(self, entity_ids: Collection[int]) -> int:
        """Drop things with all relations and log rows, and where the camera looked lately.

        Returns how many. Names that no thing has any more are forgotten too. Surfaces and images
        stay, and the file is not changed before the next commit.
        """
        known = [each for each in set(entity_ids) if self.entity(each) is not None]
        labels = {entity.label for each in known if (entity := self.entity(each)) is not None}
        self._tracker.forget(known)
        if isinstance(self._spatial.encoder, Unlearning):
            self._spatial.encoder.unlearn(labels - {each.label for each in self.entities()})
        self.attributes.forget(known)
        self._shelters.forget(known)
        self.views.forget()
        forget_elsewhere(self._spatial, entity_ids, labels)
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
        return explained(
            replace(track, entity=self._as_of_now(track)),
            beliefs,
            self._spatial.keyframes,
            self.now_ns,
            self.attributes,
        )

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
        belief = self._tracker.things.history.belief_now
        return context_of(
            self.entities(),
            lambda entity: asker.worth(entity, self.questions.query(entity.label).vector),
            lambda entity: described(entity, belief(entity.id), self.attributes, self.now_ns),
            token_budget,
        )

    def with_told(
        self, answer: Answer, query: Query, *, top: int, within: Selection | None = None
    ) -> Answer:
        """An answer with places that were only told ranked among those that were seen."""
        tracks, example = self._tracker.things.tracks.values(), self.questions.example
        known = told_places(query, tracks, self._tracker.things.history.belief_now, example)
        told = (told for told in known if lies_in(told, within))
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
        self._logbook.move(correction)
        self.attributes.drop_waiting()
        self.views.move(correction)

    def rows(self) -> ObjectRows:
        """All that is to be kept."""
        rows, shelters = self._tracker.things.rows(), self._shelters.rows()
        return replace(rows, attributes=self.attributes.rows(), shelters=shelters)

    def restore(self, rows: ObjectRows) -> None:
        """Take back what was kept."""
        self._tracker.things.restore(rows)
        self.attributes.restore(rows.attributes)
        self._logbook.restore(rows)
        self._shelters.restore(rows.shelters)

    def _as_of_now(self, track: Track) -> Entity:
        return as_of_now(track.entity, self._tracker.things.known_since_ns(track), self.now_ns)

    def _sightings(self, label: str, places: Sequence[Place]) -> list[Sighting]:
        among, spots = self.questions.among(label, self.labels), self.views.spots.of(label)
        found = found_at(self._spatial, places, among, spots, self._witness())
        things = self._tracker.things
        return without_doors(found, things.labelled(label), self.attributes.open_ids())

    def _witness(self) -> SeenThrough:
        return SeenThrough(self._spatial.voxel_map, self.views, self._config)

    def _next_due(self, period_s: float | None) -> str | None:
        pause_s = period_s if period_s is not None else self._config.period_s
        return self.questions.next_due(self.labels, self.now_ns, pause_s)
