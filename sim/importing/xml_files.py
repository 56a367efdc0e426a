"""XML from elsewhere, read with care: nothing is fetched and nothing is expanded."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from whereseen.sim.importing.errors import ImportFailed

_MOST_BYTES = 64 * 2**20


def read_xml(file: Path) -> ElementTree.Element:
    """The root of an XML file in UTF-8 without a document type, so without entities of its own.

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
        return ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError) as error:
        raise ImportFailed("a file is no XML", got=f"{file}: {error}") from error
