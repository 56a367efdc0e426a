"""What each deployment starts."""

from dataclasses import fields

import pytest

from whereseen.nodes.deployment import catalogue
from whereseen.nodes.deployment.catalogue import deployment_named, deployments
from whereseen.nodes.deployment.errors import InvalidArgument, NotInstalled, UnknownDeployment
from whereseen.nodes.deployment.files import config_file

FASTDDS = {"FASTRTPS_DEFAULT_PROFILES_FILE": str(config_file("fastdds.xml", {}))}


def start_list(name, environment=None, **values):
    said = []
    processes = deployment_named(name, {}).start_list(values, environment or {}, said.append)
    return {process.name: process for process in processes}, said


@pytest.fixture
def recording(tmp_path):
    file = tmp_path / "kitchen.wsr"
    file.touch()
    return str(file)


def test_there_are_three():
    assert [deployment.name for deployment in deployments({})] == ["memory", "replay", "demo"]


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
    with pytest.raises(UnknownDeployment, match=r"'memry'.*memory, replay, demo"):
        deployment_named("memry", {})


def test_memory_starts_one_node_with_its_parameter_file():
    processes, said = start_list("memory")
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
    assert said == []


def test_a_lifecycle_manager_may_start_memory():
    processes, _ = start_list("memory", autostart="false", use_sim_time="true")
    assert processes["memory"].parameters == {"use_sim_time": True, "autostart": False}


def test_memory_is_kept_where_the_user_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    processes, _ = start_list("memory", map_file="kitchen.map")
    assert processes["memory"].parameters["map_file"] == str(tmp_path / "kitchen.map")
    processes, _ = start_list("memory")
    assert "map_file" not in processes["memory"].parameters  # it is as the parameter file says


def test_the_demo_recognises_by_the_labels_of_its_recording(recording):
    processes, _ = start_list("demo", path=recording)
    assert processes["memory"].parameters["encoder"] == "labels"
    processes, _ = start_list("demo", path=recording, encoder="clip:ViT-B-16/openai")
    assert processes["memory"].parameters["encoder"] == "clip:ViT-B-16/openai"
    processes, _ = start_list("memory")
    assert "encoder" not in processes["memory"].parameters


def test_what_memory_takes_in_can_be_recorded(tmp_path):
    processes, _ = start_list("memory", record=str(tmp_path / "bag"), namespace="robot1")
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
    processes, _ = start_list("memory", rviz="true", use_sim_time="true", namespace="robot1")
    rviz = processes["rviz"]
    assert rviz.namespace == processes["memory"].namespace == "robot1"
    assert rviz.arguments == ("-d", str(config_file("whereseen.rviz", {})))
    assert rviz.parameters == {"use_sim_time": True}
    assert ("/memory/voxels", "memory/voxels") in rviz.remappings
    assert ("/rgb/image", "rgb/image") in rviz.remappings
    assert not rviz.required


def test_the_user_may_choose_the_transport():
    processes, _ = start_list("memory", environment={"FASTDDS_BUILTIN_TRANSPORTS": "UDPv4"})
    assert processes["memory"].environment == {}


def test_replay_plays_what_it_is_given(recording):
    processes, _ = start_list("replay", path=recording, rate="2.5", loop="true", clock="false")
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
    processes, _ = start_list("replay")
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
    processes, _ = start_list("demo", path=recording)
    assert processes["replay"].parameters["wait_for_subscribers"] == 1
    processes, _ = start_list("demo", path=recording, rviz="true")
    assert processes["replay"].parameters["wait_for_subscribers"] == 2


@pytest.mark.ros
def test_nodes_declare_every_parameter_that_is_set(recording):
    from whereseen.nodes.config import MemoryNodeConfig
    from whereseen.nodes.recording.record_config import RecordConfig
    from whereseen.nodes.recording.replay_config import ReplayConfig

    declared = {
        "memory": MemoryNodeConfig,
        "replay": ReplayConfig,
        "recorder": RecordConfig,
    }
    started = [
        *start_list("demo", path=recording, map_file="a")[0].values(),
        *start_list("replay")[0].values(),
        *start_list("memory", record="b")[0].values(),
    ]
    for process in started:
        names = {field.name for field in fields(declared[process.name])} | {"use_sim_time"}
        assert set(process.parameters) <= names


def test_the_demo_stays_when_its_replay_is_over(recording):
    processes, said = start_list("demo", path=recording)
    assert list(processes) == ["memory", "replay"]
    assert processes["memory"].required
    assert not processes["replay"].required
    assert processes["memory"].parameters["use_sim_time"] is True
    assert processes["replay"].parameters["clock"] is True
    assert "use_sim_time" not in processes["replay"].parameters
    assert said == []


def test_the_demo_makes_its_recording_once_and_says_so(tmp_path, monkeypatch):
    made = []

    def record(file):
        file.parent.mkdir()
        file.touch()
        made.append(file)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("whereseen.sim.demo.recording.record_demo", record)
    processes, said = start_list("demo")
    assert processes["replay"].parameters["path"] == str(tmp_path / "out/demo.wsr")
    assert len(said) == 1
    assert "out/demo.wsr" in said[0]
    _, said = start_list("demo")
    assert said == []
    assert len(made) == 1


def test_the_demo_makes_no_recording_that_was_asked_for_by_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidArgument, match="path names no file or folder"):
        start_list("demo", path="other.wsr")


def test_a_missing_parameter_file_is_an_error_before_anything_starts(monkeypatch):
    def missing(name, environment):
        raise NotInstalled(f"config/{name} of whereseen was not found")

    monkeypatch.setattr(catalogue, "config_file", missing)
    with pytest.raises(NotInstalled, match=r"memory\.yaml"):
        deployments({})


def started(**values):
    return deployment_named("memory", {}).start_list(values, {}, lambda line: None)


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
