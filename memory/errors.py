"""Everything that whereseen raises on purpose: what is wrong, what was got, and the remedy."""

from __future__ import annotations


class WhereseenError(Exception):
    """Base of all errors of this library.

    Args:
        what: What is wrong, as a short clause.
        got: What was found instead, if that helps.
        remedy: What the reader can do about it.
    """

    def __init__(self, what: str, *, got: str = "", remedy: str = "") -> None:
        self.what = what
        self.got = got
        self.remedy = remedy
        super().__init__(what, got, remedy)

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), self.what, self.got, self.remedy)

    def __str__(self) -> str:
        got = f" (got {self.got})" if self.got else ""
        remedy = f". {self.remedy}" if self.remedy else ""
        return f"{self.what}{got}{remedy}"


def _again(kind: type[WhereseenError], what: str, got: str, remedy: str) -> WhereseenError:
    """An error as it was before it was pickled, whatever its class takes to be made."""
    error = kind.__new__(kind)
    WhereseenError.__init__(error, what, got=got, remedy=remedy)
    return error


class InvalidObservation(WhereseenError):
    """A frame whose arrays, units or pose cannot be used."""


class UnknownLayout(WhereseenError):
    """A folder or file that no reader recognises."""


class InvalidQuery(WhereseenError):
    """A question that cannot be asked: empty, too long, or not an image."""


class InvalidCorrection(WhereseenError):
    """A correction of poses that is no function of time."""


class InvalidNote(WhereseenError):
    """Something that short-term or working memory cannot hold."""


class InvalidConfig(WhereseenError):
    """A parameter outside its range."""


class EncoderUnavailable(WhereseenError):
    """A model whose weights cannot be had on this machine."""


class EncoderMismatch(WhereseenError):
    """A map made with another encoder than the one in use."""


class MissingDependency(WhereseenError):
    """A package is not installed.

    Args:
        package: The one that was not found.
        extra: Of whereseen, which brings it.
        requirements: For pip, where no extra does: what rosdep cannot install.
    """

    def __init__(self, package: str, extra: str = "", *, requirements: str = "") -> None:
        wanted = requirements or f"'whereseen[{extra}]'"
        super().__init__(
            f"{package} is not installed", remedy=f"Install it with: pip install {wanted}"
        )


class MapFileError(WhereseenError):
    """A file that cannot be opened or written as a map."""


class NewerFormat(MapFileError):
    """A map written by a newer version of whereseen."""


class LogError(WhereseenError):
    """A log of observations that cannot be opened, read or written."""


class LogFull(LogError):
    """The disk, or the limit on the file, has no room; the log stays as it was and usable."""


class LogDamaged(LogError):
    """A log whose file is truncated, overwritten or not one at all."""
