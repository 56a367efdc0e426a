import pytest

from whereseen.memory.language import Order, Rank, RankBy
from whereseen.memory.language.ranks import (
    take_adjective_rank,
    take_adverb_rank,
    take_leading_order,
    take_order,
)
from whereseen.memory.language.words import Cursor, words_of

TIME, DURATION, DISTANCE = RankBy.TIME, RankBy.DURATION, RankBy.DISTANCE


def taken(take, text):
    return take(Cursor(words_of(text)))


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("first mug", Rank(TIME, 1)),
        ("4th mug", Rank(TIME, 4)),
        ("last mug", Rank(TIME, -1)),
        ("very last mug", Rank(TIME, -1)),
        ("second last mug", Rank(TIME, -2)),
        ("third-to-last mug", Rank(TIME, -3)),
        ("next to last mug", Rank(TIME, -2)),
        ("last two mugs", Rank(TIME, -1, 2)),
        ("second farthest chair", Rank(DISTANCE, -2)),
        ("biggest box", Rank(RankBy.SIZE, -1)),
        ("red mug", None),
    ],
)
def test_before_nouns(text, rank):
    assert taken(take_adjective_rank, text) == rank


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("most recently", Rank(TIME, -1)),
        ("the longest", Rank(DURATION, -1)),
        ("the least time", Rank(DURATION, 1)),
        ("most often", Rank(RankBy.COUNT, -1)),
        ("the closest to me", Rank(DISTANCE, 1)),
        ("last", Rank(TIME, -1)),
        ("often", None),
    ],
)
def test_behind_verbs(text, rank):
    assert taken(take_adverb_rank, text) == rank


@pytest.mark.parametrize(
    ("text", "order"),
    [
        (", in this order: second, first", Order((2, 1))),
        ("in the following order: first, then the third and last", Order((1, 3, -1))),
        ("in reverse order", Order(is_reversed=True)),
        (", last one first", Order(is_reversed=True)),
        ("in the same order", Order()),
        ("in the kitchen", None),
    ],
)
def test_orders(text, order):
    assert taken(take_order, text) == order


def test_leading_orders():
    assert taken(take_leading_order, "the first and then the third mug") == Order((1, 3))
    assert taken(take_leading_order, "the second last mug") is None
    assert taken(take_leading_order, "the first mug") is None
