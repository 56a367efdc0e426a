"""What a robot's recognition makes of what is in view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.sim.recalling.config import SeeingConfig
from whereseen.sim.recalling.life import Life, Look, Seen


@dataclass(frozen=True, slots=True)
class Glimpse:
    """Something that was recognised, rightly or not.

    Attributes:
        label: As what.
        position_m: Middle of its box, as measured.
        size_m: Extent of its box.
        words: What it is like.
        name: Of the thing that it really is, for the oracle alone; empty if it is nothing.
    """

    label: str
    position_m: Metres3
    size_m: Metres3
    words: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What was recognised in one look.

    Attributes:
        look: What was in view.
        glimpses: What was made of it.
    """

    look: Look
    glimpses: tuple[Glimpse, ...]


def frames_of(
    life: Life, config: SeeingConfig, alike: Mapping[str, Sequence[str]], seed: int
) -> Iterator[Frame]:
    """What was recognised in each look of a life; equal seeds give equal errors."""
    rng = np.random.default_rng(seed)
    for look in life.looks:
        yield frame_of(look, config, alike, rng)


def frame_of(
    look: Look, config: SeeingConfig, alike: Mapping[str, Sequence[str]], rng: np.random.Generator
) -> Frame:
    """What was recognised in a look.

    Args:
        look: What was in view.
        config: What goes wrong.
        alike: For each label, those that it is taken for.
        rng: Draws errors.
    """
    glimpses = [each for seen in look.seen for each in _glimpsed(seen, config, alike, rng)]
    if rng.random() < config.false_share and look.seen:
        glimpses.append(_false(look, alike, rng))
    return Frame(look, tuple(glimpses))


def _glimpsed(
    seen: Seen, config: SeeingConfig, alike: Mapping[str, Sequence[str]], rng: np.random.Generator
) -> Iterator[Glimpse]:
    missed, confused, which = rng.random(3)
    jitter = rng.normal(0.0, config.jitter_m, 3) if config.jitter_m else np.zeros(3)
    if missed < config.miss_share:
        return
    label, others = seen.label, alike.get(seen.label, ())
    if others and confused < config.confusion_share:
        label = others[int(which * len(others))]
    x, y, z = (float(v) for v in np.add(seen.position_m, jitter))
    yield Glimpse(label, (x, y, z), seen.size_m, seen.words, seen.name)


def _false(look: Look, alike: Mapping[str, Sequence[str]], rng: np.random.Generator) -> Glimpse:
    """Something that is not there, near something that is."""
    seen = look.seen[int(rng.integers(len(look.seen)))]
    labels = sorted(alike)
    x, y, z = (float(v) for v in np.add(seen.position_m, rng.normal(0.0, 0.3, 3)))
    return Glimpse(labels[int(rng.integers(len(labels)))], (x, y, z), seen.size_m)
