"""What a frame shows of things beyond their names: colours of their pixels, states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from whereseen.memory.attributes.words import StateValue, read_label, state_value
from whereseen.memory.detection import Detection
from whereseen.memory.encoder.grid import cell_centres
from whereseen.memory.encoder.painting import painted
from whereseen.memory.encoder.protocol import FeatureImage
from whereseen.memory.frames import Float32, apply
from whereseen.memory.observation import Observation

_ACROSS = 160  # cells of the grid on which pixels are looked at
_MOST_PIXELS = 96  # of one name in one frame
_LEAST_PIXELS = 4
_ALIKE = 0.99  # of a feature and the vector of its name

Int32 = npt.NDArray[np.int32]
Told = tuple[str, tuple[StateValue, ...], float]  # a name, what is told of it, how sure that is


@dataclass(frozen=True, slots=True)
class Glimpse:
    """Some pixels of things of one name in one frame.

    Attributes:
        label: Their name.
        stamp_ns: Time of the frame.
        points_map: (N, 3) float32.
        rgb: (N, 3) uint8; empty (0, 3) where colours were not looked at.
        states: What the thing was said to be like; of a single thing then.
        score: How sure that is.
        source: Camera.
    """

    label: str
    stamp_ns: int
    points_map: Float32 = field(repr=False)
    rgb: npt.NDArray[np.uint8] = field(repr=False)
    states: tuple[StateValue, ...] = ()
    score: float = 1.0
    source: str = ""


def plain(observation: Observation) -> Observation:
    """The frame with names that do not tell states: what is an "open fridge" is a fridge."""
    labels, detections = observation.labels, observation.detections
    if labels is not None:
        names = tuple(read_label(name)[0] for name in labels.names)
        labels = labels if names == labels.names else replace(labels, names=names)
    if detections is not None:
        detections = tuple(_plain(each) for each in detections)
    if labels is observation.labels and detections == observation.detections:
        return observation
    return replace(observation, labels=labels, detections=detections)


def glimpses_of_colours(
    observation: Observation, image: FeatureImage, names: Sequence[str], vectors: Float32
) -> Iterator[Glimpse]:
    """Pixels of each name that an encoder recognised.

    Args:
        observation: The frame.
        image: What the encoder made of it.
        names: That it recognises.
        vectors: (N, D) float32 of these names.
    """
    if not len(names) or not len(image.features):
        return
    scores = image.features @ vectors.T
    best = scores.argmax(axis=1)
    known = scores[np.arange(len(best)), best] >= _ALIKE
    row_name = np.append(np.where(known, best, -1), -1)
    grid = _Grid.of(observation)
    yield from grid.glimpses(row_name[grid.read(image.index)], names)


def glimpses_of_states(observation: Observation) -> Iterator[Glimpse]:
    """What detections, or else the names of labelled pixels, tell of the states of things."""
    grid, detections = _Grid.of(observation), observation.detections or ()
    told = [_said(each) for each in detections]
    if any(states for _, states, _ in told):
        yield from grid.told(painted(detections, observation, stride_px=grid.stride_px), told)
    elif observation.labels is not None:
        names = observation.labels.names
        told = [(*read_label(name), 1.0) for name in names]
        if any(states for _, states, _ in told):
            ids = np.where(observation.labels.ids < len(names), observation.labels.ids, -1)
            yield from grid.told(grid.read(ids.astype(np.int32)), told)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Pixels of a frame that are looked at: those at the centres of cells.

    Attributes:
        observation: The frame.
        stride_px: Pixels a cell.
        rows, columns: (h,) and (w,) of the centres.
    """

    observation: Observation
    stride_px: int
    rows: npt.NDArray[np.intp]
    columns: npt.NDArray[np.intp]

    @classmethod
    def of(cls, observation: Observation) -> _Grid:
        height, width = observation.depth_m.shape
        stride = max(1, width // _ACROSS)
        return cls(observation, stride, cell_centres(height, stride), cell_centres(width, stride))

    def read(self, index: Int32) -> Int32:
        """What an index image of any size shows in the cells (h, w)."""
        (height, width), (high, wide) = self.observation.depth_m.shape, index.shape
        return index[np.ix_(self.rows * high // height, self.columns * wide // width)]

    def told(self, index: Int32, told: Sequence[Told]) -> Iterator[Glimpse]:
        """Things of which a state is told, by the cells (h, w) that show them."""
        for number, (label, states, score) in enumerate(told):
            if states:
                own = np.where(index == number, 0, -1)
                for glimpse in self.glimpses(own, [label]):
                    yield replace(glimpse, rgb=glimpse.rgb[:0], states=states, score=score)

    def glimpses(self, index: Int32, names: Sequence[str]) -> Iterator[Glimpse]:
        """Some pixels with a depth of each name, by its number in the cells (h, w)."""
        depth_m = self.observation.depth_m[np.ix_(self.rows, self.columns)]
        usable = (index >= 0) & np.isfinite(depth_m) & (depth_m > 0.0)
        inner = usable & _is_inner(index)
        for number in np.unique(index[usable]).tolist():
            chosen = np.flatnonzero((index == number) & inner)
            if len(chosen) < _LEAST_PIXELS:
                chosen = np.flatnonzero((index == number) & usable)
            if len(chosen) >= _LEAST_PIXELS:
                most = min(len(chosen), _MOST_PIXELS)
                yield self._glimpse(
                    names[number], chosen[np.linspace(0, len(chosen) - 1, most).astype(np.intp)]
                )

    def _glimpse(self, label: str, cells: npt.NDArray[np.intp]) -> Glimpse:
        seen = self.observation
        v, u = self.rows[cells // len(self.columns)], self.columns[cells % len(self.columns)]
        K, z = seen.intrinsics, seen.depth_m[v, u].astype(np.float64)
        x, y = (u - K[0, 2]) / K[0, 0] * z, (v - K[1, 2]) / K[1, 1] * z
        points = apply(seen.T_map_camera, np.column_stack([x, y, z]))
        return Glimpse(
            label=label,
            stamp_ns=seen.stamp_ns,
            points_map=points.astype(np.float32),
            rgb=seen.rgb[v, u],
            source=seen.camera_id,
        )


def _is_inner(index: Int32) -> npt.NDArray[np.bool_]:
    """Cells whose neighbours show the same: at edges colours mix."""
    padded = np.pad(index, 1, mode="edge")
    same = np.ones(index.shape, dtype=np.bool_)
    for part in (padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:]):
        same &= part == index
    return same


def _plain(detection: Detection) -> Detection:
    name = read_label(detection.label)[0]
    return detection if name == detection.label else replace(detection, label=name)


def _said(detection: Detection) -> Told:
    name, states = read_label(detection.label)
    given = tuple(state_value(key, value) for key, value in detection.attributes)
    told = (*states, *(each for each in given if each not in states))
    return name, told, detection.score
