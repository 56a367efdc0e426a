"""Point clouds and their registration; the only file that imports open3d, and only when asked.

Clouds are written without it: it reports success on a full disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from whereseen.memory.errors import MapFileError, MissingDependency, WhereseenError
from whereseen.memory.frames import Float32, Float64
from whereseen.memory.io.whole_file import write_whole

_PLY_POINT = np.dtype([("xyz", "<f4", 3), ("rgb", "u1", 3)])
_LIBRARIES = "libusb-1.0-0 libgl1 libegl1 libx11-6"


@dataclass(frozen=True, slots=True)
class DescribedCloud:
    """A thinned cloud with what surrounds each point.

    Attributes:
        points: (N, 3) float64 in metres.
        normals: (N, 3) float64, towards the side that the camera saw.
        rgb: (N, 3) float64, 0 to 255.
        features: (N, 33) float32 fast point feature histograms.
    """

    points: Float64
    normals: Float64
    rgb: Float64
    features: Float32


@dataclass(frozen=True, slots=True)
class Refinement:
    """What iterative closest point found.

    Attributes:
        T_target_source: (4, 4) float64.
        fitness: Share of the source points that have a target point within the distance.
        error_m: Root mean square distance of those pairs.
    """

    T_target_source: Float64
    fitness: float
    error_m: float


def write_cloud(path: Path, points_map: Float32, rgb: npt.NDArray[np.uint8]) -> None:
    """Write points (N, 3) float32 and colours (N, 3) uint8 as binary PLY in the map frame.

    Raises:
        MapFileError: if the file cannot be written; what lay there stays as it was.
    """
    points = np.empty(len(points_map), dtype=_PLY_POINT)
    points["xyz"], points["rgb"] = points_map, rgb
    properties = [f"property float {axis}" for axis in "xyz"]
    properties += [f"property uchar {channel}" for channel in ("red", "green", "blue")]
    head = ["ply", "format binary_little_endian 1.0", f"element vertex {len(points)}", *properties]
    header = "\n".join([*head, "end_header", ""]).encode()
    write_whole({path: header + points.tobytes()}, what="the cloud")


def read_cloud(path: Path) -> tuple[Float32, npt.NDArray[np.uint8]]:
    """Read a PLY file: points (N, 3) float32 and colours (N, 3) uint8, grey if it has none.

    Raises:
        MissingDependency: without open3d.
        MapFileError: if it is missing or no cloud.
    """
    o3d = _open3d()
    if not path.is_file():
        raise MapFileError("there is no such cloud", got=str(path))
    with o3d.utility.VerbosityContextManager(o3d.utility.VerbosityLevel.Error):
        cloud = o3d.io.read_point_cloud(str(path))
    points = np.asarray(cloud.points, dtype=np.float32)
    if not len(points):
        raise MapFileError("this is not a point cloud", got=str(path), remedy="Give a PLY file")
    if not cloud.has_colors():
        return points, np.full(points.shape, 128, dtype=np.uint8)
    return points, (np.asarray(cloud.colors) * 255.0).round().astype(np.uint8)


def describe(
    points_map: Float32, rgb: npt.NDArray[np.uint8], path_map: Float64, *, cell_m: float
) -> DescribedCloud:
    """Thin a cloud to one point a cell, and describe the surface about each.

    Args:
        points_map: (N, 3) voxel centres.
        rgb: (N, 3) colours.
        path_map: (M, 3) positions from where they were seen; may be empty.
        cell_m: Edge of the cells.

    Raises:
        MissingDependency: without open3d.
    """
    o3d = _open3d()
    cloud = o3d.geometry.PointCloud(o3d.utility.Vector3dVector(points_map.astype(np.float64)))
    cloud.colors = o3d.utility.Vector3dVector(rgb / 255.0)
    cloud = cloud.voxel_down_sample(cell_m)
    search = o3d.geometry.KDTreeSearchParamHybrid
    cloud.estimate_normals(search(radius=3.0 * cell_m, max_nn=40))
    points = np.asarray(cloud.points)
    normals = _towards(path_map, points, np.asarray(cloud.normals))
    cloud.normals = o3d.utility.Vector3dVector(normals)
    features = o3d.pipelines.registration.compute_fpfh_feature(
        cloud, search(radius=6.0 * cell_m, max_nn=150)
    )
    return DescribedCloud(
        points=points,
        normals=normals,
        rgb=np.asarray(cloud.colors) * 255.0,
        features=np.asarray(features.data).T.astype(np.float32),
    )


def refine(
    source: npt.ArrayLike, target: npt.ArrayLike, T_target_source: Float64, *, distance_m: float
) -> Refinement:
    """Improve a transform by point-to-plane iterative closest point.

    Args:
        source: (N, 3) points to move.
        target: (M, 3) points to meet.
        T_target_source: (4, 4) first guess.
        distance_m: Farthest distance of a pair.

    Raises:
        MissingDependency: without open3d.
    """
    o3d = _open3d()
    moved, fixed = (
        o3d.geometry.PointCloud(o3d.utility.Vector3dVector(np.asarray(points, np.float64)))
        for points in (source, target)
    )
    fixed.estimate_normals(o3d.geometry.KDTreeSearchParamHybrid(radius=2.0 * distance_m, max_nn=40))
    registration = o3d.pipelines.registration
    result = registration.registration_icp(
        moved,
        fixed,
        distance_m,
        T_target_source,
        registration.TransformationEstimationPointToPlane(),
        registration.ICPConvergenceCriteria(max_iteration=60),
    )
    return Refinement(
        T_target_source=np.array(result.transformation, dtype=np.float64),
        fitness=float(result.fitness),
        error_m=float(result.inlier_rmse),
    )


def _open3d() -> Any:
    try:
        import open3d
    except ModuleNotFoundError as error:
        raise MissingDependency(error.name or "open3d", "cloud") from error
    except (ImportError, OSError) as error:
        raise WhereseenError(
            "open3d is installed, but a system library is missing",
            got=str(error),
            remedy=f"Install them with: sudo apt install {_LIBRARIES}",
        ) from error
    return open3d


def _towards(path_map: Float64, points: Float64, normals: Float64) -> Float64:
    """Flip normals (N, 3) to the side from where their points were seen."""
    from scipy.spatial import cKDTree

    eyes = path_map if len(path_map) else points.mean(axis=0, keepdims=True)
    _, nearest = cKDTree(eyes).query(points)
    away = ((eyes[nearest] - points) * normals).sum(axis=1) < 0.0
    return np.where(away[:, None], -normals, normals)
