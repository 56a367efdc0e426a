import pytest

from whereseen.memory.encoder.vocabulary import COCO_80, kind_of, phrases_of, vocabulary_id


def test_coco_order():
    assert len(COCO_80) == len(set(COCO_80)) == 80
    assert [COCO_80[i] for i in (0, 39, 41, 56, 62, 79)] == [
        "person",
        "bottle",
        "cup",
        "chair",
        "tv",
        "toothbrush",
    ]


def test_phrases_start_with_the_name():
    phrases = phrases_of("remote")
    assert phrases == (
        "remote",
        "remote control",
        "TV clicker",
        "a hand-held device that switches the television",
    )


def test_a_name_without_synonyms():
    assert phrases_of("toaster") == (
        "toaster",
        "a kitchen appliance that browns slices of bread",
    )


@pytest.mark.parametrize("name", COCO_80)
def test_every_name_has_a_definition(name):
    phrases = phrases_of(name)
    assert len(phrases) >= 2
    assert all(phrase == phrase.strip() != "" for phrase in phrases)


def test_unknown_name():
    with pytest.raises(KeyError):
        phrases_of("piano")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("cup", "cup"),
        ("Sofa", "couch"),
        ("red mug", "cup"),
        ("row of books", "book"),
        ("coffee table", "dining table"),
        ("teddy bear", "teddy bear"),
        ("polar bear", "bear"),
        ("tv remote", "remote"),
        ("wall", None),
        ("mug tree", None),
        ("", None),
    ],
)
def test_kind(name, kind):
    assert kind_of(name) == kind


def test_every_name_is_of_its_own_kind():
    assert [kind_of(name) for name in COCO_80] == list(COCO_80)


def test_id_names_the_contents():
    assert vocabulary_id() == "vocabulary-5dec82a1"
