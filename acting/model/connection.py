"""One HTTP exchange: bounded in time and size, to one host, without redirects or proxies."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Event, Thread
from urllib.parse import SplitResult

from whereseen.acting.model.errors import CalledOff, EndpointDown, EndpointRefused, ModelError

_PIECE_BYTES = 1 << 16
_GLANCE_S = 0.05  # between looks at the time, and at whether it is still wanted


def always_wanted() -> bool:
    """Nobody calls it off."""
    return False


@dataclass(frozen=True, slots=True)
class HttpReply:
    """What a server answered.

    Attributes:
        status: As 200.
        body: Its bytes.
        retry_after: What the server said about when to come back, empty if nothing.
    """

    status: int
    body: bytes
    retry_after: str = ""


def post(
    address: SplitResult,
    path: str,
    body: bytes,
    headers: dict[str, str],
    *,
    timeout_s: float,
    most_bytes: int,
    is_called_off: Callable[[], bool] = always_wanted,
) -> HttpReply:
    """Send a body and read the whole answer.

    Args:
        address: Scheme, host and port.
        path: On that host.
        body: To be sent.
        headers: Besides host and length.
        timeout_s: For all of it: a server that drips is cut off.
        most_bytes: Of the answer.
        is_called_off: Asked often, in another thread: whether nobody wants the answer any more.

    Raises:
        EndpointDown: if there is no connection, it breaks, or it takes too long; what the server
            sent may be in the message, as it is.
        EndpointRefused: if the answer is too large.
        CalledOff: if it was.
    """
    connection = _connection(address, timeout_s)
    try:
        with _watched(connection, timeout_s, is_called_off) as watch:
            connection.request("POST", path, body, headers)
            return _answer(connection, most_bytes)
    except (OSError, HTTPException, UnicodeError) as error:
        is_late = isinstance(error, TimeoutError)
        reason = watch.reason(address) or (_too_late(address, timeout_s) if is_late else None)
        raise reason or _broken(address, error) from error
    finally:
        connection.close()


def _answer(connection: HTTPConnection, most_bytes: int) -> HttpReply:
    answer = connection.getresponse()
    pieces, size = [], 0
    while piece := answer.read1(_PIECE_BYTES):
        size += len(piece)
        if size > most_bytes:
            raise EndpointRefused(
                "the reply of the endpoint is too large", got=f"over {most_bytes} bytes"
            )
        pieces.append(piece)
    if answer.length:  # what is cut off looks like an end
        raise HTTPException(f"{answer.length} bytes of its reply are missing")
    return HttpReply(answer.status, b"".join(pieces), answer.getheader("Retry-After", ""))


def _connection(address: SplitResult, timeout_s: float) -> HTTPConnection:
    host, port = address.hostname or "", address.port
    if address.scheme == "https":
        context = ssl.create_default_context()
        return HTTPSConnection(host, port, timeout=timeout_s, context=context)
    return HTTPConnection(host, port, timeout=timeout_s)


@dataclass(slots=True)
class _Watch:
    """Cuts a connection off once it is late or called off, and again until that is noticed.

    Once is not enough: there may be no socket yet, or another one after a handshake.
    """

    connection: HTTPConnection
    timeout_s: float
    is_called_off: Callable[[], bool]
    over: Event = field(default_factory=Event)
    is_late: bool = False
    was_called_off: bool = False

    def run(self) -> None:
        """Until it is over."""
        end_s = time.monotonic() + self.timeout_s
        while not self.over.wait(min(_GLANCE_S, self.timeout_s)):
            self.was_called_off = self.was_called_off or self.is_called_off()
            self.is_late = self.is_late or time.monotonic() > end_s
            if self.is_late or self.was_called_off:
                self._cut_off()

    def reason(self, address: SplitResult) -> ModelError | None:
        """Why there is no answer, None if it is not this."""
        if self.was_called_off:
            return CalledOff("nobody waits for the model any more")
        return _too_late(address, self.timeout_s) if self.is_late else None

    def _cut_off(self) -> None:
        sock = self.connection.sock
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


@contextmanager
def _watched(
    connection: HTTPConnection, timeout_s: float, is_called_off: Callable[[], bool]
) -> Iterator[_Watch]:
    """Watch what is done with a connection.

    Raises:
        OSError: if it was cut off and nobody has noticed.
    """
    watch = _Watch(connection, timeout_s, is_called_off)
    thread = Thread(target=watch.run, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        watch.over.set()
        thread.join()
    if watch.is_late or watch.was_called_off:
        raise TimeoutError


def _too_late(address: SplitResult, timeout_s: float) -> EndpointDown:
    return EndpointDown(
        "the endpoint took too long",
        got=f"{address.netloc}, over {timeout_s:g} s",
        remedy="Allow it more time, or use a smaller model",
    )


def _broken(address: SplitResult, error: Exception) -> EndpointDown:
    return EndpointDown(
        "the endpoint cannot be reached",
        got=f"{address.netloc}: {error}",
        remedy="Check that the server runs and the address is right",
    )
