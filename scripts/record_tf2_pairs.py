"""Record what the real tf2 answers, for the tests of our own buffer of transforms.

Random trees of frames with gaps, re-parenting, loops, unusable data and jumps of time are fed to
`tf2_py.BufferCore`, which is asked for transforms in between. Needs an environment with tf2_py,
such as an installed ROS 2:

    python3 scripts/record_tf2_pairs.py test/nodes/transforms/recorded_tf2.npz

Each row of the file is a step; the columns are:
    step     what is done, a row of STEPS
    target   index into `names`: the parent frame of what is put in, the target of what is asked
    source   index into `names`: the child frame of what is put in, the source of what is asked
    stamp_ns time of what is put in, or asked for
    outcome  of what is asked, a row of OUTCOMES
    found_ns stamp of the answer
    xyz_m, xyzw  (3,) and (4,) of what is put in, or of the answer; zeros without one
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import tf2_py
from geometry_msgs.msg import TransformStamped
from rclpy.duration import Duration
from rclpy.time import Time

STEPS = ("new", "put", "put_static", "ask", "clear")
OUTCOMES = ("found", "lookup", "connectivity", "past", "future", "extrapolation")
NAMES = (
    "map",
    "odom",
    "base",
    "camera",
    "arm",
    "tool",
    "tag",
    "other",
    "ghost",
    "/odom",
    "/base",
    "",
)
FRAMES = 8  # those of the names that are put in properly
CACHE_S = 10
TREES, STEPS_OF_TREE = 50, 130
SECOND = 1_000_000_000


class Recorder:
    """Feeds and asks a buffer, and keeps each step and its outcome."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.rows: list[tuple[object, ...]] = []
        self.renew()

    def renew(self) -> None:
        """Start with an empty buffer."""
        self._buffer = tf2_py.BufferCore(Duration(seconds=CACHE_S))
        self._keep("new")

    def clear(self) -> None:
        """Clear the buffer."""
        self._buffer.clear()
        self._keep("clear")

    def put(
        self, step: str, parent: int, child: int, stamp_ns: int, xyz: object, q: object
    ) -> None:
        """Put in an edge, rounded to what the file can hold."""
        xyz, q = np.float32(xyz), np.float32(q)
        message = TransformStamped()
        message.header.stamp = Time(nanoseconds=stamp_ns).to_msg()
        message.header.frame_id, message.child_frame_id = NAMES[parent], NAMES[child]
        at, turn = message.transform.translation, message.transform.rotation
        at.x, at.y, at.z = map(float, xyz)
        turn.x, turn.y, turn.z, turn.w = map(float, q)
        take = {"put": self._buffer.set_transform, "put_static": self._buffer.set_transform_static}
        take[step](message, "recorder")
        self._keep(step, parent, child, stamp_ns, xyz=xyz, xyzw=q)

    def ask(self, target: int, source: int, stamp_ns: int) -> None:
        """Ask for a transform."""
        try:
            found = self._buffer.lookup_transform_core(
                NAMES[target], NAMES[source], Time(nanoseconds=stamp_ns)
            )
        except tf2_py.TransformException as error:
            self._keep("ask", target, source, stamp_ns, outcome=_outcome(error))
            return
        at, turn = found.transform.translation, found.transform.rotation
        self._keep(
            "ask",
            target,
            source,
            stamp_ns,
            found_ns=Time.from_msg(found.header.stamp).nanoseconds,
            xyz=(at.x, at.y, at.z),
            xyzw=(turn.x, turn.y, turn.z, turn.w),
        )

    def save(self, path: Path) -> None:
        """Write all rows."""
        kinds = (np.uint8, np.uint8, np.uint8, np.int64, np.uint8, np.int64, np.float32, np.float32)
        names = ("step", "target", "source", "stamp_ns", "outcome", "found_ns", "xyz_m", "xyzw")
        columns = zip(names, kinds, zip(*self.rows, strict=True), strict=True)
        arrays = {name: np.array(column, kind) for name, kind, column in columns}
        np.savez_compressed(
            path, names=NAMES, steps=STEPS, outcomes=OUTCOMES, cache_s=CACHE_S, **arrays
        )

    def _keep(
        self,
        step: str,
        target: int = 0,
        source: int = 0,
        stamp_ns: int = 0,
        *,
        outcome: str = "found",
        found_ns: int = 0,
        xyz: object = (0.0, 0.0, 0.0),
        xyzw: object = (0.0, 0.0, 0.0, 0.0),
    ) -> None:
        codes = STEPS.index(step), target, source, stamp_ns, OUTCOMES.index(outcome), found_ns
        self.rows.append((*codes, xyz, xyzw))


