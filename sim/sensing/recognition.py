"""A detector that misses things, takes them for others, and sees what is not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.ndimage import find_objects

from whereseen.memory.detection import Detection
from whereseen.memory.observation import LabelImage
from whereseen.sim.sensing.config import RecognitionConfig
from whereseen.sim.sensing.states import States, mistaken
from whereseen.sim.sensing.streams import stream

Ids = npt.NDArray[np.int32]
Window = tuple[slice, slice]

_RIGHT, _WRONG = (0.6, 0.98), (0.3, 0.8)  # scores of what is right and of what is not


@dataclass(frozen=True, slots=True, eq=False)
class Recognised:
    """What a detector makes of one frame.

    Attributes:
        labels: A name for each pixel; the names stay the same as long as those of the home do.
        detections: Things with boxes and masks; nothing of a steady label.
    """

    labels: LabelImage
    detections: tuple[Detection, ...]


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What becomes of one thing in one frame.

    Attributes:
        label: It is taken for; empty if it is missed.
        score: Of its detection.
        false_label: Of what is seen besides; empty if nothing is.
        false_at: Middle of that, and half its size, as shares of the image's width and height.
        false_score: Of its detection.
    """

    label: str
    score: float
    false_label: str
    false_at: tuple[float, float, float, float]
    false_score: float


class Recogniser:
    """Labels what is seen. Equal stamps give equal errors, whatever else is in view.

    Args:
        config: What it gets wrong.
        seed: Of all that is drawn.
        alike: Labels that each may be taken for; a label without any is never confused.
    """

    def __init__(
        self, config: RecognitionConfig, *, seed: int, alike: Mapping[str, Sequence[str]]
    ) -> None:
        self._config = config
        self._seed = seed
        self._alike = alike

    def recognise(
        self,
        instances: Ids,
        labels: Sequence[str],
        *,
        stamp_ns: int,
        states: States | None = None,
    ) -> Recognised:
        """Label a frame.

        Args:
            instances: (h, w) ids.
            labels: True label of each id; empty for what has none.
            stamp_ns: When; it selects the errors.
            states: In which states things are, by id; their detections tell them.
        """
        told = self._told(states or {}, stamp_ns)
        windows = _windows(instances, labels, self._config.steady)
        if not self._config.enabled:
            true = {each: _Verdict(labels[each], 1.0, "", (0.0,) * 4, 0.0) for each in windows}
            detections = tuple(_seen(instances, windows, true, told))
            return Recognised(LabelImage(instances, tuple(labels)), detections)
        names = self._vocabulary(labels)
        verdicts = {
            each: self._verdict(each, int((instances[window] == each).sum()), names, stamp_ns)
            for each, window in windows.items()
        }
        wrong = list(_unreal(instances.shape, verdicts.values()))
        class_of_id = np.arange(len(names), dtype=np.int32)
        for each, verdict in verdicts.items():
            if verdict.label != names[each]:
                class_of_id[each] = names.index(verdict.label)
        known = (instances >= 0) & (instances < len(labels))
        ids = np.where(known, class_of_id[np.where(known, instances, 0)], names.index(""))
        for detection in wrong:
            x0, y0, x1, y1 = (int(side) for side in detection.box_px)
            ids[y0:y1, x0:x1] = names.index(detection.label)
        detections = (*_seen(instances, windows, verdicts, told), *wrong)
        return Recognised(LabelImage(ids.astype(np.int32), names), detections)

    def _vocabulary(self, labels: Sequence[str]) -> tuple[str, ...]:
        """The true labels by id, then what they may be taken for, and no name at all."""
        others = {other for label in set(labels) for other in self._alike.get(label, ())} | {""}
        return (*labels, *sorted(others - set(labels)))

    def _verdict(
        self, instance: int, pixels: int, names: tuple[str, ...], stamp_ns: int
    ) -> _Verdict:
        config, label = self._config, names[instance]
        drawn = stream(self._seed, "recognition", instance, self._tick(instance, stamp_ns))
        # All are drawn at all times, so that no rate changes what comes of another.
        miss, confuse, which, false, false_which, right, wrong, false_score = drawn.random(8)
        x, y, wide, high = drawn.random(4).tolist()
        score = _RIGHT[0] + right * (_RIGHT[1] - _RIGHT[0])
        others = self._alike.get(label, ())
        if others and confuse < config.confusion_share:
            label = others[int(which * len(others))]
            score = _WRONG[0] + wrong * (_WRONG[1] - _WRONG[0])
        if miss < config.miss_share or pixels < config.least_px:
            label = ""
        known = sorted({name for name in names if name and name not in config.steady})
        half = config.false_px_share / 2.0
        return _Verdict(
            label=label,
            score=score,
            false_label=known[int(false_which * len(known))] if false < config.false_share else "",
            false_at=(x, y, half * (0.5 + wide), half * (0.5 + high)),
            false_score=_WRONG[0] + false_score * (_WRONG[1] - _WRONG[0]),
        )

    def _told(self, states: States, stamp_ns: int) -> States:
        if not self._config.enabled:
            return states
        share, seed = self._config.state_error_share, self._seed
        return {
            each: mistaken(own, share, seed=seed, instance=each, tick=self._tick(each, stamp_ns))
            for each, own in states.items()
        }

    def _tick(self, instance: int, stamp_ns: int) -> int:
        """What stays the same for as long as an error does; things change at different times."""
        lasting_ns = round(self._config.persistence_s * 1e9)
        if not lasting_ns:
            return stamp_ns
        phase_ns = int(stream(self._seed, "phase", instance).integers(lasting_ns))
        return (stamp_ns + phase_ns) // lasting_ns


def _windows(instances: Ids, labels: Sequence[str], steady: Sequence[str]) -> dict[int, Window]:
    """Where in the image each thing is, by its id."""
    found = find_objects(np.where(instances < len(labels), instances, 0))
    return {
        each: (window[0], window[1])
        for each, window in enumerate(found, start=1)
        if window is not None and labels[each] and labels[each] not in steady
    }


def _seen(
    instances: Ids,
    windows: Mapping[int, Window],
    verdicts: Mapping[int, _Verdict],
    states: States,
) -> Iterator[Detection]:
    """Detections of what is there."""
    for each, (rows, columns) in windows.items():
        verdict = verdicts[each]
        if verdict.label:
            box = (columns.start, rows.start, columns.stop, rows.stop)
            mask = instances[rows, columns] == each
            yield Detection.checked(
                box, verdict.label, verdict.score, mask=mask, attributes=states.get(each)
            )


def _unreal(shape: tuple[int, ...], verdicts: Iterable[_Verdict]) -> Iterator[Detection]:
    """Detections of what is not there."""
    height, width = shape
    for each in verdicts:
        if each.false_label:
            x, y, half_x, half_y = each.false_at
            x0, x1 = _pixels(x, half_x, width)
            y0, y1 = _pixels(y, half_y, height)
            mask = np.ones((y1 - y0, x1 - x0), dtype=bool)
            box = (x0, y0, x1, y1)
            yield Detection.checked(box, each.false_label, each.false_score, mask=mask)


def _pixels(middle: float, half: float, count: int) -> tuple[int, int]:
    """The pixels from middle - half to middle + half, one at least."""
    first = min(max(int((middle - half) * count), 0), count - 1)
    return first, min(max(round((middle + half) * count), first + 1), count)
