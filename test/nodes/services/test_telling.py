import numpy as np
import pytest
from builtin_interfaces.msg import Time
from geometry_msgs.msg import Point, Vector3
from std_msgs.msg import Header
from whereseen_msgs import srv
from whereseen_msgs.msg import Status

from whereseen.memory.errors import InvalidQuery, MapFileError
from whereseen.memory.spatial.pose_correction import PoseCorrection
from whereseen.nodes.clocks import Clocks
from whereseen.nodes.convert.entity import entities_message
from whereseen.nodes.convert.stamp import time_of
from whereseen.nodes.convert.unusable import UnusableMessage
from whereseen.nodes.services import asking, telling

START_NS = 1_700_000_000_000_000_000


def mug_of(core):
    (mug,) = [entity for entity in core.objects.entities() if entity.label == "mug"]
    return mug


def test_what_was_told_is_found(core, ask):
    told = ask(
        core, srv.Remember, telling.remember,
        label="key", position=Point(x=-2.0, y=1.0, z=0.5), size=Vector3(x=0.1, y=0.1, z=0.1),
        source="Ada",
    )  # fmt: skip
    assert told.status.code == Status.OK and told.entity_id > 0
    found = ask(core, srv.Locate, asking.locate, text="key")
    assert found.status.code == Status.OK
    assert "Ada" in found.status.reason
    assert (found.places[0].position.x, found.places[0].position.y) == (-2.0, 1.0)


def test_what_is_erased_voids_what_is_half_done(core, ask, region, place):
    before = core.edition
    ask(core, srv.Locate, asking.locate, text="mug")
    ask(core, srv.Remember, telling.remember, label="key")
    assert core.edition == before
    ask(core, srv.Forget, telling.forget, entity_ids=[mug_of(core).id])
    forgotten = core.edition
    ask(core, srv.ClearBox, telling.clear_box, region=region(place.mug, (0.5, 0.5, 0.5)))
    assert before < forgotten < core.edition


def test_what_the_disk_refuses_to_forget_voids_it_too(core, ask, monkeypatch):
    def refuse(ids):
        raise MapFileError("the disk is full")

    before = core.edition
    monkeypatch.setattr(core.objects, "forget", refuse)
    with pytest.raises(MapFileError):
        ask(core, srv.Forget, telling.forget, entity_ids=[mug_of(core).id])
    assert core.edition > before


def test_places_are_told_in_any_frame(core, ask):
    header = Header(frame_id="base_link")
    told = ask(
        core, srv.Remember, telling.remember,
        header=header, label="key", position=Point(x=1.0, y=0.0, z=0.5),
    )  # fmt: skip
    assert core.objects.entity(told.entity_id).position_m == pytest.approx((0.0, 2.0, 0.5))


def test_useless_facts_are_refused(core, ask):
    with pytest.raises(InvalidQuery):
        ask(core, srv.Remember, telling.remember, label="")
    with pytest.raises(InvalidQuery):
        ask(core, srv.Remember, telling.remember, label="key", probability=7.0)


def test_a_cleared_box_is_empty_and_its_images_stay(core, ask, region, place):
    images = len(core.memory.keyframes)
    box = region(place.mug, (0.5, 0.5, 0.5))
    cleared = ask(core, srv.ClearBox, telling.clear_box, region=box)
    assert cleared.voxels > 10
    assert ask(core, srv.ClearBox, telling.clear_box, region=box).voxels == 0
    assert len(core.memory.keyframes) == images


def test_everything_is_not_cleared_by_an_empty_box(core, ask):
    with pytest.raises(InvalidQuery, match="no volume"):
        ask(core, srv.ClearBox, telling.clear_box)
    assert len(core.memory.voxels().index)


def test_forgetting_nothing_in_particular_is_refused(core, ask):
    with pytest.raises(InvalidQuery, match="set everything"):
        ask(core, srv.Forget, telling.forget)
    assert len(core.memory.voxels().index)


def test_a_dry_run_tells_what_forgetting_then_does(core, ask, region, place):
    box = region(place.mug, (0.5, 0.5, 0.5))
    before = len(core.memory.voxels().index)
    planned = ask(core, srv.Forget, telling.forget, region=box, dry_run=True)
    assert len(core.memory.voxels().index) == before
    done = ask(core, srv.Forget, telling.forget, region=box, reason="private")
    assert (planned.voxels, planned.images, planned.entities) == (
        done.voxels, done.images, done.entities,
    )  # fmt: skip
    assert done.voxels == before - len(core.memory.voxels().index) > 0
    assert done.images > 0 and done.entities == 1
    assert "private" in core.lines[-1]


def test_entities_are_forgotten_by_their_identity(core, ask):
    mug = mug_of(core)
    reply = ask(core, srv.Forget, telling.forget, entity_ids=[mug.id])
    assert reply.entities == 1 and reply.voxels > 0
    assert core.objects.entity(mug.id) is None
    found = ask(core, srv.Locate, asking.locate, text="mug")
    assert found.status.code == Status.NOT_FOUND


def test_what_was_seen_in_a_stretch_of_time_is_forgotten(core, ask):
    reply = ask(core, srv.Forget, telling.forget, since=time_of(START_NS), until=Time())
    assert reply.voxels > 0
    assert len(core.memory.voxels().index) == 0


def test_everything_is_forgotten_when_it_is_asked_for(core, ask):
    reply = ask(core, srv.Forget, telling.forget, everything=True)
    assert reply.voxels and reply.images and reply.entities
    assert len(core.memory.voxels().index) == len(core.memory.keyframes) == 0
    assert core.objects.entities() == ()
    again = ask(core, srv.Forget, telling.forget, everything=True)
    assert again.status.code == Status.NOT_FOUND


def test_the_answer_that_is_shown_goes_with_what_is_forgotten(core, ask):
    ask(core, srv.Locate, asking.locate, text="mug")
    ask(core, srv.Forget, telling.forget, everything=True, dry_run=True)
    assert core.last_answer is not None
    ask(core, srv.Forget, telling.forget, everything=True)
    assert core.last_answer is None


def test_the_answer_that_is_shown_goes_when_the_map_moves(core, ask):
    ask(core, srv.Locate, asking.locate, text="mug")
    core.correct(PoseCorrection.since(START_NS, np.eye(4)))
    assert core.last_answer is None


@pytest.mark.parametrize("since", [Time(sec=-5), Time(sec=2**31 - 1, nanosec=2**32 - 1)])
def test_nothing_is_told_of_a_time_that_no_message_can_say(core, ask, since):
    with pytest.raises((InvalidQuery, UnusableMessage)):
        ask(core, srv.Remember, telling.remember, label="key", header=Header(stamp=since))
    entities_message(core.objects.entities(), frame_id="map", stamp_ns=core.stamp_ns)


def test_nothing_is_told_before_there_is_a_time(core, ask):
    core._clocks = Clocks(steady_s=lambda: 0.0, now_ns=lambda: 0)
    with pytest.raises(InvalidQuery, match="no such time"):
        ask(core, srv.Remember, telling.remember, label="key")
