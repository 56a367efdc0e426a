"""The demo: a robot goes round a home that people change; asked after each round, and drawn."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from whereseen.memory.drawing import map_view, panel_of
from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.following import look_at_rooms
from whereseen.memory.io.picture import PictureConfig, draw_answers
from whereseen.memory.mapping import Progress
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.sim.catalogue.household import household
from whereseen.sim.demo.checking import Checked, Happening, Noticed, compare, right_answers
from whereseen.sim.demo.past import Annals, CheckedPast, ask_about_the_past
from whereseen.sim.demo.story import PATROL, QUESTIONS, ROUNDS_NS, changes, clock, home
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.opening import open_stage
from whereseen.sim.stages.protocol import Camera
from whereseen.sim.world.actions import Action, Actor, Add, Event, Move, Remove
from whereseen.sim.world.playing import play
from whereseen.sim.world.schedule import Schedule
from whereseen.sim.world.touring import Tour, TourConfig, go_round
from whereseen.sim.world.truth import ObjectTruth

_CAMERA, _SHORT_CAMERA = Camera(400, 300, 62.0), Camera(320, 240, 62.0)
_FRAME_S, _SHORT_FRAME_S = 1.75, 3.0
_LONGEST_S = 300.0
_SPEED_M_S = 0.6
_LOOKS = 1.5  # frames before each piece of furniture, at least one
_PICTURE_PX = 870
_ASK_AGAIN_S = 6.0  # for each thing, whether it is still where it was


@dataclass(frozen=True, slots=True)
class DemoResult:
    """All that the demo asked, and what it wrote.

    Attributes:
        questions: All that was asked, in order.
        noticed: What people did and what the memory noticed, round by round.
        past: What was asked about the past at the end.
        frames: How many were seen.
        voxels: Of the map at the end.
        picture: The home at the end, with the answers.
        map_file: The memory at the end.
        wall_s: How long it took.
    """

    questions: tuple[Checked, ...]
    noticed: tuple[Noticed, ...]
    past: tuple[CheckedPast, ...]
    frames: int
    voxels: int
    picture: Path
    map_file: Path
    wall_s: float

    @property
    def passed(self) -> bool:
        """Whether every answer was right, and just what happened was noticed."""
        asked = all(each.is_right for each in self.questions)
        recalled = all(each.is_right for each in self.past)
        return asked and recalled and all(each.is_right for each in self.noticed)


class _Demo:
    """A home, the memory of a robot in it, and what people did since the robot's last round."""

    def __init__(self, sim: Simulator, *, frame_s: float, progress: Progress) -> None:
        scene = home()
        sim.reset(scene, start_ns=ROUNDS_NS[0])
        self.sim = sim
        self.memory = SpatialMemory(make_encoder("labels"))
        self.memory.about |= {"source": "demo", "encoder": "labels"}
        things = {each.label for each in self._objects.values()}
        self.memory.objects.watch(things | {each.kind for each in scene.furniture})
        self.frames = 0
        self._schedule: Schedule = changes(scene)
        self._happened: list[Happening] = []
        self.annals = Annals(ROUNDS_NS[0], self._objects)
        self._frame_s = frame_s
        self._progress = progress

    def go_round(self, number: int) -> None:
        """Let people do what they do until it is time, then let the robot look at everything."""
        world, memory = self.sim.world, self.memory
        self._let_happen(ROUNDS_NS[number])
        tour = Tour(
            world, TourConfig(speed_m_s=_SPEED_M_S, look_s=_LOOKS * self._frame_s), furniture=PATROL
        )
        views = tour.ahead
        if not number:
            self._progress.begin("going round", views * len(ROUNDS_NS))
        for _ in go_round(world, tour, frame_s=self._frame_s, longest_s=_LONGEST_S):
            memory.observe(self.sim.observe())
            self.frames += 1
            while memory.objects.refresh_next(_ASK_AGAIN_S):
                pass
            self._progress.step((number + 1) * views - (0 if tour.rounds else tour.ahead))
        self._progress.step((number + 1) * views)
        while memory.objects.refresh_next(0.0):
            pass
        look_at_rooms(memory)

    def ask(self, number: int) -> Iterator[Checked]:
        """Ask all questions after a round."""
        now_ns, objects = self.sim.world.stamp_ns, self._objects
        for question in QUESTIONS:
            answer = self.memory.ask(question.text)
            right = right_answers(question, objects)
            yield Checked(number + 1, now_ns, question, answer, right)

    def noticed(self, number: int) -> tuple[Noticed, ...]:
        """What people did before a round, and what the memory noticed in it."""
        if not number:
            return ()
        changes = self.memory.objects.changed_since(ROUNDS_NS[number])
        found = [change for change in changes if change.state is None]
        return compare(self._happened, found, self._objects)

    def _let_happen(self, until_ns: int) -> None:
        """Let people do what they do until then."""
        self._happened.clear()
        meant = self._schedule.between(self.sim.world.stamp_ns, until_ns)
        play(self.sim.world, self._schedule, until_ns, do=self._do)
        assert [each.event for each in self._happened] == list(meant), "the robot was in the way"

    @property
    def _objects(self) -> dict[str, ObjectTruth]:
        return dict(self.sim.ground_truth().objects)

    def _do(self, action: Action, actor: Actor) -> Event:
        """Let an action happen, and note what it did."""
        before = self._objects
        event = self.sim.do(action, actor)
        after = self._objects
        name = _thing_of(action)
        self._happened.append(Happening(event, before.get(name), after.get(name)))
        self.annals.note(self._happened[-1], after)
        return event


