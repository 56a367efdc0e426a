"""Memories that are asked where things are: ours, and what others do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from whereseen.memory.encoder.protocol import Encoder
from whereseen.memory.frames import Float64
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.sim.benchmark.baselines import AddOnly, LogOdds, Replace
from whereseen.sim.benchmark.under_test import voxel_centres
from whereseen.sim.sensing.loops import Loops
from whereseen.sim.sensing.sensor import Sensed

FOUND_AT = 0.4  # probability from which on a baseline says that it has found something


@dataclass(frozen=True, slots=True, eq=False)
class Reply:
    """What a memory answers.

    Attributes:
        position_m: Where it is (3,); None if it is not there.
        probability: How sure it is of the best place, found or not.
    """

    position_m: Float64 | None
    probability: float


class Contestant(Protocol):
    """A memory that watches and is asked."""

    def observe(self, sensed: Sensed, number: int) -> None:
        """Take in a frame of a round."""
        ...

    def ask(self, text: str) -> Reply:
        """Where is something now?"""
        ...


class Whereseen:
    """Our memory with its defaults; it moves what it stored when a loop is closed.

    Args:
        encoder: What recognises.
        corrects: Whether it follows loop closures.

    Attributes:
        memory: The memory itself.
    """

    def __init__(self, encoder: Encoder, *, corrects: bool = True) -> None:
        self.memory = SpatialMemory(encoder)
        self._loops = Loops(self.memory) if corrects else None

    def observe(self, sensed: Sensed, number: int) -> None:
        """Take in a frame."""
        if self._loops is not None:
            self._loops.follow(sensed)
        self.memory.observe(sensed.observation)

    def ask(self, text: str) -> Reply:
        """Where is something now?"""
        answer = self.memory.ask(text)
        if not answer.places:
            return Reply(None, 0.0)
        best = answer.places[0]
        return Reply(np.array(best.position_m) if answer.found else None, best.probability)


class Voxels:
    """A baseline's voxels, asked for the best one.

    Args:
        voxels: The baseline.
        encoder: What recognises.
        rounds: It watches only so many rounds.
    """

    def __init__(self, voxels: AddOnly, encoder: Encoder, *, rounds: int | None = None) -> None:
        self._voxels = voxels
        self._encoder = encoder
        self._rounds = rounds

    def observe(self, sensed: Sensed, number: int) -> None:
        """Take in a frame, if it still watches."""
        if self._rounds is None or number < self._rounds:
            features = self._encoder.encode(sensed.observation)
            self._voxels.integrate(sensed.observation, features)

    def ask(self, text: str) -> Reply:
        """The best voxel, if it is good enough."""
        query = self._encoder.query_text(text)
        indices, cosines = self._voxels.score(query.vector, 1)
        if not len(indices):
            return Reply(None, 0.0)
        probability = float(query.calibration.probability(cosines[0]))
        centre = voxel_centres(indices, self._voxels.voxel_size_m)[0]
        return Reply(centre if probability >= FOUND_AT else None, probability)


METHODS = ("whereseen", "replace", "add-only", "log-odds", "static")


def contestant(name: str, encoder: Encoder) -> Contestant:
    """A method by name, one of `METHODS`."""
    dimension = encoder.spec.dimension
    if name == "whereseen":
        return Whereseen(encoder)
    if name == "static":
        return Voxels(AddOnly(dimension), encoder, rounds=1)
    kinds = {"replace": Replace, "add-only": AddOnly, "log-odds": LogOdds}
    return Voxels(kinds[name](dimension), encoder)
