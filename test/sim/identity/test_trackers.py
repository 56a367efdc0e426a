"""The baselines, on sightings by hand."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from whereseen.sim.identity.trackers import METHODS, Known, tracker

HERE, THERE, FAR = (1.0, 0.0, 0.0), (3.0, 0.0, 0.0), (9.0, 0.0, 0.0)


@dataclass
class Seen:
    """An object memory that sees mugs."""

    mugs: list = field(default_factory=list)
    labels: tuple = ("mug",)

    def sightings(self, label):
        return [
            SimpleNamespace(position_m=at, size_m=(0.1, 0.1, 0.1), probability=p)
            for at, p in self.mugs
        ]


def known_after(name, *looks):
    one = tracker(name)
    for look in looks:
        one.look(Seen([each if isinstance(each[0], tuple) else (each, 0.9) for each in look]))
    return [(each.id, each.position_m) for each in one.known()]


def test_nearest_takes_what_is_nearest_and_names_the_rest_anew():
    assert known_after("nearest", [HERE, FAR], [THERE, FAR]) == [(1, THERE), (2, FAR)]
    assert known_after("nearest", [HERE], [THERE, FAR]) == [(1, THERE), (2, FAR)]
    assert known_after("nearest", [HERE, FAR], [THERE]) == [(1, THERE)]


def test_nearest_gives_an_identity_once():
    assert known_after("nearest", [HERE], [(1.1, 0.0, 0.0), (0.8, 0.0, 0.0)]) == [
        (1, (1.1, 0.0, 0.0)),
        (2, (0.8, 0.0, 0.0)),
    ]


def test_nearest_forgets_what_it_does_not_see():
    assert known_after("nearest", [HERE], [], [HERE]) == [(2, HERE)]


def test_one_thing_of_a_label_is_where_it_is_seen_best():
    assert known_after("label-only", [(HERE, 0.6), (FAR, 0.9)]) == [(1, FAR)]
    assert known_after("label-only", [HERE], [THERE]) == [(1, THERE)]
    assert known_after("label-only", [HERE], []) == [(1, HERE)]


@pytest.mark.parametrize("name", ["nearest", "label-only"])
def test_what_is_doubtful_is_not_seen(name):
    assert known_after(name, [(HERE, 0.4)]) == []


@pytest.mark.parametrize("name", METHODS)
def test_all_know_nothing_at_first(name):
    one = tracker(name)
    assert list(one.known()) == []
    assert one.now(5) == 5


def test_labels_are_kept_apart():
    one = tracker("nearest")
    one.look(Seen([(HERE, 0.9)], labels=("cup", "mug")))
    assert list(one.known()) == [Known(1, "cup", HERE), Known(2, "mug", HERE)]
