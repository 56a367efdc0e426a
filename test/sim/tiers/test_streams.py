"""The streams are what they are said to be."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from whereseen.sim.tiers.streams import STREAMS, StreamConfig, make_stream

CONFIG = StreamConfig()


@pytest.mark.parametrize("name", STREAMS)
def test_equal_seeds_make_equal_streams(name):
    config = replace(CONFIG, tasks=300)
    assert make_stream(name, 3, config) == make_stream(name, 3, config)
    assert make_stream(name, 3, config) != make_stream(name, 4, config)


@pytest.mark.parametrize(("name", "things"), [("listed tasks", 37), ("zipf", 40)])
def test_a_task_needs_two_and_a_quarter_things(name, things):
    stream = make_stream(name, 0, CONFIG)
    assert 2.2 < len(stream) / CONFIG.tasks < 2.3
    assert set(stream.things) <= set(range(things))
    assert len(stream.cost_s) == max(stream.things) + 1
    assert min(stream.cost_s) > 0.0


def test_every_listed_thing_is_needed():
    assert len(set(make_stream("listed tasks", 1, CONFIG).things)) == 37


def test_the_first_of_zipf_is_needed_most():
    counts = Counter(make_stream("zipf", 0, CONFIG).things)
    ratio = counts[0] / counts[7]
    assert 8**0.8 * 0.8 < ratio < 8**0.8 * 1.25


def test_a_household_uses_few_things_which_change():
    config = replace(CONFIG, tidying=0.0)
    things = make_stream("household", 0, config).things
    assert len(set(things[:60])) < 15
    assert len(set(things)) > 40
    still = make_stream("household", 0, replace(config, drift=0.0))
    assert len(set(still.things)) == 8


def test_tidying_touches_twelve_things_once():
    things = make_stream("household", 0, replace(CONFIG, tidying=1.0, tasks=9)).things
    scans = [things[at : at + 12] for at in range(0, len(things), 12)]
    assert [len(set(scan)) for scan in scans] == [12] * 9


@pytest.mark.parametrize("name", STREAMS)
def test_things_are_moved_as_often_as_is_said(name):
    config = replace(CONFIG, tasks=300)
    assert not any(make_stream(name, 0, replace(config, moved=0.0)).moved)
    always = make_stream(name, 0, replace(config, moved=1.0))
    first = [always.things.index(thing) for thing in set(always.things)]
    assert not any(always.moved[at] for at in first)
    assert 0.4 < sum(always.moved) / len(always) <= 1.0
