from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.sensing.alike import alike_labels
from whereseen.sim.sensing.config import RecognitionConfig
from whereseen.sim.sensing.recognition import Ids, Recognised, Recogniser

LABELS = ("", "robot", "floor", "table", *("red mug",) * 10, *("book",) * 10)
FIRST, LAST = 4, 23  # instances of things
ALIKE = {"red mug": ("bowl", "blue mug")}
NEVER: dict[str, Any] = {"miss_share": 0.0, "confusion_share": 0.0, "false_share": 0.0}
FRAMES, THINGS = 400, LAST - FIRST + 1


def frame() -> Ids:
    """Things in a grid on the floor below nothing, each of 8 x 8 pixels."""
    ids = np.zeros((60, 120), np.int32)
    ids[10:] = 2
    for index, instance in enumerate(range(FIRST, LAST + 1)):
        y, x = 20 + 20 * (index // 10), 2 + 12 * (index % 10)
        ids[y : y + 8, x : x + 8] = instance
    return ids


def recognised(
    stamp_ns: int, ids: Ids | None = None, *, seed: int = 1, **config: Any
) -> Recognised:
    recogniser = Recogniser(RecognitionConfig(**config), seed=seed, alike=ALIKE)
    return recogniser.recognise(frame() if ids is None else ids, LABELS, stamp_ns=stamp_ns)


def labels_of(found: Recognised) -> list[str]:
    """What the middle of each thing is called."""
    return [found.labels.names[each] for each in found.labels.ids[24:60:20, 6:120:12].ravel()]


def told(frames: int = FRAMES, step_ns: int = 1, **config: Any) -> np.ndarray[Any, Any]:
    """Labels (frames, things) over time."""
    return np.array([labels_of(recognised(step_ns * i, **config)) for i in range(frames)])


def test_switched_off_nothing_changes() -> None:
    ids = frame()
    found = recognised(1, ids, enabled=False)
    assert found.labels.ids is ids
    assert found.labels.names == LABELS
    assert [each.label for each in found.detections] == list(LABELS[FIRST:])
    first = found.detections[0]
    assert (first.box_px, first.score) == ((2.0, 20.0, 10.0, 28.0), 1.0)
    assert first.mask is not None
    assert first.mask.all()


def test_errors_change_all_pixels_of_a_thing() -> None:
    found = recognised(1, **{**NEVER, "miss_share": 0.5})
    for instance, label in zip(range(FIRST, LAST + 1), labels_of(found), strict=True):
        ids = found.labels.ids[frame() == instance]
        assert {found.labels.names[each] for each in ids} == {label}


def test_without_errors_all_is_recognised() -> None:
    found = recognised(1, **NEVER)
    assert (found.labels.ids == frame()).all()
    assert found.labels.names == (*LABELS, "blue mug", "bowl")
    assert len(found.detections) == THINGS
    assert all(0.6 <= each.score <= 0.98 for each in found.detections)


def test_things_are_missed_as_often_as_asked() -> None:
    missed = told(**{**NEVER, "miss_share": 0.1}) == ""
    assert missed.mean() == pytest.approx(0.1, abs=0.01)  # 8000 draws: one sigma is 0.34 %
    again = (missed[1:] & missed[:-1]).mean()
    assert again == pytest.approx(0.01, abs=0.004)  # one frame says nothing of the next
    assert missed.mean(axis=0).max() < 0.17  # nor one thing of another


def test_things_are_confused_with_those_alike_only() -> None:
    names = told(**{**NEVER, "confusion_share": 0.06})
    mugs, books = names[:, :10], names[:, 10:]
    assert (mugs != "red mug").mean() == pytest.approx(0.06, abs=0.013)
    assert set(np.unique(mugs)) == {"red mug", "blue mug", "bowl"}
    assert (mugs == "bowl").mean() == pytest.approx(0.03, abs=0.01)
    assert (books == "book").all()


def test_what_is_not_there_is_seen_as_often_as_asked() -> None:
    config = {**NEVER, "false_share": 0.05}
    ids = np.where(frame() == FIRST, FIRST, 0).astype(np.int32)
    extra = [recognised(stamp, ids, **config) for stamp in range(2000)]
    false = [each.detections[1:] for each in extra]
    assert np.mean([len(each) for each in false]) == pytest.approx(0.05, abs=0.015)
    labels = {each.label for found in false for each in found}
    assert labels == {"table", "red mug", "book", "blue mug", "bowl"}
    for found, several in zip(extra, false, strict=True):
        for each in several:
            x0, y0, x1, y1 = (int(side) for side in each.box_px)
            assert 0 <= x0 < x1 <= 120
            assert 0 <= y0 < y1 <= 60
            names = {found.labels.names[i] for i in np.unique(found.labels.ids[y0:y1, x0:x1])}
            assert names == {each.label}


def test_errors_last_as_long_as_asked() -> None:
    """Ten frames a second, errors of two seconds: they change at other times for each thing."""
    config = {**NEVER, "miss_share": 0.3, "persistence_s": 2.0}
    missed = told(frames=300, step_ns=100_000_000, **config) == ""
    assert missed.mean() == pytest.approx(0.3, abs=0.08)  # 300 windows: one sigma is 2.6 %
    changes = missed[1:] != missed[:-1]
    assert changes.mean() == pytest.approx(2 * 0.3 * 0.7 / 20, abs=0.008)
    when = {int(frame % 20) for frame in np.nonzero(changes)[0]}
    assert len(when) > 8


def test_rates_do_not_change_what_comes_of_others() -> None:
    all_errors = {"miss_share": 0.2, "confusion_share": 0.3, "false_share": 0.0}
    both = told(frames=50, **all_errors)
    missed = told(frames=50, **{**all_errors, "confusion_share": 0.0}) == ""
    confused = told(frames=50, **{**all_errors, "miss_share": 0.0})
    assert ((both == "") == missed).all()
    assert (both[~missed] == confused[~missed]).all()


def test_errors_do_not_depend_on_what_else_is_in_view() -> None:
    alone = np.where(frame() == 9, 9, 0).astype(np.int32)
    for stamp in range(100):
        one, all_ = recognised(stamp, alone, false_share=0.0), recognised(stamp, false_share=0.0)
        names = {one.labels.names[each] for each in one.labels.ids[alone == 9]}
        assert names == {labels_of(all_)[9 - FIRST]}


def test_names_stay_the_same() -> None:
    assert len({recognised(stamp).labels.names for stamp in range(50)}) == 1


def test_small_things_are_missed() -> None:
    ids = frame()
    ids[20:28, 2:10] = 2
    ids[20, 2:6] = FIRST
    few, enough = (recognised(1, ids, **NEVER, least_px=least) for least in (5, 4))
    assert (few.labels.ids[20, 2:6] == 0).all()
    assert len(few.detections) == len(enough.detections) - 1


def test_steady_labels_are_never_mistaken_or_detected() -> None:
    found = recognised(1, **{**NEVER, "miss_share": 1.0})
    assert (found.labels.ids[frame() == 2] == 2).all()
    assert found.detections == ()


def test_ids_without_a_label_have_no_name() -> None:
    ids = frame()
    ids[0, :3] = [99, -1, 0]
    found = recognised(1, ids, **NEVER)
    assert [found.labels.names[each] for each in found.labels.ids[0, :3]] == ["", "", ""]
    assert len(recognised(1, np.zeros((4, 4), np.int32)).detections) == 0


def test_things_are_alike_within_their_category(small_catalogue: Catalogue) -> None:
    alike = alike_labels(small_catalogue)
    assert alike["red mug"] == ("bowl",)
    assert alike["bowl"] == ("red mug",)
    assert alike["vase"] == ()
    assert "desk" in alike["table"]
    assert all(label not in others for label, others in alike.items())
    mug = replace(small_catalogue.objects["mug"], name="cup")
    more = replace(small_catalogue, objects={**small_catalogue.objects, "cup": mug})
    assert alike_labels(more)["blue mug"] == ("bowl", "blue cup")
