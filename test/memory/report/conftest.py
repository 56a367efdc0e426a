"""A browser without a window, spoken to over two pipes; and reports of made-up homes."""

from __future__ import annotations

import fcntl
import io
import itertools
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from whereseen.memory.chronicle.stays import Stay, Turn
from whereseen.memory.objects.entity import Kind, Status
from whereseen.memory.report.contents import Floor, Item, Link, Photo, PlanFrame, Report, RoomShape

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-extensions", "--disable-background-networking", "--hide-scrollbars",
    "--remote-debugging-pipe", "about:blank",
)  # fmt: skip
# The pipe has fixed numbers in the browser.
LAUNCHER = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); "
    "os.execv(sys.argv[3], sys.argv[3:])"
)
PATIENCE_S = 120.0  # after which a browser hangs
MINUTE_NS = 60_000_000_000
DAY_NS = 1440 * MINUTE_NS
START_NS = 1_767_258_000 * 1_000_000_000  # 1 January 2026, 09:00


class Browser:
    """One page in headless Chromium, over its debugging protocol."""

    def __init__(self, program: str, folder: Path) -> None:
        ours_read, theirs_write = os.pipe()
        theirs_read, ours_write = os.pipe()
        high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 20) for fd in (theirs_read, theirs_write)]
        for fd in (theirs_read, theirs_write):
            os.close(fd)
        ends = [str(fd) for fd in high]
        self._process = subprocess.Popen(
            [sys.executable, "-c", LAUNCHER, *ends, program, f"--user-data-dir={folder}", *OPTIONS],
            pass_fds=high,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for fd in high:
            os.close(fd)
        self._read, self._write = os.fdopen(ours_read, "rb"), os.fdopen(ours_write, "wb")
        self._waiting, self._number, self._loads, self._session = b"", 0, 0, ""
        self.errors: list[str] = []
        self.requests: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        session = {"sessionId": self._session} if self._session else {}
        message = {"id": self._number, "method": method, "params": params, **session}
        self._write.write(json.dumps(message).encode() + b"\0")
        self._write.flush()
        while True:
            said = self._next()
            if said.get("id") == self._number:
                assert "error" not in said, said
                return dict(said["result"])
            self._note(said)

    def open(self, page: Path, *, size: tuple[int, int] = (1400, 900), dark: bool = False) -> None:
        self.errors, self.requests = [], []
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=size[0],
            height=size[1],
            deviceScaleFactor=1,
            mobile=size[0] < 600,
        )
        for url in ("about:blank", page.as_uri()):
            before = self._loads
            self.call("Page.navigate", url=url)
            while self._loads == before:
                self._note(self._next())
        assert self.eval("document.documentElement.className") == "is-ready", self.errors

    def eval(self, expression: str) -> Any:
        asked = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        said = self.call("Runtime.evaluate", **asked)
        assert not said.get("exceptionDetails"), said["result"].get("description", "")
        return said["result"].get("value")

    def click(self, selector: str) -> None:
        self.eval(f"document.querySelector({json.dumps(selector)}).click()")

    def text(self, selector: str) -> str:
        return str(self.eval(f"document.querySelector({json.dumps(selector)}).innerText"))

    def count(self, selector: str) -> int:
        return int(self.eval(f"document.querySelectorAll({json.dumps(selector)}).length"))

    def picture(self) -> bytes:
        import base64

        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])

    def close(self) -> None:
        self._session = ""
        self.call("Browser.close")
        self._process.wait(timeout=20)
        self._read.close()
        self._write.close()

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._waiting:
            ready, _, _ = select.select([self._read], [], [], PATIENCE_S)
            more = os.read(self._read.fileno(), 1 << 20) if ready else b""
            assert more, "the browser has ended, or hangs"
            self._waiting += more
        message, self._waiting = self._waiting.split(b"\0", 1)
        return dict(json.loads(message))

    def _note(self, said: dict[str, Any]) -> None:
        params = said.get("params", {})
        match said.get("method"):
            case "Runtime.exceptionThrown":
                self.errors.append(str(params["exceptionDetails"]))
            case "Runtime.consoleAPICalled" if params["type"] in ("error", "warning", "assert"):
                self.errors.append(str(params["args"]))
            case "Log.entryAdded" if params["entry"]["level"] in ("error", "warning"):
                self.errors.append(str(params["entry"]["text"]))
            case "Page.loadEventFired":
                self._loads += 1
            case "Network.requestWillBeSent":
                self.requests.append(str(params["request"]["url"])[:40])
            case _:
                pass


