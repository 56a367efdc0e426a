import pytest

from whereseen.memory.language import QuestionReader

NOW_NS = 1_767_260_468_250_000_000


@pytest.mark.parametrize(
    ("question", "is_plain"),
    [
        ("where are my keys?", True),
        ("a red mug", True),
        ("something to sit on", True),
        ("first aid kit", True),
        ("where do I do the dishes", True),
        ("where did I put my keys?", True),
        ("where was the mug at nine?", False),
        ("where was the mug first?", False),
        ("where is the mug in the kitchen?", False),
        ("when was the mug moved?", False),
        ("how many mugs are there?", False),
        ("what changed?", False),
    ],
)
def test_a_plain_question_asks_for_a_place_now(question: str, is_plain: bool) -> None:
    assert QuestionReader().read(question, NOW_NS).is_plain == is_plain
