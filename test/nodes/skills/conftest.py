"""The client that is a body, with a scripted driver or none."""

import pytest

pytest.importorskip("whereseen_msgs")

from rclpy.node import Node
from scripted_body import IMPATIENT, Driver, FlatGround, KnownHome, until

from whereseen.nodes.clocks import Clocks
from whereseen.nodes.skills.action_embodiment import ActionEmbodiment, Around
from whereseen.nodes.skills.goals import Goals


@pytest.fixture
def home():
    return KnownHome()


@pytest.fixture
def driver(ros_context):
    driver = Driver(ros_context)
    yield driver
    driver.close()


@pytest.fixture
def make_body(ros_context, home):
    """Makes clients' sides, by the name of their node."""
    made = []

    def make(name):
        node = Node(name, context=ros_context)
        around = Around(Goals(home, FlatGround(home), "map"), Clocks.of(node), IMPATIENT)
        made.append(ActionEmbodiment(node, around))
        return made[-1]

    yield make
    for body in made:
        body.close()


@pytest.fixture
def body(make_body):
    """The client's side, without a driver."""
    return make_body("acting")


@pytest.fixture
def served(driver, body):
    """The client's side, once it sees the driver."""
    until(body, lambda: body.skills == driver.body.skills)
    return body
