"""What each deployment starts."""

import sys
from dataclasses import fields

import pytest

from whereseen.nodes.deployment import catalogue
from whereseen.nodes.deployment.catalogue import deployment_named, deployments
from whereseen.nodes.deployment.errors import InvalidArgument, NotInstalled, UnknownDeployment
from whereseen.nodes.deployment.files import config_file

FASTDDS = {"FASTRTPS_DEFAULT_PROFILES_FILE": str(config_file("fastdds.xml", {}))}


def start_list(name, environment=None, **values):
    processes = deployment_named(name, {}).start_list(values, environment or {})
    return {process.name: process for process in processes}


@pytest.fixture
def recording(tmp_path):
    file = tmp_path / "kitchen.wsr"
    file.touch()
    return str(file)


def test_there_are_five():
    assert [deployment.name for deployment in deployments({})] == [
        "memory",
        "replay",
        "sim",
        "demo",
        "tidy",
    ]


def test_every_argument_is_described_once_in_a_sentence():
    for deployment in deployments({}):
        names = [argument.name for argument in deployment.arguments]
        assert len(set(names)) == len(names)
        for argument in deployment.arguments:
            assert argument.description.endswith(".")
            assert argument.choices == () or argument.default in argument.choices


def test_robots_get_the_arguments_that_they_expect():
    names = {argument.name for argument in deployment_named("memory", {}).arguments}
    assert names == {
        "params_file",
        "map_file",
        "encoder",
        "record",
        "rgb_topic",
        "depth_topic",
        "camera_info_topic",
        "relative_tf",
        "use_sim_time",
        "namespace",
        "rviz",
        "autostart",
        "log_level",
    }


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(UnknownDeployment, match=r"'memry'.*memory, replay, sim, demo"):
        deployment_named("memry", {})


def test_memory_starts_one_node_with_its_parameter_file():
    processes = start_list("memory")
    (memory,) = processes.values()
    assert (memory.name, memory.package, memory.executable) == (
        "memory",
        "whereseen",
        "memory_node",
    )
    assert memory.module == "whereseen.nodes.memory_node"
    assert memory.parameters == {"use_sim_time": False, "autostart": True}
    assert memory.parameter_files == (config_file("memory.yaml", {}),)
    assert memory.namespace == ""
    assert memory.environment == FASTDDS
    assert memory.required


def test_a_lifecycle_manager_may_start_memory():
    processes = start_list("memory", autostart="false", use_sim_time="true")
    assert processes["memory"].parameters == {"use_sim_time": True, "autostart": False}


def test_memory_is_kept_where_the_user_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    processes = start_list("memory", map_file="kitchen.map")
    assert processes["memory"].parameters["map_file"] == str(tmp_path / "kitchen.map")
    processes = start_list("memory")
    assert "map_file" not in processes["memory"].parameters  # it is as the parameter file says


def test_the_demo_recognises_by_the_labels_of_its_recording(recording):
    processes = start_list("demo", path=recording)
    assert processes["memory"].parameters["encoder"] == "labels"
    processes = start_list("demo", path=recording, encoder="clip:ViT-B-16/openai")
    assert processes["memory"].parameters["encoder"] == "clip:ViT-B-16/openai"
    processes = start_list("memory")
    assert "encoder" not in processes["memory"].parameters


def test_what_memory_takes_in_can_be_recorded(tmp_path):
    processes = start_list("memory", record=str(tmp_path / "bag"), namespace="robot1")
    recorder = processes["recorder"]
    assert recorder.module == "whereseen.nodes.record_node"
    assert recorder.parameters == {"use_sim_time": False, "path": str(tmp_path / "bag")}
    assert recorder.parameter_files == (config_file("recorder.yaml", {}),)
    assert recorder.namespace == "robot1"
    assert not recorder.required  # a full disk does not end the memory


def test_a_parameter_file_that_is_not_there_is_refused():
    with pytest.raises(InvalidArgument, match="params_file names no file"):
        start_list("memory", params_file="not/there.yaml")


def test_rviz_follows_the_clock_and_looks_into_the_namespace():
    processes = start_list("memory", rviz="true", use_sim_time="true", namespace="robot1")
    rviz = processes["rviz"]
    assert rviz.namespace == processes["memory"].namespace == "robot1"
    assert rviz.arguments == ("-d", str(config_file("whereseen.rviz", {})))
    assert rviz.parameters == {"use_sim_time": True}
    assert ("/memory/voxels", "memory/voxels") in rviz.remappings
    assert ("/rgb/image", "rgb/image") in rviz.remappings
    assert not rviz.required


def test_the_user_may_choose_the_transport():
    processes = start_list("memory", environment={"FASTDDS_BUILTIN_TRANSPORTS": "UDPv4"})
    assert processes["memory"].environment == {}


def test_replay_plays_what_it_is_given(recording):
    processes = start_list("replay", path=recording, rate="2.5", loop="true", clock="false")
    (replay,) = processes.values()
    assert replay.module == "whereseen.nodes.replay_node"
    assert replay.parameters == {
        "path": recording,
        "clock": False,
        "rate": 2.5,
        "loop": True,
        "autostart": True,
        "exit_at_end": True,
    }
    assert replay.required


