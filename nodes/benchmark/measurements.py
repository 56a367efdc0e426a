"""The measurements of `whereseen bench ros`: samples by method, case and name of the metric."""

from __future__ import annotations

from concurrent.futures import Future
from itertools import cycle, islice

import numpy as np

from whereseen.nodes.benchmark import big_map
from whereseen.nodes.benchmark.actor import Actor, Reply
from whereseen.nodes.benchmark.kinds import SURFACES, THINGS
from whereseen.nodes.benchmark.live import Live, Run, while_playing
from whereseen.nodes.benchmark.probe import cpu_s, private_mb
from whereseen.nodes.benchmark.stage import Stage

Key = tuple[str, str, str]
Samples = dict[Key, list[float]]

OURS = "whereseen"
_CORES = 2
_ASK_HZ = 5.0
_ANSWERED = (0, 1)  # Status.OK, Status.NOT_FOUND
_UNCOUNTED = 15
_MAP_FILE = "home.map"


def sustained(stage: Stage, camera: Actor, rates_hz: tuple[float, ...], frames: int) -> Samples:
    """Frames at one rate after the other, and at the first once more with listeners."""
    samples: Samples = {}
    observer = stage.actor("observer")
    with stage.memory_node() as node:
        live = Live(node, camera, observer)
        live.connect()
        held = [0.0]
        for rate_hz in rates_hz:
            run = live.show(rate_hz, frames)
            samples |= of_run(run, f"{rate_hz:g} Hz")
            held.append(rate_hz if run.lost == 0 and 0.0 not in held[1:] else 0.0)
        if len(rates_hz) > 1:
            samples[OURS, "of those tried", "sustained_hz"] = [max(held)]
        listener = stage.actor("observer")
        listener.ask("listen")
        before_s = cpu_s(listener.pid)
        case = f"{rates_hz[0]:g} Hz, all outputs heard"
        samples |= of_run(live.show(rates_hz[0], frames), case)
        per_frame_ms = 1e3 * (cpu_s(listener.pid) - before_s) / frames
        samples[OURS, case, "listener_ms"] = [per_frame_ms]
        listener.close()
    observer.close()
    return samples


def questions(
    stage: Stage, camera: Actor, *, voxels: int, seed: int, rate_hz: float, frames: int
) -> Samples:
    """Questions while frames are mapped into a large map that is kept in a file.

    First with nobody listening, then with all outputs heard.
    """
    file = stage.folder / f"big_{seed}.map"
    big_map.write_big_map(file, voxels=voxels, seed=seed)
    samples: Samples = {}
    observer, asker = stage.actor("observer"), stage.actor("observer")
    with stage.memory_node(map_file=str(file)) as node:
        live = Live(node, camera, observer)
        live.connect()
        case = f"{voxels} voxels"
        samples |= _asked(live, asker, case, rate_hz=rate_hz, frames=frames)
        listener = stage.actor("observer")
        listener.ask("listen")
        heard = f"{case}, all outputs heard"
        samples |= _asked(live, asker, heard, rate_hz=rate_hz, frames=frames)
        listener.close()
    for actor in (observer, asker):
        actor.close()
    file.unlink()
    return samples


def clouds(stage: Stage, *, points: int, slow_points: int, repeats: int) -> Samples:
    """A large cloud: filling the message, by us and as one would at first; sending it."""
    sender, receiver = stage.actor("traffic"), stage.actor("traffic")
    samples: Samples = {}
    case, small = f"{points} points", f"{slow_points} points"
    for way, size in ((OURS, points), (OURS, slow_points), ("ndarray", slow_points),
                      ("list", slow_points)):  # fmt: skip
        made = sender.ask("make_clouds", points=size, repeats=repeats, way=way)
        samples[way, f"{size} points", "fill_ms"] = made["cpu_ms"]
    fast_ms = float(np.median(samples[OURS, small, "fill_ms"]))
    slow_ms = samples["ndarray", small, "fill_ms"]
    samples[OURS, small, "speed_up"] = [float(np.median(slow_ms)) / fast_ms]
    scale = points / slow_points
    for way in ("ndarray", "list"):
        scaled = [value * scale for value in samples[way, small, "fill_ms"]]
        samples[way, f"{case}, scaled from {slow_points}", "fill_ms"] = scaled
    receiver.ask("receive_clouds")
    sender.ask("send_clouds", points=points, count=repeats, rate_hz=2.0)
    samples[OURS, case, "fill_to_callback_ms"] = receiver.ask("received")["latencies_ms"]
    for actor in (sender, receiver):
        actor.close()
    return samples


def transport(stage: Stage, *, count: int, rate_hz: float) -> Samples:
    """Share of best-effort images that arrive, with our profile of Fast DDS and without."""
    case = f"640x480 images at {rate_hz:g} Hz"
    return {
        (method, case, "received_share"): [
            _received(stage, profiled=method == OURS, count=count, rate_hz=rate_hz)
        ]
        for method in (OURS, "Fast DDS as it is")
    }


