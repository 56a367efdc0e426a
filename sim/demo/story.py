"""What happens in the home of the demo, when, and what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from whereseen.sim.scene.description import ObjectItem, Scene, Spot
from whereseen.sim.scene.yaml_files import read_scene
from whereseen.sim.world.actions import Action, Add, Event, Move, Remove
from whereseen.sim.world.schedule import Schedule

_DAY_NS = 1_767_225_600_000_000_000  # 2026-01-01, UTC

# What the robot looks at on its way, besides the rooms.
PATROL = ("coffee table", "kitchen counter", "dining table", "bookcase", "desk", "bed")


@dataclass(frozen=True, slots=True)
class Question:
    """A question about the home.

    Attributes:
        text: What to ask.
        names: Things of the home that are right answers while they are there.
    """

    text: str
    names: tuple[str, ...] = ()


QUESTIONS = (
    Question("where is the red mug?", ("red mug",)),
    Question("the teddy bear", ("teddy bear",)),
    Question("a bottle of wine", ("wine bottle",)),
    Question("my laptop", ("laptop",)),
    Question("the TV remote", ("remote control",)),
    Question("something to boil water", ("kettle",)),
    Question("a piano"),
)


def home() -> Scene:
    """The home as it is at first: a living room with a kitchen, and a bedroom.

    Raises:
        MissingDependency: if PyYAML is not installed.
    """
    return read_scene(Path(__file__).with_name("home.yaml"))


def stamp_ns(hour: int, minute: int) -> int:
    """A time of the day on which the demo happens."""
    return _DAY_NS + (60 * hour + minute) * 60_000_000_000


def clock(at_ns: int) -> str:
    """The time of a stamp, as `09:05`."""
    return datetime.fromtimestamp(at_ns / 1e9, tz=timezone.utc).strftime("%H:%M")


ROUNDS_NS = (stamp_ns(9, 0), stamp_ns(9, 20), stamp_ns(9, 40))  # when the robot sets out


@dataclass(frozen=True, slots=True)
class PastQuestion:
    """A question about what was.

    Attributes:
        text: What to ask.
        at_ns: The time that it is about; since when, if it asks for changes.
        name: The thing that it is about; empty if it asks for changes.
    """

    text: str
    at_ns: int
    name: str = ""


PAST = (
    PastQuestion("where was the red mug at 9:05?", stamp_ns(9, 5), "red mug"),
    PastQuestion("where was the red mug at 9:25?", stamp_ns(9, 25), "red mug"),
    PastQuestion("where is the red mug now?", stamp_ns(9, 41), "red mug"),
    PastQuestion("where was the laptop before it moved?", stamp_ns(9, 5), "laptop"),
    PastQuestion("what else changed since 9:22?", stamp_ns(9, 22)),
)


def changes(scene: Scene) -> Schedule:
    """What people do between the rounds.

    Args:
        scene: The home as it is at first.
    """
    first = {item.name: item for item in scene.objects}
    bear = first["teddy bear"]
    on_the_bed = ObjectItem(bear.name, bear.kind, Spot("bed", "quilt", (0.3, 0.2)), 170.0)
    return Schedule(
        (
            _event(9, 8, "Ann", Move("red mug", Spot("dining table", "top", (0.0, 0.2)))),
            _event(9, 11, "Ben", Remove("teddy bear")),
            _event(9, 14, "Ann", Move("laptop", Spot("bed", "quilt", (-0.35, -0.2)), -20.0)),
            _event(9, 28, "Ann", _back(first["red mug"])),
            _event(9, 32, "Ben", Add(on_the_bed)),
            _event(9, 35, "Ann", Remove("wine bottle")),
        )
    )


def _event(hour: int, minute: int, who: str, action: Action) -> Event:
    return Event(stamp_ns(hour, minute), who, action)


def _back(item: ObjectItem) -> Move:
    """Put a thing back to where it was at first."""
    return Move(item.name, item.spot, item.yaw_deg)
