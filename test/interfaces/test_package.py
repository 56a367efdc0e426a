"""What package.xml asks rosdep for, and what colcon installs."""

import ast
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ElementTree.parse(ROOT / "package.xml").getroot()
DEPENDENCIES = {found.text for found in PACKAGE if found.tag in {"depend", "exec_depend"}}
# Python packages by the keys of rosdep's python.yaml, where they have one.
KEYS = {
    "numpy": "python3-numpy",
    "numba": "python3-numba",
    "llvmlite": "python3-numba",  # which depends on it
    "scipy": "python3-scipy",
    "networkx": "python3-networkx",
    "PIL": "python3-pil",
    "matplotlib": "python3-matplotlib",
    "shapely": "python3-shapely",
    "typer": "python3-typer",
    "yaml": "python3-yaml",
    "rich": "python3-rich",
    "tf2_ros": "tf2_ros_py",
}
# Neither in a ROS distribution nor among rosdep's system packages: said in docs/install_ros2.md.
BY_PIP = {"rosbags", "ruamel", "tokenizers", "safetensors", "threadpoolctl"}
OPTIONAL = {
    "emem", "habitat_sim", "magnum", "onnxruntime", "open3d", "open_clip", "pybullet",
    "pybullet_utils", "rerun", "scene_synthesizer", "torch", "trimesh",
}  # fmt: skip


def imported():
    """Top names of everything that the packages import."""
    names = set()
    for folder in ("memory", "nodes", "sim", "whereseen", "launch"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    names |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    names.add(node.module.partition(".")[0])
    return names


def test_rosdep_is_asked_for_all_that_is_imported():
    foreign = imported() - set(sys.stdlib_module_names) - {"whereseen"} - OPTIONAL - BY_PIP
    assert {KEYS.get(name, name) for name in foreign} <= DEPENDENCIES


def test_no_key_is_one_of_pip():
    """A package with such a key cannot be released into a ROS distribution."""
    assert not [key for key in DEPENDENCIES if key.endswith("-pip")]


def test_what_rosdep_cannot_bring_is_documented():
    text = (ROOT / "docs" / "install_ros2.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if "pip install" in line]
    for name in BY_PIP - {"ruamel"}:  # comes with rosbags
        assert any(name in line for line in lines), name


def test_every_node_is_installed_where_ros2_run_looks():
    nodes = {file.stem for file in (ROOT / "nodes").glob("*_node.py")}
    tree = ast.parse((ROOT / "setup.py").read_text(encoding="utf-8"))
    named = next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "NODES"
    )
    assert set(named) == nodes
    assert named == sorted(named)


@pytest.mark.parametrize("folder", ["config", "launch"])
def test_every_kind_of_file_is_installed(folder):
    """A file of a kind that setup.py does not list would be missing on robots."""
    kinds = {file.suffix for file in (ROOT / folder).iterdir() if file.is_file()} - {".md"}
    listed = (ROOT / "setup.py").read_text(encoding="utf-8")
    assert kinds
    for kind in kinds:
        assert re.search(rf'"{kind[1:]}"|\*\.launch{re.escape(kind)}"', listed), kind


@pytest.mark.parametrize("name", ["jazzy", "kilted"])
def test_what_runs_the_nodes_is_what_the_interfaces_were_built_with(name):
    pins = "pyproject.toml" if name == "jazzy" else "kilted.toml"
    text = (ROOT / "interfaces" / "wheel" / pins).read_text(encoding="utf-8")
    built_with = dict(re.findall(rf'"ros-{name}-([\w-]+)==([\d.]+)"', text))
    call = re.search(rf'ros\("{name}", (.*)\),', (ROOT / "setup.py").read_text(encoding="utf-8"))
    runs_with = dict(re.findall(r'(\w+)="([\d.]+)"', call[1]))
    assert runs_with["rclpy"] == built_with["rclpy"]
    assert runs_with["rmw"] == built_with["rmw-fastrtps-cpp"]
    assert runs_with["common"] == built_with["sensor-msgs"] == built_with["geometry-msgs"]


def test_the_wheels_of_both_distributions_differ_in_pins_only():
    def unpinned(file):
        text = (ROOT / "interfaces" / "wheel" / file).read_text(encoding="utf-8")
        return re.sub(r"^(#.*|    .*==.*)\n", "", text, flags=re.MULTILINE)

    assert unpinned("kilted.toml") == unpinned("pyproject.toml")