class Growth:
    """Memory of the node over time, while it maps the same room again and again.

    Attributes:
        minutes: Since the start of mapping, of each sample.
        private_mb: In use then.
    """

    def __init__(self) -> None:
        self.minutes: list[float] = []
        self.private_mb: list[float] = []

    def measure(self, stage: Stage, camera: Actor, rate_hz: float, minutes: float) -> Run:
        """Map with all outputs heard and the map in a file; one sample a second."""
        observer, listener = stage.actor("observer"), stage.actor("observer")
        file = stage.folder / _MAP_FILE
        with stage.memory_node(map_file=str(file)) as node:
            listener.ask("listen")

            def look() -> None:
                self.minutes.append(len(self.minutes) / 60.0)
                self.private_mb.append(private_mb(node.pid))

            live = Live(node, camera, observer)
            live.connect()
            run = live.show(
                rate_hz, int(minutes * 60 * rate_hz), lambda done: while_playing(done, 1.0, look)
            )
        for actor in (observer, listener):
            actor.close()
        return run


def quick(
    stage: Stage,
    camera: Actor,
    *,
    voxels: int,
    seed: int,
    rates_hz: tuple[float, ...],
    frames: int,
) -> Samples:
    """One node with a smaller map: questions at the first rate, then frames alone at the others."""
    file = stage.folder / "quick.map"
    big_map.write_big_map(file, voxels=voxels, seed=seed)
    observer, asker = stage.actor("observer"), stage.actor("observer")
    with stage.memory_node(map_file=str(file)) as node:
        live = Live(node, camera, observer)
        live.connect()
        case = f"{voxels} voxels"
        samples = _asked(live, asker, case, rate_hz=rates_hz[0], frames=frames)
        for rate_hz in rates_hz[1:]:
            samples |= of_run(live.show(rate_hz, frames // 2), f"{rate_hz:g} Hz, {case}")
    for actor in (observer, asker):
        actor.close()
    return samples


def _asked(live: Live, asker: Actor, case: str, *, rate_hz: float, frames: int) -> Samples:
    """Latency of questions about things and about surfaces while frames are mapped."""
    count = max(int(frames / rate_hz * _ASK_HZ), 2)
    surfaces = count // 10
    asker.ask("connect")
    told: list[Reply] = []

    def ask(playing: Future[Reply]) -> None:
        for texts, number in ((THINGS, count - surfaces), (SURFACES, surfaces)):
            asked = list(islice(cycle(texts), number))
            told.append(asker.ask("locate", texts=asked, rate_hz=_ASK_HZ, within_s=600.0))

    run = live.show(rate_hz, frames, ask)
    samples = of_run(run, f"{rate_hz:g} Hz, {case}")
    for kind, reply in zip(("things", "surfaces"), told, strict=True):
        key = f"{kind}, {case}"
        samples[OURS, key, "locate_ms"] = reply["latencies_ms"]
        samples[OURS, key, "locate_p95_ms"] = reply["latencies_ms"]
        failed = sum(code not in _ANSWERED for code in reply["codes"])
        samples[OURS, key, "locate_failed"] = [float(failed)]
    for kind, longest_ms in run.longest_ms.items():
        samples[OURS, f"{kind}, {case}", "longest_step_ms"] = [longest_ms]
    return samples


def of_run(run: Run, case: str) -> Samples:
    """What is told of every run."""
    middle_ms, high_ms = run.latency_ms
    return {
        (OURS, case, name): [value]
        for name, value in (
            ("frames_sent", float(run.sent)),
            ("frames_lost", float(run.lost)),
            ("frames_unheard", float(run.unheard)),
            ("cpu_share", run.node_cpu_s / run.wall_s / _CORES),
            ("cpu_ms", 1e3 * run.node_cpu_s / run.sent),
            ("camera_ms", 1e3 * run.camera_cpu_s / run.sent),
            ("latency_p50_ms", middle_ms),
            ("latency_p95_ms", high_ms),
            ("waiting_max", float(run.waiting)),
        )
    } | {(OURS, f"{case}: {why}", "dropped"): [float(n)] for why, n in run.dropped.items()}


def _received(stage: Stage, *, profiled: bool, count: int, rate_hz: float) -> float:
    sender = stage.actor("traffic", profiled=profiled)
    receiver = stage.actor("traffic", profiled=profiled)
    receiver.ask("receive_images")
    sender.ask("send_images", count=_UNCOUNTED, rate_hz=rate_hz)  # while they find each other
    receiver.ask("received")
    sender.ask("send_images", count=count, rate_hz=rate_hz)
    share = len(receiver.ask("received")["latencies_ms"]) / count
    for actor in (sender, receiver):
        actor.close()
    return share
