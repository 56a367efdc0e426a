import json
from pathlib import Path

import numpy as np
import pytest

from whereseen.memory.encoder.label_space import LabelSpace
from whereseen.memory.encoder.vocabulary import COCO_80, vocabulary_id
from whereseen.memory.errors import InvalidQuery

PAIRS = json.loads((Path(__file__).parent / "text_pairs.json").read_text())


@pytest.fixture
def space(words):
    return LabelSpace(words)


def best(space, names, question):
    return names[int(np.argmax(space.vectors(names) @ space.question(question).vector))]


def test_spec(space):
    spec = space.spec("labels")
    assert spec.model_id == f"labels+bag-of-words+{vocabulary_id()}"
    assert spec.dimension == 512
    assert spec.text.midpoint == 0.564
    assert spec.image.midpoint == 0.798


def test_vectors_are_unit_float32(space):
    vectors = space.vectors(["cup", "red mug", "wall"])
    assert vectors.shape == (3, 512)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)


def test_no_names(space):
    assert space.vectors([]).shape == (0, 512)


def test_a_name_outside_the_vocabulary_is_itself(space, words):
    np.testing.assert_allclose(
        space.vectors(["flux capacitor"]), words.encode_texts(["flux capacitor"]), atol=1e-6
    )


def test_a_compound_is_half_its_kind(space, words):
    mug, red_mug = space.vectors(["mug", "red mug"])
    expected = mug + words.encode_texts(["red mug"])[0]
    np.testing.assert_allclose(red_mug, expected / np.linalg.norm(expected), atol=1e-6)


def test_synonyms_find_the_label(space):
    assert best(space, ["tv", "cup", "chair"], "a television") == "tv"
    assert best(space, ["tv", "cup", "chair"], "where is the mug?") == "cup"


def test_attributes_tell_things_of_one_kind_apart(space):
    assert best(space, ["red mug", "blue mug"], "the blue mug") == "blue mug"


def test_question_keeps_its_text_and_calibration(space):
    query = space.question("  where is the sink? ")
    assert query.text == "where is the sink?"
    assert query.calibration == space.spec("labels").text


def answers(space, question, name, seen=()):
    """Probability that a place with a name answers a question."""
    query = space.question(question, seen)
    return float(query.calibration.probability(space.vectors([name])[0] @ query.vector))


def test_where_no_names_are_known_likeness_alone_counts(minilm_space):
    assert answers(minilm_space, "lunch box", "cereal box") > 0.5


def test_the_name_of_something_else_is_no_answer(minilm_space):
    seen = ("cereal box", "red mug", "wall")
    assert answers(minilm_space, "lunch box", "cereal box", seen) < 0.1
    assert answers(minilm_space, "cereal box", "cereal box", seen) > 0.8
    assert answers(minilm_space, "where is the mug?", "red mug", seen) > 0.8


def test_a_thing_of_another_colour_is_no_answer_once_the_right_one_was_seen(minilm_space):
    assert answers(minilm_space, "the red mug", "blue mug", ("blue mug",)) > 0.5
    assert answers(minilm_space, "the red mug", "blue mug", ("blue mug", "red mug")) < 0.4


def test_a_noun_asks_for_its_compounds(minilm_space):
    seen = ("terracotta cactus", "wall cabinet")
    assert answers(minilm_space, "the cactus", "terracotta cactus", seen) > 0.5
    assert answers(minilm_space, "a cabinet", "wall cabinet", seen) > 0.5


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("where is my brolly?", "red umbrella"),
        ("the couch", "sofa"),
        ("something from the kitchen", None),
        ("the cutlery", "wooden spoon"),
        ("a fork", None),
        ("something to drink from", "cup"),
    ],
)
def test_other_names_are_known_where_there_are_names(minilm_space, question, label):
    seen = ("red umbrella", "sofa", "wooden spoon", "wall", "cup")
    found = [answers(minilm_space, question, name, seen) > 0.5 for name in seen]
    assert found == [name == label for name in seen]


SIBLINGS = ("yellow mug", "green mug", "counter", "wall", "kettle", "blue mug")


@pytest.mark.parametrize("share", [1.0, 0.8, 0.6])
def test_a_thing_is_told_from_its_like_in_a_cell_that_shows_other_things_too(minilm_space, share):
    query = minilm_space.question("the yellow mug", SIBLINGS)
    vectors = dict(zip(SIBLINGS, minilm_space.vectors(SIBLINGS), strict=True))

    def likely(name):
        cell = share * vectors[name] + (1.0 - share) * vectors["counter"]
        return float(query.calibration.probability(cell / np.linalg.norm(cell) @ query.vector))

    assert likely("yellow mug") > 0.6
    assert likely("green mug") < 0.2
    assert likely("kettle") < 0.1


def test_a_question_is_a_unit_vector_whatever_is_known(minilm_space):
    for seen in ((), SIBLINGS, ("yellow mug",), ("mug",) * 3):
        query = minilm_space.question("the yellow mug", seen)
        assert np.linalg.norm(query.vector) == pytest.approx(1.0, abs=1e-5)
        assert query.vector.dtype == np.float32


def test_example_is_the_label_itself(space):
    query = space.example("cup")
    assert float(query.vector @ space.vectors(["cup"])[0]) == pytest.approx(1.0, abs=1e-6)
    assert query.calibration == space.spec("labels").image


@pytest.mark.parametrize("text", ["", "  ", "x" * 1001])
def test_bad_questions(space, text):
    with pytest.raises(InvalidQuery):
        space.question(text)


def test_measured_share_of_right_first_labels(minilm_space):
    vectors = minilm_space.vectors(COCO_80)
    right = [
        COCO_80[int(np.argmax(vectors @ minilm_space.question(text).vector))] in labels
        for text, labels in PAIRS["present"].items()
    ]
    assert np.mean(right) >= 0.96


def test_measured_refusal_of_absent_things(minilm_space):
    kitchen = ["chair", "dining table", "cup", "sink", "tv", "book", "microwave", "refrigerator"]
    vectors = minilm_space.vectors(kitchen)
    queries = [minilm_space.question(text) for text in PAIRS["absent"]]
    refused = [
        query.calibration.probability(vectors @ query.vector).max() < 0.5 for query in queries
    ]
    assert np.mean(refused) >= 0.95


def test_what_the_first_question_would_wait_for_is_done_once_a_process(words):
    class Counting:
        model_id, dimension, count = "counted", words.dimension, 0

        def encode_texts(self, texts):
            self.count += len(texts)
            return words.encode_texts(texts)

    counting = Counting()
    LabelSpace(counting).prepare()
    assert counting.count > 500
    before = counting.count
    other = LabelSpace(counting)
    other.prepare()
    other.question("a helicopter", ("cup", "wall"))
    assert counting.count < before + 50
