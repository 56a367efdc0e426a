"""What the package promises to rosdep and to `ros2 run`."""

import ast
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from whereseen.nodes.deployment.catalogue import deployments

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = ElementTree.parse(ROOT / "package.xml").getroot()
KEYS = {element.text for element in MANIFEST if element.tag.endswith("depend")}
# Python packages whose key has another name.
KEY_OF = {"tf2_ros": "tf2_ros_py", "PIL": "python3-pil", "scipy": "python3-scipy"}
# Imported where they are, done without where they are not, or not in any ROS distribution.
NO_KEY = {"rosbags", "ruamel", "zstandard", "whereseen", "numpy"}


def imported_by(folder):
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.partition(".")[0]


def test_rosdep_is_asked_for_every_ros_package_that_is_imported():
    names = set(imported_by(ROOT / "nodes")) - set(sys.stdlib_module_names) - NO_KEY
    assert {KEY_OF.get(name, name) for name in names} <= KEYS


def test_a_ros_distribution_could_take_the_package():
    """It refuses keys that mean pip, and open3d has none for Ubuntu 24.04."""
    assert not [key for key in KEYS if key.endswith("-pip")]
    assert "python3-open3d" not in KEYS


def test_every_node_is_installed_under_the_name_by_which_it_is_started(tmp_path):
    installed = installed_nodes()
    for deployment in deployments({}):
        names = {argument.name for argument in deployment.arguments}
        values = {name: str(tmp_path) for name in names & {"path", "record"}}
        for process in deployment.start_list(values, {}):
            assert process.executable in installed
            assert process.module == f"whereseen.nodes.{process.executable}"


NODES = ("errand_node", "memory_node", "picture_node", "record_node", "replay_node", "sim_node")


@pytest.mark.parametrize("name", NODES)
def test_every_installed_node_has_a_main(name):
    assert name in installed_nodes()
    module = ast.parse((ROOT / "nodes" / f"{name}.py").read_text())
    assert "main" in {node.name for node in module.body if isinstance(node, ast.FunctionDef)}


def installed_nodes():
    """The names that setup.py installs to where `ros2 run` looks."""
    for statement in ast.parse((ROOT / "setup.py").read_text()).body:
        if isinstance(statement, ast.Assign) and statement.targets[0].id == "NODES":
            return ast.literal_eval(statement.value)
    raise AssertionError("setup.py has no NODES")
