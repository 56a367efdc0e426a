from whereseen.memory.encoder.prompts import NEGATIVES, captions_of


def test_captions_are_about_the_subject():
    captions = captions_of("Where is the red mug?")
    assert captions[0] == "a photo of a red mug."
    assert len(captions) == len(set(captions)) == 7
    assert all("red mug" in caption for caption in captions)


def test_negatives():
    assert NEGATIVES == ("object", "things", "stuff", "texture")
