"""Models as files that PyBullet reads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from whereseen.sim.modelling.mesh_files import MeshFiles, write_mesh
from whereseen.sim.modelling.model import Model
from whereseen.sim.modelling.urdf import write_urdf

_MOST_MODELS = 1000  # whose files are kept when bodies are removed


@dataclass(frozen=True, slots=True)
class UrdfFiles:
    """Where the files of a model are.

    Attributes:
        urdf: How its links hang together.
        meshes: Of each link that has solids, by name.
    """

    urdf: Path
    meshes: dict[str, MeshFiles]


class ModelFiles:
    """Files of models in a folder; equal models share them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._written: dict[Model, UrdfFiles] = {}
        self._count = 0

    def of(self, model: Model) -> UrdfFiles:
        """Where the files of a model are; written if need be."""
        if model not in self._written:
            self._count += 1  # PyBullet keeps files in memory by their name: none is used twice
            self._written[model] = self._write(f"model{self._count}", model)
        return self._written[model]

    def prune(self) -> None:
        """Delete all files if there are very many; only while no body is shown."""
        if len(self._written) > _MOST_MODELS:
            for file in self._folder.iterdir():
                file.unlink()
            self._written.clear()

    def _write(self, name: str, model: Model) -> UrdfFiles:
        meshes = {
            link: write_mesh(self._folder, f"{name}_{number}", parts)
            for number, (link, parts) in enumerate(model.solids.items())
        }
        files = UrdfFiles(self._folder / f"{name}.urdf", meshes)
        if model.links:
            write_urdf(files.urdf, model, {link: each.mesh for link, each in meshes.items()})
        return files
