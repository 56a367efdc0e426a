from __future__ import annotations

import pickle

import pytest

from whereseen.memory import errors


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (errors.WhereseenError("it is wrong"), "it is wrong"),
        (errors.InvalidConfig("it is wrong", got="5"), "it is wrong (got 5)"),
        (errors.MapFileError("it is wrong", remedy="Do so"), "it is wrong. Do so"),
        (errors.NewerFormat("it is wrong", got="5", remedy="Do so"), "it is wrong (got 5). Do so"),
        (
            errors.MissingDependency("rich", "cli"),
            "rich is not installed. Install it with: pip install 'whereseen[cli]'",
        ),
        (
            errors.MissingDependency("rich", requirements="rich typer"),
            "rich is not installed. Install it with: pip install rich typer",
        ),
    ],
)
def test_errors_say_what_got_and_remedy(error: errors.WhereseenError, text: str) -> None:
    assert str(error) == text


@pytest.mark.parametrize(
    "error",
    [errors.InvalidQuery("a", got="b", remedy="c"), errors.MissingDependency("rich", "cli")],
)
def test_errors_travel_between_processes(error: errors.WhereseenError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert (copy.what, copy.got, copy.remedy) == (error.what, error.got, error.remedy)
    assert str(copy) == str(error)


def test_a_newer_format_is_a_fault_of_the_file() -> None:
    with pytest.raises(errors.MapFileError):
        raise errors.NewerFormat("newer")
