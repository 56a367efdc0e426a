from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from whereseen.memory.answer import Answer, Place


@pytest.fixture
def place() -> Place:
    fields: dict[str, Any] = {
        "position_m": (1.00001, 2.0, 3.0),
        "size_m": (0.15, 0.25, 0.05),
        "score": 0.87654321,
        "probability": 2.0 / 3.0,
        "first_seen_ns": 5,
        "last_seen_ns": 1_700_000_000_100_000_000,
        "image_id": 7,
        "points_map": np.array([[1.0, 2.0, 3.0], [1.1, 2.2, 3.0]], np.float32),
    }
    return Place(**fields)


def test_the_printed_form_is_stable(place: Place) -> None:
    answer = Answer("a mug", True, "because", (place,))
    assert json.loads(json.dumps(answer.to_json())) == {
        "query": "a mug",
        "status": "found",
        "reason": "because",
        "places": [
            {
                "position_m": [1.0, 2.0, 3.0],
                "size_m": [0.15, 0.25, 0.05],
                "score": 0.8765,
                "probability": 0.6667,
                "first_seen_ns": 5,
                "last_seen_ns": 1_700_000_000_100_000_000,
                "image": 7,
            }
        ],
    }


def test_a_refusal_says_so() -> None:
    assert Answer("a mug", False, "no", ()).to_json() == {
        "query": "a mug",
        "status": "not_found",
        "reason": "no",
        "places": [],
    }


def test_the_box_holds_the_voxels_whole(place: Place) -> None:
    low, high = place.box_m
    np.testing.assert_allclose(low, (0.975, 1.975, 2.975), atol=1e-6)
    np.testing.assert_allclose(high, (1.125, 2.225, 3.025), atol=1e-6)
