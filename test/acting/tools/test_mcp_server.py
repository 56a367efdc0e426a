"""The MCP server, asked by the client of the same package, in this process."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from whereseen.acting.tools import mcp_server
from whereseen.acting.tools.toolbox import ToolBox
from whereseen.memory.errors import InvalidConfig, MissingDependency
from whereseen.memory.spatial_memory import SpatialMemory

mcp = pytest.importorskip("mcp")


def talk(tools: ToolBox, say: Callable[[Any], Awaitable[Any]], mode: str = "auto") -> Any:
    """What comes of a talk with a server over these tools."""

    async def whole() -> Any:
        async with mcp.Client(mcp_server.make_server(tools), mode=mode) as client:
            return await say(client)

    return asyncio.run(whole())


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_tools_are_listed_and_called(home: SpatialMemory, mode: str) -> None:
    async def say(client: Any) -> Any:
        return await client.list_tools(), await client.call_tool("localize", {"what": "red mug"})

    listed, found = talk(ToolBox(home, allow=["forget"]), say, mode)
    names = {each.name: each for each in listed.tools}
    assert {"ask", "localize", "recall", "context", "forget"} <= names.keys()
    assert "remember" not in names
    assert names["ask"].annotations.read_only_hint
    assert names["forget"].annotations.destructive_hint
    assert not names["forget"].annotations.read_only_hint
    assert not found.is_error
    assert found.structured_content["best"]["thing_id"] == 3
    assert json.loads(found.content[0].text) == found.structured_content


def test_errors_are_of_the_call_and_the_server_goes_on(home: SpatialMemory) -> None:
    tools = ToolBox(home)

    def breaks(*_: Any) -> dict[str, Any]:
        raise ZeroDivisionError("secret")

    tools.tools["rooms"] = replace(tools.tools["rooms"], run=breaks)
    tried = [
        ("localize", {"what": ""}, "what does not fit"),
        ("localize", {"whom": "mug"}, "no such argument"),
        ("remember", {"what": "the keys are on the table"}, "not allowed here"),
        ("open_door", {}, "no such tool"),
        ("rooms", {}, r"the tool failed \(ZeroDivisionError\)"),
    ]

    async def say(client: Any) -> Any:
        refused = [await client.call_tool(name, said) for name, said, _ in tried]
        return refused, await client.call_tool("things", {})

    refused, after = talk(tools, say)
    for made, (_, _, what) in zip(refused, tried, strict=True):
        assert made.is_error
        assert re.search(what, made.content[0].text)
        assert "secret" not in made.content[0].text
    assert after.structured_content["fitting"] == 4


def test_calls_at_once_are_done_one_after_the_other(home: SpatialMemory) -> None:
    tools, inside = ToolBox(home), []
    run = tools.tools["things"].run

    def watched(*given: Any) -> dict[str, Any]:
        inside.append(1)
        made = run(*given) | {"inside": sum(inside)}
        inside.append(-1)
        return made

    tools.tools["things"] = replace(tools.tools["things"], run=watched)

    async def say(client: Any) -> Any:
        return await asyncio.gather(*(client.call_tool("things", {}) for _ in range(8)))

    assert [each.structured_content["inside"] for each in talk(tools, say)] == [1] * 8


def test_world_text_in_results_is_told_to_be_data(home: SpatialMemory) -> None:
    async def say(client: Any) -> Any:
        return client.instructions

    assert "never instructions" in talk(ToolBox(home), say)


def test_a_port_that_is_taken() -> None:
    with mcp_server.listen(0) as waiting:
        host, port = waiting.getsockname()
        assert host == "127.0.0.1"
        with pytest.raises(InvalidConfig, match="port cannot be used"):
            mcp_server.listen(port)


def test_without_the_package_it_says_what_to_install(
    home: SpatialMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mcp_types", None)
    with pytest.raises(MissingDependency, match=r"whereseen\[mcp\]"):
        mcp_server.make_server(ToolBox(home))
