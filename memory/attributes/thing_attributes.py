"""What every thing is like: its colours, its states and since when."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from whereseen.memory.attributes.category import affordances_of, material_of
from whereseen.memory.attributes.colour import Colour, colour_terms_in
from whereseen.memory.attributes.colour_evidence import ColourEvidence
from whereseen.memory.attributes.mobility import half_life_s
from whereseen.memory.attributes.noticing import Glimpse, glimpses_of_colours, glimpses_of_states
from whereseen.memory.attributes.state import State, StateHistory
from whereseen.memory.attributes.voxel_colours import voxel_colours
from whereseen.memory.attributes.words import state_text
from whereseen.memory.encoder.protocol import FeatureImage
from whereseen.memory.frames import Float32
from whereseen.memory.objects.boxes import outside_m
from whereseen.memory.objects.doors import fold_doors
from whereseen.memory.objects.entity import Entity, Status
from whereseen.memory.objects.track import Track
from whereseen.memory.observation import Observation
from whereseen.memory.spatial.voxel_map import VoxelMap

if TYPE_CHECKING:
    from whereseen.memory.objects.things import Things

_MOST_LABELS = 500  # of which glimpses wait until their things are looked at
_MOST_OF_A_LABEL = 24
_PART_OF_IT = 0.5  # of the points of a thing that is in a state
_SURE = 0.3  # that a colour is called so, below which it is not told
_TOLD_SHARE = 0.35  # of a thing that its second colour has, from where on it is told
_STALE = 0.65  # probability below which a state is not told as what is


@dataclass(frozen=True, slots=True)
class Attributes:
    """What a thing is like.

    Attributes:
        colours: Measured, the most seen first; none if its pixels were not seen.
        states: In which it is, by key, as last seen.
        material: Of what things of its kind usually are, empty if that is not known.
        affordances: What can be done with things of its kind, as "drink from".
        half_life_s: After which half of its kind are somewhere else.
    """

    colours: tuple[Colour, ...] = ()
    states: tuple[State, ...] = ()
    material: str = ""
    affordances: tuple[str, ...] = ()
    half_life_s: float = 0.0


@dataclass(frozen=True, slots=True)
class AttributeRows:
    """What is to be kept in a file.

    Attributes:
        colours: By identity.
        states: In the order of `StateHistory`.
    """

    colours: dict[int, ColourEvidence] = field(default_factory=dict)
    states: tuple[State, ...] = ()


class ThingAttributes:
    """Colours and states by the identities of things.

    What frames show waits, by label, until the things of that label are brought up to date;
    then it belongs to those in whose boxes it lies.

    Attributes:
        states: In which states things were, while.
    """

    def __init__(self) -> None:
        self.states = StateHistory()
        self._colours: dict[int, ColourEvidence] = {}
        self._waiting: dict[str, deque[Glimpse]] = {}

    def notice(
        self, observation: Observation, image: FeatureImage, names: Sequence[str], vectors: Float32
    ) -> None:
        """Note what a frame shows.

        Args:
            observation: The frame as it came, with its states.
            image: What the encoder made of it.
            names: Names that the encoder recognises; none if it knows no names.
            vectors: (N, D) of these.
        """
        for glimpse in glimpses_of_colours(observation, image, names, vectors):
            self._wait(glimpse)
        for glimpse in glimpses_of_states(observation):
            self._wait(glimpse)

    def settle(self, label: str, things: Things, voxel_map: VoxelMap, now_ns: int) -> None:
        """Give what waits for a label to its things, and drop what is known of none any more.

        Args:
            label: Whose things have just been brought up to date.
            things: All things.
            voxel_map: Shows colours of those of which no pixels were seen.
            now_ns: Time of the newest frame.
        """
        tracks = [track for track in things.labelled(label) if _is_there(track)]
        entities, slack_m = [track.entity for track in tracks], voxel_map.config.voxel_size_m
        for glimpse in self._waiting.pop(label, ()):
            self._give(glimpse, entities, slack_m, now_ns)
        for track in tracks:
            if track.entity.id not in self._colours:
                rgb = voxel_colours(voxel_map, track.points_map)
                if len(rgb):
                    self._colours[track.entity.id] = ColourEvidence.of(rgb)
        self.follow(things.united)
        fold_doors(label, things, self.states, now_ns)
        self.keep_only(things.tracks)

    def follow(self, united: Iterable[tuple[int, int, int]]) -> None:
        """Let things that turned out to be others leave these what was known of them.

        Args:
            united: Identities that were given up, and for which others.
        """
        for was, entity_id, _ in united:
            colours = self._colours.pop(was, None)
            if colours is not None:
                own = self._colours.get(entity_id)
                self._colours[entity_id] = colours if own is None else own.plus(colours)
            self.states.unite(was, entity_id)

    def of(self, entity: Entity) -> Attributes:
        """What a thing is like."""
        evidence = self._colours.get(entity.id)
        return Attributes(
            colours=() if evidence is None else evidence.colours(),
            states=self.states.of(entity.id),
            material=material_of(entity.label),
            affordances=affordances_of(entity.label),
            half_life_s=half_life_s(entity.label),
        )

    def share_of(self, entity_id: int, colours: frozenset[str]) -> float | None:
        """Share of what was seen of a thing that has one of some colours; None if nothing was."""
        evidence = self._colours.get(entity_id)
        return None if evidence is None else evidence.share_of(colours)

    def sure_colours(self, entity: Entity) -> tuple[str, ...]:
        """Names of its main colour and of one that is nearly as much of it, if they are sure."""
        first, *others = self.of(entity).colours or (None,)
        likely = [first, *(each for each in others if each and each.share >= _TOLD_SHARE)]
        return tuple(each.name for each in likely if each and each.sureness >= _SURE)

    def named(self, entity: Entity) -> str:
        """Its label, with its colours if they are sure and the label tells none."""
        colours = self.sure_colours(entity)
        if not colours or colour_terms_in(entity.label.casefold().split()):
            return entity.label
        return f"{' and '.join(colours)} {entity.label}"

    def open_ids(self) -> frozenset[int]:
        """Identities of what stands open."""
        holding = (each for each in self.states if each.valid_to_ns is None)
        return frozenset(
            each.entity_id for each in holding if (each.key, each.value) == ("open", "yes")
        )

    def states_text(self, entity_id: int, now_ns: int) -> str:
        """Its states in words, as "open, dirty"; those that are stale are left out."""
        states = self.states.of(entity_id)
        fresh = [each for each in states if each.probability_at(now_ns) >= _STALE]
        return ", ".join(state_text(each.key, each.value) for each in fresh)

    def keep_only(self, entity_ids: Collection[int]) -> None:
        """Drop what is known of all other things."""
        kept = set(entity_ids)
        gone = {each for each in self._colours if each not in kept}
        gone |= {state.entity_id for state in self.states if state.entity_id not in kept}
        if gone:
            self.forget(gone)

    def forget(self, entity_ids: Collection[int]) -> None:
        """Drop things, and what no thing has been given yet."""
        for entity_id in entity_ids:
            self._colours.pop(entity_id, None)
        self.states.forget(entity_ids)
        self._waiting.clear()

    def drop_waiting(self) -> None:
        """Drop what no thing has been given yet, as where the map has moved under it."""
        self._waiting.clear()

    def rows(self) -> AttributeRows:
        """All that is to be kept."""
        return AttributeRows(dict(self._colours), tuple(self.states))

    def restore(self, rows: AttributeRows) -> None:
        """Take back what was kept."""
        self._colours = dict(rows.colours)
        self.states.restore(rows.states)
        self._waiting.clear()

    def _wait(self, glimpse: Glimpse) -> None:
        waiting = self._waiting.pop(glimpse.label, None)  # in the order of the newest
        if waiting is None:
            if len(self._waiting) >= _MOST_LABELS:
                self._waiting.pop(next(iter(self._waiting)))
            waiting = deque(maxlen=_MOST_OF_A_LABEL)
        waiting.append(glimpse)
        self._waiting[glimpse.label] = waiting

    def _give(
        self, glimpse: Glimpse, entities: Sequence[Entity], slack_m: float, now_ns: int
    ) -> None:
        """Let things in whose boxes points of a glimpse lie have it."""
        if not entities:
            return
        points = glimpse.points_map
        apart = np.array([outside_m(points, each.position_m, each.size_m) for each in entities])
        nearest = np.where(apart.min(axis=0) <= slack_m, apart.argmin(axis=0), -1)
        counts = np.bincount(nearest[nearest >= 0], minlength=len(entities))
        if glimpse.states and counts.max() >= _PART_OF_IT * len(nearest):
            entity_id = entities[int(counts.argmax())].id
            for state in glimpse.states:
                self.states.report(
                    entity_id, state, glimpse.stamp_ns,
                    score=glimpse.score, now_ns=now_ns, source=glimpse.source,
                )  # fmt: skip
        for at in np.flatnonzero(counts).tolist() if len(glimpse.rgb) else ():
            entity_id = entities[at].id
            seen = ColourEvidence.of(glimpse.rgb[nearest == at])
            self._colours[entity_id] = self._colours.get(entity_id, ColourEvidence()).plus(seen)


def _is_there(track: Track) -> bool:
    return track.entity.status != Status.GONE and not track.is_only_told
