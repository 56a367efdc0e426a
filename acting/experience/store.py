"""Keeps experiences, in a file of JSON lines that a crash leaves whole.

A line is appended with one write and is on the disk when `add` returns; a line that was cut off by
a crash is passed over. When there are many more than the bound, the newest are written to a file
beside it, which then takes its place.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from whereseen.acting.experience.experience import Experience, Finding, Snag
from whereseen.acting.experience.likeness import ranked
from whereseen.memory.errors import MapFileError
from whereseen.memory.frames import Float32

_SLACK = 2  # times the bound, before the file is written anew
_LONGEST = 1 << 20  # bytes of a line
_OPEN = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0)


class ExperienceStore:
    """Experiences, the newest so many, found again by how like they are.

    Args:
        path: Where they are kept; None: as long as this lives.
        most: So many at most; the oldest go first.
        encode: Puts a text into a vector (D,); None to compare words alone.

    Raises:
        MapFileError: if the file cannot be read, or is no plain file.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        most: int = 500,
        encode: Callable[[str], Float32] | None = None,
    ) -> None:
        self._path = path
        self._most = most
        self._encode = encode
        self._lines = 0
        self._kept: list[Experience] = [] if path is None else self._read(path)

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def all(self) -> tuple[Experience, ...]:
        """All of them, the oldest first."""
        return tuple(self._kept)

    def add(self, experience: Experience) -> None:
        """Keep one; it is safe when this returns.

        Raises:
            MapFileError: if the disk refuses; it is not kept then.
        """
        if self._path is not None:
            self._append(self._path, experience)
        self._kept = [*self._kept, experience][-self._most :]
        if self._path is not None and self._lines > _SLACK * self._most:
            self._rewrite(self._path)

    def like(self, task: str, state: Sequence[str] = ()) -> tuple[Experience, ...]:
        """Those that are like a task and how things stand, the most alike first, at most five."""
        return ranked(self._kept, task, state, encode=self._encode)

    def _read(self, path: Path) -> list[Experience]:
        try:
            with _opened(path, os.O_RDWR | os.O_CREAT) as file:
                lines = file.read().split(b"\n")
        except OSError as error:
            raise _refused(path, error) from error
        found = [_experience(line) for line in lines if line.strip()]
        self._lines = len(found)
        return [each for each in found if each is not None][-self._most :]

    def _append(self, path: Path, experience: Experience) -> None:
        line = _line(experience) + b"\n"
        try:
            with _opened(path, os.O_RDWR | os.O_CREAT) as file:
                end = file.seek(0, os.SEEK_END)
                if end and not _ends_whole(file, end):
                    line = b"\n" + line  # the one before was cut off
                file.seek(0, os.SEEK_END)
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise _refused(path, error) from error
        self._lines += 1

    def _rewrite(self, path: Path) -> None:
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        lines = (_line(each) for each in self._kept)
        try:
            with _opened(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL) as file:
                file.write(b"\n".join([*lines, b""]))
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise _refused(path, error) from error
        self._lines = len(self._kept)


def opened_store(path: Path | None, warn: Callable[[str], None]) -> ExperienceStore:
    """Experiences of a file; if that is of no use, of this process alone.

    What a robot learnt helps it, and is no reason not to do what it is told.

    Args:
        path: Where they are kept; None: as long as the store lives.
        warn: Told why the file is of no use.
    """
    try:
        return ExperienceStore(path)
    except MapFileError as error:
        warn(f"{error}; what I learn is lost when this ends")
        return ExperienceStore()


def _opened(path: Path, flags: int) -> Any:
    """A plain file, never through a symbolic link."""
    number = os.open(path, flags | _OPEN, 0o600)
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise OSError(f"{path} is no plain file")
    return os.fdopen(number, "r+b")


def _line(experience: Experience) -> bytes:
    """One line of JSON; half a surrogate pair, which no encoding has, as its escape."""
    return json.dumps(asdict(experience), ensure_ascii=False).encode("utf-8", "backslashreplace")


def _ends_whole(file: Any, end: int) -> bool:
    file.seek(end - 1)
    return bool(file.read(1) == b"\n")


def _experience(line: bytes) -> Experience | None:
    """What a line tells; None if it was cut off, or tells something else."""
    if len(line) > _LONGEST:
        return None
    try:
        said = json.loads(line)
        findings = tuple(Finding(**each) for each in said.pop("findings"))
        snags = tuple(Snag(**each) for each in said.pop("snags"))
        state, plan = (tuple(map(str, said.pop(name))) for name in ("state", "plan"))
        found = Experience(**said, state=state, plan=plan, findings=findings, snags=snags)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return found if isinstance(found.task, str) and isinstance(found.stamp_ns, int) else None


def _refused(path: Path, error: OSError) -> MapFileError:
    return MapFileError(
        "experiences cannot be kept", got=f"{path}: {error}", remedy="Use another file"
    )
