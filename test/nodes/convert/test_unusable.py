import pickle

from whereseen.memory.errors import InvalidObservation
from whereseen.nodes.convert.unusable import UnusableMessage


def test_reasons_are_free_of_values() -> None:
    error = UnusableMessage("empty image", got="0 x 5", remedy="Check the camera")
    assert isinstance(error, InvalidObservation)
    assert error.reason == "empty image"
    assert str(error) == "empty image (got 0 x 5). Check the camera"


def test_reasons_survive_another_process() -> None:
    again = pickle.loads(pickle.dumps(UnusableMessage("bad step", got="3")))
    assert (type(again), again.reason, again.got) == (UnusableMessage, "bad step", "3")
