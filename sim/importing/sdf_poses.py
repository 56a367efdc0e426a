"""Poses in SDF files: numbers, and the frames that they are relative to.

After http://sdformat.org/tutorials?tut=pose_frame_semantics.
"""

from __future__ import annotations

import math
from xml.etree.ElementTree import Element

import numpy as np

from whereseen.memory.frames import Float64, from_quaternion
from whereseen.sim.importing.errors import ImportFailed
from whereseen.sim.modelling.shapes import rotation

_OWN = ("", "__model__", "world")
_FRAMES = ("link", "frame", "model")


def numbers(text: str | None, *counts: int) -> Float64:
    """Numbers of an element, as many as one of the counts.

    Raises:
        ImportFailed: if there are others.
    """
    try:
        values = np.array([float(each) for each in (text or "").split()], dtype=np.float64)
    except ValueError as error:
        raise ImportFailed("numbers cannot be read", got=repr(text)) from error
    if len(values) not in counts or not np.isfinite(values).all():
        raise ImportFailed(f"there should be {counts[0]} finite numbers", got=repr(text))
    return values


def transform_of(element: Element) -> Float64:
    """Pose (4, 4) of an element against whatever it is relative to; identity without one."""
    pose = element.find("pose")
    T = np.eye(4)
    if pose is None or not (pose.text or "").strip():
        return T
    values = numbers(pose.text, 6, 7)
    if len(values) == 7:
        return from_quaternion(values[:3], values[3:])
    degrees = (pose.get("degrees") or "").strip().lower() in ("true", "1")
    roll, pitch, yaw = (float(each if degrees else math.degrees(each)) for each in values[3:])
    T[:3, :3], T[:3, 3] = rotation((roll, pitch, yaw)), values[:3]
    return T


def in_model(model: Element, element: Element) -> Float64:
    """Pose (4, 4) of a link, frame or nested model of a model, in the model's frame.

    Raises:
        ImportFailed: if it is relative to what there is not, or to itself.
    """
    return _resolved(model, element, ())


def _resolved(model: Element, element: Element, seen: tuple[str, ...]) -> Float64:
    T = transform_of(element)
    pose = element.find("pose")
    told = "" if pose is None else pose.get("relative_to") or pose.get("frame") or ""
    relative_to = told or element.get("attached_to") or ""
    if relative_to in _OWN:
        return T
    if relative_to in seen:
        raise ImportFailed("poses are relative to each other in a circle", got=relative_to)
    for kind in _FRAMES:
        for other in model.findall(kind):
            if other.get("name") == relative_to:
                return np.asarray(_resolved(model, other, (*seen, relative_to)) @ T)
    raise ImportFailed("a pose is relative to what there is not", got=relative_to)
