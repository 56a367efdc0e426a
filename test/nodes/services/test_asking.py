import math

import numpy as np
import pytest
from builtin_interfaces.msg import Time
from geometry_msgs.msg import PointStamped
from whereseen_msgs import srv
from whereseen_msgs.msg import Change, Entity, Status

from whereseen.memory.errors import InvalidQuery
from whereseen.nodes.convert.compressed import compressed_colour_message
from whereseen.nodes.convert.stamp import ns_of, time_of
from whereseen.nodes.services import asking

START_NS = 1_700_000_000_000_000_000


def at(second):
    return time_of(START_NS + second * 1_000_000_000)


def test_locate_gives_the_places_of_the_library(core, ask):
    reply = ask(core, srv.Locate, asking.locate, text="a mug", limit=3)
    expected = core.memory.ask("a mug", top=3)
    assert reply.status.code == Status.OK and reply.status.reason == expected.reason
    assert [place.probability for place in reply.places] == pytest.approx(
        [place.probability for place in expected.places]
    )
    first = reply.places[0]
    assert (first.position.x, first.position.y, first.position.z) == pytest.approx(
        expected.places[0].position_m
    )
    assert (first.header.frame_id, ns_of(first.header.stamp)) == ("map", ns_of(at(3)))


def test_locate_looks_only_where_it_is_told_to(core, ask, region, place):
    here = ask(core, srv.Locate, asking.locate, text="mug", region=region(place.mug, (1, 1, 1)))
    assert here.status.code == Status.OK
    elsewhere = region(place.nowhere, (1, 1, 1))
    reply = ask(core, srv.Locate, asking.locate, text="mug", region=elsewhere)
    assert reply.status.code == Status.NOT_FOUND and len(reply.places) == 0


def test_regions_may_be_given_in_any_frame(core, ask, region):
    """base_link looks along y of the map from (0, 1): the mug is 1.5 m to its right, 1 m back."""
    box = region((-1.0, -1.5, 1.0), (0.6, 0.6, 0.6), frame_id="base_link")
    assert ask(core, srv.Locate, asking.locate, text="mug", region=box).status.code == Status.OK
    mirrored = region((-1.0, 1.5, 1.0), (0.6, 0.6, 0.6), frame_id="base_link")
    reply = ask(core, srv.Locate, asking.locate, text="mug", region=mirrored)
    assert reply.status.code == Status.NOT_FOUND


def test_regions_in_unknown_frames_are_refused(core, ask, region, place):
    box = region(place.mug, (1, 1, 1), frame_id="mars")
    with pytest.raises(InvalidQuery, match="Ask in the frame map"):
        ask(core, srv.Locate, asking.locate, text="mug", region=box)


def test_flat_regions_are_refused(core, ask, region, place):
    with pytest.raises(InvalidQuery, match="edges of a region must be positive"):
        ask(core, srv.Locate, asking.locate, text="mug", region=region(place.mug, (1, 0, 1)))


def test_an_empty_question_is_refused(core, ask):
    with pytest.raises(InvalidQuery, match="Give a text, or an image"):
        ask(core, srv.Locate, asking.locate)


def test_an_encoder_without_eyes_refuses_images(core, ask):
    image = compressed_colour_message(
        np.zeros((8, 8, 3), np.uint8), frame_id="camera", stamp_ns=START_NS
    )
    with pytest.raises(InvalidQuery, match="cannot recognise what an image shows"):
        ask(core, srv.Locate, asking.locate, image=image)


def test_the_last_answer_is_shown_in_rviz(core, ask):
    before = core.revision
    ask(core, srv.Locate, asking.locate, text="a mug")
    assert core.last_answer.query == "a mug" and core.revision > before


def test_recall_gives_images_with_where_they_were_taken(core, ask):
    reply = ask(core, srv.Recall, asking.recall, text="a mug", with_images=True)
    assert reply.status.code == Status.OK
    image = reply.observations[0]
    assert image.camera_id == "camera_color_optical_frame"
    assert (image.pose.position.x, image.pose.position.z) == (0.0, 1.0)
    assert (image.width, image.height, image.k[0]) == (160, 120, 160.0)
    assert bytes(image.image.data).startswith(b"\xff\xd8")
    assert 0.5 < image.probability <= 1.0


def test_recall_without_a_question_gives_the_newest_without_scores(core, ask):
    reply = ask(core, srv.Recall, asking.recall)
    stamps = [ns_of(each.header.stamp) for each in reply.observations]
    assert stamps == sorted(stamps, reverse=True)
    assert all(math.isnan(each.score) for each in reply.observations)
    assert not len(reply.observations[0].image.data)


def test_recall_filters_by_time_and_camera(core, ask):
    late = ask(core, srv.Recall, asking.recall, since=at(50))
    assert late.status.code == Status.NOT_FOUND
    other = ask(core, srv.Recall, asking.recall, camera_id="rear")
    assert other.status.code == Status.NOT_FOUND


def test_times_in_the_wrong_order_are_refused(core, ask):
    with pytest.raises(InvalidQuery, match="ends before it begins"):
        ask(core, srv.Recall, asking.recall, since=at(5), until=at(1))


def test_changes_tell_what_appeared_and_vanished(core, ask, see):
    for second in range(4, 12):
        see(core, second, mug=False)
    reply = ask(core, srv.ChangedSince, asking.changed_since, since=Time())
    kinds = [(change.kind, change.entity.label) for change in reply.changes]
    assert (Change.APPEARED, "mug") in kinds
    assert kinds[-1] == (Change.VANISHED, "mug")
    vanished = reply.changes[-1]
    assert vanished.entity.status == Entity.GONE
    assert ns_of(at(3)) <= ns_of(vanished.earliest) <= ns_of(vanished.latest) <= ns_of(at(11))
    assert vanished.before.entity_id == vanished.entity.id


def test_nothing_changed_since_now(core, ask):
    reply = ask(core, srv.ChangedSince, asking.changed_since, since=at(59))
    assert reply.status.code == Status.NOT_FOUND and "nothing changed" in reply.status.reason


def test_context_is_text_within_its_budget(core, ask):
    near = PointStamped()
    near.header.frame_id = "base_link"
    reply = ask(core, srv.Context, asking.context, task="drink", near=near, token_budget=60)
    assert "mug" in reply.text and reply.tokens <= 60
    assert [entity.label for entity in reply.entities] == ["mug"]


def test_explanations_show_history_and_evidence(core, ask):
    (mug,) = [entity for entity in core.objects.entities() if entity.label == "mug"]
    reply = ask(core, srv.Explain, asking.explain, entity_id=mug.id, with_images=True)
    assert reply.entity.label == "mug" and "mug" in reply.text
    assert ns_of(reply.beliefs[0].valid_to) == 0
    assert bytes(reply.evidence[0].image.data).startswith(b"\xff\xd8")


def test_unknown_entities_cannot_be_explained(core, ask):
    with pytest.raises(InvalidQuery, match="no such entity"):
        ask(core, srv.Explain, asking.explain, entity_id=4711)
