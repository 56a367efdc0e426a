"""Depth as a structured-light or stereo camera measures it."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
from scipy.ndimage import binary_dilation

from whereseen.memory.frames import Float32, Float64
from whereseen.sim.sensing.config import DropoutConfig, NoiseConfig, SensingConfig, StepConfig
from whereseen.sim.sensing.streams import stream
from whereseen.sim.stages.protocol import Picture

Mask = npt.NDArray[np.bool_]

NO_READING_M = 0.0
_LEAST_M = 1e-3
_STEEPEST_RAD = np.radians(85.0)  # the angle's term of the noise has a pole at 90 degrees
_GREY = np.array([0.299, 0.587, 0.114], dtype=np.float32)


class DepthSensor:
    """Makes readings of perfect depth. Equal stamps give equal errors.

    Args:
        config: How far it is from perfect.
        seed: Of all that is drawn.
    """

    def __init__(self, config: SensingConfig, *, seed: int) -> None:
        self._config = config
        self._seed = seed

    def measure(self, picture: Picture, *, stamp_ns: int, shiny: Collection[int] = ()) -> Float32:
        """Readings (h, w) in metres: 0 where there is none, +inf where nothing is in the way.

        Args:
            picture: What is really there.
            stamp_ns: When; it selects the errors.
            shiny: Ids of instances that mirror or are of glass.
        """
        config, true_m = self._config, picture.depth_m
        depth_m, angle = true_m, np.zeros_like(true_m)
        if config.noise.enabled or config.dropouts.enabled:
            angle = incidence_rad(true_m, picture.intrinsics)
        if config.noise.enabled:
            unit = stream(self._seed, "depth noise", stamp_ns).standard_normal(
                true_m.shape, dtype=np.float32
            )
            depth_m = _noisy(true_m, angle, unit, config.noise)
        if config.steps.enabled:
            depth_m = _stepped(depth_m, config.steps)
        if config.range.enabled:
            seen = (depth_m >= config.range.nearest_m) & (depth_m <= config.range.farthest_m)
            depth_m = np.where(seen, depth_m, np.float32(NO_READING_M))
        if config.dropouts.enabled:
            drawn = stream(self._seed, "depth dropouts", stamp_ns)
            lost = _lost(picture, angle, shiny, config.dropouts, drawn)
            depth_m = np.where(lost, np.float32(NO_READING_M), depth_m)
        return depth_m


def incidence_rad(depth_m: Float32, intrinsics: Float64) -> Float32:
    """Angle (h, w) between each ray and the normal of the surface that it meets.

    The inverse of depth is linear in pixels on a plane, so its gradient is the plane's normal:
    exact for planes, and wrong beside edges only.
    """
    inverse = _inverse(depth_m)
    along_v, along_u = np.gradient(inverse)
    fx, fy, cx, cy = intrinsics[[0, 1, 0, 1], [0, 1, 2, 2]].astype(np.float32)
    height, width = depth_m.shape
    x = (np.arange(width, dtype=np.float32) - cx) / fx
    y = ((np.arange(height, dtype=np.float32) - cy) / fy)[:, None]
    normal_x, normal_y = along_u * fx, along_v * fy
    normal_z = inverse - normal_x * x - normal_y * y
    length = np.sqrt(normal_x**2 + normal_y**2 + normal_z**2) * np.sqrt(x**2 + y**2 + 1.0)
    cosine = np.divide(inverse, length, out=np.ones_like(inverse), where=length > 0.0)
    return np.asarray(np.arccos(np.clip(cosine, 0.0, 1.0)), dtype=np.float32)


def edges(depth_m: Float32, *, jump_share: float, within_px: int) -> Mask:
    """Pixels (h, w) within so many pixels of a jump of depth, on both of its sides.

    A slope is no jump, however steep it is: the second difference of inverse depth is 0 there.
    """
    inverse = _inverse(depth_m)
    jumps = np.zeros(depth_m.shape, dtype=bool)
    for axis in (0, 1):
        lines, marked = np.moveaxis(inverse, axis, 0), np.moveaxis(jumps, axis, 0)
        if len(lines) < 3:
            continue
        bend = np.abs(lines[2:] - 2.0 * lines[1:-1] + lines[:-2])
        marked[1:-1] |= bend > jump_share * np.maximum(lines[1:-1], 1e-6)
    if within_px > 1:
        jumps = binary_dilation(jumps, np.ones((3, 3), dtype=bool), iterations=within_px - 1)
    return np.asarray(jumps)


def _inverse(depth_m: Float32) -> Float32:
    """Inverse of depth (h, w) in 1/m; 0 where nothing is, or nothing is known."""
    inverse = 1.0 / np.maximum(depth_m, np.float32(_LEAST_M))
    return np.where(depth_m > 0.0, inverse, np.float32(0.0))


def _noisy(true_m: Float32, angle: Float32, unit: Float32, config: NoiseConfig) -> Float32:
    """Depth with noise; what is not there stays so."""
    some = np.isfinite(true_m) & (true_m > 0.0)
    z = np.where(some, true_m, np.float32(1.0))
    angle = np.minimum(angle, np.float32(_STEEPEST_RAD))
    tilt = angle**2 / (np.float32(np.pi / 2) - angle) ** 2 / np.sqrt(z)
    sigma = config.floor_m + config.growth_per_m * (z - config.nearest_m) ** 2
    measured = z + unit * (sigma + config.tilt_m * tilt)
    return np.where(some, np.maximum(measured, NO_READING_M), true_m).astype(np.float32)


def _stepped(depth_m: Float32, config: StepConfig) -> Float32:
    some = np.isfinite(depth_m) & (depth_m > 0.0)
    z = np.where(some, depth_m, 1.0).astype(np.float64)
    if config.disparity_step_per_m:
        steps = np.maximum(np.round(1.0 / z / config.disparity_step_per_m), 1.0)
        z = 1.0 / (steps * config.disparity_step_per_m)
    if config.unit_m:
        z = np.round(z / config.unit_m) * config.unit_m
    return np.where(some, z, depth_m).astype(np.float32)


def _lost(
    picture: Picture,
    angle: Float32,
    shiny: Collection[int],
    config: DropoutConfig,
    rng: np.random.Generator,
) -> Mask:
    """Where there is no reading, for one reason or another."""
    beside = edges(picture.depth_m, jump_share=config.edge_jump_share, within_px=config.edge_px)
    grey = picture.rgb.astype(np.float32) @ _GREY
    kept = np.where(beside, 1.0 - config.edge_share, 1.0)
    kept[angle > np.radians(config.grazing_deg)] *= 1.0 - config.grazing_share
    kept[grey < config.dark_below] *= 1.0 - config.dark_share
    if shiny:
        kept[np.isin(picture.instances, list(shiny))] *= 1.0 - config.shiny_share
    return np.asarray(_patches(kept.shape, config.patch_px, rng) >= kept)


def _patches(shape: tuple[int, ...], patch_px: int, rng: np.random.Generator) -> Float64:
    """Numbers (h, w) in [0, 1) that are equal within square patches."""
    height, width = (-(-side // patch_px) for side in shape)
    small = rng.random((height, width))
    tall = np.repeat(small, patch_px, axis=0)[: shape[0]]
    return np.repeat(tall, patch_px, axis=1)[:, : shape[1]]
