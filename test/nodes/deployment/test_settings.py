"""What users type after the name of a deployment."""

import pytest

from whereseen.nodes.deployment.errors import InvalidArgument
from whereseen.nodes.deployment.process import Argument
from whereseen.nodes.deployment.settings import Settings, parse_assignments, settings_of

ARGUMENTS = (
    Argument(name="rate", default="1.0", description="Speed."),
    Argument(name="log_level", default="info", description="Level.", choices=("info", "warn")),
)


def test_assignments_are_split_at_the_first_mark():
    assert parse_assignments(["rate:=2.0", "path:=a:=b", "namespace:="]) == {
        "rate": "2.0",
        "path": "a:=b",
        "namespace": "",
    }


def test_the_last_of_two_values_counts():
    assert parse_assignments(["rate:=2.0", "rate:=3.0"]) == {"rate": "3.0"}


@pytest.mark.parametrize("word", ["rate", "rate=2.0", ":=2.0", "--rate"])
def test_words_of_another_form_are_refused(word):
    with pytest.raises(InvalidArgument, match="name:=value"):
        parse_assignments([word])


def test_what_is_left_out_has_its_default():
    assert settings_of(ARGUMENTS, {"rate": "3"}).values == {"rate": "3", "log_level": "info"}


def test_undeclared_arguments_are_refused_with_the_declared_ones():
    with pytest.raises(InvalidArgument, match=r"got speed.*rate, log_level"):
        settings_of(ARGUMENTS, {"speed": "3"})


def test_values_outside_the_choices_are_refused():
    with pytest.raises(InvalidArgument, match=r"'loud'.*info, warn"):
        settings_of(ARGUMENTS, {"log_level": "loud"})


@pytest.mark.parametrize(
    ("text", "truth"), [("true", True), ("True", True), ("1", True), ("FALSE", False), ("0", False)]
)
def test_flags_are_read_as_launch_reads_them(text, truth):
    assert Settings({"rviz": text}).flag("rviz") is truth


@pytest.mark.parametrize("text", ["", "yes", "maybe", "2"])
def test_other_words_are_no_flags(text):
    with pytest.raises(InvalidArgument, match="rviz must be true or false"):
        Settings({"rviz": text}).flag("rviz")


def test_numbers_above_zero_are_taken():
    assert Settings({"rate": "0.5"}).positive("rate") == 0.5


@pytest.mark.parametrize("text", ["0", "-1", "fast", "inf", "nan", ""])
def test_other_numbers_are_not(text):
    with pytest.raises(InvalidArgument, match="rate must be a number above 0"):
        Settings({"rate": text}).positive("rate")


def test_paths_become_absolute(tmp_path, monkeypatch):
    (tmp_path / "kitchen").mkdir()
    monkeypatch.chdir(tmp_path)
    assert Settings({"path": "kitchen"}).existing_path("path") == tmp_path / "kitchen"


def test_the_home_folder_is_understood(tmp_path, monkeypatch):
    (tmp_path / "kitchen").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Settings({"path": "~/kitchen"}).existing_path("path") == tmp_path / "kitchen"


@pytest.mark.parametrize("text", ["", "not/there"])
def test_paths_that_lead_nowhere_are_refused(text):
    with pytest.raises(InvalidArgument, match="path names no file or folder"):
        Settings({"path": text}).existing_path("path")


@pytest.mark.parametrize(
    ("text", "namespace"),
    [("", ""), ("robot1", "robot1"), ("/fleet/robot1", "/fleet/robot1"), ("robot1/", "robot1")],
)
def test_namespaces_are_taken_as_ros_takes_them(text, namespace):
    assert Settings({"namespace": text}).namespace() == namespace


@pytest.mark.parametrize("text", ["robot 1", "1robot", "a//b", "robot-1", "~robot"])
def test_namespaces_that_ros_refuses_are_refused_before(text):
    with pytest.raises(InvalidArgument, match="what ROS does not allow"):
        Settings({"namespace": text}).namespace()
