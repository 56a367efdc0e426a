"""An endpoint on this machine that answers as it is told; loaded by path."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

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


@contextmanager
def serving() -> Iterator[Stub]:
    """A server on a port that was free, while the block lasts."""
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
    try:
        yield made
    finally:
        made.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
