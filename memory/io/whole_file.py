"""Files of other programs, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from whereseen.memory.errors import InvalidConfig, MapFileError
from whereseen.memory.io.recording_format import is_database


def require_suffix(path: Path, suffixes: Sequence[str], *, what: str) -> None:
    """Refuse a path that does not end as its content demands, before any work is done.

    Args:
        path: Where to write.
        suffixes: The endings allowed, in lower case and with their dot.
        what: What is to be written there, as "the picture".

    Raises:
        InvalidConfig: if the suffix is another.
    """
    if path.suffix.lower() not in suffixes:
        raise InvalidConfig(
            f"{what} needs another file name",
            got=str(path),
            remedy=f"Name a file that ends in {', '.join(suffixes)}",
        )


def write_whole(contents: Mapping[Path, bytes], *, what: str) -> None:
    """Write files that belong together: each beside its target first, then all into place.

    Args:
        contents: The bytes of each file; the folders must exist.
        what: What is written, as "the picture".

    Raises:
        MapFileError: if the disk refuses, or a map or recording lies there. What lay there stays
            as it was, and nothing is left beside it.
    """
    # Through links, as opening the file would go: the link stays one.
    targets = {Path(os.path.realpath(path)): content for path, content in contents.items()}
    partials = {path: path.with_name(f"{path.name}.partial") for path in targets}
    path = next(iter(targets))
    try:
        for path, content in targets.items():
            _check_target(path, what)
            _write(partials[path], content)
        for path, partial in partials.items():
            os.replace(partial, path)
    except OSError as error:
        raise _unwritable(path, error, what) from error
    finally:
        for partial in partials.values():
            with contextlib.suppress(OSError):
                partial.unlink()


def _check_target(path: Path, what: str) -> None:
    if path.is_dir():
        raise MapFileError(f"{what} cannot be written", got=f"the folder {path}",
                           remedy="Name a file")  # fmt: skip
    if is_database(path):
        raise MapFileError(
            f"{what} would replace a map or recording", got=str(path), remedy="Name another file"
        )


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if path.stat().st_size != len(content):
        raise OSError(f"only {path.stat().st_size} of {len(content)} bytes were written")


def _unwritable(path: Path, error: OSError, what: str) -> MapFileError:
    missing = not path.parent.is_dir()
    return MapFileError(
        f"{what} cannot be written",
        got=f"{path}: {error.strerror or error}",
        remedy=f"Make the folder first: mkdir -p {path.parent}"
        if missing
        else "Check the permissions of the folder and the space on its disk",
    )
