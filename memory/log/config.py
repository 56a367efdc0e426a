"""Every knob of the log, and of what is kept of it for long."""

from __future__ import annotations

from dataclasses import dataclass

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.knobs import knob, require_in_range, text
from whereseen.memory.log.policies import parse_policies
from whereseen.memory.log.retention import Retention


@dataclass(frozen=True, slots=True, kw_only=True)
class LogConfig:
    """What is written to the log, and what of it stays.

    Attributes:
        repeat_s: How often a thing that is seen is noted.
        retention: What is kept when there is too much.
        thin_after_s, thin_gap_s, thin_different: Which rows of a stay are kept for long.
    """

    repeat_s: float = knob(
        60.0,
        "Seconds after its last row at which a thing that is still seen is noted again.",
        low=0.0,
        high=1e9,
    )
    retention: str = text(
        "detection: 200000 rows",
        "Policies by kind and place of rows, as `detection@kitchen*: 7 d, 10000 rows, 50 MB, "
        "1 of 10 after 2 d; told: 365 d`; what no policy names is kept.",
    )
    thin_after_s: float = knob(
        86_400.0,
        "Detections older than this are thinned: of each stay of a thing the first, the last, the "
        "best and the most different are kept.",
        low=0.0,
        high=1e12,
    )
    thin_gap_s: float = knob(
        3_600.0,
        "So that it stays known when a thing was seen, no gaps longer than this are thinned into "
        "a stay.",
        low=1.0,
        high=1e12,
    )
    thin_different: int = knob(
        3, "So many rows of a stay are kept for being the most different.", low=0, high=1000
    )

    def __post_init__(self) -> None:
        require_in_range(self)
        parse_policies(self.retention)

    @property
    def policies(self) -> tuple[Retention, ...]:
        """The policies of `retention`."""
        return parse_policies(self.retention)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveConfig:
    """What of the past is kept without its images and vectors, and as summaries.

    Attributes:
        images, vectors: Policies of what is kept with the rows.
        summary_days: For how long each thing has a summary of each day.
        zone: Whose days they are.
    """

    images: str = text(
        "",
        "Policies of kept images, by the room of the camera, as `image@bathroom: 1 d; "
        "image: 30 d, 64 MB`; rows that name an image outlive it.",
    )
    vectors: str = text(
        "",
        "Policies of the vectors of rows in the log, by kind and place, as `detection: 30 d`; the "
        "rows outlive them.",
    )
    summary_days: int = knob(
        30,
        "Days for which things and furniture have a summary of each; rooms and days keep theirs.",
        low=1,
        high=100_000,
    )
    zone: str = text(
        "", "Zone of the days in summaries, as `Europe/Berlin`; empty: of who asks, or UTC."
    )

    def __post_init__(self) -> None:
        require_in_range(self)
        parse_policies(self.vectors)
        for policy in parse_policies(self.images):
            if policy.kind != "image":
                raise InvalidConfig(
                    "a policy of images is about something else",
                    got=policy.kind,
                    remedy="Write `image@bathroom: 1 d`",
                )

    @property
    def of_images(self) -> tuple[Retention, ...]:
        """The policies of `images`."""
        return parse_policies(self.images)

    @property
    def of_vectors(self) -> tuple[Retention, ...]:
        """The policies of `vectors`."""
        return parse_policies(self.vectors)
