"""No big field of a message is filled element by element: see `whereseen.nodes.convert.fill`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SLOW_METHODS = {"astype", "copy", "flatten", "ravel", "reshape", "tobytes", "tolist", "view"}
SLOW_FUNCTIONS = {"bytes", "bytearray", "list", "tuple"}
NUMPY = {"np", "numpy"}


def slow_fills(source: str, name: str = "<line>") -> list[int]:
    """Lines that give a field `data` something that is no `array.array`."""
    return sorted({value.lineno for value in given(ast.parse(source, name)) if is_slow(value)})


def given(tree: ast.AST) -> Iterator[ast.expr]:
    """What is assigned to an attribute `data`, or passed by that name to a class."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(is_data(target) for target in node.targets):
            yield node.value
        if isinstance(node, ast.Call) and called(node)[:1].isupper():
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "data")


def is_data(target: ast.expr) -> bool:
    return isinstance(target, ast.Attribute) and target.attr == "data"


def called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def is_slow(value: ast.expr) -> bool:
    if isinstance(value, (ast.ListComp, ast.GeneratorExp, ast.List)):
        return True
    if not isinstance(value, ast.Call):
        return False
    if isinstance(value.func, ast.Name):
        return value.func.id in SLOW_FUNCTIONS
    root = value.func
    while isinstance(root, ast.Attribute):
        root = root.value
    from_numpy = isinstance(root, ast.Name) and root.id in NUMPY
    return from_numpy or called(value) in SLOW_METHODS


@pytest.mark.parametrize(
    "line",
    [
        "image.data = pixels.tolist()",
        "image.data = pixels.tobytes()",
        "image.data = np.ascontiguousarray(pixels)",
        "image.data = pixels[..., ::-1].ravel()",
        "self.message.data = [int(v) for v in pixels]",
        "cloud.data = list(pixels)",
        "image = Image(height=2, data=pixels.tobytes())",
        "grid = msg.OccupancyGrid(data=numpy.zeros(3))",
    ],
)
def test_slow_fills_are_found(line: str) -> None:
    assert slow_fills(f"\n{line}\n") == [2]


@pytest.mark.parametrize(
    "line",
    [
        'image.data = filled("B", pixels)',
        "image.data = data",
        'image = Image(data=filled("B", pixels))',
        "about = pixels.tolist()",
        "parse(data=pixels.tobytes())",
    ],
)
def test_other_lines_are_left_alone(line: str) -> None:
    assert slow_fills(line) == []


@pytest.mark.parametrize("folder", ["nodes", "sim"])
def test_no_field_is_filled_slowly(folder: str) -> None:
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files
    found = [
        f"{file}:{line}"
        for file in files
        for line in slow_fills(file.read_text("utf-8"), str(file))
    ]
    assert found == []
