"""The memory node in a process of its own, fed with topics by the test."""

import os
import signal
from pathlib import Path

import numpy as np
import pytest
from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from lifecycle_msgs.msg import State, Transition
from lifecycle_msgs.srv import ChangeState, GetState
from nav_msgs.msg import OccupancyGrid
from rcl_interfaces.srv import SetParameters
from rclpy.parameter import Parameter
from sensor_msgs.msg import CameraInfo, Image, PointCloud2
from tf2_msgs.msg import TFMessage
from visualization_msgs.msg import Marker, MarkerArray
from whereseen_msgs import srv
from whereseen_msgs.msg import EntityArray, LabelNames, Status

from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.frames import look_at
from whereseen.memory.observation import LabelImage, Observation
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.nodes import qos
from whereseen.nodes.convert.camera import Camera, camera_info
from whereseen.nodes.convert.cloud import points_of
from whereseen.nodes.convert.image_message import colour_message, depth_mm_message, labels_message
from whereseen.nodes.convert.pose import transform_stamped
from whereseen.nodes.convert.stamp import header_of, ns_of

pytestmark = pytest.mark.ros
MODULE = "whereseen.nodes.memory_node"
CAMERA = "camera_color_optical_frame"
NAMES = ("", "wall", "mug")
START_NS = 1_700_000_000_000_000_000
INTRINSICS = np.array([[160.0, 0.0, 79.5], [0.0, 160.0, 59.5], [0.0, 0.0, 1.0]])


def frame(number: int, *, mug: bool = True) -> Observation:
    """A wall 2 m in front of the camera; before its middle, at 1.5 m, a mug."""
    depth_m = np.full((120, 160), 2.0, np.float32)
    ids = np.ones((120, 160), np.int32)
    rgb = np.full((120, 160, 3), 200, np.uint8)
    if mug:
        depth_m[50:70, 70:90] = 1.5
        ids[50:70, 70:90] = 2
        rgb[50:70, 70:90] = (220, 30, 30)
    return Observation.checked(
        rgb,
        depth_m,
        intrinsics=INTRINSICS,
        T_map_camera=look_at((0.0, 0.0, 1.0), (1.0, 0.01 * number, 1.0)),
        stamp_ns=START_NS + number * 200_000_000,
        labels=LabelImage(ids, NAMES),
    )


class CameraDriver:
    """Publishes frames as a robot's drivers do."""

    def __init__(self, peer):
        node, sensor = peer.node, qos.sensor_output(depth=10)
        self.peer = peer
        self.rgb = node.create_publisher(Image, "rgb/image", sensor)
        self.depth = node.create_publisher(Image, "depth/image", sensor)
        self.info = node.create_publisher(CameraInfo, "rgb/camera_info", sensor)
        self.labels = node.create_publisher(Image, "labels/image", sensor)
        self.names = node.create_publisher(LabelNames, "labels/names", qos.latched())
        self.tf = node.create_publisher(TFMessage, "/tf", qos.tf())
        self.names.publish(LabelNames(names=NAMES))

    def wait(self):
        """Until the memory node listens."""
        publishers = (self.rgb, self.depth, self.info, self.labels, self.tf, self.names)
        self.peer.until(lambda: all(p.get_subscription_count() for p in publishers))

    def send(self, seen: Observation, *, map_frame="map", with_tf=True):
        at = {"frame_id": CAMERA, "stamp_ns": seen.stamp_ns}
        if with_tf:
            self.send_tf(seen.T_map_camera, seen.stamp_ns, map_frame=map_frame)
        self.rgb.publish(colour_message(seen.rgb, **at))
        self.depth.publish(depth_mm_message(seen.depth_m, **at))
        self.labels.publish(labels_message(seen.labels.ids, **at))
        self.info.publish(camera_info(Camera(seen.intrinsics, 160, 120, False), **at))

    def send_tf(self, T, stamp_ns, *, map_frame="map"):
        edge = transform_stamped(T, parent=map_frame, child=CAMERA, stamp_ns=stamp_ns)
        self.tf.publish(TFMessage(transforms=[edge]))


def parameters(**values):
    given = {
        "encoder": "labels",
        "input.sensor_qos": "reliable",
        "input.queue_size": 50,
        "input.transform_timeout_s": 5.0,
        "request_timeout_s": 60.0,  # a shared machine may be busy elsewhere
    } | values
    return [
        "--ros-args",
        *(part for name, value in given.items() for part in ("-p", f"{name}:={value}")),
    ]


