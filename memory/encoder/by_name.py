"""What encoders have in common whose features are names, put into words by a text encoder."""

from __future__ import annotations

from collections.abc import Iterable

from whereseen.memory.encoder.label_space import LabelSpace
from whereseen.memory.encoder.names_seen import NamesSeen
from whereseen.memory.encoder.protocol import Query


class ByName:
    """Names that were recognised, and questions about them.

    Args:
        space: Names as vectors.
    """

    def __init__(self, space: LabelSpace) -> None:
        self._space = space
        self._seen = NamesSeen()

    def names_seen(self) -> tuple[str, ...]:
        """Names of what was recognised so far, sorted, of a thousand at most."""
        return self._seen.sorted()

    def know(self, names: Iterable[str]) -> None:
        """Take names for recognised, as of a memory that goes on."""
        self._seen.add(names)

    def unlearn(self, names: Iterable[str]) -> None:
        """Let names not have been recognised, until they are again."""
        self._seen.drop(names)

    def example_of(self, name: str) -> Query:
        """The question for things that are recognised as `name`."""
        return self._space.example(name)

    def prepare(self) -> None:
        """Do now what the first question would wait for; see `LabelSpace`."""
        self._space.prepare()

    def query_text(self, text: str) -> Query:
        """A text question; raises InvalidQuery if it is empty or too long."""
        return self._space.question(text, self._seen.sorted())
