"""What a reference means: hypotheses, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

PICKED = "picked"  # begins the reason of a choice among several


class RefusalKind(Enum):
    """Why a reference is not resolved."""

    UNKNOWN = "unknown"
    """Nothing that fits is known; it may be there all the same."""
    AMBIGUOUS = "ambiguous"
    """Several fit as well."""
    NOT_UNDERSTOOD = "not understood"
    NOT_YET_KNOWN = "not yet known"
    """It means what another subtask is about, and that is not resolved."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What a reference may mean.

    Attributes:
        thing_id: Identity of a thing or of furniture, 0 for a room.
        label: What it is called.
        probability: That this is what is meant, and is where it is thought to be.
        match: How well it fits the words alone, 0 to 1.
        reason: Why, in words.
        where: Where it is thought to be, in words; empty if nobody knows.
        last_seen_ns: When it was last seen.
        room: Name of the room where it is, or of the room that is meant; empty if not known.
    """

    thing_id: int
    label: str
    probability: float
    match: float
    reason: str
    where: str = ""
    last_seen_ns: int = 0
    room: str = ""

    @property
    def choice(self) -> str:
        """Why it was picked of several that fit as well, in words; empty if it was not."""
        last = self.reason.rpartition("; ")[2]
        return last if last.startswith(PICKED) else ""

    @property
    def target(self) -> int | str:
        """The identity, or the name of a room: what `GoTo` takes."""
        return self.thing_id or self.room


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a reference is not resolved.

    Attributes:
        kind: Which of the known reasons.
        reason: A sentence or two for people; of what is ambiguous, a question.
        candidates: What it might mean all the same, best first.
    """

    kind: RefusalKind
    reason: str
    candidates: tuple[Hypothesis, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """The reply to what a reference means.

    Attributes:
        text: The reference.
        hypotheses: Best first; of a reference to several, all of them.
        refusal: Why there are none, None if there are some.
        query: What to look for where nothing is known, as "red mug"; empty where the words name
            no kind of thing.
    """

    text: str
    hypotheses: tuple[Hypothesis, ...] = ()
    refusal: Refusal | None = None
    query: str = ""

    @property
    def best(self) -> Hypothesis | None:
        """The first hypothesis, None after a refusal."""
        return self.hypotheses[0] if self.hypotheses else None
