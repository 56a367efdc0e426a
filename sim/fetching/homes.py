"""A home is mapped once; then every memory does the same errands in it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from whereseen.memory.encoder import LabelsEncoder, LabelSpace, MiniLM
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.sim.benchmark.baselines import AddOnly
from whereseen.sim.benchmark.frame_voxels import Sampling
from whereseen.sim.catalogue.household import household
from whereseen.sim.embodiment.beliefs import MemoryBeliefs
from whereseen.sim.embodiment.body import Body
from whereseen.sim.embodiment.config import BodyConfig
from whereseen.sim.embodiment.floor import MemoryFloor
from whereseen.sim.embodiment.robot import SimulatedRobot
from whereseen.sim.fetching.config import FetchConfig
from whereseen.sim.fetching.errands import Errand, errands
from whereseen.sim.fetching.fetching import Fetcher
from whereseen.sim.fetching.judging import Judged, judged
from whereseen.sim.fetching.minds import Mind, Remembering, Voxels
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.generate import generate
from whereseen.sim.localize.conditions import conditions
from whereseen.sim.scene.description import ObjectItem, Scene
from whereseen.sim.sensing.alike import alike_labels
from whereseen.sim.sensing.sensor import Sensed, Sensors
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.opening import open_stage
from whereseen.sim.stages.protocol import Camera
from whereseen.sim.world.actions import Move
from whereseen.sim.world.touring import Tour, go_round

Say = Callable[[str], None]
Watcher = Callable[[Simulator, str], None]

_PAUSE_S = 600.0  # between errands, in which people move things
_FRAME_S = 1.0
_FINE = Sampling(stride_px=2)


@dataclass(frozen=True, slots=True)
class _Mapped:
    """What a robot knows after the first round.

    Attributes:
        file: The memory.
        voxels: The baselines' voxels.
        at: Where the robot stands then.
        stamp_ns: When.
    """

    file: Path
    voxels: AddOnly
    at: tuple[float, float, float]
    stamp_ns: int


def errands_in(
    seed: int, condition: str, config: FetchConfig, say: Say, watch: Watcher = lambda *_: None
) -> Iterator[Judged]:
    """All errands in one home, by all methods.

    Args:
        seed: Of the home, of people, of noise.
        condition: How the robot senses.
        config: How much.
        say: Told what is going on.
        watch: Shown the simulator whenever a robot tells what it does.
    """
    catalogue = household()
    scene = generate(HomeConfig(rooms=config.rooms, seed=seed), catalogue)
    camera = Camera(config.width_px, config.height_px)
    with (
        TemporaryDirectory(prefix="whereseen_fetch_") as folder,
        Simulator(open_stage(config.stage, config.stage_python), catalogue, camera=camera) as sim,
    ):
        round_ = _Round(seed, condition, config, scene, sim, _space())
        say(f"home {seed}: mapping")
        mapped = round_.map_it(Path(folder) / "home.map")
        todo = list(errands(sim.world, config, np.random.default_rng([seed, 1])))
        for method in config.methods:
            yield from round_.run(method, mapped, todo, say, watch)


@cache
def _space() -> LabelSpace:
    """Vectors of labels are the same in all homes."""
    catalogue = household()
    return LabelSpace(MiniLM.load(), classes=(*catalogue.furniture, *catalogue.objects))


@dataclass(frozen=True, slots=True)
class _Round:
    """One home under one condition."""

    seed: int
    condition: str
    config: FetchConfig
    scene: Scene
    sim: Simulator
    space: LabelSpace

    def map_it(self, file: Path) -> _Mapped:
        """Go round once, and keep what is known then."""
        self.sim.reset(self.scene)
        memory, voxels = SpatialMemory(self._encoder()), AddOnly(self._dimension(), _FINE)
        mind, encoder = Remembering(memory), self._encoder()

        def see(sensed: Sensed) -> None:
            mind.beliefs.see(sensed)
            if self._needs_voxels:
                voxels.integrate(sensed.observation, encoder.encode(sensed.observation))

        body = Body(self.sim, self._sensors(), see, BodyConfig())
        tour = Tour(self.sim.world)
        for _ in go_round(self.sim.world, tour, frame_s=_FRAME_S, longest_s=self.config.map_s):
            body.see()
        while memory.objects.refresh_next(0.0):
            pass
        mind.known.things()  # looks at rooms and relations
        memory.save(file)
        return _Mapped(file, voxels, self.sim.world.drive.at, self.sim.world.stamp_ns)

    def run(
        self, method: str, mapped: _Mapped, todo: list[Errand], say: Say, watch: Watcher
    ) -> Iterator[Judged]:
        """All errands by one method, which begins with what was mapped."""
        sim, config = self.sim, self.config
        sim.reset(self.scene, start_ns=mapped.stamp_ns)
        sim.world.drive.put(*mapped.at)
        mind = self._mind(method, mapped)
        body_config = BodyConfig(
            see_s=config.see_s, slip_share=config.slip_share, fall_share=config.fall_share
        )
        body = Body(sim, self._sensors(), mind.beliefs.see, body_config)
        memory = _memory_of(mind)
        robot = SimulatedRobot(
            body, MemoryFloor(memory, sim.world.robot), mind.beliefs, seed=self.seed
        )
        for errand in todo:
            self._let_people_move(errand)
            robot.empty_hand()
            start_ns, start_s = sim.world.stamp_ns, time.process_time()
            say(f"home {self.seed}, {method}: the {errand.label} to the {errand.destination}")

            def tell(text: str) -> None:
                watch(sim, text)

            fetcher = Fetcher(
                robot, mind, tries=config.tries, longest_s=config.longest_s, tell=tell
            )
            log = fetcher.fetch(errand.label, errand.destination)
            done = judged(
                sim.world,
                errand,
                log,
                method=method,
                condition=self.condition,
                seed=self.seed,
                start_ns=start_ns,
            )
            yield replace(done, of=len(todo), cpu_s=time.process_time() - start_s)

    def _let_people_move(self, errand: Errand) -> None:
        """Put all things where they are when the errand is asked for, while nobody looks."""
        world = self.sim.world
        for name, item in errand.before.items():
            now = world.contents.things[name]
            if now.T_gripper_object is not None or not _same_place(now.item, item):
                self.sim.do(Move(name, item.spot, item.yaw_deg))
        world.stamp_ns += round(_PAUSE_S * 1e9)

    def _mind(self, method: str, mapped: _Mapped) -> Mind:
        memory = SpatialMemory.open(mapped.file, self._encoder())
        if method == "whereseen":
            return Remembering(memory)
        return Voxels(
            memory, deepcopy(mapped.voxels), self._encoder(), is_static=method == "static"
        )

    @property
    def _needs_voxels(self) -> bool:
        """Whether anybody is compared that remembers nothing else."""
        return any(method != "whereseen" for method in self.config.methods)

    def _encoder(self) -> LabelsEncoder:
        return LabelsEncoder(self.space)

    def _dimension(self) -> int:
        return self._encoder().spec.dimension

    def _sensors(self) -> Sensors:
        sensing = conditions()[self.condition]
        return Sensors(sensing, seed=self.seed, alike=alike_labels(household()))


def _memory_of(mind: Mind) -> SpatialMemory:
    assert isinstance(mind.beliefs, MemoryBeliefs)
    return mind.beliefs.memory


def _same_place(one: ObjectItem, other: ObjectItem) -> bool:
    return (one.spot, one.yaw_deg) == (other.spot, other.yaw_deg)
