import numpy as np
import pytest

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.detection import Detection
from whereseen.memory.encoder.detections_encoder import DetectionsEncoder
from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.encoder.label_space import LabelSpace
from whereseen.memory.encoder.protocol import Verifier, Vocabulary
from whereseen.memory.encoder.vocabulary import vocabulary_id
from whereseen.memory.errors import InvalidConfig, InvalidObservation, InvalidQuery
from whereseen.memory.observation import Observation
from whereseen.memory.spatial_memory import SpatialMemory


@pytest.fixture
def encoder(words):
    return DetectionsEncoder(LabelSpace(words))


def frame(*found, side=40, stamp_ns=0):
    return Observation.checked(
        np.zeros((side, side, 3), np.uint8),
        np.ones((side, side), np.float32),
        intrinsics=[[100.0, 0.0, 20.0], [0.0, 100.0, 20.0], [0.0, 0.0, 1.0]],
        T_map_camera=np.eye(4),
        stamp_ns=stamp_ns,
        detections=[Detection.checked(*fields) for fields in found],
    )


def test_one_row_for_each_detection(encoder):
    image = encoder.encode(frame(((0, 0, 20, 40), "chair", 0.9), ((20, 0, 40, 20), "mug", 0.4)))
    np.testing.assert_allclose(image.features, encoder._space.vectors(["chair", "mug"]))
    assert image.confidence.tolist() == pytest.approx([0.9, 0.4])
    assert (image.features.dtype, image.confidence.dtype) == (np.float32, np.float32)
    assert image.index.shape == (10, 10)
    assert (image.index[5, 0], image.index[0, 5], image.index[9, 9]) == (0, 1, -1)


def test_masks_are_painted(encoder):
    seen = frame()
    mask = np.zeros((40, 40), bool)
    mask[:8] = True
    found = Detection.checked((0, 0, 40, 40), "shelf", 1.0, mask=mask)
    image = encoder.encode(
        Observation.checked(
            seen.rgb,
            seen.depth_m,
            intrinsics=seen.intrinsics,
            T_map_camera=np.eye(4),
            stamp_ns=0,
            detections=[found],
        )
    )
    assert np.array_equal(image.index, np.where(np.arange(10)[:, None] < 2, 0, -1).repeat(10, 1))


def test_nothing_recognised_is_a_frame_without_features(encoder):
    image = encoder.encode(frame())
    assert image.features.shape == (0, 512)
    assert image.confidence.shape == (0,)
    assert (image.index == -1).all()


def test_a_frame_that_nobody_looked_at_is_refused(encoder):
    seen = Observation.checked(
        np.zeros((4, 4, 3), np.uint8),
        np.ones((4, 4), np.float32),
        intrinsics=np.eye(3),
        T_map_camera=np.eye(4),
        stamp_ns=0,
    )
    assert seen.detections is None
    with pytest.raises(InvalidObservation, match="carries no detections"):
        encoder.encode(seen)


def test_questions(encoder):
    image = encoder.encode(frame(((0, 0, 20, 40), "wall", 1.0), ((20, 0, 40, 20), "red mug", 0.4)))
    scores = image.features @ encoder.query_text("where is the red mug?").vector
    assert int(np.argmax(scores)) == 1
    with pytest.raises(InvalidQuery, match="cannot recognise"):
        encoder.query_image(np.zeros((8, 8, 3), np.uint8))
    assert not isinstance(encoder, Verifier)


def test_spec(encoder):
    assert encoder.spec.model_id == f"detections+bag-of-words+{vocabulary_id()}"


def test_factory(minilm):
    assert make_encoder("detections").spec.model_id.startswith("detections+minilm-53aa51172d14+")
    with pytest.raises(InvalidConfig, match=r"unknown option of detections.*colour"):
        make_encoder("detections,colour=red")
    with pytest.raises(InvalidConfig, match="unknown encoder"):
        make_encoder("detections:x")


def test_detections_reach_the_memory(encoder):
    memory = SpatialMemory(encoder, MemoryConfig(voxels=VoxelConfig(memory_limit_mb=32)))
    for i in range(4):
        memory.observe(frame(((24, 4, 36, 16), "red mug", 0.9), stamp_ns=i * 100_000_000))
    answer = memory.ask("red mug")
    assert answer.found
    np.testing.assert_allclose(answer.places[0].position_m, (0.1, -0.1, 1.0), atol=0.06)


def test_names_of_all_that_was_ever_recognised(encoder):
    assert isinstance(encoder, Vocabulary)
    encoder.encode(frame(((0, 0, 20, 40), "mug", 0.9), ((20, 0, 40, 20), "chair", 0.4)))
    encoder.encode(frame(((0, 0, 20, 40), "mug", 0.9)))
    assert encoder.names_seen() == ("chair", "mug")
    assert encoder.example_of("mug").text == "image of mug"
