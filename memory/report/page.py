"""A report as one HTML file that needs no network and runs no code but its own."""

from __future__ import annotations

import base64
import json
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from whereseen.memory.io.whole_file import require_suffix, write_whole
from whereseen.memory.report.contents import Photo, Report
from whereseen.memory.report.plain import plain_report

_STYLES = ("style.css", "parts.css")
_SCRIPTS = (
    "words.js",
    "state.js",
    "plan.js",
    "drawing.js",
    "timeline.js",
    "things.js",
    "detail.js",
    "changes.js",
    "main.js",
)


def write_report(report: Report, file: Path) -> int:
    """Write a report as a page; returns its size in bytes.

    Raises:
        InvalidConfig: if `file` does not end in .html.
        MapFileError: if it cannot be written; what lay there stays as it was.
    """
    require_suffix(file, (".html", ".htm"), what="the report")
    page = page_of(report).encode("utf-8", "replace")  # file names may be no text
    write_whole({file: page}, what="the report")
    return len(page)


def page_of(report: Report) -> str:
    """The page.

    Names in it may be anything: they are data, never markup. Only the scripts and the style whose
    hashes it names are used, and nothing is loaded.
    """
    style, script = _joined(_STYLES), _joined(_SCRIPTS)
    return Template(_part("page.html")).substitute(
        title=escape(report.title),
        style=style,
        script=script,
        style_hash=_hash_of(style),
        script_hash=_hash_of(script),
        data=embedded(_with_pictures(report)),
    )


def embedded(value: Any) -> str:
    """JSON that ends no script element and starts no comment, whatever it says."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _with_pictures(report: Report) -> dict[str, Any]:
    plain = plain_report(report)
    for floor, drawn in zip(report.floors, plain["floors"], strict=True):
        drawn["picture"] = None if floor.picture is None else _uri(floor.picture)
    for item, thing in zip(report.items, plain["things"], strict=True):
        for photo, shown in zip(item.photos, thing["photos"], strict=True):
            shown["src"] = _uri(photo)
    return plain


def _uri(photo: Photo) -> str:
    return f"data:{photo.media_type};base64,{base64.b64encode(photo.data).decode()}"


def _hash_of(text: str) -> str:
    return f"sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}"


def _joined(names: tuple[str, ...]) -> str:
    return "\n" + "".join(_part(name) for name in names)


@cache
def _part(name: str) -> str:
    return (files("whereseen.memory.report") / "page" / name).read_text(encoding="utf-8")
