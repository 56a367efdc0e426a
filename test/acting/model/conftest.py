"""An endpoint on this machine that answers as it is told."""

from __future__ import annotations

import importlib.util
import json
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from whereseen.acting.skills.call import CALLS, Call, GoTo, Pick, Place
from whereseen.acting.skills.deeds import deed_of
from whereseen.acting.skills.embodiment import Order
from whereseen.acting.skills.outcome import Failure, FailureKind, Outcome

Answer = Callable[[BaseHTTPRequestHandler], None]


def completion(content: Any) -> dict[str, Any]:
    """A chat completion that says this."""
    text = content if isinstance(content, str) else json.dumps(content)
    message = {"role": "assistant", "content": text}
    return {"object": "chat.completion", "choices": [{"index": 0, "message": message}]}


def sends(status: int, body: Any, **headers: str) -> Answer:
    """An answer with a status, a body (JSON, or bytes as they are) and headers."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()

    def answer(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(status)
        asked.send_header("Content-Length", str(len(raw)))
        for name, value in headers.items():
            asked.send_header(name.replace("_", "-"), value)
        asked.end_headers()
        asked.wfile.write(raw)

    return answer


@dataclass
class Stub:
    """A server.

    Attributes:
        url: Its base.
        answers: One for each request to come; the last is for all after it.
        bodies, heads, paths: Of the requests that came.
        over: Set when the test is: what hangs lets go.
    """

    url: str = ""
    answers: list[Answer] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def says(self, *contents: Any) -> None:
        """Completions, one after the other."""
        self.answers = [sends(200, completion(each)) for each in contents]

    def drips(self, asked: BaseHTTPRequestHandler) -> None:
        """Headers, some spaces one by one, and no end."""
        asked.send_response(200)
        asked.send_header("Content-Length", "1000000")
        asked.end_headers()
        while not self.over.wait(0.02):
            try:
                asked.wfile.write(b" ")
            except OSError:
                return

    def hangs(self, asked: BaseHTTPRequestHandler) -> None:
        """Nothing at all."""
        self.over.wait(30.0)


@pytest.fixture
def stub() -> Iterator[Stub]:
    made = Stub()

    class Asked(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            made.bodies.append(json.loads(raw))
            made.heads.append({name.lower(): value for name, value in self.headers.items()})
            made.paths.append(self.path)
            made.answers.pop(0)(self) if len(made.answers) > 1 else made.answers[0](self)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    made.url = f"http://127.0.0.1:{server.server_port}/v1"
    yield made
    made.over.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def made() -> tuple[Callable[..., Answer], Callable[[Any], dict[str, Any]]]:
    """Makers of answers and of completions."""
    return sends, completion


def _loaded() -> ModuleType:
    path = Path(__file__).parents[1] / "fakes.py"
    spec = importlib.util.spec_from_file_location("acting_fakes", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["acting_fakes"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def home() -> Any:
    """A home of five rooms, with two mugs, two sinks and ten things more."""
    return _loaded().home()


@dataclass
class Robot:
    """Does all that it is told, in a home that is as it is known, and tells the world of it.

    Attributes:
        world: What is known.
        failing: Skills that do not work, with the kind of their failure.
    """

    world: Any
    failing: dict[type[Call], FailureKind] = field(default_factory=dict)
    skills: frozenset[type[Call]] = frozenset(CALLS)
    pose: tuple[float, float, float] = (0.0, 0.0, 0.0)
    held: int | None = None
    calls: list[Call] = field(default_factory=list)

    @property
    def now_ns(self) -> int:
        return int(self.world.now_ns)

    def do(self, call: Call, order: Order) -> Outcome:
        start_ns = self.now_ns
        self.world.now_ns += 10**9
        self.calls.append(call)
        kind = self.failing.get(type(call))
        if kind is not None:
            return Outcome(call, Failure(kind, f"it is {kind.value}"), start_ns, self.now_ns)
        deed = deed_of(call, self.world, start_ns, self.now_ns, held=self.held)
        if isinstance(call, Pick):
            self.held = call.thing_id
        elif isinstance(call, Place):
            self.held = None
        if deed is not None:
            self.world.note_deed(deed)
        return Outcome(call, None, start_ns, self.now_ns, distance_m=float(isinstance(call, GoTo)))


@pytest.fixture
def robot(home: Any) -> Robot:
    """A robot in that home."""
    return Robot(home)