@pytest.fixture
def start(spawn):
    def start(**values):
        return spawn(MODULE, *parameters(**values))

    return start


@pytest.fixture
def camera(peer):
    return CameraDriver(peer)


def locate(peer, text="a mug", **fields):
    return peer.call(srv.Locate, "/memory/locate", srv.Locate.Request(text=text, **fields))


def show(peer, camera, numbers, **options):
    """Send frames, each once the one before is mapped: queues for sensors are short."""
    mapped = frames_mapped(peer)
    for number in numbers:
        camera.send(frame(number, **options))
        mapped += 1
        until_mapped(peer, mapped)


def until_mapped(peer, frames):
    peer.until(lambda: frames_mapped(peer) >= frames)


def frames_mapped(peer):
    path = srv.SaveMap.Request(path=str(Path(os.environ["ROS_LOG_DIR"]).with_name("count.map")))
    return peer.call(srv.SaveMap, "/memory/save_map", path).frames


def test_what_the_node_answers_is_what_the_library_answers(start, peer, camera):
    start()
    camera.wait()
    show(peer, camera, range(10))
    reply = locate(peer)
    assert reply.status.code == Status.OK
    memory = SpatialMemory(make_encoder("labels"))
    for number in range(10):
        memory.observe(frame(number))
    (expected, *_) = memory.ask("a mug").places
    (found, *_) = reply.places
    position = (found.position.x, found.position.y, found.position.z)
    assert position == pytest.approx(expected.position_m, abs=1e-6)
    assert found.probability == pytest.approx(expected.probability, abs=1e-6)
    assert ns_of(found.last_seen) == expected.last_seen_ns
    assert found.header.frame_id == "map"
    assert ns_of(found.header.stamp) == START_NS + 9 * 200_000_000


def test_what_was_not_seen_is_not_found_and_the_reason_is_told(start, peer, camera):
    start()
    camera.wait()
    show(peer, camera, range(3))
    reply = locate(peer, "a helicopter")
    assert reply.status.code == Status.NOT_FOUND
    assert "below" in reply.status.reason or "nothing" in reply.status.reason


def test_wrong_questions_are_refused_with_a_remedy(start, peer, camera):
    start()
    camera.wait()
    reply = locate(peer, "")
    assert reply.status.code == Status.INVALID
    assert "Give a text" in reply.status.reason


def test_who_subscribes_late_gets_the_map(start, peer, camera):
    start()
    camera.wait()
    show(peer, camera, range(14))  # things are confirmed by a second question a second later
    clouds = peer.collect(PointCloud2, "/memory/voxels", qos.latched())
    grids = peer.collect(OccupancyGrid, "/memory/map", qos.latched())
    markers = peer.collect(MarkerArray, "/memory/markers", qos.latched())
    objects = peer.collect(EntityArray, "/memory/objects", qos.latched())
    peer.until(lambda: clouds and grids and markers and objects)
    points = points_of(clouds[-1])
    assert len(points) > 500
    assert clouds[-1].header.frame_id == "map"
    assert points["x"].max() == pytest.approx(2.0, abs=0.1)
    has_mug = lambda: any(each.label == "mug" for each in objects[-1].entities)  # noqa: E731
    for number in range(14, 60):  # a busy machine asks seldom
        if not has_mug():
            show(peer, camera, [number])
    peer.until(has_mug)
    texts = lambda: {marker.text.split("  ")[0] for marker in markers[-1].markers}  # noqa: E731
    peer.until(lambda: "mug" in texts())


def test_what_is_forgotten_is_published_no_more(start, peer, camera):
    start(**{"output.map_period_s": 0.1, "output.voxels_period_s": 0.1})
    camera.wait()
    show(peer, camera, range(3))
    clouds = peer.collect(PointCloud2, "/memory/voxels", qos.latched())
    grids = peer.collect(OccupancyGrid, "/memory/map", qos.latched())
    peer.until(lambda: clouds and clouds[-1].width and grids and max(grids[-1].data) == 100)
    everything = srv.Forget.Request(everything=True)
    assert peer.call(srv.Forget, "/memory/forget", everything).status.code == Status.OK
    peer.until(lambda: not clouds[-1].width and set(grids[-1].data) == {-1})


