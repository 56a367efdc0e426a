"""Tables that say what the parts of a scene are called, for scenes that do not say it well.

```csv
pattern,label,movable
*chair*,chair,no
cup_*,mug,yes
helper_*,,
```
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from whereseen.memory.errors import MissingDependency
from whereseen.sim.importing.errors import ImportFailed

_MAKERS = ("aws", "robomaker", "residential", "retail", "hospital", "warehouse", "osrf")
_ENDINGS = ("visual", "ariac", "model", "low", "mesh")
_ALL_ALIKE = ("wall", "floor", "ceiling", "roof")
_OF_BUILDING = ("room", "house", "building", "interior")
_YES, _NO = {"yes", "true", "1"}, {"no", "false", "0"}
_COLUMNS = {"pattern", "label", "movable"}


@dataclass(frozen=True, slots=True)
class Naming:
    """What is said of all parts whose names match.

    Attributes:
        pattern: With * for anything and ? for any letter; upper and lower case differ.
        label: What an annotator calls them; empty leaves them out.
        movable: Whether they can be carried about; None leaves it to the scene.
    """

    pattern: str
    label: str
    movable: bool | None = None


class NamingTable:
    """Says what parts are called; the first row that matches counts.

    Args:
        rows: In order.
    """

    def __init__(self, rows: tuple[Naming, ...] = ()) -> None:
        self._rows = rows

    @classmethod
    def read(cls, file: Path) -> NamingTable:
        """Read a table: `.csv` with a first line `pattern,label,movable`, or YAML with such rows.

        Raises:
            ImportFailed: if it is no such table.
            MissingDependency: if it is YAML, which needs PyYAML.
        """
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ImportFailed("a table of names cannot be read", got=str(error)) from error
        is_csv = file.suffix.lower() == ".csv"
        found = list(csv.DictReader(io.StringIO(text))) if is_csv else _yaml(text, file)
        return cls(tuple(_row(each, f"{file}, row {n}") for n, each in enumerate(found, start=1)))

    def naming_of(self, name: str, *, otherwise: str = "") -> Naming:
        """What is said of a part.

        Args:
            name: Of the part.
            otherwise: Label if nothing is said; made of the name if empty.
        """
        for row in self._rows:
            if fnmatchcase(name, row.pattern):
                return row
        return Naming(name, otherwise or words_of(name))


def words_of(name: str) -> str:
    """What a name says, as `coffee table` for `CoffeeTable_02`; the name if it says nothing.

    Left out are numbers, letters that tell variants apart (`ChairA`), who made it and for what
    (`aws_robomaker_residential_Bed_01`), and, of parts of a building, which one it is: any wall
    is a `wall`.
    """
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    words = re.findall(r"[^\W\d_]+", spaced.lower())
    while len(words) > 1 and words[0] in _MAKERS:
        words.pop(0)
    while len(words) > 1 and (len(words[-1]) == 1 or words[-1] in _ENDINGS):
        words.pop()
    while len(words) > 1 and words[0] in _OF_BUILDING:
        words.pop(0)
    last = words[-1].removesuffix("s") if words else ""
    return last if last in _ALL_ALIKE else " ".join(words) or name


def _yaml(text: str, file: Path) -> list[object]:
    try:
        import yaml
    except ImportError as error:
        raise MissingDependency("yaml", "scenes") from error
    try:
        found = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise ImportFailed("a table of names is no YAML", got=f"{file}: {error}") from error
    if not isinstance(found, list):
        raise ImportFailed("a table of names is a list of rows", got=str(file))
    return found


def _row(row: object, where: str) -> Naming:
    if not isinstance(row, dict) or not {"pattern", "label"} <= set(row) <= _COLUMNS:
        remedy = "Give each row a pattern and a label, and perhaps movable"
        raise ImportFailed("a row of a table of names is wrong", got=where, remedy=remedy)
    pattern, label = (
        str(row[each] if row[each] is not None else "") for each in ("pattern", "label")
    )
    movable = str(row.get("movable") if row.get("movable") is not None else "").strip().lower()
    if movable and movable not in _YES | _NO:
        raise ImportFailed("movable is yes or no", got=f"{movable!r} in {where}")
    return Naming(pattern, label.strip(), movable in _YES if movable else None)
