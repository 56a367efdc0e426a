"""Where files and programs are found."""

import os
from pathlib import Path

import pytest

from whereseen.nodes.deployment import files
from whereseen.nodes.deployment.errors import NotInstalled

ROOT = Path(__file__).resolve().parents[3]


def test_a_checkout_uses_its_own_files():
    assert files.config_file("fastdds.xml", os.environ) == ROOT / "config" / "fastdds.xml"


def test_an_installed_package_uses_those_of_its_prefix(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "__file__", str(tmp_path / "lib/site-packages/whereseen/nodes/a/b"))
    config = tmp_path / "share/whereseen/config"
    config.mkdir(parents=True)
    (config / "fastdds.xml").touch()
    found = files.config_file("fastdds.xml", {"AMENT_PREFIX_PATH": f"/nowhere:{tmp_path}"})
    assert found == config / "fastdds.xml"


def test_files_of_pip_are_found_below_the_prefix_of_python(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "__file__", str(tmp_path / "lib/site-packages/whereseen/nodes/a/b"))
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    config = tmp_path / "share/whereseen/config"
    config.mkdir(parents=True)
    (config / "memory.yaml").touch()
    assert files.config_file("memory.yaml", {}) == config / "memory.yaml"


def test_a_file_that_is_nowhere_is_an_error_that_says_where_it_was_sought():
    with pytest.raises(NotInstalled, match=r"config/none\.yaml .*share/whereseen"):
        files.config_file("none.yaml", {})


def test_programs_of_colcon_are_found(ament, tmp_path):
    environment = ament("whereseen/memory_node")
    found = files.ament_program("whereseen", "memory_node", environment)
    assert found == tmp_path / "lib/whereseen/memory_node"
    assert files.ament_program("whereseen", "replay_node", environment) is None
    assert files.ament_program("whereseen", "memory_node", {}) is None


def test_what_cannot_be_executed_is_no_program(ament, tmp_path):
    environment = ament("whereseen/memory_node")
    (tmp_path / "lib/whereseen/memory_node").chmod(0o644)
    assert files.ament_program("whereseen", "memory_node", environment) is None


def test_other_programs_are_sought_on_the_path_as_well(ament, tmp_path):
    folder = tmp_path / "lib/bin"
    environment = ament("bin/rviz2") | {"PATH": str(folder)}
    assert files.program_of("rviz2", "rviz2", environment) == folder / "rviz2"


def test_a_missing_program_is_an_error_that_says_how_to_get_it(ament):
    with pytest.raises(NotInstalled, match=r"rviz2 is not installed.*apt install.*Foxglove"):
        files.program_of("rviz2", "rviz2", ament())
