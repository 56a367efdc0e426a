import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.benchmark.seeds import parse_seeds


@pytest.mark.parametrize(
    ("text", "seeds"), [("3", (3,)), ("0-2", (0, 1, 2)), ("1000,7-8", (1000, 7, 8))]
)
def test_lists_and_ranges(text, seeds):
    assert parse_seeds(text) == seeds


@pytest.mark.parametrize("text", ["", "a", "2-1", "-3"])
def test_anything_else_is_refused(text):
    with pytest.raises(InvalidConfig, match="seeds"):
        parse_seeds(text)
