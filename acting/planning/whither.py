"""Looks for furniture that a subtask needs and nobody knows of yet, as in a home that is new."""

from __future__ import annotations

from collections.abc import Callable

from whereseen.acting.instructions.task import Reference, Subtask
from whereseen.acting.planning.aiming import USUAL
from whereseen.acting.planning.seeking import Seeker, Sought
from whereseen.acting.references.resolution import Hypothesis, Resolution
from whereseen.acting.skills.outcome import Failure, FailureKind

_UNKNOWN = (FailureKind.NOT_FOUND, FailureKind.NOT_POSSIBLE)

Find = Callable[[], int | str | tuple[float, float, float] | Failure]


class Whither:
    """Looks for the destination of a subtask.

    Args:
        subtask: Whose.
        seeker: Looks.
        looks: Places that may be looked at.
    """

    def __init__(self, subtask: Subtask, seeker: Seeker, looks: int) -> None:
        self._subtask, self._seeker, self._looks = subtask, seeker, looks
        self._sought: Sought | None = None

    def found(self, find: Find) -> int | str | tuple[float, float, float] | Failure:
        """The destination, looked for until it is known or there is nowhere left to look.

        Args:
            find: Says what it is, as far as is known now.
        """
        while True:
            place = find()
            if not isinstance(place, Failure) or place.kind not in _UNKNOWN:
                return place
            if self._seeker.search(self._needed(), lambda _: self._resolved(find)) is not None:
                return place

    def _needed(self) -> Sought:
        if self._sought is None:
            usual = Reference(f"the {USUAL.get(self._subtask.goal, 'place')}")
            reference = self._subtask.destination or usual
            self._sought = Sought(reference, self._looks)
            name = reference.text.removeprefix("the ")
            self._sought.first = Resolution(reference.text, query=name)
        return self._sought

    def _resolved(self, find: Find) -> Resolution:
        place = find()
        text = self._needed().reference.text
        if isinstance(place, int):
            return Resolution(text, (Hypothesis(place, text, 1.0, 1.0, "it is in view"),))
        return Resolution(text)
