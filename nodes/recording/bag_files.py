"""Which files a bag is made of."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from whereseen.nodes.recording.errors import BagDamaged, BagMissing, UnknownStorage

METADATA_FILE = "metadata.yaml"
STORAGE_OF_SUFFIX = {".db3": "sqlite3", ".mcap": "mcap"}


def is_bag(path: str | os.PathLike[str]) -> bool:
    """Tell whether a path looks like a rosbag2: a folder of one, or one of its files alone."""
    place = Path(path)
    if place.is_dir():
        return _is_closed(place) or bool(_storage_files_in(place))
    return place.is_file() and place.suffix in STORAGE_OF_SUFFIX


def readable_files(path: Path) -> tuple[Path, ...]:
    """What has to be read: the folder of a closed bag, or the files of one that was not closed.

    Raises:
        BagMissing: if nothing is there that could be a bag.
        UnknownStorage: if a file is of another kind.
    """
    if not path.exists():
        raise BagMissing("no such bag", got=str(path), remedy="Check the path")
    if path.is_file():
        if path.suffix not in STORAGE_OF_SUFFIX:
            raise UnknownStorage(
                "not a file of a rosbag2", got=str(path), remedy="Name a .mcap or .db3 file"
            )
        return (path,)
    if _is_closed(path):
        return (path,)
    files = _storage_files_in(path)
    if not files:
        raise BagMissing(
            "no bag in this folder",
            got=str(path),
            remedy=f"Name a folder with {METADATA_FILE}, or with .mcap or .db3 files",
        )
    return files


def roll_back(path: Path) -> None:
    """Undo what a recorder that was killed left half done in an sqlite3 file.

    Raises:
        BagDamaged: if that cannot be done, for instance because the recorder still writes.
    """
    journals = [path.with_name(path.name + suffix) for suffix in ("-journal", "-wal")]
    if not any(journal.exists() and journal.stat().st_size for journal in journals):
        return
    try:
        with closing(sqlite3.connect(path, timeout=1.0)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        raise BagDamaged(
            "the bag was not closed and cannot be recovered",
            got=f"{path}: {error}",
            remedy="Stop the recorder, and make the folder writable",
        ) from None


def _storage_files_in(folder: Path) -> tuple[Path, ...]:
    """Files of messages, in time order; the last may still lie in a folder that `BagPart` made."""
    unfinished = [file for file in folder.glob("*/*") if file.stem == file.parent.name]
    found = (*folder.glob("*"), *(f for f in unfinished if not _is_closed(f.parent)))
    files = [file for file in found if file.is_file() and file.suffix in STORAGE_OF_SUFFIX]
    return tuple(sorted(files, key=_number_at_end))


def _is_closed(folder: Path) -> bool:
    return (folder / METADATA_FILE).is_file()


def _number_at_end(file: Path) -> tuple[int, str]:
    """The number of a part, `kitchen_10.mcap` after `kitchen_9.mcap`."""
    digits = file.stem.rpartition("_")[2]
    return (int(digits) if digits.isdecimal() else -1), file.stem
