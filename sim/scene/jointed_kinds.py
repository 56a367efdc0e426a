"""Furniture of a URDF as a kind like any other: what opens, and where things can stand."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

from whereseen.sim.catalogue.kinds import FurnitureKind
from whereseen.sim.importing.urdf import read_urdf
from whereseen.sim.modelling.model import Joint, Link, Model
from whereseen.sim.scene.description import MeshKind
from whereseen.sim.scene.model_surfaces import surfaces_of_model

SUFFIX = ".urdf"
_HANGS_M = 0.4  # what begins higher hangs on a wall
_ENDLESS_RAD = 3.0  # what turns farther is no door


def jointed_kind(kind: MeshKind) -> FurnitureKind:
    """Furniture that looks and moves as a URDF says; its surfaces are measured once for each file.

    Raises:
        ImportFailed: if it is no URDF.
        MeshUnreadable: if a mesh of it cannot be read.
    """
    path = Path(kind.file)
    model, measured = _measured(kind.file, path.stat().st_mtime_ns if path.is_file() else 0)
    return replace(measured, name=kind.label, model=partial(_model, kind, model))


@lru_cache(maxsize=256)
def _measured(file: str, _changed_ns: int) -> tuple[Model, FurnitureKind]:
    read = read_urdf(Path(file))
    model = Model(read.parts, tuple(_opening(link) for link in read.links))
    return model, FurnitureKind(
        name="",
        styles=("",),
        model=lambda _: model,
        surfaces=surfaces_of_model(model),
        hangs=bool(model.box_m()[0][2] > _HANGS_M),
    )


def _model(_kind: MeshKind, model: Model, _style: str) -> Model:
    return model


def _opening(link: Link) -> Link:
    """The link with a joint that is closed at 0 and opens from there on; fixed if it is no door."""
    joint = link.joint
    if joint is None:
        return link
    (lower, upper), (x, y, z) = (joint.lower, joint.upper), joint.axis
    if joint.kind == "hinge" and max(-lower, upper) > _ENDLESS_RAD:
        return replace(link, joint=None)
    if -lower > upper:
        return replace(link, joint=Joint(joint.kind, (-x, -y, -z), 0.0, -lower))
    return replace(link, joint=replace(joint, lower=0.0))
