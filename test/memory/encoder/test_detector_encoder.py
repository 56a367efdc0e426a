from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from whereseen.memory.detection import Detection
from whereseen.memory.encoder.detector_encoder import DetectorEncoder
from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.encoder.label_space import LabelSpace
from whereseen.memory.encoder.protocol import Verifier, Vocabulary
from whereseen.memory.encoder.vocabulary import vocabulary_id
from whereseen.memory.errors import EncoderUnavailable, InvalidConfig, InvalidQuery
from whereseen.memory.observation import Observation


class FakeDetector:
    model_id = "fake-0123"
    names = ("cup", "chair", "tv")

    def __init__(self, *found):
        self.found = [Detection(box, label, score) for box, label, score in found]
        self.seen = []

    def detect(self, rgb):
        self.seen.append(rgb)
        return self.found


@pytest.fixture
def encoder_of(words):
    return lambda *found: DetectorEncoder(FakeDetector(*found), LabelSpace(words))


def frame(side=40):
    return Observation.checked(
        np.zeros((side, side, 3), np.uint8),
        np.ones((side, side), np.float32),
        intrinsics=[[100.0, 0.0, 20.0], [0.0, 100.0, 20.0], [0.0, 0.0, 1.0]],
        T_map_camera=np.eye(4),
        stamp_ns=0,
    )


CROP = np.full((20, 30, 3), 7, np.uint8)
MIDDLE = (150.0, 150.0, 200.0, 200.0)
CORNER = (0.0, 0.0, 50.0, 50.0)


def test_spec(encoder_of):
    spec = encoder_of().spec
    assert spec.model_id == f"detector:fake-0123+bag-of-words+{vocabulary_id()}"
    assert spec.dimension == 512


def test_one_row_for_each_detection(encoder_of):
    encoder = encoder_of(((0, 0, 20, 40), "chair", 0.9), ((20, 0, 40, 20), "cup", 0.4))
    image = encoder.encode(frame())
    np.testing.assert_allclose(image.features, encoder._space.vectors(["chair", "cup"]))
    assert image.confidence.tolist() == pytest.approx([0.9, 0.4])
    assert image.index.shape == (10, 10)
    assert (image.index[5, 0], image.index[0, 5], image.index[9, 9]) == (0, 1, -1)


def test_nothing_detected(encoder_of):
    image = encoder_of().encode(frame())
    assert image.features.shape == (0, 512)
    assert image.confidence.shape == (0,)
    assert (image.index == -1).all()


def test_text_question_finds_a_synonym(encoder_of):
    encoder = encoder_of(((0, 0, 20, 40), "tv", 0.9), ((20, 0, 40, 20), "cup", 0.4))
    image = encoder.encode(frame())
    scores = image.features @ encoder.query_text("a television").vector
    assert int(np.argmax(scores)) == 0


def test_image_question_is_the_thing_in_the_middle(encoder_of):
    encoder = encoder_of((CORNER, "chair", 0.9), (MIDDLE, "cup", 0.4))
    query = encoder.query_image(CROP)
    assert query.text == "image of cup"
    assert query.calibration == encoder.spec.image


def test_small_crops_are_put_on_grey(encoder_of):
    encoder = encoder_of((MIDDLE, "cup", 0.4))
    encoder.query_image(CROP)
    (seen,) = encoder._detector.seen
    assert seen.shape == (352, 352, 3)
    np.testing.assert_array_equal(seen[166:186, 161:191], CROP)
    assert (seen[165, 161], seen[0, 0]) == (pytest.approx(114), pytest.approx(114))


@pytest.mark.parametrize("found", [(), ((CORNER, "cup", 0.9),)])
def test_image_question_needs_something_recognised(encoder_of, found):
    with pytest.raises(InvalidQuery, match="nothing is recognised"):
        encoder_of(*found).query_image(CROP)


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((4, 4), np.uint8),
        np.zeros((4, 4, 4), np.uint8),
        np.zeros((4, 4, 3), np.float32),
        np.zeros((0, 4, 3), np.uint8),
    ],
)
def test_images_must_be_images(encoder_of, image):
    with pytest.raises(InvalidQuery, match="must be uint8"):
        encoder_of().query_image(image)


