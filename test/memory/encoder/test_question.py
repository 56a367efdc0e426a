import pytest

from whereseen.memory.encoder.question import noun_phrase_of, subject_of


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
        ("I am looking for the remote", "remote"),
        ("I'm looking for my hat.", "hat"),
        ("have you seen my keys?", "keys"),
        ("is there a fridge", "fridge"),
        ("find me a fork", "fork"),
        ("bring me the red ball", "red ball"),
    ],
)
def test_subject(question, subject):
    assert subject_of(question) == subject


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("where is the blue mug on the table?", "blue mug"),
        ("the jar that I opened", "jar"),
        ("loaf of bread", "loaf of bread"),
        ("the bottle with the red cap", "bottle"),
        ("inside", "inside"),
        ("something to sit on", None),
        ("what time is it", None),
        ("where can I lie down", None),
        ("a place to sleep", None),
        ("somewhere warm", None),
        ("thing", None),
        ("can I sit here", None),
        ("can of soup", "can of soup"),
        ("thingumajig", "thingumajig"),
    ],
)
def test_noun_phrase(question, phrase):
    assert noun_phrase_of(question) == phrase
