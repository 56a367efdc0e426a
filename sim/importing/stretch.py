"""Hello Robot's Stretch as it comes from PyPI: a mobile manipulator whose arm reaches to its right.

The files are those of hello-robot-stretch-urdf (Clear BSD licence), read where pip put them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from whereseen.memory.errors import MissingDependency
from whereseen.sim.importing.urdf import UrdfReading, read_urdf
from whereseen.sim.importing.xml_files import read_xml
from whereseen.sim.modelling.model import Model
from whereseen.sim.modelling.shapes import Box, Part, mesh_of
from whereseen.sim.world.robot import CAMERA, GRIPPER, Robot

_FILES = {
    "RE1V0": "stretch_description_RE1V0_tool_stretch_gripper.urdf",
    "SE3": "stretch_description_SE3_eoa_wrist_dw3_tool_sg3.urdf",
}
_CELL_M = 0.012  # of 233 000 triangles, 9000 are left
_BASE_HEIGHT_M = 0.3
_HEIGHT_M = 1.45
_SEGMENTS = ("arm_l3", "arm_l2", "arm_l1", "arm_l0")
_FINGERS = ("gripper_finger_left", "gripper_finger_right")
_CLOSED_RAD, _OPEN_RAD = -0.06, 0.3
_SPEEDS = {"lift": 0.15, "wrist_yaw": 2.0, "head_pan": 1.5, "head_tilt": 1.5}
_SEGMENT_M_S, _SPEED = 0.04, 1.0
# The D435i's housing, in the frame of its lens; its mesh is Collada and has 20 000 triangles.
_HOUSING = Part(Box((0.025, 0.025, 0.09)), "steel", (-0.015, 0.0, -0.015))


@cache
def stretch(version: str = "RE1V0") -> Robot:
    """The robot.

    Its wheels do not turn. Positions of its head count as those of other robots here: to the left,
    and down. Its camera is mounted upright, and its images are not turned.

    Args:
        version: `RE1V0` with a gripper whose fingers move, or `SE3` with a wrist of three joints.

    Raises:
        MissingDependency: if hello-robot-stretch-urdf is not installed.
    """
    model = _model(_folder() / version / _FILES[version])
    fingers = [name for name in _FINGERS if name in model.joints]
    speeds = {**dict.fromkeys(model.joints, _SPEED), **dict.fromkeys(_SEGMENTS, _SEGMENT_M_S)}
    return Robot(
        model,
        radius_m=_radius_m(model),
        height_m=_HEIGHT_M,
        speeds={**speeds, **_SPEEDS},
        closed=dict.fromkeys(fingers, _CLOSED_RAD),
        opened=dict.fromkeys(fingers, _OPEN_RAD),
        rest={"lift": 0.3, "wrist_yaw": 3.1},
        chains={"arm": _SEGMENTS},
        drive_m_s=0.3,
        turn_rad_s=1.0,
    )


def _model(file: Path) -> Model:
    model = read_urdf(file, _reading(file))
    links = tuple(
        replace(link, parts=(_HOUSING,)) if link.name == CAMERA else link for link in model.links
    )
    return Model(model.parts, links)


def _reading(file: Path) -> UrdfReading:
    """Links without `link_` before their names."""
    names = [each.get("name", "") for each in read_xml(file).findall("link")]
    plain = {name: name.removeprefix("link_") for name in names}
    return UrdfReading(
        keep=("camera_color_frame", "link_grasp_center"),
        still=("joint_left_wheel", "joint_right_wheel"),
        reversed=("joint_head_tilt",),
        names={**plain, "camera_color_frame": CAMERA, "link_grasp_center": GRIPPER},
        without=("camera_link",),
        cell_m=_CELL_M,
    )


def _radius_m(model: Model) -> float:
    """Of the disc about the middle of the wheels' axis that holds what is low of the base."""
    points = np.concatenate([mesh_of(part).vertices_m for part in model.parts])
    low = points[points[:, 2] < _BASE_HEIGHT_M, :2]
    return float(np.ceil(100.0 * np.linalg.norm(low, axis=1).max()) / 100.0)


def _folder() -> Path:
    spec = find_spec("stretch_urdf")
    if spec is None or spec.origin is None:
        raise MissingDependency("hello-robot-stretch-urdf", "assets")
    return Path(spec.origin).parent
