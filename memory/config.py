"""Every knob of the memory, with its unit in its name; all defaults are usable."""

from __future__ import annotations

from dataclasses import dataclass, field

from whereseen.memory.errors import InvalidConfig


def _require(condition: bool, name: str, got: object, remedy: str) -> None:
    if not condition:
        raise InvalidConfig(f"{name} is out of range", got=repr(got), remedy=remedy)


def _require_integers(config: object, *names: str) -> None:
    for name in names:
        value = getattr(config, name)
        _require(isinstance(value, int), name, value, "Use a whole number")


@dataclass(frozen=True, slots=True, kw_only=True)
class VoxelConfig:
    """The dynamic voxel memory.

    Attributes:
        voxel_size_m: Edge of a voxel; a feature cell is 2 x 2 x 2 voxels.
        range_m: Readings farther away than this along the optical axis are not used.
        stride_px: Every n-th pixel in both directions is integrated; the offset cycles.
        memory_limit_mb: Bound on all arrays of the voxel memory together.
        depth_noise_m: Standard deviation of depth at one metre; it grows with depth squared.
        hit: Log-odds added when a frame measures a surface inside the voxel.
        miss: Log-odds taken when a frame sees through the voxel.
        band_miss: Log-odds taken, at most, when the surface is near but not in the voxel.
        clamp: Largest log-odds; `clamp / miss` looks forget a voxel.
        occupied_at: A voxel counts as occupied once it has these log-odds ...
        release_at: ... until it has less than these.
        solid_share: A voxel on an open surface that holds this share of the samples the surface
            would put there, or more, gets the full hit.
        solid_hits: A new voxel with a full hit from so many samples is occupied at once.
        feature_window: Evidence, in frames, after which a feature forgets like a moving mean.
        presence_window: Views after which the share of recognised views forgets likewise.
        half_life_s: Time after which what a feature cell showed counts half beside a new view.
    """

    voxel_size_m: float = 0.05
    range_m: float = 5.0
    stride_px: int = 4
    memory_limit_mb: int = 1024
    depth_noise_m: float = 0.0015
    hit: int = 8
    miss: int = 12
    band_miss: int = 4
    clamp: int = 24
    occupied_at: int = 12
    release_at: int = 3
    solid_share: float = 0.8
    solid_hits: int = 3
    feature_window: int = 20
    presence_window: int = 12
    half_life_s: float = 300.0

    def __post_init__(self) -> None:
        _require_integers(self, "stride_px", "memory_limit_mb", "hit", "miss", "band_miss", "clamp")
        _require_integers(self, "occupied_at", "release_at", "solid_hits")
        _require_integers(self, "feature_window", "presence_window")
        _require(
            0.005 <= self.voxel_size_m <= 1.0, "voxel_size_m", self.voxel_size_m, "Use 0.005 to 1.0"
        )
        _require(0.1 <= self.range_m <= 100.0, "range_m", self.range_m, "Use 0.1 to 100")
        _require(1 <= self.stride_px <= 32, "stride_px", self.stride_px, "Use 1 to 32")
        _require(
            16 <= self.memory_limit_mb <= 1 << 20,
            "memory_limit_mb",
            self.memory_limit_mb,
            "Use 16 or more",
        )
        _require(0.0 <= self.depth_noise_m <= 0.1, "depth_noise_m", self.depth_noise_m, "0 to 0.1")
        odds = (self.hit, self.miss, self.band_miss, self.clamp, self.occupied_at, self.release_at)
        _require(
            all(0 < value <= 120 for value in odds),
            "hit, miss, band_miss, clamp, occupied_at, release_at",
            odds,
            "Use 1 to 120",
        )
        _require(
            self.release_at <= self.occupied_at <= self.clamp,
            "release_at, occupied_at",
            odds[4:],
            "Use at most `clamp`, release_at the smaller",
        )
        _require(self.half_life_s > 0.0, "half_life_s", self.half_life_s, "Use a positive number")
        _require(0.0 < self.solid_share <= 1.0, "solid_share", self.solid_share, "Use 0 to 1")
        _require(self.solid_hits >= 1, "solid_hits", self.solid_hits, "Use 1 or more")
        windows = (self.feature_window, self.presence_window)
        _require(
            all(1 <= value <= 250 for value in windows),
            "feature_window, presence_window",
            windows,
            "Use 1 to 250",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyframeConfig:
    """The images that are kept as evidence.

    Attributes:
        budget_mb: Bound on the kept images together.
        new_share: A frame is kept when this share of the cells it shows has no current image.
        refresh_s: An image older than this no longer counts as current.
        jpeg_quality: 1 to 95.
    """

    budget_mb: float = 64.0
    new_share: float = 0.05
    refresh_s: float = 30.0
    jpeg_quality: int = 88

    def __post_init__(self) -> None:
        _require(self.budget_mb > 0.0, "budget_mb", self.budget_mb, "Use a positive number")
        _require(0.0 < self.new_share <= 1.0, "new_share", self.new_share, "Use 0 to 1")
        _require(self.refresh_s > 0.0, "refresh_s", self.refresh_s, "Use a positive number")
        _require(1 <= self.jpeg_quality <= 95, "jpeg_quality", self.jpeg_quality, "Use 1 to 95")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceConfig:
    """From scored cells to ranked places.

    Attributes:
        found_at: The best place must reach this probability, or the question is refused.
        candidates: At most this many cells are grouped into places.
        keep_share: Cells under this share of the best cell's probability are no candidates.
        keep_log_odds: Cells whose score is so much less likely than the best are no candidates.
        link_m: Voxels closer than this belong to one place.
        widest_m: Places wider than this are cut where the evidence between peaks is weak.
        presence_half: Share of views with recognition at which existence has even odds.
        verify_top: How many places get a second look when the encoder can give one.
    """

    found_at: float = 0.4
    candidates: int = 4_000
    keep_share: float = 0.5
    keep_log_odds: float = 4.0
    link_m: float = 0.12
    widest_m: float = 1.0
    presence_half: float = 0.08
    verify_top: int = 5

    def __post_init__(self) -> None:
        _require(0.0 < self.found_at < 1.0, "found_at", self.found_at, "Use 0 to 1")
        _require(self.candidates > 0, "candidates", self.candidates, "Use a positive number")
        _require(0.0 < self.keep_share <= 1.0, "keep_share", self.keep_share, "Use 0 to 1")
        _require(self.link_m > 0.0, "link_m", self.link_m, "Use a positive number")
        _require(self.widest_m > 0.0, "widest_m", self.widest_m, "Use a positive number")
        odds, half = self.keep_log_odds, self.presence_half
        _require(odds >= 0.0, "keep_log_odds", odds, "Use 0 or more")
        _require(half > 0.0, "presence_half", half, "Use a positive number")
        _require(self.verify_top >= 0, "verify_top", self.verify_top, "Use 0 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryConfig:
    """The whole memory.

    Attributes:
        voxels: The voxel memory.
        keyframes: The evidence images.
        places: Questions to places.
        autosave_s: With a file, what was observed is committed at least this often, in
            observation time.
    """

    voxels: VoxelConfig = field(default_factory=VoxelConfig)
    keyframes: KeyframeConfig = field(default_factory=KeyframeConfig)
    places: PlaceConfig = field(default_factory=PlaceConfig)
    autosave_s: float = 10.0

    def __post_init__(self) -> None:
        _require(self.autosave_s >= 0.0, "autosave_s", self.autosave_s, "Use 0 or more")
