"""Draws docs/images/mug_story.png: what is published before and after a mug is carried.

The recording is one of a robot that goes round twice, as `test/nodes/test_mug_story.py` makes it.

    python scripts/draw_mug_story.py RECORDING FRAMES_BEFORE docs/images/mug_story.png
"""

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.io.recognition import open_recording
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.nodes.deployment.transport import PROFILE_VARIABLE

_ROOM, _ABOVE = (26, 108, 1224, 726), (26, 788, 612, 1204)  # views on a page of the picture node
_SAID = ("Before", "After: the faded trail from where it was, what is new, what has gone")
_GAP_PX, _HEAD_PX, _LETTER_PX = 30, 60, 34
_DOMAIN = "97"
_SCALE = 0.62


def main() -> None:
    """Draw it."""
    recording, before, out = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    with tempfile.TemporaryDirectory() as folder:
        pages = [_page(file, Path(folder)) for file in _maps(recording, before, Path(folder))]
    room, above = ([page.crop(box) for page in pages] for box in (_ROOM, _ABOVE))
    wide, high = room[0].size
    above = [view.resize((wide, view.height * wide // view.width)) for view in above]
    tall = _HEAD_PX + high + _GAP_PX + above[0].height
    sheet = Image.new("RGB", (2 * wide + _GAP_PX, tall), "white")
    letters = ImageFont.load_default(_LETTER_PX)
    for number, said in enumerate(_SAID):
        left = number * (wide + _GAP_PX)
        ImageDraw.Draw(sheet).text((left + 4, 8), said, "black", letters)
        sheet.paste(room[number], (left, _HEAD_PX))
        sheet.paste(above[number], (left, _HEAD_PX + high + _GAP_PX))
    small = sheet.resize((round(sheet.width * _SCALE), round(sheet.height * _SCALE)), 1)
    data = io.BytesIO()
    small.quantize(256).save(data, "PNG", optimize=True)
    out.write_bytes(data.getvalue())


def _maps(recording: Path, before: int, folder: Path) -> list[Path]:
    """What is known after the first round, and after the second."""
    memory, files = SpatialMemory(make_encoder("labels")), []
    memory.objects.watch(["red mug", "wine bottle", "bowl", "book", "coffee table", "dining table"])
    frames = list(open_recording(recording))
    for number, frame in enumerate(frames, start=1):
        memory.observe(frame)
        while memory.objects.refresh_next(6.0):
            pass
        if number in (before, len(frames)):
            for _ in range(3):
                memory.objects.refresh_all()
                memory.graph.refresh()
            files.append(folder / f"{number}.map")
            memory.save(files[-1])
    return files


def _page(file: Path, folder: Path) -> Image.Image:
    """What a memory node with a map publishes, drawn by the picture node."""
    environment = os.environ | {
        "ROS_DOMAIN_ID": _DOMAIN,
        "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST",
        PROFILE_VARIABLE: str(Path(__file__).resolve().parents[1] / "config" / "fastdds.xml"),
    }

    def node(module: str, *words: str) -> subprocess.Popen[bytes]:
        given = [part for word in words for part in ("-p", word)]
        command = [sys.executable, "-m", f"whereseen.nodes.{module}", "--ros-args", *given]
        return subprocess.Popen(command, env=environment)

    out = folder / "page.png"
    memory = node("memory_node", "encoder:=labels", f"map_file:={file}")
    try:
        node("picture_node", f"out:={out}", "question:=red mug", "timeout_s:=120.0").wait(180.0)
    finally:
        memory.terminate()
        memory.wait(30.0)
    return Image.open(out).convert("RGB")


if __name__ == "__main__":
    main()