def record_tree(recorder: Recorder) -> None:
    """Put in and ask at random around a moving now; each tree has its own habits."""
    rng = recorder.rng
    recorder.renew()
    parents = [0] + [int(rng.integers(0, child)) for child in range(1, FRAMES)]
    static = rng.random(FRAMES) < 0.3
    used = int(rng.integers(3, FRAMES + 1))
    chaos = rng.choice([0.0, 0.02, 0.1])
    now_ns, stamps_ns = int(rng.integers(20, 1_000)) * SECOND, [0]
    for _ in range(STEPS_OF_TREE):
        now_ns += int(rng.choice([0, 10_000_000, 100_000_000, 700_000_000]))
        if rng.random() < 0.5:
            recorder.ask(*_question(rng, used), _asked_ns(rng, stamps_ns, now_ns))
            continue
        child = int(rng.integers(1, used))
        if rng.random() < chaos:
            now_ns = _disturb(recorder, parents, static, child, now_ns)
        stamp_ns = now_ns - int(rng.choice([0, 0, 0, 1, 13]) * rng.integers(0, SECOND))
        stamps_ns.append(stamp_ns)
        step = "put_static" if static[child] else "put"
        recorder.put(step, parents[child], child, stamp_ns, *_pose(rng))


def _question(rng: np.random.Generator, used: int) -> tuple[int, int]:
    target, source = (int(frame) for frame in rng.integers(0, used, 2))
    return (target, NAMES.index("ghost")) if rng.random() < 0.03 else (target, source)


def _asked_ns(rng: np.random.Generator, stamps_ns: list[int], now_ns: int) -> int:
    known_ns = stamps_ns[-int(rng.integers(1, min(len(stamps_ns), 12) + 1))]
    around_ns = now_ns - int(rng.integers(-SECOND // 2, 4 * SECOND))
    return int(rng.choice([0, known_ns, around_ns, around_ns, around_ns]))


def _pose(rng: np.random.Generator) -> tuple[object, object]:
    quaternion = rng.normal(size=4)
    return rng.uniform(-5.0, 5.0, 3), quaternion / np.linalg.norm(quaternion)


def _disturb(
    recorder: Recorder, parents: list[int], static: object, child: int, now_ns: int
) -> int:
    """Something that goes wrong on robots; returns what time it is then."""
    rng = recorder.rng
    xyz, q = _pose(rng)
    parent, slash_odom, slash_base, empty = parents[child], 9, 10, 11
    kind = rng.choice(["parent", "static", "jump", "copy", "nan", "long", "self", "name", "slash"])
    if kind == "parent":
        parents[child] = int(rng.choice([frame for frame in range(FRAMES) if frame != child]))
    elif kind == "static":
        static[child] = not static[child]
    elif kind == "jump":
        recorder.clear()
        return now_ns - 15 * SECOND
    elif kind == "copy":
        recorder.put("put", parent, child, now_ns, *_pose(rng))
        recorder.put("put", parent, child, now_ns, xyz, q)
        recorder.put("put", parent, child, now_ns, xyz, q)
    elif kind == "nan":
        recorder.put("put", parent, child, now_ns, [np.nan, 0.0, 0.0], q)
    elif kind == "long":
        recorder.put("put", parent, child, now_ns, xyz, np.asarray(q) * rng.choice([0.9, 1.1, 0.0]))
    elif kind == "self":
        recorder.put("put", child, child, now_ns, xyz, q)
    elif kind == "name":
        recorder.put("put", *rng.permutation([empty, child]).tolist(), now_ns, xyz, q)
    else:
        recorder.put("put", slash_odom, slash_base, now_ns, xyz, q)
    return now_ns


def _outcome(error: tf2_py.TransformException) -> str:
    if isinstance(error, tf2_py.ConnectivityException):
        return "connectivity"
    if isinstance(error, tf2_py.ExtrapolationException):
        words = str(error)
        for way in ("past", "future"):
            if f"into the {way}" in words:
                return way
        return "extrapolation"  # one sample only, or none: tf2 does not say on which side
    return "lookup"


def main() -> None:
    """Record as many steps as the tests need."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", type=Path, help="file to write, .npz")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    recorder = Recorder(np.random.default_rng(arguments.seed))
    for _ in range(TREES):
        record_tree(recorder)
    recorder.save(arguments.path)


if __name__ == "__main__":
    main()
