"""A mug is put into a fridge and into a drawer, before the robot's eyes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from whereseen.memory.encoder import LabelsEncoder, LabelSpace, MiniLM
from whereseen.memory.errors import EncoderUnavailable
from whereseen.memory.frames import look_at
from whereseen.memory.graph.scene_graph import SceneGraph
from whereseen.memory.objects.entity import Kind, Status
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.sim.catalogue.household import household
from whereseen.sim.scene.description import FurnitureItem, ObjectItem, Room, Scene, Spot
from whereseen.sim.sensing.alike import alike_labels
from whereseen.sim.sensing.config import SensingConfig
from whereseen.sim.sensing.sensor import Sensors, moment_of
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.opening import open_stage
from whereseen.sim.world.actions import Remove, SetJoint

SCENE = Scene(
    "kitchen",
    (Room("kitchen", "kitchen", (0.0, 0.0), (4.0, 4.0)),),
    (),
    (
        FurnitureItem("fridge", "fridge", "kitchen", (1.0, 3.6, 0.0)),
        FurnitureItem("nightstand", "nightstand", "kitchen", (2.8, 3.7, 0.0)),
    ),
    (
        ObjectItem("red mug", "mug", Spot("fridge", "middle shelf", (0.0, -0.1)), colour="red"),
        ObjectItem("blue mug", "mug", Spot("nightstand", "drawer"), colour="blue"),
    ),
)


class Watch:
    """A robot that looks at one place, and what its memory makes of it."""

    def __init__(self, sim, target, eye, label):
        self.sim, self.target, self.eye, self.label = sim, target, eye, label
        catalogue = household()
        self.sensors = Sensors(SensingConfig.perfect(), seed=0, alike=alike_labels(catalogue))
        self.memory = SpatialMemory(LabelsEncoder(LabelSpace(MiniLM.load())))
        self.graph = SceneGraph(self.memory)
        self.rng = np.random.default_rng(0)

    def look(self, frames=6):
        for number in range(frames):
            eye = np.add(self.eye, self.rng.uniform(-0.15, 0.15, 3))
            pose = look_at(eye, self.target)
            moment = replace(moment_of(self.sim.world), T_map_camera=pose)
            self.memory.observe(self.sensors.sense(self.sim.look(pose), moment).observation)
            self.sim.step(1.0)
            if number % 2:
                self.memory.objects.refresh_all()
                self.graph.refresh()

    def mug(self):
        found = [each for each in self.memory.objects.entities() if each.label == self.label]
        return found[0] if found else None

    def kinds(self, label):
        changes = self.memory.objects.changed_since(0)
        return [each.kind for each in changes if each.entity.label == label]

    def place(self):
        """Relation, its object and whether it is only remembered."""
        nodes = {f"thing {each.id}": each.label for each in self.memory.objects.entities()}
        return [
            (nodes[held.fact.object], held.is_remembered)
            for held in self.graph.history.holding
            if held.fact.predicate.value == "in" and nodes[held.fact.subject] == self.label
        ]


@pytest.mark.sim
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "furniture", "joint", "target", "eye"),
    [
        ("red mug", "fridge", "door", (1.0, 3.3, 0.7), (1.35, 1.7, 1.3)),
        ("blue mug", "nightstand", "drawer", (2.8, 3.4, 0.4), (2.7, 2.3, 1.3)),
    ],
)
def test_what_is_shut_in_stays_until_it_is_seen_to_be_gone(name, furniture, joint, target, eye):
    pytest.importorskip("pybullet")
    with Simulator(open_stage("pybullet"), household()) as sim:
        sim.reset(SCENE, start_ns=10**18)
        try:
            watch = Watch(sim, target, eye, name)
        except EncoderUnavailable:
            pytest.skip("the text encoder's weights are not here")
        watch.look()
        assert watch.mug() is None
        sim.do(SetJoint(furniture, joint, 1.0))
        watch.look(8)
        seen = watch.mug()
        assert seen.status == Status.PRESENT
        assert watch.place() == [(furniture, False)]
        sim.do(SetJoint(furniture, joint, 0.0))
        watch.look(10)
        shut = watch.mug()
        assert shut.id == seen.id
        assert shut.status != Status.GONE
        assert watch.place() == [(furniture, True)]
        assert Kind.VANISHED not in watch.kinds(name)
        assert watch.kinds(furniture) == [Kind.APPEARED, Kind.OPENED, Kind.CLOSED]
        sim.step(3 * 3600.0)
        watch.look(2)
        assert watch.mug().probability == pytest.approx(shut.probability / 2.0, abs=0.02)
        sim.do(SetJoint(furniture, joint, 1.0))
        watch.look()
        assert (watch.mug().id, watch.mug().status) == (seen.id, Status.PRESENT)
        assert watch.mug().probability > 0.9
        sim.do(SetJoint(furniture, joint, 0.0))
        watch.look()
        sim.do(Remove(name))
        watch.look()
        assert watch.mug().status != Status.GONE
        sim.do(SetJoint(furniture, joint, 1.0))
        watch.look(16)
        assert watch.mug().status == Status.GONE
        assert watch.kinds(name)[-1] == Kind.VANISHED
        assert not {Kind.MOVED, Kind.VANISHED} & set(watch.kinds(furniture))
        assert watch.place() == []
