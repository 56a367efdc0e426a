from datetime import time

import pytest

from whereseen.memory.language.clock import take_clock
from whereseen.memory.language.words import Cursor, words_of


def clock(text, **options):
    words = Cursor(words_of(text))
    found = take_clock(words, **({"is_expected": True} | options))
    return found and found.times, words.at


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("9", [(9, 0), (21, 0)]),
        ("12", [(0, 0), (12, 0)]),
        ("14", [(14, 0)]),
        ("9:05", [(9, 5), (21, 5)]),
        ("09:05", [(9, 5)]),
        ("18:20:30", [(18, 20, 30)]),
        ("9 pm", [(21, 0)]),
        ("12 am", [(0, 0)]),
        ("12 pm", [(12, 0)]),
        ("half past nine", [(9, 30), (21, 30)]),
        ("half nine", [(9, 30), (21, 30)]),
        ("a quarter to nine", [(8, 45), (20, 45)]),
        ("ten past one pm", [(13, 10)]),
        ("quarter to one", [(0, 45), (12, 45)]),
        ("nine thirty", [(9, 30), (21, 30)]),
        ("nine oh five", [(9, 5), (21, 5)]),
        ("noon", [(12, 0)]),
        ("midnight", [(0, 0)]),
    ],
)
def test_clocks(text, times):
    found, passed = clock(text)
    assert list(found) == [time(*each) for each in times]
    assert passed == len(words_of(text))


@pytest.mark.parametrize("text", ["25:00", "9:75", "13 pm", "half an hour", "mug", "30", "", ":9"])
def test_no_clock_passes_nothing(text):
    assert clock(text) == (None, 0)


def test_a_mere_number_is_one_only_where_expected():
    assert clock("9 mugs", is_expected=False) == (None, 0)
    assert clock("9 pm", is_expected=False)[1] == 2


def test_from_nine_to_ten_are_two():
    assert clock("nine to ten", is_from=True)[1] == 1
    assert clock("ten to nine")[1] == 3
