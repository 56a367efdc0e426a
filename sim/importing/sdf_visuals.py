"""What the visuals of SDF files look like."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np

from whereseen.sim.importing.errors import ImportFailed, PartMissing
from whereseen.sim.importing.sdf_poses import numbers
from whereseen.sim.modelling.mesh_files import TexturedMesh
from whereseen.sim.modelling.mesh_merging import merged, moved, plain
from whereseen.sim.modelling.mesh_reading import read_mesh, read_nodes
from whereseen.sim.modelling.near_files import missing_pictures
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Lathe, Part, Shape, mesh_of

_GREY = (190.0, 190.0, 190.0)
_SCRIPTS = {
    "white": (240.0, 240.0, 240.0),
    "grey": (150.0, 150.0, 150.0),
    "darkgrey": (80.0, 80.0, 80.0),
    "black": (30.0, 30.0, 30.0),
    "red": (200.0, 40.0, 40.0),
    "green": (50.0, 150.0, 60.0),
    "blue": (50.0, 80.0, 200.0),
    "yellow": (230.0, 200.0, 50.0),
    "orange": (230.0, 130.0, 40.0),
    "wood": (150.0, 105.0, 65.0),
}
_LEFT_OUT = ("plane", "heightmap", "image", "empty")


class SdfVisuals:
    """Makes meshes of visuals.

    Args:
        folders: In which `model://` and `package://` are looked up.

    Attributes:
        left_out: What was not understood, and why.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._checked: set[Path] = set()
        self.left_out: list[str] = []

    def find(self, uri: str, folder: Path) -> Path:
        """The file or folder that a URI names.

        Args:
            uri: `model://model/path`, `package://`, `file://`, or a path; of an address on the
                network the last part, which is looked up like `model://`.
            folder: In which relative paths begin.

        Raises:
            PartMissing: if it is nowhere, or would have to be fetched.
        """
        scheme, _, rest = uri.rpartition("://")
        given = Path(rest)
        if scheme in ("http", "https", "fuel"):
            tried = [each / given.name for each in self._folders] if given.name else []
            what, remedy = "nothing is fetched", "Fetch the model, and give the folder it is in"
        else:
            what, remedy = "a file of the scene is missing", "Give the folder that it is in"
            tried = [folder / given] if scheme in ("", "file") else []
            tried += [each / given for each in self._folders]
        for each in tried if rest else ():
            found = each if each.exists() else _in_another_case(each)
            if found is not None:
                return found
        raise PartMissing(what, got=uri or "no uri", remedy=remedy)

    def covered(self, visual: Element, folder: Path) -> TexturedMesh | None:
        """A visual in its own frame; None if it is nothing to be seen.

        Raises:
            ImportFailed: if something in it is wrong.
            PartMissing: if it names what there is not.
            MeshUnreadable: if its mesh cannot be read.
        """
        geometry = visual.find("geometry")
        kind = None if geometry is None or not len(geometry) else geometry[0]
        if kind is None or float(numbers(visual.findtext("transparency") or "0", 1)[0]) > 0.9:
            return None
        if kind.tag == "mesh":
            return _painted(self._mesh(kind, folder), _told_colour(visual))
        shape = _shape_of(kind)
        if shape is None:
            reason = "is not shown" if kind.tag in _LEFT_OUT else "is not known"
            self.left_out.append(f"<{kind.tag}> {reason}")
            return None
        mesh = mesh_of(Part(shape, ""))
        return TexturedMesh(mesh, plain(_told_colour(visual) or _GREY))

    def _mesh(self, kind: Element, folder: Path) -> TexturedMesh:
        file = self.find((kind.findtext("uri") or "").strip(), folder)
        if file not in self._checked:
            self._checked.add(file)
            self.left_out += [f"a picture of {file.name}: {at}" for at in missing_pictures(file)]
        submesh = (kind.findtext("submesh/name") or "").strip()
        covered = _node(file, submesh) if submesh else read_mesh(file)
        scale = numbers(kind.findtext("scale") or "1 1 1", 3)
        if not scale.all():
            raise ImportFailed("a mesh has no size", got=str(file))
        return moved(covered, np.eye(4), scale.tolist())


def _in_another_case(path: Path) -> Path | None:
    """What is called alike but for upper and lower case, as where a world was made on Windows."""
    if not path.parent.is_dir():
        return None
    alike = (each for each in path.parent.iterdir() if each.name.lower() == path.name.lower())
    return min(alike, default=None)


def _node(file: Path, name: str) -> TexturedMesh:
    nodes = [node.covered for node in read_nodes(file) if name in node.name]
    if not nodes:
        raise ImportFailed(f"there is no such part of {file.name}", got=name)
    return merged(nodes)


def _shape_of(kind: Element) -> Shape | None:
    """A solid; None if it is none that is known."""
    if kind.tag == "box":
        x, y, z = numbers(kind.findtext("size"), 3).tolist()
        return Box((x, y, z))
    if kind.tag == "ellipsoid":
        x, y, z = numbers(kind.findtext("radii"), 3).tolist()
        return Ellipsoid((x, y, z))
    if kind.tag == "sphere":
        radius = float(numbers(kind.findtext("radius"), 1)[0])
        return Ellipsoid((radius,) * 3)
    if kind.tag in ("cylinder", "capsule"):
        radius = float(numbers(kind.findtext("radius"), 1)[0])
        half = float(numbers(kind.findtext("length"), 1)[0]) / 2.0
        return Lathe(((0.0, -half), (radius, -half), (radius, half), (0.0, half)))
    return None


def _told_colour(visual: Element) -> tuple[float, ...] | None:
    """Of its material, from 0 to 255; None if nothing is said that is known."""
    for name in ("diffuse", "ambient"):
        text = visual.findtext(f"material/{name}")
        if text:
            return tuple((numbers(text, 4, 3)[:3].clip(0.0, 1.0) * 255.0).tolist())
    script = (visual.findtext("material/script/name") or "").rpartition("/")[2].lower()
    return _SCRIPTS.get(script.removeprefix("flat"))


def _painted(covered: TexturedMesh, colour: tuple[float, ...] | None) -> TexturedMesh:
    """What is of one colour only, in the colour that is told."""
    is_plain = covered.image.size <= plain(_GREY).size
    return TexturedMesh(covered.mesh, plain(colour)) if colour and is_plain else covered