def verified(encoder, text="cup"):
    return encoder.verify(CROP, encoder.query_text(text))


def test_it_is_a_verifier(encoder_of):
    assert isinstance(encoder_of(), Verifier)


def test_verification_weighs_the_detector_score(encoder_of, words):
    text = "mug, coffee cup, drinking glass"
    full = float(encoder_of()._vectors["cup"] @ words.encode_texts([text])[0])
    assert verified(encoder_of((MIDDLE, "cup", 0.5)), text) == pytest.approx(full)
    assert verified(encoder_of((MIDDLE, "cup", 0.9)), text) == pytest.approx(full)
    assert verified(encoder_of((MIDDLE, "cup", 0.4)), text) == pytest.approx(full * 0.8**0.5)


def test_verification_takes_the_best(encoder_of):
    both = verified(encoder_of((MIDDLE, "chair", 0.9), (MIDDLE, "cup", 0.9)))
    assert both == verified(encoder_of((MIDDLE, "cup", 0.9)))


def test_verification_contradicts_only_when_sure(encoder_of):
    assert verified(encoder_of((MIDDLE, "chair", 0.6))) < 0.3
    assert verified(encoder_of((MIDDLE, "chair", 0.4))) is None


@pytest.mark.parametrize("found", [(), ((CORNER, "cup", 0.9),)])
def test_nothing_to_verify(encoder_of, found):
    assert verified(encoder_of(*found)) is None


def test_factory_passes_options(yolox, minilm):
    encoder = make_encoder(f"detector:{yolox},score=0.4,tiles=2")
    assert encoder.spec.model_id.startswith("detector:yolox-")
    assert (encoder._detector._config.score, encoder._detector._config.tiles) == (0.4, 2)


def test_factory_refuses(minilm):
    with pytest.raises(EncoderUnavailable, match="there is no detector at"):
        make_encoder("detector:/nowhere.onnx")
    with pytest.raises(InvalidConfig, match="unknown option of DetectorConfig"):
        make_encoder("detector:/nowhere.onnx,speed=9")


def test_a_real_frame(yolox, redkitchen, minilm_space):
    encoder = DetectorEncoder.load(yolox, minilm_space)
    image = encoder.encode(kitchen_frame(redkitchen, 500))
    assert image.index.shape == (120, 160)
    best = {
        text: np.argmax(image.features @ encoder.query_text(text).vector)
        for text in ("where is my coffee mug?", "something to sit on")
    }
    mug, chair = best.values()
    assert 100 < (image.index == mug).sum() < 400
    rows, columns = np.nonzero(image.index == mug)
    assert (rows.mean(), columns.mean()) == pytest.approx((107, 121), abs=4)
    assert (image.index == chair).sum() > 200


def kitchen_frame(folder: Path, number: int) -> Observation:
    stem = folder / f"frame-{number:06d}"
    depth = np.asarray(Image.open(f"{stem}.depth.png")).astype(np.float32) / 1000.0
    return Observation.checked(
        np.asarray(Image.open(f"{stem}.color.jpg").convert("RGB")),
        np.where(depth > 60.0, 0.0, depth),
        intrinsics=np.loadtxt(folder / "camera-intrinsics.txt"),
        T_map_camera=np.eye(4),
        stamp_ns=0,
    )


def test_names_of_all_that_was_ever_recognised(encoder_of):
    encoder = encoder_of(((0, 0, 20, 40), "chair", 0.9), ((20, 0, 40, 20), "cup", 0.4))
    assert isinstance(encoder, Vocabulary)
    assert encoder.names_seen() == ()
    encoder.encode(frame())
    assert encoder.names_seen() == ("chair", "cup")
    assert encoder.example_of("cup").text == "image of cup"
