"""What was used for what."""

import pytest

from whereseen.memory.language import Role, Sequence, Verb


@pytest.mark.parametrize(
    ("text", "verb", "thing"),
    [
        ("what did you use to cut the apple?", Verb.SLICED, "apple"),
        ("the knife you used to slice the apple", Verb.SLICED, "apple"),
        ("what you used for cutting", Verb.SLICED, None),
        ("the thing you cut the apple with", Verb.SLICED, "apple"),
        ("what did you use to open the drawer?", Verb.OPENED, "drawer"),
        ("what did you use to heat the plate?", Verb.HEATED, "plate"),
    ],
)
def test_what_was_used_was_so_while_it_was_done(reader, now_ns, text, verb, thing):
    event = reader.read(text, now_ns).event
    assert (event.verb, event.actor.role) == (Verb.USED, Role.ROBOT)
    assert (event.anchor.sequence, event.anchor.event.verb) == (Sequence.WHILE, verb)
    assert (event.anchor.event.thing and event.anchor.event.thing.noun) == thing


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("what did you slice today?", Verb.SLICED),
        ("what did you heat?", Verb.HEATED),
        ("the apple that was cut", Verb.SLICED),
    ],
)
def test_food_is_sliced_and_heated(reader, now_ns, text, verb):
    assert reader.read(text, now_ns).event.verb is verb


@pytest.mark.parametrize("text", ["a slice of bread", "the cutting board", "the cooking pot"])
def test_nouns_that_look_like_verbs_stay_nouns(reader, now_ns, text):
    asked = reader.read(text, now_ns)
    assert asked.event is None
    assert asked.thing.phrase == text.split(" ", 1)[1]
