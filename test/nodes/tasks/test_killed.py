"""The memory node is killed in the middle of a task; another one goes on with its map file."""

import signal
import threading
import time

import pytest
from geometry_msgs.msg import TransformStamped
from rclpy.node import Node
from tf2_msgs.msg import TFMessage
from whereseen_msgs.msg import SubtaskResult

from whereseen.acting.experience.store import ExperienceStore
from whereseen.acting.skills.call import Pick, Place
from whereseen.nodes import qos
from whereseen.nodes.skills.pursuit import End
from whereseen.nodes.tasks.errand import Errand, send, told

pytestmark = [pytest.mark.ros, pytest.mark.slow]
BOTH = "put the red mug in the sink and put the laptop on the table"


@pytest.fixture
def map_file(memory, tmp_path):
    memory.about["encoder"] = "labels"
    memory.attach(tmp_path / "home.map")
    memory.close()
    return tmp_path / "home.map"


@pytest.fixture
def start(spawn, map_file):
    """Starts a memory node with that file."""

    def start():
        node = spawn(
            "whereseen.nodes.memory_node", "--ros-args", "-p", f"map_file:={map_file}",
            "-p", "encoder:=labels",
        )  # fmt: skip
        node.until_printed("active")
        return node

    return start


@pytest.fixture
def at_origin(peer):
    """Somebody tells where the robot is."""
    standing = TransformStamped(child_frame_id="base_link")
    standing.header.frame_id = "map"
    standing.transform.rotation.w = 1.0
    publisher = peer.node.create_publisher(TFMessage, "/tf_static", qos.latched())
    publisher.publish(TFMessage(transforms=[standing]))


def test_a_task_goes_on_after_its_memory_was_killed(
    start, driver, at_origin, ros_context, map_file
):
    asker, ended = Node("asker", context=ros_context), []
    driver.body.lasting.add(Place)
    memory = start()
    errand = Errand(BOTH, wait_s=30.0)
    lost = threading.Thread(target=lambda: ended.append(send(asker, errand, print, lambda: False)))
    lost.start()
    _until(lambda: Place in map(type, driver.body.calls))
    memory.send(signal.SIGKILL)
    assert memory.wait() == -signal.SIGKILL
    held = driver.body.held
    driver.body.lasting.clear()
    driver.servers.leave()  # its driver stops, since nobody is there any more
    driver.servers._is_closed.clear()
    driver.body.calls.clear()

    start()
    node = Node("asker_again", context=ros_context)
    again = send(node, Errand("", wait_s=30.0), print, lambda: False)
    assert again.end is End.SUCCEEDED, told(again)
    assert {each.progress for each in again.result.subtasks} == {SubtaskResult.DONE}
    done = [type(call) for call in driver.body.calls if isinstance(call, Pick | Place)]
    assert done == [Place, Pick, Place]  # the mug was in the hand already
    assert held and driver.body.held is None
    (learnt,) = ExperienceStore(map_file.with_suffix(".experience.jsonl")).all
    assert (learnt.task, learnt.is_success) == (BOTH, True)
    lost.join(60.0)
    assert [each.end for each in ended] == [End.LOST]
    node.destroy_node()
    asker.destroy_node()


def _until(condition, timeout_s=60.0):
    waiting, deadline = threading.Event(), time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline
        waiting.wait(0.02)