def test_replay_without_a_recording_waits_to_be_asked():
    processes = start_list("replay")
    parameters = processes["replay"].parameters
    assert (parameters["path"], parameters["autostart"], parameters["exit_at_end"]) == (
        "",
        False,
        False,
    )


def test_a_recording_that_is_not_there_is_refused():
    with pytest.raises(InvalidArgument, match="path names no file or folder"):
        start_list("replay", path="/not/there")


def test_the_demo_plays_nothing_before_everybody_can_see_it(recording):
    processes = start_list("demo", path=recording)
    assert processes["replay"].parameters["wait_for_subscribers"] == 1
    processes = start_list("demo", path=recording, rviz="true")
    assert processes["replay"].parameters["wait_for_subscribers"] == 2


@pytest.mark.ros
def test_nodes_declare_every_parameter_that_is_set(recording):
    from whereseen.nodes.config import MemoryNodeConfig
    from whereseen.nodes.recording.record_config import RecordConfig
    from whereseen.nodes.recording.replay_config import ReplayConfig
    from whereseen.nodes.simulation.config import SimNodeConfig

    declared = {
        "memory": MemoryNodeConfig,
        "replay": ReplayConfig,
        "recorder": RecordConfig,
        "sim": SimNodeConfig,
    }
    started = [
        *start_list("demo", path=recording, map_file="a").values(),
        *start_list("demo", rooms="2").values(),
        *start_list("replay").values(),
        *start_list("memory", record="b").values(),
    ]
    for process in started:
        names = {field.name for field in fields(declared[process.name])} | {"use_sim_time"}
        assert set(process.parameters) <= names


def test_the_demo_stays_when_its_replay_is_over(recording):
    processes = start_list("demo", path=recording)
    assert list(processes) == ["memory", "replay"]
    assert processes["memory"].required
    assert not processes["replay"].required
    assert processes["memory"].parameters["use_sim_time"] is True
    assert processes["replay"].parameters["clock"] is True
    assert "use_sim_time" not in processes["replay"].parameters


def test_the_demo_simulates_unless_it_has_something_to_play():
    processes = start_list("demo", rooms="2", seed="7", rviz="true")
    assert list(processes) == ["memory", "sim", "rviz"]
    assert processes["memory"].parameters["use_sim_time"] is True
    assert processes["sim"].parameters == {
        "rooms": 2,
        "seed": 7,
        "robot": "rover",
        "stage": "pybullet",
        "patrol": True,
        "busyness": 30.0,
        "rate": 1.0,
        "wait_for_subscribers": 2,
    }
    assert processes["sim"].required


def test_the_demo_plays_only_what_is_there():
    with pytest.raises(InvalidArgument, match="path names no file or folder"):
        start_list("demo", path="other.wsr")


def test_a_simulator_may_be_elsewhere(recording):
    simulator = start_list(
        "sim", stage="habitat", python=sys.executable, scene=recording, busyness="0", patrol="false"
    )["sim"]
    assert simulator.module == "whereseen.nodes.sim_node"
    assert simulator.parameters["python"] == sys.executable
    assert simulator.parameters["scene"] == recording
    assert simulator.parameters["busyness"] == 0.0
    assert simulator.parameters["patrol"] is False
    assert "wait_for_subscribers" not in simulator.parameters


@pytest.mark.parametrize(
    "wrong",
    [{"rooms": "two"}, {"rooms": "-1"}, {"busyness": "-1"}, {"stage": "gazebo"}, {"robot": "r2d2"},
     {"scene": "no"},
     {"python": "/not/there"}, {"patrol": "perhaps"}],
)  # fmt: skip
def test_a_simulator_that_cannot_be(wrong):
    with pytest.raises(InvalidArgument):
        start_list("sim", **wrong)


def test_a_model_may_plan():
    memory = start_list("tidy", planner="llm", llm_url="http://127.0.0.1:80/v1")["memory"]
    assert memory.parameters["tasks.planner"] == "llm"
    assert memory.parameters["tasks.llm.base_url"] == "http://127.0.0.1:80/v1"
    assert "tasks.llm.model" not in memory.parameters  # as params_file says


def test_a_missing_parameter_file_is_an_error_before_anything_starts(monkeypatch):
    def missing(name, environment):
        raise NotInstalled(f"config/{name} of whereseen was not found")

    monkeypatch.setattr(catalogue, "config_file", missing)
    with pytest.raises(NotInstalled, match=r"memory\.yaml"):
        deployments({})


def started(**values):
    return deployment_named("memory", {}).start_list(values, {})


def test_without_other_topics_nothing_is_remapped():
    (memory,) = started()
    assert memory.remappings == ()


def test_topics_of_a_camera_driver_reach_memory_and_recorder(tmp_path):
    memory, recorder = started(
        rgb_topic="/camera/color/image_raw",
        camera_info_topic="/camera/color/camera_info",
        record=str(tmp_path / "bag"),
    )
    expected = (
        ("rgb/image", "/camera/color/image_raw"),
        ("rgb/camera_info", "/camera/color/camera_info"),
    )
    assert memory.remappings == recorder.remappings == expected


def test_tf_may_be_in_the_namespace():
    (memory,) = started(namespace="robot1", relative_tf="true")
    assert memory.remappings == (("/tf", "tf"), ("/tf_static", "tf_static"))
