from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.log.config import ArchiveConfig, LogConfig
from whereseen.memory.log.policies import parse_policies, policies_text
from whereseen.memory.log.retention import Retention

POLICIES = st.builds(
    Retention,
    kind=st.sampled_from(["*", "detection", "told", "x?"]),
    place=st.sampled_from(["*", "kitchen", "living room*", "home/[ab]*"]),
    max_age_s=st.none() | st.integers(0, 10**9).map(float),
    max_rows=st.none() | st.integers(0, 10**9),
    max_bytes=st.none() | st.integers(0, 10**12),
    keep_every=st.integers(1, 99),
    thin_after_s=st.just(0.0),
)


def test_a_policy_says_age_rows_bytes_and_thinning() -> None:
    found = parse_policies("detection@kitchen*: 7 d, 10000 rows, 50 MB, 1 of 10 after 2d; told:1w")
    assert found == (
        Retention(
            kind="detection",
            place="kitchen*",
            max_age_s=7 * 86_400.0,
            max_rows=10_000,
            max_bytes=50_000_000,
            keep_every=10,
            thin_after_s=2 * 86_400.0,
        ),
        Retention(kind="told", max_age_s=604_800.0),
    )


@pytest.mark.parametrize(
    ("bound", "wanted"),
    [
        ("90s", Retention(max_age_s=90.0)),
        ("1.5 min", Retention(max_age_s=90.0)),
        ("2 h", Retention(max_age_s=7_200.0)),
        ("0 rows", Retention(max_rows=0)),
        ("1.5 kB", Retention(max_bytes=1_500)),
        ("2 GB", Retention(max_bytes=2 * 10**9)),
        ("1 of 5", Retention(keep_every=5)),
    ],
)
def test_units(bound: str, wanted: Retention) -> None:
    assert parse_policies(f"*: {bound}") == (wanted,)


def test_places_may_have_blanks_and_an_empty_text_keeps_all() -> None:
    assert parse_policies("*@living room: 1 d;")[0].place == "living room"
    assert parse_policies(" ; ") == ()


@given(st.lists(POLICIES, max_size=4).map(tuple))
def test_what_is_written_is_read(policies: tuple[Retention, ...]) -> None:
    assert parse_policies(policies_text(policies)) == policies


@pytest.mark.parametrize(
    "said",
    [
        "detection",
        "detection:",
        ": 7 d",
        "detection@: 7 d",
        "a b: 7 d",
        "detection: seven days",
        "detection: -7 d",
        "detection: 7",
        "detection: 7 d 3 rows",
        "detection: 7 d, ",
        "detection: 7 D",
        "detection: 1.5 rows",
        "detection: 1 of 0",
        "detection: 7 d, 8 d",
        "detection@a:b: 7 d",
        "detection: 7 days",
    ],
)
def test_what_is_not_understood_is_told(said: str) -> None:
    with pytest.raises(InvalidConfig) as info:
        parse_policies(f"told: 1 d; {said}")
    assert said.strip().rstrip(",") in (info.value.got or "")
    with pytest.raises(InvalidConfig):
        LogConfig(retention=said)


def test_images_have_policies_of_their_own() -> None:
    config = ArchiveConfig(images="image@bathroom: 1 d; image: 64 MB", vectors="detection: 30 d")
    assert [each.place for each in config.of_images] == ["bathroom", "*"]
    assert config.of_vectors[0].max_age_s == 30 * 86_400.0
    with pytest.raises(InvalidConfig, match="something else"):
        ArchiveConfig(images="detection: 1 d")
