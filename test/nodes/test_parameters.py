from dataclasses import replace
from pathlib import Path

import pytest
import rclpy
import yaml
from rclpy.context import Context
from rclpy.node import Node
from rclpy.parameter import Parameter

from whereseen.memory.config import MemoryConfig, PlaceConfig, VoxelConfig
from whereseen.memory.errors import InvalidConfig
from whereseen.nodes.config import MemoryNodeConfig
from whereseen.nodes.parameters import Parameters, knobs_of, to_yaml, with_values
from whereseen.nodes.simulation.config import SimNodeConfig

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "config" / "memory.yaml"


@pytest.fixture
def make_node(ros_domain):
    made = []

    def make(*arguments):
        context = Context()
        rclpy.init(context=context, args=["--ros-args", *arguments], domain_id=ros_domain)
        node = Node("memory", context=context)
        made.append((node, context))
        return node

    yield make
    for node, context in made:
        node.destroy_node()
        context.try_shutdown()


CONFIGS = {"memory": MemoryNodeConfig(), "sim": SimNodeConfig()}


@pytest.mark.parametrize("name", CONFIGS)
def test_the_parameter_file_is_written_from_the_defaults(name):
    written = (ROOT / "config" / f"{name}.yaml").read_text(encoding="utf-8")
    assert written.endswith(to_yaml(CONFIGS[name], node_name=name))
    assert written.startswith(f"# Every parameter of {name}_node")


@pytest.mark.parametrize("name", CONFIGS)
def test_the_parameter_file_holds_every_default_with_its_type(name):
    text = (ROOT / "config" / f"{name}.yaml").read_text(encoding="utf-8")
    flat = dict(_flat(yaml.safe_load(text)[f"/**/{name}"]["ros__parameters"]))
    expected = {knob.name: knob.default for knob in knobs_of(CONFIGS[name])}
    assert flat == expected
    assert {name: type(value) for name, value in flat.items()} == {
        name: type(value) for name, value in expected.items()
    }


def test_nothing_of_a_simulation_changes_while_it_runs():
    assert not [knob.name for knob in knobs_of(SimNodeConfig()) if knob.live]


def _flat(group, prefix=""):
    for name, value in group.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def test_ros_reads_the_parameter_file_in_any_namespace(make_node):
    node = make_node("--params-file", str(FILE), "-r", "__ns:=/robot1")
    parameters = Parameters(node, MemoryNodeConfig())
    assert parameters.read() == MemoryNodeConfig()
    assert parameters.unknown == ()
    assert len(node._parameter_overrides) == len(list(knobs_of(MemoryNodeConfig())))


def test_whole_numbers_are_taken_where_a_fraction_is_possible(make_node):
    node = make_node("-p", "memory.voxels.range_m:=4", "-p", "input.transform_timeout_s:=0")
    config = Parameters(node, MemoryNodeConfig()).read()
    assert (config.memory.voxels.range_m, config.input.transform_timeout_s) == (4.0, 0.0)


@pytest.mark.parametrize(
    "given",
    [
        ("memory.voxels.range_m", "far"),
        ("input.queue_size", "2.5"),
        ("autostart", "1"),
        ("encoder", "[a, b]"),
        ("memory.voxels.range_m", "-1"),
    ],
)
def test_values_of_another_type_or_out_of_range_are_refused_by_name(make_node, given):
    name, value = given
    with pytest.raises(InvalidConfig, match=name):
        Parameters(make_node("-p", f"{name}:={value}"), MemoryNodeConfig())


def test_values_given_at_the_start_arrive_in_their_groups(make_node):
    node = make_node("-p", "memory.voxels.voxel_size_m:=0.1", "-p", "map_frame:=world")
    config = Parameters(node, MemoryNodeConfig()).read()
    assert config.map_frame == "world"
    assert config.memory.voxels.voxel_size_m == 0.1
    assert config.memory.voxels == replace(VoxelConfig(), voxel_size_m=0.1)


def test_misspelt_parameters_are_told(make_node):
    node = make_node("-p", "memory.voxels.voxelsize_m:=0.1", "-p", "map_frame:=world")
    assert Parameters(node, MemoryNodeConfig()).unknown == ("memory.voxels.voxelsize_m",)


def test_values_out_of_range_do_not_start(make_node):
    node = make_node("-p", "memory.voxels.range_m:=-1.0")
    with pytest.raises(InvalidConfig, match="range_m"):
        Parameters(node, MemoryNodeConfig())


def test_descriptors_tell_meaning_range_and_choices(make_node):
    node = make_node()
    Parameters(node, MemoryNodeConfig())
    stride = node.describe_parameter("memory.voxels.stride_px")
    assert (stride.integer_range[0].from_value, stride.integer_range[0].to_value) == (1, 32)
    assert stride.description.startswith("Every n-th pixel") and "Live" in stride.description
    quality = node.describe_parameter("input.sensor_qos")
    assert "One of best_effort, reliable." in quality.description
    assert all(
        node.describe_parameter(knob.name).description for knob in knobs_of(MemoryNodeConfig())
    )


def test_any_parameter_may_change_before_the_node_is_configured(make_node):
    node = make_node()
    parameters = Parameters(node, MemoryNodeConfig())
    (result,) = node.set_parameters([Parameter("map_frame", value="world")])
    assert result.successful
    assert parameters.read().map_frame == "world"


def test_a_configured_node_takes_live_parameters_at_once(make_node):
    node = make_node()
    parameters = Parameters(node, MemoryNodeConfig())
    applied = []
    parameters.follow(applied.append)
    (result,) = node.set_parameters([Parameter("memory.places.found_at", value=0.7)])
    assert result.successful
    expected = MemoryNodeConfig(memory=MemoryConfig(places=PlaceConfig(found_at=0.7)))
    assert applied == [expected] == [parameters.read()]


def test_a_configured_node_refuses_others_with_the_reason(make_node):
    node = make_node()
    parameters = Parameters(node, MemoryNodeConfig())
    parameters.follow(lambda config: None)
    (result,) = node.set_parameters([Parameter("memory.voxels.voxel_size_m", value=0.1)])
    assert not result.successful
    assert "memory.voxels.voxel_size_m cannot change while the node is configured" in result.reason
    assert parameters.read() == MemoryNodeConfig()


def test_values_that_do_not_fit_together_are_refused_with_the_reason(make_node):
    node = make_node()
    parameters = Parameters(node, MemoryNodeConfig())
    (result,) = node.set_parameters([Parameter("memory.voxels.release_at", value=100)])
    assert not result.successful
    assert "release_at" in result.reason
    assert parameters.read() == MemoryNodeConfig()


def test_what_the_memory_refuses_is_not_set(make_node):
    node = make_node()
    parameters = Parameters(node, MemoryNodeConfig())

    def refuse(config):
        raise InvalidConfig("not today", remedy="Try tomorrow")

    parameters.follow(refuse)
    (result,) = node.set_parameters([Parameter("memory.places.found_at", value=0.7)])
    assert not result.successful and "Try tomorrow" in result.reason
    assert node.get_parameter("memory.places.found_at").value == 0.4


def test_unknown_choices_are_refused():
    with pytest.raises(InvalidConfig, match="Use one of best_effort, reliable"):
        with_values(MemoryNodeConfig(), {"input.sensor_qos": "sometimes"})