def test_updates_add_up_to_the_map(start, peer, camera):
    start(**{"output.updates_period_s": 0.1, "output.voxels_period_s": 0.1})
    updates = peer.collect(PointCloud2, "/memory/voxels_updates", qos.updates(depth=1000))
    camera.wait()
    show(peer, camera, range(4))
    show(peer, camera, range(4, 8), mug=False)
    clouds = peer.collect(PointCloud2, "/memory/voxels", qos.latched())
    peer.until(lambda: clouds and ns_of(clouds[-1].header.stamp) == START_NS + 7 * 200_000_000)
    expected = {tuple(p) for p in points_of(clouds[-1])[["x", "y", "z"]].tolist()}

    def applied():
        known = set()
        for update in updates:
            for x, y, z, occupied in points_of(update)[["x", "y", "z", "occupied"]].tolist():
                (known.add if occupied else known.discard)((x, y, z))
        return known

    peer.until(lambda: applied() == expected)


def test_a_restart_finds_its_memory(start, peer, camera, tmp_path):
    file = tmp_path / "home.map"
    node = start(map_file=file)
    camera.wait()
    show(peer, camera, range(5))
    assert node.interrupt() == 0, node.output
    assert not list(tmp_path.glob("home.map-*"))  # the log is folded into the file
    with_library = SpatialMemory.open(file, make_encoder("labels"))
    assert with_library.ask("a mug").found
    start(map_file=file)
    assert locate(peer).status.code == Status.OK


@pytest.mark.parametrize("signals", [("SIGINT",), ("SIGINT", "SIGINT"), ("SIGTERM",)])
def test_every_way_to_stop_leaves_a_valid_file(start, peer, camera, tmp_path, signals):
    file = tmp_path / "home.map"
    node = start(map_file=file)
    camera.wait()
    show(peer, camera, range(3))
    for name in signals:
        node.send(getattr(signal, name))
    assert node.wait() == 0, node.output
    assert SpatialMemory.open(file, make_encoder("labels")).voxel_map.frames == 3
    assert "Traceback" not in node.output


def test_a_killed_node_loses_nothing_that_was_saved(start, peer, camera, tmp_path):
    file = tmp_path / "home.map"
    node = start(map_file=file)
    camera.wait()
    show(peer, camera, range(3))
    reply = peer.call(srv.SaveMap, "/memory/save_map", srv.SaveMap.Request())
    assert (reply.status.code, reply.frames, reply.path) == (Status.OK, 3, str(file))
    node.send(signal.SIGKILL)
    node.wait()
    start(map_file=file).until_printed("active")  # the dead one seems to be there for some time
    assert locate(peer).status.code == Status.OK


def change(peer, transition):
    request = ChangeState.Request(transition=Transition(id=transition))
    return peer.call(ChangeState, "/memory/change_state", request).success


def state(peer):
    return peer.call(GetState, "/memory/get_state", GetState.Request()).current_state.id


def test_lifecycle_transitions_in_every_order(start, peer, camera, tmp_path):
    node = start(autostart="false", map_file=tmp_path / "home.map")
    assert state(peer) == State.PRIMARY_STATE_UNCONFIGURED
    assert not change(peer, Transition.TRANSITION_ACTIVATE)
    for _ in range(2):
        assert change(peer, Transition.TRANSITION_CONFIGURE)
        assert not change(peer, Transition.TRANSITION_CONFIGURE)
        assert state(peer) == State.PRIMARY_STATE_INACTIVE
        for _ in range(2):
            assert change(peer, Transition.TRANSITION_ACTIVATE)
            camera.wait()
            assert change(peer, Transition.TRANSITION_DEACTIVATE)
            peer.until(lambda: camera.rgb.get_subscription_count() == 0)
        assert change(peer, Transition.TRANSITION_CLEANUP)
        assert state(peer) == State.PRIMARY_STATE_UNCONFIGURED
    assert change(peer, Transition.TRANSITION_UNCONFIGURED_SHUTDOWN)
    assert state(peer) == State.PRIMARY_STATE_FINALIZED
    assert node.interrupt() == 0, node.output


def test_what_rviz_shows_is_taken_away_when_the_node_is_cleaned_up(start, peer, camera):
    start()
    camera.wait()
    arrays = peer.collect(MarkerArray, "/memory/markers", qos.latched())
    show(peer, camera, range(6))
    peer.until(lambda: any(array.markers for array in arrays))
    assert change(peer, Transition.TRANSITION_DEACTIVATE)
    assert change(peer, Transition.TRANSITION_CLEANUP)
    peer.until(lambda: [marker.action for marker in arrays[-1].markers] == [Marker.DELETEALL])


