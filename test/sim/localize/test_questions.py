import numpy as np
import pytest

from whereseen.sim.catalogue.household import household
from whereseen.sim.localize.questions import Question, Target, questions_of
from whereseen.sim.localize.rounds import RoundEnd
from whereseen.sim.world.world import World


@pytest.fixture
def end(small_home):
    """The red mug was moved, the bowl cannot be seen, a vase was taken away."""
    objects = World(small_home).truth().objects
    return RoundEnd(
        round=1,
        objects=dict(objects),
        seen=frozenset({"red mug", "blue mug", "book", "ball"}),
        moved=frozenset({"red mug"}),
        removed=("vase",),
    )


def asked(end, *, seed=0, each=10):
    return questions_of(end, household(), np.random.default_rng(seed), each=each)


def of(questions, category):
    return [question for question in questions if question.category == category]


def test_what_was_seen_is_asked_for_where_it_is(end):
    present = of(asked(end), "present")
    assert len(present) == 3
    (mug,) = (question for question in present if "blue mug" in question.text)
    assert mug.is_right(end.objects["blue mug"].position_m)
    assert not mug.is_right(end.objects["red mug"].position_m)
    assert not mug.is_right(None)


def test_what_was_moved_is_asked_for_at_its_new_place(end):
    (moved,) = of(asked(end), "moved")
    assert "red mug" in moved.text
    here, step = end.objects["red mug"].position_m, np.array([0.1, 0.0, 0.0])
    assert moved.is_right(here + step)
    assert not moved.is_right(here + 5.0 * step)


def test_what_is_not_there_has_no_place(end):
    questions = asked(end)
    (removed,) = of(questions, "removed")
    assert "vase" in removed.text
    never = of(questions, "never seen")
    assert len(never) == 10
    for question in (removed, *never):
        assert question.targets == ()
        assert question.is_right(None)
        assert not question.is_right(np.zeros(3))
    assert not any(name in q.text for q in never for name in ("mug", "vase"))


def test_every_one_of_a_label_is_right(end):
    book = next(q for q in of(asked(end), "present") if "book" in q.text)
    assert len(book.targets) == 2
    assert all(book.is_right(target.position_m) for target in book.targets)


def test_other_names_and_descriptions_do_not_name_the_kind(end):
    questions = asked(end)
    for category in ("paraphrase", "description"):
        texts = [question.text for question in of(questions, category)]
        assert len(texts) == 3
        assert all(question.targets for question in of(questions, category))
    assert not any(q.text.endswith(" book") for q in of(questions, "paraphrase"))


def test_the_same_numbers_ask_the_same(end):
    assert [q.text for q in asked(end, seed=3)] == [q.text for q in asked(end, seed=3)]
    assert [q.text for q in asked(end, seed=3)] != [q.text for q in asked(end, seed=4)]
    assert len(of(asked(end, each=2), "never seen")) == 2


def test_a_larger_thing_may_be_missed_by_more():
    near, far = np.array([0.0, 0.0, 0.0]), np.array([0.3, 0.0, 0.0])
    assert not Question("a", "present", (Target(near, 0.2),)).is_right(far)
    assert Question("a", "present", (Target(near, 0.4),)).is_right(far)
