"""Writes the parameter files in config/ from the defaults; a test keeps them equal to these."""

from pathlib import Path

from whereseen.nodes.config import MemoryNodeConfig
from whereseen.nodes.parameters import to_yaml
from whereseen.nodes.simulation.config import SimNodeConfig

_HEADER = """\
# Every parameter of {node}_node with its default; none of them has to be set.
# Written by scripts/write_parameters.py. Live ones may change while the node runs.
"""
_NODES = {"memory": MemoryNodeConfig(), "sim": SimNodeConfig()}


def main() -> None:
    """Write them all."""
    folder = Path(__file__).resolve().parents[1] / "config"
    for node, config in _NODES.items():
        text = _HEADER.format(node=node) + to_yaml(config, node_name=node)
        (folder / f"{node}.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
