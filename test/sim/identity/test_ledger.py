"""Who was who, by hand."""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.sim.identity.ledger import Ledger, Tally
from whereseen.sim.identity.trackers import Known
from whereseen.sim.localize.rounds import RoundEnd
from whereseen.sim.world.truth import ObjectTruth

HERE, THERE, ELSEWHERE = (1.0, 0.0, 0.5), (3.0, 0.0, 0.5), (5.0, 0.0, 0.5)


@dataclass
class Told:
    """A tracker that knows what it is told."""

    things: list[Known] = field(default_factory=list)
    aliases: dict[int, int] = field(default_factory=dict)

    def look(self, objects):
        raise AssertionError

    def known(self):
        return self.things

    def now(self, identity):
        return self.aliases.get(identity, identity)


def truth(name, at, label="mug"):
    middle = np.array(at)
    box_m = (middle - 0.05, middle + 0.05)
    return ObjectTruth(1, name, label, "mug", np.eye(4), box_m, "table", "top", "hall", True, {})


def end(*objects, unseen=()):
    by_name = {each.name: each for each in objects}
    return RoundEnd(0, by_name, frozenset(by_name) - set(unseen), frozenset(), ())


def entered(*rounds):
    """The tally of the last of some rounds: objects with what is known then."""
    ledger, tracker = Ledger(), Told()
    tally = Tally()
    for objects, known in rounds:
        tracker.things = [Known(i, label, at) for i, label, at in known]
        tally = ledger.enter(objects, tracker)
    return tally


def test_a_move_is_kept_if_the_identity_is_where_the_thing_is():
    before = end(truth("a", HERE)), [(7, "mug", HERE)]
    after = end(truth("a", THERE))
    kept = entered(before, (after, [(7, "mug", THERE)]))
    assert (kept.moves, kept.kept, kept.kept_exactly, kept.unfound) == (1, 1, 1, 0)
    lost = entered(before, (after, [(7, "mug", HERE), (8, "mug", THERE)]))
    assert (lost.moves, lost.kept, lost.unfound, lost.surplus) == (1, 0, 0, 1)
    unfound = entered(before, (after, [(7, "mug", HERE)]))
    assert (unfound.moves, unfound.kept, unfound.unfound) == (1, 0, 1)


def test_a_move_counts_once():
    ledger, tracker = Ledger(), Told([Known(7, "mug", HERE)])
    ledger.enter(end(truth("a", HERE)), tracker)
    after = end(truth("a", THERE))
    tracker.things = []
    assert ledger.enter(after, tracker).unfound == 1
    assert ledger.enter(after, tracker) == Tally(things=1)
    again = end(truth("a", ELSEWHERE))
    tracker.things = [Known(7, "mug", ELSEWHERE)]
    assert (ledger.enter(again, tracker).moves, ledger.enter(again, tracker).stays) == (1, 1)


def test_what_stays_must_have_its_own_identity():
    before = end(truth("a", HERE)), [(7, "mug", HERE)]
    assert entered(before, before) == Tally(stays=1, stays_kept=1, things=1)
    assert entered(before, (before[0], [])) == Tally(stays=1, vanished=1, things=1)
    other = entered(before, (before[0], [(8, "mug", HERE)]))
    assert (other.stays_kept, other.vanished) == (0, 1)
    nudged = end(truth("a", (1.02, 0.0, 0.5)))
    assert entered(before, (nudged, [(7, "mug", HERE)])).stays_kept == 1


def test_look_alikes_that_moved_may_exchange_identities():
    before = end(truth("a", HERE), truth("b", THERE)), [(1, "mug", HERE), (2, "mug", THERE)]
    after = end(truth("a", THERE), truth("b", ELSEWHERE))
    tally = entered(before, (after, [(2, "mug", THERE), (1, "mug", ELSEWHERE)]))
    assert (tally.moves, tally.kept, tally.kept_exactly) == (2, 2, 0)


def test_one_that_stayed_keeps_its_own_whatever_its_like_does():
    before = end(truth("a", HERE), truth("b", THERE)), [(1, "mug", HERE), (2, "mug", THERE)]
    after = end(truth("a", ELSEWHERE), truth("b", THERE))
    tally = entered(before, (after, [(1, "mug", THERE), (2, "mug", ELSEWHERE)]))
    assert (tally.moves, tally.kept) == (1, 0)
    assert (tally.stays, tally.stays_kept, tally.vanished) == (1, 0, 0)


def test_one_that_was_never_seen_before_may_have_the_identity_of_its_like():
    before = end(truth("a", HERE), truth("b", THERE), unseen=["b"]), [(1, "mug", HERE)]
    after = end(truth("a", ELSEWHERE), truth("b", THERE))
    tally = entered(before, (after, [(1, "mug", THERE), (2, "mug", ELSEWHERE)]))
    assert (tally.moves, tally.kept, tally.kept_exactly) == (1, 1, 0)


def test_things_of_other_labels_are_no_look_alikes():
    before = (
        end(truth("a", HERE), truth("b", THERE, "cup")),
        [(1, "mug", HERE), (2, "cup", THERE)],
    )
    after = end(truth("a", THERE), truth("b", HERE, "cup"))
    tally = entered(before, (after, [(2, "mug", THERE), (1, "cup", HERE)]))
    assert (tally.moves, tally.kept) == (2, 0)


def test_an_identity_that_was_folded_into_another_is_that():
    ledger, tracker = Ledger(), Told([Known(8, "mug", HERE)])
    ledger.enter(end(truth("a", HERE)), tracker)
    tracker.things, tracker.aliases = [Known(3, "mug", THERE)], {8: 3}
    assert ledger.enter(end(truth("a", THERE)), tracker).kept_exactly == 1


def test_a_thing_has_one_place_and_a_place_one_thing():
    two = end(truth("a", HERE), truth("b", (1.1, 0.0, 0.5)))
    both = entered((two, [(1, "mug", (1.05, 0.0, 0.5))]), (two, [(1, "mug", (1.05, 0.0, 0.5))]))
    assert (both.stays, both.stays_kept) == (1, 1)


@settings(deadline=None)
@given(
    places=st.lists(st.sampled_from((HERE, THERE, ELSEWHERE)), min_size=2, max_size=6),
    right=st.booleans(),
)
def test_counts_are_shares_of_what_they_count(places, right):
    ledger, tracker, total = Ledger(), Told(), Tally()
    for n, place in enumerate(places):
        tracker.things = [Known(1 if right else n, "mug", place)]
        total += ledger.enter(end(truth("a", place)), tracker)
    moves = sum(one != other for one, other in pairwise(places))
    assert (total.moves, total.stays) == (moves, len(places) - 1 - moves)
    assert total.kept == (moves if right else 0)
    assert total.vanished == (0 if right else total.stays)


def test_sums_are_by_name():
    assert Tally(moves=1, kept=1) + Tally(moves=2, things=3) == Tally(moves=3, kept=1, things=3)


@pytest.mark.parametrize("label", ["mug", "cup"])
def test_too_many_of_a_label_are_surplus(label):
    tally = entered((end(truth("a", HERE)), [(1, label, HERE), (2, label, THERE)]))
    assert (tally.things, tally.surplus) == (1, 1 if label == "mug" else 0)
