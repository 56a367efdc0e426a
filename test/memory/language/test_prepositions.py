import pytest

from whereseen.memory.encoder.lexicon import household_lexicon
from whereseen.memory.language import Known, Place, Relation, Viewpoint
from whereseen.memory.language.names import Names
from whereseen.memory.language.prepositions import take_place
from whereseen.memory.language.words import Cursor, words_of

NAMES = Names(household_lexicon(), Known())


def place(text):
    found = take_place(Cursor(words_of(text)), NAMES)
    return found and found[0]


@pytest.mark.parametrize(
    ("text", "relation", "said"),
    [
        ("in the kitchen", Relation.IN, "kitchen"),
        ("on top of the fridge", Relation.ON, "fridge"),
        ("next to the sink", Relation.NEAR, "sink"),
        ("out of the box", Relation.FROM, "box"),
        ("in front of the sofa", Relation.IN_FRONT, "sofa"),
        ("to the left of the sofa", Relation.LEFT, "sofa"),
        ("underneath the bed", Relation.UNDER, "bed"),
    ],
)
def test_places(text, relation, said):
    found = place(text)
    assert (found.relation, found.thing.phrase) == (relation, said)


def test_between_two():
    found = place("between the sofa and the bed")
    assert (found.thing.noun, found.other.noun) == ("sofa", "bed")


def test_places_of_those_who_talk():
    assert place("near me") == Place(Relation.NEAR, viewpoint=Viewpoint.ASKER)
    assert place("from where you are") == Place(Relation.FROM, viewpoint=Viewpoint.ROBOT)


def test_a_place_that_is_not_said_is_asked_for():
    assert place("in ?") == Place(Relation.IN, is_asked=True)
    assert place("the kitchen") is None
