"""The layouts for rviz2 and Foxglove show what the nodes publish, with a QoS that connects."""

import importlib.util
import json
from pathlib import Path

import pytest
import yaml

from whereseen.nodes.deployment.nodes import SHOWN_TOPICS

CONFIG = Path(__file__).resolve().parents[2] / "config"
# Displays that subscribe: name, class, topic, by which profile of nodes/qos.py it is published.
SUBSCRIBING = [
    ("Voxels", "PointCloud2", "/memory/voxels", "latched"),
    ("Changed voxels", "PointCloud2", "/memory/voxels_updates", "updates"),
    ("Markers", "MarkerArray", "/memory/markers", "latched"),
    ("Rooms and relations", "MarkerArray", "/memory/scene_markers", "latched"),
    ("History and changes", "MarkerArray", "/memory/change_markers", "latched"),
    ("Map", "Map", "/memory/map", "latched"),
    ("Belief", "MarkerArray", "/memory/belief", "latched"),
    ("Subtasks", "MarkerArray", "/memory/plan_markers", "latched"),
    ("Plan", "Path", "/memory/plan", "latched"),
    ("Worth a look", "Map", "/memory/value_map", "latched"),
    ("Colour image", "Image", "/rgb/image", "sensor_output"),
    ("Map over the image", "Camera", "/rgb/image", "sensor_output"),
]
needs_rclpy = pytest.mark.skipif(importlib.util.find_spec("rclpy") is None, reason="needs rclpy")


@pytest.fixture(scope="module")
def rviz():
    return yaml.safe_load((CONFIG / "whereseen.rviz").read_text())


@pytest.fixture(scope="module")
def displays(rviz):
    return {display["Name"]: display for display in rviz["Visualization Manager"]["Displays"]}


@pytest.fixture(scope="module")
def foxglove():
    return json.loads((CONFIG / "foxglove.json").read_text())


def test_everything_is_drawn_in_the_map_frame(rviz):
    manager = rviz["Visualization Manager"]
    assert manager["Global Options"]["Fixed Frame"] == "map"
    assert manager["Views"]["Current"]["Target Frame"] == "<Fixed Frame>"


def test_displays_have_the_topics_and_types_of_the_nodes(displays):
    shown = {
        (name, display["Class"], display["Topic"]["Value"])
        for name, display in displays.items()
        if "Topic" in display
    }
    assert shown == {
        (name, f"rviz_default_plugins/{kind}", topic) for name, kind, topic, _ in SUBSCRIBING
    }
    assert displays["Map"]["Update Topic"]["Value"] == "/memory/map_updates"


@needs_rclpy
@pytest.mark.parametrize(("name", "profile"), [(row[0], row[3]) for row in SUBSCRIBING])
def test_displays_ask_for_what_is_offered(displays, name, profile):
    from whereseen.nodes import qos

    topic, offered = displays[name]["Topic"], getattr(qos, profile)()
    check_compatible(topic, offered)
    latched = offered.durability.name == "TRANSIENT_LOCAL"
    # A volatile subscriber connects as well, but gets nothing that was published before.
    assert topic["Durability Policy"] == ("Transient Local" if latched else "Volatile")


@needs_rclpy
def test_updates_of_the_map_connect(displays):
    from whereseen.nodes import qos

    check_compatible(displays["Map"]["Update Topic"], qos.updates())


def check_compatible(topic, offered):
    """A subscription must not ask for more than is offered."""
    asked = (topic["Reliability Policy"], topic["Durability Policy"])
    assert asked[0] in ("Reliable", "Best Effort")
    assert asked[1] in ("Transient Local", "Volatile")
    assert topic["History Policy"] == "Keep Last"
    assert topic["Depth"] >= 1
    if asked[0] == "Reliable":
        assert offered.reliability.name == "RELIABLE"
    if asked[1] == "Transient Local":
        assert offered.durability.name == "TRANSIENT_LOCAL"


def test_images_are_taken_from_drivers_that_send_best_effort(displays):
    assert displays["Colour image"]["Topic"]["Reliability Policy"] == "Best Effort"


