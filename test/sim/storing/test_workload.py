from __future__ import annotations

import numpy as np
import pytest

from whereseen.memory.log.observation_log import ObservationLog
from whereseen.sim.storing.questions import SPACE, WIDTHS, K, answer, draw, recall_at_k
from whereseen.sim.storing.workload import DAY_NS, START_NS, Workload, WorkloadConfig

SMALL = WorkloadConfig(rows=7000, dimension=32, days=2.0, places=20, concepts=50, own=5)


@pytest.fixture(scope="module")
def workload():
    return Workload(SMALL)


def test_the_same_seed_draws_the_same_month(workload):
    first, again = list(workload.blocks()), list(Workload(SMALL).blocks())
    for one, other in zip(first, again, strict=True):
        np.testing.assert_array_equal(one.vectors, other.vectors)
        np.testing.assert_array_equal(one.positions_m, other.positions_m)
    other = next(Workload(WorkloadConfig(rows=7000, dimension=32, seed=1)).blocks())
    assert not np.array_equal(first[0].vectors, other.vectors)


def test_a_month_is_as_long_and_as_large_as_it_says(workload):
    blocks = list(workload.blocks())
    stamps = np.concatenate([block.stamps_ns for block in blocks])
    assert len(stamps) == workload.rows == 6960
    assert [block.first for block in blocks] == [0, 3000, 6000]
    assert (np.diff(stamps) > 0).all()
    assert stamps[0] == START_NS
    assert abs(stamps[-1] - START_NS - 2 * DAY_NS) < DAY_NS / 1000
    positions = np.concatenate([block.positions_m for block in blocks])
    middles = workload.middles_m[np.concatenate([block.places for block in blocks])]
    assert 0.7 < (positions - middles)[:, 0].std() < 0.9
    assert workload.visit(51) == (blocks[1].places[60], blocks[1].stamps_ns[119])


def test_concepts_belong_to_places_and_look_alike(workload):
    block = next(workload.blocks())
    belongs = (workload.own_concepts[block.places] == block.concepts[:, None]).any(axis=1)
    assert 0.75 < belongs.mean() < 0.95
    cosines = (block.vectors * workload.directions[block.concepts]).sum(axis=1)
    np.testing.assert_allclose(np.linalg.norm(block.vectors, axis=1), 1.0, atol=1e-5)
    assert 0.75 < cosines.mean() < 0.85


def test_the_exact_answers_are_those_of_the_log(workload):
    questions = draw(workload, 4)
    truths = answer(workload, questions)
    assert [question.width for question in questions[::4]] == list(WIDTHS)
    with ObservationLog.create(None) as log:
        for block in workload.blocks():
            log.append(block.observations(), {SPACE: block.vectors})
        for question, truth in zip(questions, truths, strict=True):
            reply = log.recall(question.query)
            assert reply.candidates == truth.candidates > 0
            assert recall_at_k([hit.id for hit in reply.hits], truth) >= 1 - 1 / K
