"""Files that a mesh file names: where they lie, or where exporters usually leave them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

_USUAL = ("", "textures", "../materials/textures", "../textures", "../meshes")
_PICTURES = (".png", ".jpg", ".jpeg", ".tga", ".bmp", ".tif", ".tiff", ".gif", ".webp")
_LEVELS = 3  # folders above a mesh that belong to its collection of models
_OF_COLLADA = re.compile(r"<init_from>\s*([^<>]+\.\w{3,4})\s*</init_from>")


class NearFiles:
    """Finds what a mesh file names, and nothing that lies far from it. Of trimesh's resolvers.

    A name may be a path of the machine on which the mesh was made, may differ in case, and may
    be of a picture that was meanwhile saved in another format.

    Args:
        mesh: The file that names others.
    """

    def __init__(self, mesh: Path) -> None:
        self._folder = mesh.absolute().parent
        self._root = mesh.resolve().parents[: _LEVELS + 1][-1]

    def find(self, name: str) -> Path | None:
        """The file that a name means, None if there is none."""
        plain = unquote(name).strip().removeprefix("file://").replace("\\", "/")
        given = self._folder / plain
        for each in (given, *self._usual(PurePosixPath(plain))):
            if each.is_file() and each.resolve().is_relative_to(self._root):
                return each
        return None

    def get(self, name: str) -> bytes:
        """What is in the file that a name means; raises FileNotFoundError if there is none."""
        found = self.find(name)
        if found is None:
            raise FileNotFoundError(name)
        return found.read_bytes()

    __getitem__ = get

    def __contains__(self, name: str) -> bool:
        return self.find(name) is not None

    def _usual(self, named: PurePosixPath) -> Iterator[Path]:
        """Files of that name in any case where textures usually lie; then other pictures."""
        folders = [folder for each in _USUAL if (folder := self._folder / each).is_dir()]
        files = [file for folder in folders for file in sorted(folder.iterdir())]
        yield from (file for file in files if file.name.casefold() == named.name.casefold())
        if named.suffix.lower() not in (".mtl", ".bin"):
            pictures = [file for file in files if file.suffix.lower() in _PICTURES]
            yield from (file for file in pictures if file.stem.casefold() == named.stem.casefold())


def missing_pictures(mesh: Path) -> tuple[str, ...]:
    """Pictures that a Collada file names and that are nowhere near; none for other formats."""
    if mesh.suffix.lower() != ".dae":
        return ()
    near = NearFiles(mesh)
    named = _OF_COLLADA.findall(mesh.read_text(encoding="utf-8", errors="replace"))
    return tuple(dict.fromkeys(each for each in named if near.find(each) is None))
