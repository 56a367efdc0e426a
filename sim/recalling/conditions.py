"""What things were like, from looks at them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from whereseen.memory.chronicle import Condition
from whereseen.memory.chronicle.of_stays import OPPOSITE


@dataclass(slots=True)
class Conditions:
    """States as they are seen: one lasts from the first look that shows it to the next other."""

    _open: dict[tuple[int, str], Condition] = field(default_factory=dict)
    _over: list[Condition] = field(default_factory=list)

    def see(self, thing_id: int, label: str, words: tuple[str, ...], stamp_ns: int) -> None:
        """A thing is like that."""
        for word in words:
            key = (thing_id, min(word, OPPOSITE.get(word, word)))
            known = self._open.get(key)
            if known is not None and known.word == word:
                continue
            if known is not None:
                self._over.append(replace(known, end_ns=stamp_ns))
            self._open[key] = Condition(thing_id, label, word, stamp_ns)

    def all(self) -> Iterator[Condition]:
        """All of them."""
        yield from self._over
        yield from self._open.values()
