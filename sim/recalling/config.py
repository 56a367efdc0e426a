"""How long lives are, and how well the robot sees."""

from __future__ import annotations

from dataclasses import dataclass, field

_NS = 1_000_000_000
_MORNING_NS = 1_767_258_000 * _NS  # 2026-01-01, 9:00 UTC


@dataclass(frozen=True, slots=True)
class Horizon:
    """A length of life.

    Attributes:
        name: As it is called in tables.
        hours: How long.
        round_every_s: From one round of the robot to the next.
        busyness: What people do, in times of ordinary habits.
        chores: Things that the robot carries elsewhere, in the mean of each round.
        start_ns: When it begins.
    """

    name: str
    hours: float
    round_every_s: float
    busyness: float
    chores: float
    start_ns: int = _MORNING_NS


HOUR = Horizon("1 hour", 1.0, 480.0, 4.0, 1.0, _MORNING_NS + 9 * 3600 * _NS)
DAY = Horizon("1 day", 24.0, 2_400.0, 1.5, 0.4)
MONTH = Horizon("30 days", 720.0, 10_800.0, 1.0, 0.4)


@dataclass(frozen=True, slots=True)
class SeeingConfig:
    """What the robot's recognition gets wrong.

    Attributes:
        name: As it is called in tables.
        miss_share: Of things in view, those that are not recognised in a frame.
        confusion_share: Those that are taken for another of their category.
        false_share: Frames in which something is seen that is not there.
        jitter_m: Standard deviation of positions along each axis.
    """

    name: str
    miss_share: float = 0.0
    confusion_share: float = 0.0
    false_share: float = 0.0
    jitter_m: float = 0.0


PERFECT = SeeingConfig("perfect labels")
NOISY = SeeingConfig("noisy", 0.10, 0.03, 0.02, 0.05)


@dataclass(frozen=True, slots=True)
class RecallingConfig:
    """How much the suite does.

    Attributes:
        horizons: Lengths of life.
        seeing: How well the robot sees.
        rooms: Of each home.
        questions: Of each template, at most.
        emem: Whether eMEM takes part, where it is installed.
    """

    horizons: tuple[Horizon, ...] = (HOUR, DAY, MONTH)
    seeing: tuple[SeeingConfig, ...] = (PERFECT, NOISY)
    rooms: int = 4
    questions: int = 3
    emem: bool = True
    methods: tuple[str, ...] = field(default=())


FULL = RecallingConfig()
QUICK = RecallingConfig(horizons=(HOUR,), rooms=3, questions=2, emem=False)
