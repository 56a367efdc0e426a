"""One HTTP exchange: bounded in time and size, to one host, without redirects or proxies."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from urllib.parse import SplitResult

from whereseen.acting.model.errors import EndpointDown, EndpointRefused

_PIECE_BYTES = 1 << 16


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
) -> HttpReply:
    """Send a body and read the whole answer.

    Args:
        address: Scheme, host and port.
        path: On that host.
        body: To be sent.
        headers: Besides host and length.
        timeout_s: For all of it: a server that drips is cut off.
        most_bytes: Of the answer.

    Raises:
        EndpointDown: if there is no connection, it breaks, or it takes too long.
        EndpointRefused: if the answer is too large.
    """
    connection = _connection(address, timeout_s)
    late: list[bool] = []
    timer = Timer(timeout_s, _cut_off, (connection, late))
    timer.daemon = True
    timer.start()
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        found = HttpReply(answer.status, b"", answer.getheader("Retry-After", ""))
        pieces, size = [], 0
        while piece := answer.read1(_PIECE_BYTES):
            size += len(piece)
            if size > most_bytes:
                raise EndpointRefused(
                    "the reply of the endpoint is too large", got=f"over {most_bytes} bytes"
                )
            pieces.append(piece)
    except (OSError, HTTPException) as error:
        raise _down(address, error, is_late=bool(late), timeout_s=timeout_s) from error
    finally:
        timer.cancel()
        connection.close()
    if late:
        raise _down(address, None, is_late=True, timeout_s=timeout_s)
    return HttpReply(found.status, b"".join(pieces), found.retry_after)


def _connection(address: SplitResult, timeout_s: float) -> HTTPConnection:
    host, port = address.hostname or "", address.port
    if address.scheme == "https":
        context = ssl.create_default_context()
        return HTTPSConnection(host, port, timeout=timeout_s, context=context)
    return HTTPConnection(host, port, timeout=timeout_s)


def _cut_off(connection: HTTPConnection, late: list[bool]) -> None:
    late.append(True)
    if connection.sock is not None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _down(
    address: SplitResult, error: Exception | None, *, is_late: bool, timeout_s: float
) -> EndpointDown:
    if is_late or isinstance(error, TimeoutError):
        return EndpointDown(
            "the endpoint took too long",
            got=f"{address.netloc}, over {timeout_s:g} s",
            remedy="Allow it more time, or use a smaller model",
        )
    return EndpointDown(
        "the endpoint cannot be reached",
        got=f"{address.netloc}: {error}",
        remedy="Check that the server runs and the address is right",
    )
