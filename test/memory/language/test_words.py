import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.language.words import Cursor, Word, words_of


def texts(text):
    return [word.text for word in words_of(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Where's the mug?", ["where", "is", "the", "mug", "?"]),
        ("Ada's mug", ["ada's", "mug"]),
        ("didn\u2019t you've", ["did", "not", "you", "have"]),
        ("9:30 9am 3rd 2026-11-20", ["9:30", "9", "am", "3", "rd", "2026-11-20"]),
        ("third-to-last", ["third", "to", "last"]),
        ("9 a.m.", ["9", "a", "m"]),
        ("What else changed? someone else's", ["what", "changed", "?", "someone", "else's"]),
        ("nine o'clock", ["nine", "o'clock"]),
        ("\u00e9t\u00e9 \U0001f600 _x_", ["\u00e9t\u00e9", "x"]),
        ("", []),
    ],
)
def test_words(text, words):
    assert texts(text) == words


@given(st.text(max_size=200))
def test_words_are_no_blanks(text):
    assert all(word and not word.isspace() for word in texts(text))


def test_names_keep_how_they_are_written():
    assert [word.said for word in words_of("did Ada")] == ["did", "Ada"]


def test_the_first_phrase_that_comes_next_is_passed():
    words = Cursor([Word("next"), Word("to"), Word("me")])
    assert words.next_is("next to")
    assert words.take("to", "next to", "next") == "next to"
    assert words.word() == "me"
    assert words.take("you") is None
    assert words.take("me") == "me"
    assert words.is_done
    assert words.word() == words.word(-9) == ""
