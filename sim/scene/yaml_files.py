"""Scenes as YAML files that people can read and write."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from whereseen.memory.errors import InvalidConfig, MissingDependency
from whereseen.memory.io.whole_file import write_whole
from whereseen.sim.scene.description import VERSION, Scene
from whereseen.sim.scene.errors import SceneFileError
from whereseen.sim.scene.yaml_values import decode, encode

_MOST_BYTES = 32 * 2**20


def write_scene(scene: Scene, file: Path) -> None:
    """Write a scene; what is as usual is left out. Files beside it are named as seen from there.

    Raises:
        MissingDependency: if PyYAML is not installed.
        MapFileError: if the file cannot be written; what lay there stays as it was.
    """
    meshes = tuple(replace(each, file=_seen_from(file.parent, each.file)) for each in scene.meshes)
    write_whole({file: scene_text(replace(scene, meshes=meshes)).encode()}, what="the scene")


def read_scene(file: Path) -> Scene:
    """Read a scene; names of mesh files are made such that they can be opened.

    Raises:
        MissingDependency: if PyYAML is not installed.
        SceneFileError: if the file cannot be read or describes no scene; says where in it.
    """
    try:
        size = file.stat().st_size
        if size > _MOST_BYTES:
            raise SceneFileError("the file is too large for a scene", got=f"{size} bytes: {file}")
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SceneFileError("the scene cannot be read", got=f"{file}: {error}") from error
    scene = scene_from(text)
    meshes = tuple(replace(each, file=str(file.parent / each.file)) for each in scene.meshes)
    return replace(scene, meshes=meshes)


def scene_text(scene: Scene) -> str:
    """A scene as a YAML document."""
    text: str = _syntax().dump({"version": VERSION, **encode(scene)})
    return text


def scene_from(text: str) -> Scene:
    """The scene of a YAML document.

    Raises:
        SceneFileError: if it is none; says where in the document.
    """
    try:
        scene: Scene = decode(_syntax().parse(text), Scene, "")
    except InvalidConfig as error:
        raise SceneFileError(error.what, got=error.got, remedy=error.remedy) from error
    return scene


def _seen_from(folder: Path, file: str) -> str:
    path, folder = Path(file).absolute(), folder.absolute()
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def _syntax() -> Any:
    """The one module that needs PyYAML."""
    try:
        from whereseen.sim.scene import yaml_syntax
    except ModuleNotFoundError as error:
        raise MissingDependency("yaml", "sim") from error
    return yaml_syntax
