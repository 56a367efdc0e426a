"""A home with a robot and people in it, as time passes."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType

import numpy as np

from whereseen.sim.catalogue.household import household
from whereseen.sim.demo.story import changes
from whereseen.sim.episode.config import EpisodeConfig
from whereseen.sim.scene.home import Home
from whereseen.sim.sensing.alike import alike_labels
from whereseen.sim.sensing.drift import PoseEstimate
from whereseen.sim.sensing.sensor import Sensed, Sensors, moment_of
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.opening import open_stage
from whereseen.sim.world.actions import Event
from whereseen.sim.world.playing import play
from whereseen.sim.world.robots import robot_named
from whereseen.sim.world.schedule import Schedule
from whereseen.sim.world.touring import Tour

_HOUR_NS = 3_600_000_000_000


class Episode:
    """Time passes in steps; use it as a context manager.

    Args:
        config: The home, who is busy in it, how it is seen.
        simulator: Shows it; by default the stage that the configuration names is opened.

    Attributes:
        simulator: The home.
        is_driven: Whether somebody else drives the robot now, so that it is not on patrol.

    Raises:
        InvalidConfig: if there is no such scene.
        MissingDependency: if the simulator, or what the robot is made of, is not installed.
        StageFailed: if it does not start.
    """

    def __init__(self, config: EpisodeConfig, simulator: Simulator | None = None) -> None:
        self.config = config
        self.is_driven = False
        catalogue = household()
        scene, robot = config.home(catalogue), robot_named(config.robot)
        self.simulator = simulator or Simulator(
            open_stage(config.stage, config.interpreter),
            catalogue,
            camera=config.camera,
            robot=robot,
        )
        self.simulator.reset(scene, start_ns=config.start_ns)
        self._sensors = Sensors(config.errors, seed=config.seed, alike=alike_labels(catalogue))
        self._tour = Tour(self.simulator.world)
        self._schedule = changes(scene) if config.story else Schedule(())
        self._planned_ns = config.start_ns

    def __repr__(self) -> str:
        scene = self.simulator.world.home.scene
        held = f"{len(scene.rooms)} rooms, {len(scene.furniture)} pieces of furniture"
        return f"{scene.name}: {held}, {len(scene.objects)} things, in {self.config.stage}"

    def __enter__(self) -> Episode:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def step(self, dt_s: float) -> tuple[Event, ...]:
        """Let time pass; returns what people did meanwhile."""
        world = self.simulator.world
        if self.config.patrol and not self.is_driven:
            self._tour.steer(dt_s)
        until_ns = world.stamp_ns + round(dt_s * 1e9)
        happened: tuple[Event, ...] = ()
        while world.stamp_ns < until_ns:
            self._plan(world.stamp_ns)
            next_ns = min(until_ns, self._planned_ns) if self.config.busyness else until_ns
            happened += play(world, self._schedule, next_ns, do=self.simulator.do)
        return happened

    def see(self) -> Sensed:
        """What the robot's camera sees now, and where the robot thinks that it is."""
        return self._sensors.sense(self.simulator.look(), moment_of(self.simulator.world))

    def locate(self) -> PoseEstimate:
        """Where the robot thinks that it is now; drifts on from where it was last asked."""
        return self._sensors.locate(self.simulator.world.drive.base_pose)

    def frames(self, seconds: float) -> Iterator[Sensed]:
        """What the robot sees, frame by frame, for so much simulated time."""
        for _ in range(round(seconds * self.config.frames_hz)):
            yield self.see()
            self.step(self.config.period_s)

    @property
    def sensors(self) -> Sensors:
        """What the robot gets of the home."""
        return self._sensors

    def close(self) -> None:
        """Free the simulator."""
        self.simulator.close()

    def _plan(self, now_ns: int) -> None:
        """Let people make up their minds for the next hour, if the one before is over."""
        if not self.config.busyness or now_ns < self._planned_ns:
            return
        world = self.simulator.world
        home = Home(world.scene(), world.home.catalogue)
        hour = (self._planned_ns - self.config.start_ns) // _HOUR_NS
        seed = int(np.random.SeedSequence([self.config.seed, hour]).generate_state(1)[0])
        self._schedule = Schedule.generate(
            home, self.config.habits, hours=1.0, seed=seed, start_ns=self._planned_ns
        )
        self._planned_ns += _HOUR_NS
