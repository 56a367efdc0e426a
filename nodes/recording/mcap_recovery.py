"""Reading an mcap file whose recorder was killed."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import BinaryIO

from whereseen.nodes.recording.errors import BagDamaged

_MAGIC = b"\x89MCAP0\r\n"
_HEAD_BYTES = 9  # of a record: one for its kind, eight for its length
_FOOTER = 0x02
# An end of data, then a footer that points to no summary: a file may end like this.
_END = (
    b"\x0f" + (4).to_bytes(8, "little") + bytes(4)
    + b"\x02" + (20).to_bytes(8, "little") + bytes(20)
    + _MAGIC
)  # fmt: skip


def is_unfinished(path: Path) -> bool:
    """Tell whether a file starts as mcap does and does not end so."""
    with path.open("rb") as file:
        starts = file.read(len(_MAGIC)) == _MAGIC
        file.seek(max(len(_MAGIC), path.stat().st_size - len(_MAGIC)))
        return starts and file.read() != _MAGIC


class UnfinishedMcap:
    """Stands for the path of an unfinished file, which it leaves as it is.

    Opened, the file ends after its last whole record, as one that was closed.

    Raises:
        BagDamaged: if not even the first record is whole.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._whole_bytes = _whole_bytes(path)

    def __str__(self) -> str:
        return str(self._path)

    def open(self, mode: str = "rb") -> BinaryIO:
        """Open it for reading; the mode is always "rb"."""
        return io.BufferedReader(_Spliced(self._path.open("rb"), self._whole_bytes))


def _whole_bytes(path: Path) -> int:
    """Where the last whole record ends."""
    size, end = path.stat().st_size, len(_MAGIC)
    with path.open("rb") as file:
        while True:
            file.seek(end)
            head = file.read(_HEAD_BYTES)
            after = end + _HEAD_BYTES + int.from_bytes(head[1:], "little")
            if len(head) < _HEAD_BYTES or after > size or head[0] == _FOOTER:
                break
            end = after
    if end == len(_MAGIC):
        raise BagDamaged(
            "the bag is truncated before its first message",
            got=f"{path} of {size} bytes",
            remedy="Record again",
        )
    return end


class _Spliced(io.RawIOBase):
    """The first bytes of a file, and after them an end."""

    def __init__(self, file: BinaryIO, n_bytes: int) -> None:
        self._file = file
        self._n_bytes = n_bytes
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        self._file.close()
        super().close()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._n_bytes + len(_END)}
        self._at = max(0, base[whence] + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._next(len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def _next(self, most_bytes: int) -> bytes:
        if self._at >= self._n_bytes:
            start = self._at - self._n_bytes
            return _END[start : start + most_bytes]
        self._file.seek(self._at)
        return self._file.read(min(most_bytes, self._n_bytes - self._at))
