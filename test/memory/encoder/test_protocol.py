from __future__ import annotations

import numpy as np
import pytest

from whereseen.memory.encoder.protocol import (
    Calibration,
    EncoderSpec,
    Verifier,
    checked_image,
    checked_text,
)
from whereseen.memory.errors import InvalidQuery


def test_probability_is_even_at_the_midpoint_and_grows_with_the_score() -> None:
    calibration = Calibration(midpoint=0.25, slope=40.0)
    probability = calibration.probability(np.array([[-9.0, 0.25, 0.3, 9.0]]))
    np.testing.assert_allclose(probability, [[0.0, 0.5, 0.880797, 1.0]], atol=1e-6)
    assert calibration.probability(0.25) == 0.5


def test_extreme_scores_are_neither_certain_nor_overflowing() -> None:
    probability = Calibration(0.0, 1e6).probability([-1e6, 1e6])
    assert 0.0 < probability[0] < 1e-9
    assert probability[1] <= 1.0


def test_a_spec_comes_back_as_it_was() -> None:
    spec = EncoderSpec("clip:ViT", 512, Calibration(0.1, 1 / 3), Calibration(0.7, 12.0))
    assert EncoderSpec.from_json(spec.to_json()) == spec
    assert spec.to_json() == EncoderSpec.from_json(spec.to_json()).to_json()


def test_questions_lose_their_blanks() -> None:
    assert checked_text("  a red mug\n") == "a red mug"
    assert checked_text("x" * 1000) == "x" * 1000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"question is empty\. Ask for something"),
        (" \n\t", r"question is empty"),
        ("x" * 1001, r"too long \(got 1001 characters\)\. Use at most 1000"),
    ],
)
def test_questions_that_ask_nothing_or_too_much_are_refused(text: str, message: str) -> None:
    with pytest.raises(InvalidQuery, match=message):
        checked_text(text)


@pytest.mark.parametrize("shape", [(4, 4), (4, 4, 4), (0, 4, 3)])
def test_only_images_are_images(shape: tuple[int, ...]) -> None:
    with pytest.raises(InvalidQuery, match=r"uint8 of shape \(H, W, 3\) \(got uint8"):
        checked_image(np.zeros(shape, np.uint8))
    with pytest.raises(InvalidQuery, match=r"got float64"):
        checked_image(np.zeros((4, 4, 3)))  # type: ignore[arg-type]


def test_an_image_is_taken_as_it_is() -> None:
    image = np.zeros((4, 5, 3), np.uint8)
    assert checked_image(image) is image


def test_an_encoder_without_a_second_look_is_no_verifier() -> None:
    class Looks:
        def verify(self, crop: object, query: object) -> None:
            return None

    assert isinstance(Looks(), Verifier)
    assert not isinstance(object(), Verifier)
