#!/usr/bin/env python3
"""Fit the calibration of label scores that memory/encoder/label_space.py states.

    python scripts/calibrate_text.py

Each question of test/memory/encoder/text_pairs.json is asked in rooms with twenty random labels
of COCO. The score of its best right label is a positive, that of the room's best wrong label a
negative: the fit is the probability that the best thing in a room is what was asked for.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from whereseen.memory.encoder.label_space import LabelSpace
from whereseen.memory.encoder.minilm import MiniLM
from whereseen.memory.encoder.vocabulary import COCO_80

PAIRS = Path(__file__).parents[1] / "test/memory/encoder/text_pairs.json"
ROOMS = 20
LABELS_PER_ROOM = 20


def fit(positives: np.ndarray, negatives: np.ndarray) -> tuple[float, float]:
    """Midpoint and slope of the logistic of most likelihood, both sides with equal weight."""

    def loss(parameters: np.ndarray) -> float:
        midpoint, slope = parameters
        right = np.logaddexp(0.0, -slope * (positives - midpoint)).mean()
        wrong = np.logaddexp(0.0, slope * (negatives - midpoint)).mean()
        return float(right + wrong)

    found = minimize(loss, (0.55, 15.0), method="Nelder-Mead").x
    return float(found[0]), float(found[1])


def text_scores(space: LabelSpace, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scores of best right labels and of best wrong labels in random rooms."""
    pairs = json.loads(PAIRS.read_text(encoding="utf-8"))
    questions = pairs["present"] | {text: [] for text in pairs["absent"]}
    rng = np.random.default_rng(0)
    positives, negatives = [], []
    for text, right in questions.items():
        scores = vectors @ space.question(text).vector
        is_right = np.isin(COCO_80, right)
        positives.extend(scores[is_right].max(keepdims=True) if right else [])
        for _ in range(ROOMS):
            room = rng.choice(np.flatnonzero(~is_right), LABELS_PER_ROOM, replace=False)
            negatives.append(scores[room].max())
    return np.array(positives), np.array(negatives)


def label_scores(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scores of labels with cells that show them by half or more, and with their most alike."""
    rng = np.random.default_rng(0)
    scores = vectors @ vectors.T - 2.0 * np.eye(len(vectors))
    shares = rng.uniform(0.0, 0.5, (ROOMS, len(vectors), 1))
    mixed = (1.0 - shares) * vectors + shares * vectors[rng.permutation(len(vectors))]
    mixed /= np.linalg.norm(mixed, axis=2, keepdims=True)
    return (mixed * vectors).sum(axis=2).ravel(), scores.max(axis=1)


def main() -> None:
    """Print both calibrations, and how often they decide rightly."""
    space = LabelSpace(MiniLM.load())
    vectors = space.vectors(COCO_80)
    for name, (positives, negatives) in {
        "TEXT_CALIBRATION": text_scores(space, vectors),
        "LABEL_CALIBRATION": label_scores(vectors),
    }.items():
        midpoint, slope = fit(positives, negatives)
        found, refused = (positives > midpoint).mean(), (negatives < midpoint).mean()
        sys.stdout.write(
            f"{name} = Calibration(midpoint={midpoint:.3f}, slope={slope:.1f})  "
            f"found {found:.3f}, refused {refused:.3f}\n"
        )


if __name__ == "__main__":
    main()
