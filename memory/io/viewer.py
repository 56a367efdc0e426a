"""A map in the rerun viewer, offline; the only file that imports rerun, and only when asked."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from whereseen.memory.errors import MissingDependency, WhereseenError
from whereseen.memory.frames import Float64
from whereseen.memory.io.geometry_view import Geometry, level_rotation, read_geometry
from whereseen.memory.io.whole_file import require_suffix, write_whole
from whereseen.memory.io.world_view import log_world
from whereseen.memory.report.contents import Report
from whereseen.memory.spatial.keyframes import Keyframe
from whereseen.memory.store.map_file import MapFile

_CLOCK = "seen"
_PATH_RGB = (255, 128, 0)
_PATH_RADIUS_M = 0.01
_IMAGE_PLANE_M = 0.25


def view_map(file: Path, save: Path | None, report: Report | None = None) -> None:
    """Show a map: its voxels, the way of the camera, and the kept images where they were taken.

    The images come one by one on the timeline `seen`, which counts from the first of them, and on
    which things move that did.

    Args:
        file: The map file.
        save: Write an .rrd file there; if None, open the viewer and wait until it is closed.
        report: What is known of its things and rooms, which are shown too.

    Raises:
        InvalidConfig: if `save` does not end in .rrd.
        MapFileError: if the map cannot be read or the recording not be written.
        MissingDependency: without rerun-sdk.
        WhereseenError: if there is no display, or the viewer fails.
    """
    if save is not None:
        write_recording(file, save, report)
        return
    if not has_display(sys.platform, os.environ):
        raise WhereseenError(
            "there is no display to open the viewer on",
            remedy="Write a file with --save map.rrd, and open it elsewhere with: rerun map.rrd",
        )
    with tempfile.TemporaryDirectory(prefix="whereseen-") as folder:
        recording = Path(folder) / f"{file.stem}.rrd"
        write_recording(file, recording, report)
        _open_viewer(recording)


def write_recording(file: Path, out: Path, report: Report | None = None) -> None:
    """Write a map as a recording that `rerun` opens.

    It is made in memory: rerun itself only logs a warning when the disk refuses.

    Raises:
        InvalidConfig: if the suffix is not .rrd.
        MapFileError: if the map cannot be read or the recording not be written.
        MissingDependency: without rerun-sdk.
    """
    require_suffix(out, (".rrd",), what="the recording for rerun")
    rr = _rerun()
    geometry = read_geometry(file)
    stream = rr.RecordingStream("whereseen", recording_id=f"whereseen-{file.stem}")
    kept = stream.memory_recording()
    stream.send_blueprint(_blueprint(geometry))
    _log_geometry(rr, stream, geometry)
    with MapFile.open(file) as opened:
        first_ns: int | None = None
        for frame in opened.keyframes():
            first_ns = frame.stamp_ns if first_ns is None else first_ns
            _log_keyframe(rr, stream, frame, frame.stamp_ns - first_ns)
    if report is not None:
        start_ns = report.first_ns if first_ns is None else first_ns
        log_world(rr, stream, report, lambda at_ns: _set_time(stream, at_ns - start_ns))
    stream.flush()
    write_whole({out: kept.drain_as_bytes()}, what="the recording")


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Tell whether windows can be opened; only X11 and Wayland can be without a display."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET")
    return platform in ("darwin", "win32") or any(environment.get(name) for name in names)


def viewer_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of the viewer: it sends no usage data from continuous integration."""
    kept = {name: value for name, value in environment.items() if name != "RERUN_ANALYTICS"}
    return kept | {"CI": "true", "RERUN_APP_ONLY": "true"}


def _rerun() -> Any:
    try:
        import rerun
    except ImportError as error:
        raise MissingDependency("rerun-sdk", "view") from error
    return rerun


def _blueprint(geometry: Geometry) -> Any:
    """One view of space; left to itself, the viewer would open one more for each image.

    Where rerun can be told, the view is from above, and of the latest time.
    """
    from rerun import blueprint

    if not hasattr(blueprint, "EyeControls3D"):
        return blueprint.Blueprint(blueprint.Spatial3DView(origin="/"), collapse_panels=True)
    eye, target = _above(geometry)
    return blueprint.Blueprint(
        blueprint.Spatial3DView(
            origin="/",
            eye_controls=blueprint.EyeControls3D(
                position=eye, look_target=target, eye_up=(0.0, 0.0, 1.0)
            ),
        ),
        blueprint.TimePanel(timeline=_CLOCK, play_state="following", state="collapsed"),
        collapse_panels=True,
    )


def _above(geometry: Geometry) -> tuple[Float64, Float64]:
    """Where to look from, and at what, in the levelled map."""
    level = geometry.points_map.astype(np.float64) @ level_rotation(geometry.up_map).T
    if not len(level):
        return np.array([2.0, -3.0, 3.0]), np.zeros(3)
    low, high = np.percentile(level, (1.0, 99.0), axis=0)
    size_m = max(float((high - low)[:2].max()), 1.0)
    target = (low + high) / 2.0
    return target + np.array([0.0, -0.5, 0.75]) * size_m, target


def _log_geometry(rr: Any, stream: Any, geometry: Geometry) -> None:
    turn = rr.Transform3D(mat3x3=level_rotation(geometry.up_map))
    stream.log("/", rr.ViewCoordinates.RIGHT_HAND_Z_UP, static=True)
    stream.log("map", turn, static=True)
    voxels = rr.Points3D(
        geometry.points_map, colors=geometry.rgb, radii=geometry.voxel_size_m / 2.0
    )
    stream.log("map/voxels", voxels, static=True)
    if len(geometry.path_map) > 1:
        path = rr.LineStrips3D([geometry.path_map], colors=[_PATH_RGB], radii=_PATH_RADIUS_M)
        stream.log("map/path", path, static=True)


def _log_keyframe(rr: Any, stream: Any, frame: Keyframe, age_ns: int) -> None:
    entity = f"map/images/{frame.image_id}"
    width, height = _size(frame.jpeg)
    _set_time(stream, age_ns)
    stream.log(entity, _pose(rr, frame.T_map_camera))
    camera = rr.Pinhole(
        image_from_camera=frame.intrinsics,
        resolution=[width, height],
        camera_xyz=rr.ViewCoordinates.RDF,
        image_plane_distance=_IMAGE_PLANE_M,
    )
    stream.log(entity, camera)
    stream.log(entity, rr.EncodedImage(contents=frame.jpeg, media_type="image/jpeg"))


def _set_time(stream: Any, age_ns: int) -> None:
    stream.set_time(_CLOCK, duration=np.timedelta64(age_ns, "ns"))


def _pose(rr: Any, T_map_camera: Float64) -> Any:
    return rr.Transform3D(translation=T_map_camera[:3, 3], mat3x3=T_map_camera[:3, :3])


def _size(jpeg: bytes) -> tuple[int, int]:
    from PIL import Image

    with Image.open(io.BytesIO(jpeg)) as image:
        return image.size


def _open_viewer(recording: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rerun_cli", str(recording)],
        env=viewer_environment(os.environ),
        check=False,
    )
    if done.returncode not in (0, 130):
        raise WhereseenError(
            "the viewer failed",
            got=f"exit code {done.returncode}",
            remedy="Write a file with --save map.rrd, and open it elsewhere with: rerun map.rrd",
        )
