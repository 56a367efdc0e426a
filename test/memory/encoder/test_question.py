import pytest

from whereseen.memory.encoder.question import subject_of


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Where is the red mug?", "red mug"),
        ("where's my phone", "phone"),
        ("where are the scissors", "scissors"),
        ("please find a chair.", "chair"),
        ("can you bring me some water?", "water"),
        ("a television", "television"),
        ("red mug", "red mug"),
        ("where to wash my hands", "where to wash my hands"),
        ("something to drink from", "something to drink from"),
        ("anise", "anise"),
        ("getaway car", "getaway car"),
        ("where is the", "the"),
        ("?", "?"),
    ],
)
def test_subject(question, subject):
    assert subject_of(question) == subject