def _thing_of(action: Action) -> str:
    """Name of the thing that an action of the story is about."""
    match action:
        case Add(item):
            return item.name
        case Move(name) | Remove(name):
            return name
    raise AssertionError(f"there is no {type(action).__name__} in the story")


def run_demo(out: Path, *, short: bool, progress: Progress) -> DemoResult:
    """Run the demo and write `demo.png` and `demo.map` into a folder.

    Args:
        out: The folder, made if needed.
        short: Use fewer and smaller frames.
        progress: Told how much of its rounds the robot has done.

    Raises:
        MissingDependency: if PyBullet or PyYAML is not installed.
        EncoderUnavailable: if the text encoder's weights are not here.
    """
    start = time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    asked: list[Checked] = []
    noticed: list[Noticed] = []
    camera, frame_s = (_SHORT_CAMERA, _SHORT_FRAME_S) if short else (_CAMERA, _FRAME_S)
    with Simulator(open_stage("pybullet"), household(), camera=camera) as sim:
        demo = _Demo(sim, frame_s=frame_s, progress=progress)
        for number in range(len(ROUNDS_NS)):
            demo.go_round(number)
            asked += demo.ask(number)
            noticed += demo.noticed(number)
    past = tuple(ask_about_the_past(demo.memory, demo.annals))
    memory, picture, map_file = demo.memory, out / "demo.png", out / "demo.map"
    memory.save(map_file)
    _draw(memory, asked[-len(QUESTIONS) :], noticed, picture)
    return DemoResult(
        questions=tuple(asked),
        noticed=tuple(noticed),
        past=past,
        frames=demo.frames,
        voxels=len(memory.voxels().index),
        picture=picture,
        map_file=map_file,
        wall_s=time.monotonic() - start,
    )


def _draw(
    memory: SpatialMemory, asked: Sequence[Checked], noticed: Sequence[Noticed], picture: Path
) -> None:
    """The home as it is remembered at the end, with the last answers."""
    panels = []
    for each in asked:
        truth_m = tuple(right.position_m for right in each.right)
        panel = panel_of(memory, each.answer, truth_m=truth_m)
        known = [it for it in noticed if it.name in each.question.names and it.change is not None]
        note = f"noticed: {', '.join(map(_remark, known))}" if known else panel.note
        panels.append(replace(panel, note=note))
    title = f"A home at {clock(asked[0].stamp_ns)}, after people moved, took and brought things"
    config = PictureConfig(height_px=_PICTURE_PX)
    draw_answers(picture, map_view(memory, title=title), panels, config=config)


def _remark(noticed: Noticed) -> str:
    """What was noticed of a thing, and when, for people."""
    before = noticed.happening.before if noticed.happening else None
    said = noticed.said if before is None else f"left the {before.on}"
    return f"{said} ({clock(noticed.change.latest_ns)})" if noticed.change else ""
