import pytest

from whereseen.memory.language import Verb
from whereseen.memory.language.verbs import is_verb, take_switch, take_verb
from whereseen.memory.language.words import Cursor, words_of


@pytest.mark.parametrize(
    ("text", "verb", "rest"),
    [
        ("picked up the mug", Verb.TOOK, "the"),
        ("put away", Verb.PUT, ""),
        ("took out of", Verb.TOOK, "out"),
        ("threw out", Verb.REMOVED, ""),
        ("interacted with it", Verb.INTERACTED, "it"),
        ("looked at it", Verb.SAW, "it"),
        ("came across it", Verb.SAW, "it"),
        ("turned off it", Verb.TURNED_OFF, "it"),
        ("switch on it", Verb.TURNED_ON, "it"),
        ("went missing", Verb.REMOVED, ""),
        ("rearranging it", Verb.MOVED, "it"),
        ("frobnicated", None, "frobnicated"),
    ],
)
def test_verbs(text, verb, rest):
    words = Cursor(words_of(text))
    assert take_verb(words) is verb
    assert words.word() == rest


def test_switches_but_not_places():
    assert take_switch(Cursor(words_of("off yesterday"))) is Verb.TURNED_OFF
    assert take_switch(Cursor(words_of("on the table"))) is None


def test_forms():
    assert all(map(is_verb, ("move", "moves", "moved", "moving", "took", "taken", "turned")))
    assert not any(map(is_verb, ("mug", "", "the")))
