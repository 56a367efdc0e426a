import pytest

from whereseen.memory.chronicle import Recollection, Stay
from whereseen.sim.recalling.asking import Gold
from whereseen.sim.recalling.scoring import score

ON_DESK = Stay(1, "mug", (0.0, 0.0, 0.8), 0, None, 9, room="study", relation="on", support="desk")
FAR = Stay(1, "mug", (3.0, 0.0, 0.8), 0, None, 9, room="study", relation="on", support="desk")
NEAR = Stay(1, "mug", (0.6, 0.0, 0.8), 0, None, 9, room="study")
ELSEWHERE = Stay(1, "mug", (3.0, 0.0, 0.8), 0, None, 9, room="hall", support="desk")


@pytest.mark.parametrize(
    ("stay", "points"), [(ON_DESK, 1.0), (FAR, 1.0), (NEAR, 1.0), (ELSEWHERE, 0.0)]
)
def test_the_right_furniture_or_a_metre(stay, points):
    gold = Gold("position", stay=ON_DESK)
    assert score(gold, Recollection("", True, (stay,))) == points


def test_what_was_not_found_is_nowhere():
    assert score(Gold("position", stay=ON_DESK), Recollection("", False, (ON_DESK,))) == 0.0


@pytest.mark.parametrize(
    ("gold", "said", "points"),
    [
        (Gold("text", ("a", "b")), {"names": ("b", "a")}, 1.0),
        (Gold("text", ("a", "b")), {"names": ("a",)}, 2 / 3),
        (Gold("text", ("a",)), {"names": ("b",)}, 0.0),
        (Gold("text", ("a",)), {}, 0.0),
        (Gold("text", ("a", "b"), is_ordered=True), {"names": ("b", "a")}, 0.0),
        (Gold("text", ("a", "b"), is_ordered=True), {"names": ("a", "b")}, 1.0),
        (Gold("time", at_ns=100, slack_ns=5), {"at_ns": 105}, 1.0),
        (Gold("time", at_ns=100, slack_ns=5), {"at_ns": 106}, 0.0),
        (Gold("duration", value=200.0), {"duration_s": 150.0}, 0.75),
        (Gold("duration", value=200.0), {"duration_s": 900.0}, 0.0),
        (Gold("duration", value=10.0), {"duration_s": 40.0}, 0.5),
        (Gold("yes/no", value=0.0), {"is_so": False}, 1.0),
        (Gold("yes/no", value=0.0), {}, 0.0),
        (Gold("count", value=2), {"number": 2}, 1.0),
        (Gold("count", value=2), {"number": 3}, 0.0),
    ],
)
def test_scores(gold, said, points):
    assert score(gold, Recollection("", True, **said)) == pytest.approx(points)


def test_no_answer_is_wrong():
    assert score(Gold("count", value=0), None) == 0.0
