"""What a report holds: plain values, whoever knows them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle.stays import Stay, Turn
from whereseen.memory.frames import Float64
from whereseen.memory.objects.entity import Status

Metres2 = tuple[float, float]
_BELOW_M = 0.5  # a thing this far below a floor may still lie on it


@dataclass(frozen=True, slots=True, eq=False)
class PlanFrame:
    """How positions are drawn on plans.

    Attributes:
        basis: (3, 3); its rows are right, forward and up of the plans, in the map frame.
        floors_m: Height of the floor of each storey along up, ascending; at least one.
    """

    basis: Float64 = field(default_factory=lambda: np.eye(3))
    floors_m: tuple[float, ...] = (0.0,)

    def flat(self, position_m: Metres3) -> Metres2:
        """Metres to the right and forward."""
        right, forward, _ = (self.basis @ np.asarray(position_m, dtype=np.float64)).tolist()
        return right, forward

    def storey(self, position_m: Metres3) -> int:
        """Number of the storey on which something is."""
        up = float(self.basis[2] @ np.asarray(position_m, dtype=np.float64))
        return max(sum(up >= floor_m - _BELOW_M for floor_m in self.floors_m) - 1, 0)


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture.

    Attributes:
        data: The picture, encoded.
        size_px: Width and height.
        stamp_ns: When it was taken.
        image_id: Key frame that it is cut out of, 0 for none.
        box: Left, top, right and lower edge of what it is to show, as shares of its size.
        media_type: How it is encoded.
    """

    data: bytes = field(repr=False)
    size_px: tuple[int, int]
    stamp_ns: int = 0
    image_id: int = 0
    box: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    media_type: str = "image/jpeg"


@dataclass(frozen=True, slots=True)
class RoomShape:
    """A room on a plan.

    Attributes:
        id: Identity of the room.
        name: What to call it; unique.
        area_m2: Of its floor.
        middle: Where to write its name, on the plan.
        outline: Its corners on the plan, anticlockwise.
    """

    id: int
    name: str
    area_m2: float
    middle: Metres2
    outline: tuple[Metres2, ...]


@dataclass(frozen=True, slots=True)
class Floor:
    """The plan of a storey.

    Attributes:
        low, high: Corners of the plan, in metres to the right and forward.
        rooms: On this storey.
        doors: Their middles on the plan.
        picture: The storey from above, from corner to corner; None if nothing was seen.
    """

    low: Metres2
    high: Metres2
    rooms: tuple[RoomShape, ...] = ()
    doors: tuple[Metres2, ...] = ()
    picture: Photo | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A relation of a thing to another, or a state of it.

    Attributes:
        relation: As `on`, `next to`; of a state what it is of, as `door`.
        other: Label of the other one, name of a room, or the state, as `open`.
        other_id: Identity of the other one if it is a thing, else 0.
        since_ns: Since when it holds; None if that is not known.
        is_remembered: It holds, but is not to be seen.
    """

    relation: str
    other: str
    other_id: int = 0
    since_ns: int | None = None
    is_remembered: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A thing, and all that a report says of it.

    Attributes:
        id: Its identity.
        label: What it is called.
        is_furniture: Whether it is furniture, not something that is carried about.
        status: Whether it is where it was last seen.
        probability: That it is there, now.
        position_m: Middle of its box in the map frame.
        size_m: Extent of its box.
        first_seen_ns, last_seen_ns: 0 if it was only told.
        stays: Where it was, oldest first.
        links: Relations that hold.
        states: What is known of it else, as its colour.
        photos: That show it, the newest first.
    """

    id: int
    label: str
    is_furniture: bool
    status: Status
    probability: float
    position_m: Metres3
    size_m: Metres3
    first_seen_ns: int
    last_seen_ns: int
    stays: tuple[Stay, ...] = ()
    links: tuple[Link, ...] = ()
    states: tuple[Link, ...] = ()
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All that a page shows.

    Attributes:
        title: Its heading.
        source: What the map was made from.
        first_ns: Time of the first frame.
        now_ns: Time of the newest one.
        frame: How positions are drawn.
        floors: Plans, the lowest first; as many as the frame has storeys.
        items: Things, gone or not.
        turns: What happened, oldest first.
        zone_min: Minutes by which clocks are ahead of UTC.
    """

    title: str
    source: str
    first_ns: int
    now_ns: int
    frame: PlanFrame
    floors: tuple[Floor, ...]
    items: tuple[Item, ...] = ()
    turns: tuple[Turn, ...] = ()
    zone_min: int = 0
