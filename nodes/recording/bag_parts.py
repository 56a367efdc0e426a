"""The files of a bag, one after the other."""

from __future__ import annotations

from pathlib import Path

from whereseen.memory.errors import MapFileError
from whereseen.memory.io.whole_file import write_whole
from whereseen.nodes.recording.bag_files import METADATA_FILE
from whereseen.nodes.recording.bag_format import BagFormat
from whereseen.nodes.recording.bag_metadata import Metadata, metadata_text
from whereseen.nodes.recording.bag_part import BagPart, writing
from whereseen.nodes.recording.errors import BagUnwritable


class BagParts:
    """Makes `kitchen/kitchen_0.mcap`, `kitchen_1.mcap` and so on, and describes them at the end.

    Raises:
        BagUnwritable: if the folder is there, or cannot be made.
    """

    def __init__(self, folder: Path, bag_format: BagFormat) -> None:
        self._folder = folder
        self._format = bag_format
        self._begun = 0
        self._finished: list[Metadata] = []
        if folder.exists():
            raise BagUnwritable(
                "there is something already where the bag is to be",
                got=str(folder),
                remedy="Choose another folder, or move that one away",
            )
        with writing(folder):
            folder.mkdir(parents=True)

    def begin(self) -> BagPart:
        """Make the next file."""
        part = BagPart(self._folder / f"{self._folder.name}_{self._begun}", self._format)
        self._begun += 1
        return part

    def finish(self, part: BagPart) -> None:
        """Close a file, or leave it as far as it goes.

        Raises:
            BagUnwritable: if it was left.
        """
        try:
            self._finished.append(part.close())
        except BagUnwritable:
            part.abandon()
            raise

    def describe(self) -> None:
        """Write the metadata, unless a file was left: without metadata, all of them are read."""
        if len(self._finished) != self._begun:
            return
        text = metadata_text(self._finished).encode()
        try:
            write_whole({self._folder / METADATA_FILE: text}, what="the bag's metadata")
        except MapFileError as error:
            raise BagUnwritable(error.what, got=error.got, remedy=error.remedy) from error
