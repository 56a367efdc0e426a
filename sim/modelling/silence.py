"""Keeping chatty C libraries off the standard streams."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def silent() -> Iterator[None]:
    """Drop what C code prints meanwhile: standard output is for answers.

    Python's own streams go through the same file descriptors and are dropped too.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    saved = [(stream, os.dup(stream)) for stream in (1, 2)]
    with open(os.devnull, "wb") as sink:
        try:
            for stream, _ in saved:
                os.dup2(sink.fileno(), stream)
            yield
        finally:
            for stream, copy in saved:
                os.dup2(copy, stream)
                os.close(copy)
