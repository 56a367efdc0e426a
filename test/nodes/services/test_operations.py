"""Upkeep, rows of the log, watches, and what is told or asked in words."""

import pytest
from whereseen_msgs import srv
from whereseen_msgs.msg import Status

from whereseen.memory.errors import InvalidQuery
from whereseen.nodes.services import asking, recalling, telling, upkeep, watching


def test_upkeep_is_done_within_its_budget(core, ask):
    reply = ask(core, srv.Consolidate, upkeep.consolidate)
    while not reply.complete:
        reply = ask(core, srv.Consolidate, upkeep.consolidate)
    assert "summaries" in reply.text
    assert core.memory.upkeep.rows().summaries


def test_rows_fit_all_conditions(core, ask, region, place):
    def recall(**fields):
        return ask(core, srv.RecallObservations, recalling.recall_observations, **fields)

    every = recall()
    assert every.exact and every.status.code == Status.OK
    assert {each.label for each in every.observations} == {"mug"}
    near = recall(labels=["mug"], region=region(place.mug, (0.5, 0.5, 0.5)))
    assert [each.label for each in near.observations] == ["mug"]
    far = recall(labels=["mug"], region=region(place.nowhere, (0.5, 0.5, 0.5)))
    assert far.status.code == Status.NOT_FOUND
    assert recall(text="a mug", limit=1).observations[0].label == "mug"
    with pytest.raises(InvalidQuery, match="no attribute"):
        recall(attributes=["red"])


def test_a_watch_is_told_of_what_it_is_for_until_it_ends(core, ask, see):
    begun = ask(core, srv.Watch, watching.watch, labels=["mug"], kinds=["vanished"])
    assert begun.status.code == Status.OK and begun.topic
    ask(core, srv.Remember, telling.remember, label="key")
    for second in range(4, 12):
        see(core, second, mug=False)
    assert core.watches.waiting > 0
    ended = ask(core, srv.Unwatch, watching.unwatch, watch_id=begun.watch_id)
    assert (ended.status.code, ended.dropped) == (Status.OK, 0)
    again = ask(core, srv.Unwatch, watching.unwatch, watch_id=begun.watch_id)
    assert again.status.code == Status.NOT_FOUND


def test_a_place_is_told_in_a_sentence(core, ask):
    told = ask(core, srv.Remember, telling.remember, sentence="the key is on the mug")
    assert core.objects.entity(told.entity_id).label == "key"
    with pytest.raises(InvalidQuery):
        ask(core, srv.Remember, telling.remember, sentence="the key is on the moon")


def test_a_thing_is_explained_by_its_name(core, ask):
    told = ask(core, srv.Explain, asking.explain, label="mug")
    assert told.entity.label == "mug" and told.beliefs
    with pytest.raises(InvalidQuery):
        ask(core, srv.Explain, asking.explain, label="unicorn")


def test_since_when_is_said_in_words(core, ask):
    found = ask(core, srv.ChangedSince, asking.changed_since, when="yesterday")
    assert found.status.code in (Status.OK, Status.NOT_FOUND)
    with pytest.raises(InvalidQuery):
        ask(core, srv.ChangedSince, asking.changed_since, when="once upon a time")
    with pytest.raises(InvalidQuery):
        ask(core, srv.ChangedSince, asking.changed_since, room="ballroom")
