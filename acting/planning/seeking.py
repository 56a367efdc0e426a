"""Finds a thing that is needed: where memory says first, then where such things are, then all over.

What is not where it was thought to be is noted as absent, and the next hypothesis is taken. After
that, likely places are looked at one by one, closed furniture by opening it, until a look shows
what fits or the budget of looks is spent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from whereseen.acting.experience.lessons import Hints
from whereseen.acting.instructions.task import Reference
from whereseen.acting.knowledge.names import name_of
from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.planning.performing import Performer
from whereseen.acting.planning.searching import Foresight, Spot, spots, thing_distance_m
from whereseen.acting.planning.thoughts import ThoughtKind
from whereseen.acting.planning.wording import chosen_text, place_text, where_text, without_article
from whereseen.acting.references.resolution import Hypothesis, Resolution
from whereseen.acting.skills import kinds
from whereseen.acting.skills.call import Call, Explore, GoTo
from whereseen.acting.skills.outcome import Failure, FailureKind, Outcome

_THEREABOUTS = 0.9  # that something is where it was put or near there, though it is not seen

Resolve = Callable[[frozenset[int]], Resolution]


@dataclass(slots=True)
class Sought:
    """A thing that is needed, and what was done to find it.

    Attributes:
        reference: As it was said.
        first: What memory said before anything was done; None before that was asked.
        thing_id: What it is taken to mean now; None while it is looked for.
        looks_left: Places that may still be looked at.
        missed_ns: When things were looked for in vain, by identity.
        barred: Things that were seen but cannot be had.
        searched: Places that were looked at.
        opened: Furniture that was looked into.
        sighted: Things that were seen by a look at them.
        known: Things that were known before it was looked for.
        is_searching: Whether it was not where memory said.
        has_explored: Whether it was looked for all over.
        least_match: What fits the words less well is taken only where nothing better is found.
        dropped_at: Furniture where it was put and then was not to be seen, 0 for none.
    """

    reference: Reference
    looks_left: int
    first: Resolution | None = None
    thing_id: int | None = None
    missed_ns: dict[int, int] = field(default_factory=dict)
    barred: set[int] = field(default_factory=set)
    searched: set[int | str] = field(default_factory=set)
    opened: set[int | str] = field(default_factory=set)
    sighted: set[int] = field(default_factory=set)
    known: frozenset[int] = frozenset()
    is_searching: bool = False
    has_explored: bool = False
    least_match: float = 0.0
    dropped_at: int = 0

    def is_good(self, each: Hypothesis) -> bool:
        """Whether a hypothesis fits the words well enough to be taken without looking around."""
        is_named = self.first is not None and bool(self.first.query)
        return each.match >= self.least_match or not is_named

    @property
    def best(self) -> Hypothesis | None:
        """What memory said first, if that fits well enough."""
        best = None if self.first is None else self.first.best
        return best if best is not None and self.is_good(best) else None

    @property
    def label(self) -> str:
        """What it is called, as far as that is known; for who looks for it."""
        said = "" if self.first is None else self.first.query
        best = self.best
        return without_article(best.label if best is not None else said or self.reference.text)

    @property
    def candidates(self) -> tuple[Hypothesis, ...]:
        """What a refusal still thought possible."""
        refusal = None if self.first is None else self.first.refusal
        return () if refusal is None else refusal.candidates


class Seeker:
    """Looks for one thing after the other with one robot.

    Args:
        performer: The robot.
        hints: Where to look first and last.
        get_open: Opens furniture to look into it; returns why that is not possible, or None.
        close: Closes what was opened, where nothing was found in it.
    """

    def __init__(
        self,
        performer: Performer,
        hints: Hints,
        get_open: Callable[[int], Failure | None],
        close: Callable[[], None] = lambda: None,
    ) -> None:
        self._performer = performer
        self._hints = hints
        self._get_open = get_open
        self._close = close

    def choose(self, sought: Sought, resolve: Resolve) -> Hypothesis | None:
        """The best hypothesis that is worth a look; None if there is none."""
        resolution = resolve(frozenset(sought.missed_ns) | sought.barred)
        if sought.first is None:
            sought.first = resolution
            sought.known = frozenset(each.id for each in self._performer.world.things())
        known = (each for each in resolution.hypotheses if each.thing_id and sought.is_good(each))
        found = next((each for each in known if self._is_open(sought, each)), None)
        return self._newcomer(sought) if found is None and sought.is_searching else found

    def take(self, sought: Sought, chosen: Hypothesis) -> None:
        """Believe in a hypothesis."""
        sought.thing_id = chosen.thing_id
        thing = self._performer.world.thing(chosen.thing_id)
        self._performer.think(
            ThoughtKind.BELIEVES,
            chosen_text(sought.reference, chosen, thing, self._performer.world),
            thing_id=chosen.thing_id,
            probability=chosen.probability,
        )

    def miss(self, sought: Sought, thing: Thing) -> None:
        """A thing is not where it was thought to be."""
        world = self._performer.world
        where = where_text(thing, world)
        text = f"the {name_of(thing)} is not {where}" if where else f"no {name_of(thing)} there"
        self._performer.think(ThoughtKind.MISSED, text, thing_id=thing.id)
        if not thing.is_gone:
            world.note_absence(thing.id, thing.position_m)
        sought.missed_ns[thing.id] = world.now_ns
        if thing.support_id and thing.support_id != sought.dropped_at:
            sought.searched.add(thing.support_id)
            sought.opened |= {thing.support_id} if thing.relation == "in" else set()
        sought.thing_id = None

    def bar(self, sought: Sought, thing_id: int) -> None:
        """A thing is there but cannot be had."""
        sought.barred.add(thing_id)
        sought.thing_id = None

    def search(self, sought: Sought, resolve: Resolve) -> Failure | None:
        """Look at one more place; returns why there is nothing more to do, else None."""
        skills, label = self._performer.embodiment.skills, sought.label
        if sought.looks_left <= 0:
            return self._settled(sought, resolve, "so many places were looked at")
        if sought.missed_ns and not self._performer.config.looks_elsewhere:
            return self._not_found(sought, "it is not where it was")
        self._begin(sought)
        spot = next(iter(self._spots(sought)), None)
        if spot is not None:
            self._visit(sought, spot, resolve)
            return None
        if Explore in skills and not sought.has_explored:
            sought.has_explored = True
            text = f"I look for the {label} all over"
            self._performer.think(ThoughtKind.LOOKS, text)
            self._explore(sought, Explore(self._query(sought)), resolve)
            return None
        return self._settled(sought, resolve, "it is in no place that I know")

    def _begin(self, sought: Sought) -> None:
        """Say once why it is looked for."""
        refusal = None if sought.first is None else sought.first.refusal
        if not sought.is_searching and refusal is not None and not sought.missed_ns:
            self._performer.think(ThoughtKind.BELIEVES, refusal.reason)
        sought.is_searching = True

    def _settled(self, sought: Sought, resolve: Resolve, why: str) -> Failure | None:
        """Be content with what fits less well, if there is such a thing."""
        is_content, sought.least_match = sought.least_match <= 0.0, 0.0
        if not is_content and self.choose(sought, resolve) is not None:
            return None
        return self._not_found(sought, why)

    def pay(self, sought: Sought, outcome: Outcome) -> None:
        """Count the looks that a skill took."""
        least = 1 if isinstance(outcome.call, Explore) else 0
        sought.looks_left -= max(outcome.looks, least)

    def _visit(self, sought: Sought, spot: Spot, resolve: Resolve) -> None:
        sought.searched.add(spot.place)
        world = self._performer.world
        text = f"the {sought.label} may be {place_text(spot.place, world, there=True)}"
        text += f", {spot.distance_m:.1f} m away" if spot.distance_m else ""
        thing_id = spot.place if isinstance(spot.place, int) else 0
        self._performer.think(
            ThoughtKind.LOOKS, text, thing_id=thing_id, probability=spot.probability
        )
        if spot.is_inside and isinstance(spot.place, int):
            sought.opened.add(spot.place)
            if self._get_open(spot.place) is not None:
                return
        if Explore in self._performer.embodiment.skills:
            self._explore(sought, Explore(self._query(sought), (spot.place,)), resolve)
        else:
            self._pay_for(sought, GoTo(spot.place))

    def _explore(self, sought: Sought, call: Explore, resolve: Resolve) -> None:
        since_ns, world = self._performer.embodiment.now_ns, self._performer.world

        def is_enough() -> bool:
            things = world.things()
            is_new = any(each.last_seen_ns >= since_ns and not each.is_gone for each in things)
            return is_new and self.choose(sought, resolve) is not None

        outcome = self._performer.do(call, looks_left=sought.looks_left, is_enough=is_enough)
        self.pay(sought, outcome)
        if outcome.failure is not None and outcome.failure.kind is FailureKind.NOT_FOUND:
            rooms = {place for place in call.places if isinstance(place, str)}
            open_ = (each for each in world.things() if not kinds.has_door(each))
            sought.searched |= {each.id for each in open_ if each.room in rooms}
            self._close()

    def _pay_for(self, sought: Sought, call: Call) -> None:
        outcome = self._performer.do(call)
        sought.looks_left -= max(outcome.looks, 1)

    def _query(self, sought: Sought) -> str:
        said = "" if sought.first is None else sought.first.query
        return said or sought.label

    def _spots(self, sought: Sought) -> list[Spot]:
        """Where to look; what was put somewhere is there or thereabouts, seen or not."""
        performer, piece = self._performer, self._dropped_at(sought)
        about: tuple[int | str, ...] = () if piece is None else (piece.id, piece.room)
        for place in about:
            if piece is not None and place and place not in sought.searched:
                far_m = (performer.way_m or thing_distance_m)(piece, performer.embodiment.pose)
                return [Spot(place, _THEREABOUTS, far_m, 0.0)]
        robot = performer.embodiment
        return spots(
            self._kind(sought),
            self._performer.world,
            robot.pose,
            weight_per_m=self._performer.config.travel_weight_per_m,
            hints=self._hints,
            searched=sought.searched,
            opened=sought.opened,
            foresight=robot if isinstance(robot, Foresight) else None,
            doors=2 if self._performer.config.closes_behind else 1,
            way_m=self._performer.way_m,
        )

    def _dropped_at(self, sought: Sought) -> Thing | None:
        return self._performer.world.thing(sought.dropped_at) if sought.dropped_at else None

    def _kind(self, sought: Sought) -> str:
        """The label of what is looked for, as the memory has it."""
        first = sought.first
        best = () if sought.best is None else (sought.best,)
        known = () if first is None else (*best, *sought.candidates[:1])
        things = (self._performer.world.thing(each.thing_id) for each in known)
        label = next((each.label for each in things if each is not None), "")
        return label or self._query(sought)

    def _newcomer(self, sought: Sought) -> Hypothesis | None:
        """A thing of the same name that was not known before: the one that is missing there."""
        best = sought.best
        missed = None if best is None else self._performer.world.thing(best.thing_id)
        if best is None or missed is None:
            return None
        for each in self._performer.world.things():
            is_new = each.id not in sought.known | sought.barred and each.id not in sought.missed_ns
            if is_new and each.label == missed.label and not each.is_gone:
                why = f"it is new, and the {missed.label} is missing"
                return Hypothesis(each.id, each.label, each.probability, best.match, why)
        return None

    def _is_open(self, sought: Sought, each: Hypothesis) -> bool:
        """Whether a hypothesis was not refuted, or was seen since."""
        thing = self._performer.world.thing(each.thing_id)
        if thing is None or each.thing_id in sought.barred:
            return False
        missed_ns = sought.missed_ns.get(each.thing_id)
        if thing.is_held or (missed_ns is not None and thing.last_seen_ns > missed_ns):
            return True
        return missed_ns is None and not thing.is_gone

    def _not_found(self, sought: Sought, why: str) -> Failure:
        piece = self._dropped_at(sought)
        if piece is not None:
            why = f"I put it down at the {piece.label} and have not seen it since; {why}"
        return Failure(FailureKind.NOT_FOUND, f"the {sought.label} was not found: {why}")
