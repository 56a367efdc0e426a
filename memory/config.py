"""Every knob of the memory, with its unit in its name; all defaults are usable."""

from __future__ import annotations

from dataclasses import dataclass, field

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.graph.config import GraphConfig
from whereseen.memory.knobs import knob, require_in_range
from whereseen.memory.log.config import ArchiveConfig, LogConfig
from whereseen.memory.objects.config import ObjectConfig
from whereseen.memory.tiers.config import TierConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class VoxelConfig:
    """The dynamic voxel memory.

    Attributes:
        voxel_size_m, memory_limit_mb: Resolution and bound, fixed for as long as a memory lives.
        range_m, stride_px, depth_noise_m: What of a depth image is used, and how sure it is.
        hit, miss, band_miss, clamp: Log-odds that frames add and take.
        occupied_at, release_at: Log-odds between which a voxel stays what it was.
        solid_share, solid_hits: When one frame is enough.
        feature_window, presence_window, half_life_s: How fast feature cells forget.
    """

    voxel_size_m: float = knob(
        0.05,
        "Edge of a voxel in metres; a feature cell is 2 x 2 x 2 voxels.",
        low=0.005,
        high=1.0,
        live=False,
    )
    range_m: float = knob(
        5.0,
        "Readings farther away than this along the optical axis, in metres, are not used.",
        low=0.1,
        high=100.0,
    )
    stride_px: int = knob(
        4, "Every n-th pixel in both directions is integrated; the offset cycles.", low=1, high=32
    )
    memory_limit_mb: int = knob(
        1024,
        "Bound on all arrays of the voxel memory together, in MiB.",
        low=16,
        high=1 << 20,
        live=False,
    )
    depth_noise_m: float = knob(
        0.0015,
        "Standard deviation of depth at one metre; it grows with depth squared.",
        low=0.0,
        high=0.1,
    )
    hit: int = knob(
        8, "Log-odds added when a frame measures a surface inside the voxel.", low=1, high=120
    )
    miss: int = knob(12, "Log-odds taken when a frame sees through the voxel.", low=1, high=120)
    band_miss: int = knob(
        4,
        "Log-odds taken, at most, when the surface is near but not in the voxel.",
        low=1,
        high=120,
    )
    clamp: int = knob(
        24,
        "Largest log-odds; so many looks through it as `miss` fits in forget a voxel.",
        low=1,
        high=120,
    )
    occupied_at: int = knob(
        12,
        "A voxel counts as occupied once it has these log-odds; at most `clamp`.",
        low=1,
        high=120,
    )
    release_at: int = knob(
        3,
        "An occupied voxel stays so until it has less than these; at most `occupied_at`.",
        low=1,
        high=120,
    )
    solid_share: float = knob(
        0.8,
        "A voxel on an open surface that holds this share of the samples the surface would put "
        "there, or more, gets the full hit.",
        low=0.001,
        high=1.0,
    )
    solid_hits: int = knob(
        3,
        "A new voxel with a full hit from so many samples is occupied at once.",
        low=1,
        high=10_000,
    )
    feature_window: int = knob(
        20,
        "Evidence, in frames, after which a feature forgets like a moving mean.",
        low=1,
        high=250,
    )
    presence_window: int = knob(
        12, "Views after which the share of recognised views forgets likewise.", low=1, high=250
    )
    half_life_s: float = knob(
        300.0,
        "Seconds after which what a feature cell showed counts half beside a new view.",
        low=0.001,
        high=1e12,
    )

    def __post_init__(self) -> None:
        require_in_range(self)
        if not self.release_at <= self.occupied_at <= self.clamp:
            raise InvalidConfig(
                "release_at, occupied_at is out of range",
                got=repr((self.release_at, self.occupied_at)),
                remedy="Use at most `clamp`, release_at the smaller",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyframeConfig:
    """The images that are kept as evidence.

    Attributes:
        budget_mb, jpeg_quality: What they may cost.
        new_share, refresh_s: When a frame is worth keeping.
    """

    budget_mb: float = knob(64.0, "Bound on the kept images together, in MiB.", low=0.001, high=1e6)
    new_share: float = knob(
        0.05,
        "A frame is kept when this share of the cells it shows has no current image.",
        low=0.001,
        high=1.0,
    )
    refresh_s: float = knob(
        30.0,
        "An image older than this many seconds no longer counts as current.",
        low=0.001,
        high=1e12,
    )
    jpeg_quality: int = knob(88, "Quality of the kept JPEG images.", low=1, high=95)

    def __post_init__(self) -> None:
        require_in_range(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceConfig:
    """From scored cells to ranked places.

    Attributes:
        found_at: What is sure enough.
        candidates, keep_share, keep_log_odds, presence_half: Which cells are considered.
        link_m, widest_m: How cells make places.
        doubt_reach_m, doubt_after_s: When a place is taken for a leftover.
        verify_top: How many places are looked at again.
    """

    found_at: float = knob(
        0.4,
        "The best place must reach this probability, or the question is refused.",
        low=0.001,
        high=0.999,
    )
    candidates: int = knob(
        4_000, "At most this many cells are grouped into places.", low=1, high=1_000_000
    )
    keep_share: float = knob(
        0.5,
        "Cells under this share of the best cell's probability are no candidates.",
        low=0.001,
        high=1.0,
    )
    keep_log_odds: float = knob(
        4.0,
        "Cells whose score is so much less likely than the best are no candidates.",
        low=0.0,
        high=1000.0,
    )
    link_m: float = knob(
        0.12, "Voxels closer than this, in metres, belong to one place.", low=0.001, high=100.0
    )
    widest_m: float = knob(
        1.0,
        "Places wider than this, in metres, are cut where the evidence between peaks is weak.",
        low=0.001,
        high=1000.0,
    )
    presence_half: float = knob(
        0.08,
        "Share of views with recognition at which existence has even odds.",
        low=0.0001,
        high=1.0,
    )
    doubt_reach_m: float = knob(
        0.15,
        "What is so near to a place tells, if it was seen later, that the place may have gone.",
        low=0.0,
        high=10.0,
    )
    doubt_after_s: float = knob(
        60.0,
        "Seconds by which it must have been seen later than the place.",
        low=0.0,
        high=1e12,
    )
    verify_top: int = knob(
        5, "How many places get a second look when the encoder can give one.", low=0, high=1000
    )

    def __post_init__(self) -> None:
        require_in_range(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryConfig:
    """The whole memory.

    Attributes:
        voxels, keyframes, places, objects, log, archive, tiers, graph: Its parts.
        autosave_s: With a file, how often what was observed is committed.
    """

    voxels: VoxelConfig = field(
        default_factory=VoxelConfig, metadata={"description": "The voxel memory."}
    )
    keyframes: KeyframeConfig = field(
        default_factory=KeyframeConfig, metadata={"description": "The evidence images."}
    )
    places: PlaceConfig = field(
        default_factory=PlaceConfig, metadata={"description": "Questions to places."}
    )
    objects: ObjectConfig = field(
        default_factory=ObjectConfig, metadata={"description": "Things that keep their identity."}
    )
    log: LogConfig = field(
        default_factory=LogConfig, metadata={"description": "What was observed and happened."}
    )
    archive: ArchiveConfig = field(
        default_factory=ArchiveConfig, metadata={"description": "What is kept for long."}
    )
    tiers: TierConfig = field(
        default_factory=TierConfig, metadata={"description": "What is kept at hand."}
    )
    graph: GraphConfig = field(
        default_factory=GraphConfig, metadata={"description": "Rooms and relations."}
    )
    autosave_s: float = knob(
        10.0,
        "With a file, seconds of observation time after which what was observed is committed.",
        low=0.0,
        high=1e9,
    )

    def __post_init__(self) -> None:
        require_in_range(self)
