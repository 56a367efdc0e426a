"""A robot's sensors: from what is really there to what it gets.

```python
sensors = Sensors(SensingConfig(), seed=3, alike=alike_labels(catalogue))
picture = sim.look()
sensed = sensors.sense(picture, moment_of(sim.world))
memory.observe(sensed.observation)
```
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from whereseen.memory.frames import Float64, invert
from whereseen.memory.observation import Observation
from whereseen.sim.sensing.config import SensingConfig
from whereseen.sim.sensing.depth import DepthSensor
from whereseen.sim.sensing.drift import PoseDrift, PoseEstimate
from whereseen.sim.sensing.recognition import Recogniser
from whereseen.sim.sensing.states import States, states_of
from whereseen.sim.stages.protocol import Picture
from whereseen.sim.world.world import World

SHINY_MATERIALS = frozenset({"glass", "metal", "tin"})  # of things
SHINY_LABELS = frozenset({"window", "mirror", "television"})


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """What is true when a picture is taken.

    Attributes:
        stamp_ns: When.
        T_map_base: (4, 4) pose of the robot.
        T_map_camera: (4, 4) pose of the camera's optical frame.
        labels: Label of each instance, empty for none.
        shiny: Ids of instances that mirror or are of glass.
        states: In which visible states things are, by instance.
    """

    stamp_ns: int
    T_map_base: Float64
    T_map_camera: Float64
    labels: Sequence[str]
    shiny: Collection[int] = ()
    states: States = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Sensed:
    """What a robot gets.

    Attributes:
        observation: The frame, with the pose that the robot believes in, labels and detections.
        pose: The same pose as localisation tells it.
    """

    observation: Observation
    pose: PoseEstimate


class Sensors:
    """The camera, the localisation and the detector of one robot.

    Args:
        config: How far they are from perfect.
        seed: Of all errors; each kind has numbers of its own.
        alike: Labels that each label may be taken for; see `alike_labels`.
        camera_id: Of the camera.
    """

    def __init__(
        self,
        config: SensingConfig,
        *,
        seed: int,
        alike: Mapping[str, Sequence[str]],
        camera_id: str = "head",
    ) -> None:
        self._camera_id = camera_id
        self._depth = DepthSensor(config, seed=seed)
        self._drift = PoseDrift(config.drift, seed=seed)
        self._recogniser = Recogniser(config.recognition, seed=seed, alike=alike)
        self._is_lost = config.drift.enabled

    def locate(self, T_map_base: Float64) -> PoseEstimate:
        """Where the robot thinks that it is, at a true pose (4, 4); poses come in turn."""
        return self._drift.update(T_map_base)

    def sense(self, picture: Picture, moment: Moment) -> Sensed:
        """What the robot gets of a picture; pictures come in the order of time."""
        pose = self.locate(moment.T_map_base)
        T_map_camera = moment.T_map_camera
        if self._is_lost:
            T_base_camera = invert(moment.T_map_base) @ moment.T_map_camera
            T_map_camera = np.asarray(pose.base_pose @ T_base_camera)
        stamp_ns = moment.stamp_ns
        recognised = self._recogniser.recognise(
            picture.instances, moment.labels, stamp_ns=stamp_ns, states=moment.states
        )
        observation = Observation.checked(
            picture.rgb,
            self._depth.measure(picture, stamp_ns=stamp_ns, shiny=moment.shiny),
            intrinsics=picture.intrinsics,
            T_map_camera=T_map_camera,
            stamp_ns=stamp_ns,
            camera_id=self._camera_id,
            labels=recognised.labels,
            detections=recognised.detections,
        )
        return Sensed(observation, pose)


def moment_of(world: World) -> Moment:
    """What is true in a world now, for a picture of the robot's camera."""
    labels = world.labels()
    things = world.contents.things.values()
    shiny = {each for each, label in enumerate(labels) if label in SHINY_LABELS}
    shiny |= {
        thing.instance
        for thing in things
        if world.home.kind_of(thing.item).material in SHINY_MATERIALS
    }
    base = world.drive.base_pose
    states = states_of(world)
    return Moment(world.stamp_ns, base, world.camera_pose, labels, frozenset(shiny), states)
