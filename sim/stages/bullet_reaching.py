"""Inverse kinematics by PyBullet, checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.sim.modelling.model import BASE, Joint, Model
from whereseen.sim.stages.bullet_bodies import BulletBodies, Loaded
from whereseen.sim.stages.errors import StageFailed
from whereseen.sim.stages.protocol import Placement

_NEAR_M = 0.01
_ROUNDS, _ITERATIONS = 4, 100
_STARTS = (0.5, 0.1, 0.9)  # shares of the ranges of joints


def reached(
    bodies: BulletBodies, name: str, placement: Placement, link: str, position_m: Float64
) -> dict[str, float] | None:
    """Positions of joints that bring a link's origin to a point.

    Tried from where the joints are, then from elsewhere in their ranges.

    Args:
        bodies: Hold the body.
        name: Of the body.
        placement: Where it is.
        link: Name of the link.
        position_m: (3,) in the map frame.

    Returns:
        Positions of all joints; those that the link hangs on are within their limits, the others
        as they are. None if the link's origin would end more than 1 cm off.

    Raises:
        StageFailed: if the body has no such link, or is hidden.
    """
    loaded = bodies.loaded(name)
    if link not in loaded.links:
        raise StageFailed(f"no such link of {name}", got=repr(link))
    if placement.T_map_body is None:
        raise StageFailed(f"{name} is hidden", remedy="Place it first")
    model = loaded.body.model
    now = {joint: placement.joints.get(joint, 0.0) for joint in model.joints}
    chain = _chain(model, link)
    try:
        for start in _starts(now, chain):
            found = {**now, **_solved(bodies, loaded, link, position_m, start, chain)}
            at_m = (placement.T_map_body @ model.link_poses(found)[link])[:3, 3]
            if np.linalg.norm(at_m - position_m) <= _NEAR_M:
                return found
    finally:
        _set(bodies, loaded, now)
    return None


def _chain(model: Model, link: str) -> dict[str, Joint]:
    """The joints that a link hangs on."""
    links = {each.name: each for each in model.links}
    joints = {}
    while link != BASE:
        joint = links[link].joint
        if joint is not None:
            joints[link] = joint
        link = links[link].parent
    return joints


def _starts(now: Mapping[str, float], chain: Mapping[str, Joint]) -> Iterator[dict[str, float]]:
    yield dict(now)
    for share in _STARTS:
        middle = {name: each.lower + share * (each.upper - each.lower) for name, each in
                  chain.items()}  # fmt: skip
        yield {**now, **middle}


def _solved(
    bodies: BulletBodies,
    loaded: Loaded,
    link: str,
    position_m: Float64,
    start: dict[str, float],
    chain: Mapping[str, Joint],
) -> dict[str, float]:
    """Positions of the chain's joints, clipped to their limits after every round."""
    order = sorted(loaded.body.model.joints, key=lambda joint: loaded.links[joint])
    positions = {name: start[name] for name in chain}
    for _ in range(_ROUNDS):
        _set(bodies, loaded, {**start, **positions})
        solution = bodies.bullet.calculateInverseKinematics(
            loaded.bullet_id, loaded.links[link], position_m.tolist(),
            maxNumIterations=_ITERATIONS, residualThreshold=1e-4,
            physicsClientId=bodies.client,
        )  # fmt: skip
        by_name = dict(zip(order, solution, strict=True))
        positions = {
            name: float(np.clip(by_name[name], joint.lower, joint.upper))
            for name, joint in chain.items()
        }
    return positions


def _set(bodies: BulletBodies, loaded: Loaded, positions: Mapping[str, float]) -> None:
    for joint, position in positions.items():
        bodies.bullet.resetJointState(
            loaded.bullet_id, loaded.links[joint], position, physicsClientId=bodies.client
        )
