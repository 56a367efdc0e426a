"""YAML as scenes use it: no aliases, no key twice; short things on one line."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

import yaml

from whereseen.sim.scene.errors import SceneFileError

_SHORT = 6  # lists of so many scalars are written on one line
_WIDTH = 110


class _Loader(yaml.SafeLoader):
    """Plain values only; nothing that grows without bounds, or hides what was written."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.constructor.ConstructorError(None, None, "aliases are not allowed", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value]
        for index, key in enumerate(keys):
            if key in keys[:index]:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key} is there twice", node.start_mark
                )
        return super().construct_mapping(node, deep=deep)


_BOOL = "tag:yaml.org,2002:bool"
# As in YAML 1.2: `on`, `off`, `yes` and `no` are text.
_Loader.yaml_implicit_resolvers = {
    first: [each for each in known if each[0] != _BOOL]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL, re.compile("^(?:true|false)$"), list("tf"))


class _Dumper(yaml.SafeDumper):
    """Spots, points and states on one line; no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _mapping(dumper: _Dumper, value: dict[str, Any]) -> yaml.Node:
    short = len(value) <= 3 and "name" not in value
    short = short and not any(isinstance(each, dict) for each in value.values())
    return dumper.represent_mapping("tag:yaml.org,2002:map", value, flow_style=short)


def _list(dumper: _Dumper, value: list[Any]) -> yaml.Node:
    short = len(value) <= _SHORT and not any(isinstance(each, (list, dict)) for each in value)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=short)


def _text(dumper: _Dumper, value: str) -> yaml.Node:
    # PyYAML writes these as they are and reads them as spaces.
    style = '"' if any(each in value for each in "\x85\u2028\u2029") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(list, _list)


def parse(text: str) -> Any:
    """The plain value of a document.

    Raises:
        SceneFileError: if it is no YAML, or uses what scenes do not.
    """
    try:
        return yaml.load(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        got = " ".join(str(error).split())[:200]
        raise SceneFileError("this is not YAML as scenes use it", got=got) from error


def dump(value: Any) -> str:
    """A plain value as a document, the same each time."""
    text: str = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)
    return text
