"""On or in what things lie, in a home whose furniture stays where it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from whereseen.memory.answer import Metres3
from whereseen.memory.frames import Float64
from whereseen.sim.catalogue.kinds import Surface
from whereseen.sim.scene.home import Home

_MARGIN_M = 0.05
_SUNK_M = 0.08  # how far below a surface the foot of what stands on it may be measured


@dataclass(frozen=True, slots=True, eq=False)
class Surfaces:
    """All surfaces of a home, in the order of its furniture.

    Attributes:
        named: (S,) furniture and surface.
        T_piece_map: (S, 4, 4) from the map into the frame of the furniture.
        at_m: (S, 3) middles in that frame.
        half_m: (S, 2) half of width and depth, with what errors may add.
        headroom_m: (S,) above each.
    """

    named: tuple[tuple[str, Surface], ...]
    T_piece_map: Float64
    at_m: Float64
    half_m: Float64
    headroom_m: Float64

    @classmethod
    def of(cls, home: Home) -> Surfaces:
        """Look at a home once."""
        found = [
            (name, surface, np.linalg.inv(piece.T_map_piece))
            for name, piece in home.pieces.items()
            for surface in piece.kind.surfaces
        ]

        def column(values: list[Any], *shape: int) -> npt.NDArray[np.float64]:
            return np.array(values, dtype=np.float64).reshape(len(found), *shape)

        surfaces = [surface for _, surface, _ in found]
        return cls(
            named=tuple((name, surface) for name, surface, _ in found),
            T_piece_map=column([T for _, _, T in found], 4, 4),
            at_m=column([_closed_m(home, name, each) for name, each, _ in found], 3),
            half_m=column([each.size_m for each in surfaces], 2) / 2.0 + _MARGIN_M,
            headroom_m=column([each.headroom_m for each in surfaces]),
        )

    def below(self, position_m: Metres3, height_m: float) -> tuple[str, Surface] | None:
        """The highest surface below a box, from its middle and its height; None on the floor."""
        x, y, z = position_m
        foot = np.array([x, y, z - height_m / 2.0, 1.0])
        apart = (self.T_piece_map @ foot)[:, :3] - self.at_m
        inside = (np.abs(apart[:, :2]) <= self.half_m).all(axis=1)
        fits = inside & (apart[:, 2] >= -_SUNK_M) & (apart[:, 2] <= self.headroom_m)
        if not fits.any():
            return None
        return self.named[int(np.argmax(np.where(fits, self.at_m[:, 2], -np.inf)))]


def _closed_m(home: Home, name: str, surface: Surface) -> Float64:
    """Middle (3,) of a surface in the frame of its furniture, all of which is closed."""
    piece = home.pieces[name]
    T_piece_link = piece.model.link_poses(piece.positions({}))[surface.link]
    return np.asarray(T_piece_link[:3, :3] @ surface.at_m + T_piece_link[:3, 3])
