import pytest
from geometry_msgs.msg import Point, PointStamped
from std_msgs.msg import Header
from whereseen_msgs import srv
from whereseen_msgs.msg import Status

from whereseen.memory.chronicle.logged import deeds_in
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.language import Role, Verb
from whereseen.nodes.convert.stamp import time_of
from whereseen.nodes.services import deeds, recollecting

START_NS = 1_700_000_000_000_000_000
SECOND = 1_000_000_000


def at(x, y, z, frame_id="map"):
    return PointStamped(header=Header(frame_id=frame_id), point=Point(x=x, y=y, z=z))


def test_a_deed_is_part_of_answers(core, ask):
    (mug,) = [entity for entity in core.objects.entities() if entity.label == "mug"]
    told = ask(
        core, srv.RememberDeed, deeds.remember_deed,
        verb="moved", entity_id=mug.id,
        start=time_of(START_NS + 5 * SECOND), end=time_of(START_NS + 8 * SECOND),
        before=at(1.5, 0.0, 1.0), after=at(0.0, 2.0, 0.0, "base_link"),
    )  # fmt: skip
    assert told.status.code == Status.OK
    (deed,) = deeds_in(core.memory.log)
    assert (deed.verb, deed.actor.role, deed.label) == (Verb.MOVED, Role.ROBOT, "mug")
    assert (deed.start_ns, deed.end_ns) == (START_NS + 5 * SECOND, START_NS + 8 * SECOND)
    assert deed.before.position_m == (1.5, 0.0, 1.0)
    assert deed.after.position_m == pytest.approx((-2.0, 1.0, 0.0))
    answer = ask(core, srv.Ask, recollecting.ask, text="what did you move?", zone="UTC")
    assert "mug" in answer.text


def test_people_do_things_too_without_a_known_thing(core, ask):
    ask(core, srv.RememberDeed, deeds.remember_deed, verb="opened", actor="Ada", label="fridge")
    (deed,) = deeds_in(core.memory.log)
    assert (deed.actor.role, deed.actor.name, deed.thing_id) == (Role.PERSON, "Ada", 0)
    assert deed.start_ns == deed.end_ns == core.now_ns
    assert (deed.before, deed.after) == (None, None)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"verb": "juggled", "label": "ball"}, "verb is not known"),
        ({"verb": "was", "label": "ball"}, "verb is not known"),
        ({"verb": "moved", "entity_id": 99}, "no such thing"),
        ({"verb": "moved", "start": time_of(START_NS + 9999 * SECOND)}, "ends when it begins"),
    ],
)
def test_what_cannot_have_been_done_is_refused(core, ask, fields, said):
    with pytest.raises(InvalidQuery, match=said):
        ask(core, srv.RememberDeed, deeds.remember_deed, **fields)
    assert deeds_in(core.memory.log) == []
