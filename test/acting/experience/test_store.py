"""Experiences are kept, found again by likeness, and survive crashes and odd files."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.acting.experience.experience import Experience, Finding, Snag
from whereseen.acting.experience.store import ExperienceStore, opened_store
from whereseen.memory.errors import MapFileError
from whereseen.memory.frames import Float32

MUG = Experience(
    "put the red mug in the sink",
    state=("red mug on the counter in the kitchen",),
    plan=("put the red mug in the sink: done",),
    looks=3,
    findings=(Finding("mug", "bookcase", "living room", 3, False),),
    snags=(Snag("fridge", "kitchen", "closed"),),
    stamp_ns=5,
)
APPLE = Experience("bring me an apple", is_success=False, failure="not found", stamp_ns=9)


def test_what_was_kept_is_there_again(tmp_path: Path) -> None:
    path = tmp_path / "experience.jsonl"
    store = ExperienceStore(path)
    for each in (MUG, APPLE):
        store.add(each)
    assert ExperienceStore(path).all == (MUG, APPLE)


def test_the_most_alike_comes_first_and_what_is_not_alike_not_at_all() -> None:
    store = ExperienceStore()
    other = replace(MUG, task="put the red plate in the sink")
    for each in (APPLE, other, MUG):
        store.add(each)
    assert store.like("put the red mugs into the sink") == (MUG, other)
    assert store.like("water the flowers") == ()


def test_of_equal_words_the_like_state_counts_then_the_newer() -> None:
    store = ExperienceStore()
    old, new = replace(MUG, stamp_ns=1, state=("book on the desk",)), replace(MUG, stamp_ns=2)
    for each in (new, old):
        store.add(each)
    assert store.like(MUG.task, ["book on the desk"])[0] == old
    assert store.like(MUG.task)[0] == new


def test_meaning_finds_what_words_do_not() -> None:
    def encode(text: str) -> Float32:
        return np.array([1.0, 0.0] if "mug" in text or "cup" in text else [0.0, 1.0], np.float32)

    store = ExperienceStore(encode=encode)
    store.add(MUG)
    assert store.like("fetch any cup") == (MUG,)
    assert ExperienceStore().like("fetch any cup") == ()


def test_a_line_that_was_cut_off_harms_no_other(tmp_path: Path) -> None:
    path = tmp_path / "experience.jsonl"
    ExperienceStore(path).add(MUG)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 2])
    store = ExperienceStore(path)
    assert store.all == (MUG,)
    store.add(APPLE)
    assert ExperienceStore(path).all == (MUG, APPLE)


def test_the_file_is_bounded_and_keeps_the_newest(tmp_path: Path) -> None:
    path = tmp_path / "experience.jsonl"
    store = ExperienceStore(path, most=3)
    for stamp in range(20):
        store.add(replace(MUG, stamp_ns=stamp))
        assert len(path.read_bytes().splitlines()) <= 7
    assert [each.stamp_ns for each in ExperienceStore(path, most=3).all] == [17, 18, 19]
    assert [each.name for each in tmp_path.iterdir()] == ["experience.jsonl"]


def test_a_link_or_a_folder_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("precious")
    link = tmp_path / "link"
    link.symlink_to(target)
    for path in (link, tmp_path):
        with pytest.raises(MapFileError, match="experiences"):
            ExperienceStore(path)
    assert target.read_text() == "precious"
    assert os.path.islink(link)


def test_a_file_of_no_use_is_told_of_and_stops_nobody(tmp_path: Path) -> None:
    told: list[str] = []
    store = opened_store(tmp_path, told.append)
    store.add(MUG)
    assert store.all == (MUG,) and "cannot be kept" in told[0] and "lost" in told[0]
    assert opened_store(tmp_path / "b.jsonl", told.append).all == () and len(told) == 1


def test_half_a_character_is_kept(tmp_path: Path) -> None:
    odd = replace(MUG, task="put the \udc80 mug away")
    ExperienceStore(tmp_path / "a").add(odd)
    assert ExperienceStore(tmp_path / "a").all == (odd,)


@settings(deadline=None, derandomize=True)
@given(st.lists(st.binary(max_size=40), max_size=6))
def test_no_file_stops_it(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("experience") / "experience.jsonl"
    path.write_bytes(b"\n".join(lines))
    store = ExperienceStore(path)
    store.add(MUG)
    assert ExperienceStore(path).all[-1] == MUG
