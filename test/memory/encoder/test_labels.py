import numpy as np
import pytest

from whereseen.memory.encoder.label_space import LabelSpace
from whereseen.memory.encoder.labels import LabelsEncoder
from whereseen.memory.encoder.protocol import Vocabulary
from whereseen.memory.encoder.vocabulary import vocabulary_id
from whereseen.memory.errors import InvalidObservation, InvalidQuery
from whereseen.memory.observation import LabelImage, Observation


@pytest.fixture
def encoder(words):
    return LabelsEncoder(LabelSpace(words))


def observation(ids=None, names=()):
    shape = (4, 6) if ids is None else np.shape(ids)
    labels = None if ids is None else LabelImage(np.array(ids, np.int32), names)
    return Observation.checked(
        np.zeros((*shape, 3), np.uint8),
        np.ones(shape, np.float32),
        intrinsics=[[5.0, 0.0, 3.0], [0.0, 5.0, 2.0], [0.0, 0.0, 1.0]],
        T_map_camera=np.eye(4),
        stamp_ns=0,
        labels=labels,
    )


def blocks(*rows):
    """Ids of 2 x 2 pixel blocks."""
    return np.kron(np.array(rows), np.ones((2, 2), int))


def test_one_row_for_each_visible_name(encoder):
    image = encoder.encode(observation(blocks([2, 0, 2], [0, 0, 0]), ("wall", "cup", "sofa")))
    assert image.index.tolist() == [[0, 1, 0], [1, 1, 1]]
    np.testing.assert_allclose(image.features, encoder._space.vectors(["sofa", "wall"]), atol=1e-6)
    assert image.confidence.tolist() == [1.0, 1.0]
    assert (image.index.dtype, image.features.dtype) == (np.int32, np.float32)


def test_ids_outside_the_names_are_unknown(encoder):
    image = encoder.encode(observation(blocks([-1, 0], [1, 7]), ("cup",)))
    assert image.index.tolist() == [[-1, 0], [-1, -1]]
    assert image.features.shape == (1, 512)


def test_blank_names_are_unknown(encoder):
    image = encoder.encode(observation(blocks([0, 1]), (" ", "cup")))
    assert image.index.tolist() == [[-1, 0]]


def test_ids_of_one_name_share_a_row(encoder):
    image = encoder.encode(observation(blocks([0, 1, 2]), ("chair", "cup", "chair")))
    assert image.index.tolist() == [[0, 1, 0]]


def test_nothing_known(encoder):
    image = encoder.encode(observation(blocks([5, 5]), ()))
    assert image.features.shape == (0, 512)
    assert image.confidence.shape == (0,)
    assert image.index.tolist() == [[-1, -1]]


def test_odd_size(encoder):
    image = encoder.encode(observation(np.zeros((5, 7), int), ("cup",)))
    assert image.index.shape == (3, 4)


def test_frame_without_labels(encoder):
    with pytest.raises(InvalidObservation, match="carries no labels"):
        encoder.encode(observation())


def test_text_question_finds_its_row(encoder):
    image = encoder.encode(observation(blocks([0, 1, 2]), ("wall", "sofa", "red mug")))
    scores = image.features @ encoder.query_text("where is the red mug?").vector
    assert int(np.argmax(scores)) == 0


def test_bad_questions(encoder):
    with pytest.raises(InvalidQuery, match="empty"):
        encoder.query_text(" ")
    with pytest.raises(InvalidQuery, match="cannot recognise"):
        encoder.query_image(np.zeros((8, 8, 3), np.uint8))


def test_spec(encoder):
    assert encoder.spec.model_id == f"labels+bag-of-words+{vocabulary_id()}"


def test_names_of_all_that_was_ever_visible(encoder):
    assert isinstance(encoder, Vocabulary)
    assert encoder.names_seen() == ()
    encoder.encode(observation(blocks([0, 1]), ("wall", "cup")))
    encoder.encode(observation(blocks([2, 2]), ("wall", "cup", "bowl")))
    assert encoder.names_seen() == ("bowl", "cup", "wall")
    np.testing.assert_array_equal(
        encoder.example_of("cup").vector, encoder._space.vectors(["cup"])[0]
    )
