"""The vectors of one space side by side: derived from the rows, never the truth."""

from __future__ import annotations

import mmap
import os
import tempfile
from pathlib import Path

import numpy as np

from whereseen.memory.frames import Float32
from whereseen.memory.log.backend import Int64
from whereseen.memory.log.scoring import Halves, score_rows

_FIRST_ROWS = 1024
_MOST_ROWS = 65_536


class VectorColumn:
    """Blocks of float16 rows by rising id.

    Blocks lie in files without a name, which the system may write out when memory is short, and
    which are gone when the process is; without a folder, or where its disk is full, in memory.

    Args:
        dimension: D.
        folder: For the blocks.
    """

    def __init__(self, dimension: int, folder: Path | None = None) -> None:
        self.dimension = dimension
        self._folder = folder
        self._blocks: list[Halves] = []
        self._ids: list[Int64] = []
        self._last_count = 0

    @property
    def last_id(self) -> int:
        """The highest id, 0 without any."""
        return int(self._ids[-1][self._last_count - 1]) if self._last_count else 0

    def extend(self, ids: Int64, rows: Halves) -> None:
        """Add rows (N, D), float16 by their bits, by rising id above all that are here."""
        done = 0
        while done < len(ids):
            if not self._blocks or self._last_count == len(self._ids[-1]):
                self._add_block()
            begin = self._last_count
            taken = min(len(ids) - done, len(self._ids[-1]) - begin)
            self._ids[-1][begin : begin + taken] = ids[done : done + taken]
            self._blocks[-1][begin : begin + taken] = rows[done : done + taken]
            self._last_count += taken
            done += taken

    def score(self, vector: Float32, ids: Int64) -> Float32:
        """Dot product with each of `ids` (N,), rising; NaN for those without a vector."""
        scores = np.full(len(ids), np.nan, dtype=np.float32)
        for known, block in self._filled():
            begin, end = np.searchsorted(ids, [known[0], known[-1] + 1])
            wanted = ids[begin:end]
            is_all = np.array_equal(known, wanted)
            rows = np.arange(len(known)) if is_all else np.searchsorted(known, wanted)
            has = known[rows] == wanted
            if has.all():
                score_rows(block, rows, vector, scores[begin:end])
            else:
                some = np.empty(int(has.sum()), dtype=np.float32)
                score_rows(block, rows[has], vector, some)
                scores[begin:end][has] = some
        return scores

    def wipe(self, ids: Int64) -> None:
        """Overwrite the vectors of these, which nobody will ask for again, with zeros."""
        for known, block in self._filled():
            block[: len(known)][np.isin(known, ids)] = 0

    def _filled(self) -> list[tuple[Int64, Halves]]:
        whole = list(zip(self._ids, self._blocks, strict=True))
        if whole:
            ids, block = whole[-1]
            whole[-1] = ids[: self._last_count], block
        return whole

    def _add_block(self) -> None:
        held = sum(map(len, self._ids))
        rows = min(max(held, _FIRST_ROWS), _MOST_ROWS)
        self._blocks.append(_block(rows, self.dimension, self._folder))
        self._ids.append(np.zeros(rows, dtype=np.int64))
        self._last_count = 0


def _block(rows: int, dimension: int, folder: Path | None) -> Halves:
    if folder is not None:
        try:
            with tempfile.TemporaryFile(dir=folder) as file:
                # Reserved now: on a full disk a write to a mapping would end the process.
                os.posix_fallocate(file.fileno(), 0, 2 * rows * dimension)
                mapped = mmap.mmap(file.fileno(), 2 * rows * dimension)
            return np.frombuffer(mapped, dtype=np.uint16).reshape(rows, dimension)
        except OSError:
            pass
    return np.zeros((rows, dimension), dtype=np.uint16)
