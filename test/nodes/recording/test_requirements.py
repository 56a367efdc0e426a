"""What ROS cannot bring is named where it is missing."""

import importlib
import importlib.util
import sys

import pytest


def test_without_rosbags_the_remedy_is_named(monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "rosbags" else find(name)
    )
    monkeypatch.delitem(sys.modules, "whereseen.nodes.recording", raising=False)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'rosbags>=0\.11,<0\.12'") as raised:
        importlib.import_module("whereseen.nodes.recording")
    assert raised.value.name == "rosbags"
