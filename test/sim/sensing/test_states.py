"""What a detector tells of states."""

from __future__ import annotations

import numpy as np
import pytest

from whereseen.sim.scene.home import Home
from whereseen.sim.sensing.config import RecognitionConfig
from whereseen.sim.sensing.recognition import Recogniser
from whereseen.sim.sensing.states import mistaken, states_of
from whereseen.sim.world.actions import SetJoint, SetState
from whereseen.sim.world.world import World


@pytest.fixture
def world(small_scene, small_catalogue):
    return World(Home(small_scene, small_catalogue))


def test_what_is_open_and_what_is_dirty(world):
    numbers = {body.name: body.instance for body in world.bodies()}
    states = states_of(world)
    assert states[numbers["cabinet"]] == {"open": "yes"}
    assert states[numbers["bowl"]] == {"clean": "no"}
    assert numbers["table"] not in states
    world.apply(SetJoint("cabinet", "drawer", 0.1))
    world.apply(SetState("bowl", "clean", "yes"))
    states = states_of(world)
    assert states[numbers["cabinet"]] == {"open": "no"}
    assert states[numbers["bowl"]] == {"clean": "yes"}


def test_as_many_mistakes_as_asked():
    told = [
        mistaken({"open": "yes"}, 0.2, seed=1, instance=3, tick=tick)["open"]
        for tick in range(2000)
    ]
    assert told.count("no") / len(told) == pytest.approx(0.2, abs=0.03)
    assert mistaken({"open": "no", "full": "yes"}, 0.0, seed=1, instance=3, tick=0) == {
        "open": "no",
        "full": "yes",
    }
    assert mistaken({"material": "oak"}, 1.0, seed=1, instance=3, tick=0) == {"material": "oak"}


def test_detections_carry_states():
    ids = np.ones((8, 8), np.int32)
    exact = Recogniser(RecognitionConfig(enabled=False), seed=0, alike={})
    found = exact.recognise(ids, ("", "fridge"), stamp_ns=0, states={1: {"open": "yes"}})
    assert found.detections[0].attributes == (("open", "yes"),)
    sure = RecognitionConfig(miss_share=0.0, confusion_share=0.0, state_error_share=1.0)
    wrong = Recogniser(sure, seed=0, alike={})
    found = wrong.recognise(ids, ("", "fridge"), stamp_ns=0, states={1: {"open": "yes"}})
    assert found.detections[0].attributes == (("open", "no"),)
