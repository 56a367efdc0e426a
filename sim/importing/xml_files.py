"""XML from elsewhere, read with care: nothing is fetched and nothing is expanded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from whereseen.sim.importing.errors import ImportFailed

_MOST_BYTES = 64 * 2**20


class Located(Element):
    """An element that knows where it is.

    Attributes:
        file: It was read from.
        line: On which its tag begins, from 1.
    """

    file: Path
    line: int

    def __str__(self) -> str:
        name = f" {self.get('name')!r}" if self.get("name") else ""
        return f"{self.file}, line {self.line}, <{self.tag}{name}>"


def read_xml(file: Path) -> Element:
    """The root of an XML file in UTF-8 without a document type, so without entities of its own.

    All elements are `Located`.

    Raises:
        ImportFailed: if it is something else.
    """
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise ImportFailed("a file is too large", got=str(file))
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ImportFailed("a file cannot be read", got=f"{file}: {error}") from error
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        remedy = "Remove the document type"
        raise ImportFailed("a file has entities, which are not read", got=str(file), remedy=remedy)
    try:
        return _parsed(text, file)
    except (expat.ExpatError, ValueError) as error:
        raise ImportFailed("a file is no XML", got=f"{file}: {error}") from error


@contextmanager
def reading(element: Element) -> Iterator[None]:
    """Say of what fails meanwhile that it failed at an element; the innermost one counts."""
    try:
        yield
    except ImportFailed as error:
        if not error.where and isinstance(element, Located):
            error.where = str(element)
        raise


def _parsed(text: str, file: Path) -> Element:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    builder = TreeBuilder(element_factory=Located)

    def start(tag: str, attributes: dict[str, str]) -> None:
        element = builder.start(tag, attributes)
        assert isinstance(element, Located)
        element.file, element.line = file, parser.CurrentLineNumber

    parser.StartElementHandler = start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.Parse(text.encode(), True)
    return builder.close()
