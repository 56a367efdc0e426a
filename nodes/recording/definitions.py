"""Definitions of message types, as text and as hashes, from the packages that are installed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from rosbags.interfaces import Nodetype
from rosbags.interfaces.typing import FieldDesc, Typesdict
from rosbags.typesys import Stores, TypesysError, get_types_from_msg, get_typestore

from whereseen.nodes.recording.errors import UnknownStorage


@dataclass(frozen=True, slots=True)
class MessageDefinition:
    """What a type means.

    Attributes:
        text: Its `.msg` file, followed by those of the types within it, as bags hold them.
        type_hash: "RIHS01_..."; equal on all machines that define the type alike.
    """

    text: str
    type_hash: str


class MessageDefinitions:
    """Finds the definition of a type and of all types within it.

    What is installed comes first, so that bags say what this machine really sends; what rosbags
    carries of ROS 2 serves where a package comes without its `.msg` files.
    """

    def __init__(self) -> None:
        self._store = get_typestore(Stores.EMPTY)
        self._carried = get_typestore(Stores.ROS2_JAZZY)

    def of(self, type_name: str) -> MessageDefinition:
        """The definition of a type, named as "sensor_msgs/msg/Image".

        Raises:
            UnknownStorage: if neither an installed package nor rosbags knows it.
        """
        self._learn(type_name)
        text, _ = self._store.generate_msgdef(type_name, ros_version=2)
        return MessageDefinition(
            text, _generated_hash(type_name) or self._store.hash_rihs01(type_name)
        )

    def _learn(self, type_name: str) -> None:
        if type_name in self._store.fielddefs:
            return
        types = self._installed(type_name) or self._as_carried(type_name)
        for needed in _types_within(types):
            if needed not in types:
                self._learn(needed)
        self._store.register(types)

    def _installed(self, type_name: str) -> Typesdict:
        file = definition_file(type_name)
        if file is None:
            return {}
        try:
            return get_types_from_msg(file.read_text("utf-8"), type_name)
        except (OSError, UnicodeDecodeError, TypesysError) as error:
            raise UnknownStorage(
                "a message definition is unreadable", got=f"{file}: {error}"
            ) from None

    def _as_carried(self, type_name: str) -> Typesdict:
        if type_name not in self._carried.fielddefs:
            raise UnknownStorage(
                "the definition of a message type is unknown",
                got=type_name,
                remedy="Install the package that has it, and source its workspace",
            )
        return {type_name: self._carried.fielddefs[type_name]}


def definition_file(type_name: str) -> Path | None:
    """The installed `.msg` file of a type, found from where its Python package lies."""
    package, kind, name = type_name_parts(type_name)
    try:
        spec = find_spec(package) if kind == "msg" else None
    except (ImportError, ValueError):
        spec = None
    if spec is None or spec.origin is None:
        return None
    wanted = Path("share", package, "msg", f"{name}.msg")
    # Above the package lie site-packages, then the prefix of the installation or workspace.
    candidates = (above / wanted for above in Path(spec.origin).resolve().parents)
    return next((file for file in candidates if file.is_file()), None)


def _generated_hash(type_name: str) -> str:
    """The hash that came with the `.msg` file; rosbags computes another for types with a char."""
    file = definition_file(type_name)
    if file is None:
        return ""
    try:
        hashes = json.loads(file.with_suffix(".json").read_text("utf-8"))["type_hashes"]
        return next(str(one["hash_string"]) for one in hashes if one["type_name"] == type_name)
    except (OSError, ValueError, LookupError, TypeError, StopIteration):
        return ""  # Humble has no such files, and no hashes either


def type_name_parts(type_name: str) -> tuple[str, str, str]:
    """Package, kind and name of a type.

    Raises:
        UnknownStorage: if it is not the name of one.
    """
    parts = type_name.split("/")
    if len(parts) != 3 or not all(part.isidentifier() for part in parts):
        raise UnknownStorage(
            "not the name of a message type",
            got=repr(type_name),
            remedy="Write it as package/msg/Name",
        )
    return parts[0], parts[1], parts[2]


def _types_within(types: Typesdict) -> list[str]:
    """Names of the types that the fields of `types` have, sorted."""
    fields = (desc for _, fields in types.values() for _, desc in fields)
    return sorted({name for desc in fields for name in _named(desc)})


def _named(desc: FieldDesc) -> tuple[str, ...]:
    if desc[0] == Nodetype.NAME:
        return (str(desc[1]),)
    if desc[0] in (Nodetype.ARRAY, Nodetype.SEQUENCE):
        return _named(desc[1][0])
    return ()
