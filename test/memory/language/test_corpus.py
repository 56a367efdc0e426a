"""Questions of files, each with all that it asks."""

import json
from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILES = ("questions.jsonl", "questions_held_out.jsonl")
CATEGORIES = {
    *("order", "conditional", "interaction", "unordered", "spatial", "rooms", "attributes"),
    *("duration", "ordered", "time", "recall", "position", "yesno", "text", "when", "howlong"),
    *("count", "change", "history", "negation", "refused"),
}


def questions(name):
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


ALL = [question for name in FILES for question in questions(name)]


@pytest.mark.parametrize("case", ALL, ids=[case["question"] for case in ALL])
def test_question(case, digest):
    asked = dict(case)
    question = asked.pop("question")
    del asked["category"]
    assert digest(question) == asked


@pytest.mark.parametrize("name", FILES)
def test_every_category_is_asked(name):
    counts = Counter(each["category"] for each in questions(name))
    assert set(counts) >= CATEGORIES


def test_no_question_is_asked_twice():
    texts = [each["question"].casefold() for each in ALL]
    assert len(texts) == len(set(texts)) >= 250
