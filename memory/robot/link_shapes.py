"""Boxes around the parts of a robot's links, by their collision shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float64
from whereseen.memory.robot.mesh_triangles import read_triangles

_PIECES = 4  # boxes around a mesh, so that what is bent or tapers is not held by one large one

FindPackage = Callable[[str], "Path | None"]


@dataclass(frozen=True, slots=True, eq=False)
class LinkBox:
    """A box around a part of a link.

    Attributes:
        T_link_box: (4, 4) pose of its middle.
        size_m: (3,) its edges.
    """

    T_link_box: Float64 = field(repr=False)
    size_m: Float64


def boxes_of(link: Element, find_package: FindPackage) -> tuple[LinkBox, ...]:
    """Boxes around a `<link>`: of its collision shapes, else of its looks where it has none.

    Looks take the place of collision meshes that cannot be read, too.

    Raises:
        InvalidConfig: if neither can be read.
    """
    problem: InvalidConfig | None = None
    for tag in ("collision", "visual"):
        try:
            found = tuple(box for each in link.findall(tag) for box in _boxes(each, find_package))
        except InvalidConfig as error:
            problem = problem or error
            continue
        if found:
            return found
    if problem is not None:
        raise problem
    return ()


def origin_of(element: Element) -> Float64:
    """Pose (4, 4) that an element's `<origin>` tells; identity without one."""
    origin, T = element.find("origin"), np.eye(4)
    if origin is not None:
        T[:3, 3] = numbers(origin, "xyz", "0 0 0")
        T[:3, :3] = _turned(numbers(origin, "rpy", "0 0 0"))
    return T


def numbers(element: Element | None, name: str, otherwise: str) -> Float64:
    """The numbers (N,) of an attribute, as many as of what is taken where it is not told.

    Raises:
        InvalidConfig: if they are no finite numbers, or not so many.
    """
    text = otherwise if element is None else element.get(name, otherwise)
    try:
        found = np.array([float(each) for each in text.split()])
    except ValueError:
        found = np.zeros(0)
    if found.shape != (len(otherwise.split()),) or not np.isfinite(found).all():
        raise InvalidConfig(
            f"a robot's description has no proper {name}",
            got=text,
            remedy="Publish the URDF as xacro expands it",
        )
    return found


def _boxes(shape: Element, find_package: FindPackage) -> Iterator[LinkBox]:
    geometry, T = shape.find("geometry"), origin_of(shape)
    if geometry is None or not len(geometry):
        return
    kind = geometry[0]
    if kind.tag == "mesh":
        for low, high in _pieces(_mesh(kind, find_package)):
            middle = np.eye(4)
            middle[:3, 3] = (low + high) / 2.0
            yield LinkBox(T @ middle, high - low)
    elif kind.tag == "box":
        yield LinkBox(T, np.abs(numbers(kind, "size", "0 0 0")))
    elif kind.tag in ("sphere", "cylinder", "capsule"):
        (wide,) = 2.0 * np.abs(numbers(kind, "radius", "0"))
        (length,) = np.abs(numbers(kind, "length", "0"))
        high = {"sphere": wide, "cylinder": length, "capsule": length + wide}[kind.tag]
        yield LinkBox(T, np.array([wide, wide, high]))
    else:
        raise InvalidConfig("no such shape in a robot's description", got=kind.tag)


def _mesh(kind: Element, find_package: FindPackage) -> Float64:
    """Triangles (F, 3, 3) of a mesh, scaled."""
    name = (kind.get("filename") or "").strip()
    scheme, _, rest = name.rpartition("://")
    if scheme == "package":
        package, _, inside = rest.partition("/")
        folder = find_package(package)
        file = None if folder is None else folder / inside
    else:
        file = Path(rest) if scheme in ("", "file") and Path(rest).is_absolute() else None
    if file is None:
        raise InvalidConfig("a mesh of a robot is not here", got=name or "no name")
    try:
        return read_triangles(file) * numbers(kind, "scale", "1 1 1")
    except (OSError, ValueError) as error:
        raise InvalidConfig("a mesh of a robot cannot be read", got=f"{name}: {error}") from error


def _pieces(triangles: Float64) -> Iterator[tuple[Float64, Float64]]:
    """Corners of boxes around slices of a mesh, cut across its longest side."""
    lows, highs = triangles.min(axis=1), triangles.max(axis=1)
    low, high = lows.min(axis=0), highs.max(axis=0)
    axis = int((high - low).argmax())
    cuts = np.linspace(low[axis], high[axis], _PIECES + 1)
    for start, end in pairwise(cuts.tolist()):
        inside = (lows[:, axis] <= end) & (highs[:, axis] >= start)
        if inside.any():
            below, above = lows[inside].min(axis=0), highs[inside].max(axis=0)
            below[axis], above[axis] = max(below[axis], start), min(above[axis], end)
            yield below, above


def _turned(rpy: Float64) -> Float64:
    """Rotation (3, 3) by roll, pitch and yaw about fixed axes."""
    (a, b, c), (sa, sb, sc) = np.cos(rpy), np.sin(rpy)
    about_x = np.array([[1.0, 0.0, 0.0], [0.0, a, -sa], [0.0, sa, a]])
    about_y = np.array([[b, 0.0, sb], [0.0, 1.0, 0.0], [-sb, 0.0, b]])
    about_z = np.array([[c, -sc, 0.0], [sc, c, 0.0], [0.0, 0.0, 1.0]])
    return np.asarray(about_z @ about_y @ about_x)