def test_voxels_are_boxes_of_their_size_in_their_colour(displays):
    from whereseen.memory.config import VoxelConfig

    voxels = displays["Voxels"]
    assert voxels["Style"] == "Boxes"
    assert voxels["Color Transformer"] == "RGB8"
    assert voxels["Position Transformer"] == "XYZ"
    assert voxels["Size (m)"] == VoxelConfig().voxel_size_m


def test_what_is_costly_or_doubled_is_off_at_first(displays):
    off = {name for name, display in displays.items() if not display["Enabled"]}
    assert off == {"Changed voxels", "Map over the image", "Worth a look"}
    assert all(display["Value"] == display["Enabled"] for display in displays.values())


def test_the_camera_view_names_displays_that_exist(displays):
    visibility = displays["Map over the image"]["Visibility"]
    assert set(visibility) - {"Value"} == set(displays) - {"Map over the image"}


def test_rviz_in_a_namespace_takes_every_shown_topic_along(displays, foxglove):
    topics = {display["Topic"]["Value"] for display in displays.values() if "Topic" in display}
    maps = (displays["Map"], displays["Worth a look"])
    topics |= {*(display["Update Topic"]["Value"] for display in maps), "/rgb/camera_info"}
    assert set(SHOWN_TOPICS) == topics


def test_foxglove_has_every_panel_that_its_layout_places(foxglove):
    def leaves(node):
        if isinstance(node, str):
            return [node]
        assert node["direction"] in ("row", "column")
        assert 0 < node["splitPercentage"] < 100
        return leaves(node["first"]) + leaves(node["second"])

    assert sorted(leaves(foxglove["layout"])) == sorted(foxglove["configById"])
    kinds = {panel.partition("!")[0] for panel in foxglove["configById"]}
    assert kinds == {"3D", "Image", "DiagnosticSummary", "Plot", "CallService"}


def test_foxglove_shows_the_same_topics(foxglove):
    panel = foxglove["configById"]["3D!memory"]
    assert panel["followTf"] == "map"
    assert {topic for topic in panel["topics"] if topic.startswith("/memory")} == {
        "/memory/map",
        "/memory/markers",
        "/memory/scene_markers",
        "/memory/change_markers",
        "/memory/voxels",
        "/memory/voxels_updates",
        "/memory/belief",
        "/memory/plan",
        "/memory/plan_markers",
    }
    image = foxglove["configById"]["Image!colour"]["imageMode"]
    assert image == {"imageTopic": "/rgb/image", "calibrationTopic": "/rgb/camera_info"}
    assert foxglove["configById"]["DiagnosticSummary!all"]["topicToRender"] == "/diagnostics"


@needs_rclpy
def test_the_question_of_foxglove_is_a_request_of_the_service(foxglove):
    srv = pytest.importorskip("whereseen_msgs.srv")
    ask = foxglove["configById"]["CallService!locate"]
    assert ask["serviceName"] == "/memory/locate"
    request = json.loads(ask["requestPayload"])
    assert set(request) <= set(srv.Locate.Request.get_fields_and_field_types())
    assert request["text"]


def test_every_layer_of_rooms_and_changes_can_be_switched(displays):
    pytest.importorskip("rclpy")
    from whereseen.nodes.convert import change_marker, scene_marker

    rooms = displays["Rooms and relations"]["Namespaces"]
    relations = {scene_marker.relation_layer(kind) for kind in scene_marker.RELATIONS}
    assert set(rooms) == {"rooms", "room_names", "doors"} | relations
    assert not rooms["relation next to"]  # what stands side by side is many lines that say little
    layers = (change_marker.TRAILS, change_marker.EARLIER)
    layers += (change_marker.CHANGES, change_marker.CHANGE_NAMES)
    assert set(displays["History and changes"]["Namespaces"]) == set(layers)


def test_every_layer_of_belief_and_plan_can_be_switched(displays):
    pytest.importorskip("rclpy")
    from whereseen.nodes.convert import belief_marker

    layers = {belief_marker.HYPOTHESES, belief_marker.HYPOTHESIS_NAMES}
    assert set(displays["Belief"]["Namespaces"]) == layers
    assert set(displays["Subtasks"]["Namespaces"]) == {belief_marker.PLAN_TEXT}
