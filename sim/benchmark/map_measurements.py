"""The measurements of the map benchmark: a method and a stream in, samples out.

Every function returns samples by (case, metric name); the suite pools them over seeds.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from whereseen.memory.frames import Float32
from whereseen.sim.benchmark.map_metrics import (
    ChurnCounter,
    ForgetCounter,
    ghosts,
    label_score,
    nearest_class,
    recall_at_k,
)
from whereseen.sim.benchmark.room_layout import LABELS
from whereseen.sim.benchmark.room_stream import RoomStream, StreamFrame
from whereseen.sim.benchmark.room_tiles import VOXELS_PER_CELL, ExactAnswers, RoomTiles
from whereseen.sim.benchmark.under_test import (
    Fillable,
    MapUnderTest,
    Method,
    digest,
    packed,
    voxel_centres,
)

Samples = dict[tuple[str, str], list[float]]

_PASSES = 3
_TOP = 10


def changing_room(method: Method, stream: RoomStream) -> Samples:
    """A room in which six things move: cost of a frame, ghosts, labels, bytes."""
    subject = method.make(stream.config.dimension)
    costs = [_integrate_ms(subject, frame) for frame in stream]
    last = len(stream) - 1
    indices = subject.occupied()
    left = ghosts(indices, subject.voxel_size_m, stream, last, stream.vacated(last))
    centres = voxel_centres(indices, subject.voxel_size_m)
    _, true = stream.nearest_surface(centres, last)
    predicted = nearest_class(subject.occupied_features(), stream.class_vectors)
    score = label_score(predicted, true, len(LABELS))
    case = _image_case(stream)
    return {
        (case, "frame_ms"): costs,
        (case, "ghosts"): [float(left.sum())],
        (case, "miou"): [score.miou],
        (case, "accuracy"): [score.accuracy],
        (case, "feature_bytes_per_voxel"): [subject.feature_bytes() / max(len(indices), 1)],
        (case, "bytes_per_voxel"): [subject.memory_bytes() / max(len(indices), 1)],
    }


def static_room(method: Method, noisy: RoomStream, noise_free: RoomStream) -> Samples:
    """A room in which nothing moves: churn on the second lap, thickness of surfaces."""
    subject = method.make(noisy.config.dimension)
    counter = ChurnCounter(subject.voxel_size_m, noisy.config.range_m)
    churn = []
    for frame in noisy:
        subject.integrate(frame.observation, frame.features)
        after, wiped = packed(subject.occupied()), packed(subject.wiped())
        step = counter.step(after, wiped, frame.observation)
        if frame.number >= len(noisy) // 2:
            churn.append(step)
    clean = method.make(noise_free.config.dimension)
    for frame in noise_free:
        clean.integrate(frame.observation, frame.features)
    ratio = len(subject.occupied()) / max(len(clean.occupied()), 1)
    return {("static", "churn"): churn, ("static", "thickness_ratio"): [ratio]}


def removed_cube(method: Method, stream: RoomStream) -> Samples:
    """A 20 cm cube goes while the camera looks: views that its most stubborn voxel outlives."""
    subject = method.make(stream.config.dimension)
    size, last = subject.voxel_size_m, len(stream) - 1
    volume = stream.vacated(last)
    counter: ForgetCounter | None = None
    for frame in stream:
        if counter is None and stream.vacated(frame.number).label.size:
            there = subject.occupied()
            counter = ForgetCounter(there[ghosts(there, size, stream, last, volume)], size)
        subject.integrate(frame.observation, frame.features)
        if counter is not None:
            counter.step(packed(subject.occupied()), frame.observation)
    return {("cube", "forget_frames"): [float(counter.frames)] if counter else []}


def growth(method: Method, stream: RoomStream, sizes: Sequence[int], most: int) -> Samples:
    """Cost of the same frames as the map grows out of view, and the largest over the smallest.

    Three passes over the frames at each size; the cheapest counts, for neighbours on a shared
    machine only ever add.

    Args:
        method: What to measure.
        stream: Its frames are integrated once, then again at each size.
        sizes: Occupied voxels, ascending.
        most: Sizes beyond this are left out.
    """
    subject = method.make_roomy(stream.config.dimension)
    tiles = RoomTiles(stream, subject.voxel_size_m)
    frames = list(stream)
    for frame in frames:
        _integrate_ms(subject, frame)
    samples: Samples = {}
    start, held = 0, len(subject.occupied())
    for size in [s for s in sizes if s <= most]:
        for number, tile in tiles.up_to(size, start=start, held=held):
            subject.fill(tile.indices, tile.features, tile.row)
            start, held = number + 1, held + len(tile.indices)
        _integrate_ms(subject, frames[0])
        passes = [[_integrate_ms(subject, f) for f in frames] for _ in range(_PASSES)]
        samples[f"voxels={size}", "frame_ms"] = min(passes, key=np.median)
    first, last = (list(samples.values())[i] for i in (0, -1))
    samples["smallest to largest", "growth_ratio"] = [float(np.median(last) / np.median(first))]
    return samples


def queries(method: Method, stream: RoomStream, voxels: int, count: int) -> Samples:
    """Text-like queries against a filled map: CPU time, and recall against exact float32.

    Time is that of the ten best voxels. Recall is of the ten best features: voxels of one 2x2x2
    cell share theirs, so as many are fetched as ten cells can hold.
    """
    subject = method.make_roomy(stream.config.dimension)
    asked = stream.queries()[np.linspace(0, len(LABELS) - 1, count).astype(np.intp)]
    answers = ExactAnswers(asked)
    for _, tile in RoomTiles(stream, subject.voxel_size_m).up_to(voxels):
        answers.fill(subject, tile)
    subject.score(asked[0], _TOP)
    case = f"voxels={voxels}"
    costs, recalls = [], []
    for query, vector in enumerate(asked):
        costs.append(_score_ms(subject, vector))
        found, _ = subject.score(vector, _TOP * VOXELS_PER_CELL)
        recalls.append(recall_at_k(*answers.of(query, found, _TOP)))
    return {
        (case, "query_ms"): costs,
        (case, "recall_at_10"): recalls,
        (case, "feature_mb"): [subject.feature_bytes() / 1e6],
    }


def repeatable(method: Method, stream: RoomStream) -> Samples:
    """Whether two runs over the same frames end in the same voxels and features, bit for bit."""
    digests = set()
    for _ in range(2):
        subject = method.make(stream.config.dimension)
        for frame in stream:
            subject.integrate(frame.observation, frame.features)
        digests.add(digest(subject))
    return {("two runs", "deterministic"): [float(len(digests) == 1)]}


def warm_up(method: Method, stream: RoomStream) -> None:
    """Compile what is compiled on first use, so that no measurement includes it."""
    subject: Fillable = method.make(stream.config.dimension)
    frame = stream.frame(0)
    subject.integrate(frame.observation, frame.features)
    subject.integrate(frame.observation, frame.features)
    subject.score(stream.class_vectors[0], 1)
    far = np.array([[10_000, 10_000, 0]], dtype=np.int32)
    subject.fill(far, stream.class_vectors[:1], np.zeros(1, dtype=np.int32))


def _integrate_ms(subject: MapUnderTest, frame: StreamFrame) -> float:
    start = time.process_time()
    subject.integrate(frame.observation, frame.features)
    return (time.process_time() - start) * 1e3


def _score_ms(subject: MapUnderTest, vector: Float32) -> float:
    start = time.process_time()
    subject.score(vector, _TOP)
    return (time.process_time() - start) * 1e3


def _image_case(stream: RoomStream) -> str:
    return f"{stream.config.width_px}x{stream.config.height_px}"
