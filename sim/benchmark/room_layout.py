"""The furnished room of the map benchmark: what stands where, and what moves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float64

ROOM_SIZE_M = (10.0, 8.0, 2.8)
MOVED_COUNT = 6
CUBE_SIDE_M = 0.20
# fmt: off
_SMALL = (
    "mug", "book", "lamp", "kettle", "vase", "clock", "toaster", "basket", "laptop", "teapot",
    "bottle", "bowl", "plant", "radio", "camera", "phone", "towel", "pillow", "tray", "bucket",
    "jar", "helmet", "shoebox", "printer", "speaker", "blender", "candle", "globe", "drum",
)
# fmt: on
_SHELL = ("floor", "ceiling", "wall west", "wall east", "wall south", "wall north")
LABELS: tuple[str, ...] = (
    *_SHELL,
    "partition",
    *(f"table {i}" for i in range(1, 5)),
    *(f"cabinet {i}" for i in range(1, 9)),
    "sofa",
    *(f"chair {i}" for i in range(1, 9)),
    *_SMALL,
    "cube",
)
"""The 58 labels, in the order of their ids; each piece of furniture has its own."""

_FIRST_SMALL = LABELS.index(_SMALL[0])
_CUBE = LABELS.index("cube")
_TABLES = ((2.2, 2.4), (2.4, 6.2), (7.4, 2.2), (7.8, 5.9))
_CABINETS = (
    (0.25, 1.5, 0.9),
    (0.25, 4.5, 1.8),
    (0.25, 6.9, 1.0),
    (9.75, 1.2, 1.1),
    (9.75, 3.6, 1.9),
    (9.75, 6.6, 0.9),
    (4.6, 0.6, 1.2),
    (5.4, 0.6, 1.0),
)


@dataclass(frozen=True, slots=True)
class Boxes:
    """Axis-aligned boxes in the map frame.

    Attributes:
        low_m: (N, 3) float64 lower corners.
        high_m: (N, 3) float64 upper corners.
        label: (N,) int32 indices into `LABELS`.
    """

    low_m: Float64
    high_m: Float64
    label: npt.NDArray[np.int32]

    def of(self, labels: npt.ArrayLike) -> Boxes:
        """The boxes that have one of these labels."""
        chosen = np.isin(self.label, labels)
        return Boxes(self.low_m[chosen], self.high_m[chosen], self.label[chosen])


@dataclass(frozen=True, slots=True)
class Room:
    """A room before and after its changes.

    Attributes:
        shell: The inner faces of floor, ceiling and walls as one box; labels 0 to 5 are its faces.
        before: Everything in the room at first.
        after_move: The same with six small boxes elsewhere.
        moved: Labels of those six.
        cube: Label of the 20 cm cube on the first table.
    """

    shell: Boxes
    before: Boxes
    after_move: Boxes
    moved: tuple[int, ...]
    cube: int


def furnished_room(*, seed: int) -> Room:
    """Furnish the room; the small boxes and the room's sub-voxel offset depend on the seed.

    The offset keeps planes off the faces of a 5 cm grid, where rounding alone would double them.
    """
    rng = np.random.default_rng([seed, 21])
    offset = rng.uniform(0.008, 0.042, 3)
    furniture = _furniture()
    supports = _supports()
    placed: list[tuple[int, Float64, Float64]] = []
    _place(_CUBE, np.full(3, CUBE_SIDE_M), supports[:1], placed, rng)
    for label in range(_FIRST_SMALL, _CUBE):
        _place(label, rng.uniform(0.10, 0.28, 3), supports, placed, rng)
    moved = tuple(int(m) for m in rng.choice(np.arange(_FIRST_SMALL, _CUBE), MOVED_COUNT, False))
    both = list(placed)
    for label in moved:
        size = next(high - low for name, low, high in placed if name == label)
        _place(label, size, supports, both, rng)
    elsewhere = [p for p in placed if p[0] not in moved] + both[len(placed) :]
    return Room(
        shell=_boxes([(0, np.zeros(3), np.array(ROOM_SIZE_M))], offset),
        before=_boxes(furniture + placed, offset),
        after_move=_boxes(furniture + elsewhere, offset),
        moved=moved,
        cube=_CUBE,
    )


_Placed = tuple[int, Float64, Float64]


def _boxes(parts: list[_Placed], offset: Float64) -> Boxes:
    return Boxes(
        low_m=np.array([low for _, low, _ in parts]) + offset,
        high_m=np.array([high for _, _, high in parts]) + offset,
        label=np.array([label for label, _, _ in parts], dtype=np.int32),
    )


def _standing(label: int, x: float, y: float, z: float, size: tuple[float, ...]) -> _Placed:
    half = np.array([size[0] / 2, size[1] / 2, 0.0])
    low = np.array([x, y, z]) - half
    return label, low, low + np.array(size)


def _furniture() -> list[_Placed]:
    parts = [_standing(LABELS.index("partition"), 5.0, 2.3, 0.0, (0.12, 4.6, ROOM_SIZE_M[2]))]
    for i, (x, y) in enumerate(_TABLES):
        parts += _table(LABELS.index(f"table {i + 1}"), x, y)
        parts += _chair(LABELS.index(f"chair {2 * i + 1}"), x - 0.35, y - 0.75, back=-0.2)
        parts += _chair(LABELS.index(f"chair {2 * i + 2}"), x + 0.35, y + 0.75, back=0.2)
    for i, (x, y, height) in enumerate(_CABINETS):
        parts.append(_standing(LABELS.index(f"cabinet {i + 1}"), x, y, 0.0, (0.5, 0.9, height)))
    sofa = LABELS.index("sofa")
    parts.append(_standing(sofa, 5.0, 7.5, 0.0, (2.0, 0.8, 0.42)))
    parts.append(_standing(sofa, 5.0, 7.82, 0.42, (2.0, 0.16, 0.4)))
    return parts


def _table(label: int, x: float, y: float) -> list[_Placed]:
    legs = [(x + dx, y + dy) for dx in (-0.64, 0.64) for dy in (-0.34, 0.34)]
    parts = [_standing(label, a, b, 0.0, (0.06, 0.06, 0.71)) for a, b in legs]
    return [*parts, _standing(label, x, y, 0.71, (1.4, 0.8, 0.04))]


def _chair(label: int, x: float, y: float, *, back: float) -> list[_Placed]:
    return [
        _standing(label, x, y, 0.0, (0.10, 0.10, 0.42)),
        _standing(label, x, y, 0.42, (0.45, 0.45, 0.05)),
        _standing(label, x, y + back, 0.47, (0.45, 0.05, 0.45)),
    ]


def _supports() -> list[tuple[Float64, Float64]]:
    """Corner pairs of the tops on which small boxes stand: tables, low cabinets, the sofa."""
    tops = [(x, y, 0.75, 0.70, 0.40) for x, y in _TABLES]
    tops += [(x, y, height, 0.25, 0.45) for x, y, height in _CABINETS if height <= 1.2]
    tops.append((5.0, 7.35, 0.42, 1.0, 0.25))
    return [
        (np.array([x - half_x, y - half_y, z]), np.array([x + half_x, y + half_y, z]))
        for x, y, z, half_x, half_y in tops
    ]


def _place(
    label: int,
    size: Float64,
    supports: list[tuple[Float64, Float64]],
    placed: list[_Placed],
    rng: np.random.Generator,
) -> None:
    """Append the box at a free spot of a random support; crowded tops get a closer look."""
    for attempt in range(10_000):
        low, high = supports[int(rng.integers(len(supports)))]
        corner = low.copy()
        corner[:2] = rng.uniform(low[:2], high[:2] - size[:2])
        gap = 0.08 if attempt < 5_000 else 0.02
        if all((corner > b + gap).any() or (corner + size < a - gap).any() for _, a, b in placed):
            placed.append((label, corner, corner + size))
            return
    raise RuntimeError(f"no free spot for {LABELS[label]}: the supports are full")
