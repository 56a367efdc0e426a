from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from whereseen.memory.frames import Float64, look_at
from whereseen.sim.modelling.placing import pose
from whereseen.sim.scene.home import Home
from whereseen.sim.sensing.config import DriftConfig, SensingConfig
from whereseen.sim.sensing.sensor import Moment, Sensors, moment_of
from whereseen.sim.stages.protocol import Picture
from whereseen.sim.world.world import World

Plane = Callable[..., Picture]
T_BASE_CAMERA = look_at((0.1, 0.0, 1.3), (2.0, 0.0, 1.0))


def moment(T_map_base: Float64, stamp_ns: int = 5) -> Moment:
    return Moment(stamp_ns, T_map_base, T_map_base @ T_BASE_CAMERA, ("", "table"))


def test_perfect_sensors_tell_the_truth(plane: Plane) -> None:
    picture, true = plane(2.0), moment(pose((1.0, 2.0, 0.0), 30.0))
    sensed = Sensors(SensingConfig.perfect(), seed=1, alike={}).sense(picture, true)
    seen = sensed.observation
    assert seen.depth_m.tobytes() == picture.depth_m.tobytes()
    assert seen.rgb.tobytes() == picture.rgb.tobytes()
    assert seen.labels is not None
    assert seen.labels.ids is picture.instances
    assert (seen.stamp_ns, seen.camera_id) == (5, "head")
    assert seen.T_map_camera == pytest.approx(true.T_map_camera, abs=1e-12)
    assert [each.label for each in seen.detections or ()] == ["table"]
    assert (sensed.pose.base_pose == true.T_map_base).all()


def test_the_camera_is_where_the_robot_thinks_it_is(plane: Plane) -> None:
    config = replace(SensingConfig.perfect(), drift=DriftConfig(closing=False, yaw_deg=5.0))
    sensors = Sensors(config, seed=1, alike={})
    for x in np.linspace(0.0, 10.0, 50):
        sensed = sensors.sense(plane(2.0), moment(pose((x, 0.0, 0.0))))
    believed = sensed.observation.T_map_camera
    assert believed == pytest.approx(sensed.pose.base_pose @ T_BASE_CAMERA)
    assert np.linalg.norm(believed[:3, 3] - (10.1, 0.0, 1.3)) > 0.1


def test_parts_have_numbers_of_their_own(plane: Plane) -> None:
    usual, picture = SensingConfig(), plane(2.0, 50.0)
    picture.rgb[:60] = 0
    perfect = SensingConfig.perfect()

    def last(config: SensingConfig) -> tuple[bytes, bytes, bytes]:
        sensors = Sensors(config, seed=1, alike={"table": ("desk",)})
        for x in range(20):
            sensed = sensors.sense(picture, moment(pose((x, 0.0, 0.0)), stamp_ns=x))
        labels = sensed.observation.labels
        assert labels is not None
        return (
            sensed.observation.depth_m.tobytes(),
            sensed.observation.T_map_camera.tobytes(),
            labels.ids.tobytes(),
        )

    depth, camera, labels = last(usual)
    assert last(replace(usual, drift=perfect.drift))[::2] == (depth, labels)
    assert last(replace(usual, recognition=perfect.recognition))[:2] == (depth, camera)
    only_depth = replace(usual, drift=perfect.drift, recognition=perfect.recognition)
    assert last(only_depth)[0] == depth
    assert last(perfect)[0] != depth


def test_what_is_of_glass_is_shiny(small_home: Home) -> None:
    world = World(small_home)
    scene = small_home.scene
    vase = replace(scene.objects[0], name="vase", kind="vase", colour="")
    with_vase = World(Home(replace(scene, objects=(*scene.objects, vase)), small_home.catalogue))
    assert moment_of(world).shiny == frozenset()
    assert moment_of(with_vase).shiny == {with_vase.contents.things["vase"].instance}
    true = moment_of(with_vase)
    assert true.labels[next(iter(true.shiny))] == "vase"
    assert (true.T_map_base == with_vase.drive.base_pose).all()
    assert (true.T_map_camera == with_vase.camera_pose).all()
