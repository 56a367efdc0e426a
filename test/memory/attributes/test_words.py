"""States in labels."""

from __future__ import annotations

import pytest

from whereseen.memory.attributes.words import read_label, state_text, state_value


@pytest.mark.parametrize(
    ("label", "name", "states"),
    [
        ("open fridge", "fridge", (("open", "yes"),)),
        ("Closed kitchen cabinet", "kitchen cabinet", (("open", "no"),)),
        ("fridge (open)", "fridge", (("open", "yes"),)),
        ("chest of drawers, shut", "chest of drawers", (("open", "no"),)),
        ("lamp on", "lamp", (("on", "yes"),)),
        ("switched off television", "television", (("on", "no"),)),
        ("empty red mug", "red mug", (("full", "no"),)),
        ("dirty plate", "plate", (("clean", "no"),)),
        ("open shelf", "open shelf", ()),
        ("clean", "clean", ()),
        ("on", "on", ()),
        ("", "", ()),
        ("frobnicator (blue)", "frobnicator (blue)", ()),
        ("dirty laundry", "dirty laundry", ()),
    ],
)
def test_labels(label: str, name: str, states: tuple[tuple[str, str], ...]) -> None:
    assert read_label(label) == (name, states)


@pytest.mark.parametrize(
    ("key", "value", "state"),
    [
        ("state", "open", ("open", "yes")),
        ("is_open", "True", ("open", "yes")),
        ("closed", "1", ("open", "no")),
        ("closed", "false", ("open", "yes")),
        ("Open", "shut", ("open", "no")),
        ("on", "no", ("on", "no")),
        ("material", "Oak", ("material", "oak")),
    ],
)
def test_attributes(key: str, value: str, state: tuple[str, str]) -> None:
    assert state_value(key, value) == state


def test_states_in_words() -> None:
    assert state_text("open", "no") == "closed"
    assert state_text("wet", "yes") == "wet"
    assert state_text("wet", "no") == "not wet"
    assert state_text("material", "oak") == "material: oak"
