"""`whereseen tools` and `whereseen mcp`, the latter with a real client over both transports."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from whereseen.cli import app

ROOT = Path(__file__).resolve().parents[2]
JPEG = b"\xff\xd8\xff"


@pytest.fixture
def run() -> Any:
    runner = CliRunner()
    return lambda *words, **options: runner.invoke(app, [str(word) for word in words], **options)


def test_tools_are_listed_for_function_calling(run: Any, mapped: Path) -> None:
    listed = json.loads(run("tools", mapped).stdout)
    assert {each["type"] for each in listed} == {"function"}
    assert {"ask", "localize"} <= {each["function"]["name"] for each in listed}
    full = json.loads(run("tools", mapped, "--form", "mcp", "--allow", "remember, forget").stdout)
    assert full[-1]["name"] == "forget"
    assert full[-1]["output_schema"]["type"] == "object"


def test_a_tool_is_called(run: Any, mapped: Path) -> None:
    done = run("tools", mapped, "call", "localize", '{"what": "red mug"}')
    assert json.loads(done.stdout)["best"]["label"] == "red mug"
    again = run("tools", mapped, "call", "localize", "-", input='{"what": "red mug"}')
    assert again.stdout == done.stdout
    assert json.loads(run("tools", mapped, "call", "rooms").stdout)["rooms"] == []


def test_what_is_told_is_kept_if_that_is_allowed(run: Any, mapped: Path, tmp_path: Path) -> None:
    own = Path(shutil.copy(mapped, tmp_path / "own.map"))
    said = '{"what": "vase", "position_m": [0.5, 0.5, 1.0], "source": "Anna"}'
    assert run("tools", own, "call", "remember", said).exit_code == 1
    assert run("tools", own, "call", "remember", said, "--allow", "remember").exit_code == 0
    known = json.loads(run("tools", own, "call", "things").stdout)
    assert [each["label"] for each in known["things"]] == ["red mug", "vase"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("ask",), 2),
        (("call",), 2),
        (("--form", "xml"), 2),
        (("call", "fly"), 1),
        (("call", "localize", "{}"), 1),
        (("call", "localize", "what"), 1),
        (("call", "localize", '{"what": "mug"'), 1),
        (("--allow", "everything"), 1),
    ],
)
def test_wrong_use(run: Any, mapped: Path, words: tuple[str, ...], code: int) -> None:
    assert run("tools", mapped, *words).exit_code == code


def test_a_key_needs_a_name_and_http(
    run: Any, mapped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("mcp", mapped, "--key-variable", "MCP_KEY").exit_code == 2
    monkeypatch.delenv("MCP_KEY", raising=False)
    assert run("mcp", mapped, "--http", "0", "--key-variable", "MCP_KEY").exit_code == 1


def test_no_map(run: Any, tmp_path: Path) -> None:
    assert run("tools", tmp_path / "none.map").exit_code == 1
    assert run("mcp", tmp_path / "none.map").exit_code == 1


async def _talk(client: Any) -> tuple[Any, Any, Any]:
    async with client:
        found = await client.call_tool("localize", {"what": "red mug"})
        refused = await client.call_tool("remember", {"what": "the mug is on the wall"})
        image_id = found.structured_content["images"][0]["image_id"]
        return (
            found,
            refused,
            await client.call_tool("image", {"image_id": image_id, "most_px": 64}),
        )


def _check(found: Any, refused: Any, image: Any) -> None:
    assert found.structured_content["best"]["label"] == "red mug"
    assert refused.is_error
    picture, words = image.content
    assert (picture.type, picture.mime_type) == ("image", "image/jpeg")
    assert base64.b64decode(picture.data).startswith(JPEG)
    assert json.loads(words.text)["width_px"] == 64
    assert "base64" not in words.text


def test_a_client_over_standard_input_and_output(mapped: Path) -> None:
    mcp = pytest.importorskip("mcp")
    server = mcp.StdioServerParameters(
        command=sys.executable,
        args=["-m", "whereseen", "mcp", str(mapped)],
        env=dict(os.environ),
        cwd=ROOT,
    )
    _check(*asyncio.run(_talk(mcp.Client(server))))


def test_a_client_over_http_on_this_machine(mapped: Path) -> None:
    mcp = pytest.importorskip("mcp")
    from httpx2 import AsyncClient
    from mcp.client.streamable_http import streamable_http_client

    words = [sys.executable, "-m", "whereseen", "mcp", str(mapped), "--http", "0"]
    server = subprocess.Popen(
        [*words, "--key-variable", "MCP_KEY"],
        cwd=ROOT,
        env=os.environ | {"MCP_KEY": "let-me-in"},
        stderr=subprocess.PIPE,
        text=True,
    )

    async def talk(url: str) -> Any:
        async with AsyncClient() as nobody:
            refused = await nobody.post(url, json={})
        async with AsyncClient(headers={"Authorization": "Bearer let-me-in"}) as known:
            client = mcp.Client(streamable_http_client(url, http_client=known))
            return refused.status_code, *await _talk(client)

    try:
        assert server.stderr is not None
        url = next(word for word in server.stderr.readline().split() if word.startswith("http"))
        assert url.startswith("http://127.0.0.1:")
        status, *made = asyncio.run(talk(url.rstrip(";")))
        assert status == 401
        _check(*made)
    finally:
        server.terminate()
        server.communicate(timeout=60)


def test_it_ends_when_its_client_goes(mapped: Path) -> None:
    pytest.importorskip("mcp")
    words = [sys.executable, "-m", "whereseen", "mcp", str(mapped)]
    done = subprocess.run(
        words, cwd=ROOT, input="this is not JSON\n", capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
