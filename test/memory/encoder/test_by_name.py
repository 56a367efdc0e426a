"""Names that were recognised, whichever encoder they come from."""

from __future__ import annotations

from whereseen.memory.encoder.by_name import ByName
from whereseen.memory.encoder.label_space import LabelSpace
from whereseen.memory.encoder.minilm import MiniLM


def test_names_are_known_until_they_are_unlearned() -> None:
    one = ByName(LabelSpace(MiniLM.load(), classes=("mug", "table")))
    one.know(["table", "mug"])
    assert one.names_seen() == ("mug", "table")
    one.unlearn(["table"])
    assert one.names_seen() == ("mug",)
    assert one.query_text("a mug").vector.shape == one.example_of("mug").vector.shape
