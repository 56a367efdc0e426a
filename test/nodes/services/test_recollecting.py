import pytest
from whereseen_msgs import srv
from whereseen_msgs.msg import Status, Turn

from whereseen.memory.errors import InvalidQuery
from whereseen.nodes.convert.stamp import ns_of, time_of
from whereseen.nodes.services import asking, graphing, recollecting
from whereseen.nodes.services.zones import zone_of

START_NS = 1_700_000_000_000_000_000  # 22:13:20 UTC
MUG = (1.5, 0.0, 1.0)


@pytest.fixture
def gone(core, see):
    """The mug is seen for some seconds, and then its place without it."""
    for second in range(4, 12):
        see(core, second, mug=False)
    core.touch()
    return core


def at(stay):
    return stay.position.x, stay.position.y, stay.position.z


def test_the_past_is_asked_for_in_words(gone, ask):
    reply = ask(
        gone, srv.Ask, recollecting.ask, text="where was the mug 10 seconds ago?", zone="UTC"
    )
    assert reply.status.code == Status.OK and "mug" in reply.text
    (stay,) = reply.stays
    assert at(stay) == pytest.approx(MUG, abs=0.1)
    assert ns_of(stay.start) <= START_NS + 1_000_000_000 < ns_of(stay.end)
    assert ns_of(reply.asked_at) == gone.stamp_ns and len(reply.places) == 0


def test_what_happened_is_told_with_its_times(gone, ask):
    reply = ask(gone, srv.Ask, recollecting.ask, text="when was the mug removed?", zone="UTC")
    (turn,) = reply.turns
    assert (turn.kind, turn.label, turn.after.entity_id) == (Turn.VANISHED, "mug", 0)
    assert ns_of(turn.earliest) < ns_of(turn.latest) and "22:13" in turn.text


def test_where_something_is_now_is_asked_as_ever(core, ask):
    reply = ask(core, srv.Ask, recollecting.ask, text="a mug", limit=2)
    expected = core.memory.ask("a mug", top=2)
    assert reply.status.reason == expected.reason
    assert len(reply.places) == len(expected.places)
    assert reply.text.startswith("mug: ") and core.last_answer.query == "a mug"


def test_what_is_not_there_is_refused_with_the_reason(core, ask):
    reply = ask(core, srv.Ask, recollecting.ask, text="an elephant")
    assert reply.status.code == Status.NOT_FOUND
    assert reply.text == f"Not found: {reply.status.reason}"


def test_what_is_not_understood_is_said(core, ask):
    with pytest.raises(InvalidQuery, match="not understood"):
        ask(core, srv.Ask, recollecting.ask, text="when was the mug grobbled?")


def test_clocks_are_those_of_who_asks(gone, ask):
    text = "when was the mug removed?"
    reply = ask(gone, srv.Ask, recollecting.ask, text=text, zone="Asia/Tokyo")
    assert "07:13" in reply.text
    with pytest.raises(InvalidQuery, match="no such time zone"):
        zone_of("Atlantis/../../etc/passwd")


def test_the_history_of_a_thing(gone, ask):
    by_name = ask(gone, srv.History, recollecting.history, label="mug")
    (stay,), turns = by_name.stays, by_name.turns
    assert [turn.kind for turn in turns] == [Turn.APPEARED, Turn.VANISHED]
    by_id = ask(gone, srv.History, recollecting.history, entity_id=stay.entity_id)
    assert by_id.text == by_name.text and "until" in by_id.text
    until = time_of(START_NS - 1_000_000_000)
    reply = ask(gone, srv.History, recollecting.history, label="mug", until=until)
    assert reply.status.code == Status.NOT_FOUND and len(reply.stays) == 0


def test_localize_tells_place_certainty_and_evidence(core, ask):
    reply = ask(core, srv.Localize, recollecting.where, text="mug", with_images=True)
    best = reply.best
    assert reply.status.code == Status.OK and best.label == "mug" and best.entity_id
    assert best.pose.header.frame_id == "map"
    position = best.pose.pose.pose.position
    assert (position.x, position.y, position.z) == pytest.approx(MUG, abs=0.1)
    variances = best.pose.pose.covariance[::7]
    assert all(variance > 0.0 for variance in variances)
    assert variances[5] > 1.0  # nothing is known of how it is turned
    assert 0.4 < best.probability <= 1.0 and ns_of(best.age) < 1_000_000_000
    assert best.text.startswith("mug: ")
    assert reply.evidence and len(reply.evidence[0].image.data)


def test_localize_refuses_with_a_reason(core, ask, region, place):
    elsewhere = region(place.nowhere, (1, 1, 1))
    reply = ask(core, srv.Localize, recollecting.where, text="mug", region=elsewhere)
    assert reply.status.code == Status.NOT_FOUND
    assert reply.best.probability == 0.0 and not reply.evidence


def test_alternatives_are_the_next_best(core, ask):
    reply = ask(core, srv.Localize, recollecting.where, text="wall", limit=3)
    assert len(reply.alternatives) <= 3
    chances = [reply.best.probability, *(each.probability for each in reply.alternatives)]
    assert chances == sorted(chances, reverse=True)


def test_changes_are_told_in_words_too(gone, ask):
    reply = ask(gone, srv.ChangedSince, asking.changed_since)
    assert [turn.entity_id for turn in reply.turns] == [c.entity.id for c in reply.changes]
    assert reply.text.splitlines() == [turn.text for turn in reply.turns]
    assert any("gone" in line for line in reply.text.splitlines())


def test_the_latest_visit_found_nothing_where_no_room_is_known(gone, ask):
    reply = ask(gone, srv.ChangedSince, asking.changed_since, since_last_visit=True)
    assert reply.status.code == Status.NOT_FOUND and len(reply.turns) == 0


def test_the_graph_comes_as_a_message_and_as_a_document(core, ask):
    core.touch()
    reply = ask(core, srv.GetSceneGraph, graphing.scene_graph, format="json")
    names = {node.name for node in reply.graph.nodes}
    assert reply.status.code == Status.OK and {"home", "mug"} <= names
    assert '"name": "mug"' in reply.text
    assert ask(core, srv.GetSceneGraph, graphing.scene_graph).text == ""


def test_other_documents_are_refused(core, ask):
    with pytest.raises(InvalidQuery, match="Use json, graphml, txt"):
        ask(core, srv.GetSceneGraph, graphing.scene_graph, format="pickle")