def find_browser() -> str | None:
    named = os.environ.get("WHERESEEN_BROWSER")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = find_browser()
    if program is None:
        pytest.skip(
            "no browser: install one (apt-get install chromium), or name it in WHERESEEN_BROWSER"
        )
    with tempfile.TemporaryDirectory(prefix="whereseen-browser-") as folder:
        opened = Browser(str(program), Path(folder))
        yield opened
        opened.close()


class Home:
    """Rooms of 4 x 4 m in rows of four, with tables, and things that are carried between these."""

    def __init__(self, rooms: int, *, seed: int = 0) -> None:
        self.rng = np.random.default_rng(seed)
        self.rooms = [f"room {number}" for number in range(1, rooms + 1)]
        self.now_ns = START_NS

    def corner(self, number: int) -> tuple[float, float]:
        return 4.2 * (number % 4), 4.2 * (number // 4)

    def spot(self) -> tuple[int, tuple[float, float, float]]:
        """A room and a place in it."""
        number = int(self.rng.integers(len(self.rooms)))
        x, y = np.add(self.corner(number), self.rng.uniform(0.5, 3.5, 2)).round(2).tolist()
        return number, (x, y, 0.75)

    def stay(self, thing_id: int, label: str, start_ns: int, end_ns: int | None) -> Stay:
        room, position_m = self.spot()
        support = f"table {room + 1}" if position_m[0] % 1.0 < 0.7 else ""
        return Stay(
            thing_id, label, position_m, start_ns, end_ns, end_ns or self.now_ns, 0.9,
            room=self.rooms[room], relation="on" if support else "", support=support,
        )  # fmt: skip

    def floor(self) -> Floor:
        shapes = []
        for number, name in enumerate(self.rooms):
            x, y = self.corner(number)
            outline = ((x, y), (x + 4.0, y), (x + 4.0, y + 4.0), (x, y + 4.0))
            shapes.append(RoomShape(number + 1, name, 16.0, (x + 2.0, y + 2.0), outline))
        high = (17.0, 4.2 * (1 + (len(self.rooms) - 1) // 4))
        return Floor((-0.2, -0.2), high, tuple(shapes), picture=picture(64))

    def report(self, things: int, days: float, *, moves: int, photos: int = 0) -> Report:
        self.now_ns = START_NS + int(days * DAY_NS)
        items, turns = [], []
        for thing_id in range(1, things + 1):
            label = f"{('red', 'blue', 'green')[thing_id % 3]} thing {thing_id}"
            at = np.sort(self.rng.integers(START_NS + 1, self.now_ns, moves)).tolist()
            ends = [START_NS, *at]
            stays = [
                self.stay(thing_id, label, start, end)
                for start, end in zip(ends, [*at, None], strict=True)
            ]
            for before, after in itertools.pairwise(stays):
                stamps = (max(after.start_ns - 20 * MINUTE_NS, START_NS + 1), after.start_ns)
                turns.append(Turn(Kind.MOVED, thing_id, label, *stamps, before, after))
            items.append(item_of(stays, photos=tuple(picture(8) for _ in range(photos))))
        turns.sort(key=lambda turn: turn.latest_ns)
        return Report(
            "a home", "made up", START_NS, self.now_ns, PlanFrame(), (self.floor(),),
            tuple(items), tuple(turns), zone_min=60,
        )  # fmt: skip


def item_of(stays: list[Stay], **given: Any) -> Item:
    first, last = stays[0], stays[-1]
    return Item(
        id=last.thing_id,
        label=last.label,
        is_furniture=False,
        status=Status.PRESENT if last.end_ns is None else Status.GONE,
        probability=0.93,
        position_m=last.position_m,
        size_m=(0.1, 0.1, 0.2),
        first_seen_ns=first.start_ns,
        last_seen_ns=last.last_seen_ns,
        stays=tuple(stays),
        links=(Link("on", last.support, 0, last.start_ns),),
        **given,
    )


def picture(side_px: int) -> Photo:
    drawn = io.BytesIO()
    Image.new("RGB", (side_px, side_px), (120, 140, 160)).save(drawn, "JPEG")
    return Photo(drawn.getvalue(), (side_px, side_px), START_NS, 1)


@pytest.fixture
def home() -> Home:
    return Home(rooms=4)
