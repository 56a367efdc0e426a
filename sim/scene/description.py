"""What a home is: rooms, openings, furniture, things. Version 1 of the description."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.modelling.shapes import Vector3

VERSION = 1
FLOOR = "floor"  # the surface of a room; a spot on it is `Spot(room's name, "floor", ...)`

Point2 = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Room:
    """A rectangular room.

    Attributes:
        name: Unique, as `kitchen` or `bedroom 2`.
        kind: As `kitchen`, `bedroom`.
        low_m: Its corner of least x and y, between the walls' inner faces.
        high_m: Its corner of greatest x and y.
        floor: Material of the floor; empty if the scene brings one that was made elsewhere.
        walls: Material of the walls; empty if the scene brings them. The room is then as far as
            one sees from wall to wall, and walls between rooms may be as thick as 0.6 m.
    """

    name: str
    kind: str
    low_m: Point2
    high_m: Point2
    floor: str = "parquet"
    walls: str = "wall"

    @property
    def size_m(self) -> Point2:
        """Extent along x and y."""
        return (self.high_m[0] - self.low_m[0], self.high_m[1] - self.low_m[1])

    @property
    def middle_m(self) -> Point2:
        """Its middle."""
        return ((self.low_m[0] + self.high_m[0]) / 2, (self.low_m[1] + self.high_m[1]) / 2)

    def holds(self, at_m: Point2) -> bool:
        """Whether a point of the floor plan lies in it."""
        return all(
            low <= x <= high for low, x, high in zip(self.low_m, at_m, self.high_m, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Opening:
    """A doorway or a window in a wall.

    Attributes:
        name: Unique.
        kind: A doorway can be walked through; a window shows the sky.
        rooms: The rooms on its sides; the second is empty where the outside is.
        at_m: Its middle in the middle of the wall, on the floor plan.
        along: The axis along which the wall runs.
        width_m: Clear width.
        bottom_m: Height of its lower edge.
        top_m: Height of its upper edge.
    """

    name: str
    kind: Literal["doorway", "window"]
    rooms: tuple[str, str]
    at_m: Point2
    along: Literal["x", "y"]
    width_m: float = 0.9
    bottom_m: float = 0.0
    top_m: float = 2.05


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where a thing can stand.

    Attributes:
        on: Name of a piece of furniture, or of a room.
        surface: Name of its surface; `floor` for a room.
        offset_m: From the surface's middle, in the frame of the furniture; from the room's middle.
    """

    on: str
    surface: str
    offset_m: Point2 = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class FurnitureItem:
    """A piece of furniture.

    Attributes:
        name: Unique, as `table` or `table 2`.
        kind: In the catalogue, or in the scene's `meshes`.
        room: Name of the room where it stands.
        at_m: Where its origin lies in the map frame.
        yaw_deg: How it is turned about z; 0 faces -y.
        style: Of the kind; its first if empty.
        open: Positions of joints at first, as shares 0 to 1 of the way from closed to wide open.
        locked: Whether its doors and drawers stay as they are, whoever pulls.
    """

    name: str
    kind: str
    room: str
    at_m: Vector3
    yaw_deg: float = 0.0
    style: str = ""
    open: Mapping[str, float] = field(default_factory=dict)
    locked: bool = False


@dataclass(frozen=True, slots=True)
class ObjectItem:
    """A thing that can be carried about.

    Attributes:
        name: Unique, as `red mug` or `red mug 2`.
        kind: In the catalogue, or in the scene's `meshes`.
        spot: Where it stands at first.
        yaw_deg: How it is turned about z, against what it stands on.
        colour: Of the kind; its first if empty.
        states: At first; the usual value for those left out.
    """

    name: str
    kind: str
    spot: Spot
    yaw_deg: float = 0.0
    colour: str = ""
    states: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MeshKind:
    """A kind made elsewhere, from a mesh file.

    Attributes:
        name: Unique among all kinds.
        label: What an annotator calls it.
        file: Path of a mesh that trimesh reads, or of a URDF in metres with its front to -y, whose
            doors and drawers move; relative to the scene file.
        scale: Metres per unit of the file.
        turn_deg: Roll, pitch and yaw that make it stand upright with its front to -y.
        offset_m: Moves it, after scaling and turning, so that its origin is the middle of its base.
        movable: Whether it is a thing to be carried about.
    """

    name: str
    label: str
    file: str
    scale: float = 1.0
    turn_deg: Vector3 = (0.0, 0.0, 0.0)
    offset_m: Vector3 = (0.0, 0.0, 0.0)
    movable: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A home and all that is in it.

    Attributes:
        name: For people.
        rooms: None may overlap.
        openings: In the walls between and around them.
        furniture: What stays.
        objects: What is carried about.
        meshes: Kinds made elsewhere.
        height_m: Of all rooms.
        wall_m: Thickness of the walls.
        seed: It was generated from; None if it was not.
        version: Of the description.
    """

    name: str
    rooms: tuple[Room, ...]
    openings: tuple[Opening, ...] = ()
    furniture: tuple[FurnitureItem, ...] = ()
    objects: tuple[ObjectItem, ...] = ()
    meshes: tuple[MeshKind, ...] = ()
    height_m: float = 2.5
    wall_m: float = 0.1
    seed: int | None = None
    version: int = VERSION

    def __post_init__(self) -> None:
        if self.version != VERSION:
            raise InvalidConfig(
                "the scene is of another version",
                got=repr(self.version),
                remedy=f"This whereseen reads version {VERSION}",
            )
        if not self.rooms:
            raise InvalidConfig("a scene has a room at least", got="none")
        groups = (self.rooms, self.furniture, self.objects)
        names = [each.name for group in groups for each in group]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise InvalidConfig("names in a scene are unique", got=", ".join(twice))

    def room_at(self, at_m: Point2) -> Room | None:
        """The room that a point of the floor plan lies in, if any."""
        return next((room for room in self.rooms if room.holds(at_m)), None)
