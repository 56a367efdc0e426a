"""What is known of a symbolic home: a `WorldModel` on our tracker, chronicle, states and habits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from whereseen.acting.knowledge.acts import state_after
from whereseen.acting.knowledge.places import likely_among
from whereseen.acting.knowledge.world_model import Likely, Thing
from whereseen.memory.answer import Metres3
from whereseen.memory.attributes.words import state_text
from whereseen.memory.chronicle import Chronicle, Condition, Deed, Stay, Turn
from whereseen.memory.chronicle.bounds import Bounds
from whereseen.memory.chronicle.settling import settled_by, without_displaced
from whereseen.memory.consolidation.rows import Habit
from whereseen.memory.language import Verb
from whereseen.memory.objects.entity import Belief, Cause, Entity, Status
from whereseen.memory.tiers.kept_tiers import KeptTiers
from whereseen.memory.tiers.unit import Reason, Unit
from whereseen.sim.recalling.seeing import Frame
from whereseen.sim.symbolic.grounds import Grounds
from whereseen.sim.symbolic.likeness import likeness
from whereseen.sim.symbolic.looks import looks_of
from whereseen.sim.symbolic.tracking import Tracking

_FORGOTTEN_NS = 2 * 3600 * 1_000_000_000  # after this half of what was looked at counts no more

_ELSEWHERE = 0.3  # so often a thing is where habits do not tell
_FLOOR = 0.2  # of what they tell of a room and no furniture
_YESTERDAY_NS = 12 * 3600 * 1_000_000_000  # the furniture was seen then


class SymbolicWorldModel:
    """What the robot knows; nothing in it tells what is really so.

    Args:
        grounds: Rooms, and what is in view from where.
        habits: What earlier days told of where things are.
        now_ns: The time.
        is_furnished: Whether the furniture is known from earlier days.

    Attributes:
        tracking: Things with identity.
        deeds: What the robot did, oldest first.
        tiers: What is at hand, and the task.
        looked: By furniture, when it was looked at, and what share of it was hidden then.
        in_view: Furniture in the newest look.
        seen_ns: When that was.
    """

    def __init__(
        self,
        grounds: Grounds,
        habits: Iterable[Habit],
        now_ns: int,
        *,
        is_furnished: bool = True,
    ) -> None:
        self.grounds = grounds
        self.habits = tuple(habits)
        self.tracking = Tracking(grounds)
        self.deeds: list[Deed] = []
        self.tiers = KeptTiers()
        self.looked: dict[int, tuple[int, float]] = {}
        self.in_view: frozenset[int] = frozenset()
        self.seen_ns = now_ns
        self._now_ns = now_ns
        self._things: dict[int, Thing] | None = None
        self._chronicle: Chronicle | None = None
        if is_furnished:
            for name in grounds.stand_of:
                self.tracking.know(name, now_ns - _YESTERDAY_NS)

    @property
    def now_ns(self) -> int:
        """Time of the newest that is known."""
        return self._now_ns

    @property
    def held(self) -> int | None:
        """Identity of what is in the robot's hand."""
        return self.tracking.held

    def see(self, frame: Frame, furniture: Mapping[str, tuple[str, ...]]) -> None:
        """Take in a look.

        Args:
            frame: What was recognised.
            furniture: Pieces in view, by name, with what they are like in words.
        """
        stamp_ns = frame.look.stamp_ns
        self.tracking.see(frame)
        for name, words in furniture.items():
            piece_id = self.tracking.know(name, stamp_ns)
            self.tracking.report(piece_id, words, stamp_ns)
            is_near = self.grounds.stand_of[name] == frame.look.viewpoint
            hidden = self.grounds.hidden_share(name) if "closed" in words else 0.0
            self.looked[piece_id] = (stamp_ns, max(hidden, 0.05 if is_near else 0.1))
        self.in_view = frozenset(self.tracking.furniture[name] for name in furniture)
        self.seen_ns = stamp_ns
        self.become(stamp_ns)

    def become(self, now_ns: int) -> None:
        """Something is known anew."""
        self._now_ns = max(self._now_ns, now_ns)
        self._things = self._chronicle = None

    def things(self) -> tuple[Thing, ...]:
        """All things and furniture, those that are gone too, in order of identity."""
        return tuple(self._known().values())

    def thing(self, thing_id: int) -> Thing | None:
        """One by its identity, also by one that it had before; None if there is none."""
        return self._known().get(self.tracking.tracker.things.find_self(thing_id))

    def alike(self, text: str) -> Mapping[int, float]:
        """How well things fit a noun phrase, 0 to 1, by identity; those left out do not."""
        found = {
            each.id: likeness(text, each.label, (*each.attributes, *each.states))
            for each in self._known().values()
        }
        return {each: score for each, score in found.items() if score > 0.0}

    def chronicle(self) -> Chronicle:
        """Where things were, what was done and what was so."""
        if self._chronicle is None:
            self._chronicle = self._chronicled()
        return self._chronicle

    def rooms(self) -> tuple[str, ...]:
        """Names of all rooms."""
        return tuple(room.name for room in self.grounds.home.scene.rooms)

    def likely_places(self, label: str) -> tuple[Likely, ...]:
        """Where a thing of a label would be, the likeliest first."""
        known = likely_among(label, self.habits, self._known().values(), self.rooms())
        spread = _ELSEWHERE / max(len(known), 1)
        found = {
            it.place: ((1.0 - _ELSEWHERE) * it.probability + spread) * self._unseen(it.place)
            for it in known
        }
        whole = sum(found.values()) or 1.0
        best = sorted(found.items(), key=lambda item: (-item[1], str(item[0])))
        return tuple(Likely(place, share / whole) for place, share in best)

    def anywhere(self) -> tuple[Likely, ...]:
        """Places of a thing of which nobody knows where such things are."""
        places = [each.id for each in self._known().values() if each.is_receptacle]
        found = {place: self._unseen(place) for place in places}
        whole = sum(found.values()) or 1.0
        return tuple(Likely(place, share / whole) for place, share in found.items())

    def _unseen(self, place: int | str) -> float:
        """What is left of the chance that something is where it was not seen lately."""
        if isinstance(place, str):  # on the floor: what furniture is seen with, or nothing
            inside = [each for each, it in self._known().items()
                      if it.is_receptacle and it.room == place]  # fmt: skip
            left = sum(self._unseen(each) for each in inside) / max(len(inside), 1)
            return _FLOOR * left if inside else 1.0
        if place not in self.looked:
            return 1.0
        stamp_ns, left = self.looked[place]
        kept = float(0.5 ** ((self._now_ns - stamp_ns) / _FORGOTTEN_NS))
        return 1.0 - kept * (1.0 - left)

    def note_deed(self, deed: Deed) -> None:
        """What the robot did; it is known from now on where it put a thing."""
        self.deeds.append(deed)
        word = state_after(deed)
        for stamp_ns in (deed.end_ns - 1, deed.end_ns) if word and deed.thing_id else ():
            self.tracking.report(deed.thing_id, (word,), stamp_ns)
        if deed.verb is Verb.TOOK and deed.thing_id:
            self.tracking.take(deed.thing_id)
        elif deed.verb is Verb.PUT and deed.thing_id and deed.after is not None:
            self.tracking.put(deed.thing_id, deed.after.position_m, deed.end_ns)
        if self.tiers.working.state.held != self.held:
            self.tiers.working.hold(self.held)
        entity = self.tracking.entity(deed.thing_id)
        if entity is not None:
            at_m = entity.position_m if deed.after is None else deed.after.position_m
            unit = Unit(entity.id, entity.label, at_m, deed.end_ns, Reason.ACTED)
            self.tiers.short_term.note(unit)
        self.become(deed.end_ns)

    def note_absence(self, thing_id: int, position_m: Metres3) -> None:
        """The robot went to a place where a thing should be, looked, and it was not there."""
        self.tracking.miss(thing_id, self._now_ns)
        self.become(self._now_ns)

    def _known(self) -> dict[int, Thing]:
        if self._things is None:
            named = {entity_id: name for name, entity_id in self.tracking.furniture.items()}
            self._things = {
                each.id: self._furniture(each, named[each.id])
                if each.id in named
                else self._thing(each)
                for each in self.tracking.entities()
            }
        return self._things

    def _furniture(self, entity: Entity, name: str) -> Thing:
        looked_ns, _ = self.looked.get(entity.id, (0, 0.0))
        return Thing(
            entity.id,
            entity.label,
            entity.position_m,
            entity.size_m,
            entity.probability,
            max(entity.last_seen_ns, looked_ns),
            states=self._states(entity.id),
            room=self.grounds.home.pieces[name].item.room,
            is_receptacle=True,
        )

    def _thing(self, entity: Entity) -> Thing:
        is_held = entity.id == self.held
        at = self.grounds.spotted(entity.position_m, entity.size_m)
        support = 0 if is_held else self.tracking.furniture.get(at.support, 0)
        like = looks_of(entity.label)
        return Thing(
            entity.id,
            entity.label,
            entity.position_m,
            entity.size_m,
            1.0 if is_held else entity.probability,
            entity.last_seen_ns,
            like.attributes,
            self._states(entity.id),
            like.affordances,
            room="" if is_held else at.room,
            relation=at.relation if support else "",
            support_id=support,
            is_gone=entity.status is Status.GONE and not is_held,
            is_held=is_held,
        )

    def _states(self, entity_id: int) -> tuple[str, ...]:
        said = (state_text(each.key, each.value) for each in self.tracking.states.of(entity_id))
        return tuple(each for each in said if not each.startswith("not "))

    def _chronicled(self) -> Chronicle:
        history = self.tracking.tracker.things.history
        entities = {each.id: each for each in self.tracking.entities()}
        changes = tuple(history.changed_since(0, entities, lambda _: True))
        bounds = Bounds.of(changes)
        stays = [
            self._stay(entity, belief, bounds)
            for entity in entities.values()
            for belief in history.beliefs_of(entity.id)
            if belief.cause != Cause.ABSENT
        ]
        turns = [
            Turn(
                *(each.kind, each.entity.id, each.entity.label, each.earliest_ns, each.latest_ns),
                None if each.before is None else self._stay(each.entity, each.before, bounds),
                None if each.after is None else self._stay(each.entity, each.after, bounds),
            )
            for each in changes
        ]
        return Chronicle(
            settled_by(without_displaced(stays), self.deeds),
            turns,
            deeds=self.deeds,
            conditions=tuple(self._conditions(entities.values())),
            rooms=self.rooms(),
            sites=self.grounds.sites,
            now_ns=self._now_ns,
        )

    def _stay(self, entity: Entity, belief: Belief, bounds: Bounds) -> Stay:
        at = self.grounds.spotted(belief.position_m, belief.size_m)
        named = entity.id in self.tracking.furniture.values()
        left_ns = bounds.ended_after_ns(entity.id, belief)
        seen_ns = entity.last_seen_ns if belief.valid_to_ns is None else left_ns
        return Stay(
            *(entity.id, entity.label, belief.position_m, belief.valid_from_ns),
            belief.valid_to_ns,
            seen_ns or belief.valid_to_ns or entity.last_seen_ns,
            belief.probability,
            room=at.room,
            relation="" if named else at.relation,
            support="" if named or not at.support else self.grounds.label_of(at.support),
            began_after_ns=bounds.began_after_ns(entity.id, belief),
            ended_after_ns=left_ns,
        )

    def _conditions(self, entities: Iterable[Entity]) -> Iterable[Condition]:
        for entity in entities:
            for each in self.tracking.states.history_of(entity.id):
                word = state_text(each.key, each.value)
                span = (each.valid_from_ns, each.valid_to_ns)
                yield Condition(entity.id, entity.label, word, *span, each.key)
            for colour in looks_of(entity.label).colours:
                since_ns = entity.first_seen_ns
                yield Condition(entity.id, entity.label, colour, since_ns, about="colour")