@pytest.mark.parametrize("active", [False, True])
def test_shutdown_from_any_state_saves(start, peer, camera, tmp_path, active):
    file = tmp_path / "home.map"
    node = start(map_file=file)
    camera.wait()
    show(peer, camera, range(2))
    ending = Transition.TRANSITION_ACTIVE_SHUTDOWN
    if not active:
        assert change(peer, Transition.TRANSITION_DEACTIVATE)
        assert locate(peer).status.code == Status.OK  # an inactive memory still answers
        ending = Transition.TRANSITION_INACTIVE_SHUTDOWN
    assert change(peer, ending)
    assert SpatialMemory.open(file, make_encoder("labels")).voxel_map.frames == 2
    assert node.interrupt() == 0, node.output


def test_a_node_that_cannot_be_configured_says_why_and_stays(start, peer, tmp_path):
    file = tmp_path / "home.map"
    file.write_text("no map")
    node = start(autostart="false", map_file=file)
    assert not change(peer, Transition.TRANSITION_CONFIGURE)
    node.until_printed("this is not a map file")
    assert state(peer) == State.PRIMARY_STATE_UNCONFIGURED
    file.unlink()
    assert change(peer, Transition.TRANSITION_CONFIGURE)


def test_a_transition_that_fails_says_why(start, peer):
    node = start(autostart="false", pose_graph="no/such/topic!")
    assert change(peer, Transition.TRANSITION_CONFIGURE)
    assert not change(peer, Transition.TRANSITION_ACTIVATE)
    node.until_printed("on_activate failed: InvalidTopicNameException")
    assert state(peer) == State.PRIMARY_STATE_UNCONFIGURED
    assert change(peer, Transition.TRANSITION_CONFIGURE)


def test_who_waits_for_an_answer_gets_one_when_the_node_is_cleaned_up(start, peer, tmp_path):
    start(autostart="false")
    assert change(peer, Transition.TRANSITION_CONFIGURE)
    client = peer.node.create_client(srv.SaveMap, "/memory/save_map")
    peer.until(client.service_is_ready)
    requests = [srv.SaveMap.Request(path=str(tmp_path / f"{number}.map")) for number in range(6)]
    replies = [client.call_async(request) for request in requests]
    peer.until(lambda: any(reply.done() for reply in replies))  # the others are there as well
    assert change(peer, Transition.TRANSITION_CLEANUP)
    peer.until(lambda: all(reply.done() for reply in replies))
    assert {reply.result().status.code for reply in replies} <= {Status.OK, Status.UNAVAILABLE}


def set_parameter(peer, name, value):
    request = SetParameters.Request(parameters=[Parameter(name, value=value).to_parameter_msg()])
    return peer.call(SetParameters, "/memory/set_parameters", request).results[0]


def test_live_parameters_take_effect_and_others_are_refused(start, peer, camera):
    start()
    camera.wait()
    show(peer, camera, range(5))
    vague = "something for hot coffee"
    assert locate(peer, vague).status.code == Status.OK
    assert set_parameter(peer, "memory.places.found_at", 0.999).successful
    assert locate(peer, vague).status.code == Status.NOT_FOUND
    refused = set_parameter(peer, "memory.voxels.voxel_size_m", 0.1)
    assert not refused.successful and "cannot change" in refused.reason


def health(peer, received):
    return received[-1].status[0] if received else None


def test_bad_input_is_counted_told_and_survived(start, peer, camera):
    start(**{"input.transform_timeout_s": 1.0, "output.diagnostics_period_s": 0.1})
    told = peer.collect(DiagnosticArray, "/diagnostics")
    camera.wait()
    show(peer, camera, range(2))

    def send(number, **changes):
        seen = frame(number)
        at = {"frame_id": CAMERA, "stamp_ns": seen.stamp_ns}
        if changes.pop("tf", True):
            camera.send_tf(seen.T_map_camera, seen.stamp_ns)
        camera.rgb.publish(changes.get("rgb") or colour_message(seen.rgb, **at))
        camera.depth.publish(changes.get("depth") or depth_mm_message(seen.depth_m, **at))
        camera.labels.publish(labels_message(seen.labels.ids, **at))
        camera.info.publish(camera_info(Camera(seen.intrinsics, 160, 120, False), **at))
        frames_mapped(peer)  # its queues are short; acknowledgements take three seconds

    def image(number, **fields):
        return Image(header=header_of(CAMERA, frame(number).stamp_ns), **fields)

    send(2, rgb=image(2, encoding="rgb8"))  # empty
    send(3, rgb=image(3, encoding="bayer_magic", width=160, height=120, step=160))
    send(4, depth=depth_mm_message(np.ones((7, 5), np.float32), frame_id=CAMERA,
                                   stamp_ns=frame(4).stamp_ns))  # fmt: skip
    send(5, tf=False)
    send(6, rgb=Image(header=header_of(CAMERA, 0), encoding="rgb8"), tf=False)  # no stamp
    expected = {
        "dropped: empty image": "1",
        "dropped: unknown encoding": "1",
        "dropped: mismatched resolutions": "1",
        "dropped: no transform": "1",
        "dropped: rgb: no stamp": "1",
    }

    def told_values():
        status = health(peer, told)
        return {} if status is None else {each.key: each.value for each in status.values}

    peer.until(lambda: expected.items() <= told_values().items(), told_values)
    assert health(peer, told).level == DiagnosticStatus.WARN
    show(peer, camera, range(7, 12))  # the camera is back
    peer.until(lambda: told_values()["frames mapped"] == "7")
    assert locate(peer).status.code == Status.OK


