"""Every knob of what is kept at hand."""

from __future__ import annotations

from dataclasses import dataclass

from whereseen.memory.knobs import knob, require_choices, require_in_range, text
from whereseen.memory.tiers.policies import POLICIES


@dataclass(frozen=True, slots=True, kw_only=True)
class TierConfig:
    """What short-term and working memory hold, and when a thing changes its tier.

    Attributes:
        capacity, policy, most_states: Of short-term memory.
        most_bindings, most_subtasks: Of the working memory of a task.
        most_lines, unsaved_touches: Of the journal of short-term memory.
        promote_looks, promote_apart_deg, promote_at, demote_at: When a thing changes its tier.
    """

    capacity: int = knob(10, "Most things in short-term memory.", low=1, high=10_000, live=False)
    policy: str = text("adaptive", "Which thing leaves when it is full.", choices=POLICIES)
    most_states: int = knob(
        16, "Most states of a thing that are held.", low=0, high=1000, live=False
    )
    most_bindings: int = knob(
        64, "Most names that a task gives to things.", low=1, high=10_000, live=False
    )
    most_subtasks: int = knob(
        256,
        "Most finished subtasks remembered; the oldest go first.",
        low=1,
        high=100_000,
        live=False,
    )
    most_lines: int = knob(
        1000, "Lines after which the journal is written anew.", low=1, high=1_000_000, live=False
    )
    unsaved_touches: int = knob(
        32,
        "Times that things were asked for which a crash may forget.",
        low=0,
        high=10_000,
        live=False,
    )
    promote_looks: int = knob(
        8, "Looks after which a thing may enter long-term memory.", low=1, high=10_000, live=False
    )
    promote_apart_deg: float = knob(
        20.0,
        "It was then seen from two places more than this angle apart.",
        low=0.0,
        high=180.0,
        live=False,
    )
    promote_at: float = knob(
        0.8, "It then has at least this probability.", low=0.0, high=1.0, live=False
    )
    demote_at: float = knob(
        0.2, "Below this probability a thing becomes history.", low=0.0, high=1.0, live=False
    )

    def __post_init__(self) -> None:
        require_in_range(self)
        require_choices(self)
