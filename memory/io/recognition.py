"""Opening a recording without naming its layout."""

from __future__ import annotations

import os
from pathlib import Path

from whereseen.memory.errors import UnknownLayout
from whereseen.memory.io.dynabench import DynaBenchReader
from whereseen.memory.io.reader import Reader
from whereseen.memory.io.recording import RecordingReader
from whereseen.memory.io.seven_scenes import SevenScenesReader
from whereseen.memory.io.tum import TumReader

_READERS = (RecordingReader, DynaBenchReader, TumReader, SevenScenesReader)


def open_recording(path: str | os.PathLike[str]) -> Reader:
    """Open a recording of any known layout, recognised by its names or its first bytes.

    Raises:
        UnknownLayout: if nothing is there, it may not be read, or no layout matches.
        MapFileError: if it is a damaged or foreign database.
        NewerFormat: if a newer version of whereseen wrote it.
    """
    place = Path(path)
    try:
        matching = [reader for reader in _READERS if reader.recognises(_existing(place))]
        if matching:
            return matching[0](place)
    except PermissionError as error:
        raise UnknownLayout(
            "the recording may not be read",
            got=str(error.filename),
            remedy="Change its permissions",
        ) from None
    raise UnknownLayout(
        "no known recording layout",
        got=_description(place),
        remedy=_hint(place) + "; ".join(reader.looked_for for reader in _READERS),
    )


def _existing(path: Path) -> Path:
    if not path.exists():
        raise UnknownLayout("no such recording", got=str(path), remedy="Check the path")
    return path


def _description(path: Path) -> str:
    if path.is_dir():
        names = sorted(entry.name for entry in path.iterdir())
        return f"folder {path} with {', '.join(names[:5]) or 'nothing in it'}"
    return f"file {path} of {path.stat().st_size} bytes"


def _hint(path: Path) -> str:
    if (path / "env.pkl").exists():
        return "Convert a DynaBench scene first, with scripts/convert_dynabench.py. Looked for "
    return "Looked for "
