import pytest

from whereseen.memory.encoder.lexicon import household_lexicon
from whereseen.memory.language import Known, RankBy
from whereseen.memory.language.names import Names
from whereseen.memory.language.noun_phrases import take_phrase
from whereseen.memory.language.words import Cursor, words_of

NAMES = Names(household_lexicon(), Known(people=("Ada",)))


def phrase(text):
    words = Cursor(words_of(text))
    found = take_phrase(words, NAMES)
    return found, " ".join(word.text for word in words.words[words.at :])


@pytest.mark.parametrize(
    ("text", "said", "rest"),
    [
        ("the red mug on the table", "red mug", "on the table"),
        ("mugs moved today", "mugs", "moved today"),
        ("the door handle", "door handle", ""),
        ("a cup of tea near me", "cup of tea", "near me"),
        ("all of the mugs", "mugs", ""),
        ("the open drawer", "open drawer", ""),
        ("the drawer open", "drawer", "open"),
        ("the green orange on the desk", "green orange", "on the desk"),
        ("the orange ripe", "orange", "ripe"),
        ("the saw", "saw", ""),
        ("the mug Ada moved", "mug", "ada moved"),
        ("ada's phone", "ada's phone", ""),
        ("the milk away", "milk", "away"),
        ("the mug quickly", "mug", "quickly"),
        ("the vase 20 minutes before", "vase", "20 minutes before"),
        ("anything", "thing", ""),
    ],
)
def test_phrases(text, said, rest):
    found, behind = phrase(text)
    assert (found.thing.phrase, behind) == (said, rest)


@pytest.mark.parametrize("text", ["you moved it", "in the box", "", "the", "is", "moved it"])
def test_no_phrase_passes_nothing(text):
    assert phrase(text) == (None, " ".join(word.text for word in words_of(text)))


@pytest.mark.parametrize(
    ("text", "is_plural"),
    [
        ("mugs", True),
        ("every mug", True),
        ("two mugs", True),
        ("the glass", False),
        ("scissors", False),
        ("boxes of tea", True),
        ("the last mug", False),
        ("the last two mugs", True),
        ("the one", False),
    ],
)
def test_plurals(text, is_plural):
    assert phrase(text)[0].is_plural is is_plural


def test_ranks():
    rank = phrase("the second nearest chair")[0].rank
    assert (rank.by, rank.nth, rank.count) == (RankBy.DISTANCE, 2, 1)
    rank = phrase("the last three mugs")[0].rank
    assert (rank.by, rank.nth, rank.count) == (RankBy.TIME, -1, 3)
    assert phrase("the red mug")[0].rank is None


def test_exclusions():
    assert phrase("mugs other than the dirty red one")[0].thing.excluded == ("dirty", "red")
    found, behind = phrase("mugs except")
    assert (found.thing.excluded, behind) == ((), "except")


def test_pronouns():
    assert phrase("it")[0].is_pronoun
    assert not phrase("these mugs")[0].is_pronoun
