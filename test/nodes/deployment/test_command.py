"""Command lines that mean what the description says."""

import json
import shlex
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from whereseen.nodes.deployment.command import program_for, ros_arguments, shell_line
from whereseen.nodes.deployment.errors import NotInstalled
from whereseen.nodes.deployment.process import NodeProcess

# Readers of YAML refuse other characters even inside quotes.
PRINTABLE = st.characters(exclude_categories=["C", "Z"], include_characters=" \n\t\"\\'")


def process(**changes):
    fields = {
        "name": "memory",
        "package": "whereseen",
        "executable": "memory_node",
        "module": "whereseen.nodes.memory_node",
    }
    return NodeProcess(**(fields | changes))


def test_without_colcon_python_runs_the_module():
    program = program_for(process(), {"A": "b"})
    assert program.command == (
        *(sys.executable, "-m", "whereseen.nodes.memory_node"),
        *("--ros-args", "-r", "__node:=memory", "--log-level", "info"),
    )
    assert program.environment == {"A": "b", "PYTHONUNBUFFERED": "1"}
    assert program.name == "memory"


def test_with_colcon_the_installed_program_runs(ament, tmp_path):
    program = program_for(process(), ament("whereseen/memory_node"))
    assert program.command[0] == str(tmp_path / "lib/whereseen/memory_node")
    assert program.command[1] == "--ros-args"


def test_programs_of_others_must_be_installed(ament):
    rviz = process(name="rviz", package="rviz2", executable="rviz2", module="")
    with pytest.raises(NotInstalled, match="rviz2 is not installed"):
        program_for(rviz, ament())


def test_everything_described_is_on_the_line():
    described = process(
        namespace="robot1",
        parameters={"path": "a b", "rate": 2.0, "loop": True, "depth": 5},
        parameter_files=(Path("/a.yaml"), Path("/b.yaml")),
        remappings=(("/rgb/image", "rgb/image"),),
        log_level="debug",
    )
    assert ros_arguments(described) == (
        *("--ros-args", "-r", "__node:=memory", "-r", "__ns:=/robot1"),
        *("-r", "/rgb/image:=rgb/image"),
        *("--params-file", "/a.yaml", "--params-file", "/b.yaml"),
        *("-p", 'path:="a b"', "-p", "rate:=2.0", "-p", "loop:=true", "-p", "depth:=5"),
        *("--log-level", "debug"),
    )


def test_an_absolute_namespace_stays_one():
    assert "__ns:=/fleet/robot1" in ros_arguments(process(namespace="/fleet/robot1"))


def test_plain_arguments_come_before_those_of_ros():
    words = program_for(process(arguments=("-d", "x.rviz")), {}).command
    assert words[3:6] == ("-d", "x.rviz", "--ros-args")


def test_variables_of_the_process_win_over_inherited_ones():
    described = process(environment={"A": "mine"})
    assert program_for(described, {"A": "theirs", "B": "b"}).environment["A"] == "mine"


def test_the_shell_line_can_be_pasted_into_a_shell():
    described = process(parameters={"path": 'it\'s "here"'}, environment={"A": "b c"})
    words = shlex.split(shell_line(described, {}))
    assert words[0] == "A=b c"
    assert "path:=" + json.dumps('it\'s "here"') in words


@given(st.one_of(st.booleans(), st.integers(-(2**53), 2**53), st.text(PRINTABLE)))
def test_values_keep_their_type_and_content_in_yaml(value):
    read = yaml.safe_load(yaml_of(value))
    assert type(read) is type(value)
    assert read == value


@given(st.floats(-1e6, 1e6))
def test_numbers_keep_every_digit(value):
    assert float(yaml_of(value)) == value


def yaml_of(value):
    words = ros_arguments(process(parameters={"v": value}))
    return words[words.index("-p") + 1].removeprefix("v:=")
