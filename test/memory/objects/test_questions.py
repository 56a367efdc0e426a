from __future__ import annotations

from typing import Any

import numpy as np

from whereseen.memory.encoder.protocol import Calibration, EncoderSpec, Query
from whereseen.memory.objects.questions import StandingQuestions

SECOND = 1_000_000_000
FREE = Calibration(0.5, 10.0)


class Named:
    """An encoder with a vocabulary."""

    spec = EncoderSpec("named", 4, FREE, FREE)

    def __init__(self, *names: str) -> None:
        self.names = names

    def know(self, names: Any) -> None:
        pass

    def names_seen(self) -> tuple[str, ...]:
        return self.names

    def example_of(self, name: str) -> Query:
        return Query(f"image of {name}", np.full(4, len(name), np.float32), FREE)

    def encode(self, observation: Any) -> Any:
        raise NotImplementedError

    def query_text(self, text: str) -> Query:
        return Query(text, np.zeros(4, np.float32), FREE)

    def query_image(self, rgb: Any) -> Any:
        raise NotImplementedError


def test_all_that_was_recognised_is_watched_but_walls_and_floors() -> None:
    questions = StandingQuestions(Named("Wall", "cup", "floor", "sofa"))
    assert questions.labels([]) == ("cup", "sofa")
    assert questions.labels(["diary"]) == ("cup", "diary", "sofa")


def test_a_list_of_labels_is_watched_with_what_is_known() -> None:
    questions = StandingQuestions(Named("cup", "sofa"))
    questions.watched = ("wall",)
    assert questions.labels(["mug"]) == ("mug", "wall")


def test_an_encoder_without_names_watches_what_it_is_told(one_hot: Any) -> None:
    questions = StandingQuestions(one_hot)
    assert questions.labels([]) == ()
    assert questions.query("box").text == "box"
    assert questions.example("box") is None


def test_labels_are_asked_for_as_they_are_recognised() -> None:
    questions = StandingQuestions(Named("cup"))
    assert questions.query("cup").text == "image of cup"
    example = questions.example("cup")
    assert example is questions.query("cup")


def test_a_label_is_weighed_against_all_that_is_recognised() -> None:
    labels = StandingQuestions(Named("wall", "sofa")).among("cup", ("cup", "diary"))
    assert labels.vectors[:, 0].tolist() == [3.0, 5.0, 4.0, 4.0]  # cup, diary, sofa, wall
    assert labels.own == 0


def test_the_label_that_waited_longest_is_next() -> None:
    questions = StandingQuestions(Named())
    labels = ("a", "b", "c")
    assert questions.next_due((), 0, 1.0) is None
    for turn, label in enumerate("abc"):
        assert questions.next_due(labels, turn, 1.0) == label
        questions.asked(label, turn)
    assert questions.next_due(labels, SECOND - 1, 1.0) is None
    assert questions.next_due(labels, SECOND, 1.0) == "a"
    assert questions.next_due(labels, SECOND, 0.0) == "a"
    questions.asked("a", SECOND)
    assert questions.next_due(labels, 2 * SECOND, 1.0) == "b"


def test_without_a_period_a_label_is_still_asked_once_a_frame() -> None:
    questions = StandingQuestions(Named())
    questions.asked("a", 5)
    assert questions.next_due(("a",), 5, 0.0) is None
    assert questions.next_due(("a",), 6, 0.0) == "a"


def test_what_is_kept_of_labels_is_bounded() -> None:
    questions = StandingQuestions(Named())
    for number in range(5000):
        questions.query(str(number))
        questions.asked(str(number), number)
    assert len(questions._queries) == len(questions._asked_ns) == 4096
    assert questions.next_due(["4999"], 4999, 1.0) is None
