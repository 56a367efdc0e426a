"""The interfaces as they were built and installed, by pip or colcon."""

import importlib
import json
import re
from pathlib import Path

import pytest

pytest.importorskip("whereseen_msgs")

INTERFACES = Path(__file__).resolve().parents[2] / "interfaces"
FOLDERS = {
    "whereseen_msgs": INTERFACES / "whereseen_msgs",
    "tf2_msgs": INTERFACES / "wheel" / "tf2_msgs",
    "map_msgs": INTERFACES / "wheel" / "map_msgs",
    "nav2_msgs": INTERFACES / "wheel" / "nav2_msgs" / "jazzy",
}
BUILT = [
    (package, file.parent.name, file.stem)
    for package, folder in FOLDERS.items()
    for kind in ("msg", "srv", "action")
    for file in sorted(folder.glob(f"{kind}/*.{kind}"))
]
PARTS = {"msg": (), "srv": ("Request", "Response"), "action": ("Goal", "Result", "Feedback")}


def described(package, name):
    """The description and hash that the generators wrote beside a message."""
    module = importlib.import_module(package)
    prefix = Path(module.__file__).parents[4]  # above lib/python3.x/site-packages
    file = prefix / "share" / package / "msg" / f"{name}.json"
    return json.loads(file.read_text(encoding="utf-8"))


def type_hash(package, name):
    hashes = described(package, name)["type_hashes"]
    full_name = f"{package}/msg/{name}"
    return next(found["hash_string"] for found in hashes if found["type_name"] == full_name)


@pytest.mark.parametrize(("package", "kind", "name"), BUILT)
def test_each_definition_is_a_class(package, kind, name):
    built = getattr(importlib.import_module(f"{package}.{kind}"), name)
    for part in PARTS[kind]:
        assert getattr(built, part)().get_fields_and_field_types()
    if kind == "msg":
        assert built().get_fields_and_field_types()


@pytest.mark.parametrize(
    "name", [name for package, kind, name in BUILT if (package, kind) == ("whereseen_msgs", "msg")]
)
def test_what_was_built_is_what_is_defined(name):
    text = (FOLDERS["whereseen_msgs"] / "msg" / f"{name}.msg").read_text(encoding="utf-8")
    defined = re.findall(r"^[\w/]+(?:\[\d*\])? +(\w+)(?! *=) *(?:#.*)?$", text, flags=re.MULTILINE)
    message = getattr(importlib.import_module("whereseen_msgs.msg"), name)
    assert list(message.get_fields_and_field_types()) == defined


def test_constants_are_importable():
    from whereseen_msgs.msg import Belief, Change, Entity, Status

    assert (Status.OK, Status.NOT_FOUND, Status.INVALID) == (0, 1, 2)
    assert (Status.UNAVAILABLE, Status.FAILED) == (3, 4)
    assert (Entity.UNKNOWN, Entity.PRESENT, Entity.GONE) == (0, 1, 2)
    assert (Change.APPEARED, Change.MOVED, Change.VANISHED) == (0, 1, 2)
    assert (Belief.SEEN, Belief.TOLD, Belief.ABSENT) == (0, 1, 2)


def test_a_message_survives_the_wire():
    from rclpy.serialization import deserialize_message, serialize_message
    from whereseen_msgs.msg import Place

    sent = Place(score=0.25, probability=0.5, image_id=2**63)
    sent.header.frame_id, sent.position.x = "map", -1.5
    assert deserialize_message(serialize_message(sent), Place) == sent


@pytest.mark.parametrize(
    ("package", "name", "upstream"),
    [  # as `ros2 topic info --verbose` shows them on robots
        (
            "tf2_msgs",
            "TFMessage",
            "RIHS01_e369d0f05a23ae52508854b66f6aa0437f3449d652e8cbf22d5abe85d020f087",
        ),
        (
            "map_msgs",
            "OccupancyGridUpdate",
            "RIHS01_c4095b0be2e4363f8978a1570e0293ee093436f1e1c61d99b48502ac317025e8",
        ),
    ],
)
def test_what_pypi_lacks_is_what_every_other_program_knows(package, name, upstream):
    assert type_hash(package, name) == upstream
