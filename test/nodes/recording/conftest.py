"""Small bags and recordings, made by hand so that every expected value can be written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Picture
from rclpy.serialization import serialize_message
from std_msgs.msg import String

from whereseen.nodes.recording.bag_format import BagFormat
from whereseen.nodes.recording.bag_message import BagTopic
from whereseen.nodes.recording.bag_writer import BagWriter

STRING = "std_msgs/msg/String"
START_NS = 1_700_000_000_000_000_000
HEIGHT, WIDTH = 6, 8


@pytest.fixture(params=["mcap", "sqlite3"])
def storage(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def text() -> Callable[[str], bytes]:
    return lambda words: bytes(serialize_message(String(data=words)))


@pytest.fixture
def write_strings(
    tmp_path: Path, text: Callable[[str], bytes]
) -> Callable[[Iterable[tuple[str, int, str]], BagFormat], Path]:
    """Writes (topic, ns after the start, words) as a bag called `bag`."""

    def write(messages: Iterable[tuple[str, int, str]], bag_format: BagFormat) -> Path:
        with BagWriter(tmp_path / "bag", bag_format) as bag:
            for topic, after_ns, words in messages:
                bag.add_topic(BagTopic(topic, STRING))
                bag.write(topic, START_NS + after_ns, text(words))
        return tmp_path / "bag"

    return write


@pytest.fixture
def seven_scenes(tmp_path: Path) -> Path:
    """Frames 0, 3 and 30 (0, 0.1 and 1 s) of a camera that turns and moves; 1.5 m everywhere."""
    folder = tmp_path / "scene"
    folder.mkdir()
    (folder / "camera-intrinsics.txt").write_text("10 0 3.5\n0 11 2.5\n0 0 1\n")
    colour = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    colour[..., 0] = np.arange(WIDTH) * 20
    for number in (0, 3, 30):
        angle = number / 10.0
        c, s = float(np.cos(angle)), float(np.sin(angle))
        stem = folder / f"frame-{number:06d}"
        Picture.fromarray(colour).save(f"{stem}.color.png")
        Picture.fromarray(np.full((HEIGHT, WIDTH), 1500, np.uint16)).save(f"{stem}.depth.png")
        rows = ((c, -s, 0.0, 0.5), (s, c, 0.0, number / 7.0), (0.0, 0.0, 1.0, 2.0), (0, 0, 0, 1))
        lines = (" ".join(repr(float(value)) for value in row) for row in rows)
        Path(f"{stem}.pose.txt").write_text("\n".join(lines))
    return folder
