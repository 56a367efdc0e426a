"""Writes config/memory.yaml from the defaults; a test keeps it equal to them."""

from pathlib import Path

from whereseen.nodes.config import MemoryNodeConfig
from whereseen.nodes.parameters import to_yaml

_HEADER = """\
# Every parameter of memory_node with its default; none of them has to be set.
# Written by scripts/write_parameters.py. Live ones may change while the node runs.
"""


def parameter_file() -> str:
    """The whole file."""
    return _HEADER + to_yaml(MemoryNodeConfig(), node_name="memory")


if __name__ == "__main__":
    target = Path(__file__).resolve().parents[1] / "config" / "memory.yaml"
    target.write_text(parameter_file(), encoding="utf-8")
