"""A simulated home with a robot that does what it is told.

```python
with open_home(DoConfig(home=3)) as home:
    report = home.do("put the red mug in the sink", print)
```
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from whereseen.acting.experience.store import ExperienceStore, opened_store
from whereseen.acting.instructions.reader import InstructionReader
from whereseen.acting.instructions.task import Task
from whereseen.acting.knowledge.of_memory import SpatialWorldModel
from whereseen.acting.model.planner import ModelPlanner, model_planner
from whereseen.acting.model.reading import task_of
from whereseen.acting.navigation.lengths import WayLengths
from whereseen.acting.planning.executive import Executive
from whereseen.acting.planning.report import Report
from whereseen.acting.planning.thoughts import Tell, Thought, ThoughtKind
from whereseen.acting.references.config import ReferenceConfig
from whereseen.acting.references.resolver import ReferenceResolver
from whereseen.memory.encoder import LabelsEncoder, LabelSpace, MiniLM
from whereseen.memory.mapping import Progress
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.sim.catalogue.household import household
from whereseen.sim.demo import story
from whereseen.sim.doing.config import DoConfig
from whereseen.sim.doing.keeping import Kept, keep, kept_in
from whereseen.sim.embodiment.beliefs import MemoryBeliefs
from whereseen.sim.embodiment.body import Body
from whereseen.sim.embodiment.config import BodyConfig
from whereseen.sim.embodiment.floor import MemoryFloor
from whereseen.sim.embodiment.robot import SimulatedRobot
from whereseen.sim.fetching.config import FetchConfig
from whereseen.sim.fetching.errands import errands
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.generate import generate
from whereseen.sim.localize.conditions import conditions
from whereseen.sim.scene.description import Scene
from whereseen.sim.scene.yaml_files import read_scene
from whereseen.sim.sensing.alike import alike_labels
from whereseen.sim.sensing.sensor import Sensors
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.opening import open_stage
from whereseen.sim.stages.protocol import Camera
from whereseen.sim.world.actions import Move
from whereseen.sim.world.touring import Tour, go_round

Watch = Callable[[float], None]

_FRAME_S = 1.0
_PAUSE_S = 600.0  # in which people move things


class HomeWithRobot:
    """A home, a robot in it, and what that remembers. Made by `open_home`.

    Attributes:
        sim: The home.
        memory: The robot's.
        world: The same, as planners ask it.
        robot: Its body.
        source: Which home it is.
    """

    def __init__(
        self, config: DoConfig, sim: Simulator, memory: SpatialMemory, watch: Watch
    ) -> None:
        self.sim = sim
        self.memory = memory
        self.world = SpatialWorldModel(memory)
        self.source = config.source
        self._config = config
        self._watch = watch
        beliefs = MemoryBeliefs(self.world)
        sensing = conditions()[config.sensing]
        sensors = Sensors(sensing, seed=config.seed, alike=alike_labels(household()))
        self._body = Body(sim, sensors, beliefs.see, BodyConfig(), step=self._step)
        floor = MemoryFloor(memory, sim.world.robot)
        self._ways = WayLengths(lambda: floor.planner)
        self.robot = SimulatedRobot(self._body, floor, beliefs, seed=config.seed)
        self._executive: Executive | None = None
        self._is_called_off = False
        self._planner: ModelPlanner | None = None
        if config.model is not None:
            self._planner = model_planner(
                config.model,
                skills=self.robot.skills,
                memory=memory,
                is_called_off=self._is_cancelled,
            )

    def go_round(self, progress: Progress) -> None:
        """Look at the whole home once."""
        tour = Tour(self.sim.world)
        views = tour.ahead
        progress.begin("going round the home", views)
        for _ in go_round(self.sim.world, tour, frame_s=_FRAME_S, longest_s=self._config.round_s):
            self._body.see()
            progress.step(views - tour.ahead)
        while self.memory.objects.refresh_next(0.0):
            pass
        self.checkpoint()

    def let_people_move(self, count: int) -> list[str]:
        """Let people carry so many things elsewhere; returns names of the things."""
        rng = np.random.default_rng([self._config.seed, self.sim.world.stamp_ns % 2**31])
        drawn = next(errands(self.sim.world, FetchConfig(trials=1, moved=count), rng), None)
        if drawn is None or not count:
            return []
        moved = []
        for name, item in drawn.before.items():
            now = self.sim.world.contents.things[name].item
            if (now.spot, now.yaw_deg) != (item.spot, item.yaw_deg):
                self.sim.do(Move(name, item.spot, item.yaw_deg))
                moved.append(self.sim.world.home.label_of(item))
        self.sim.world.stamp_ns += round(_PAUSE_S * 1e9)
        return moved

    def do(self, instruction: str, tell: Tell) -> Report:
        """Do what somebody says.

        Args:
            instruction: As "put the red mug in the sink".
            tell: Told what the robot believes and does.

        Raises:
            InstructionNotUnderstood: if that is not understood.
        """
        report = self._led(tell, lambda executive: executive.run(self._read(instruction)))
        assert report is not None
        return report

    def resume(self, tell: Tell) -> Report | None:
        """Go on with what was interrupted; None if nothing was."""
        return self._led(tell, Executive.resume)

    def cancel(self) -> None:
        """Stop what the robot does, as soon as that is safe; may be called by a signal."""
        self._is_called_off = True
        if self._executive is not None:
            self._executive.cancel()

    def _led(self, tell: Tell, lead: Callable[[Executive], Report | None]) -> Report | None:
        try:
            return lead(self._with(tell))
        finally:
            self._is_called_off = False

    def _is_cancelled(self) -> bool:
        return self._executive is not None and self._executive.is_cancelled

    def checkpoint(self) -> None:
        """Make safe what is known, and how the home is."""
        keep(self.memory, self.sim.world, self.source)
        if self._config.map_file is not None:
            self.memory.commit()

    def _with(self, tell: Tell) -> Executive:
        config = self._config
        resolver = ReferenceResolver(self.world, ReferenceConfig(ambiguity=config.ambiguity))
        self._executive = Executive(
            self.world,
            self.robot,
            resolver,
            planner=self._planner,
            config=config.planning,
            working=self.memory.tiers.working,
            experience=self._experience(tell),
            tell=tell,
            checkpoint=self.checkpoint,
            read=self._read,
            way_m=self._ways.to,
        )
        if self._is_called_off:  # a moment before there was anybody to hear it
            self._executive.cancel()
        return self._executive

    def _read(self, instruction: str) -> Task:
        read = InstructionReader(self.world).read
        if self._planner is None:
            return read(instruction)
        return task_of(instruction, read, self._planner, self.world)

    def _experience(self, tell: Tell) -> ExperienceStore | None:
        config = self._config
        path = config.experience
        if path is None and config.map_file is not None:
            path = config.map_file.with_suffix(".experience.jsonl")

        def warn(text: str) -> None:
            tell(Thought(ThoughtKind.FAILED, text, stamp_ns=self.robot.now_ns))

        return None if path is None else opened_store(path, warn)

    def _step(self, dt_s: float) -> None:
        self.sim.step(dt_s)
        self._watch(dt_s)


@contextmanager
def open_home(
    config: DoConfig, progress: Progress, watch: Callable[[Simulator, float], None] | None = None
) -> Iterator[HomeWithRobot]:
    """A home whose robot has looked round in it, now or in an earlier run.

    Args:
        config: Which.
        progress: Told how the first round goes on.
        watch: Shown the home whenever time has passed, with the seconds that have.

    Raises:
        InvalidConfig: if the home or the map is of no use.
        StageFailed: if the simulator cannot be started.
    """
    catalogue = household()
    encoder = LabelsEncoder(
        LabelSpace(MiniLM.load(), classes=(*catalogue.furniture, *catalogue.objects))
    )
    camera = Camera(config.width_px, config.height_px)
    path = config.map_file
    is_known = path is not None and path.exists()
    memory = SpatialMemory.resume(path, encoder) if path and is_known else SpatialMemory(encoder)
    kept = kept_in(memory, config.source if config.is_said else None) if is_known else None
    with Simulator(open_stage(config.stage, config.stage_python), catalogue, camera=camera) as sim:
        _begin(sim, config, kept)
        look = watch or (lambda _, __: None)
        home = HomeWithRobot(config, sim, memory, lambda dt_s: look(sim, dt_s))
        home.source = config.source if kept is None else kept.source
        try:
            if path is not None and not is_known:
                memory.attach(path)
            if kept is None:
                home.go_round(progress)
            yield home
        finally:
            memory.close()


def _begin(sim: Simulator, config: DoConfig, kept: Kept | None) -> None:
    if kept is None:
        sim.reset(_scene(config))
        return
    sim.reset(kept.scene, start_ns=kept.stamp_ns)
    sim.world.drive.put(*kept.at)


def _scene(config: DoConfig) -> Scene:
    if config.scene is not None:
        return read_scene(config.scene)
    if config.home is None:
        return story.home()
    return generate(HomeConfig(rooms=config.rooms, seed=config.home), household())
