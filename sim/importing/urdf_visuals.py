"""What the visuals of URDF files look like, and where they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.sim.importing.errors import ImportFailed
from whereseen.sim.importing.sdf_poses import numbers
from whereseen.sim.modelling.materials import MATERIALS, OF_FILE, coloured
from whereseen.sim.modelling.mesh_reading import pieces_of
from whereseen.sim.modelling.shapes import (
    Box,
    Ellipsoid,
    Lathe,
    MeshFile,
    Part,
    Shape,
    Vector3,
    rotation,
    turn_of,
)

OURS = "whereseen:"  # materials of that prefix are ours
_GREY = (0.7, 0.7, 0.7)
_NO_COLOURS = (".stl",)


class UrdfVisuals:
    """Makes parts of visuals.

    Args:
        robot: The root of the file, which has materials.
        file: Where it is.
        packages: Folders in which `package://` is looked up, before those above the file.
        cell_m: Meshes are thinned to cells of that edge; 0 keeps them.
    """

    def __init__(self, robot: Element, file: Path, packages: Sequence[Path], cell_m: float) -> None:
        self._folder = file.absolute().parent
        self._packages = (*packages, *self._folder.parents)
        self._cell_m = cell_m
        self._materials: dict[str, Element] = {}
        for material in robot.iter("material"):
            if material.find("color") is not None:
                self._materials.setdefault(material.get("name", ""), material)

    def parts(self, link: Element, T_group_link: Float64) -> Iterator[Part]:
        """The parts of a link, in the frame of a group of links.

        Raises:
            ImportFailed: if one names what there is not.
            MeshUnreadable: if a mesh cannot be read.
        """
        for visual in link.findall("visual"):
            geometry = visual.find("geometry")
            if geometry is None or not len(geometry):
                continue
            T = T_group_link @ origin_of(visual)
            at_m, turn_deg = _vector(T[:3, 3]), turn_of(T[:3, :3])
            colour = self._colour_of(visual)
            for shape in self._shapes(geometry[0]):
                yield Part(shape, colour or _own_material(shape), at_m, turn_deg)

    def _shapes(self, kind: Element) -> Iterator[Shape]:
        if kind.tag == "mesh":
            yield from self._meshes(kind)
        elif kind.tag == "box":
            yield Box(_vector(numbers(kind.get("size"), 3)))
        elif kind.tag == "sphere":
            yield Ellipsoid((float(numbers(kind.get("radius"), 1)[0]),) * 3)
        elif kind.tag == "cylinder":
            radius = float(numbers(kind.get("radius"), 1)[0])
            half = float(numbers(kind.get("length"), 1)[0]) / 2.0
            yield Lathe(((0.0, -half), (radius, -half), (radius, half), (0.0, half)))
        else:
            raise ImportFailed("no such geometry in a URDF", got=kind.tag)

    def _meshes(self, kind: Element) -> Iterator[MeshFile]:
        path = self._found((kind.get("filename") or "").strip())
        scale = numbers(kind.get("scale") or "1 1 1", 3)
        if not scale.all():
            raise ImportFailed("a mesh has no size", got=str(path))
        factors = float(scale[0]) if (scale == scale[0]).all() else _vector(scale)
        count = len(pieces_of(path, factors, (0.0, 0.0, 0.0), self._cell_m))
        for piece in range(count):
            yield MeshFile(str(path), piece, factors, cell_m=self._cell_m)

    def _found(self, uri: str) -> Path:
        scheme, _, rest = uri.rpartition("://")
        if scheme == "package":
            tried = [folder / rest for folder in self._packages]
        else:
            tried = [self._folder / rest] if scheme in ("", "file") else []
        for path in tried:
            if path.is_file():
                return path
        raise ImportFailed(
            "a mesh of a URDF is missing", got=uri or "no name", remedy="Name folders of packages"
        )

    def _colour_of(self, visual: Element) -> str:
        """A material's name; empty if the visual tells none."""
        material = visual.find("material")
        if material is None:
            return ""
        name = material.get("name", "")
        if name.startswith(OURS) and name.removeprefix(OURS) in MATERIALS:
            return name.removeprefix(OURS)
        told = material if material.find("color") is not None else self._materials.get(name)
        colour = None if told is None else told.find("color")
        if colour is None:
            return ""
        red, green, blue = (numbers(colour.get("rgba"), 4)[:3].clip(0.0, 1.0) * 255.0).round()
        return coloured(int(red), int(green), int(blue))


def origin_of(element: Element) -> Float64:
    """Pose (4, 4) of an element against what it belongs to; identity without one."""
    origin, T = element.find("origin"), np.eye(4)
    if origin is not None:
        rpy = np.degrees(numbers(origin.get("rpy") or "0 0 0", 3))
        T[:3, :3] = rotation((float(rpy[0]), float(rpy[1]), float(rpy[2])))
        T[:3, 3] = numbers(origin.get("xyz") or "0 0 0", 3)
    return T


def _own_material(shape: Shape) -> str:
    """What a visual without a material is covered with."""
    if isinstance(shape, MeshFile) and Path(shape.path).suffix.lower() not in _NO_COLOURS:
        return OF_FILE + shape.path
    return coloured(*(round(255 * share) for share in _GREY))


def _vector(values: Float64) -> Vector3:
    x, y, z = (float(value) for value in np.round(values, 9) + 0.0)
    return (x, y, z)
