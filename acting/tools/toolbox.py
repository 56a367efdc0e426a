"""All tools of a memory: listed with their schemas, and called by name with JSON."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timezone, tzinfo
from typing import Any

from whereseen.acting.tools.asking_tools import ASKING
from whereseen.acting.tools.bounding import bounded
from whereseen.acting.tools.home_tools import HOME
from whereseen.acting.tools.parameters import read_arguments
from whereseen.acting.tools.past_tools import PAST
from whereseen.acting.tools.plain import plain
from whereseen.acting.tools.sources import HeldMemory, Source
from whereseen.acting.tools.tool import Desk, NoSuchTool, Tool, named
from whereseen.acting.tools.writing_tools import WRITING
from whereseen.memory.errors import InvalidConfig
from whereseen.memory.spatial_memory import SpatialMemory

READ_ONLY = (*ASKING, *PAST, *HOME)
WRITING_NAMES = tuple(tool.name for tool in WRITING)
_UTC = timezone.utc
_ALL = named((*READ_ONLY, *WRITING))


class ToolBox:
    """Tools over a memory. One call at a time, as the memory has it.

    Args:
        memory: Which, or where it comes from.
        allow: Names of tools that may change it; none unless given.
        zone: Of the clocks of who asks.

    Raises:
        InvalidConfig: if no writing tool has a name of `allow`.
    """

    def __init__(
        self,
        memory: SpatialMemory | Source,
        *,
        allow: Collection[str] = (),
        zone: tzinfo = _UTC,
    ) -> None:
        unknown = sorted(set(allow) - set(WRITING_NAMES))
        if unknown:
            raise InvalidConfig(
                "there is no such writing tool",
                got=", ".join(unknown)[:200],
                remedy=f"Allow some of: {', '.join(WRITING_NAMES)}",
            )
        self._source: Source = HeldMemory(memory) if isinstance(memory, SpatialMemory) else memory
        self._zone = zone
        allowed = (tool for tool in WRITING if tool.name in allow)
        self.tools: dict[str, Tool] = named((*READ_ONLY, *allowed))

    def call(self, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Call a tool; the result is JSON, bounded, with times as nanoseconds and ISO 8601.

        Args:
            name: Of the tool.
            arguments: As its input schema has them; those that may be left out may be null.

        Raises:
            NoSuchTool: if there is none of this name, or it is not allowed.
            InvalidArguments: if the arguments do not fit.
            WhereseenError: whatever the memory refuses, with what is wrong and the remedy.
        """
        tool = self._tool(name)
        said = read_arguments(arguments, tool.parameters)
        if tool.writes:
            with self._source.writing() as memory:
                made = tool.run(Desk(memory, self._zone), said)
        else:
            memory = self._source.reading(summed_up=tool.sums_up)
            made = tool.run(Desk(memory, self._zone), said)
        return bounded(plain(made, self._zone))

    def schemas(self) -> list[dict[str, Any]]:
        """Name, description, input and output schema of each tool."""
        return [
            {
                "name": tool.name,
                "description": tool.about,
                "input_schema": tool.input_schema,
                "output_schema": tool.output_schema,
            }
            for tool in self.tools.values()
        ]

    def functions(self) -> list[dict[str, Any]]:
        """The tools as OpenAI's function calling takes them."""
        return [
            {
                "type": "function",
                "function": {
                    "name": tool.name,
                    "description": tool.about,
                    "parameters": tool.input_schema,
                },
            }
            for tool in self.tools.values()
        ]

    def _tool(self, name: str) -> Tool:
        tool = self.tools.get(name)
        if tool is None:
            if name in _ALL:
                raise NoSuchTool(
                    "this tool is not allowed here",
                    got=name,
                    remedy="Whoever serves the map can allow it by its name, with --allow",
                )
            remedy = f"Use one of: {', '.join(self.tools)}"
            raise NoSuchTool("there is no such tool", got=repr(name)[:80], remedy=remedy)
        return tool