def test_time_that_jumps_back_is_survived(start, peer, camera):
    start()
    camera.wait()
    show(peer, camera, range(50, 55))
    for number in range(8):  # tf of the first is forgotten with what was known of the future
        camera.send(frame(number))
        frames_mapped(peer)
    peer.until(lambda: ns_of(locate(peer).places[0].header.stamp) == frame(7).stamp_ns)


def test_a_camera_that_dies_and_returns_goes_on_being_mapped(start, ros_context, peer, camera):
    start()
    camera.wait()
    show(peer, camera, range(3))
    for publisher in (camera.rgb, camera.depth, camera.info, camera.labels, camera.tf):
        peer.node.destroy_publisher(publisher)
    returned = CameraDriver(peer)
    returned.wait()
    show(peer, returned, range(10, 13))
    assert locate(peer).status.code == Status.OK


def odometry(camera, T_map_odom, seen):
    """tf as with a SLAM back end: map -> odom -> camera."""
    T_odom_camera = seen.T_map_camera  # odometry believes that it never drifted
    edges = [
        transform_stamped(T_map_odom, parent="map", child="odom", stamp_ns=seen.stamp_ns),
        transform_stamped(T_odom_camera, parent="odom", child=CAMERA, stamp_ns=seen.stamp_ns),
    ]
    camera.tf.publish(TFMessage(transforms=edges))


def test_a_loop_closure_moves_what_is_stored(start, peer, camera):
    start(**{"correction.follow": "rigid"})
    camera.wait()
    for number in range(5):
        odometry(camera, np.eye(4), frame(number))
        camera.send(frame(number), with_tf=False)
        until_mapped(peer, number + 1)
    before = locate(peer).places[0].position
    jumped = np.eye(4)
    jumped[:3, 3] = (0.0, 0.5, 0.0)
    odometry(camera, jumped, frame(5))
    camera.send(frame(5), with_tf=False)
    until_mapped(peer, 6)
    after = locate(peer).places[0].position
    assert after.y - before.y == pytest.approx(0.5, abs=0.06)
    assert after.x == pytest.approx(before.x, abs=0.06)


def test_frames_around_a_loop_closure_that_is_dated_ahead_are_mapped_in_one_place(
    start, peer, camera
):
    start(**{"correction.follow": "rigid"})
    camera.wait()
    jumped = np.eye(4)
    jumped[:3, 3] = (0.0, 0.5, 0.0)
    for number in range(9):
        seen, back_end = frame(number), np.eye(4) if number < 5 else jumped
        dated = [-100_000_000, 1_000_000_000] if number == 0 else [1_000_000_000]
        edges = [
            transform_stamped(
                back_end, parent="map", child="odom", stamp_ns=seen.stamp_ns + ahead_ns
            )
            for ahead_ns in dated
        ]
        camera.tf.publish(TFMessage(transforms=edges))
        camera.send(seen, map_frame="odom")
        until_mapped(peer, number + 1)
    places = locate(peer).places
    assert [place.position.y for place in places] == pytest.approx([0.5], abs=0.1)


def test_camera_infos_may_come_seldom(start, peer, camera):
    start()
    camera.wait()
    show(peer, camera, range(2))
    camera.info.publish = lambda message: None  # as a driver that sends it once
    for number in range(2, 8):  # the first waits for an info until newer images come
        camera.send(frame(number))
        frames_mapped(peer)
    until_mapped(peer, 8)
